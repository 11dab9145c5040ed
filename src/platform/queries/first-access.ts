import { LRUCache } from 'lru-cache';
import type { Caller, Office } from '../access/access.js';
import { type Request, withRequest } from '../access/request.js';
import { streamParts } from '../events/envelope.js';
import { derivedId } from '../ground/ids.js';
import type { ModuleDefinition } from '../module-definition.js';

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

  readonly #commands: NonNullable<ModuleDefinition['accessLog']>;

  constructor(
    definitions: readonly Pick<ModuleDefinition, 'accessLog'>[],
    private readonly execute: (command: object) => Promise<unknown>,
  ) {
    this.#commands = Object.assign({}, ...definitions.map(({ accessLog }) => accessLog));
  }

  /**
   * Resolves once the access record of a thing (`kind-id`) is on disk. Rejects with the refusals of
   * the recording command, store.unavailable among them.
   */
  async note(thing: string, { caller, office, correlationId }: Looker): Promise<void> {
    if (caller.signIn === undefined) return;
    const { kind, id } = streamParts(thing);
    const command = this.#commands[kind]?.(id);
    if (!command) throw new TypeError(`no module records who looked at ${thing}`);
    const commandId = derivedId(caller.signIn, 'look', id);
    if (this.#recorded.has(commandId)) return;
    const acting = [...caller.offices].sort((a, b) => Number(b.office === office) - Number(a.office === office));
    const request: Request = { caller: { ...caller, offices: acting }, correlationId, commandId };
    await this.execute(withRequest(command, request));
    this.#recorded.set(commandId, true);
  }
}
