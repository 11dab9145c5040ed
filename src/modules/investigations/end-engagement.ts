import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { caseRefusals, cases, InvestigatorReleased } from '../cases/cases.public.js';

/** Releases an investigator from outside whose last day has passed. Another one must be found. */
export class EndEngagement extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const EndEngagementHandler = commandHandler(EndEngagement, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.not-due', 'case.no-investigator'),
  opens(state, { now, refuse }) {
    const investigator = 'investigator' in state ? state.investigator : null;
    if (!investigator || !state.engagement) return refuse('case.no-investigator');
    if (now < state.engagement.until) return refuse('case.not-due');
    return { investigator };
  },
  decide: (_, { investigator }) => [InvestigatorReleased({ investigator })],
});
