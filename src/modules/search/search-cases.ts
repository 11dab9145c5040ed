import { setTimeout } from 'node:timers/promises';
import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { admit, anyone } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, listQuery, type QueryReads } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { type Hit, wordsOf } from '../../platform/search/searchable.js';
import {
  type CaseState,
  type CaseStatus,
  caseIdOf,
  caseRefList,
  caseRefs,
  cases,
  caseWall,
  investigator,
  readsProseOf,
} from '../cases/cases.public.js';
import { people } from '../directory/directory.public.js';
import { readsDiscipline } from '../discipline/discipline.public.js';
import { evidences, interviews, readsInterviews, worksOnEvidence } from '../evidence/evidence.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { reports } from '../reports/reports.public.js';
import { deskRefusals } from './search.refusals.js';

export const foundIn = ['case', 'report', 'proceeding', 'evidence', 'interview', 'person'] as const;
export type FoundIn = (typeof foundIn)[number];

/** A place in a case where the words were found. */
export class FoundPlace {
  in!: FoundIn;
  /** Id of the report, proceeding, item, interview or person; otherwise of the case itself. */
  id!: string;
  /** The found words between « and », with the words around them. */
  excerpt!: string;
}

export class FoundCase {
  id!: string;
  /** What people call it, for example `C26-WJ5914`. */
  ref!: string;
  status!: CaseStatus;
  openedOn!: Day;
  places!: FoundPlace[];
}

export class FoundPerson {
  id!: string;
  /** The name, with the found words between « and ». */
  excerpt!: string;
  /** A name that the person had before; HR alone finds people by it. */
  former!: boolean;
}

export class SearchResult {
  /** The latest opened first. */
  cases!: FoundCase[];
  people!: FoundPerson[];
  /** Whether there are more cases or people than the limit. */
  more!: boolean;
}

/**
 * Cases and people in which every word occurs, exactly or as the beginning of a word. The search
 * covers names, clauses and versions of the policy, and the facts, statements and reasons of cases
 * whose prose the caller may read today. The ref of such a case finds it. A person leads to the
 * cases that accuse them, by the name that stands; HR finds people by a former name too. A word is
 * found in any spelling that people type. At most eight words count.
 */
export class SearchCases extends AsOfQuery<SearchResult> {
  @IsString() @MinLength(1) @MaxLength(200) q!: string;
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(100) limit: number = 20;
}

/**
 * More hits than a city's cases can give. A smaller limit that hidden hits use up would reveal
 * them.
 */
const allHits = 10_000;
/**
 * Least time of an answer, in milliseconds, so that the time to filter hidden hits does not reveal
 * them.
 */
const leastAnswerMs = 250;

type Found = { readonly caseId: string; readonly place: FoundPlace };

/** The place of a hit, by today's state; undefined if it is no part of a case. */
async function placeOf({ stream, excerpt }: Hit, { current }: QueryReads): Promise<Found | undefined> {
  const { kind, id } = streamParts(stream);
  const at = (caseId: string): Found => ({ caseId, place: { in: kind as FoundIn, id, excerpt } });
  if (kind === cases.name) return at(id);
  if (kind === reports.name) {
    const report = await current.state(reports, id);
    return at('caseId' in report ? report.caseId : caseIdOf(id));
  }
  const state = await (kind === proceedings.name
    ? current.state(proceedings, id)
    : kind === evidences.name
      ? current.state(evidences, id)
      : current.state(interviews, id));
  // An expunged proceeding or item is never found.
  return state.status === 'absent' || state.status === 'expunged' ? undefined : at(state.caseId);
}

/** The access checks of one search. Each case is checked once. */
class Checks {
  private readonly prose = new Map<string, Promise<boolean>>();

  constructor(
    private readonly reads: QueryReads,
    private readonly hidden: ReadonlySet<string>,
  ) {}

  /**
   * Whether the caller reads the case's prose and none of its reports is hidden from the caller.
   */
  readsCase(caseId: string): Promise<boolean> {
    const known = this.prose.get(caseId) ?? this.judged(caseId);
    this.prose.set(caseId, known);
    return known;
  }

  /** Whether the caller may read this place, by the rule of the query that shows it in full. */
  async mayRead({ caseId, place }: Found): Promise<boolean> {
    if (this.hidden.has(`${place.in}-${place.id}`) || !(await this.readsCase(caseId))) return false;
    const { current, caller } = this.reads;
    const matter: CaseState = await current.state(cases, caseId);
    if (place.in === 'proceeding') return admit(readsDiscipline, caller, await current.state(proceedings, place.id)) !== undefined;
    if (place.in === 'evidence') return admit(worksOnEvidence, caller, matter) !== undefined;
    if (place.in !== 'interview') return true;
    const interview = await current.state(interviews, place.id);
    if (interview.status === 'absent' || admit(readsInterviews, caller, matter) === undefined) return false;
    // A reporter's statement could reveal the reporter.
    return interview.with.as !== 'reporter' || admit([investigator], caller, matter) !== undefined;
  }

  private async judged(caseId: string): Promise<boolean> {
    const { current } = this.reads;
    const matter = await current.state(cases, caseId);
    if (matter.status === 'absent' || this.hidden.has(`${cases.name}-${caseId}`)) return false;
    if (matter.reports.some((id) => this.hidden.has(`${reports.name}-${id}`))) return false;
    return readsProseOf(matter, current);
  }
}

const isPerson = ({ stream }: Hit): boolean => streamParts(stream).kind === people.name;

/** The people found by the name that stands; for HR also those who had another one before. */
async function peopleAmong(hits: readonly Hit[], words: readonly string[], reads: QueryReads): Promise<FoundPerson[]> {
  const shown = (former: boolean, { stream, excerpt }: Hit): FoundPerson => ({ id: streamParts(stream).id, excerpt, former });
  const standing = hits.filter(isPerson).map((hit) => shown(false, hit));
  if (!reads.caller.offices.some(({ office }) => office === 'HR')) return standing;
  const known = new Set(standing.map(({ id }) => id));
  const former = (await reads.search(words, allHits, 'replaced')).filter(isPerson).map((hit) => shown(true, hit));
  return [...standing, ...former.filter(({ id }) => !known.has(id))];
}

async function search(q: string, words: readonly string[], limit: number, reads: QueryReads): Promise<SearchResult> {
  const hits = await reads.search(words, allHits);
  const checks = new Checks(reads, await reads.hiddenStreams());
  const places = new Map<string, FoundPlace[]>();
  const found = await peopleAmong(hits, words, reads);
  const add = (caseId: string, place: FoundPlace) => places.set(caseId, [...(places.get(caseId) ?? []), place]);
  for (const hit of hits) {
    if (isPerson(hit)) continue;
    const at = await placeOf(hit, reads);
    if (at && (await checks.mayRead(at))) add(at.caseId, at.place);
  }
  for (const { id, excerpt } of found)
    for (const { stream } of await reads.rows(caseWall).all({ person: id })) {
      const hidden = streamParts(stream);
      if (hidden.kind === cases.name && (await checks.readsCase(hidden.id))) add(hidden.id, { in: 'person', id, excerpt });
    }
  const ref = caseRefs.parse(q);
  const called = ref === undefined ? undefined : await caseRefs.find(ref, reads.current);
  if (called !== undefined && (await checks.readsCase(called))) add(called, { in: 'case', id: called, excerpt: `«${ref}»` });
  const all: FoundCase[] = [];
  for (const [id, inCase] of places) {
    const state = await reads.state(cases, id);
    if (state.status !== 'absent') all.push({ id, ref: state.ref, status: state.status, openedOn: state.openedOn, places: inCase });
  }
  // Sorted by day and not by rank: a rank would reveal how rare a word is in hidden texts.
  all.sort((a, b) => (a.openedOn === b.openedOn ? (a.id < b.id ? -1 : 1) : a.openedOn > b.openedOn ? -1 : 1));
  found.sort((a, b) => (a.excerpt < b.excerpt ? -1 : 1));
  return { cases: all.slice(0, limit), people: found.slice(0, limit), more: all.length > limit || found.length > limit };
}

export const SearchCasesHandler = listQuery(SearchCases, {
  may: [anyone],
  views: [caseWall, caseRefList],
  refuses: { ...deskRefusals('search.no-words'), ...platformRefusals('search.building') },
  async run({ q, limit }, reads, refuse): Promise<SearchResult> {
    const words = wordsOf(q);
    if (words.length === 0) return refuse('search.no-words');
    const [result] = await Promise.all([search(q, words, limit, reads), setTimeout(leastAnswerMs)]);
    return result;
  },
});
