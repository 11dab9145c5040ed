import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type AbeyanceCause, abeyanceCauses } from '../procedure/procedure.public.js';
import { proceedingId, proceedings, restsWithCase } from '../proceedings/proceedings.public.js';
import { type CaseState, CaseSuspended, caseRefusals, cases, decider } from './case.js';
import { suspendable } from './case.state.js';

/**
 * Lets the case rest: nothing falls due in the case or in its proceedings until it is resumed.
 * Mitigation stays open.
 */
export class SuspendCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(abeyanceCauses) cause!: AbeyanceCause;
  @IsProse(20_000) reasons!: string;
}

/**
 * Subjects whose proceedings rest with the case, including those whose proceedings are about to be
 * opened.
 */
async function resting(caseId: string, state: CaseState, reads: Pick<Reads, 'state'>): Promise<string[]> {
  const subjects = state.status === 'absent' ? [] : [...new Set([...state.allegations.values()].map(({ subject }) => subject))];
  const states = await Promise.all(subjects.map((subject) => reads.state(proceedings, proceedingId(caseId, subject))));
  return subjects.filter((_, i) => restsWithCase(states[i] ?? proceedings.initial));
}

export const SuspendCaseHandler = commandHandler(SuspendCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: caseRefusals('case.not-suspendable'),
  opens: (state, { refuse }) => (suspendable.some((status) => status === state.status) ? state : refuse('case.not-suspendable')),
  gather: async ({ caseId }, state, reads) => ({ subjects: await resting(caseId, state, reads) }),
  decide: ({ cause, reasons }, _, { facts }) => [CaseSuspended({ cause, reasons: seal(reasons), subjects: facts.subjects })],
});
