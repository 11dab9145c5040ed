import type { Position, StoredRecord } from '../events/envelope.js';
import type { Services } from '../ground/services.js';

/** The last event that a follower has taken; null before the first one. */
export interface FollowerCheckpoint {
  readonly position: Position;
  readonly eventId: string | null;
}

/**
 * Takes every event of the log, in order, on one node at a time, and remembers how far it is. Its
 * checkpoint is in the accounts' database: it outlives the rows of the views.
 *
 * At least once: after a crash, a failure or a change of nodes, the events after the checkpoint
 * come again, the first of them first. A node that was held up may deliver an old batch late, so
 * what `take` keeps elsewhere must tell from `after` that it has the events already.
 */
export interface LogFollower {
  /** snake_case, unique among all followers; its checkpoint has this name. */
  readonly name: string;
  /**
   * Takes the next events, at least one. The checkpoint moves once it resolves. If it rejects, the
   * same events come again after a pause. A LogAlarm stops the follower until the next start.
   */
  readonly take: (events: readonly StoredRecord[], after: FollowerCheckpoint, services: Services) => Promise<void>;
}

/** Declares a log follower. */
export const follower = (definition: LogFollower): LogFollower => definition;
