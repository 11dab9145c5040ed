import { DepartmentEntered } from '../../../src/modules/directory/department.js';
import { departmentList, ListDepartmentsHandler } from '../../../src/modules/directory/department-list.view.js';
import { GetPersonHandler } from '../../../src/modules/directory/get-person.js';
import { ListPeople, ListPeopleHandler } from '../../../src/modules/directory/list-people.js';
import { holdersOn, ListOfficeHoldingsHandler, officeHolding } from '../../../src/modules/directory/office-holding.view.js';
import {
  EmploymentTrackChanged,
  OfficeEnded,
  PersonEntered,
  PersonLeft,
  PersonRenamed,
  PersonReturned,
  PersonTransferred,
} from '../../../src/modules/directory/person.js';
import { personList } from '../../../src/modules/directory/person-list.view.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { assigned, entered, id, parks, police, sam } from './people.js';

const kim = id('kim');
const samIs = `person-${sam}`;
const kimIs = `person-${kim}`;
const manager = assigned('City Manager', { until: '2026-06-30' });
const acting = assigned('City Manager', {
  assignmentId: id('acting'),
  from: '2026-03-01',
  until: '2026-03-05',
  acting: true,
  replaces: sam,
});
const later = assigned('HR', { assignmentId: id('later'), from: '2026-05-01' });
const log = logOf(
  [samIs, entered('managerial', null)],
  [samIs, manager],
  [kimIs, entered('probationary', parks), { recordedAt: '2026-03-02T19:00:00.001Z' }],
  [kimIs, acting],
  [kimIs, EmploymentTrackChanged({ track: 'permanent', from: '2026-04-01' })],
  [kimIs, later],
);
const employee = caller(id('eve'));
const refusalOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('the list of people', () => {
  it('folds everything dated into one row a person', () => {
    const row = rowsAfter(personList, log).get(kim)!;
    expect(row).toMatchObject({ name: 'sealed.v1.spec.Sam Rivers', title: null, department: parks, enteredAt: '2026-03-02T19:00:00.001Z' });
    expect(JSON.parse(row.dates)).toMatchObject({
      services: [{ from: '2020-01-01', until: null }],
      tracks: [{ track: 'probationary' }, { track: 'permanent', from: '2026-04-01' }],
      assignments: [acting.data, later.data],
    });
  });

  it('agrees with the person’s own stream after every event', async () => {
    const whole = logOf(
      ...log.map((event) => [event.stream, event, event] as const),
      [kimIs, OfficeEnded({ assignmentId: id('later'), until: '2026-03-02' })],
      [kimIs, PersonRenamed({ name: seal('Kim Brook'), title: null })],
      [kimIs, PersonTransferred({ department: police, from: '2026-02-01' })],
      [kimIs, PersonLeft({ on: '2026-03-04', ends: [id('acting')] })],
      [kimIs, PersonReturned({ from: '2026-03-20', track: 'volunteer', department: null })],
    );
    for (let length = 3; length <= whole.length; length += 1) {
      const prefix = whole.slice(0, length);
      for (const moment of ['2026-03-02T19:00:00Z', '2026-03-10T19:00:00Z', '2026-05-02T19:00:00Z']) {
        const { items } = (await ask(ListPeopleHandler, {}, caller('h', 'HR'), prefix, { moment })) as { items: { id: string }[] };
        const one = await ask(GetPersonHandler, { personId: kim }, caller('h', 'HR'), prefix, { moment });
        expect(one).toMatchObject(items.find((item) => item.id === kim)!);
      }
    }
  });

  it('shows offices as of the day, and whether someone is in service', async () => {
    const gone = logOf(...log.map((event) => [event.stream, event, event] as const), [
      samIs,
      PersonLeft({ on: '2026-03-09', ends: [manager.data.assignmentId] }),
    ]);
    const shown = async (moment: string) =>
      ((await ask(ListPeopleHandler, {}, employee, gone, { moment })) as { items: { inService: boolean; offices: unknown[] }[] }).items.map(
        ({ inService, offices }) => [inService, offices.length],
      );
    expect(await shown('2026-03-02T19:00:00Z')).toEqual([
      [true, 1],
      [true, 1],
    ]);
    // Still the last day in Kalispell, while it is the next one in Greenwich.
    expect(await shown('2026-03-10T05:00:00Z')).toEqual([
      [true, 1],
      [true, 0],
    ]);
    expect(await shown('2026-03-10T19:00:00Z')).toEqual([
      [false, 0],
      [true, 0],
    ]);
  });

  it('answers one department', async () =>
    expect(await ask(ListPeopleHandler, { department: parks }, employee, log)).toMatchObject({ items: [{ id: kim }], next: null }));

  it('shows employment tracks to those whom they concern', async () => {
    const tracks = async (who: typeof employee) =>
      ((await ask(ListPeopleHandler, {}, who, log)) as { items: { track: string | null }[] }).items.map(({ track }) => track);
    for (const office of ['HR', 'City Manager', 'City Attorney', 'Auditor'] as const)
      expect(await tracks(caller('x', office))).toEqual(['managerial', 'probationary']);
    expect(await tracks(caller('x', 'IT Director', 'Director', 'Communications Manager'))).toEqual([null, null]);
    expect(await tracks(caller(kim))).toEqual([null, 'probationary']);
  });
});

describe('people who are looked for', () => {
  const [ana, lee, zoe] = [id('ana'), id('lee'), id('zoe')];
  const person = (name: string, title: string | null = null, department: string | null = parks) =>
    PersonEntered({ name: seal(name), title: title === null ? null : seal(title), department, track: 'permanent', from: '2020-01-01' });
  const renamed = PersonRenamed({ name: seal('Ana Núñez-Brook'), title: null });
  const people = logOf(
    [`person-${zoe}`, person('Zoë Ash', 'Gardener')],
    [`person-${lee}`, person('Lee Brook', null, police)],
    [`person-${lee}`, assigned('City Attorney', { until: '2026-03-05' })],
    [`person-${ana}`, person('Ana Marsh')],
    [`person-${ana}`, renamed],
    [`person-${zoe}`, PersonLeft({ on: '2026-03-01', ends: [] })],
  );
  type Shown = { items: { id: string }[]; next: string | null };
  const asked = async (query: object, log = people, moment = '2026-03-04T19:00:00Z') =>
    (await ask(ListPeopleHandler, { limit: 50, ...query }, employee, log, { moment })) as Shown;
  const found = async (...given: Parameters<typeof asked>) => (await asked(...given)).items.map((one) => one.id);

  it('are found by the beginning of any word of their name, without case and accents', async () => {
    expect(await found({ q: 'nun' })).toEqual([ana]);
    expect(await found({ q: 'ZOE' })).toEqual([zoe]);
    expect(await found({ q: 'bro' })).toEqual([ana, lee]);
    expect(await found({ q: 'bro l' })).toEqual([lee]);
    expect(await found({ q: 'rook' })).toEqual([]);
  });

  it('are found by their title, and by an office that they hold on the day', async () => {
    expect(await found({ q: 'garden' })).toEqual([zoe]);
    expect(await found({ q: 'attorney' })).toEqual([lee]);
    expect(await found({ q: 'attorney' }, people, '2026-03-10T19:00:00Z')).toEqual([]);
  });

  it('are found by the name of the moment shown', async () => {
    expect(await found({ q: 'marsh' })).toEqual([]);
    expect(await found({ q: 'marsh' }, people.slice(0, 4))).toEqual([ana]);
  });

  it('come in service first, then by name, page by page', async () => {
    const ids = [zoe, lee, ana];
    expect(await found({ ids })).toEqual([ana, lee, zoe]);
    expect(await found({ ids, department: parks })).toEqual([ana, zoe]);
    const first = await asked({ ids, limit: 2 });
    expect(first.items.map((one) => one.id)).toEqual([ana, lee]);
    expect(await found({ ids, limit: 2, cursor: first.next })).toEqual([zoe]);
    expect((await asked({ ids, limit: 3 })).next).toBeNull();
  });

  it('are named by ids; one that nobody has is left out', async () => expect(await found({ ids: [lee, lee, parks] })).toEqual([lee]));

  it('are not looked for without a letter or a digit', () =>
    expect(ask(ListPeopleHandler, { q: ' – ' }, employee, people)).rejects.toMatchObject({ code: 'person.no-words' }));

  it.each([
    ['no id', { ids: 'Sam' }],
    ['an empty one', { ids: `${sam},` }],
    ['more than a hundred', { ids: Array.from({ length: 101 }, (_, at) => id(`p${at}`)) }],
    ['nothing', { ids: '' }],
  ])('are refused where the ids are %s', (_, given) =>
    expect(refusalOf(() => instanceOf(ListPeople, given))).toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ field: 'ids' }] },
    }),
  );

  it('may be given with commas between them, and repeated', () =>
    expect(instanceOf(ListPeople, { ids: [`${ana},${lee}`, zoe] }).ids).toEqual([ana, lee, zoe]));
});

describe('one person', () => {
  it('is shown with everything dated', async () =>
    expect(await ask(GetPersonHandler, { personId: kim }, caller(kim), log)).toEqual({
      id: kim,
      name: 'sealed.v1.spec.Sam Rivers',
      title: null,
      department: parks,
      inService: true,
      offices: [{ office: 'City Manager', department: null, acting: true }],
      track: 'probationary',
      assignments: [acting.data, later.data],
      departments: [{ department: parks, from: '2020-01-01' }],
      services: [{ from: '2020-01-01', until: null }],
      tracks: [
        { track: 'probationary', from: '2020-01-01' },
        { track: 'permanent', from: '2026-04-01' },
      ],
    }));
  it('is shown to others without the terms of service', async () =>
    expect(await ask(GetPersonHandler, { personId: kim }, employee, log)).toMatchObject({ track: null, services: null, tracks: null }));
  it('is not found where nobody was entered', async () =>
    expect(ask(GetPersonHandler, { personId: parks }, employee, log)).rejects.toMatchObject({ code: 'resource.not-found' }));
});

describe('who holds which office', () => {
  it('is one row an assignment', () =>
    expect(rowsAfter(officeHolding, log).get(id('acting'))).toEqual({
      person: kim,
      office: 'City Manager',
      department: null,
      fromDay: '2026-03-01',
      untilDay: '2026-03-05',
      acting: true,
      replaces: sam,
    }));

  it('ends with the assignment and with the service, and forgets what was called off', () => {
    const rows = rowsAfter(
      officeHolding,
      logOf(
        ...log.map((event) => [event.stream, event, event] as const),
        [samIs, OfficeEnded({ assignmentId: manager.data.assignmentId, until: '2026-04-30' })],
        [kimIs, PersonLeft({ on: '2026-03-03', ends: [id('acting'), id('later')] })],
      ),
    );
    expect([...rows].map(([key, { untilDay }]) => [key, untilDay])).toEqual([
      [manager.data.assignmentId, '2026-04-30'],
      [id('acting'), '2026-03-03'],
    ]);
  });

  it('answers by office and by person, with what is in effect on the day', async () => {
    const asked = async (query: object) =>
      ((await ask(ListOfficeHoldingsHandler, query, employee, log)) as { items: { assignmentId: string; inEffect: boolean }[] }).items.map(
        ({ assignmentId, inEffect }) => [assignmentId, inEffect],
      );
    expect(await asked({ office: 'City Manager' })).toEqual([
      [manager.data.assignmentId, true],
      [id('acting'), true],
    ]);
    expect(await asked({ person: kim })).toEqual([
      [id('acting'), true],
      [id('later'), false],
    ]);
    expect(await asked({ office: 'HR', person: kim })).toEqual([[id('later'), false]]);
    expect(await asked({})).toHaveLength(3);
  });

  it('names the holders on a day, an acting one first', async () => {
    const rows = [...rowsAfter(officeHolding, log)].map(([key, row]) => ({ key, ...row }));
    const all = { all: async ({ office }: { office?: string }) => rows.filter((row) => row.office === office) };
    expect(await holdersOn(all, 'City Manager', '2026-03-02')).toEqual([kim, sam]);
    expect(await holdersOn(all, 'City Manager', '2026-03-06')).toEqual([sam]);
    expect(await holdersOn(all, 'City Manager', '2026-07-01')).toEqual([]);
    expect(await holdersOn(all, 'City Manager', '2026-03-02', parks)).toEqual([]);
  });
});

describe('the list of departments', () => {
  const departments = logOf(
    [`department-${police}`, DepartmentEntered({ name: 'Police' })],
    [`department-${parks}`, DepartmentEntered({ name: 'Parks' })],
  );

  it('is one row a department', () =>
    expect(rowsAfter(departmentList, departments)).toEqual(
      new Map([
        [police, { name: 'Police' }],
        [parks, { name: 'Parks' }],
      ]),
    ));
  it('is answered by name', async () =>
    expect(await ask(ListDepartmentsHandler, {}, employee, departments)).toEqual({
      items: [
        { id: parks, name: 'Parks' },
        { id: police, name: 'Police' },
      ],
      next: null,
    }));
  it('is refused to nobody in service, and to everyone else', async () =>
    expect(ask(ListDepartmentsHandler, {}, { person: 'x', offices: [] }, departments)).rejects.toMatchObject({
      code: 'access.not-permitted',
    }));
});
