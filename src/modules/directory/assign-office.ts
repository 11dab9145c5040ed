import { Command } from '@nestjs/cqrs';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { office as holderOf, system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { departmentExists } from './department.js';
import { directoryRefusals } from './directory.refusals.js';
import { inTheWay, officeHolding } from './office-holding.view.js';
import {
  type AssignableOffice,
  assignableOffices,
  departmental,
  exclusive,
  holdsOn,
  inServiceOn,
  OfficeAssigned,
  overlap,
  people,
} from './person.js';

/** Gives a person an office from a day on, with or without a last day. */
export class AssignOffice extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsIn(assignableOffices) office!: AssignableOffice;
  /** Id of the department, for a Director or Designee. */
  @IsOptional() @IsUUID() department?: string | null;
  /** First day in office; by default today. */
  @IsOptional() @IsDay() from?: Day | null;
  /** Last day in office. */
  @IsOptional() @IsDay() until?: Day | null;
  @IsOptional() @IsBoolean() acting?: boolean;
  /** Id of the person whom an acting holder replaces. */
  @IsOptional() @IsUUID() replaces?: string | null;
  /**
   * Id of the director who approved a designee; by default the caller, if the caller directs that
   * department.
   */
  @IsOptional() @IsUUID() approvedBy?: string | null;
}

export const AssignOfficeHandler = commandHandler(AssignOffice, {
  stream: people,
  of: ({ personId }) => personId,
  may: [holderOf('City Manager'), holderOf('HR'), holderOf('Director'), system],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...directoryRefusals(
      'office.own',
      'office.needs-department',
      'office.takes-no-department',
      'office.no-such-department',
      'office.dates-reversed',
      'office.not-in-service',
      'office.held-already',
      'office.held-by-another',
      'office.replaces-needs-acting',
      'office.replaced-holds-it-not',
      'office.designee-not-approved',
    ),
  },
  opens: (state, { id, caller, office: acts, refuse }) =>
    // A Director is told first what offices they may not give: see `decide`.
    acts !== 'Director' && id === caller.person ? refuse('office.own') : state,
  gather: async ({ office, department, replaces, approvedBy }, _, reads) => ({
    departmentExists: await departmentExists(reads, department),
    replaced: replaces ? await reads.state(people, replaces) : people.initial,
    approver: await reads.state(people, approvedBy ?? reads.caller.person),
    holdings: exclusive.has(office) ? await reads.rows(officeHolding).all({ office }) : [],
  }),
  decide(command, state, { caller, office: acts, id, today, newId, facts, refuse }) {
    const { office, acting = false } = command;
    const [department, replaces, until] = [command.department ?? null, command.replaces ?? null, command.until ?? null];
    const span = { from: command.from ?? today, until };
    const approvedBy = office === 'Designee' ? (command.approvedBy ?? caller.person) : null;
    const directs = caller.offices.some((held) => held.office === 'Director' && held.department === department);

    if (acts === 'Director' && (office !== 'Designee' || !directs)) return refuse('access.not-permitted');
    if (id === caller.person) return refuse('office.own');
    if (departmental.has(office) && !department) return refuse('office.needs-department');
    if (!departmental.has(office) && department) return refuse('office.takes-no-department');
    if (!facts.departmentExists) return refuse('office.no-such-department');
    if (until !== null && until < span.from) return refuse('office.dates-reversed');
    if (state.status === 'left' || !inServiceOn(state, span.from)) return refuse('office.not-in-service');
    if (approvedBy && (approvedBy === id || !holdsOn(facts.approver, 'Director', today, department)))
      return refuse('office.designee-not-approved');
    if (replaces && !acting) return refuse('office.replaces-needs-acting');
    if (replaces && (replaces === id || !holdsOn(facts.replaced, office, span.from, department)))
      return refuse('office.replaced-holds-it-not');
    if (state.assignments.some((held) => held.office === office && held.department === department && overlap(held, span)))
      return refuse('office.held-already');
    const other = acting ? undefined : inTheWay(facts.holdings, { person: id, department, ...span });
    if (other) return refuse('office.held-by-another', { person: other.person, from: other.fromDay, until: other.untilDay });

    return [OfficeAssigned({ assignmentId: newId('assignment'), office, department, ...span, acting, replaces, approvedBy })];
  },
});
