import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, decider, intake, MitigationBegun } from '../cases/cases.public.js';
import { people } from '../directory/directory.public.js';
import { measureRefusals } from './measures.refusals.js';

/** The offices that the policy names. */
export const mitigatingOffices = ['Communications Manager', 'City Manager'] as const;
/**
 * The grants to mitigate: the two offices that the policy names, and the offices that replace one
 * of them who is a party.
 */
export const mitigates = [...mitigatingOffices.map((name) => office(name)), intake, decider];

/** Records a step that mitigates the violation. It needs no finding, and is open in every state of the case. */
export class BeginMitigation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) what!: string;
  /** Person id of the person who does it; the caller unless given. */
  @IsOptional() @IsUUID() by?: string;
  /** The day on which it was begun; today unless given. */
  @IsOptional() @IsDay() on?: Day;
}

export const BeginMitigationHandler = commandHandler(BeginMitigation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: mitigates,
  refuses: measureRefusals('measure.day-in-future', 'measure.unknown-person'),
  opens: 'always',
  gather: async ({ by }, _, reads) => ({ known: !by || (await reads.state(people, by)).status !== 'absent' }),
  decide({ what, by, on }, _, { caller, today, facts, newId, refuse }) {
    if (on && on > today) return refuse('measure.day-in-future');
    if (!facts.known) return refuse('measure.unknown-person');
    return [MitigationBegun({ mitigationId: newId('mitigation'), what: seal(what), by: by ?? caller.person, on: on ?? today })];
  },
});
