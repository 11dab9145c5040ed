import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { IsProse } from '../../platform/commands/fields.js';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CaseSuspended, caseRefusals, cases, decider } from './case.js';
import { suspendable } from './case.state.js';
import { recused, reportersIn } from './conflict.js';
import { type AbeyanceCause, abeyanceCauses } from './shapes.js';

/** Lets the case rest: nothing falls due until it is resumed. Mitigation stays open. */
export class SuspendCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(abeyanceCauses) cause!: AbeyanceCause;
  @IsProse(20_000) reasons!: string;
}

export const SuspendCaseHandler = slice(SuspendCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: { ...platformRefusals('access.not-permitted'), ...caseRefusals('case.not-suspendable') },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide({ cause, reasons }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (!suspendable.some((status) => status === state.status)) return refuse('case.not-suspendable');
    return [CaseSuspended({ cause, reasons: seal(reasons) })];
  },
});
