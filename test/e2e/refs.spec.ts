import { readdirSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { lettersFor } from '../../src/modules/cases/case-ref.js';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import type { EventRecord } from '../../src/platform/events/envelope.js';
import { derivedId, newId } from '../../src/platform/ground/ids.js';
import type { Route } from '../../src/platform/http/routes.js';
import { type Answer, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { at, type Document, generated } from '../kit/documented.js';
import type { Entries, Entry } from '../kit/matrix.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const [matter, second, moved, hidden] = [new Matter(city), new Matter(city), new Matter(city), new Matter(city, 'HR')];
const unknown = 'C26-GGGGGG';
const refs = new Map<string, string>();

const rooms = new URL('../modules/', import.meta.url);
const files = readdirSync(rooms, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.matrix.ts'));
const matrices: { entries: Entries }[] = await Promise.all(files.map((name) => import(new URL(name, rooms).href)));
const entries: Readonly<Record<string, Entry>> = Object.assign({}, ...matrices.map((matrix) => matrix.entries(city)));

async function report(one: Matter): Promise<void> {
  await one.report();
  const { items } = await city.as('City Attorney').sees(`/api/cases?report=${one.reportId}`);
  refs.set(one.caseId, items[0].ref);
}
async function investigate(one: Matter): Promise<void> {
  await one.triage();
  await one.allege();
  await one.assign();
}

beforeAll(async () => {
  for (const one of [matter, second, moved, hidden]) await report(one);
  await investigate(matter);
});

/** The fields of a route that take a ref, as the API document says. */
function fieldsWithRefs({ method, path }: Route): Record<'path' | 'query' | 'body', string[]> {
  const operation = generated.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const takesRef = (schema: Document) => at(generated, schema)?.examples?.includes('C26-WJ5914') === true;
  const parameters: Document[] = (operation?.parameters ?? []).map((parameter: Document) => at(generated, parameter));
  const of = (place: string) => parameters.filter((one) => one.in === place && takesRef(one.schema)).map(({ name }) => name);
  const [content] = Object.values<Document>(operation?.requestBody?.content ?? {});
  const properties = Object.entries<Document>(at(generated, content?.schema)?.properties ?? {});
  return { path: of('path'), query: of('query'), body: properties.filter(([, schema]) => takesRef(schema)).map(([name]) => name) };
}
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const routes = () => city.routes.filter((route) => Object.values(fieldsWithRefs(route)).flat().length > 0);

const part = (name: string, content: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const formWithFile = `${part('description', 'A page.')}${part('obtained', 'Captured.')}${part('file"; filename="a.txt', 'Words.')}--b--\r\n`;

/** Asks for a route about a case; `name` says how the case is named. A field `other` names the second case. */
async function ask(route: Route, who: CastMember, about: string, name: (caseId: string) => string, key?: string): Promise<Answer> {
  const { of, query = '', body, form } = entries[nameOf(route)] ?? {};
  const fields = fieldsWithRefs(route);
  const named = (names: string[]) => Object.fromEntries(names.map((field) => [field, name(field === 'other' ? second.caseId : about)]));
  const ids: Record<string, string> = { reportId: moved.reportId, ...of?.(who), ...named(fields.path) };
  const path = route.path.replace(/:(\w+)/g, (_, field: string) => encodeURIComponent(ids[field] ?? derivedId('refs', field)));
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  if (form) return city.as(who).post(path, formWithFile, { ...headers, 'content-type': 'multipart/form-data; boundary=b' });
  if (route.method === 'POST') return city.as(who).post(path, { ...body?.(), ...named(fields.body) }, headers);
  const asked = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), ...named(fields.query) });
  return city.as(who).get(`${path}?${asked}`);
}

/** What an answer tells, without what names this very request or the moment it shows. */
function told({ status, text, body }: Answer): unknown {
  if (body === undefined) return { status, text };
  const { instance: _, moment: __, ...rest } = body;
  return { status, body: rest };
}

const itself = (caseId: string): string => caseId;
const ref = (caseId: string): string => refs.get(caseId) ?? unknown;
/** As it is said on the telephone and typed. */
const typed = (caseId: string): string => ref(caseId).slice(1).replace('-', ' ').toLowerCase();
const asked: CastMember[] = [
  'Communications Manager',
  'City Manager',
  'City Attorney',
  'HR',
  'Auditor',
  'Director of Works',
  'Subject',
  'Employee',
];

describe('the ref of a case', () => {
  it('is taken by every route that takes the id of a case', () => {
    const byField = city.routes.filter(({ path }) => path.includes(':caseId'));
    expect(routes()).toEqual(expect.arrayContaining(byField));
    expect(routes().map(nameOf)).toEqual(
      expect.arrayContaining([
        'POST /api/reports/:reportId/case',
        'GET /api/letters',
        'GET /api/looks',
        'GET /api/events',
        'GET /api/audit/visibility',
        'POST /api/reports/retaliation',
      ]),
    );
    expect(fieldsWithRefs(city.routes.find((route) => nameOf(route) === 'POST /api/cases/:caseId/links')!)).toEqual({
      path: ['caseId'],
      query: [],
      body: ['other'],
    });
  });

  it('is taken by no field but those that must hold an id', () => {
    for (const route of routes()) {
      const rules = getMetadataStorage().getTargetValidationMetadatas(route.input as never, '', false, false);
      const holdsId = (field: string) => rules.some(({ propertyName, name }) => propertyName === field && name === 'isUuid');
      expect([
        nameOf(route),
        Object.values(fieldsWithRefs(route))
          .flat()
          .filter((field) => !holdsId(field)),
      ]).toEqual([nameOf(route), []]);
    }
  });

  it.each(asked)('is answered to the %s as the id is, on every such route', async (who) => {
    // A case of their own: what the others did to theirs decides nothing here.
    const own = new Matter(city);
    await report(own);
    await investigate(own);
    let done = 0;
    for (const [number, route] of routes().entries()) {
      // A repeat under one key is the same command, if the ref becomes the same id.
      const key = route.method === 'POST' ? newId() : undefined;
      const byId = await ask(route, who, own.caseId, itself, key);
      const byRef = await ask(route, who, own.caseId, number % 2 ? ref : typed, key);
      expect([nameOf(route), told(byRef)]).toEqual([nameOf(route), told(byId)]);
      done += Number(byId.status < 300);
    }
    if (who !== 'Subject' && who !== 'Employee') expect(done).toBeGreaterThan(3);
  });

  it.each(asked)('that is unknown is answered to the %s as an unknown id is', async (who) => {
    for (const route of routes()) {
      const nobody = newId();
      const byId = await ask(route, who, nobody, itself);
      const byRef = await ask(route, who, nobody, () => unknown);
      // What an answer says of the case asked for is its id.
      const text = JSON.stringify(told(byRef)).replaceAll(derivedId('nothing has this ref', unknown), nobody);
      expect([nameOf(route), JSON.parse(text)]).toEqual([nameOf(route), told(byId)]);
    }
  });

  it('of a case that is hidden is answered as an unknown one, byte for byte, now and as of the past', async () => {
    const moment = await city.moment('HR', await city.head());
    const lists = (q: string) => ['/api/cases', '/api/search'].map((path) => `${path}?q=${encodeURIComponent(q)}`);
    for (const route of routes()) {
      const [theirs, nobodys] = await Promise.all([ask(route, 'HR', hidden.caseId, ref), ask(route, 'HR', newId(), () => unknown)]);
      expect([nameOf(route), told(theirs)]).toEqual([nameOf(route), told(nobodys)]);
    }
    const past = (path: string) => `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(moment)}`;
    const paths = (one: string) => [...lists(one), `/api/cases/${one}`, `/api/cases/${one}/measures`].flatMap((path) => [path, past(path)]);
    const nobodys = paths(unknown);
    for (const [i, path] of paths(ref(hidden.caseId)).entries()) {
      const [theirs, none] = [await city.as('HR').get(path), await city.as('HR').get(nobodys[i] ?? '')];
      expect([path, told(theirs)]).toEqual([path, told(none)]);
    }
    expect((await city.as('City Attorney').sees(lists(ref(hidden.caseId))[0] ?? '')).items).toHaveLength(1);
  });

  it('names the case as it was at a past moment', async () => {
    const before = await city.moment('City Attorney', await city.head());
    const { status } = await city.as('City Attorney').sees(`/api/cases/${ref(second.caseId)}`);
    await city.as('City Attorney').does(`/api/cases/${ref(second.caseId)}/holds`, { reasons: 'A claim is coming.' });
    expect(await city.as('City Attorney').sees(`/api/cases/${ref(second.caseId)}?asOf=${encodeURIComponent(before)}`)).toMatchObject({
      id: second.caseId,
      ref: ref(second.caseId),
      status,
      measures: { holds: [] },
    });
  });

  it('is found in the search, by whoever reads the case', async () => {
    const found = async (who: CastMember) => (await city.as(who).sees(`/api/search?q=${encodeURIComponent(typed(second.caseId))}`)).cases;
    expect(await found('City Attorney')).toEqual([
      expect.objectContaining({ id: second.caseId, ref: ref(second.caseId), places: [expect.objectContaining({ in: 'case' })] }),
    ]);
    for (const who of ['HR', 'Subject', 'Employee'] as const) expect([who, await found(who)]).toEqual([who, []]);
  });

  it('that is no ref and no id is refused as no id is', async () => {
    const { status, body } = await city.as('City Attorney').get('/api/cases/C26-WJ59');
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'request.invalid', 'caseId']);
  });
});

/** Two reports whose cases would have the same letters. */
function alike(): [string, string] {
  const seen = new Map<string, string>();
  for (let i = 0; ; i += 1) {
    const report = derivedId('refs', String(i));
    const [letters = ''] = lettersFor(caseIdOf(report));
    const other = seen.get(letters);
    if (other) return [other, report];
    seen.set(letters, report);
  }
}

it('two cases whose ids give the same letters have two refs, each of which leads to its own case', async () => {
  const { store } = city.casebook;
  const [received] = await store.read(`report-${matter.reportId}`);
  const pair = alike();
  for (const report of pair) {
    const { position: _, stream: __, revision: ___, ...record } = received!;
    const copy: EventRecord = { ...record, id: newId(), commandId: newId(), correlationId: newId() };
    await store.append(`report-${report}`, 'none', [copy]);
  }
  await city.settle();
  const [first, other] = await Promise.all(
    pair.map(async (report) => (await city.as('City Attorney').sees(`/api/cases/${caseIdOf(report)}`)).ref as string),
  );
  const letters = pair.map((report) => lettersFor(caseIdOf(report)));
  expect(letters[0]![0]).toBe(letters[1]![0]);
  expect(first).not.toBe(other);
  expect([first, other].filter((one) => one?.endsWith(letters[0]![0]!))).toHaveLength(1);
  for (const [i, one] of [first, other].entries())
    expect((await city.as('City Attorney').sees(`/api/cases/${one}`)).id).toBe(caseIdOf(pair[i]!));
});
