import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { directoryRefusals } from './directory.refusals.js';
import { OfficeEnded, people } from './person.js';

/**
 * Sets the last day of an assignment. A day before its first day cancels an assignment that has not
 * begun.
 */
export class EndOffice extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsUUID() assignmentId!: string;
  /** Last day in office; by default today. */
  @IsOptional() @IsDay() until?: Day | null;
}

export const EndOfficeHandler = commandHandler(EndOffice, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('City Manager'), office('HR'), office('Director')],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...directoryRefusals('office.no-such-assignment', 'office.ended-already', 'office.already-begun'),
  },
  opens: 'always',
  asks: ({ assignments }) => ({ choices: { assignmentId: assignments.map(({ assignmentId }) => assignmentId) } }),
  decide(command, state, { caller, office: acts, today, refuse }) {
    const held = state.assignments.find(({ assignmentId }) => assignmentId === command.assignmentId);
    const directs = caller.offices.some(({ office, department }) => office === 'Director' && department === held?.department);
    if (acts === 'Director' && !(held?.office === 'Designee' && directs)) return refuse('access.not-permitted');
    if (!held) return refuse('office.no-such-assignment');
    const until = command.until ?? today;
    if (held.until !== null && held.until <= until) return refuse('office.ended-already', { until: held.until });
    if (until < held.from && held.from <= today) return refuse('office.already-begun', { from: held.from });
    return [OfficeEnded({ assignmentId: held.assignmentId, until })];
  },
});
