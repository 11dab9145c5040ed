import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, StoredRecord } from '../envelope.js';
import type { Subscription } from '../event-store.js';

/** Events handed over at most at once; a page is read in a few milliseconds. */
const page = 500;

export interface Follower extends Subscription {
  /** Says that there may be something new. */
  wake(): void;
}

/** Hands over what `readAll` gives after `after`, page by page, then waits to be woken; `ended` is called once, whatever ends it. */
export function follow(
  readAll: (after: Position, limit: number) => readonly StoredRecord[],
  after: Position,
  batch: (events: readonly StoredRecord[]) => Promise<void>,
  failed: (error: unknown) => void,
  ended: (follower: Follower) => void,
): Follower {
  let open = true;
  let wake = () => {};
  const woken = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const run = async () => {
    let reached = after;
    await nextTurn();
    while (open) {
      const events = readAll(reached, page);
      const last = events.at(-1);
      if (last) {
        await batch(events);
        reached = last.position;
        // handlers may resolve without I/O: let the rest of the process have its turn
        await nextTurn();
      } else await woken();
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
