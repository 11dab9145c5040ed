import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  AllegationFramed,
  AllegationWithdrawn,
  awaitingFinding,
  caseRefusals,
  cases,
  deedRefusals,
  IsDayOrInstant,
  intake,
  investigator,
  isFraming,
  pinned,
  siteNamed,
  siteOf,
} from '../cases/cases.public.js';
import { policies, policyId } from '../policy/policy.public.js';

/**
 * Replaces an allegation, before its finding, by one with another clause, deed or facts. Its
 * subject is informed of the new one.
 */
export class AmendAllegation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() allegationId!: string;
  /** The clause, for example `STD-4`. */
  @IsName() clause!: string;
  /** When the deed was done: a day in the city or an instant. */
  @IsOptional() @IsDayOrInstant() deedFrom?: string;
  /** The last day of the deed, if it lasted longer than one. */
  @IsOptional() @IsDayOrInstant() deedTo?: string;
  /** Why the day of the deed is unknown. */
  @IsOptional() @IsProse(500) deedUnknownBecause?: string;
  @IsProse(20_000) facts!: string;
  /** Id of the site of the deed; the site named before unless given. */
  @IsOptional() @IsUUID() siteId?: string;
  /** Why it is amended. */
  @IsProse(20_000) reasons!: string;
}

export const AmendAllegationHandler = commandHandler(AmendAllegation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, investigator],
  refuses: {
    ...deedRefusals,
    ...caseRefusals('case.not-framing', 'case.no-such-allegation', 'case.unknown-site', 'case.allegation-withdrawn', 'case.finding-stands'),
  },
  opens: (state, { refuse }) => (isFraming(state) ? state : refuse('case.not-framing')),
  asks: (state) => ({ choices: { allegationId: awaitingFinding(state) } }),
  gather: async ({ siteId }, _, reads) => ({
    ...(await siteOf(siteId, reads)),
    policy: await reads.state(policies, policyId),
  }),
  decide(command, state, context) {
    const { facts, newId, refuse } = context;
    const { allegationId, reasons } = command;
    const { subject, finding, withdrawn, site } =
      state.allegations.get(allegationId) ?? refuse('case.no-such-allegation', { fields: ['allegationId'] });
    if (withdrawn) return refuse('case.allegation-withdrawn');
    if (finding) return refuse('case.finding-stands');
    if (facts.siteUnknown) return refuse('case.unknown-site', { fields: ['siteId'] });
    const pin = pinned(command, facts.policy, context);
    const replacedBy = newId('allegation');
    return [
      AllegationWithdrawn({ allegationId, subject, replacedBy, reasons: seal(reasons) }),
      AllegationFramed({ allegationId: replacedBy, subject, ...pin, facts: seal(command.facts), reports: [...state.reports] }),
      ...siteNamed(replacedBy, command.siteId ?? site ?? undefined),
    ];
  },
});
