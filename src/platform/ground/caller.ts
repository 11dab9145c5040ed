import type { Day } from './clock.js';

/**
 * The offices of a city. `System` acts for durable processes, `Public` for callers without a login.
 * No person holds either.
 */
export const offices = [
  'City Manager',
  'Communications Manager',
  'IT Director',
  'City Attorney',
  'City Clerk',
  'HR',
  'Director',
  'Designee',
  'Auditor',
  'Employee',
] as const;
export type Office = (typeof offices)[number] | 'System' | 'Public';

export interface HeldOffice {
  readonly office: Office;
  /** Id of the department, where the office is one of a department. */
  readonly department?: string;
}

/**
 * The caller, with the offices held today. Everyone in service is also an Employee, listed last.
 */
export interface Caller {
  readonly person: string;
  readonly offices: readonly HeldOffice[];
  /** Today's date in the city: some roles last from one day to another. */
  readonly today?: Day;
  /** Id of the session or token that the caller used; absent where there is none. */
  readonly signIn?: string;
}
