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

/** Someone has read a version of the policy and says so; HR enters what another person gave on paper. */
export class AcknowledgePolicy extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsString() @MaxLength(40) version!: string;
  /** Day it was given on paper; today unless given. */
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
  gather: async ({ personId }, _, reads) => ({
    person: await reads.state(people, personId),
    policy: await reads.state(policies, policyId),
  }),
  decide(command, state, { caller, office: acts, id, today, facts: { person, policy }, refuse }) {
    const onPaper = id !== caller.person;
    if (onPaper && acts !== 'HR') return refuse('access.not-permitted');
    if (person.status === 'absent') return refuse('acknowledgement.no-such-person');
    const on = command.on ?? today;
    if (!onPaper && on !== today) return refuse('acknowledgement.on-another-day');
    if (on > today) return refuse('acknowledgement.ahead');
    const version = policy.status === 'absent' ? undefined : policy.versions.find(({ version }) => version === command.version);
    if (!version) return refuse('acknowledgement.no-such-version');
    if (on < version.adoptedOn) return refuse('acknowledgement.before-adoption', { adoptedOn: version.adoptedOn });
    // An earlier day replaces a later one, since what was given on paper may be entered afterwards.
    if (acknowledged(state, version.version, on)) return refuse('acknowledgement.stands');
    return [PolicyAcknowledged({ version: version.version, on, manner: onPaper ? 'on-paper' : 'signed-in' })];
  },
});
