import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct, standingRefusals } from '../cases/cases.public.js';
import { IsRungId, lighterRung } from '../procedure/procedure.public.js';
import {
  DisciplineReduced,
  directorOf,
  disciplines,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import { gatherDiscipline, mayImpose, mustBeFitToJudge, mustNameAct } from './discipline-guards.js';
import { countsUntil } from './grievance-steps.js';

/** Replaces the imposed discipline by a lighter rung. The caller must be able to impose both. */
export class ReduceDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Id of the lighter rung, of the ladder in force today. */
  @IsRungId() rung!: string;
  @IsProse(20_000) reasons!: string;
  /** Council's act, where Council decides. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

export const ReduceDisciplineHandler = commandHandler(ReduceDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, directorOf],
  refuses: {
    ...standingRefusals,
    ...setAside,
    ...proceedingRefusals(
      'proceeding.nothing-imposed',
      'proceeding.grieved',
      'proceeding.not-lighter',
      'proceeding.not-your-rung',
      'proceeding.no-ladder',
      'proceeding.no-such-rung',
      'proceeding.act-missing',
      'proceeding.act-misplaced',
      'proceeding.day-in-future',
    ),
  },
  gather: (_, state, reads) => gatherDiscipline([], state, reads),
  decide(command, present, context) {
    const { today, facts, refuse } = context;
    const state = mustBeInCourse(present, refuse);
    if (!('sustained' in state)) return refuse('access.not-permitted');
    mustBeFitToJudge(state, context);
    if (state.status === 'grieved' || state.status === 'grievance-answered') return refuse('proceeding.grieved');
    if (state.status !== 'imposed' && state.status !== 'final') return refuse('proceeding.nothing-imposed');
    const act = command.act ? { meetingOn: command.act.meetingOn, motion: command.act.motion } : null;
    mustNameAct(act, state, context);
    const { discipline } = state;
    const ladder = facts.ladder ?? refuse('proceeding.no-ladder');
    const rung = lighterRung(ladder.rungs, command.rung, discipline.rung, refuse);
    if (!mayImpose(rung, state, context) || !mayImpose(discipline.rung, state, context)) return refuse('proceeding.not-your-rung');
    return [
      DisciplineReduced({
        caseId: state.caseId,
        on: today,
        rung,
        reducedFrom: discipline.rung.id,
        reasons: seal(command.reasons),
        act,
        countsUntil: countsUntil(rung, discipline),
      }),
    ];
  },
});
