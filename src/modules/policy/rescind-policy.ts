import { Command } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { dateRefusals, refuseDates } from './dates.js';
import { latestEffect, PolicyRescinded, policies, policyId } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/**
 * Enters that an instrument ended the policy: from its effective day on no version is in force,
 * until another version takes effect.
 */
export class RescindPolicy extends Command<Receipt> {
  /** The instrument that rescinded it, for example Resolution 6100. */
  @IsName() instrument!: string;
  @IsDay() adoptedOn!: Day;
  /** First day without the policy; may be in the future. */
  @IsDay() effectiveFrom!: Day;
  @IsOptional() @IsProse(2000) note?: string | null;
}

export const RescindPolicyHandler = commandHandler(RescindPolicy, {
  stream: policies,
  of: () => policyId,
  may: [office('City Clerk')],
  refuses: { ...policyRefusals('policy.rescinded'), ...dateRefusals },
  opens(state, { refuse }) {
    const latest = latestEffect(state);
    return latest?.version === null ? refuse('policy.rescinded', { effectiveFrom: latest.effectiveFrom }) : state;
  },
  decide({ instrument, adoptedOn, effectiveFrom, note }, state, { today, refuse }) {
    refuseDates({ adoptedOn, effectiveFrom }, state, { today, refuse });
    return [PolicyRescinded({ instrument, adoptedOn, effectiveFrom, note: note ?? null })];
  },
});
