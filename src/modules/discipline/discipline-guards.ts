import type { Office } from '../../platform/access/access.js';
import type { Context } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import { callersStanding, mustBeUninvolved, type Standing, standingRefusals } from '../cases/cases.public.js';
import { isSuperior, people, trackOn } from '../directory/directory.public.js';
import { type PriorState, priors } from '../histories/histories.public.js';
import {
  type Act,
  decidesFor,
  departs,
  type Ladder,
  ladderOn,
  nextRung,
  type ProcedureState,
  procedure,
  procedureId,
  type Rung,
} from '../procedure/procedure.public.js';
import { type PresentProceeding, type ProceedingState, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** A proceeding in which something was sustained. */
export type SustainedProceeding = Extract<PresentProceeding, { sustained: readonly string[] }>;

/** Earlier discipline: of a proceeding, or entered from paper. */
export type Earlier = ProceedingState | PriorState;

/** The facts for a proposal or a decision on discipline, as of today. */
export interface DisciplineFacts {
  readonly standing: Standing;
  /** The subject is the caller's superior. */
  readonly subjectIsSuperior: boolean;
  /** The ladder in force today for the track that the subject is on today. */
  readonly ladder: Ladder | undefined;
  readonly procedure: ProcedureState;
  /** Earlier proceedings, and entries from paper, that are to be considered, by id. */
  readonly earlier: ReadonlyMap<string, Earlier>;
}

async function earlierOf(id: string, reads: Reads): Promise<Earlier> {
  const proceeding = await reads.state(proceedings, id);
  return proceeding.status === 'absent' ? reads.state(priors, id) : proceeding;
}

export async function gatherDiscipline(considers: readonly string[], state: ProceedingState, reads: Reads): Promise<DisciplineFacts> {
  const standing = await callersStanding(state, reads);
  const person = state.status === 'absent' ? people.initial : await reads.state(people, state.subject);
  const track = trackOn(person, reads.today);
  const configured = await reads.state(procedure, procedureId);
  return {
    standing,
    subjectIsSuperior: isSuperior(person, await reads.state(people, reads.caller.person), reads.today),
    ladder: track && ladderOn(configured, track, reads.today),
    procedure: configured,
    earlier: new Map(await Promise.all(considers.map(async (id) => [id, await earlierOf(id, reads)] as const))),
  };
}

/** The refusals that the guards here can give. */
export const disciplineRefusals = {
  ...standingRefusals,
  ...proceedingRefusals(
    'proceeding.act-missing',
    'proceeding.act-misplaced',
    'proceeding.day-in-future',
    'proceeding.no-ladder',
    'proceeding.no-such-rung',
    'proceeding.not-your-rung',
    'proceeding.earlier-not-countable',
    'proceeding.departure-unexplained',
    'proceeding.departure-needless',
  ),
};
export type DisciplineContext = Context<DisciplineFacts, keyof typeof disciplineRefusals>;
/** The context in which somebody's discipline is judged, whatever is decided. */
type JudgingContext = Context<
  DisciplineFacts,
  keyof typeof standingRefusals | 'proceeding.act-missing' | 'proceeding.act-misplaced' | 'proceeding.day-in-future'
>;

/** Whether the caller acts for the deciding authority, and not as a Director. */
export const actsForDecider = (
  state: SustainedProceeding,
  { caller, office }: { caller: DisciplineContext['caller']; office: Office },
): boolean => decidesFor(state.decides, caller) === office;

/**
 * Nobody decides in a matter of their own or judges a superior. An office that enters an act of
 * Council judges nobody: Council does.
 */
export function mustBeFitToJudge(state: SustainedProceeding, context: JudgingContext): void {
  mustBeUninvolved(state, context);
  if (context.facts.subjectIsSuperior && state.decides !== 'Council') context.refuse('access.not-permitted');
}

/** A decision of Council names its act; no other decision names one. */
export function mustNameAct(act: Act | null, state: SustainedProceeding, { today, refuse }: JudgingContext): void {
  if (state.decides === 'Council' && !act) refuse('proceeding.act-missing');
  if (state.decides !== 'Council' && act) refuse('proceeding.act-misplaced');
  if (act && act.meetingOn > today) refuse('proceeding.day-in-future');
}

/**
 * Council may impose any rung. Another authority or a Director may impose the rungs that name them.
 * A Director may impose none where Council decides.
 */
export const mayImpose = (
  rung: Rung,
  state: SustainedProceeding,
  context: { readonly caller: DisciplineContext['caller']; readonly office: Office },
): boolean =>
  actsForDecider(state, context)
    ? state.decides === 'Council' || rung.imposedBy.includes(state.decides)
    : state.decides !== 'Council' && rung.imposedBy.includes('Director');

/** Nobody replaces a proposal, or decides on it, if they may not impose its rung. */
export function mustBeTheirProposal(state: SustainedProceeding, context: DisciplineContext): void {
  if ('proposal' in state && !mayImpose(state.proposal.rung, state, context)) context.refuse('proceeding.not-your-rung');
}

/** The rung of earlier discipline that counts today; undefined where it is another person's, not final, expired, or no discipline. */
export const countable = (earlier: Earlier | undefined, subject: string, today: Day): Rung | undefined => {
  const entry =
    earlier?.status === 'final'
      ? { person: earlier.subject, ...earlier.discipline }
      : earlier?.status === 'recorded'
        ? { person: earlier.person, rung: earlier.rung, countsUntil: earlier.countsUntil }
        : undefined;
  if (entry?.person !== subject) return undefined;
  return entry.rung.discipline && (entry.countsUntil === null || today <= entry.countsUntil) ? entry.rung : undefined;
};

/** A caller's choice from the ladder. */
export interface Choice {
  readonly rung: string;
  readonly considers: readonly string[];
  /** Why it is not the ladder's next rung. */
  readonly departure: Sealed | null;
  /** The reason that was given with the proposal that this choice repeats. */
  readonly proposed?: Sealed | null;
}

/**
 * The chosen rung, its ladder, the ladder's own next rung, and the reason for a departure from
 * that.
 */
export interface Chosen {
  readonly rung: Rung;
  readonly ladder: Ladder;
  readonly nextRung: string | null;
  readonly departure: Sealed | null;
}

/** The chosen rung on the ladder in force today, or a refusal. */
export function chooseRung(choice: Choice, state: SustainedProceeding, context: DisciplineContext): Chosen {
  const { facts, today, refuse } = context;
  const ladder = facts.ladder ?? refuse('proceeding.no-ladder');
  const rung = ladder.rungs.find(({ id }) => id === choice.rung) ?? refuse('proceeding.no-such-rung');
  if (!mayImpose(rung, state, context)) refuse('proceeding.not-your-rung');
  const earlier = choice.considers.map(
    (id) => countable(facts.earlier.get(id), state.subject, today) ?? refuse('proceeding.earlier-not-countable', { proceeding: id }),
  );
  const next = nextRung(ladder.rungs, earlier);
  const nextId = next?.id ?? null;
  if (!departs(rung, next, earlier)) {
    if (choice.departure) refuse('proceeding.departure-needless');
    return { rung, ladder, nextRung: nextId, departure: null };
  }
  const departure = choice.departure ?? choice.proposed ?? refuse('proceeding.departure-unexplained', { nextRung: nextId });
  return { rung, ladder, nextRung: nextId, departure };
}
