import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { dayIn } from '../../platform/ground/clock.js';
import { DisciplineBecameFinal, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** The time to grieve has run out, so the discipline is final. */
export class MakeFinal extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const MakeFinalHandler = commandHandler(MakeFinal, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: proceedingRefusals('proceeding.over', 'proceeding.not-lapsed'),
  opens(state, { now, timeZone, refuse }) {
    const until = state.status === 'imposed' ? state.discipline.grievableUntil : null;
    if (until === null) return refuse('proceeding.over');
    if (now < until) return refuse('proceeding.not-lapsed');
    // Final from the end of the time to grieve, even if the timer ran late.
    return { caseId: state.caseId, on: dayIn(timeZone, until) };
  },
  decide: (_, final) => [DisciplineBecameFinal(final)],
});
