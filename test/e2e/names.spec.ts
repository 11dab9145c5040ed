import { people } from '../../src/modules/directory/person.js';
import { streamName } from '../../src/platform/events/envelope.js';
import { minute, useCity } from '../kit/app.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const matter = new Matter(city);
const [subject, investigator] = ['Subject', 'Director of Works'] as const;
let before = '';

beforeAll(async () => {
  await matter.report();
  await matter.triage();
  await matter.allege();
  await matter.assign();
  before = (await city.as('Auditor').get(`/api/cases/${matter.caseId}`)).headers.get('casebook-moment') ?? '';
  city.clock.pass(minute);
  await city.as('HR').does(`/api/people/${city.person(subject)}/name`, { name: 'Jonas Wray-Bell', title: 'Gardener' });
});

describe('names beside ids', () => {
  it('are given with a case, for each person in it and nobody else; nothing else of the answer changes', async () => {
    const auditor = city.as('Auditor');
    const plain = await auditor.get(`/api/cases/${matter.caseId}`);
    const named = await auditor.get(`/api/cases/${matter.caseId}?names=true`);
    const { names, ...rest } = named.body;
    expect(rest).toEqual(plain.body);
    expect(named.headers.get('etag')).toBe(plain.headers.get('etag'));
    expect(names).toEqual({
      [city.person(subject)]: { name: 'Jonas Wray-Bell', title: 'Gardener' },
      [city.person(investigator)]: { name: 'Rosa Blum', title: null },
    });
    expect(plain.body.names).toBeUndefined();
    expect((await auditor.sees(`/api/cases/${matter.caseId}?names=false`)).names).toBeUndefined();
  });

  it('are those of the past where the answer shows the past', async () => {
    const { names } = await city.as('Auditor').sees(`/api/cases/${matter.caseId}?names=true&asOf=${before}`);
    expect(names[city.person(subject)]).toEqual({ name: 'Jonas Wray', title: null });
  });

  it('are given with a list, for what its page shows, departments among it', async () => {
    const { items, names } = await city.as('Employee').sees('/api/people?names=true');
    const departments = new Set(items.flatMap(({ department }: { department: string | null }) => department ?? []));
    expect(new Set(Object.keys(names))).toEqual(departments);
    expect(Object.values(names)).toContainEqual({ name: 'Parks', title: null });
    const cases = await city.as('City Manager').sees('/api/cases?names=true');
    expect(cases.names).toEqual({
      [city.person(subject)]: { name: 'Jonas Wray-Bell', title: 'Gardener' },
      [city.person(investigator)]: { name: 'Rosa Blum', title: null },
    });
  });

  it('are given with a disciplinary history', async () => {
    const path = `/api/people/${city.person(subject)}/discipline-history?purpose=audit&names=true`;
    expect((await city.as('Auditor').sees(path)).names[city.person(subject)]).toEqual({ name: 'Jonas Wray-Bell', title: 'Gardener' });
  });

  it('are never given for somebody whom the answer withholds from its reader', async () => {
    await city.as(investigator).does(`/api/cases/${matter.caseId}/witnesses`, { person: city.person('Employee') });
    const path = `/api/cases/${matter.caseId}?names=true`;
    const [told, untold] = [await city.as(investigator).sees(path), await city.as('Auditor').sees(path)];
    expect(told.names[city.person('Employee')]).toEqual({ name: 'Abel Finch', title: null });
    expect(untold.witnesses).toBeNull();
    expect(untold.names[city.person('Employee')]).toBeUndefined();
    for (const answer of [told, untold]) expect(answer.names[city.person('Reporter')]).toBeUndefined();
  });

  it('are not given to anybody without a login', async () => {
    expect((await city.bearing().get('/api/people?names=true')).status).toBe(401);
    const { body } = await city.bearing().get('/api/reports/intake?names=true');
    expect(body?.names).toBeUndefined();
  });

  it.each(['yes', '', '1', 'true&names=false'])('are refused for names=%s, which is neither true nor false', async (names) => {
    const { status, body } = await city.as('Auditor').get(`/api/people?names=${names}`);
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'request.invalid', 'names']);
  });

  it('are refused where the answer is a file', async () => {
    const { status, body } = await city.as('Auditor').get(`/api/cases/${matter.caseId}/file?names=true`);
    expect([status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, expect.arrayContaining(['names'])]);
  });
});

describe('people looked for by name', () => {
  const found = async (query: string) =>
    (await city.as('Employee').sees(`/api/people?${query}`)).items.map(({ name }: { name: string }) => name);

  it('are found by their name of today, or of a past moment', async () => {
    expect(await found('q=bell')).toEqual(['Jonas Wray-Bell']);
    const { body } = await city.as('Auditor').get(`/api/people?q=bell&asOf=${before}`);
    expect(body.items).toEqual([]);
  });

  it('come in pages that one cursor joins', async () => {
    const ids = `ids=${city.person(subject)},${city.person('Employee')}&ids=${city.person('HR')}`;
    const first = await city.as('Employee').sees(`/api/people?${ids}&limit=2`);
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['Abel Finch', 'Dov Salter']);
    expect(await found(`${ids}&limit=2&cursor=${first.next}`)).toEqual(['Jonas Wray-Bell']);
    expect((await city.as('HR').get(`/api/people?${ids}&cursor=${first.next}`)).body.code).toBe('paging.malformed');
  });

  it('are refused with the field at fault', async () => {
    const { status, body } = await city.as('Employee').get('/api/people?q=%20-%20');
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'person.no-words', 'q']);
  });
});

describe('a name whose key was destroyed', () => {
  it('reads so beside its id, and nobody is found by it', async () => {
    const id = city.person(subject);
    await city.casebook.keys.destroy(streamName(people.name, id));
    const { names } = await city.as('Auditor').sees(`/api/cases/${matter.caseId}?names=true`);
    expect(names[id]).toEqual({ name: '[destroyed]', title: '[destroyed]' });
    for (const q of ['bell', 'destroyed']) expect((await city.as('Employee').sees(`/api/people?q=${q}`)).items).toEqual([]);
  });
});
