import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  actOf,
  actRefusals,
  CouncilAct,
  caseRefusals,
  cases,
  decider,
  InvestigationReportReturned,
  inHand,
  recused,
  reportersIn,
} from '../cases/cases.public.js';

/** Sends the investigation report back, and says what is missing from it. */
export class ReturnReport extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
  /** The work that the investigation still has to do. */
  @IsProse(20_000) missing!: string;
  /** The investigation is due at the end of this day. */
  @IsDay() dueOn!: Day;
  /** Allegations that need new findings. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @IsUUID('all', { each: true }) setAside?: string[];
  /** Required where Council decides, and refused elsewhere. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

export const ReturnReportHandler = commandHandler(ReturnReport, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...actRefusals,
    ...caseRefusals('case.no-report-filed', 'case.no-such-allegation', 'case.due-past'),
  },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide({ reasons, missing, dueOn, setAside = [], act }, state, context) {
    const { caller, today, timeZone, facts, refuse } = context;
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'reported') return refuse('case.no-report-filed');
    const known = new Set(inHand(state).map(([id]) => id));
    if (!setAside.every((id) => known.has(id))) return refuse('case.no-such-allegation');
    if (dueOn < today) return refuse('case.due-past');
    return [
      InvestigationReportReturned({
        reasons: seal(reasons),
        missing: seal(missing),
        setAside,
        act: actOf(act, state.authority.decides, context),
        dueAt: endOfDay(timeZone, dueOn),
      }),
    ];
  },
});
