import { LRUCache } from 'lru-cache';
import type { Caller, Office } from '../access/access.js';
import type { Request } from '../access/request.js';
import { derivedId } from '../ground/ids.js';

/** The reader, and the office in which they were let in. */
export interface Looker {
  readonly caller: Caller;
  readonly office: Office;
  readonly correlationId: string;
}

/**
 * Number of access records remembered as written. An older one is requested again, to no effect.
 */
const remembered = 50_000;

/**
 * The first read of a thing per sign-in appends an access record. The command's id follows from
 * thing and sign-in, so a repeat records nothing, even after a restart. A caller without a sign-in
 * (a process, a follow-up code) leaves no record.
 */
export class FirstAccess {
  readonly #recorded = new LRUCache<string, true>({ max: remembered });

  constructor(private readonly record: (thing: string, request: Request) => Promise<unknown>) {}

  /**
   * Resolves once the access record is on disk. Rejects with the refusals of the recording command,
   * store.unavailable among them.
   */
  async note(thing: string, { caller, office, correlationId }: Looker): Promise<void> {
    if (caller.signIn === undefined) return;
    const commandId = derivedId(caller.signIn, 'look', thing);
    if (this.#recorded.has(commandId)) return;
    const acting = [...caller.offices].sort((a, b) => Number(b.office === office) - Number(a.office === office));
    await this.record(thing, { caller: { ...caller, offices: acting }, correlationId, commandId });
    this.#recorded.set(commandId, true);
  }
}
