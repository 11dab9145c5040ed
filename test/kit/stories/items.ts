import type { Standing } from '../../../src/modules/cases/standing.js';
import type { AddEvidence, EvidenceForm, FoundFile } from '../../../src/modules/evidence/add-evidence.js';
import { EvidenceDisclosed, EvidenceReceived, EvidenceWithdrawn } from '../../../src/modules/evidence/evidence.js';
import { ProceedingOpened, proceedingId, proceedings, SubjectInformed } from '../../../src/modules/proceedings/proceeding.js';
import type { DataOf } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored } from '../given.js';
import { allegationId, caseId, sam } from './a-case.js';

export const evidenceId = derivedId('spec', 'evidence');
export const otherId = derivedId('spec', 'other-evidence');
export const ofSam = proceedingId(caseId, sam.person);
export const sha256 = 'a'.repeat(64);

export const apart: { readonly standing: Standing } = { standing: 'uninvolved' };
export const recused: typeof apart = { standing: 'recused' };

export const form = (more: Partial<EvidenceForm> = {}): EvidenceForm =>
  ({ caseId, description: 'The page.', obtained: 'Captured.', ...more }) as EvidenceForm;
export const found = (more: Partial<FoundFile> = {}): FoundFile => ({
  name: 'page.png',
  bytes: 5,
  sha256,
  detected: { mediaType: 'image/png' },
  claimedType: null,
  ...more,
});
export const adding = (ofForm: Partial<EvidenceForm> = {}, ofFile: Partial<FoundFile> = {}): Partial<AddEvidence> => ({
  caseId,
  form: form(ofForm),
  file: found(ofFile),
});

const file = { name: seal('page.png'), bytes: 5, sha256, mediaType: 'image/png', claimedType: null };
export const received = (more: Partial<DataOf<typeof EvidenceReceived>> = {}) =>
  EvidenceReceived({
    caseId,
    form: 'file',
    description: seal('The page.'),
    obtained: seal('Captured.'),
    collectedOn: null,
    collectedBy: null,
    source: null,
    custodian: null,
    location: null,
    compelled: false,
    fromPersonalAccount: false,
    counselBasis: null,
    file,
    ...more,
  });
export const thing = received({ form: 'thing', file: null, custodian: seal('The clerk'), location: seal('Safe 2') });
export const withdrawn = EvidenceWithdrawn({ caseId, reason: seal('It is a forgery.') });
export const disclosed = (withheld: boolean) =>
  EvidenceDisclosed({
    caseId,
    proceedingId: ofSam,
    subject: sam.person,
    shownAs: seal('A capture.'),
    withheld: withheld ? { what: seal('A name.'), why: seal('A bystander.') } : null,
  });

export const opened = ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-02-02' });
export const told = SubjectInformed({
  caseId,
  allegationIds: [allegationId],
  service: 'in-person',
  on: '2026-02-20',
  answerBy: '2026-02-27',
});
export const untoldProceeding = fold(proceedings, stored([opened], `proceeding-${ofSam}`));
export const toldProceeding = fold(proceedings, stored([opened, told], `proceeding-${ofSam}`));
