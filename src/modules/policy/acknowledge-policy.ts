import { Command } from '@nestjs/cqrs';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { anyone, office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { people } from '../directory/directory.public.js';
import { acknowledged, acknowledgements, PolicyAcknowledged } from './acknowledgement.js';
import { policies, policyId } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/**
 * Records that a person has read a version of the policy and acknowledges it. HR enters another
 * person's acknowledgement from paper.
 */
export class AcknowledgePolicy extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsString() @MaxLength(40) version!: string;
  /** Day on which it was given on paper; by default today. */
  @IsOptional() @IsDay() on?: Day | null;
}

export const AcknowledgePolicyHandler = commandHandler(AcknowledgePolicy, {
  stream: acknowledgements,
  of: ({ personId }) => personId,
  creates: true,
  extends: true,
  may: [office('HR'), anyone],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...policyRefusals(
      'acknowledgement.no-such-person',
      'acknowledgement.no-such-version',
      'acknowledgement.before-adoption',
      'acknowledgement.on-another-day',
      'acknowledgement.ahead',
      'acknowledgement.stands',
    ),
  },
  knows: async (_, reads, id) => ({
    person: await reads.state(people, id),
    policy: await reads.state(policies, policyId),
  }),
  opens(state, { caller, office: acts, id, facts: { person }, refuse }) {
    if (id !== caller.person && acts !== 'HR') return refuse('access.not-permitted');
    return person.status === 'absent' ? refuse('acknowledgement.no-such-person') : state;
  },
  decide(command, state, { caller, id, today, facts: { policy }, refuse }) {
    const onPaper = id !== caller.person;
    const on = command.on ?? today;
    if (!onPaper && on !== today) return refuse('acknowledgement.on-another-day');
    if (on > today) return refuse('acknowledgement.ahead');
    const version = policy.status === 'absent' ? undefined : policy.versions.find(({ version }) => version === command.version);
    if (!version) return refuse('acknowledgement.no-such-version');
    if (on < version.adoptedOn) return refuse('acknowledgement.before-adoption', { adoptedOn: version.adoptedOn });
    // An earlier day replaces a later one, because paper may be entered later than it was signed.
    if (acknowledged(state, version.version, on)) return refuse('acknowledgement.stands');
    return [PolicyAcknowledged({ version: version.version, on, manner: onPaper ? 'on-paper' : 'signed-in' })];
  },
});
