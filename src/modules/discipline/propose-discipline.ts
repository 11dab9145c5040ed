import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct } from '../cases/cases.public.js';
import { IsRungId } from '../procedure/procedure.public.js';
import {
  DisciplineProposed,
  directorOf,
  disciplines,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import {
  chooseRung,
  disciplineRefusals,
  gatherDiscipline,
  mustBeFitToJudge,
  mustBeTheirProposal,
  mustNameAct,
} from './discipline-guards.js';

/**
 * Proposes a rung of the ladder for the sustained allegations. A new proposal replaces one that is
 * not yet decided.
 */
export class ProposeDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Id of the rung, for example `written-warning`. */
  @IsRungId() rung!: string;
  @IsProse(20_000) reasons!: string;
  /** Ids of earlier proceedings whose discipline counts here. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsUUID(undefined, { each: true }) considers?: string[] | null;
  /** Why it is not the ladder's next rung. */
  @IsOptional() @IsProse(20_000) departureReason?: string | null;
  /** Council's act, where Council decides. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

export const ProposeDisciplineHandler = commandHandler(ProposeDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, directorOf],
  refuses: { ...disciplineRefusals, ...setAside, ...proceedingRefusals('proceeding.over') },
  gather: ({ considers }, state, reads) => gatherDiscipline(considers ?? [], state, reads),
  decide(command, given, context) {
    const { today, refuse } = context;
    const state = mustBeInCourse(given, refuse);
    if (!('sustained' in state)) return refuse('access.not-permitted');
    mustBeFitToJudge(state, context);
    if ('discipline' in state || state.status === 'no-action') return refuse('proceeding.over');
    const act = command.act ?? null;
    mustNameAct(act, state, context);
    mustBeTheirProposal(state, context);
    const considers = command.considers ?? [];
    const departure = command.departureReason ? seal(command.departureReason) : null;
    const { ladder, ...chosen } = chooseRung({ rung: command.rung, considers, departure }, state, context);
    return [
      DisciplineProposed({
        caseId: state.caseId,
        on: today,
        ...chosen,
        track: ladder.track,
        ladderFrom: ladder.effectiveFrom,
        considers,
        reasons: seal(command.reasons),
        act: act && { meetingOn: act.meetingOn, motion: act.motion },
      }),
    ];
  },
});
