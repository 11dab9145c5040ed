import { counted, daysBetween, deadlinesOfDay, dueIn, isBusinessDay, lastDay } from '../../../src/modules/procedure/deadlines.js';
import { defaultProcedure } from '../../../src/modules/procedure/procedure.defaults.js';
import { DeadlinesSet, HolidaysSet, procedure, procedureId } from '../../../src/modules/procedure/procedure.js';
import { fold } from '../../../src/platform/events/stream.js';
import { stored } from '../../kit/given.js';
import { hr, readsOf } from '../../kit/stories/proceedings.js';

const holidays = new Set(defaultProcedure.holidays(2026).holidays.map(({ day }) => day));
const business = (businessDays: number) => ({ businessDays, holidays });
const timeZone = 'America/Denver';

describe('counting days', () => {
  it('begins with the day after', () => {
    expect(lastDay('2026-03-02', 1)).toBe('2026-03-03');
    expect(lastDay('2026-03-02', business(1))).toBe('2026-03-03');
  });
  it('counts every day of the calendar, holidays and leap days too', () => {
    expect(lastDay('2026-12-20', 14)).toBe('2027-01-03');
    expect(lastDay('2028-02-28', 2)).toBe('2028-03-01');
    expect(lastDay('2026-03-02', 0)).toBe('2026-03-02');
  });
  it.each([
    ['a Friday', '2026-03-06', 1, '2026-03-09'],
    ['a Saturday', '2026-03-07', 1, '2026-03-09'],
    ['a Sunday', '2026-03-08', 1, '2026-03-09'],
    ['over one weekend', '2026-03-04', 5, '2026-03-11'],
    ['over two weekends', '2026-03-02', 10, '2026-03-16'],
  ])('leaves weekends out of business days, from %s', (_, from, days, last) => expect(lastDay(from, business(days))).toBe(last));
  it.each([
    ['Thanksgiving and its Friday, which is none', '2026-11-24', 2, '2026-11-27'],
    ['Christmas on a Friday', '2026-12-24', 1, '2026-12-28'],
    ['New Year’s Day', '2025-12-31', 1, '2026-01-02'],
    ['a holiday on the day itself, which is not counted anyway', '2026-05-25', 1, '2026-05-26'],
  ])('leaves holidays out of business days: %s', (_, from, days, last) => expect(lastDay(from, business(days))).toBe(last));
  it('counts a holiday of a year that none were set for', () =>
    expect(lastDay('2026-12-31', { businessDays: 1, holidays })).toBe('2027-01-01'));
  it('knows a business day', () =>
    expect(['2026-07-02', '2026-07-03', '2026-07-04', '2026-07-05', '2026-09-07'].map((day) => isBusinessDay(day, holidays))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]));
  it('counts the days between two, over a change of the clock', () => {
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2);
    expect(daysBetween('2026-03-02', '2026-03-02')).toBe(0);
  });
});

describe('when a time is up', () => {
  it('is the end of its last day in the city, in winter and in summer time', () => {
    expect(dueIn(1, { today: '2026-03-02', timeZone })).toBe('2026-03-04T07:00:00.000Z');
    expect(dueIn(1, { today: '2026-07-06', timeZone })).toBe('2026-07-08T06:00:00.000Z');
  });
  it('is an hour earlier, or later, on the day on which the clock changes', () => {
    expect(dueIn(1, { today: '2026-03-06', timeZone })).toBe('2026-03-08T07:00:00.000Z');
    expect(dueIn(1, { today: '2026-03-07', timeZone })).toBe('2026-03-09T06:00:00.000Z');
    expect(dueIn(1, { today: '2026-10-30', timeZone })).toBe('2026-11-01T06:00:00.000Z');
    expect(dueIn(1, { today: '2026-10-31', timeZone })).toBe('2026-11-02T07:00:00.000Z');
  });
  it('follows business days over the change of the clock', () =>
    expect(dueIn(business(2), { today: '2026-03-05', timeZone })).toBe('2026-03-10T06:00:00.000Z'));
});

describe('how a deadline is counted', () => {
  const set = (effectiveFrom: string, names: ReturnType<typeof defaultProcedure.deadlines>['business']) =>
    DeadlinesSet({ ...defaultProcedure.deadlines(effectiveFrom), business: names });
  const year = HolidaysSet({ year: 2026, instrument: 'R', holidays: [{ day: '2026-03-03', name: 'A day' }] });
  const log = stored([set('2026-01-01', []), set('2026-03-01', ['triage', 'response']), year], `procedure-${procedureId}`);
  const state = fold(procedure, log);

  it('is by the calendar unless the deadlines of the day say otherwise', () => {
    expect(counted('response', 7, state, '2026-02-28')).toBe(7);
    expect(counted('grievance', 14, state, '2026-03-02')).toBe(14);
    expect(counted('response', 7, procedure.initial, '2026-03-02')).toBe(7);
  });
  it('is in business days, without the city’s holidays, where they name it', () =>
    expect(lastDay('2026-03-02', counted('response', 2, state, '2026-03-02'))).toBe('2026-03-05'));
  it('is known for each step of a case', async () => {
    const then = await deadlinesOfDay('2026-02-28', readsOf(log, hr));
    const now = await deadlinesOfDay('2026-03-02', readsOf(log, hr));
    expect([then?.triage, then?.answer]).toEqual([5, 7]);
    expect(now?.answer).toBe(7);
    expect(dueIn(now!.triage, { today: '2026-03-02', timeZone })).toBe('2026-03-11T06:00:00.000Z');
    expect(await deadlinesOfDay('2025-12-31', readsOf(log, hr))).toBeUndefined();
  });
});
