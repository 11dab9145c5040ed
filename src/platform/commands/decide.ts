import type { NewEvent } from '../events/event.js';
import type { Reads } from '../queries/query-handler.js';
import type { Claim } from '../refusals/claims.js';
import { type RefusalTable, refusalOn } from '../refusals/refuse.js';
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
  for (const { field, code, facts, unless = [] } of claims) {
    const terms = refuses[code];
    if (!terms) throw new TypeError(`undeclared refusal ${code}`);
    if (refused(fields[field]) && unless.every((other) => isMissing(fields[other])))
      throw refusalOn(code, terms, { ...facts, fields: [field] });
  }
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
  return definition.decide(command, opened, context);
}
