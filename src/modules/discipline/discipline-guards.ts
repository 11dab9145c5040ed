import type { Office } from '../../platform/access/access.js';
import type { ContextOf, OpenContext } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import type { Asks } from '../../platform/refusals/claims.js';
import { pathsIn, platformRefusals, type Refuse } from '../../platform/refusals/refuse.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import { isSuperior, people, trackOn } from '../directory/directory.public.js';
import { type PriorState, priors } from '../histories/histories.public.js';
import {
  type Act,
  type Authority,
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
import {
  mustBeInCourse,
  type PresentProceeding,
  type ProceedingState,
  proceedingRefusals,
  proceedings,
  type setAside,
} from '../proceedings/proceedings.public.js';

/** A proceeding in which something was sustained. */
export type SustainedProceeding = Extract<PresentProceeding, { sustained: readonly string[] }>;

/** Earlier discipline: of a proceeding, or entered from paper. */
export type Earlier = ProceedingState | PriorState;

/** What is known before a proposal or a decision on discipline, as of today. */
export interface DisciplineKnown {
  /** The subject is the caller's superior. */
  readonly subjectIsSuperior: boolean;
  /** The ladder in force today for the track that the subject is on today. */
  readonly ladder: Ladder | undefined;
  readonly procedure: ProcedureState;
}

/** The facts for a proposal or a decision on discipline, as of today. */
export interface DisciplineFacts extends DisciplineKnown {
  /** Earlier proceedings, and entries from paper, that are to be considered, by id. */
  readonly earlier: ReadonlyMap<string, Earlier>;
}

async function earlierOf(id: string, reads: Reads): Promise<Earlier> {
  const proceeding = await reads.state(proceedings, id);
  return proceeding.status === 'absent' ? reads.state(priors, id) : proceeding;
}

export async function knowsDiscipline({ subject }: PresentProceeding, reads: Reads): Promise<DisciplineKnown> {
  const person = await reads.state(people, subject);
  const track = trackOn(person, reads.today);
  const configured = await reads.state(procedure, procedureId);
  return {
    subjectIsSuperior: isSuperior(person, await reads.state(people, reads.caller.person), reads.today),
    ladder: track && ladderOn(configured, track, reads.today),
    procedure: configured,
  };
}

export const earlierAmong = async (considers: readonly string[], reads: Reads): Promise<Pick<DisciplineFacts, 'earlier'>> => ({
  earlier: new Map(await Promise.all(considers.map(async (id) => [id, await earlierOf(id, reads)] as const))),
});

/** The refusals that the guards here can give. */
export const disciplineRefusals = {
  ...platformRefusals('access.not-permitted'),
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
export type DisciplineContext = ContextOf<DisciplineFacts, typeof disciplineRefusals>;
/** Whether the caller acts for the deciding authority, and not as a Director. */
export const actsForDecider = (
  state: SustainedProceeding,
  { caller, office }: { caller: DisciplineContext['caller']; office: Office },
): boolean => decidesFor(state.decides, caller) === office;

/**
 * For `opens`: a proceeding in course in which something was sustained. Nobody judges a superior.
 * An office that enters an act of Council judges nobody: Council does.
 */
export function mayJudge(
  present: PresentProceeding,
  { facts, refuse }: OpenContext<DisciplineKnown, 'access.not-permitted' | keyof typeof setAside>,
) {
  const state = mustBeInCourse(present, refuse);
  if (!('sustained' in state)) return refuse('access.not-permitted');
  return facts.subjectIsSuperior && state.decides !== 'Council' ? refuse('access.not-permitted') : state;
}

const actRefusals = proceedingRefusals('proceeding.act-missing', 'proceeding.act-misplaced');

/** A decision of Council names its act; no other decision names one. */
export const asksAct = (decides: Authority | null): Required<Pick<Asks<'act', keyof typeof actRefusals>, 'needs' | 'leaves'>> =>
  decides === 'Council'
    ? { needs: [{ field: 'act', code: 'proceeding.act-missing' }], leaves: [] }
    : { needs: [], leaves: [{ field: 'act', code: 'proceeding.act-misplaced' }] };

/** Council's act, of a meeting that was held; null where there is none. */
export function actOf(
  act: Act | null | undefined,
  { today, refuse }: { readonly today: Day; readonly refuse: Refuse<never, 'proceeding.day-in-future'> },
): Act | null {
  if (act && act.meetingOn > today) return refuse('proceeding.day-in-future', { fields: ['act.meetingOn'] });
  return act ? { meetingOn: act.meetingOn, motion: act.motion } : null;
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
export function mustBeTheirProposal(
  state: SustainedProceeding,
  context: OpenContext<DisciplineKnown, never, 'proceeding.not-your-rung'>,
): void {
  if ('proposal' in state && !mayImpose(state.proposal.rung, state, context)) context.refuse('proceeding.not-your-rung', { fields: [] });
}

/** Ids of the rungs of today's ladder that the caller may impose here. */
export const rungsFor = (
  state: SustainedProceeding,
  context: Pick<OpenContext<DisciplineKnown>, 'facts' | 'caller' | 'office'>,
  fits: (rung: Rung) => boolean = () => true,
): string[] => (context.facts.ladder?.rungs ?? []).filter((rung) => fits(rung) && mayImpose(rung, state, context)).map(({ id }) => id);

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
  /** `considers` are those of the proposal: the caller named none. */
  readonly asProposed?: boolean;
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

/** The earlier discipline at fault, as fields; the whole of it where the caller named none. */
export const consideredAtFault = (
  { considers, asProposed }: Pick<Choice, 'considers' | 'asProposed'>,
  isAtFault: (id: string) => boolean,
): string[] => (asProposed ? ['considers'] : pathsIn('considers', considers, isAtFault));

/** The chosen rung on the ladder in force today, or a refusal. */
export function chooseRung(choice: Choice, state: SustainedProceeding, context: DisciplineContext): Chosen {
  const { facts, today, refuse } = context;
  const ladder = facts.ladder ?? refuse('proceeding.no-ladder', { fields: [] });
  const rung = ladder.rungs.find(({ id }) => id === choice.rung) ?? refuse('proceeding.no-such-rung');
  if (!mayImpose(rung, state, context)) refuse('proceeding.not-your-rung', { fields: ['rung'] });
  const counts = (id: string): Rung | undefined => countable(facts.earlier.get(id), state.subject, today);
  const uncountable = choice.considers.find((id) => !counts(id));
  if (uncountable !== undefined)
    refuse('proceeding.earlier-not-countable', { proceeding: uncountable, fields: consideredAtFault(choice, (id) => !counts(id)) });
  const earlier = choice.considers.flatMap((id) => counts(id) ?? []);
  const next = nextRung(ladder.rungs, earlier);
  const nextId = next?.id ?? null;
  if (!departs(rung, next, earlier)) {
    if (choice.departure) refuse('proceeding.departure-needless');
    return { rung, ladder, nextRung: nextId, departure: null };
  }
  const departure = choice.departure ?? choice.proposed ?? refuse('proceeding.departure-unexplained', { nextRung: nextId });
  return { rung, ladder, nextRung: nextId, departure };
}
