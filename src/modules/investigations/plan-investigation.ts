import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseRefusals, cases, InvestigationPlanned, investigator } from '../cases/cases.public.js';

export class PlannedStep {
  @IsProse(2_000) what!: string;
  /** The last day for it. */
  @IsOptional() @IsDay() by?: Day;
}

/** Plans the scope and the steps of the investigation, or amends the plan. */
export class PlanInvestigation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) scope!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @ValidateNested({ each: true }) @Type(() => PlannedStep) steps!: PlannedStep[];
  /** Why the plan is amended. Every plan but the first needs it. */
  @IsOptional() @IsProse(5_000) amendedBecause?: string;
}

export const PlanInvestigationHandler = commandHandler(PlanInvestigation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [investigator],
  refuses: caseRefusals('case.not-under-investigation', 'case.plan-reason-missing', 'case.plan-reason-misplaced'),
  opens: (state, { refuse }) => (state.status === 'investigating' ? state : refuse('case.not-under-investigation')),
  asks: ({ plan }) =>
    plan
      ? { needs: [{ field: 'amendedBecause', code: 'case.plan-reason-missing' }] }
      : { leaves: [{ field: 'amendedBecause', code: 'case.plan-reason-misplaced' }] },
  decide: ({ scope, steps, amendedBecause }) => [
    InvestigationPlanned({
      scope: seal(scope),
      steps: steps.map(({ what, by }) => ({ what: seal(what), by: by ?? null })),
      amendedBecause: amendedBecause ? seal(amendedBecause) : null,
    }),
  ],
});
