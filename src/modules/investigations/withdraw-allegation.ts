import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { AllegationWithdrawn, awaitingFinding, caseRefusals, cases, decider, intake, isFraming } from '../cases/cases.public.js';

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
  refuses: caseRefusals('case.not-framing', 'case.no-such-allegation', 'case.allegation-withdrawn', 'case.finding-stands'),
  opens: (state, { refuse }) => (isFraming(state) ? state : refuse('case.not-framing')),
  asks: (state) => ({ choices: { allegationId: awaitingFinding(state) } }),
  decide({ allegationId, reasons }, state, { refuse }) {
    const { subject, finding, withdrawn } =
      state.allegations.get(allegationId) ?? refuse('case.no-such-allegation', { fields: ['allegationId'] });
    if (withdrawn) return refuse('case.allegation-withdrawn');
    if (finding) return refuse('case.finding-stands');
    return [AllegationWithdrawn({ allegationId, subject, replacedBy: null, reasons: seal(reasons) })];
  },
});
