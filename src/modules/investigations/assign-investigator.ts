import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import {
  authorityHoldersToday,
  candidate,
  caseRefusals,
  cases,
  decider,
  InvestigatorAssigned,
  intake,
  partiesOf,
  reportersIn,
} from '../cases/cases.public.js';

/** Assigns the investigator, or replaces the present one. */
export class AssignInvestigator extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Person id of the investigator. */
  @IsUUID() investigator!: string;
}

export const AssignInvestigatorHandler = commandHandler(AssignInvestigator, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider, intake],
  refuses: caseRefusals('case.not-under-investigation', 'case.unknown-person', 'case.not-eligible', 'case.engagement-missing'),
  opens: (state, { refuse }) => (state.status === 'investigating' ? state : refuse('case.not-under-investigation')),
  async gather({ investigator }, state, reads) {
    const reporters = await reportersIn(state, reads);
    const deciders = state.status === 'absent' ? [] : await authorityHoldersToday(state.authority.decides, reads);
    return { candidate: await candidate(investigator, partiesOf(state, reporters), deciders, reads) };
  },
  decide({ investigator }, _, { facts, refuse }) {
    if (!facts.candidate.inService) return refuse('case.unknown-person', { fields: ['investigator'] });
    // Every reason gets the same answer: a precise one would unmask a reporter.
    if (!facts.candidate.may) return refuse('case.not-eligible');
    if (facts.candidate.outside) return refuse('case.engagement-missing');
    return [InvestigatorAssigned({ investigator })];
  },
});
