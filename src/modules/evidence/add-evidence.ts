import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Detected } from '../../platform/files/content-type.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsFlag, IsName, IsProse } from '../../platform/ground/fields.js';
import type { RefuseOf } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceReceived, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { judgedOnCase, worksOnEvidence } from './evidence-access.js';

/** The description of a file that is added as evidence; the file itself comes beside it. */
export class EvidenceForm {
  @IsUUID() caseId!: string;
  /** What the file is. */
  @IsProse(2000) description!: string;
  /** How it was obtained. */
  @IsProse(2000) obtained!: string;
  /** The day of its collection. */
  @IsOptional() @IsDay() collectedOn?: Day;
  /** The name of the person who collected it. */
  @IsOptional() @IsName() collectedBy?: string;
  /** The name of the person from whom it came. */
  @IsOptional() @IsName() source?: string;
  /** Where the original is. */
  @IsOptional() @IsProse(500) location?: string;
  /** `true` where it holds a compelled statement, for example as a recording or minutes. */
  @IsOptional() @IsFlag() compelledStatement?: boolean;
  /** `true` where it holds contents of, or credentials for, an employee’s personal account. */
  @IsOptional() @IsFlag() fromPersonalAccount?: boolean;
  /** Why counsel admits it. The City Attorney adds such a file. */
  @IsOptional() @IsProse(2000) counselBasis?: string;
  /**
   * `true` where the name of the file claims another type than its content has, and that is to be
   * recorded.
   */
  @IsOptional() @IsFlag() nameMayMislead?: boolean;
}

/** A file, as the server found it on arrival. */
export interface FoundFile {
  /** The name, made safe. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the content. */
  readonly sha256: string;
  readonly detected: Detected;
  /** The type that its name falsely claims; null where the name is right. */
  readonly claimedType: string | null;
}

/** Adds a file to the evidence of a case. The file is on disk before the command is given. */
export class AddEvidence extends Command<Receipt> {
  caseId!: string;
  form!: EvidenceForm;
  file!: FoundFile;
}

const unfit = evidenceRefusals(
  'evidence.empty',
  'evidence.type-not-taken',
  'evidence.archive-unfit',
  'evidence.type-lies',
  'evidence.name-does-not-mislead',
  'evidence.counsel-basis-missing',
  'evidence.counsel-basis-misplaced',
);

/**
 * The type of a file that may be added as its form says, or a refusal. It is also checked before
 * anything is reserved for the file.
 */
export function fittingType(form: EvidenceForm, { bytes, detected, claimedType }: FoundFile, refuse: RefuseOf<typeof unfit>): string {
  if (bytes === 0) return refuse('evidence.empty');
  if ('fault' in detected) return refuse('evidence.archive-unfit', { fault: detected.fault });
  if ('other' in detected) return refuse('evidence.type-not-taken', { found: detected.other });
  if (claimedType && !form.nameMayMislead) return refuse('evidence.type-lies', { found: detected.mediaType, claimed: claimedType });
  if (!claimedType && form.nameMayMislead) return refuse('evidence.name-does-not-mislead');
  if (form.fromPersonalAccount && !form.counselBasis) return refuse('evidence.counsel-basis-missing');
  if (!form.fromPersonalAccount && form.counselBasis) return refuse('evidence.counsel-basis-misplaced');
  return detected.mediaType;
}
export const refusesUnfit = unfit;

const sealed = (text: string | undefined) => (text ? seal(text) : null);

export const AddEvidenceHandler = commandHandler(AddEvidence, {
  stream: evidences,
  of: (_, newId) => newId('evidence'),
  creates: true,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...unfit, ...evidenceRefusals('evidence.counsel-alone', 'evidence.day-in-future') },
  // One content is one item of a case.
  reserves: ({ caseId, file }) => [{ field: 'file', kind: 'evidence', value: `${caseId} ${file.sha256}` }],
  taken: evidenceRefusals('evidence.already-held'),
  opens: 'always',
  decide({ caseId, form, file }, _, { today, caller, refuse }) {
    const mediaType = fittingType(form, file, refuse);
    // A basis that anyone could enter would not be counsel's.
    if (form.fromPersonalAccount && !caller.offices.some((held) => held.office === 'City Attorney'))
      return refuse('evidence.counsel-alone');
    if (form.collectedOn && form.collectedOn > today) return refuse('evidence.day-in-future', { fields: ['collectedOn'] });
    const { name, bytes, sha256, claimedType } = file;
    return [
      EvidenceReceived({
        caseId,
        form: 'file',
        description: seal(form.description),
        obtained: seal(form.obtained),
        collectedOn: form.collectedOn ?? null,
        collectedBy: sealed(form.collectedBy),
        source: sealed(form.source),
        custodian: null,
        location: sealed(form.location),
        compelled: form.compelledStatement ?? false,
        fromPersonalAccount: form.fromPersonalAccount ?? false,
        counselBasis: sealed(form.counselBasis),
        file: { name: seal(name), bytes, sha256, mediaType, claimedType },
      }),
    ];
  },
});
