import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { interviewOf, judgedOnCase } from './evidence-access.js';
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
  refuses: { ...platformRefusals('resource.not-found'), ...interviewRefusals('interview.not-held') },
  opens(given, { judgedId, refuse }) {
    const state = interviewOf(judgedId, given, refuse);
    return state.status === 'held' ? state : refuse('interview.not-held');
  },
  decide: ({ caseId, addendum }) => [InterviewCorrected({ caseId, addendum: seal(addendum) })],
});
