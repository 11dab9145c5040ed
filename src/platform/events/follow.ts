import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, StoredRecord } from './envelope.js';
import type { Subscription } from './event-store.js';

/** Most events handed over at once; a page is read in a few milliseconds. */
const page = 500;

export interface Follower extends Subscription {
  /** Says that there may be something new. */
  wake(): void;
}

/**
 * Hands over the events that `readAll` gives after `after`, page by page, then waits to be woken.
 * `ended` is called once, for every kind of end. A page that cannot be read ends it, unless `pause`
 * waits: then the page is requested again.
 */
export function follow(
  readAll: (after: Position, limit: number) => readonly StoredRecord[] | Promise<readonly StoredRecord[]>,
  after: Position,
  batch: (events: readonly StoredRecord[]) => Promise<void>,
  failed: (error: unknown) => void,
  ended: (follower: Follower) => void,
  pause: (error: unknown, attempt: number) => Promise<void> = async (error) => {
    throw error;
  },
): Follower {
  let open = true;
  let wake = () => {};
  const woken = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const run = async () => {
    let reached = after;
    let failures = 0;
    await nextTurn();
    while (open) {
      // taken before the page is read: events written during the read also wake it
      const changed = woken();
      let events: readonly StoredRecord[];
      try {
        events = await readAll(reached, page);
        failures = 0;
      } catch (error) {
        if (!open) return;
        await pause(error, failures++);
        continue;
      }
      if (!open) return;
      const last = events.at(-1);
      if (last) {
        await batch(events);
        reached = last.position;
        // handlers may resolve without I/O: this gives the rest of the process its turn
        await nextTurn();
      } else await changed;
    }
  };

  const follower: Follower = {
    wake: () => wake(),
    async close() {
      open = false;
      wake();
      ended(follower);
    },
  };
  run().catch((error: unknown) => {
    if (!open) return;
    void follower.close();
    failed(error);
  });
  return follower;
}
