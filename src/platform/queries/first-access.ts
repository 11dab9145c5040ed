import { LRUCache } from 'lru-cache';
import type { Caller, Office } from '../access/access.js';
import type { Request } from '../access/request.js';
import { derivedId } from '../ground/ids.js';

/** Who looks, in the office in which they were let in. */
export interface Looker {
  readonly caller: Caller;
  readonly office: Office;
  readonly correlationId: string;
}

/** How many looks are remembered as recorded; beyond it one is asked for again, to no effect. */
const remembered = 50_000;

/**
 * Puts on record that somebody looks at a thing, once for each thing and sign-in: the command's id follows from both, so that a repeat,
 * also after a restart, records nothing. Whoever comes without a sign-in (a process, a follow-up code) leaves none.
 */
export class FirstAccess {
  readonly #recorded = new LRUCache<string, true>({ max: remembered });

  constructor(private readonly record: (thing: string, request: Request) => Promise<unknown>) {}

  /** Resolves once it is on disk. Rejects with what recording it refuses, store.unavailable among it. */
  async note(thing: string, { caller, office, correlationId }: Looker): Promise<void> {
    if (caller.signIn === undefined) return;
    const commandId = derivedId(caller.signIn, 'look', thing);
    if (this.#recorded.has(commandId)) return;
    const acting = [...caller.offices].sort((a, b) => Number(b.office === office) - Number(a.office === office));
    await this.record(thing, { caller: { ...caller, offices: acting }, correlationId, commandId });
    this.#recorded.set(commandId, true);
  }
}
