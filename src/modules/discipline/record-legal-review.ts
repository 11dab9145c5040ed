import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, mustBeUninvolved, standingRefusals } from '../cases/cases.public.js';
import { LegalReviewRecorded, mustBeInCourse, proceedingRefusals, proceedings, setAside } from '../proceedings/proceedings.public.js';

const opinions = ['sufficient', 'insufficient'] as const;

/** Records counsel's opinion on the proposal. */
export class RecordLegalReview extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(opinions) opinion!: (typeof opinions)[number];
  @IsProse(20_000) note!: string;
}

export const RecordLegalReviewHandler = commandHandler(RecordLegalReview, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('City Attorney')],
  refuses: { ...standingRefusals, ...setAside, ...proceedingRefusals('proceeding.review-needless') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ opinion, note }, given, context) {
    mustBeUninvolved(given, context);
    const state = mustBeInCourse(given, context.refuse);
    if (!('proposal' in state)) return context.refuse('proceeding.review-needless');
    return [LegalReviewRecorded({ caseId: state.caseId, opinion, note: seal(note) })];
  },
});
