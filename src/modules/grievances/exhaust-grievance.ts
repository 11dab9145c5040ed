import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { dayIn } from '../../platform/ground/clock.js';
import { DisciplineBecameFinal, GrievanceExhausted, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** A grievance was not taken on in time, or its procedure counts as exhausted. */
export class ExhaustGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const ExhaustGrievanceHandler = commandHandler(ExhaustGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: proceedingRefusals('proceeding.over', 'proceeding.not-lapsed'),
  opens(state, { now, timeZone, refuse }) {
    if (state.status !== 'grieved' && state.status !== 'grievance-answered') return refuse('proceeding.over');
    const takenOnBy = state.status === 'grievance-answered' ? state.advanceUntil : null;
    const { exhaustsAt } = state.grievance;
    const [until] = [takenOnBy, exhaustsAt].filter((one) => one !== null).sort();
    if (until === undefined || now < until) return refuse('proceeding.not-lapsed');
    // Exhausted from the end of the time, even if the timer ran late.
    const on = dayIn(timeZone, until);
    return { caseId: state.caseId, on, because: until === takenOnBy ? ('not-taken-on' as const) : ('time' as const) };
  },
  decide: (_, { caseId, on, because }) => [GrievanceExhausted({ caseId, on, because }), DisciplineBecameFinal({ caseId, on })],
});
