import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import {
  authorityHoldersToday,
  candidate,
  caseRefusals,
  cases,
  decider,
  InvestigatorAssigned,
  intake,
  partiesOf,
  recused,
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
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.not-under-investigation', 'case.unknown-person', 'case.not-eligible', 'case.engagement-missing'),
  },
  async gather({ investigator }, state, reads) {
    const reporters = await reportersIn(state, reads);
    const deciders = state.status === 'absent' ? [] : await authorityHoldersToday(state.authority.decides, reads);
    return { reporters, candidate: await candidate(investigator, partiesOf(state, reporters), deciders, reads) };
  },
  decide({ investigator }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'investigating') return refuse('case.not-under-investigation');
    if (!facts.candidate.inService) return refuse('case.unknown-person');
    // Every reason gets the same answer: a precise one would unmask a reporter.
    if (!facts.candidate.may) return refuse('case.not-eligible');
    if (facts.candidate.outside) return refuse('case.engagement-missing');
    return [InvestigatorAssigned({ investigator })];
  },
});
