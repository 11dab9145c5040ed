import type { Track } from '../modules/directory/directory.public.js';
import type { Office } from '../platform/access/access.js';
import type { Receipt } from '../platform/commands/command-handler.js';

export const demoDepartments = ['Parks and Recreation', 'Public Works', 'Police'] as const;

interface DemoPerson {
  readonly name: string;
  readonly title: string;
  readonly department: (typeof demoDepartments)[number] | null;
  readonly track: Track;
  /** Null for an employee without an office. */
  readonly office: Office | null;
  readonly login: string;
}

/** The people of the demonstration city: all are invented. */
export const cast = {
  manager: { name: 'Marian Holt', title: 'City Manager', department: null, track: 'managerial', office: 'City Manager', login: 'manager' },
  communications: {
    name: 'Theo Lindqvist',
    title: 'Communications Manager',
    department: null,
    track: 'managerial',
    office: 'Communications Manager',
    login: 'communications',
  },
  it: { name: 'Priya Raman', title: 'IT Director', department: null, track: 'managerial', office: 'IT Director', login: 'it' },
  attorney: {
    name: 'Conrad Ashe',
    title: 'City Attorney',
    department: null,
    track: 'appointed-by-council',
    office: 'City Attorney',
    login: 'attorney',
  },
  clerk: { name: 'Odile Brandt', title: 'City Clerk', department: null, track: 'managerial', office: 'City Clerk', login: 'clerk' },
  hr: { name: 'Ramona Vick', title: 'HR Director', department: null, track: 'managerial', office: 'HR', login: 'hr' },
  parks: {
    name: 'Elias Norgaard',
    title: 'Director of Parks',
    department: 'Parks and Recreation',
    track: 'managerial',
    office: 'Director',
    login: 'parks',
  },
  works: {
    name: 'Dana Whitcomb',
    title: 'Director of Public Works',
    department: 'Public Works',
    track: 'managerial',
    office: 'Director',
    login: 'works',
  },
  chief: { name: 'Sam Okafor', title: 'Chief of Police', department: 'Police', track: 'managerial', office: 'Director', login: 'chief' },
  designee: {
    name: 'June Tallman',
    title: 'Recreation Coordinator',
    department: 'Parks and Recreation',
    track: 'permanent',
    office: 'Designee',
    login: 'designee',
  },
  auditor: { name: 'Ilse Moreau', title: 'Auditor', department: null, track: 'contractor', office: 'Auditor', login: 'auditor' },
  operator: {
    name: 'Bo Stenson',
    title: 'Equipment Operator',
    department: 'Public Works',
    track: 'permanent',
    office: null,
    login: 'operator',
  },
  ranger: {
    name: 'Tess Calloway',
    title: 'Park Ranger',
    department: 'Parks and Recreation',
    track: 'permanent',
    office: null,
    login: 'ranger',
  },
  dispatcher: {
    name: 'Victor Amsel',
    title: 'Dispatcher',
    department: 'Police',
    track: 'collective-agreement',
    office: null,
    login: 'dispatcher',
  },
} as const satisfies Record<string, DemoPerson>;
export type CastMember = keyof typeof cast;

/**
 * Carries out a command as a member of the cast, or as Casebook itself while the city is being set
 * up.
 */
export type ActAs = <C extends object>(who: CastMember | 'system', command: new () => C, fields: Partial<C>) => Promise<Receipt>;
