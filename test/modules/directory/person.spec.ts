import {
  departmentOf,
  EmploymentTrackChanged,
  OfficeEnded,
  officesOn,
  PersonLeft,
  PersonReturned,
  PersonTransferred,
  people,
  trackOn,
} from '../../../src/modules/directory/person.js';
import { isSuperior } from '../../../src/modules/directory/superior.js';
import { today } from '../../kit/given.js';
import { assigned, entered, parks, person, police } from './people.js';

const names = (...parameters: Parameters<typeof officesOn>) => officesOn(...parameters).map(({ office }) => office);

describe('the offices of a person on a day', () => {
  const sam = person(
    'sam',
    entered(),
    assigned('Designee', { department: parks, from: '2021-01-01', until: '2021-12-31' }),
    assigned('City Clerk', { from: '2021-06-01' }),
  );

  it('are those whose days cover it, the first and the last day counted in', () => {
    expect(names(sam, '2020-12-31')).toEqual(['Employee']);
    expect(officesOn(sam, '2021-01-01')).toEqual([{ office: 'Designee', department: parks }, { office: 'Employee' }]);
    expect(names(sam, '2021-12-31')).toEqual(['City Clerk', 'Designee', 'Employee']);
    expect(names(sam, '2022-01-01')).toEqual(['City Clerk', 'Employee']);
  });

  it('are none before service, after it, and for nobody', () => {
    const gone = person('sam', entered(), assigned('HR'), PersonLeft({ on: today, ends: [assigned('HR').data.assignmentId] }));
    expect(names(gone, '2019-12-31')).toEqual([]);
    expect(names(gone, today)).toEqual(['HR', 'Employee']);
    expect(names(gone, '2026-03-03')).toEqual([]);
    expect(officesOn(people.initial, today)).toEqual([]);
  });

  it('do not come back with a person who returns', () => {
    const back = person(
      'sam',
      entered(),
      assigned('HR'),
      PersonLeft({ on: '2024-06-30', ends: [assigned('HR').data.assignmentId] }),
      PersonReturned({ from: '2025-01-01', track: 'probationary', department: police }),
    );
    expect(names(back, '2024-06-30')).toEqual(['HR', 'Employee']);
    expect(names(back, '2024-12-31')).toEqual([]);
    expect(names(back, '2025-01-01')).toEqual(['Employee']);
    expect(back).toMatchObject({ status: 'in-service' });
    expect([trackOn(back, '2024-06-30'), trackOn(back, '2025-01-01')]).toEqual(['permanent', 'probationary']);
    expect([departmentOf(back, '2024-06-30'), departmentOf(back, '2025-01-01')]).toEqual([parks, police]);
  });

  it('leave out one that was called off', () => {
    const later = assigned('HR', { from: '2026-04-01' });
    const called = person('sam', entered(), later, OfficeEnded({ assignmentId: later.data.assignmentId, until: today }));
    expect(names(called, '2026-04-01')).toEqual(['Employee']);
  });
});

describe('the track and the department of a person', () => {
  it('are those of the day, corrections included', () => {
    const sam = person(
      'sam',
      entered('probationary'),
      EmploymentTrackChanged({ track: 'permanent', from: '2021-01-01' }),
      EmploymentTrackChanged({ track: 'managerial', from: '2021-01-01' }),
      PersonTransferred({ department: null, from: '2022-01-01' }),
    );
    expect(['2019-12-31', '2020-12-31', '2021-01-01'].map((day) => trackOn(sam, day))).toEqual([undefined, 'probationary', 'managerial']);
    expect(['2021-12-31', '2022-01-01'].map((day) => departmentOf(sam, day))).toEqual([parks, undefined]);
    expect([trackOn(people.initial, today), departmentOf(people.initial, today)]).toEqual([undefined, undefined]);
  });
});

describe('who stands above whom', () => {
  const manager = person('cara', entered('managerial', null), assigned('City Manager', { until: '2026-12-31' }));
  const acting = person('ada', entered('managerial', parks), assigned('City Manager', { acting: true }));
  const director = person('dana', entered('managerial', parks), assigned('Director', { department: parks }));
  const actingDirector = person('dora', entered('permanent', parks), assigned('Director', { department: parks, acting: true }));
  const gardener = person('sam', entered('permanent', parks));
  const officer = person('olu', entered('police', police));
  const councils = person('cleo', entered('appointed-by-council', null), assigned('City Clerk'));
  const managers = person('clem', entered('managerial', null), assigned('City Clerk'));
  const elected = person('ella', entered('elected-official', null));
  const above = (a: typeof manager, b: typeof manager, day = today) => isSuperior(a, b, day);

  it('a City Manager above everyone, acting or not', () => {
    for (const other of [director, gardener, officer, managers])
      expect([above(manager, other), above(acting, other)]).toEqual([true, true]);
  });
  it('a City Manager not above one whom Council appointed, nor the elected', () =>
    expect([above(manager, councils), above(manager, elected)]).toEqual([false, false]));
  it('nobody above a City Manager', () =>
    expect([above(director, acting), above(acting, manager), above(manager, acting), above(manager, manager)]).toEqual([
      false,
      false,
      false,
      false,
    ]));
  it('a director above the people of the department alone', () =>
    expect([above(director, gardener), above(director, officer), above(gardener, director)]).toEqual([true, false, false]));
  it('two directors of one department side by side', () =>
    expect([above(director, actingDirector), above(actingDirector, director)]).toEqual([false, false]));
  it('on the day asked for', () => {
    expect(above(manager, gardener, '2027-01-01')).toBe(false);
    expect(above(director, manager, '2027-01-01')).toBe(false);
    expect(above(people.initial, gardener)).toBe(false);
  });
});
