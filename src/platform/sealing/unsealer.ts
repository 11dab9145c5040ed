/**
 * Opens sealed texts where an answer leaves the server: nothing behind the HTTP edge sees them
 * open.
 */
export abstract class Unsealer {
  /**
   * The same value with every sealed token opened, at any depth; the given value is not changed. A
   * token whose record's key was destroyed becomes `[destroyed]`.
   */
  abstract openAll(value: unknown): Promise<unknown>;
}
