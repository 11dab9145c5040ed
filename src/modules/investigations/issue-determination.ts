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
  type CaseState,
  CouncilAct,
  caseRefusals,
  cases,
  DeterminationIssued,
  decider,
  inHand,
  lastDayOf,
  recused,
  reportersIn,
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
  gather: async ({ caseId, departures = [] }, state, reads) => ({
    reporters: await reportersIn(state, reads),
    /** Council judges its own people. The office that enters its act judges nobody. */
    judgesSuperior:
      state.status !== 'absent' &&
      state.authority.decides !== 'Council' &&
      (await answersToAny(subjectsOf(state), reads.caller.person, reads)),
    acknowledged: await acknowledgementsOf(state.status === 'absent' ? [] : inHand(state).map(([, one]) => one), reads),
    unheard: await unheardIn(caseId, state, departures, reads),
    deadlines: await deadlinesToday(reads),
  }),
  decide({ reasons, acknowledgementReason, departures = [], reviewReason, act }, state, context) {
    const { caller, facts, refuse } = context;
    if (recused(state, facts.reporters, caller.person) || facts.judgesSuperior) return refuse('access.not-permitted');
    if (state.determination) {
      const { at, office, outcomes } = state.determination;
      return refuse('case.already-determined', { changed: { type: 'DeterminationIssued', at, office, outcomes } });
    }
    if (state.status !== 'reported') return refuse('case.no-report-filed');
    const council = actOf(act, state.authority.decides, context);
    const open = new Map(inHand(state));
    for (const { allegationId, outcome } of departures) {
      const { finding } = open.get(allegationId) ?? refuse('case.no-such-allegation');
      if (finding?.outcome === outcome) return refuse('case.departure-needless');
      if (facts.unheard.has(allegationId)) return refuse('case.subject-not-heard');
    }
    if (state.review?.opinion === 'insufficient' && !reviewReason) return refuse('case.review-unanswered');
    if (state.review?.opinion !== 'insufficient' && reviewReason) return refuse('case.review-answer-needless');

    const departs = new Map(departures.map((departure) => [departure.allegationId, departure]));
    const outcomes = [...open].map(([allegationId, { subject, finding }]) => ({
      allegationId,
      subject,
      outcome: departs.get(allegationId)?.outcome ?? (finding ?? refuse('case.no-report-filed')).outcome,
    }));
    const sustained = new Set(outcomes.filter(({ outcome }) => outcome === 'sustained').map(({ subject }) => subject));
    const unaware = facts.acknowledged.filter((shown) => sustained.has(shown.subject) && !shown.acknowledged);
    if (unaware.length > 0 && !acknowledgementReason) return refuse('case.acknowledgement-unexplained', { unacknowledged: unaware });
    if (!facts.deadlines) return refuse('case.procedure-missing');
    return [
      DeterminationIssued({
        outcomes,
        acknowledged: facts.acknowledged,
        acknowledgementReason: acknowledgementReason ? seal(acknowledgementReason) : null,
        departures: [...departs.values()].map(({ allegationId, reasons: why }) => ({
          allegationId,
          found: (open.get(allegationId)?.finding ?? refuse('case.no-report-filed')).outcome,
          reasons: seal(why),
        })),
        overReview: reviewReason ? seal(reviewReason) : null,
        reasons: seal(reasons),
        act: council,
        dueAt: dueIn(facts.deadlines.discipline, context),
      }),
    ];
  },
});
