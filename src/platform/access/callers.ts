import type { Caller } from './access.js';

/** Knows the people who act; the module that keeps the directory provides it. */
export abstract class Callers {
  /**
   * A person with the offices held today. Undefined for a person who is not in service, or who left and came back after the credential
   * that they show was given (`since`, ISO 8601): a departure ends all credentials.
   */
  abstract of(person: string, since?: string): Promise<Caller | undefined>;
}
