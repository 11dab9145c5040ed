import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { type Caller, office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import { dayIn } from '../../platform/ground/clock.js';
import type { Declared } from '../../platform/http/declared.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, IsMoment, listQuery, type QueryReads } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { cases, readsProseOf } from '../cases/cases.public.js';
import { type AssignableOffice, assignableOffices, holdersOn, officeHolding, officesOn, people } from '../directory/directory.public.js';
import { filesOf, noPerson, visibleAnswersOf } from './case-visibility.js';

/** A route that the office may use. */
export class OpenRoute {
  method!: string;
  path!: string;
  /** Name of the command or query. */
  name!: string | null;
  /** Name of the grant: the office, anyone in service, or anyone. */
  by!: string;
}

/** A route that needs a role in one stream; no office alone opens it. */
export class PartRoute {
  method!: string;
  path!: string;
  name!: string | null;
  parts!: string[];
}

export class OfficeHolder {
  /** Person id. */
  @PersonRef() person!: string;
  /**
   * Number of cases hidden from them, without those hidden from the caller. Null for the caller.
   */
  hiddenCases!: number | null;
}

/** The answer that one query of the case would have given. */
export class SightOfCase {
  /** Name of the query. */
  query!: string;
  /** Id of the proceeding, for a query about one. */
  proceedingId!: string | null;
  shown!: boolean;
  /** Fields of its answer that would not have been withheld. */
  parts!: string[];
}

/** Visibility of a case, judged by its own queries as of the moment. */
export class VisibilityOfCase {
  caseId!: string;
  /** Whether the named person held the office at that moment; null if nobody is named. */
  held!: boolean | null;
  /** Empty if there was no case yet. */
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
  /** By the grants of the running version of Casebook. */
  opens!: OpenRoute[];
  byPart!: PartRoute[];
  /** Null if no case is named. */
  ofCase!: VisibilityOfCase | null;
}

/**
 * Visibility of an office: the routes that its grants open, its holders at a moment, the number of
 * cases hidden from each, and what it could see of a case.
 */
export class GetVisibility extends AsOfQuery<Visibility> {
  @IsIn(assignableOffices) office!: AssignableOffice;
  /** The moment, in the form of `asOf`; by default the moment of `asOf`. */
  @IsOptional() @IsMoment() at?: string;
  /** Id of a case, to show what the office could see of it at that moment. */
  @IsOptional() @IsUUID() caseId?: string;
  /**
   * Person id, only with a case: what that person could see of it in that office, by the roles and
   * walls of the moment.
   */
  @IsOptional() @IsUUID() person?: string;
}

/** A declared route that the server serves. */
export type ServedRoute = Pick<Declared, 'kind' | 'grants'> & {
  readonly method: string;
  readonly path: string;
  readonly input?: { readonly name: string };
};

/** The routes that an office opens, and the routes that need a role. */
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

/**
 * The caller to judge: the named person, with the office if they held it, or `noPerson` as its
 * holder.
 */
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
  // The caller's own number would reveal that such a case exists.
  if (person === then.caller.person) return null;
  const walled = [...(await then.hiddenFrom(person))];
  return walled.filter((stream) => streamParts(stream).kind === cases.name && !hidden.has(stream)).length;
}

export const GetVisibilityHandler = listQuery<GetVisibility, Visibility, ReturnType<typeof platformRefusals<['resource.not-found']>>>(
  GetVisibility,
  {
    may: [office('Auditor')],
    views: [officeHolding],
    refuses: platformRefusals('resource.not-found'),
    async run({ office: asked, at, caseId, person }, reads, refuse) {
      // If an auditor may not read a case, the answer must not say who else may.
      if (caseId !== undefined && !(await readsProseOf(await reads.current.state(cases, caseId), reads.current)))
        return refuse('resource.not-found');
      const then = at === undefined ? reads : await reads.at({ field: 'at', text: at });
      const hidden = await reads.hiddenStreams();
      const held = await holdersOn(then.rows(officeHolding), asked, dayIn(reads.timeZone, then.moment));
      return {
        office: asked,
        moment: then.moment,
        position: String(then.position),
        holders: await Promise.all(held.map(async (person) => ({ person, hiddenCases: await hiddenCases(person, then, hidden) }))),
        // The log does not hold the served routes; the controller adds them.
        opens: [],
        byPart: [],
        ofCase: caseId === undefined ? null : await visibilityOf(caseId, asked, person, then),
      };
    },
  },
);
