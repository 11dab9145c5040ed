import { countable } from '../../../src/modules/cases/discipline-guards.js';
import { ExpungeDisciplineHandler } from '../../../src/modules/cases/expunge-discipline.js';
import { HoldLifted, HoldPlaced } from '../../../src/modules/cases/measures.js';
import { DisciplineExpunged } from '../../../src/modules/cases/proceeding.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import { factsOf, underInvestigation } from './a-case.js';
import { finalToday, granted, grieved, imposedOral } from './grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  final,
  hr,
  id,
  manager,
  noAction,
  ofSam,
  oral,
  recused,
  sam,
  stateOf,
  subject,
  sustained,
  walled,
} from './proceedings.js';

const one = { proceedingId: ofSam };
const finalOral = [...imposedOral, final];
const order = 'Award 12, item 3.';
const expunge = { ...one, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order } as const;
const expunged = DisciplineExpunged({ caseId, on: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: seal(order) });

describe('expunging discipline', () => {
  it('is HR’s or the City Attorney’s, on an order that stays on record', () => {
    for (const who of [hr, attorney])
      for (const past of [finalOral, [...sustained, noAction], [...grieved, granted, finalToday]])
        given(...past)
          .when(ExpungeDisciplineHandler, expunge, who, apart)
          .then(expunged);
    for (const who of [manager, auditor, subject])
      given(...finalOral)
        .when(ExpungeDisciplineHandler, expunge, who, apart)
        .refused('access.not-permitted');
  });
  it('is refused before it is over, twice, and on an order to come', () => {
    given(...imposedOral)
      .when(ExpungeDisciplineHandler, expunge, hr, apart)
      .refused('proceeding.not-over');
    given(...finalOral, expunged)
      .when(ExpungeDisciplineHandler, expunge, hr, apart)
      .refused('history.expunged');
    given(...finalOral)
      .when(ExpungeDisciplineHandler, { ...expunge, orderedOn: '2026-03-03' }, hr, apart)
      .refused('proceeding.day-in-future');
  });
  it('waits while a legal hold stands on the case', async () => {
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, { ...apart, held: true })
      .refused('history.under-hold');
    const holdId = id('hold');
    const placed = HoldPlaced({ holdId, reasons: seal('A claim.') });
    const log = (...events: NewEvent[]) => [
      ...finalOral.map((event) => [`proceeding-${ofSam}`, event] as const),
      ...[...underInvestigation, ...events].map((event) => [`case-${caseId}`, event] as const),
    ];
    expect(await factsOf(ExpungeDisciplineHandler, expunge, hr, ...log(placed))).toMatchObject({ held: true });
    const lifted = HoldLifted({ holdId, reasons: seal('Settled.') });
    expect(await factsOf(ExpungeDisciplineHandler, expunge, hr, ...log(placed, lifted))).not.toHaveProperty('held');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, recused)
      .refused('access.not-permitted');
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, walled)
      .refused('resource.not-found');
  });
  it('makes it count no longer', () => {
    expect(countable(stateOf(...finalOral), sam, today)).toEqual(oral);
    expect(countable(stateOf(...finalOral, expunged), sam, today)).toBeUndefined();
  });
});
