import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, MitigationCompleted } from '../cases/cases.public.js';
import { mitigates } from './begin-mitigation.js';
import { measureRefusals } from './measures.refusals.js';

/** Records the result of a step of mitigation. */
export class CompleteMitigation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() mitigationId!: string;
  @IsProse(20_000) result!: string;
  /** The day on which it was done; today unless given. */
  @IsOptional() @IsDay() on?: Day;
}

export const CompleteMitigationHandler = commandHandler(CompleteMitigation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: mitigates,
  refuses: measureRefusals('measure.no-such-mitigation', 'measure.mitigation-done', 'measure.day-in-future', 'measure.day-too-early'),
  opens: 'always',
  asks: ({ measures }) => ({
    choices: { mitigationId: [...measures.mitigation].flatMap(([id, { done }]) => (done ? [] : [id])) },
  }),
  decide({ mitigationId, result, on }, state, { today, refuse }) {
    const step = state.measures.mitigation.get(mitigationId) ?? refuse('measure.no-such-mitigation');
    if (step.done) return refuse('measure.mitigation-done');
    const day = on ?? today;
    if (day > today) return refuse('measure.day-in-future');
    if (day < step.on) return refuse('measure.day-too-early');
    return [MitigationCompleted({ mitigationId, result: seal(result), on: day })];
  },
});
