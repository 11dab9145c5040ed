import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { policies, policyId } from '../policy/policy.public.js';
import { type DeclineGround, deadlinesToday, declineGrounds, dueIn } from '../procedure/procedure.public.js';
import { proceedingId, proceedings, takesAllegation } from '../proceedings/proceedings.public.js';
import { siteNamed, siteOf } from './allegation-site.js';
import { naming, sameAuthority } from './authority.js';
import {
  AllegationFramed,
  AuthoritySettled,
  CaseDeclined,
  CaseHandledInformally,
  caseRefusals,
  cases,
  FactAdmitted,
  InvestigationOpened,
  inHand,
  intake,
} from './case.js';
import { deedRefusals, IsDayOrInstant, pinned } from './deed.js';

/** A subject's admission, after they were informed of the allegation. */
export class Admission {
  /** Person id of the person who admits it. */
  @IsUUID() subject!: string;
  /** The clause it violates, for example `STD-4`. */
  @IsName() clause!: string;
  /** When the deed was done: a day in the city or an instant. */
  @IsOptional() @IsDayOrInstant() deedFrom?: string;
  /** The last day of the deed, if it lasted longer than one. */
  @IsOptional() @IsDayOrInstant() deedTo?: string;
  @IsOptional() @IsProse(500) deedUnknownBecause?: string;
  @IsProse(20_000) facts!: string;
  /** Id of the site of the deed, if it is one of the city's. */
  @IsOptional() @IsUUID() siteId?: string;
  /** The day on which the subject was informed of the allegation. */
  @IsDay() toldOn!: Day;
  /** The subject's statement on it. */
  @IsProse(20_000) statement!: string;
}

/** Decides how a case continues: it is declined, handled informally, or investigated. */
export class TriageCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(['decline', 'informal', 'investigate']) decision!: 'decline' | 'informal' | 'investigate';
  /** With `decline` alone, in addition to the reasons. */
  @IsOptional() @IsIn(declineGrounds) ground?: DeclineGround;
  @IsProse(20_000) reasons!: string;
  /** With `informal` alone: an admitted fact, from which coaching or a warning follows. */
  @IsOptional() @ValidateNested() @Type(() => Admission) admission?: Admission;
}

export const TriageCaseHandler = commandHandler(TriageCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...deedRefusals,
    ...caseRefusals(
      'case.not-in-triage',
      'case.allegations-open',
      'case.ground-missing',
      'case.ground-misplaced',
      'case.duplicate-unlinked',
      'case.admission-misplaced',
      'case.told-in-future',
      'case.unknown-person',
      'case.unknown-site',
      'case.subject-disciplined',
      'case.nobody-decides',
      'case.other-intake',
      'case.procedure-missing',
    ),
  },
  opens: (state, { refuse }) => (state.status === 'triage' ? state : refuse('case.not-in-triage')),
  gather: async ({ caseId, admission }, state, reads) => ({
    ...(await naming(state, { subject: admission?.subject }, reads)),
    proceeding: admission ? await reads.state(proceedings, proceedingId(caseId, admission.subject)) : proceedings.initial,
    ...(await siteOf(admission?.siteId, reads)),
    policy: await reads.state(policies, policyId),
    deadlines: await deadlinesToday(reads),
  }),
  decide({ decision, ground, reasons, admission }, state, context) {
    const { caller, today, facts, newId, refuse } = context;
    if (decision !== 'investigate' && inHand(state).length > 0) return refuse('case.allegations-open', { fields: ['decision'] });
    if (admission && decision !== 'informal') return refuse('case.admission-misplaced');
    if (ground && decision !== 'decline') return refuse('case.ground-misplaced');
    if (decision === 'decline') {
      if (!ground) return refuse('case.ground-missing');
      const duplicates = state.links.some(({ caseId, kind }) => caseId === context.id && kind === 'duplicate');
      if (ground === 'duplicate' && !duplicates) return refuse('case.duplicate-unlinked');
      return [CaseDeclined({ ground, reasons: seal(reasons) })];
    }
    if (!facts.deadlines) return refuse('case.procedure-missing');
    if (decision === 'investigate')
      return [InvestigationOpened({ reasons: seal(reasons), dueAt: dueIn(facts.deadlines.investigation, context) })];

    const informal = CaseHandledInformally({ reasons: seal(reasons), dueAt: dueIn(facts.deadlines.discipline, context) });
    if (!admission) return [informal];

    const { subject, toldOn, statement } = admission;
    if (subject === caller.person) return refuse('access.not-permitted');
    if (!facts.known) return refuse('case.unknown-person', { fields: ['admission.subject'] });
    if (facts.siteUnknown) return refuse('case.unknown-site', { fields: ['admission.siteId'] });
    if (toldOn > today) return refuse('case.told-in-future');
    if (!takesAllegation(facts.proceeding, true)) return refuse('case.subject-disciplined', { fields: ['admission.subject'] });
    const pin = pinned(admission, facts.policy, context, 'admission.');
    const settled = facts.settled ?? refuse('case.nobody-decides');
    if (!settled.intake.some((office) => caller.offices.some((held) => held.office === office))) return refuse('case.other-intake');
    const allegationId = newId('allegation');
    return [
      AllegationFramed({ allegationId, subject, ...pin, facts: seal(admission.facts), reports: [...state.reports] }),
      ...siteNamed(allegationId, admission.siteId),
      ...(sameAuthority(state.authority, settled) ? [] : [AuthoritySettled({ intake: [...settled.intake], decides: settled.decides })]),
      FactAdmitted({ allegationId, subject, toldOn, statement: seal(statement) }),
      informal,
    ];
  },
});
