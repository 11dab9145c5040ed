import { type Track, tracks } from '../directory/directory.public.js';
import type { GrievanceStep } from './grievance-step.js';
import { type Holiday, montanaHolidays } from './holidays.js';
import {
  type Chain,
  type ChainLine,
  type Deadlines,
  type GrievanceProcedure,
  type Ladder,
  noEmployees,
  type ReportTerms,
} from './procedure.js';
import type { Rung } from './vocabulary.js';

const instrument = 'Casebook defaults, not reviewed by counsel';

const rungs: readonly Rung[] = [
  rung('coaching', 'Coaching', 0, { discipline: false, grievanceDays: 0, countsForMonths: 12 }),
  rung('oral-warning', 'Oral warning', 10, { countsForMonths: 12 }),
  rung('written-warning', 'Written warning', 20, { countsForMonths: 24 }),
  rung('suspension', 'Suspension without pay', 30, { ...afterNotice(7), countsForMonths: 36 }),
  rung('demotion', 'Demotion', 40, { ...afterNotice(10), countsForMonths: null }),
  rung('discharge', 'Discharge', 50, { ...afterNotice(14), countsForMonths: null }),
];

function rung(id: string, name: string, order: number, differs: Partial<Rung>): Rung {
  return {
    id,
    name,
    order,
    discipline: true,
    imposedBy: ['Director', 'City Manager'],
    needsNotice: false,
    needsLegalReview: false,
    responseDays: 0,
    grievanceDays: 14,
    countsForMonths: null,
    ...differs,
  };
}

function afterNotice(responseDays: number): Partial<Rung> {
  return { imposedBy: ['City Manager'], needsNotice: true, needsLegalReview: true, responseDays };
}

/** Council disciplines a person who answers to Council alone. */
const byCouncil: readonly Rung[] = rungs.map((one) => ({ ...one, imposedBy: ['Council'] }));

/**
 * An outcome for a person who is no employee. It is no discipline, ends nobody's employment and
 * cannot be grieved.
 */
const outcome = (id: string, name: string, order: number, imposedBy: Rung['imposedBy']): Rung =>
  rung(id, name, order, { discipline: false, imposedBy, grievanceDays: 0, countsForMonths: null });
const anyHead: Rung['imposedBy'] = ['Director', 'City Manager'];
const ofNoEmployees: Partial<Record<Track, readonly Rung[]>> = {
  'elected-official': [
    outcome('reminder', 'Reminder of the policy', 0, ['Council']),
    outcome('access-withdrawn', 'Access to city sites withdrawn', 10, ['Council']),
    outcome('referral-to-council', 'Referral to Council', 20, ['Council', 'City Manager']),
    outcome('referral-to-body', 'Referral to another body', 30, ['Council', 'City Manager']),
  ],
  volunteer: [
    outcome('reminder', 'Reminder of the policy', 0, anyHead),
    outcome('access-withdrawn', 'Access to city sites withdrawn', 10, anyHead),
    outcome('service-ended', 'Service as a volunteer ended', 20, ['City Manager']),
    outcome('referral-to-body', 'Referral to another body', 30, ['City Manager']),
  ],
  contractor: [
    outcome('reminder', 'Reminder of the policy', 0, anyHead),
    outcome('access-withdrawn', 'Access to city sites withdrawn', 10, anyHead),
    outcome('contract-remedy', 'Remedy under the contract', 20, ['City Manager']),
    outcome('referral-to-body', 'Referral to another body', 30, ['City Manager']),
  ],
  unidentified: [
    outcome('access-withdrawn', 'Access to city sites withdrawn', 10, anyHead),
    outcome('referral-to-body', 'Referral to another body', 30, ['City Manager']),
  ],
};

const step = (name: string, hears: GrievanceStep['hears'], differs: Partial<GrievanceStep> = {}): GrievanceStep => ({
  name,
  hears,
  outside: null,
  fileDays: 14,
  decideDays: 14,
  counts: 'calendar',
  ...differs,
});
const handbookSteps: readonly GrievanceStep[] = [
  step('Human Resources', 'HR'),
  step('City Manager', 'City Manager'),
  step('Council', 'Council', { decideDays: 30 }),
];
const agreementSteps: readonly GrievanceStep[] = [
  step('City Manager', 'City Manager', { counts: 'business', fileDays: 10, decideDays: 10 }),
  step('Arbitration', null, { outside: 'Arbitrator under the agreement', counts: 'business', decideDays: null }),
];
const boardSteps = (board: string): readonly GrievanceStep[] => [step(board, null, { outside: board, decideDays: null })];
const stepsOf: Partial<Record<Track, readonly GrievanceStep[]>> = {
  'collective-agreement': agreementSteps,
  fire: agreementSteps,
  police: boardSteps('Police Commission'),
  'appointed-by-council': boardSteps('Hearing officer'),
};

const chain: readonly ChainLine[] = [
  { office: 'City Manager', track: null, intake: ['City Attorney'], decides: ['Council'] },
  { office: 'City Attorney', track: null, intake: ['City Manager', 'Communications Manager'], decides: ['Council'] },
  { office: null, track: 'appointed-by-council', intake: ['City Manager', 'City Attorney'], decides: ['Council'] },
  { office: null, track: 'elected-official', intake: ['City Attorney', 'City Clerk'], decides: ['Council'] },
  { office: 'City Clerk', track: null, intake: ['City Manager'], decides: ['City Manager', 'Council'] },
  { office: 'Communications Manager', track: null, intake: ['City Manager', 'City Attorney'], decides: ['City Manager', 'Council'] },
  { office: null, track: null, intake: ['Communications Manager', 'City Manager'], decides: ['City Manager', 'Council'] },
];

/**
 * An initial procedure. It has the rules of law and handbook as data. Counsel has not verified
 * them, and a city sets its own.
 */
export const defaultProcedure = {
  ladders: (effectiveFrom: string): Ladder[] =>
    tracks.map((track) => ({
      track,
      effectiveFrom,
      instrument,
      rungs: ofNoEmployees[track] ?? (track === 'appointed-by-council' ? byCouncil : rungs),
    })),
  chain: (effectiveFrom: string): Chain => ({ effectiveFrom, instrument, lines: chain }),
  deadlines: (effectiveFrom: string): Deadlines => ({
    effectiveFrom,
    instrument,
    triage: 5,
    investigation: 30,
    determination: 14,
    discipline: 30,
    answer: 7,
    business: [],
  }),
  holidays: (year: number): { year: number; instrument: string; holidays: Holiday[] } => ({
    year,
    instrument: 'MCA 1-1-216, not reviewed by counsel',
    holidays: montanaHolidays(year),
  }),
  /**
   * Under the Wrongful Discharge from Employment Act (MCA 39-2-911) a copy is due within 14 days of
   * a discharge, and the procedure counts as exhausted 90 days after its start. A collective
   * agreement replaces these terms for the employees under it.
   */
  grievances: (effectiveFrom: string): GrievanceProcedure[] =>
    tracks
      .filter((track) => !noEmployees.has(track))
      .map((track) => ({
        track,
        effectiveFrom,
        instrument,
        steps: stepsOf[track] ?? handbookSteps,
        exhaustedAfter: track === 'collective-agreement' ? null : 90,
        copyRungs: track === 'collective-agreement' ? [] : ['discharge'],
        copyWithin: track === 'collective-agreement' ? null : 14,
      })),
};

/** The terms for senders of reports until the city sets its own. */
export const defaultReportTerms: ReportTerms = {
  effectiveFrom: '1970-01-01',
  instrument,
  acknowledge: 5,
  disclosure: 7,
  checkInEvery: 30,
  checkInsFor: 365,
  checkInsWith: 'retaliation',
};
