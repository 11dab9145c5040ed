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
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import {
  actOf,
  asksAct,
  chooseRung,
  disciplineRefusals,
  earlierAmong,
  knowsDiscipline,
  mayJudge,
  mustBeTheirProposal,
  rungsFor,
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
  knows: (state, reads) => knowsDiscipline(state, reads),
  opens(present, context) {
    const state = mayJudge(present, context);
    if ('discipline' in state || state.status === 'no-action') return context.refuse('proceeding.over');
    mustBeTheirProposal(state, context);
    if (!context.facts.ladder) return context.refuse('proceeding.no-ladder', { fields: [] });
    return state;
  },
  asks: (state, context) => ({ ...asksAct(state.decides), choices: { rung: rungsFor(state, context) } }),
  gather: ({ considers }, _, reads) => earlierAmong(considers ?? [], reads),
  decide(command, state, context) {
    const act = actOf(command.act, context);
    const considers = command.considers ?? [];
    const departure = command.departureReason ? seal(command.departureReason) : null;
    const { ladder, ...chosen } = chooseRung({ rung: command.rung, considers, departure }, state, context);
    return [
      DisciplineProposed({
        caseId: state.caseId,
        on: context.today,
        ...chosen,
        track: ladder.track,
        ladderFrom: ladder.effectiveFrom,
        considers,
        reasons: seal(command.reasons),
        act,
      }),
    ];
  },
});
