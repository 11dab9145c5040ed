/** Opens what is sealed where an answer leaves the house: nothing behind the HTTP edge sees it open. */
export abstract class Unsealer {
  /**
   * The same value with every sealed token opened, at any depth; the value given is left as it is. A token whose record's key was
   * destroyed becomes `[destroyed]`.
   */
  abstract openAll(value: unknown): Promise<unknown>;
}
