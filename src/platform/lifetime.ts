import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** What a node has opened. It ends in reverse order: on shutdown, or where the rest of a start fails. */
@Injectable()
export class Lifetime implements OnApplicationShutdown {
  readonly #ends: (() => unknown)[] = [];
  #ended: Promise<void> | undefined;

  /** Returns what was opened. It is ended at once where the node has ended meanwhile. */
  async opened<T>(what: T, end: (what: T) => unknown): Promise<T> {
    this.#ends.push(() => end(what));
    if (this.#ended !== undefined) await this.#endAll();
    return what;
  }

  /** Resolves once nothing is left open. Rejects with the first failure, after all else has ended. */
  end(): Promise<void> {
    this.#ended ??= this.#endAll();
    return this.#ended;
  }

  onApplicationShutdown(): Promise<void> {
    return this.end();
  }

  async #endAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let end = this.#ends.pop(); end; end = this.#ends.pop())
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  }
}
