import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type ContextOf, commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct, caseOf } from '../cases/cases.public.js';
import { type Authority, authorities, IsRungId, type Rung } from '../procedure/procedure.public.js';
import {
  courseOf,
  type Discipline,
  DisciplineBecameFinal,
  DisciplineSettled,
  disciplines,
  isOver,
  type PresentProceeding,
  ProceedingSettled,
  proceedingRefusals,
  proceedings,
} from '../proceedings/proceedings.public.js';
import { actOf, asksAct } from './discipline-guards.js';
import { countsUntil, type GrievanceFacts, gatherGrievance, lighterRungToday } from './grievance-steps.js';

/**
 * Ends a proceeding by agreement before its outcome is final. Either nothing is imposed, or the
 * imposed discipline is kept, made lighter or taken back, during a grievance as well. Counsel
 * enters the terms that the deciding authority approved.
 */
export class SettleProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(20_000) terms!: string;
  /** The authority that decides, which approved the terms. */
  @IsIn(authorities) approvedBy!: Authority;
  /** Council's act, where Council approved. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
  /**
   * After discipline was imposed: id of the lighter rung that replaces it, of the ladder in force
   * today.
   */
  @IsOptional() @IsRungId() rung?: string | null;
  /** After discipline was imposed: nothing of it remains. */
  @IsOptional() @IsBoolean() withdrawn?: boolean | null;
}

const refuses = {
  ...proceedingRefusals(
    'proceeding.over',
    'proceeding.not-their-approval',
    'proceeding.act-missing',
    'proceeding.act-misplaced',
    'proceeding.day-in-future',
    'proceeding.settled-rung-misplaced',
    'proceeding.no-ladder',
    'proceeding.no-such-rung',
    'proceeding.not-lighter',
  ),
};
type Settling = ContextOf<GrievanceFacts & { readonly decides: Authority }, typeof refuses>;

/** The authority that decides on the discipline, or on the case before anything is sustained. */
async function decidesOn(state: PresentProceeding, reads: Reads): Promise<Authority> {
  const course = courseOf(state);
  return 'decides' in course ? course.decides : (await caseOf(course.caseId, reads)).authority.decides;
}

/** The lighter rung that replaces the imposed one; null where none does. */
function rungAgreed({ rung, withdrawn }: SettleProceeding, discipline: Discipline | null, { today, facts, refuse }: Settling): Rung | null {
  if ((rung || withdrawn) && (!discipline || (rung && withdrawn)))
    return refuse('proceeding.settled-rung-misplaced', { fields: [...(rung ? ['rung'] : []), ...(withdrawn ? ['withdrawn'] : [])] });
  if (!rung || !discipline) return null;
  return lighterRungToday(rung, discipline, facts, today, refuse);
}

export const SettleProceedingHandler = commandHandler(SettleProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('City Attorney')],
  refuses,
  knows: async (state, reads) => ({ ...(await gatherGrievance(state, reads)), decides: await decidesOn(state, reads) }),
  opens(state, { refuse }) {
    const course = courseOf(state);
    return isOver(state) || isOver(course) ? refuse('proceeding.over') : course;
  },
  asks: (_, { facts }) => ({ ...asksAct(facts.decides), choices: { approvedBy: [facts.decides] } }),
  decide(command, course, context) {
    const { terms, approvedBy, withdrawn } = command;
    const { today, facts, refuse } = context;
    if (approvedBy !== facts.decides) return refuse('proceeding.not-their-approval');
    const act = actOf(command.act, context);
    const discipline = 'discipline' in course ? course.discipline : null;
    const rung = rungAgreed(command, discipline, context);
    const { caseId } = course;
    const agreed = {
      caseId,
      on: today,
      terms: seal(terms),
      approvedBy,
      act,
    };
    if (!discipline) return [ProceedingSettled(agreed)];
    return [
      DisciplineSettled({ ...agreed, rung, countsUntil: rung && countsUntil(rung, discipline), reversed: withdrawn === true }),
      DisciplineBecameFinal({ caseId, on: today }),
    ];
  },
});
