import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases } from '../cases/cases.public.js';
import { judgedOnCase } from '../evidence/evidence.public.js';
import { CaseFileTaken, CaseSeen, caseAccess } from './case-access.js';
import { mayTakeFor, takesFiles } from './case-file-access.js';
import { type FileAudience, fileAudiences } from './case-file-audience.js';
import { type FileFormat, fileFormats } from './case-file-render.js';

/**
 * Records the caller's first read of a case per sign-in. A query that admitted the caller gives
 * this command before it answers.
 */
export class RecordCaseLook extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const RecordCaseLookHandler = commandHandler(RecordCaseLook, {
  stream: caseAccess,
  of: ({ caseId }) => caseId,
  creates: true,
  extends: true,
  // A subject reads their own proceeding, although the case is hidden from them.
  may: [anyone],
  refuses: {},
  opens: 'always',
  decide: ({ caseId }) => [CaseSeen({ caseId })],
});

/**
 * Records that the caller takes the file of a case, with its audience and purpose. It runs before
 * the first byte is sent.
 */
export class RecordCaseFile extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(fileAudiences) audience!: FileAudience;
  @IsOptional() @IsUUID() subject?: string;
  @IsIn(fileFormats) format!: FileFormat;
  @IsProse(500) purpose!: string;
  /** Id of the log's last event at the moment that the file shows. */
  @IsUUID() upTo!: string;
  /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/) sha256!: string;
}

export const RecordCaseFileHandler = commandHandler(RecordCaseFile, {
  stream: caseAccess,
  of: ({ caseId }) => caseId,
  creates: true,
  extends: true,
  judgedOn: judgedOnCase,
  may: takesFiles,
  refuses: platformRefusals('access.not-permitted'),
  opens: 'always',
  gather: async ({ caseId }, _, reads) => ({ matter: await reads.state(cases, caseId) }),
  decide({ caseId, audience, subject, format, purpose, upTo, sha256 }, _, { caller, facts, refuse }) {
    if (!mayTakeFor(audience, caller, facts.matter)) return refuse('access.not-permitted');
    return [CaseFileTaken({ caseId, audience, subject: subject ?? null, format, upTo, sha256, purpose: seal(purpose) })];
  },
});
