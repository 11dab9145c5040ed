import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { cases, InterimReviewFellDue } from '../cases/cases.public.js';
import { measureRefusals } from './measures.refusals.js';

/**
 * Records, for the deciding authority, that an interim measure was not reviewed in time; once for
 * each due date. Nobody is notified, and the measure stays in force.
 */
export class MissInterimReview extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() measureId!: string;
}

export const MissInterimReviewHandler = commandHandler(MissInterimReview, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: measureRefusals('measure.not-due'),
  opens: 'always',
  decide({ measureId }, { measures, authority }, { now, refuse }) {
    const measure = measures.interim.get(measureId);
    if (!measure || measure.ended || now < measure.reviewAt || measure.missed === measure.reviewAt) return refuse('measure.not-due');
    return [InterimReviewFellDue({ measureId, wasDueAt: measure.reviewAt, to: authority.decides })];
  },
});
