import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { type ContextOf, commandHandler, type OpenContextOf, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import type { Asks } from '../../platform/refusals/claims.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct } from '../cases/cases.public.js';
import {
  countsUntil,
  fileUntil,
  type GrievanceFacts,
  gatherGrievance,
  lighterRungToday,
  stepFrom,
} from '../discipline/discipline.public.js';
import { IsRungId, type Rung } from '../procedure/procedure.public.js';
import {
  type CurrentProceeding,
  DisciplineBecameFinal,
  GrievanceDecided,
  type GrievanceDecision,
  GrievanceExhausted,
  grievanceDecisions,
  hearingOfficer,
  hears,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';

/**
 * Decides the current step of a grievance. An appointed hearing officer decides in person. An
 * office enters Council's act, and the decision of a person outside the city who has no login.
 */
export class DecideGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(grievanceDecisions) outcome!: GrievanceDecision;
  /** The reasons; with `settled`, the terms of the settlement. */
  @IsProse(20_000) reasons!: string;
  /**
   * Id of the lighter rung that replaces the imposed one: with `modified`, and with `settled` where
   * one was agreed.
   */
  @IsOptional() @IsRungId() rung?: string | null;
  /** With `settled`: nothing of the discipline remains. */
  @IsOptional() @IsBoolean() withdrawn?: boolean | null;
  /**
   * The hearing officer or arbitrator, where a person outside the city without a login hears the
   * step.
   */
  @IsOptional() @IsName() heardBy?: string | null;
  /** Council's act, where Council hears it. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

const refuses = {
  ...platformRefusals('access.not-permitted'),
  ...setAside,
  ...proceedingRefusals(
    'grievance.none',
    'grievance.own-decision',
    'grievance.rung-missing',
    'grievance.rung-misplaced',
    'grievance.hearer-missing',
    'grievance.hearer-misplaced',
    'grievance.officer-hears',
    'proceeding.no-ladder',
    'proceeding.no-such-rung',
    'proceeding.not-lighter',
    'proceeding.act-missing',
    'proceeding.act-misplaced',
    'proceeding.day-in-future',
  ),
};
type Deciding = ContextOf<GrievanceFacts, typeof refuses>;
type Opening = OpenContextOf<GrievanceFacts, typeof refuses>;
type Grieved = Extract<CurrentProceeding, { status: 'grieved' }>;

/**
 * Nobody hears a grievance against a decision of their own, or the grievance of a superior. An
 * office that enters the decision of another body does not hear the grievance.
 */
function mustBeFitToHear({ grievance, discipline }: Grieved, { caller, facts, refuse }: Opening): void {
  const { hears } = grievance.step;
  if (hears === null || hears === 'Council') return;
  const before = [discipline.decidedBy, ...grievance.heard];
  if (before.includes(caller.person)) refuse('grievance.own-decision');
  if (facts.subjectIsSuperior) refuse('access.not-permitted');
}

/**
 * Council's decision names its act. The decision of an outside body names the person who heard it.
 * No other decision names either.
 */
function asksHearer({ grievance }: Grieved, { caller }: Opening): Asks<'act' | 'heardBy', keyof typeof refuses> {
  const { hears } = grievance.step;
  // The office that enters the decision of a person without a login names that person.
  const entered = hears === null && grievance.officer?.person !== caller.person;
  return {
    needs: [
      ...(hears === 'Council' ? [{ field: 'act', code: 'proceeding.act-missing' } as const] : []),
      ...(entered ? [{ field: 'heardBy', code: 'grievance.hearer-missing' } as const] : []),
    ],
    leaves: [
      ...(hears === 'Council' ? [] : [{ field: 'act', code: 'proceeding.act-misplaced' } as const]),
      ...(entered ? [] : [{ field: 'heardBy', code: 'grievance.hearer-misplaced' } as const]),
    ],
  };
}

/** The lighter rung that replaces the imposed one; null where none does. */
function rungDecided({ outcome, rung, withdrawn }: DecideGrievance, state: Grieved, { today, facts, refuse }: Deciding): Rung | null {
  const agreesBoth = outcome === 'settled' && withdrawn && rung;
  const misplaced = [
    ...(rung && (agreesBoth || (outcome !== 'modified' && outcome !== 'settled')) ? ['rung'] : []),
    ...(withdrawn && (agreesBoth || outcome !== 'settled') ? ['withdrawn'] : []),
  ];
  if (misplaced.length > 0) refuse('grievance.rung-misplaced', { fields: misplaced });
  if (outcome === 'modified' && !rung) refuse('grievance.rung-missing');
  if (!rung) return null;
  return lighterRungToday(rung, state.discipline, facts, today, refuse);
}

export const DecideGrievanceHandler = commandHandler(DecideGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [hears, hearingOfficer],
  refuses,
  knows: (state, reads) => gatherGrievance(state, reads),
  opens(present, context) {
    const state = mustBeInCourse(present, context.refuse);
    if (state.status !== 'grieved') return context.refuse('grievance.none');
    mustBeFitToHear(state, context);
    const { officer, step } = state.grievance;
    const another = officer && officer.person !== context.caller.person && context.today <= officer.to;
    if (step.hears === null && another) return context.refuse('grievance.officer-hears');
    return state;
  },
  asks: asksHearer,
  decide(command, state, context) {
    const { today, facts, refuse } = context;
    if (command.act && command.act.meetingOn > today) return refuse('proceeding.day-in-future', { fields: ['act.meetingOn'] });
    const rung = rungDecided(command, state, context);

    const { outcome, heardBy, act } = command;
    const { caseId, grievance, discipline } = state;
    const ends = outcome === 'granted' || outcome === 'settled';
    const track = facts.track ?? discipline.track;
    const next = ends ? undefined : stepFrom(grievance.index + 1, discipline.decidedAs, track, facts.procedure, today);
    const decided = GrievanceDecided({
      caseId,
      on: today,
      outcome,
      index: grievance.index,
      rung,
      countsUntil: rung ? countsUntil(rung, discipline) : null,
      reversed: outcome === 'granted' || (command.withdrawn ?? false),
      reasons: seal(command.reasons),
      heardBy: heardBy ? seal(heardBy) : null,
      act: act ? { meetingOn: act.meetingOn, motion: act.motion } : null,
      advanceUntil: next ? fileUntil(next, facts.procedure, context) : null,
    });
    const final = DisciplineBecameFinal({ caseId, on: today });
    if (ends) return [decided, final];
    return next ? [decided] : [decided, GrievanceExhausted({ caseId, on: today, because: 'no-further-step' }), final];
  },
});
