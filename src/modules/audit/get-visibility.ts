import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { type Caller, office } from '../../platform/access/access.js';
import { dayIn } from '../../platform/ground/clock.js';
import type { Declared } from '../../platform/http/declared.js';
import { AsOfQuery, listQuery, type QueryReads } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { cases, caseWall, readsProseOf } from '../cases/cases.public.js';
import { type AssignableOffice, assignableOffices, holdersOn, officeHolding, officesOn, people } from '../directory/directory.public.js';
import { filesOf, noPerson, visibilityViews, visibleAnswersOf } from './case-visibility.js';

/** A route that the office opens. */
export class OpenRoute {
  method!: string;
  path!: string;
  /** The command or the query. */
  name!: string | null;
  /** The office, or that anyone in service may. */
  by!: string;
}

/** A route that no office opens by itself, but a part played in one thing. */
export class PartRoute {
  method!: string;
  path!: string;
  name!: string | null;
  parts!: string[];
}

export class OfficeHolder {
  /** Person id. */
  person!: string;
  /**
   * How many cases were hidden from them; those that are hidden from whoever asks are not counted. Null of whoever asks.
   */
  hiddenCases!: number | null;
}

/** What one query of the case would have answered. */
export class SightOfCase {
  /** The query, by name. */
  query!: string;
  /** Id of the proceeding, with a query of one. */
  proceedingId!: string | null;
  shown!: boolean;
  /** Fields of its answer that would not have been withheld. */
  parts!: string[];
}

/** What could be seen of a case, judged by its own queries as of the moment. */
export class VisibilityOfCase {
  caseId!: string;
  /** Whether the person named held the office then; null where nobody is named. */
  held!: boolean | null;
  /** None where there was no case yet. */
  sights!: SightOfCase[];
  /** Audiences for which the case's file could have been taken. */
  files!: string[];
}

/** What an office could see at a moment. */
export class Visibility {
  office!: AssignableOffice;
  /** ISO 8601. */
  moment!: string;
  position!: string;
  holders!: OfficeHolder[];
  /** By what is declared in the version that answers. */
  opens!: OpenRoute[];
  byPart!: PartRoute[];
  /** Null where no case is named. */
  ofCase!: VisibilityOfCase | null;
}

/** What an office's grants open, who held it at a moment, how much the walls hid from each of them then, and what of a case it could see. */
export class GetVisibility extends AsOfQuery<Visibility> {
  @IsIn(assignableOffices) office!: AssignableOffice;
  /** The moment: an ISO 8601 time with offset, or `@` and a position; what `asOf` shows unless given. */
  @IsOptional() @IsString() @MaxLength(40) at?: string;
  /** A case: what of it the office could see then. */
  @IsOptional() @IsUUID() caseId?: string;
  /** Person id, with a case: what they could see of it in that office, by the parts they played and the walls that stood. */
  @IsOptional() @IsUUID() person?: string;
}

/** A route as it is declared and served. */
export type ServedRoute = Pick<Declared, 'kind' | 'grants'> & {
  readonly method: string;
  readonly path: string;
  readonly input?: { readonly name: string };
};

/** Which routes an office opens, and which only a part that is played. */
export function openedBy(name: AssignableOffice, routes: readonly ServedRoute[]): Pick<Visibility, 'opens' | 'byPart'> {
  const opens: OpenRoute[] = [];
  const byPart: PartRoute[] = [];
  const sorted = [...routes].sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  for (const { method, path, kind, grants, input } of sorted) {
    const route = { method, path, name: input?.name ?? null };
    const grant = grants.find(({ kind: of, office: held }) => of === 'anyone' || held === name || held === 'Employee');
    if (kind === 'public') opens.push({ ...route, by: 'anyone, without signing in' });
    else if (grant) opens.push({ ...route, by: grant.name });
    else if (grants.length === 0) opens.push({ ...route, by: 'anyone signed in' });
    else {
      const parts = grants.filter(({ kind: of }) => of === 'role').map(({ name: part }) => part);
      if (parts.length > 0) byPart.push({ ...route, parts });
    }
  }
  return { opens, byPart };
}

/** The caller that is asked about: the person named, with the office if they held it, or nobody in particular who holds it. */
async function holderOf(asked: AssignableOffice, person: string | undefined, then: QueryReads): Promise<Caller> {
  const today = dayIn(then.timeZone, then.moment);
  if (person === undefined) return { person: noPerson, offices: [{ office: asked }, { office: 'Employee' }], today };
  const state = await then.state(people, person);
  const held = state.status === 'absent' ? [] : officesOn(state, today);
  return { person, offices: held.filter(({ office: one }) => one === asked || one === 'Employee'), today };
}

async function visibilityOf(
  caseId: string,
  asked: AssignableOffice,
  person: string | undefined,
  then: QueryReads,
): Promise<VisibilityOfCase> {
  const caller = await holderOf(asked, person, then);
  const sights = await visibleAnswersOf(caseId, caller, then);
  return {
    caseId,
    held: person === undefined ? null : caller.offices.some((held) => held.office === asked),
    sights: sights.map(({ parts, ...sight }) => ({ ...sight, parts: [...parts] })),
    files: await filesOf(caseId, caller, then),
  };
}

async function hiddenCases(person: string, then: QueryReads, hidden: ReadonlySet<string>): Promise<number | null> {
  // A number of one's own would tell that there is such a case.
  if (person === then.caller.person) return null;
  const walls = await then.rows(caseWall).all({ person });
  return new Set(walls.map(({ stream }) => stream).filter((stream) => stream.startsWith('case-') && !hidden.has(stream))).size;
}

export const GetVisibilityHandler = listQuery<GetVisibility, Visibility, ReturnType<typeof platformRefusals<['resource.not-found']>>>(
  GetVisibility,
  {
    may: [office('Auditor')],
    views: [officeHolding, ...visibilityViews],
    refuses: platformRefusals('resource.not-found'),
    async run({ office: asked, at, caseId, person }, reads, refuse) {
      // A case that the auditor does not read themself is none of which they learn who else does.
      if (caseId !== undefined && !(await readsProseOf(await reads.current.state(cases, caseId), reads.current)))
        return refuse('resource.not-found');
      const then = at === undefined ? reads : await reads.at(at);
      const hidden = await reads.hiddenStreams();
      const held = await holdersOn(then.rows(officeHolding), asked, dayIn(reads.timeZone, then.moment));
      return {
        office: asked,
        moment: then.moment,
        position: String(then.position),
        holders: await Promise.all(held.map(async (person) => ({ person, hiddenCases: await hiddenCases(person, then, hidden) }))),
        // What the server serves is not in the log: the controller adds it.
        opens: [],
        byPart: [],
        ofCase: caseId === undefined ? null : await visibilityOf(caseId, asked, person, then),
      };
    },
  },
);
