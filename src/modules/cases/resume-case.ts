import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { dayIn, endOfDay } from '../../platform/clock.js';
import { IsProse } from '../../platform/commands/fields.js';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CaseResumed, caseRefusals, cases, decider } from './case.js';
import { recused, reportersIn } from './conflict.js';

/** Takes a resting case up again where it stood. */
export class ResumeCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
}

/** The end of the day, in the city, that lies as far behind the old due date as the case rested. */
export function movedBy(dueAt: string, since: string, now: string, timeZone: string): string {
  const moved = Date.parse(dueAt) + Date.parse(now) - Date.parse(since);
  // A due date is the very end of its day, which is the first moment of the next.
  return endOfDay(timeZone, dayIn(timeZone, moved - 1));
}

export const ResumeCaseHandler = slice(ResumeCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: { ...platformRefusals('access.not-permitted'), ...caseRefusals('case.not-suspended') },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide({ reasons }, state, { caller, now, timeZone, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'abeyance') return refuse('case.not-suspended');
    const { wasDueAt, since } = state.abeyance;
    return [CaseResumed({ reasons: seal(reasons), dueAt: wasDueAt && movedBy(wasDueAt, since, now, timeZone) })];
  },
});
