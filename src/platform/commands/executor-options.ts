import type { Caller } from '../access/access.js';
import type { Standings } from '../access/parties.js';
import type { Position } from '../events/envelope.js';
import type { EventStore } from '../events/event-store.js';
import type { Streams } from '../events/streams.js';
import type { Clock } from '../ground/clock.js';
import type { Reads } from '../queries/query-handler.js';
import type { Etags } from '../sealing/etags.js';
import type { Sealer } from '../sealing/sealer.js';

/** Knows whether recorded events can be read yet. */
export interface CatchUp {
  /** Refuses with view.lagging where the views are too far behind to take more commands. */
  admitWork(): void;
  /**
   * Waits a bounded time until the views reach the position and the work that follows from the
   * command is done. Resolves with the names of the views and processes that did not make it.
   */
  caughtUp(position: Position, correlationId: string): Promise<readonly string[]>;
}

export interface ExecutorOptions {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly sealer: Sealer;
  readonly etags: Etags;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Keys the hash of a command's body, so that nobody can guess a short body from the log. */
  readonly hashKey: Buffer;
  /** Keys the ids of reservations, so that nobody can guess a reserved value from the log. */
  readonly claimKey: Buffer;
  /** The policy version in force on a day. */
  readonly policyVersionOn: (day: string) => Promise<string | null>;
  readonly reads: (caller: Caller) => Reads;
  readonly standings: Pick<Standings, 'of'>;
  readonly catchUp: CatchUp;
  readonly appended?: (seconds: number, position: Position) => void;
}
