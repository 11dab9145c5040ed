import { Command } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { acknowledgementList } from './acknowledgement-list.view.js';
import { IsVersionName } from './clause-input.js';
import { latestEffect, PolicyChangeWithdrawn, policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/**
 * Withdraws an adoption, an amendment or a rescission that was entered by mistake, before it takes
 * effect.
 */
export class WithdrawPolicyChange extends Command<Receipt> {
  /** The version that it made; by default the future rescission. */
  @IsOptional() @IsVersionName() version?: string | null;
  @IsProse(2000) reasons!: string;
}

export const WithdrawPolicyChangeHandler = commandHandler(WithdrawPolicyChange, {
  stream: policies,
  of: () => policyId,
  may: [office('City Clerk')],
  refuses: policyRefusals(
    'policy.no-such-version',
    'policy.not-rescinded',
    'policy.in-effect',
    'policy.followed',
    'policy.version-interpreted',
    'policy.version-acknowledged',
  ),
  opens: 'always',
  gather: async ({ version }, _, reads) => ({
    acknowledged: version
      ? (await reads.rows(acknowledgementList).page({ where: { version }, order: 'on', limit: 1 })).items.length > 0
      : false,
  }),
  decide({ version = null, reasons }, state, { today, facts, refuse }) {
    const change =
      version === null
        ? (state.rescissions.at(-1) ?? refuse('policy.not-rescinded'))
        : (versionNamed(state, version) ?? refuse('policy.no-such-version', { fields: ['version'] }));
    // Only a future change can be withdrawn, because decisions may cite every version that is or
    // was in force.
    if (change.effectiveFrom <= today) return refuse('policy.in-effect', { effectiveFrom: change.effectiveFrom });
    const latest = latestEffect(state);
    if (latest?.effectiveFrom !== change.effectiveFrom) return refuse('policy.followed', { ...latest });
    if (state.interpretations.some((one) => one.version === version)) return refuse('policy.version-interpreted');
    if (facts.acknowledged) return refuse('policy.version-acknowledged');
    return [PolicyChangeWithdrawn({ version, instrument: change.instrument, effectiveFrom: change.effectiveFrom, reasons })];
  },
});
