import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import {
  caseRefusals,
  cases,
  consequences,
  decider,
  intake,
  investigator,
  isFraming,
  naming,
  subjectsOf,
  WitnessNamed,
} from '../cases/cases.public.js';

/** Names a witness. From then on they neither investigate nor decide. */
export class NameWitness extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Person id of the witness. */
  @IsUUID() person!: string;
}

export const NameWitnessHandler = commandHandler(NameWitness, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, investigator, decider],
  refuses: caseRefusals('case.not-framing', 'case.unknown-person', 'case.witness-is-subject', 'case.witness-named', 'case.nobody-decides'),
  opens: (state, { refuse }) => (isFraming(state) ? state : refuse('case.not-framing')),
  gather: ({ person }, state, reads) => naming(state, { witness: person }, reads),
  decide({ person }, state, { facts, refuse }) {
    if (!facts.known) return refuse('case.unknown-person', { fields: ['person'] });
    if (subjectsOf(state).has(person)) return refuse('case.witness-is-subject');
    if (state.witnesses.has(person)) return refuse('case.witness-named');
    const settled = facts.settled ?? refuse('case.nobody-decides');
    return [WitnessNamed({ person }), ...consequences(state, { ...facts, settled })];
  },
});
