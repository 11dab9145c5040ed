import { getMetadataStorage } from 'class-validator';
import type { NewEvent } from '../events/event.js';
import type { Reads } from '../queries/query-handler.js';
import type { Claim } from '../refusals/claims.js';
import { Refusal, type RefusalTable, refuseFrom } from '../refusals/refuse.js';
import type { AnyCommandDefinition } from './command-handler.js';

type Deciding = Pick<AnyCommandDefinition, 'opens' | 'asks' | 'decide' | 'refuses'>;
// biome-ignore lint/suspicious/noExplicitAny: each command has its own context
type Given = Record<string, any>;

/** A field that was left out, or given as nothing. */
const isMissing = (value: unknown): boolean => value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** The facts of a command: what it knows, and what it gathers for its fields. */
export async function factsFor(
  { knows, gather }: Pick<AnyCommandDefinition, 'knows' | 'gather'>,
  command: object,
  state: unknown,
  reads: Reads,
  id: string,
): Promise<unknown> {
  const known = await knows?.(state, reads, id);
  const gathered = await gather?.(command, state as never, reads);
  return known && gathered ? { ...known, ...gathered } : (known ?? gathered);
}

/** What `opens` returns; the state where it has none. Refuses as `opens` does. */
export const openedOn = ({ opens }: Pick<Deciding, 'opens'>, state: unknown, context: Given): unknown =>
  typeof opens === 'function' ? opens(state, context) : state;

function applyClaims(claims: readonly Claim[], refused: (value: unknown) => boolean, fields: Given, refuses: RefusalTable): void {
  for (const { field, code, facts, unless = [] } of claims)
    if (refused(fields[field]) && unless.every((other) => isMissing(fields[other])))
      refuseFrom(refuses)(code, { ...facts, errors: [{ field, rule: code, message: refuses[code]?.says ?? code }] });
}

/**
 * Decides: first the guards of `opens`, then the fields that `asks` claims, then `decide`. Pure:
 * executor and specs call the same function.
 */
export function decideOn(definition: Deciding, command: object, state: unknown, context: Given): NewEvent[] {
  const opened = openedOn(definition, state, context);
  const { needs = [], leaves = [] } = definition.asks?.(opened, context) ?? {};
  applyClaims(needs, isMissing, command, definition.refuses);
  applyClaims(leaves, (value) => !isMissing(value), command, definition.refuses);
  try {
    return definition.decide(command, opened, context);
  } catch (error) {
    throw error instanceof Refusal ? withFields(error, command) : error;
  }
}

/** The names of a command's fields. */
export const fieldsOf = (command: object): ReadonlySet<string> =>
  new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(command.constructor, '', false, false)
      .map(({ propertyName }) => propertyName),
  );

/** Names the fields to mend, in the form in which validation does. */
function withFields({ code, terms, details }: Refusal, command: object): Refusal {
  const own = fieldsOf(command);
  const errors = (terms.fields ?? []).filter((field) => own.has(field)).map((field) => ({ field, rule: code, message: terms.says }));
  return new Refusal(code, terms, errors.length > 0 ? { errors, ...details } : details);
}
