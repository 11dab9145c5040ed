import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { naming } from '../cases/authority.js';
import { caseRefusals, cases, decider, intake, investigator, subjectsOf, WitnessNamed } from '../cases/case.js';
import { recused } from '../cases/reporters.js';
import { consequences } from '../cases/reassign-authority.js';

/** Names a witness, who from then on neither investigates nor decides. */
export class NameWitness extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Person id of the witness. */
  @IsUUID() person!: string;
}

export const NameWitnessHandler = slice(NameWitness, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, investigator, decider],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.not-framing', 'case.unknown-person', 'case.witness-is-subject', 'case.witness-named', 'case.nobody-decides'),
  },
  gather: ({ person }, state, reads) => naming(state, { witness: person }, reads),
  decide({ person }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'triage' && state.status !== 'investigating') return refuse('case.not-framing');
    if (!facts.known) return refuse('case.unknown-person');
    if (subjectsOf(state).has(person)) return refuse('case.witness-is-subject');
    if (state.witnesses.has(person)) return refuse('case.witness-named');
    const settled = facts.settled ?? refuse('case.nobody-decides');
    return [WitnessNamed({ person }), ...consequences(state, { ...facts, settled })];
  },
});
