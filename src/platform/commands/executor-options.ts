import type { Caller } from '../access/access.js';
import type { Position } from '../events/envelope.js';
import type { EventStore } from '../events/event-store.js';
import type { Streams } from '../events/streams.js';
import type { Clock } from '../ground/clock.js';
import type { Reads } from '../queries/query-handler.js';
import type { Sealer } from '../sealing/sealer.js';

/** Whether what was written can be read yet. */
export interface CatchUp {
  /** Refuses with view.lagging where the views are too far behind to take more work. */
  admitWork(): void;
  /** Waits, for a bounded time, for the views to reach the position and for the work that follows from it; names what did not. */
  caughtUp(position: Position, correlationId: string): Promise<readonly string[]>;
}

export interface ExecutorOptions {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Keys the hash of a command's body, so that a short body cannot be guessed from the log. */
  readonly hashKey: Buffer;
  /** Keys the ids of claims, so that a claimed value cannot be guessed from the log. */
  readonly claimKey: Buffer;
  /** The policy version in force on a day. */
  readonly policyVersionOn: (day: string) => Promise<string | null>;
  readonly reads: (caller: Caller) => Reads;
  readonly catchUp: CatchUp;
  readonly appended?: (seconds: number, position: Position) => void;
}
