export interface RefusalTerms {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;
  /** One sentence for its reader: what is wrong and, where it helps, what to do. */
  readonly says: string;
  /** Id of the clause or house rule that forbids it. */
  readonly cites?: string;
  /**
   * The field at fault: its name, where every command or query that refuses so has it and it alone
   * is at fault; `named`, where each place that refuses names the fields. Absent where no field is.
   */
  readonly fields?: readonly [field: string] | 'named';
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

type Facts = Readonly<Record<string, unknown>>;

/**
 * Refuses with one of the codes that the definition declared; for one of `Named` the place says
 * which fields are at fault, by the paths that validation uses (`departures.0.allegationId`), or
 * that this time none is.
 */
export type Refuse<Plain extends string, Named extends string = never> = ((
  code: Plain,
  facts?: Facts & { readonly fields?: never },
) => never) &
  ((code: Named, facts: Facts & { readonly fields: readonly string[] }) => never);

/** The codes of a table whose fields the place that refuses names. */
export type NamedCodes<T extends RefusalTable> = { [C in keyof T & string]: T[C] extends { fields: 'named' } ? C : never }[keyof T &
  string];
/** The other codes of a table. */
export type PlainCodes<T extends RefusalTable> = { [C in keyof T & string]: T[C] extends { fields: 'named' } ? never : C }[keyof T &
  string];
export type RefuseOf<T extends RefusalTable> = Refuse<PlainCodes<T>, NamedCodes<T>>;

/**
 * A module's one table of refusals. A definition picks the ones that it can give: `refuses:
 * caseRefusals('case.finding-stands')`.
 */
export function refusals<const T extends RefusalTable>(table: T) {
  const pick = <const Codes extends readonly (keyof T & string)[]>(...codes: Codes): Pick<T, Codes[number]> =>
    Object.fromEntries(codes.map((code) => [code, table[code]])) as never;
  return Object.assign(pick, { table });
}

/** The paths of a list's elements at fault, or of a member of each: `setAside.0`, `steps.2.hears`. */
export const pathsIn = <T>(field: string, list: readonly T[], isAtFault: (one: T, index: number) => boolean, member?: string): string[] =>
  list.flatMap((one, index) => (isAtFault(one, index) ? [`${field}.${index}${member ? `.${member}` : ''}`] : []));

/** A refusal that names the fields at fault as validation does. */
export function refusalOn(
  code: string,
  terms: RefusalTerms,
  { fields, ...facts }: Facts & { readonly fields?: readonly string[] },
): Refusal {
  const atFault = fields ?? (terms.fields === 'named' ? [] : (terms.fields ?? []));
  const errors = atFault.map((field) => ({ field, rule: code, message: terms.says }));
  return new Refusal(code, terms, errors.length > 0 ? { errors, ...facts } : facts);
}

export const refuseFrom = <T extends RefusalTable>(table: T): RefuseOf<T> =>
  ((code: string, facts = {}) => {
    const terms = table[code];
    if (!terms) throw new TypeError(`undeclared refusal ${code}`);
    throw refusalOn(code, terms, facts);
  }) as RefuseOf<T>;

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
  'as-of.reversed': { fields: ['to'], status: 400, says: 'The later moment lies before the earlier one.' },
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
