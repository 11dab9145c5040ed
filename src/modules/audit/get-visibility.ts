import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { dayIn } from '../../platform/clock.js';
import type { Declared } from '../../platform/http/declared.js';
import { AsOfQuery, list, type QueryReads } from '../../platform/views/read.js';
import { caseWall } from '../cases/cases.public.js';
import { type AssignableOffice, assignableOffices, holdersOn, officeHolding } from '../directory/directory.public.js';

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
}

/** What an office's grants open, who held it at a moment, and how much the walls hid from each of them then. */
export class GetVisibility extends AsOfQuery<Visibility> {
  @IsIn(assignableOffices) office!: AssignableOffice;
  /** The moment: an ISO 8601 time with offset, or `@` and a position; what `asOf` shows unless given. */
  @IsOptional() @IsString() @MaxLength(40) at?: string;
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

async function hiddenCases(person: string, then: QueryReads, hidden: ReadonlySet<string>): Promise<number | null> {
  // A number of one's own would tell that there is such a case.
  if (person === then.caller.person) return null;
  const walls = await then.rows(caseWall).all({ person });
  return new Set(walls.map(({ stream }) => stream).filter((stream) => stream.startsWith('case-') && !hidden.has(stream))).size;
}

export const GetVisibilityHandler = list<GetVisibility, Visibility>(GetVisibility, {
  may: [office('Auditor')],
  views: [officeHolding, caseWall],
  async run({ office: asked, at }, reads) {
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
    };
  },
});
