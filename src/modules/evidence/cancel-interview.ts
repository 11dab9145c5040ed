import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals } from './evidence-access.js';
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
  refuses: { ...standingRefusals, ...interviewRefusals('interview.not-planned') },
  gather: async ({ caseId }, _, reads) => ({ standing: await standingIn(caseId, reads) }),
  decide({ caseId, reason }, state, { facts, refuse }) {
    mustBeUninvolvedIn(facts.standing, refuse);
    if (state.caseId !== caseId) return refuse('resource.not-found');
    if (state.status !== 'planned') return refuse('interview.not-planned');
    return [InterviewCancelled({ caseId, reason: seal(reason) })];
  },
});
