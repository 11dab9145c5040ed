import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { type ContextOf, commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, plusMonths } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct } from '../cases/cases.public.js';
import { dueIn, grievancesOn, IsRungId, weightOn } from '../procedure/procedure.public.js';
import {
  ComparablesWeighed,
  DisciplineImposed,
  DisciplineProposed,
  directorOf,
  disciplines,
  GrievanceCopyOwed,
  NoActionTaken,
  type ProceedingState,
  type Proposal,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import { type Measure, measuresFor } from './comparables.js';
import {
  actOf,
  actsForDecider,
  asksAct,
  type Choice,
  type Chosen,
  chooseRung,
  consideredAtFault,
  type DisciplineFacts,
  disciplineRefusals,
  earlierAmong,
  knowsDiscipline,
  mayJudge,
  mustBeTheirProposal,
  rungsFor,
  type SustainedProceeding,
} from './discipline-guards.js';
import { grievableUntil } from './grievance-steps.js';

const decisions = ['impose', 'no-action'] as const;

/**
 * Decides on the sustained allegations: imposes a rung of the ladder, or takes no action. A rung
 * that needs neither notice nor legal review may be imposed at once. Any other rung may be imposed
 * after its notice and a response, its waiver or its lapse.
 */
export class DecideDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(decisions) decision!: (typeof decisions)[number];
  /** Id of the rung to impose; the proposed one unless given. */
  @IsOptional() @IsRungId() rung?: string | null;
  @IsProse(20_000) reasons!: string;
  /**
   * Why it is not the ladder's next rung. A reason that was given with the proposal of the same
   * rung is kept.
   */
  @IsOptional() @IsProse(20_000) departureReason?: string | null;
  /** Why it is lighter, or heavier, than the outcomes of comparable cases. */
  @IsOptional() @IsProse(20_000) comparablesReason?: string | null;
  /** Ids of earlier proceedings whose discipline counts here; those of the proposal unless given. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsUUID(undefined, { each: true }) considers?: string[] | null;
  /**
   * First day on which it takes effect: today or later; today unless given. Council's discipline
   * may take effect from the day of its meeting on.
   */
  @IsOptional() @IsDay() effectiveOn?: Day | null;
  /** Council's act, where Council decides. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

const refuses = {
  ...setAside,
  ...disciplineRefusals,
  ...proceedingRefusals(
    'proceeding.decided',
    'proceeding.rung-misplaced',
    'proceeding.rung-missing',
    'proceeding.heavier-than-proposed',
    'proceeding.heavier-than-noticed',
    'proceeding.earlier-not-noticed',
    'proceeding.response-pending',
    'proceeding.notice-missing',
    'proceeding.legal-review-missing',
    'proceeding.comparables-unexplained',
    'proceeding.comparables-needless',
    'proceeding.day-too-early',
  ),
};
/** The facts for a decision: those for a proposal, and the outcomes of comparable cases. */
export interface DecisionFacts extends DisciplineFacts {
  readonly comparables: readonly Measure[];
}
type DecisionContext = ContextOf<DecisionFacts, typeof refuses>;
type Undecided = Extract<SustainedProceeding, { status: 'sustained' | 'proposed' | 'noticed' | 'responded' | 'waived' | 'lapsed' }>;

const proposalOf = (state: ProceedingState): Proposal | null => ('proposal' in state ? state.proposal : null);

/** The earlier proceedings that count: those of the proposal unless others are named. */
const considered = ({ considers }: DecideDiscipline, state: ProceedingState): readonly string[] =>
  considers ?? proposalOf(state)?.considers ?? [];

/** Two people may decide at once: the second one gets the decision that was made. */
function mustBeUndecided(state: SustainedProceeding, { refuse }: { readonly refuse: Refuse<'proceeding.decided'> }): Undecided {
  if ('discipline' in state) return refuse('proceeding.decided', { changed: { status: state.status, rung: state.discipline.rung.id } });
  if (state.status === 'no-action') return refuse('proceeding.decided', { changed: { status: state.status, rung: null } });
  return state;
}

function takeNoAction(command: DecideDiscipline, state: Undecided, context: DecisionContext) {
  const { rung, considers, departureReason, comparablesReason, effectiveOn } = command;
  const misplaced = Object.entries({ rung, considers, departureReason, comparablesReason, effectiveOn }).flatMap(([field, given]) =>
    given ? [field] : [],
  );
  if (misplaced.length > 0) context.refuse('proceeding.rung-misplaced', { fields: misplaced });
  if (!actsForDecider(state, context)) context.refuse('proceeding.not-your-rung', { fields: ['decision'] });
  return [NoActionTaken({ caseId: state.caseId, reasons: seal(command.reasons), act: actOf(command.act, context) })];
}

/**
 * The named rung, or the proposed one. If the proposal is repeated, its reason for a departure is
 * kept.
 */
function chosenRung(command: DecideDiscipline, state: Undecided, context: DecisionContext): Chosen {
  const proposal = proposalOf(state);
  const rung = command.rung ?? proposal?.rung.id ?? context.refuse('proceeding.rung-missing');
  const considers = considered(command, state);
  const repeated =
    proposal?.rung.id === rung &&
    considers.length === proposal.considers.length &&
    considers.every((id) => proposal.considers.includes(id));
  const departure = command.departureReason ? seal(command.departureReason) : null;
  const choice = { rung, considers, departure, proposed: repeated ? proposal.departure : null, asProposed: !command.considers };
  return chooseRung(choice, state, context);
}

/** Id of the proposed rung, if the chosen one is lighter. A heavier one is refused. */
function reduction({ rung, ladder }: Chosen, state: Undecided, { refuse }: DecisionContext): string | null {
  const proposed = proposalOf(state)?.rung;
  if (!proposed) return null;
  const difference = weightOn(ladder.rungs, rung) - weightOn(ladder.rungs, proposed);
  if (difference > 0) refuse('proceeding.heavier-than-proposed');
  return difference < 0 ? proposed.id : null;
}

/**
 * Refuses a rung before the steps that it requires, and earlier discipline that the notice did not
 * name.
 */
function mustHaveHadDueProcess(
  { rung, ladder }: Chosen,
  considered: Pick<Choice, 'considers' | 'asProposed'>,
  state: Undecided,
  { refuse }: DecisionContext,
): void {
  const noticed = 'notice' in state ? state.notice : null;
  if (state.status === 'noticed') refuse('proceeding.response-pending');
  if (rung.needsNotice && !noticed) refuse('proceeding.notice-missing');
  if (noticed && weightOn(ladder.rungs, rung) > weightOn(ladder.rungs, noticed.rung)) refuse('proceeding.heavier-than-noticed');
  if (rung.needsLegalReview && proposalOf(state)?.reviewed !== 'sufficient') refuse('proceeding.legal-review-missing');
  const isUnnoticed = (id: string): boolean => noticed !== null && !noticed.considers.includes(id);
  if (considered.considers.some(isUnnoticed))
    refuse('proceeding.earlier-not-noticed', { fields: consideredAtFault(considered, isUnnoticed) });
}

/** The number of comparable outcomes that make a measure. */
const fewestComparables = 2;

/**
 * The outcomes of comparable cases, as they go on record. A rung outside their range needs a
 * reason.
 */
function weighed({ rung, ladder }: Chosen, { comparablesReason }: DecideDiscipline, state: Undecided, { facts, refuse }: DecisionContext) {
  const { comparables } = facts;
  const byWeight = comparables.map((one) => one.rung).sort((a, b) => weightOn(ladder.rungs, a) - weightOn(ladder.rungs, b));
  const [lightest, heaviest] = [byWeight[0], byWeight.at(-1)];
  if (!lightest || !heaviest || byWeight.length < fewestComparables)
    return comparablesReason ? refuse('proceeding.comparables-needless') : [];
  const weight = weightOn(ladder.rungs, rung);
  const within = weightOn(ladder.rungs, lightest) <= weight && weight <= weightOn(ladder.rungs, heaviest);
  const shown = { compared: byWeight.length, lightest: lightest.id, heaviest: heaviest.id };
  if (within && comparablesReason) return refuse('proceeding.comparables-needless');
  if (!within && !comparablesReason) return refuse('proceeding.comparables-unexplained', shown);
  const ids = JSON.stringify(comparables.map(({ proceedingId }) => proceedingId).sort());
  const reason = comparablesReason ? seal(comparablesReason) : null;
  return [ComparablesWeighed({ caseId: state.caseId, ...shown, comparables: seal(ids), comparablesReason: reason })];
}

function effectiveDay(command: DecideDiscipline, { today, refuse }: DecisionContext): Day {
  const earliest = command.act && command.act.meetingOn < today ? command.act.meetingOn : today;
  const day = command.effectiveOn ?? today;
  return day < earliest ? refuse('proceeding.day-too-early', { earliest, fields: ['effectiveOn'] }) : day;
}

function impose(command: DecideDiscipline, state: Undecided, context: DecisionContext) {
  const chosen = chosenRung(command, state, context);
  const { rung, ladder, departure } = chosen;
  const considers = [...considered(command, state)];
  const reducedFrom = reduction(chosen, state, context);
  mustHaveHadDueProcess(chosen, { considers, asProposed: !command.considers }, state, context);
  const effectiveOn = effectiveDay(command, context);
  const measured = weighed(chosen, command, state, context);

  const { today, office, facts } = context;
  const act = actOf(command.act, context);
  const until = grievableUntil(rung, act ? 'Council' : office, ladder.track, facts.procedure, context);
  const decided = {
    caseId: state.caseId,
    rung,
    track: ladder.track,
    considers,
    reasons: seal(command.reasons),
    departure,
    act,
  };
  const imposed = DisciplineImposed({
    ...decided,
    reducedFrom,
    effectiveOn,
    grievableUntil: until,
    countsUntil: rung.countsForMonths === null ? null : plusMonths(effectiveOn, rung.countsForMonths),
  });
  const grievances = grievancesOn(facts.procedure, ladder.track, today);
  const copy = until !== null && grievances?.copyRungs.includes(rung.id) ? grievances.copyWithin : null;
  const owed = copy === null ? [] : [GrievanceCopyOwed({ caseId: state.caseId, dueAt: dueIn(copy, context) })];
  if (proposalOf(state)) return [imposed, ...measured, ...owed];
  return [
    DisciplineProposed({ ...decided, on: today, ladderFrom: ladder.effectiveFrom, nextRung: chosen.nextRung }),
    imposed,
    ...measured,
    ...owed,
  ];
}

export const DecideDisciplineHandler = commandHandler(DecideDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, directorOf],
  refuses,
  knows: (state, reads) => knowsDiscipline(state, reads),
  opens(present, context) {
    const state = mustBeUndecided(mayJudge(present, context), context);
    mustBeTheirProposal(state, context);
    return state;
  },
  asks: (state, context) => ({ ...asksAct(state.decides), choices: { rung: rungsFor(state, context) } }),
  gather: async (command, state, reads): Promise<Pick<DecisionFacts, 'earlier' | 'comparables'>> => {
    const considers = considered(command, state);
    return {
      ...(await earlierAmong(considers, reads)),
      comparables: command.decision === 'impose' ? await measuresFor(state, considers.length > 0, reads) : [],
    };
  },
  decide: (command, state, context) =>
    command.decision === 'no-action' ? takeNoAction(command, state, context) : impose(command, state, context),
});
