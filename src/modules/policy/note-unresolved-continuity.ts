import { Command } from '@nestjs/cqrs';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { ContinuityUnresolved, policies, policyId, versionOn } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/**
 * Records an open question: whether an instrument continued the policy. Every answer for the
 * instrument's day or a later one repeats the question.
 */
export class NoteUnresolvedContinuity extends Command<Receipt> {
  /** For example Resolution 5917. */
  @IsName() instrument!: string;
  /** Day of the instrument. */
  @IsDay() on!: Day;
  @IsProse(2000) question!: string;
}

export const NoteUnresolvedContinuityHandler = commandHandler(NoteUnresolvedContinuity, {
  stream: policies,
  of: () => policyId,
  may: [office('City Clerk'), office('City Attorney')],
  refuses: policyRefusals('policy.continuity-noted', 'policy.nothing-to-continue'),
  opens: 'always',
  decide({ instrument, on, question }, state, { refuse }) {
    if (state.unresolved.some((open) => open.instrument === instrument)) return refuse('policy.continuity-noted');
    if (!versionOn(state, on)) return refuse('policy.nothing-to-continue');
    return [ContinuityUnresolved({ instrument, on, question })];
  },
});
