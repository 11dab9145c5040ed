import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, StoredRecord } from './envelope.js';
import type { Subscription } from './event-store.js';

/** Events handed over at most at once; a page is read in a few milliseconds. */
const page = 500;

export interface Follower extends Subscription {
  /** Says that there may be something new. */
  wake(): void;
}

/**
 * Hands over what `readAll` gives after `after`, page by page, then waits to be woken; `ended` is called once, whatever ends it.
 * A page that cannot be read ends it, unless `pause` waits: then the page is asked for again.
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
      // asked for before the page: what is written while it is read wakes as well
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
        // handlers may resolve without I/O: let the rest of the process have its turn
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
