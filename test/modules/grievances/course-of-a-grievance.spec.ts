import { AdvanceGrievanceHandler } from '../../../src/modules/grievances/advance-grievance.js';
import { ExhaustGrievanceHandler } from '../../../src/modules/grievances/exhaust-grievance.js';
import { GiveGrievanceCopyHandler } from '../../../src/modules/grievances/give-grievance-copy.js';
import { FlagGrievanceCopyHandler } from '../../../src/modules/grievances/mark-grievance-copy-overdue.js';
import { WithdrawGrievanceHandler } from '../../../src/modules/grievances/withdraw-grievance.js';
import {
  GrievanceCopyGiven,
  GrievanceCopyOverdue,
  GrievanceCopyOwed,
  GrievanceExhausted,
  GrievanceWithdrawn,
} from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, today } from '../../kit/given.js';
import {
  advanced,
  answeredStep,
  decidedStep,
  exhausted,
  filed,
  finalToday,
  first,
  grieved,
  grieving,
  imposedOral,
  imposedSuspension,
  modified,
  procedureOf,
  steps,
  withdrawn,
} from '../../kit/stories/grievances.js';
import { apart, caseId, hr, ofSam, recused, stateOf, subject, system, written } from '../../kit/stories/proceedings.js';

const one = { proceedingId: ofSam };

describe('taking it to the next step', () => {
  const advance = { ...one, grounds: 'And more.' };
  const next = advanced(1, { grounds: seal('And more.'), decideBy: '2026-03-23T06:00:00.000Z' });
  it('is the subject’s, or HR’s for them, after a decision against them', () => {
    for (const who of [subject, hr])
      given(...answeredStep)
        .when(AdvanceGrievanceHandler, advance, who, grieving())
        .then(next);
    given(...grieved, modified)
      .when(AdvanceGrievanceHandler, one, subject, grieving())
      .then({ ...next, data: { ...next.data, grounds: null } });
  });
  it('is possible once the step’s time has run out undecided, and not before', () => {
    given(...imposedSuspension, filed({ decideBy: now }))
      .when(AdvanceGrievanceHandler, advance, subject, grieving())
      .then(next);
    given(...grieved)
      .when(AdvanceGrievanceHandler, advance, subject, grieving())
      .refused('grievance.step-undecided');
    given(...answeredStep, advanced(3, { decideBy: null }))
      .when(AdvanceGrievanceHandler, advance, subject, grieving())
      .refused('grievance.step-undecided');
  });
  it('is refused too late', () =>
    given(...grieved, decidedStep({ advanceUntil: now }))
      .when(AdvanceGrievanceHandler, advance, subject, grieving())
      .refused('grievance.too-late'));
  it('is refused where the procedure of today has no further step', () =>
    given(...answeredStep)
      .when(AdvanceGrievanceHandler, advance, subject, grieving({ procedure: procedureOf(steps({ steps: [first] })) }))
      .refused('grievance.no-further-step'));
  it('is refused where there is no grievance', () =>
    given(...imposedSuspension)
      .when(AdvanceGrievanceHandler, advance, subject, grieving())
      .refused('grievance.none'));
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...answeredStep)
      .when(AdvanceGrievanceHandler, advance, hr, grieving({ standing: 'recused' }))
      .refused('access.not-permitted');
    given(...answeredStep)
      .when(AdvanceGrievanceHandler, advance, hr, grieving({ standing: 'walled' }))
      .refused('resource.not-found');
  });
});

describe('withdrawing it', () => {
  it('lets stand what was imposed', () => {
    for (const past of [grieved, answeredStep])
      given(...past)
        .when(WithdrawGrievanceHandler, one, subject, apart)
        .then(withdrawn, finalToday);
    given(...grieved)
      .when(WithdrawGrievanceHandler, { ...one, reasons: 'Settled in mind.' }, hr, apart)
      .then(GrievanceWithdrawn({ caseId, on: today, reasons: seal('Settled in mind.') }), finalToday);
    expect(stateOf(...grieved, withdrawn, finalToday)).toMatchObject({ status: 'final', outcome: 'withdrawn' });
  });
  it('is refused where there is none', () =>
    given(...imposedSuspension)
      .when(WithdrawGrievanceHandler, one, subject, apart)
      .refused('grievance.none'));
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...grieved)
      .when(WithdrawGrievanceHandler, one, hr, recused)
      .refused('access.not-permitted');
    given(...grieved)
      .when(WithdrawGrievanceHandler, one, hr, { ...apart, standing: 'walled' })
      .refused('resource.not-found');
  });
});

describe('exhausting it', () => {
  it('follows when it is not taken on in time', () => {
    given(...grieved, decidedStep({ advanceUntil: now }))
      .when(ExhaustGrievanceHandler, one, system)
      .then(exhausted, finalToday);
    expect(stateOf(...grieved, modified, exhausted, finalToday)).toMatchObject({
      status: 'final',
      outcome: 'modified',
      discipline: { rung: { id: 'written-warning' }, countsUntil: '2028-02-20' },
    });
    expect(stateOf(...answeredStep, exhausted, finalToday)).toMatchObject({ status: 'final', outcome: 'exhausted' });
  });
  it('follows when the procedure counts as exhausted, whatever became of the step in hand', () =>
    given(...imposedSuspension, filed({ exhaustsAt: now }))
      .when(ExhaustGrievanceHandler, one, system)
      .then(GrievanceExhausted({ caseId, on: today, because: 'time' }), finalToday));
  it('is refused before', () => {
    for (const past of [grieved, answeredStep, [...imposedSuspension, filed({ exhaustsAt: null })]])
      given(...past)
        .when(ExhaustGrievanceHandler, one, system)
        .refused('proceeding.not-lapsed');
  });
  it('is refused where no grievance is under way', () =>
    given(...imposedSuspension)
      .when(ExhaustGrievanceHandler, one, system)
      .refused('proceeding.over'));
});

describe('the copy of the procedure', () => {
  const owed = GrievanceCopyOwed({ caseId, dueAt: '2026-03-17T06:00:00.000Z' });
  const give = { ...one, service: 'certified-mail', on: today } as const;
  const copied = GrievanceCopyGiven({ caseId, on: today, service: 'certified-mail' });
  it('is given by HR, also while the grievance is under way', () => {
    for (const past of [
      [...imposedSuspension, owed],
      [...imposedSuspension, owed, filed()],
    ])
      given(...past)
        .when(GiveGrievanceCopyHandler, give, hr, apart)
        .then(copied);
  });
  it('is refused where none is owed, twice, on a day to come or before the proceeding', () => {
    given(...imposedOral)
      .when(GiveGrievanceCopyHandler, give, hr, apart)
      .refused('grievance.no-copy-owed');
    given(...imposedSuspension, owed, copied)
      .when(GiveGrievanceCopyHandler, give, hr, apart)
      .refused('grievance.copy-given');
    given(...imposedSuspension, owed)
      .when(GiveGrievanceCopyHandler, { ...give, on: '2026-03-03' }, hr, apart)
      .refused('proceeding.day-in-future', ['on']);
    given(...imposedSuspension, owed)
      .when(GiveGrievanceCopyHandler, { ...give, on: '2026-02-01' }, hr, apart)
      .refused('proceeding.day-too-early', ['on']);
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...imposedSuspension, owed)
      .when(GiveGrievanceCopyHandler, give, hr, recused)
      .refused('access.not-permitted');
    given(...imposedSuspension, owed)
      .when(GiveGrievanceCopyHandler, give, hr, { ...apart, standing: 'walled' })
      .refused('resource.not-found');
  });
  it('shows as overdue once its time has run out, and may still be given', () => {
    const due = GrievanceCopyOwed({ caseId, dueAt: now });
    const overdue = GrievanceCopyOverdue({ caseId, wasDueAt: now });
    given(...imposedSuspension, due)
      .when(FlagGrievanceCopyHandler, one, system)
      .then(overdue);
    given(...imposedSuspension, due, overdue)
      .when(GiveGrievanceCopyHandler, give, hr, apart)
      .then(copied);
  });
  it('is not overdue before, nor once it was given, nor where none is owed', () => {
    given(...imposedSuspension, owed)
      .when(FlagGrievanceCopyHandler, one, system)
      .refused('proceeding.not-lapsed');
    given(...imposedSuspension, owed, copied)
      .when(FlagGrievanceCopyHandler, one, system)
      .refused('grievance.copy-given');
    given(...imposedSuspension)
      .when(FlagGrievanceCopyHandler, one, system)
      .refused('grievance.no-copy-owed');
  });
});

it('what was modified keeps the day on which it was imposed', () =>
  expect(stateOf(...grieved, modified)).toMatchObject({
    status: 'grievance-answered',
    discipline: { imposedOn: '2026-02-20', rung: { id: written.id } },
  }));
