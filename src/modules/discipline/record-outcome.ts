import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { caseOf } from '../cases/cases.public.js';
import {
  AllegationsSustained,
  courseOf,
  NothingSustained,
  proceedingId,
  proceedingRefusals,
  proceedings,
} from '../proceedings/proceedings.public.js';

/** Brings the determination of the case into the proceeding of one of its subjects. */
export class RecordOutcome extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() subject!: string;
  /** The subject's allegations that were sustained. */
  @IsUUID(undefined, { each: true }) sustained!: string[];
}

export const RecordOutcomeHandler = commandHandler(RecordOutcome, {
  stream: proceedings,
  of: ({ caseId, subject }) => proceedingId(caseId, subject),
  may: [system],
  refuses: proceedingRefusals('proceeding.outcome-stands', 'proceeding.allegation-missing'),
  opens(state, { refuse }) {
    // The determination also reaches a proceeding that is held, or whose subject left.
    const { status } = courseOf(state);
    return status === 'named' || status === 'informed' ? state : refuse('proceeding.outcome-stands');
  },
  gather: async ({ caseId }, _, reads) => ({ decides: (await caseOf(caseId, reads)).authority.decides }),
  decide({ caseId, sustained }, state, { facts, refuse }) {
    const put = new Set(state.allegations.map(({ allegationId }) => allegationId));
    const missing = pathsIn('sustained', sustained, (id) => !put.has(id));
    if (missing.length > 0) return refuse('proceeding.allegation-missing', { fields: missing });
    if (sustained.length === 0) return [NothingSustained({ caseId })];
    return [AllegationsSustained({ caseId, allegationIds: sustained, by: 'determination', decides: facts.decides })];
  },
});
