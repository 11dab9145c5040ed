import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import type { Day } from '../../platform/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { type Force, forces, PolicyVersionAdopted, policies, policyId } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/** A clause as it is cited: its id, its text, whom it binds and with what force. */
export class ClauseInput {
  /** For example STD-4. */
  @Matches(/^[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}[a-z]?$/, { message: '$property must be like STD-4 or CIV-5a' }) id!: string;
  @IsProse(20_000) text!: string;
  @IsName() binds!: string;
  @IsIn(forces) force!: Force;
}

/** Enters a version of the policy that Council, or whom it let, adopted. */
export class AdoptPolicyVersion extends Command<Receipt> {
  /** Short name by which it is cited, for example 5716. */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/) version!: string;
  /** What adopted it, for example Resolution 5716. */
  @IsName() instrument!: string;
  @IsDay() adoptedOn!: Day;
  /** First day in force. */
  @IsDay() effectiveFrom!: Day;
  @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => ClauseInput) clauses!: ClauseInput[];
  @IsOptional() @IsProse(2000) note?: string | null;
}

export const AdoptPolicyVersionHandler = slice(AdoptPolicyVersion, {
  stream: policies,
  of: () => policyId,
  creates: true,
  extends: true,
  may: [office('City Clerk')],
  refuses: policyRefusals(
    'policy.version-exists',
    'policy.adopted-ahead',
    'policy.effective-before-adoption',
    'policy.effective-dates-descend',
    'policy.no-clauses',
    'policy.duplicate-clause',
  ),
  decide({ version, instrument, adoptedOn, effectiveFrom, clauses, note }, state, { today, refuse }) {
    const versions = state.status === 'absent' ? [] : state.versions;
    if (versions.some((earlier) => earlier.version === version)) return refuse('policy.version-exists');
    if (adoptedOn > today) return refuse('policy.adopted-ahead');
    if (effectiveFrom < adoptedOn) return refuse('policy.effective-before-adoption');
    const latest = versions.at(-1);
    if (latest && effectiveFrom <= latest.effectiveFrom)
      return refuse('policy.effective-dates-descend', { version: latest.version, effectiveFrom: latest.effectiveFrom });
    if (clauses.length === 0) return refuse('policy.no-clauses');
    const twice = clauses.find(({ id }, at) => clauses.findIndex((clause) => clause.id === id) < at);
    if (twice) return refuse('policy.duplicate-clause', { clause: twice.id });
    return [
      PolicyVersionAdopted({
        version,
        instrument,
        adoptedOn,
        effectiveFrom,
        clauses: clauses.map(({ id, text, binds, force }) => ({ id, text, binds, force })),
        note: note ?? null,
      }),
    ];
  },
});
