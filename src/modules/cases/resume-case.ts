import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { dayIn, endOfDay } from '../../platform/ground/clock.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { countingOf, type DeadlineName, type ProcedureState, procedure, procedureId, stoodStill } from '../procedure/procedure.public.js';
import { CaseResumed, caseRefusals, cases, decider } from './case.js';
import type { Abeyance } from './case.state.js';

/** Resumes a resting case in the status in which it began to rest. */
export class ResumeCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
}

/**
 * The due date, moved by the time for which the case or the decision stood still: the end of a day
 * in the city, ISO 8601. Days are counted as the deadline counted them when the time began to stand
 * still.
 */
export function movedBy(
  dueAt: string,
  since: string,
  { now, timeZone }: { readonly now: string; readonly timeZone: string },
  name: DeadlineName,
  state: ProcedureState,
): string {
  const [from, to] = [dayIn(timeZone, since), dayIn(timeZone, now)];
  // A due date is the very end of its day, which is the first moment of the next day.
  const due = Date.parse(dueAt) - 1;
  if (countingOf(name, state, from) === 'calendar') return endOfDay(timeZone, dayIn(timeZone, due + Date.parse(now) - Date.parse(since)));
  return endOfDay(timeZone, stoodStill(dayIn(timeZone, due), from, to, 'business', state));
}

const deadlineIn: Readonly<Record<Abeyance['from'], DeadlineName>> = {
  triage: 'triage',
  investigating: 'investigation',
  reported: 'determination',
};

export const ResumeCaseHandler = commandHandler(ResumeCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: caseRefusals('case.not-suspended'),
  opens: (state, { refuse }) => (state.status === 'abeyance' ? state.abeyance : refuse('case.not-suspended')),
  gather: async (_, __, reads) => ({ procedure: await reads.state(procedure, procedureId) }),
  decide({ reasons }, { wasDueAt, since, from, subjects }, context) {
    const dueAt = wasDueAt && movedBy(wasDueAt, since, context, deadlineIn[from], context.facts.procedure);
    return [CaseResumed({ reasons: seal(reasons), dueAt, subjects: [...subjects] })];
  },
});
