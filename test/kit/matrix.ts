import type { CityApp } from './app.js';
import type { CastMember } from './city.js';

/** How a route is asked when each office asks it. */
export interface Entry {
  /** Path parameters that are not the id of something that does not exist. */
  readonly of?: (who: CastMember) => Record<string, string>;
  readonly query?: string;
  /** The least that the route takes. */
  readonly body?: () => object;
  /** The token it is asked with is of no use afterwards. */
  readonly endsToken?: true;
  /** Sent as a form with a file. */
  readonly form?: boolean;
}

/**
 * The entries of a room by route, `GET /api/cases/:caseId`, for `test/e2e/matrix.spec.ts`. Each room
 * has them in `<room>.matrix.ts` beside its specs.
 */
export type Entries = (city: CityApp) => Readonly<Record<string, Entry>>;

export const today = '2026-03-02';
