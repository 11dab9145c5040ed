import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { AllegationWithdrawn, caseRefusals, cases, decider, intake, recused, reportersIn } from '../cases/cases.public.js';

/** Drops an allegation before its finding. */
export class WithdrawAllegation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() allegationId!: string;
  @IsProse(20_000) reasons!: string;
}

export const WithdrawAllegationHandler = commandHandler(WithdrawAllegation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider, intake],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.not-framing', 'case.no-such-allegation', 'case.allegation-withdrawn', 'case.finding-stands'),
  },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide({ allegationId, reasons }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'triage' && state.status !== 'investigating') return refuse('case.not-framing');
    const { subject, finding, withdrawn } = state.allegations.get(allegationId) ?? refuse('case.no-such-allegation');
    if (withdrawn) return refuse('case.allegation-withdrawn');
    if (finding) return refuse('case.finding-stands');
    return [AllegationWithdrawn({ allegationId, subject, replacedBy: null, reasons: seal(reasons) })];
  },
});
