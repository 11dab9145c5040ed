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

/** Enters a version of the policy that was adopted whole, by Council or under its authority. */
export class AdoptPolicyVersion extends Command<Receipt> {
  /** Short name by which it is cited, for example 5716. */
  @IsVersionName() version!: string;
  /** The instrument that adopted it, for example Resolution 5716. */
  @IsName() instrument!: string;
  @IsDay() adoptedOn!: Day;
  /** First day in force; may be in the future. */
  @IsDay() effectiveFrom!: Day;
  /** In reading order: each clause comes after its parent. */
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
  opens: 'always',
  decide({ version, instrument, adoptedOn, effectiveFrom, clauses, note }, state, { today, refuse }) {
    if (versionNamed(state, version)) return refuse('policy.version-exists');
    refuseDates({ adoptedOn, effectiveFrom }, state, { today, refuse });
    const tree = clauses.map(clauseFrom);
    refuseMisplaced(tree, refuse);
    return [PolicyVersionAdopted({ version, instrument, adoptedOn, effectiveFrom, clauses: tree, note: note ?? null })];
  },
});
