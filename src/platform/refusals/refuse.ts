export interface RefusalTerms {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;
  /** One sentence for its reader: what is wrong and, where it helps, what to do. */
  readonly says: string;
  /** Id of the clause or house rule that forbids it. */
  readonly cites?: string;
  /** The fields that a person mends, of those commands that have them. */
  readonly fields?: readonly string[];
}

export type RefusalTable = Readonly<Record<string, RefusalTerms>>;

/** A command or query that may not be carried out; nothing was written. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly terms: RefusalTerms,
    /** Further members of the problem document, for example the changes made meanwhile. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(terms.cites ? `${code} (${terms.cites})` : code);
  }
}

/** Refuses with one of the codes that the definition declared. */
export type Refuse<Codes extends string> = (code: Codes, details?: Readonly<Record<string, unknown>>) => never;

/**
 * A module's one table of refusals. A definition picks the ones that it can give: `refuses:
 * caseRefusals('case.finding-stands')`.
 */
export function refusals<const T extends RefusalTable>(table: T) {
  const pick = <const Codes extends readonly (keyof T & string)[]>(...codes: Codes): Pick<T, Codes[number]> =>
    Object.fromEntries(codes.map((code) => [code, table[code]])) as never;
  return Object.assign(pick, { table });
}

export const refuseFrom =
  <T extends RefusalTable>(table: T): Refuse<keyof T & string> =>
  (code, details) => {
    const terms = table[code];
    if (!terms) throw new TypeError(`undeclared refusal ${code}`);
    throw new Refusal(code, terms, details);
  };

/** The refusals of the platform itself. */
export const platformRefusals = refusals({
  'access.not-permitted': { status: 403, says: 'You may not do this.' },
  'resource.not-found': { status: 404, says: 'There is no such thing, or it is not yours to see.' },
  'resource.exists': { status: 409, says: 'This exists already.' },
  'precondition.stale': { status: 412, says: 'It changed since you read it; read it again and decide on what stands now.' },
  'precondition.malformed': { status: 400, says: 'If-Match takes the ETag of an earlier answer, with its quotes.' },
  'idempotency.key-reused': { status: 422, says: 'This Idempotency-Key was used for another request; use a new key.' },
  'idempotency.key-malformed': { status: 400, says: 'An Idempotency-Key is 1 to 200 visible ASCII characters.' },
  'as-of.malformed': {
    status: 400,
    says: 'A moment is an ISO 8601 time with its offset, for example 2026-03-01T12:00:00Z, or the Casebook-Moment of an earlier answer.',
  },
  'moment.unknown': { status: 400, says: 'This is no moment that an answer gave you; use the Casebook-Moment of an answer of your own.' },
  'moment.position': { status: 403, says: 'Positions of the log are for the Auditor; name a time, or the Casebook-Moment of an answer.' },
  'as-of.future': { status: 400, says: 'This moment lies in the future, or beyond the last event.' },
  'as-of.reversed': { status: 400, says: 'The later moment lies before the earlier one.' },
  'as-of.not-reached': { status: 503, says: 'The list has not reached that moment yet; try again shortly.' },
  'view.building': { status: 503, says: 'This list is being built; try again shortly.' },
  'view.stopped': { status: 503, says: 'This list has stopped at an event it cannot read; the IT Director sees the reason under health.' },
  'view.unavailable': { status: 503, says: 'The lists cannot be read just now; try again shortly.' },
  'view.lagging': { status: 503, says: 'The lists are too far behind to take more work; try again shortly.' },
  'search.building': { status: 503, says: 'What can be searched is being read; try again shortly.' },
  'store.unavailable': { status: 503, says: 'The event log cannot be written just now; nothing was recorded. Try again shortly.' },
  'store.unsettled': {
    status: 503,
    says: 'The event log went away before it said whether this was recorded. Send it again with the same Idempotency-Key: it is recorded once.',
  },
  'store.too-large': { status: 413, says: 'This is larger than the event log takes in one piece; nothing was recorded. Split it.' },
  'store.contended': { status: 503, says: 'Too many changes to this at once; nothing was recorded. Try again.' },
  'paging.malformed': { status: 400, says: 'The cursor is not one that this list gave.' },
});
