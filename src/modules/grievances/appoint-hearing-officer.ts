import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type Candidate, candidate, caseOf, partiesOf, reportersIn } from '../cases/cases.public.js';
import {
  courseOf,
  HearingOfficerAppointed,
  mustBeInCourse,
  type ProceedingState,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';

/**
 * Appoints a person from outside, a contractor in the directory, to hear the current step of a
 * grievance, if that step is heard outside the city. The hearing officer signs in, sees what the
 * subject was shown, and decides this step, from one day to another.
 */
export class AppointHearingOfficer extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Person id of the hearing officer or arbitrator. */
  @IsUUID() officer!: string;
  /** First day. */
  @IsDay() from!: Day;
  /** Last day. After it they see nothing and do nothing here. */
  @IsDay() to!: Day;
  @IsProse(20_000) terms!: string;
}

/**
 * Person ids of everyone who investigated the case, decided anything in it, or heard the grievance
 * before.
 */
async function worked(state: ProceedingState, reads: Reads): Promise<string[]> {
  if (state.status === 'absent') return [];
  const course = courseOf(state);
  const { worked } = await caseOf(state.caseId, reads);
  return [
    ...worked,
    ...('discipline' in course ? [course.discipline.decidedBy] : []),
    ...('grievance' in course ? course.grievance.heard : []),
  ];
}

async function officerAmong(officer: string, state: ProceedingState, reads: Reads): Promise<Candidate> {
  const matter = state.status === 'absent' ? ({ status: 'absent' } as const) : await caseOf(state.caseId, reads);
  return candidate(officer, partiesOf(matter, await reportersIn(matter, reads)), await worked(state, reads), reads);
}

export const AppointHearingOfficerHandler = commandHandler(AppointHearingOfficer, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR'), office('City Clerk')],
  refuses: {
    ...setAside,
    ...proceedingRefusals(
      'grievance.none',
      'grievance.hearer-misplaced',
      'grievance.own-decision',
      'grievance.officer-unknown',
      'grievance.officer-not-outside',
      'grievance.officer-not-eligible',
      'grievance.officer-days-reversed',
    ),
  },
  opens(present, { caller, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status !== 'grieved') return refuse('grievance.none');
    const { grievance, discipline, caseId } = state;
    if (grievance.step.hears !== null) return refuse('grievance.hearer-misplaced', { fields: [] });
    // Nobody chooses the judge of a decision of their own. An office that entered Council's act
    // decided nothing.
    if (discipline.decidedBy === caller.person && discipline.decidedAs !== 'Council') return refuse('grievance.own-decision');
    return { caseId, index: grievance.index };
  },
  gather: async ({ officer }, state, reads) => ({ officer: await officerAmong(officer, state, reads) }),
  decide({ officer, from, to, terms }, { caseId, index }, { today, timeZone, facts, refuse }) {
    if (!facts.officer.inService) return refuse('grievance.officer-unknown');
    if (!facts.officer.outside) return refuse('grievance.officer-not-outside');
    if (!facts.officer.may) return refuse('grievance.officer-not-eligible');
    if (to < from || to < today) return refuse('grievance.officer-days-reversed');
    const until = endOfDay(timeZone, to);
    return [HearingOfficerAppointed({ caseId, index, officer, from, to, until, terms: seal(terms) })];
  },
});
