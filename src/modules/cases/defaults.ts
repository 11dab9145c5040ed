import { type Track, tracks } from '../directory/directory.public.js';
import type { Chain, ChainLine, Deadlines, Ladder, ReportTerms } from './procedure.js';
import type { Rung } from './shapes.js';

const instrument = 'Casebook defaults, not reviewed by counsel';
const noEmployees: readonly Track[] = ['elected-official', 'volunteer', 'contractor'];

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

/** Whoever answers to Council alone is disciplined by Council. */
const byCouncil: readonly Rung[] = rungs.map((one) => ({ ...one, imposedBy: ['Council'] }));

const chain: readonly ChainLine[] = [
  { office: 'City Manager', track: null, intake: ['City Attorney'], decides: ['Council'] },
  { office: 'City Attorney', track: null, intake: ['City Manager', 'Communications Manager'], decides: ['Council'] },
  { office: null, track: 'appointed-by-council', intake: ['City Manager', 'City Attorney'], decides: ['Council'] },
  { office: null, track: 'elected-official', intake: ['City Attorney', 'City Clerk'], decides: ['Council'] },
  { office: 'City Clerk', track: null, intake: ['City Manager'], decides: ['City Manager', 'Council'] },
  { office: 'Communications Manager', track: null, intake: ['City Manager', 'City Attorney'], decides: ['City Manager', 'Council'] },
  { office: null, track: null, intake: ['Communications Manager', 'City Manager'], decides: ['City Manager', 'Council'] },
];

/** A procedure to begin with. What law and handbook say stands here as data, unverified by counsel; a city sets its own. */
export const defaultProcedure = {
  ladders: (effectiveFrom: string): Ladder[] =>
    tracks
      .filter((track) => !noEmployees.includes(track))
      .map((track) => ({ track, effectiveFrom, instrument, rungs: track === 'appointed-by-council' ? byCouncil : rungs })),
  chain: (effectiveFrom: string): Chain => ({ effectiveFrom, instrument, lines: chain }),
  deadlines: (effectiveFrom: string): Deadlines => ({
    effectiveFrom,
    instrument,
    triage: 5,
    investigation: 30,
    determination: 14,
    discipline: 30,
    answer: 7,
  }),
};

/** What holds for senders of reports until the city sets terms of its own. */
export const defaultReportTerms: ReportTerms = {
  effectiveFrom: '1970-01-01',
  instrument,
  acknowledge: 5,
  disclosure: 7,
  checkInEvery: 30,
  checkInsFor: 365,
};
