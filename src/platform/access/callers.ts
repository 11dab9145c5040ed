import type { Caller } from './access.js';

/** Finds the people who act. The module that keeps the directory provides it. */
export abstract class Callers {
  /**
   * A person with the offices held today. Undefined for a person who is not in service. Also
   * undefined for one who left and came back after their credential was given (`since`, ISO 8601):
   * a departure ends all credentials.
   */
  abstract of(person: string, since?: string): Promise<Caller | undefined>;
}
