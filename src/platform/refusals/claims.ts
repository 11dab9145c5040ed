/** A field that must be given or left out. */
export interface Claim<Field extends string = string, Code extends string = string> {
  readonly field: Field;
  /** The refusal of a command that does not comply. */
  readonly code: Code;
  /** Further members of the refusal. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Fields of which each, if it is given, lifts the claim: `decide` then judges the field. */
  readonly unless?: readonly Field[];
}

/** What a command asks for as things stand now. */
export interface Asks<Field extends string = string, Code extends string = string> {
  readonly needs?: readonly Claim<Field, Code>[];
  readonly leaves?: readonly Claim<Field, Code>[];
  /** The values that a field, for example `departures.allegationId`, may have. */
  readonly choices?: Readonly<Record<string, readonly unknown[]>>;
}
