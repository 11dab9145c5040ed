import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { caseRefusals, cases, decider, InvestigatorReleased, intake, recused, reportersIn } from '../cases/cases.public.js';

/** Releases the investigator before another one is found. */
export class ReleaseInvestigator extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const ReleaseInvestigatorHandler = commandHandler(ReleaseInvestigator, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider, intake],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.not-under-investigation', 'case.no-investigator'),
  },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide(_, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'investigating') return refuse('case.not-under-investigation');
    if (!state.investigator) return refuse('case.no-investigator');
    return [InvestigatorReleased({ investigator: state.investigator })];
  },
});
