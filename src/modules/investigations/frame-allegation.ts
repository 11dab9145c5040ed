import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  AllegationFramed,
  caseRefusals,
  cases,
  consequences,
  deedRefusals,
  IsDayOrInstant,
  intake,
  investigator,
  isFraming,
  naming,
  pinned,
  siteNamed,
  siteOf,
} from '../cases/cases.public.js';
import { policies, policyId } from '../policy/policy.public.js';
import { proceedingId, proceedings, takesAllegation } from '../proceedings/proceedings.public.js';

/**
 * Alleges that a person violated a clause, in the version of the policy that was in force on the
 * day of the deed.
 */
export class FrameAllegation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Person id of the subject. */
  @IsUUID() subject!: string;
  /** The clause, for example `STD-4`. */
  @IsName() clause!: string;
  /** When the deed was done: a day in the city or an instant. */
  @IsOptional() @IsDayOrInstant() deedFrom?: string;
  /** Its last day, where it lasted. */
  @IsOptional() @IsDayOrInstant() deedTo?: string;
  /** Why the day of the deed is unknown. */
  @IsOptional() @IsProse(500) deedUnknownBecause?: string;
  @IsProse(20_000) facts!: string;
  /** Id of the site of the deed, if it is one of the city's. */
  @IsOptional() @IsUUID() siteId?: string;
}

export const FrameAllegationHandler = commandHandler(FrameAllegation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, investigator],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...deedRefusals,
    ...caseRefusals('case.not-framing', 'case.unknown-person', 'case.unknown-site', 'case.subject-disciplined', 'case.nobody-decides'),
  },
  opens: (state, { refuse }) => (isFraming(state) ? state : refuse('case.not-framing')),
  gather: async ({ caseId, subject, siteId }, state, reads) => ({
    ...(await naming(state, { subject }, reads)),
    proceeding: await reads.state(proceedings, proceedingId(caseId, subject)),
    ...(await siteOf(siteId, reads)),
    policy: await reads.state(policies, policyId),
  }),
  decide(command, state, context) {
    const { caller, facts, newId, refuse } = context;
    const { subject, siteId } = command;
    if (subject === caller.person) return refuse('access.not-permitted');
    if (!facts.known) return refuse('case.unknown-person', { fields: ['subject'] });
    if (facts.siteUnknown) return refuse('case.unknown-site', { fields: ['siteId'] });
    if (!takesAllegation(facts.proceeding, false)) return refuse('case.subject-disciplined', { fields: ['subject'] });
    const pin = pinned(command, facts.policy, context);
    const settled = facts.settled ?? refuse('case.nobody-decides');
    const allegationId = newId('allegation');
    return [
      AllegationFramed({ allegationId, subject, ...pin, facts: seal(command.facts), reports: [...state.reports] }),
      ...siteNamed(allegationId, siteId),
      ...consequences(state, { ...facts, settled }),
    ];
  },
});
