import { Enum, String as Text } from 'typebox';
import { office } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { event } from '../../platform/events/event.js';
import type { Stream } from '../../platform/events/stream.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { recordOfCase } from '../evidence/evidence.public.js';
import { Id, OrNull } from '../procedure/procedure.public.js';
import { fileAudiences } from './case-file-audience.js';
import { fileFormats } from './case-file-render.js';

/** The event's actor read a case for the first time since they signed in, in the actor's office. */
export const CaseSeen = event('CaseSeen', 1, 'personnel', { caseId: Id() });
/**
 * The event's actor took the file of a case. `upTo` is the id of the log's last event at the moment
 * that the file shows, `sha256` the hash of its bytes.
 */
export const CaseFileTaken = event(
  'CaseFileTaken',
  1,
  'personnel',
  {
    caseId: Id(),
    audience: Enum([...fileAudiences]),
    subject: OrNull(Id()),
    format: Enum([...fileFormats]),
    upTo: Id(),
    sha256: Text({ pattern: '^[0-9a-f]{64}$' }),
    purpose: SealedText(),
  },
  { record: ({ caseId }) => recordOfCase(caseId) },
);

const events = { CaseSeen, CaseFileTaken };

export type CaseAccessState = { readonly status: 'absent' } | { readonly status: 'looked-at'; readonly times: number };

const once = (state: CaseAccessState): CaseAccessState => ({
  status: 'looked-at',
  times: (state.status === 'absent' ? 0 : state.times) + 1,
});

/**
 * The access records of one case; the stream's id is the case's. The stream is separate from the
 * case, so that a read does not change the case.
 */
export const caseAccess: Stream<CaseAccessState, typeof events> = {
  name: 'look',
  initial: { status: 'absent' },
  events,
  evolve: { CaseSeen: once, CaseFileTaken: once },
  audiences: {
    of: admittedTo<CaseAccessState, 'auditor'>({ auditor: [office('Auditor')] }),
    shows: { CaseSeen: { '*': ['auditor'] }, CaseFileTaken: { '*': ['auditor'] } },
  },
};
