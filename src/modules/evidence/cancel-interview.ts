import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { interviewOf, judgedOnCase } from './evidence-access.js';
import { InterviewCancelled, interviewRefusals, interviews } from './interview.js';

/** Cancels a planned interview: it was declined, or it is planned anew on another basis. */
export class CancelInterview extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() interviewId!: string;
  @IsProse(2000) reason!: string;
}

export const CancelInterviewHandler = commandHandler(CancelInterview, {
  stream: interviews,
  of: ({ interviewId }) => interviewId,
  judgedOn: judgedOnCase,
  may: [investigator],
  refuses: { ...platformRefusals('resource.not-found'), ...interviewRefusals('interview.not-planned') },
  opens(given, { judgedId, refuse }) {
    const state = interviewOf(judgedId, given, refuse);
    return state.status === 'planned' ? state : refuse('interview.not-planned');
  },
  decide: ({ caseId, reason }) => [InterviewCancelled({ caseId, reason: seal(reason) })],
});
