import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals } from './evidence-access.js';
import { InterviewCorrected, interviewRefusals, interviews } from './interview.js';

/**
 * Adds to an interview that was held: a correction by the interviewed person or the investigator.
 */
export class CorrectInterview extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() interviewId!: string;
  @IsProse(20_000) addendum!: string;
}

export const CorrectInterviewHandler = commandHandler(CorrectInterview, {
  stream: interviews,
  of: ({ interviewId }) => interviewId,
  judgedOn: judgedOnCase,
  may: [investigator],
  refuses: { ...standingRefusals, ...interviewRefusals('interview.not-held') },
  gather: async ({ caseId }, _, reads) => ({ standing: await standingIn(caseId, reads) }),
  decide({ caseId, addendum }, state, { facts, refuse }) {
    mustBeUninvolvedIn(facts.standing, refuse);
    if (state.caseId !== caseId) return refuse('resource.not-found');
    if (state.status !== 'held') return refuse('interview.not-held');
    return [InterviewCorrected({ caseId, addendum: seal(addendum) })];
  },
});
