import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
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
  refuses: { ...setAside, ...proceedingRefusals('proceeding.review-needless') },
  opens(present, { refuse }) {
    const state = mustBeInCourse(present, refuse);
    return 'proposal' in state ? state : refuse('proceeding.review-needless');
  },
  decide: ({ opinion, note }, { caseId }) => [LegalReviewRecorded({ caseId, opinion, note: seal(note) })],
});
