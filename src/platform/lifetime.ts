import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/**
 * Everything that a node has opened. It ends in reverse order: on shutdown, or where the rest of a
 * start fails.
 */
@Injectable()
export class Lifetime implements OnApplicationShutdown {
  readonly #ends: (() => unknown)[] = [];
  #ended: Promise<void> | undefined;

  /**
   * Registers an opened thing and returns it. If the node has ended meanwhile, the thing is ended
   * at once.
   */
  async opened<T>(what: T, end: (what: T) => unknown): Promise<T> {
    this.#ends.push(() => end(what));
    if (this.#ended !== undefined) await this.#endAll();
    return what;
  }

  /**
   * Resolves once nothing is left open. Rejects with the first failure, after all other things have
   * ended.
   */
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
