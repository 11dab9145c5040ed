import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  actOf,
  actRefusals,
  asksAct,
  CouncilAct,
  caseRefusals,
  cases,
  decider,
  InvestigationReportReturned,
  inHand,
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
    ...actRefusals,
    ...caseRefusals('case.no-report-filed', 'case.no-such-allegation', 'case.due-past'),
  },
  opens: (state, { refuse }) => (state.status === 'reported' ? state : refuse('case.no-report-filed')),
  asks: ({ authority }) => asksAct(authority.decides),
  decide({ reasons, missing, dueOn, setAside = [], act }, state, context) {
    const { today, timeZone, refuse } = context;
    const known = new Set(inHand(state).map(([id]) => id));
    const unknown = pathsIn('setAside', setAside, (id) => !known.has(id));
    if (unknown.length > 0) return refuse('case.no-such-allegation', { fields: unknown });
    if (dueOn < today) return refuse('case.due-past');
    return [
      InvestigationReportReturned({
        reasons: seal(reasons),
        missing: seal(missing),
        setAside,
        act: actOf(act, context),
        dueAt: endOfDay(timeZone, dueOn),
      }),
    ];
  },
});
