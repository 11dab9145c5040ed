import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../commands/command-handler.js';
import { dueFold, type Effect, type Events, type PerformContext, type WorkDefinition } from './process.js';

/**
 * A durable action on the outside world, at least once: due work that `perform` does, and whose
 * outcome a command records. The event that results from the command removes the row, or makes it
 * due again. Without such an event the work is owed for ever.
 */
export interface EffectDefinition<Data, E extends Events, Outcome> extends WorkDefinition<Data, E> {
  /**
   * Does the work and resolves with its outcome, which is JSON. It may be called again for work
   * that was done, with the same `idempotencyKey`: where the process ended before the outcome was
   * recorded, or the attempt took too long. It rejects with EffectFailed; any other error may pass.
   * What it needs of the outside comes from `services` or from an `import()` of its own, so that a
   * definition loads no client.
   */
  readonly perform: (data: Data, context: PerformContext) => Promise<Outcome>;
  /**
   * The command that records the outcome, for `System` alone. Its stream must not depend on the
   * outcome: the stream knows by the command's id that an outcome is recorded.
   */
  readonly record: (data: Data, key: string, outcome: Outcome) => Command<Receipt>;
  /** Milliseconds that one attempt may take; the runner's unless given. */
  readonly timeLimit?: number;
  /** Attempts before a piece of work is parked; the runner's unless given. */
  readonly attempts?: number;
}

export function effect<Data, E extends Events, Outcome>(definition: EffectDefinition<Data, E, Outcome>): Effect {
  const { name, perform, record, timeLimit, attempts } = definition;
  return { name, due: dueFold(definition), perform, record, ...(timeLimit && { timeLimit }), ...(attempts && { attempts }) };
}

/** `perform` could not do its work. */
export class EffectFailed extends Error {
  override readonly name = 'EffectFailed';
  /** False where another attempt would fail as well: the work is parked at once. */
  readonly passing: boolean;

  /**
   * The reason is stored in clear and shown to the IT Director, so it says nothing of persons and
   * repeats no answer of a server. Throws a TypeError unless it is lower-case words.
   */
  constructor(
    readonly reason: string,
    { passing }: { readonly passing: boolean },
  ) {
    super(reason);
    if (!/^[a-z][a-z0-9 -]{0,199}$/.test(reason))
      throw new TypeError('the reason of an EffectFailed is at most 200 of a-z, 0-9, space and -');
    this.passing = passing;
  }
}
