import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { caseRefusals, cases, decider, InvestigatorReleased, intake } from '../cases/cases.public.js';

/** Releases the investigator before another one is found. */
export class ReleaseInvestigator extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const ReleaseInvestigatorHandler = commandHandler(ReleaseInvestigator, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider, intake],
  refuses: caseRefusals('case.not-under-investigation', 'case.no-investigator'),
  opens(state, { refuse }) {
    if (state.status !== 'investigating') return refuse('case.not-under-investigation');
    return { investigator: state.investigator ?? refuse('case.no-investigator') };
  },
  decide: (_, { investigator }) => [InvestigatorReleased({ investigator })],
});
