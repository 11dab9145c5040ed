import { countable } from '../../../src/modules/discipline/discipline-guards.js';
import { grievableUntil } from '../../../src/modules/discipline/grievance-steps.js';
import { DecideGrievanceHandler } from '../../../src/modules/grievances/decide-grievance.js';
import { FileGrievanceHandler } from '../../../src/modules/grievances/file-grievance.js';
import { procedure } from '../../../src/modules/procedure/procedure.js';
import { GrievanceExhausted } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, now, today } from '../../kit/given.js';
import {
  advanced,
  answeredStep,
  arbitration,
  configured,
  council,
  decidedStep,
  filed,
  finalToday,
  granted,
  grieved,
  grieving,
  imposedSuspension,
  modified,
  procedureOf,
  second,
  steps,
  window,
} from '../../kit/stories/grievances.js';
import {
  caseId,
  clerk,
  coaching,
  director,
  hr,
  imposed,
  manager,
  ofSam,
  sam,
  stateOf,
  stranger,
  subject,
  suspension,
  sustained,
  written,
} from '../../kit/stories/proceedings.js';

const grounds = 'It was not me.';
const file = { proceedingId: ofSam, grounds };
const time = { today, timeZone: 'America/Denver' };
const one = { proceedingId: ofSam };
const reasons = 'It stands.';
const deny = { ...one, outcome: 'denied', reasons } as const;
const later = (at: string, index = 1) => advanced(index, { decideBy: at });

describe('until when discipline may be grieved', () => {
  it('is the first step’s days, or the rung’s where no steps are set', () => {
    expect(grievableUntil(suspension, 'City Manager', 'permanent', configured, time)).toBe('2026-03-17T06:00:00.000Z');
    expect(grievableUntil(suspension, 'City Manager', 'fire', configured, time)).toBe('2026-03-13T06:00:00.000Z');
    expect(grievableUntil(suspension, 'City Manager', 'permanent', procedure.initial, time)).toBe('2026-03-13T06:00:00.000Z');
  });
  it('passes over a step heard by whoever imposed it', () =>
    expect(grievableUntil(suspension, 'HR', 'permanent', configured, time)).toBe('2026-03-13T06:00:00.000Z'));
  it('is never where the rung cannot be grieved', () =>
    expect(grievableUntil(coaching, 'Director', 'permanent', configured, time)).toBeNull());
});

describe('filing a grievance', () => {
  it('is the subject’s, or HR’s for them', () => {
    for (const who of [subject, hr])
      given(...imposedSuspension)
        .when(FileGrievanceHandler, file, who, grieving())
        .then(filed());
    for (const who of [manager, director, stranger])
      given(...imposedSuspension)
        .when(FileGrievanceHandler, file, who, grieving())
        .refused('access.not-permitted');
  });
  it('takes the procedure in force today for the subject’s track of today', () => {
    const fire = procedureOf(steps({ track: 'fire', steps: [arbitration], exhaustedAfter: null }));
    given(...imposedSuspension)
      .when(FileGrievanceHandler, file, subject, grieving({ track: 'fire', procedure: fire }))
      .then(filed({ step: arbitration, decideBy: null, exhaustsAt: null }));
    given(...imposedSuspension)
      .when(FileGrievanceHandler, file, subject, grieving({ track: undefined }))
      .then(filed());
  });
  it('passes over a step heard by the office that imposed it', () => {
    const managersFirst = procedureOf(steps({ steps: [{ ...second, hears: 'HR' }, council] }));
    const byHr = [
      ...imposedSuspension.slice(0, -1),
      imposed(suspension, { grievableUntil: window, act: { meetingOn: today, motion: 'M-1' } }),
    ];
    given(...byHr)
      .when(FileGrievanceHandler, file, subject, grieving({ procedure: procedureOf(steps({ steps: [council, arbitration] })) }))
      .then(filed({ index: 1, step: arbitration, decideBy: null }));
    given(...byHr)
      .when(FileGrievanceHandler, file, subject, grieving({ procedure: managersFirst }))
      .then(filed({ step: { ...second, hears: 'HR' }, decideBy: '2026-03-23T06:00:00.000Z' }));
  });
  it('is refused twice', () => {
    for (const past of [grieved, answeredStep])
      given(...past)
        .when(FileGrievanceHandler, file, subject, grieving())
        .refused('grievance.under-way');
  });
  it('is refused where there is nothing to grieve', () => {
    for (const past of [sustained, [...imposedSuspension, finalToday]])
      given(...past)
        .when(FileGrievanceHandler, file, subject, grieving())
        .refused('grievance.nothing-to-grieve');
  });
  it('is refused once its time has run out', () =>
    given(...imposedSuspension.slice(0, -1), imposed(suspension, { grievableUntil: now }))
      .when(FileGrievanceHandler, file, subject, grieving())
      .refused('grievance.too-late'));
  it('is refused where the city has set no steps', () =>
    given(...imposedSuspension)
      .when(FileGrievanceHandler, file, subject, grieving({ procedure: procedure.initial }))
      .refused('grievance.no-steps'));
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...imposedSuspension)
      .when(FileGrievanceHandler, file, hr, grieving({ standing: 'recused' }))
      .refused('access.not-permitted');
    given(...imposedSuspension)
      .when(FileGrievanceHandler, file, hr, grieving({ standing: 'walled' }))
      .refused('resource.not-found');
  });
});

describe('deciding a step', () => {
  it('is who hears it: against the subject it may go on, until its time runs out', () =>
    given(...grieved)
      .when(DecideGrievanceHandler, deny, hr, grieving())
      .then(decidedStep()));
  it('is nobody else’s', () => {
    for (const who of [manager, clerk, director, stranger, subject])
      given(...grieved)
        .when(DecideGrievanceHandler, deny, who, grieving())
        .refused('access.not-permitted');
  });
  it('modifies what was imposed to a lighter rung', () =>
    given(...grieved)
      .when(DecideGrievanceHandler, { ...deny, outcome: 'modified', rung: 'written-warning' }, hr, grieving())
      .then(modified));
  it('reverses it where it is granted, for good', () => {
    given(...grieved)
      .when(DecideGrievanceHandler, { ...deny, outcome: 'granted' }, hr, grieving())
      .then(granted, finalToday);
    const state = stateOf(...grieved, granted, finalToday);
    expect(state.status).toBe('reversed');
    expect(countable(state, sam, today)).toBeUndefined();
  });
  it('ends with a settlement, on terms, with a lighter rung, or with nothing of it', () => {
    const settle = { ...deny, outcome: 'settled' } as const;
    const settled = (change: object) => decidedStep({ outcome: 'settled', advanceUntil: null, ...change });
    given(...grieved)
      .when(DecideGrievanceHandler, settle, hr, grieving())
      .then(settled({}), finalToday);
    given(...grieved)
      .when(DecideGrievanceHandler, { ...settle, rung: 'written-warning' }, hr, grieving())
      .then(settled({ rung: written, countsUntil: '2028-02-20' }), finalToday);
    given(...grieved)
      .when(DecideGrievanceHandler, { ...settle, withdrawn: true }, hr, grieving())
      .then(settled({ reversed: true }), finalToday);
    expect(stateOf(...grieved, settled({}), finalToday)).toMatchObject({ status: 'final', outcome: 'settled' });
  });
  it('exhausts the procedure at the last step', () => {
    const last = [...answeredStep, advanced(3, { decideBy: null })];
    given(...last)
      .when(DecideGrievanceHandler, { ...deny, heardBy: 'A. Rbitrator' }, hr, grieving())
      .then(
        decidedStep({ index: 3, heardBy: seal('A. Rbitrator'), advanceUntil: null }),
        GrievanceExhausted({ caseId, on: today, because: 'no-further-step' }),
        finalToday,
      );
  });
  it('is Council’s by an act that the City Clerk enters, whoever the subject is', () => {
    const before = [...answeredStep, later('2026-04-01T06:00:00.000Z', 2)];
    const act = { meetingOn: '2026-03-01', motion: 'M-9' };
    given(...before)
      .when(DecideGrievanceHandler, { ...deny, act }, clerk, grieving({ subjectIsSuperior: true }))
      .then(decidedStep({ index: 2, act, advanceUntil: '2026-03-10T06:00:00.000Z' }));
    given(...before)
      .when(DecideGrievanceHandler, deny, clerk, grieving())
      .refused('proceeding.act-missing');
    given(...before)
      .when(DecideGrievanceHandler, { ...deny, act: { ...act, meetingOn: '2026-03-03' } }, clerk, grieving())
      .refused('proceeding.day-in-future', ['act.meetingOn']);
    given(...grieved)
      .when(DecideGrievanceHandler, { ...deny, act }, hr, grieving())
      .refused('proceeding.act-misplaced');
  });
  it('names who heard it outside the city, and nobody where the city hears it', () => {
    given(...answeredStep, advanced(3))
      .when(DecideGrievanceHandler, deny, hr, grieving())
      .refused('grievance.hearer-missing');
    given(...grieved)
      .when(DecideGrievanceHandler, { ...deny, heardBy: 'A.' }, hr, grieving())
      .refused('grievance.hearer-misplaced', ['heardBy']);
  });
  it('is nobody’s against a decision of their own, of the discipline or of a step before', () => {
    // The events of the specs were all done by `someone`.
    const who = caller('someone', 'HR', 'City Manager');
    given(...grieved)
      .when(DecideGrievanceHandler, deny, who, grieving())
      .refused('grievance.own-decision');
    given(...answeredStep, advanced(1))
      .when(DecideGrievanceHandler, deny, who, grieving())
      .refused('grievance.own-decision');
    given(...answeredStep, advanced(3))
      .when(DecideGrievanceHandler, { ...deny, heardBy: 'A.' }, who, grieving())
      .then(
        decidedStep({ index: 3, heardBy: seal('A.'), advanceUntil: null }),
        GrievanceExhausted({ caseId, on: today, because: 'no-further-step' }),
        finalToday,
      );
  });
  it('is not for a reporter, a witness, the subject, or somebody below them', () => {
    for (const change of [{ standing: 'recused' as const }, { subjectIsSuperior: true }])
      given(...grieved)
        .when(DecideGrievanceHandler, deny, hr, grieving(change))
        .refused('access.not-permitted');
    given(...grieved)
      .when(DecideGrievanceHandler, deny, caller(sam, 'HR'), grieving())
      .refused('access.not-permitted');
    given(...grieved)
      .when(DecideGrievanceHandler, deny, hr, grieving({ standing: 'walled' }))
      .refused('resource.not-found');
  });
  it('is refused where no step is in hand', () => {
    given(...answeredStep)
      .when(DecideGrievanceHandler, deny, hr, grieving())
      .refused('grievance.none');
  });
  it('names a rung where one stands instead, lighter than what was imposed, on the ladder in force', () => {
    const modify = { ...deny, outcome: 'modified' } as const;
    const refusedWith = (command: object, code: string, fields: string[], facts = grieving()) =>
      given(...grieved)
        .when(DecideGrievanceHandler, { ...deny, ...command }, hr, facts)
        .refused(code as 'grievance.rung-missing', fields);
    refusedWith(modify, 'grievance.rung-missing', ['rung']);
    refusedWith({ ...deny, rung: 'written-warning' }, 'grievance.rung-misplaced', ['rung']);
    refusedWith({ outcome: 'granted', withdrawn: true }, 'grievance.rung-misplaced', ['withdrawn']);
    refusedWith({ outcome: 'settled', rung: 'written-warning', withdrawn: true }, 'grievance.rung-misplaced', ['rung', 'withdrawn']);
    refusedWith({ ...modify, rung: 'written-warning', withdrawn: true }, 'grievance.rung-misplaced', ['withdrawn']);
    refusedWith({ ...modify, rung: 'suspension' }, 'proceeding.not-lighter', ['rung']);
    refusedWith({ ...modify, rung: 'discharge' }, 'proceeding.not-lighter', ['rung']);
    refusedWith({ ...modify, rung: 'banishment' }, 'proceeding.no-such-rung', ['rung']);
    refusedWith({ ...modify, rung: 'written-warning' }, 'proceeding.no-ladder', [], grieving({ procedure: procedureOf(steps()) }));
  });
});
