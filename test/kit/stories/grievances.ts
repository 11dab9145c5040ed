import type { GrievanceFacts } from '../../../src/modules/discipline/grievance-steps.js';
import { GrievanceStepsSet, LadderSet, procedure } from '../../../src/modules/procedure/procedure.js';
import {
  DisciplineBecameFinal,
  GrievanceAdvanced,
  GrievanceDecided,
  GrievanceExhausted,
  GrievanceFiled,
  GrievanceWithdrawn,
} from '../../../src/modules/proceedings/proceeding.js';
import type { DataOf, NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored, today } from '../given.js';
import type { Involved } from '../standing.js';
import { caseId, imposed, ladder, oral, proposed, suspension, sustained, written } from './proceedings.js';

/**
 * HR, then the City Manager, then Council, then an arbitrator. The arbitrator's step counts
 * business days and has no limit.
 */
export const [first, second, council, arbitration] = [
  { name: 'Human Resources', hears: 'HR' as const, outside: null, fileDays: 14, decideDays: 14, counts: 'calendar' as const },
  { name: 'City Manager', hears: 'City Manager' as const, outside: null, fileDays: 10, decideDays: 20, counts: 'calendar' as const },
  { name: 'Council', hears: 'Council' as const, outside: null, fileDays: 10, decideDays: 30, counts: 'calendar' as const },
  { name: 'Arbitration', hears: null, outside: 'An arbitrator', fileDays: 5, decideDays: null, counts: 'business' as const },
];
export const steps = (change: Partial<DataOf<typeof GrievanceStepsSet>> = {}) =>
  GrievanceStepsSet({
    track: 'permanent',
    effectiveFrom: '2020-01-01',
    instrument: 'Handbook',
    steps: [first, second, council, arbitration],
    exhaustedAfter: 90,
    copyRungs: ['suspension'],
    copyWithin: 14,
    ...change,
  });
/** HR, then an arbitrator, both with business days. */
export const arbitrationLast = steps({ steps: [{ ...first, counts: 'business' }, arbitration] }).data;
export const procedureOf = (...events: NewEvent[]) => fold(procedure, stored(events));
export const configured = procedureOf(LadderSet(ladder), steps());
export const grieving = (change: Partial<GrievanceFacts & Involved> = {}): GrievanceFacts & Involved => ({
  subjectIsSuperior: false,
  track: 'permanent',
  procedure: configured,
  ...change,
});

/**
 * A suspension that may be grieved until the end of 10 March. By default the City Manager imposed
 * it.
 */
export const window = '2026-03-11T06:00:00.000Z';
export const imposedSuspension = [...sustained, proposed(suspension), imposed(suspension, { grievableUntil: window, countsUntil: null })];
export const filed = (change: Partial<DataOf<typeof GrievanceFiled>> = {}) =>
  GrievanceFiled({
    caseId,
    on: today,
    grounds: seal('It was not me.'),
    index: 0,
    step: first,
    decideBy: '2026-03-17T06:00:00.000Z',
    exhaustsAt: '2026-06-01T06:00:00.000Z',
    ...change,
  });
export const advanced = (index: number, change: Partial<DataOf<typeof GrievanceAdvanced>> = {}) =>
  GrievanceAdvanced({
    caseId,
    on: today,
    grounds: null,
    index,
    step: [first, second, council, arbitration][index]!,
    decideBy: '2026-03-23T06:00:00.000Z',
    ...change,
  });
export const decidedStep = (change: Partial<DataOf<typeof GrievanceDecided>> = {}) =>
  GrievanceDecided({
    caseId,
    on: today,
    outcome: 'denied',
    index: 0,
    rung: null,
    countsUntil: null,
    reversed: false,
    reasons: seal('It stands.'),
    heardBy: null,
    act: null,
    advanceUntil: '2026-03-13T06:00:00.000Z',
    ...change,
  });
export const modified = decidedStep({ outcome: 'modified', rung: written, countsUntil: '2028-02-20' });
export const granted = decidedStep({ outcome: 'granted', reversed: true, advanceUntil: null });
export const withdrawn = GrievanceWithdrawn({ caseId, on: today, reasons: null });
export const exhausted = GrievanceExhausted({ caseId, on: today, because: 'not-taken-on' });
export const finalToday = DisciplineBecameFinal({ caseId, on: today });
export const grieved = [...imposedSuspension, filed()];
export const answeredStep = [...grieved, decidedStep()];
export const imposedOral = [...sustained, proposed(oral), imposed(oral)];
