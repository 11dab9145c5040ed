import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { ProceedingReopened, proceedingId, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/**
 * Reopens a proceeding that ended without discipline, for the allegations whose outcome its case
 * set aside.
 */
export class ReopenProceeding extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() subject!: string;
  @IsUUID(undefined, { each: true }) allegationIds!: string[];
}

export const ReopenProceedingHandler = commandHandler(ReopenProceeding, {
  stream: proceedings,
  of: ({ caseId, subject }) => proceedingId(caseId, subject),
  may: [system],
  refuses: proceedingRefusals('proceeding.outcome-stands'),
  opens: (state, { refuse }) =>
    state.status === 'not-sustained' || state.status === 'no-action' ? state : refuse('proceeding.outcome-stands'),
  decide: ({ caseId, allegationIds }) => [ProceedingReopened({ caseId, allegationIds })],
});
