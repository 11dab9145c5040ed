import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  type Allegation,
  actOf,
  actRefusals,
  answersToAny,
  asksAct,
  type CaseState,
  CouncilAct,
  caseRefusals,
  cases,
  DeterminationIssued,
  decider,
  inHand,
  lastDayOf,
  type PresentCase,
  subjectsOf,
} from '../cases/cases.public.js';
import { acknowledged, acknowledgements } from '../policy/policy.public.js';
import { deadlinesToday, dueIn, type Outcome, outcomes as outcomeNames } from '../procedure/procedure.public.js';
import { heard, proceedingId, proceedings } from '../proceedings/proceedings.public.js';

/** An outcome that differs from the finding of the investigation. */
export class Departure {
  @IsUUID() allegationId!: string;
  @IsIn(outcomeNames) outcome!: Outcome;
  /** Why the deciding authority does not follow the finding. */
  @IsProse(20_000) reasons!: string;
}

/**
 * Adopts the findings of the investigation as the city's determination, or departs from them with a
 * reason.
 */
export class IssueDetermination extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
  /** Why it does not matter that a subject had not acknowledged the version in force; required where one had not. */
  @IsOptional() @IsProse(5_000) acknowledgementReason?: string;
  /** Allegations whose outcome differs from the finding of the investigation. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((one: Departure) => one?.allegationId)
  @ValidateNested({ each: true })
  @Type(() => Departure)
  departures?: Departure[];
  /** Why the report suffices although counsel found it insufficient; required where counsel did. */
  @IsOptional() @IsProse(5_000) reviewReason?: string;
  /** Required where Council decides, and refused elsewhere. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

type Shown = { subject: string; policyVersion: string; acknowledged: boolean };

/**
 * For each subject and version: whether it was acknowledged by the last day of every deed. If the
 * day of a deed is unknown, that cannot be shown.
 */
async function acknowledgementsOf(allegations: Iterable<Allegation>, reads: Pick<Reads, 'state'>): Promise<Shown[]> {
  const shown = new Map<string, Shown>();
  for (const { subject, policyVersion, deed } of allegations) {
    const day = lastDayOf(deed);
    const one = day !== null && acknowledged(await reads.state(acknowledgements, subject), policyVersion, day);
    const key = `${subject} ${policyVersion}`;
    shown.set(key, { subject, policyVersion, acknowledged: one && (shown.get(key)?.acknowledged ?? true) });
  }
  return [...shown.values()];
}

/**
 * Ids of allegations that the deciding authority would sustain against the finding, but whose
 * subject was not informed or could not answer yet.
 */
async function unheardIn(caseId: string, state: CaseState, departures: readonly Departure[], reads: Reads): Promise<Set<string>> {
  const unheard = new Set<string>();
  if (state.status === 'absent') return unheard;
  for (const { allegationId, outcome } of departures) {
    const subject = state.allegations.get(allegationId)?.subject;
    if (!subject || outcome !== 'sustained') continue;
    if (!heard(await reads.state(proceedings, proceedingId(caseId, subject)), allegationId, reads.today)) unheard.add(allegationId);
  }
  return unheard;
}

/** Whether counsel found the report insufficient. */
const isDoubted = ({ review }: PresentCase): boolean => review?.opinion === 'insufficient';

/** Every allegation in hand of a report has its finding. */
function foundOn(allegation: Allegation | undefined): Outcome {
  if (!allegation?.finding) throw new TypeError('a report was filed without a finding');
  return allegation.finding.outcome;
}

/** The outcome of each allegation: that of the departure from its finding, or of the finding. */
function outcomesOf(state: PresentCase, departures: readonly Departure[]) {
  const departs = new Map(departures.map(({ allegationId, outcome }) => [allegationId, outcome]));
  return inHand(state).map(([allegationId, allegation]) => ({
    allegationId,
    subject: allegation.subject,
    outcome: departs.get(allegationId) ?? foundOn(allegation),
  }));
}

/** The versions that a sustained subject is not shown to have acknowledged. */
function unaware(outcomes: ReturnType<typeof outcomesOf>, shown: readonly Shown[]): Shown[] {
  const sustained = new Set(outcomes.filter(({ outcome }) => outcome === 'sustained').map(({ subject }) => subject));
  return shown.filter(({ subject, acknowledged: was }) => sustained.has(subject) && !was);
}

export const IssueDeterminationHandler = commandHandler(IssueDetermination, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...actRefusals,
    ...caseRefusals(
      'case.already-determined',
      'case.no-report-filed',
      'case.no-such-allegation',
      'case.departure-needless',
      'case.subject-not-heard',
      'case.review-unanswered',
      'case.review-answer-needless',
      'case.acknowledgement-unexplained',
      'case.procedure-missing',
    ),
  },
  knows: async (state, reads) => ({
    /** Council judges its own people. The office that enters its act judges nobody. */
    judgesSuperior: state.authority.decides !== 'Council' && (await answersToAny(subjectsOf(state), reads.caller.person, reads)),
    acknowledged: await acknowledgementsOf(
      inHand(state).map(([, one]) => one),
      reads,
    ),
    deadlines: await deadlinesToday(reads),
  }),
  opens(state, { facts, refuse }) {
    if (facts.judgesSuperior) return refuse('access.not-permitted');
    if (state.determination) {
      const { at, office, outcomes } = state.determination;
      return refuse('case.already-determined', { changed: { type: 'DeterminationIssued', at, office, outcomes } });
    }
    if (state.status !== 'reported') return refuse('case.no-report-filed');
    return { state, deadlines: facts.deadlines ?? refuse('case.procedure-missing') };
  },
  asks({ state }, { facts }) {
    const act = asksAct(state.authority.decides);
    const unacknowledged = unaware(outcomesOf(state, []), facts.acknowledged);
    return {
      needs: [
        ...act.needs,
        ...(isDoubted(state) ? [{ field: 'reviewReason', code: 'case.review-unanswered' } as const] : []),
        // A departure may change whose allegation is sustained.
        ...(unacknowledged.length > 0
          ? [
              {
                field: 'acknowledgementReason',
                code: 'case.acknowledgement-unexplained',
                facts: { unacknowledged },
                unless: ['departures'],
              } as const,
            ]
          : []),
      ],
      leaves: [...act.leaves, ...(isDoubted(state) ? [] : [{ field: 'reviewReason', code: 'case.review-answer-needless' } as const])],
      choices: { 'departures.allegationId': inHand(state).map(([id]) => id) },
    };
  },
  gather: async ({ caseId, departures = [] }, state, reads) => ({ unheard: await unheardIn(caseId, state, departures, reads) }),
  decide({ reasons, acknowledgementReason, departures = [], reviewReason, act }, { state, deadlines }, context) {
    const { facts, refuse } = context;
    const open = new Map(inHand(state));
    for (const [index, { allegationId, outcome }] of departures.entries()) {
      const at = `departures.${index}`;
      const { finding } = open.get(allegationId) ?? refuse('case.no-such-allegation', { fields: [`${at}.allegationId`] });
      if (finding?.outcome === outcome) return refuse('case.departure-needless', { fields: [at] });
      if (facts.unheard.has(allegationId)) return refuse('case.subject-not-heard', { fields: [`${at}.outcome`] });
    }
    const outcomes = outcomesOf(state, departures);
    const unacknowledged = unaware(outcomes, facts.acknowledged);
    if (unacknowledged.length > 0 && !acknowledgementReason) return refuse('case.acknowledgement-unexplained', { unacknowledged });
    return [
      DeterminationIssued({
        outcomes,
        acknowledged: facts.acknowledged,
        acknowledgementReason: acknowledgementReason ? seal(acknowledgementReason) : null,
        departures: departures.map(({ allegationId, reasons: why }) => ({
          allegationId,
          found: foundOn(open.get(allegationId)),
          reasons: seal(why),
        })),
        overReview: reviewReason ? seal(reviewReason) : null,
        reasons: seal(reasons),
        act: actOf(act, context),
        dueAt: dueIn(deadlines.discipline, context),
      }),
    ];
  },
});
