import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { ClauseInput, clauseFrom, IsVersionName, refuseMisplaced, treeRefusals } from './clause-input.js';
import { dateRefusals, refuseDates } from './dates.js';
import { PolicyVersionAdopted, policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/** Enters a version of the policy that Council, or whom it let, adopted whole. */
export class AdoptPolicyVersion extends Command<Receipt> {
  /** Short name by which it is cited, for example 5716. */
  @IsVersionName() version!: string;
  /** What adopted it, for example Resolution 5716. */
  @IsName() instrument!: string;
  @IsDay() adoptedOn!: Day;
  /** First day in force; it may lie ahead. */
  @IsDay() effectiveFrom!: Day;
  /** In the order of reading: each after the clause that it stands below. */
  @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => ClauseInput) clauses!: ClauseInput[];
  @IsOptional() @IsProse(2000) note?: string | null;
}

export const AdoptPolicyVersionHandler = commandHandler(AdoptPolicyVersion, {
  stream: policies,
  of: () => policyId,
  creates: true,
  extends: true,
  may: [office('City Clerk')],
  refuses: { ...policyRefusals('policy.version-exists'), ...dateRefusals, ...treeRefusals },
  decide({ version, instrument, adoptedOn, effectiveFrom, clauses, note }, state, { today, refuse }) {
    if (versionNamed(state, version)) return refuse('policy.version-exists');
    refuseDates({ adoptedOn, effectiveFrom }, state, { today, refuse });
    const tree = clauses.map(clauseFrom);
    refuseMisplaced(tree, refuse);
    return [PolicyVersionAdopted({ version, instrument, adoptedOn, effectiveFrom, clauses: tree, note: note ?? null })];
  },
});
