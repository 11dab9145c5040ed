import { derivedId } from '../ground/ids.js';
import type { Services } from '../ground/services.js';
import type { OwedRow } from '../rows/due-work.js';
import { EffectFailed } from './effect.js';
import type { Effect } from './process.js';

/** Performs effects, and keeps each outcome until it is recorded: nothing is performed again for want of the log. */
export class Performing {
  private readonly outcomes = new Map<string, { readonly outcome: unknown }>();

  constructor(
    private readonly services: Services,
    private readonly timeLimit = 30_000,
  ) {}

  /** The outcome of the piece of work. Performs it unless its outcome is kept. */
  async outcomeOf(effect: Effect, row: OwedRow): Promise<unknown> {
    const idempotencyKey = keyOf(effect, row);
    const kept = this.outcomes.get(idempotencyKey);
    if (kept) return kept.outcome;
    const outcome = await within(effect.timeLimit ?? this.timeLimit, (signal) =>
      effect.perform(row.data, { key: row.key, idempotencyKey, signal, services: this.services }),
    );
    this.outcomes.set(idempotencyKey, { outcome });
    return outcome;
  }

  /** The work is not owed any more, or waits for a person. */
  forget(effect: Effect, row: OwedRow): void {
    this.outcomes.delete(keyOf(effect, row));
  }
}

const keyOf = ({ name }: Effect, { causedBy, key, dueAt }: OwedRow): string => derivedId('effect', name, causedBy, key, String(dueAt));

/** Rejects when the time is over, also where the work does not heed its signal. */
async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const over = new Promise<never>((_, reject) => {
    limit.signal.onabort = () => reject(limit.signal.reason);
  });
  const timer = setTimeout(() => limit.abort(new EffectFailed('not done in time', { passing: true })), milliseconds);
  try {
    return await Promise.race([work(limit.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
