import { readdirSync } from 'node:fs';
import { admit } from '../../src/platform/access/access.js';
import type { EventRecord } from '../../src/platform/events/envelope.js';
import { newId } from '../../src/platform/ground/ids.js';
import { paramsOf, type Route } from '../../src/platform/http/routes.js';
import { type Answer, useCity } from '../kit/app.js';
import { type CastMember, officeHolders } from '../kit/city.js';
import type { Entries, Entry } from '../kit/matrix.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
/** Fills the log, so that no other number of an answer is as large as its positions. */
beforeAll(async () => {
  const caseId = newId();
  const look = (): EventRecord => ({
    id: newId(),
    type: 'CaseSeen',
    schema: 1,
    data: { caseId },
    recordedAt: new Date(city.clock.now()).toISOString(),
    actor: { person: city.person('Auditor'), office: 'Auditor' },
    policyVersion: null,
    commandId: newId(),
    commandHash: '',
    causationId: null,
    correlationId: newId(),
  });
  await city.casebook.store.append(`look-${caseId}`, 'none', Array.from({ length: 2_500 }, look));
  expect(await city.casebook.views.reached(await city.head(), undefined, 60_000)).toEqual([]);
});

/** One entry for every route, from `<room>.matrix.ts` beside the specs of each room. */
const rooms = new URL('../modules/', import.meta.url);
const files = readdirSync(rooms, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.matrix.ts'));
const matrices: { entries: Entries }[] = await Promise.all(files.map((name) => import(new URL(name, rooms).href)));
const entries: Readonly<Record<string, Entry>> = Object.assign({}, ...matrices.map((matrix) => matrix.entries(city)));

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const part = (name: string, content: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const formWithFile = `${part('description', 'A page.')}${part('obtained', 'Captured.')}${part('file"; filename="a.txt', 'Words.')}--b--\r\n`;

/** Fields of an answer, and headers, that say where the log stands. */
const countsEvents = /^(position|revision|head|lag)$/i;
/** The places in an answer that hold a position or a revision: by the field's name, or as a number that is the log's last. */
function positionsIn(value: unknown, heads: ReadonlySet<string>, path = ''): string[] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([name, inner]) => positionsIn(inner, heads, `${path}/${name}`));
  const text = String(value);
  return heads.has(text) || (/^\d+$/.test(text) && countsEvents.test(path.slice(path.lastIndexOf('/') + 1))) ? [`${path} ${text}`] : [];
}

/**
 * Asks for a route; its path's ids are those given, or of things that do not exist. Whatever comes,
 * nobody but the Auditor is told a position of the log or a revision.
 */
async function ask(route: Route, who: CastMember | undefined, given: Record<string, string> = {}): Promise<Answer> {
  const before = await city.head();
  const answer = await send(route, who, given);
  const heads = new Set([before, await city.head()].map(String));
  const whole = { ...(answer.body as object | undefined), headers: Object.fromEntries(answer.headers) };
  if (who !== 'Auditor') expect([nameOf(route), who, positionsIn(whole, heads)]).toEqual([nameOf(route), who, []]);
  return answer;
}

async function send(route: Route, who: CastMember | undefined, given: Record<string, string>): Promise<Answer> {
  const { of, query = '', body, form, endsToken } = entries[nameOf(route)] ?? {};
  const ids: Record<string, string> = { ...of?.(who ?? 'Employee'), ...given };
  const path = paramsOf(route.path).reduce((text, name) => text.replace(`:${name}`, ids[name] ?? newId()), route.path);
  const spare = who && endsToken && (await city.casebook.accounts.issueToken(city.person(who), 'spec', 1)).token;
  const client = who && !spare ? city.as(who) : city.bearing(spare);
  if (form) return client.post(path, formWithFile, { 'content-type': 'multipart/form-data; boundary=b' });
  return route.method === 'POST' ? client.post(path, body?.()) : client.send(route.method, `${path}${query}`);
}

/** The one answer for everyone who may not, without what names the request. */
const notPermitted = {
  type: 'urn:casebook:problem:access.not-permitted',
  title: 'Forbidden',
  status: 403,
  code: 'access.not-permitted',
  detail: 'You may not do this.',
};
const told = ({ status, body }: Answer) => {
  const { instance: _, ...rest } = body ?? {};
  return { status, rest };
};

it('has an entry for every route, and none for what is not served', () =>
  expect(Object.keys(entries).sort()).toEqual(city.routes.map(nameOf).sort()));

it('tells nobody anything without a token, or with a wrong one', async () => {
  for (const route of city.routes) {
    const { status, body } = await ask(route, undefined);
    if (route.kind === 'public') expect([nameOf(route), body?.code]).not.toEqual([nameOf(route), 'access.unauthenticated']);
    else expect([nameOf(route), status, body.code]).toEqual([nameOf(route), 401, 'access.unauthenticated']);
  }
  expect(await city.bearing(`cb_${'A'.repeat(43)}`).get('/api/me')).toMatchObject({
    status: 401,
    body: { code: 'access.unauthenticated' },
  });
});

describe.each(officeHolders)('%s, holding nothing else,', (who) => {
  const offices = new Set([who, 'Employee']);

  it('is admitted where a grant is declared, and gets the one generic answer elsewhere', async () => {
    for (const route of city.routes.filter(({ kind }) => kind !== 'public')) {
      const declared =
        (route.kind === 'authenticated' && route.grants.length === 0) ||
        route.grants.some(({ kind, office }) => kind === 'anyone' || (office !== undefined && offices.has(office)));
      const answer = await ask(route, who);
      if (!declared) expect([nameOf(route), told(answer)]).toEqual([nameOf(route), { status: 403, rest: notPermitted }]);
      else {
        expect([nameOf(route), answer.status]).not.toEqual([nameOf(route), 403]);
        // Neither masks who may: what is sent is valid, and the server does not fail.
        expect([nameOf(route), [400, 401, 422, 500].includes(answer.status) && answer.body.code]).not.toEqual([
          nameOf(route),
          expect.stringMatching(/^(request\.|access\.|internal)/),
        ]);
      }
    }
  });
});

describe('in a case under way', () => {
  const matter = new Matter(city, 'Subject', 'City Attorney');
  beforeAll(async () => {
    await matter.report();
    await matter.triage();
    await matter.allege();
    await matter.assign();
    await matter.inform();
    await matter.answer();
    await matter.find();
    await matter.file();
    await matter.determine();
  });

  /** Events but for recorded looks: a look changes nothing. */
  const done = async () => (await city.casebook.store.readAll(0, 10_000)).filter(({ stream }) => !stream.startsWith('look-')).length;

  it.each([...officeHolders, 'Subject', 'Reporter', 'Director of Works'] as const)(
    '%s is told no more than their part in it gives them',
    async (who) => {
      const head = await done();
      const caller = await city.casebook.callers.of(city.person(who));
      const refusedOn: string[] = [];
      for (const route of city.routes.filter(({ path }) => /:(caseId|proceedingId)/.test(path))) {
        const declared = route.commandHandler ?? route.queryHandler;
        if (!caller || !declared || !('stream' in declared)) throw new Error(`${nameOf(route)} is about no stream`);
        const id = route.path.includes(':caseId') ? matter.caseId : matter.proceeding;
        const { state } = await city.casebook.streams.folded(route.commandHandler?.judgedOn?.stream ?? declared.stream, id);
        const admitted = admit(route.grants, caller, state) !== undefined;
        // What they may do is done elsewhere; a look changes nothing.
        if (admitted && route.method !== 'GET') continue;
        const answer = await ask(route, who, { caseId: matter.caseId, proceedingId: matter.proceeding });
        // Where they may do nothing with a thing that they may not read, it is as absent as any other.
        const read = city.routes.find(({ method, path }) => method === 'GET' && `${path}/actions` === route.path);
        if (read && admit(read.grants, caller, state) === undefined && answer.status === 404) {
          expect([nameOf(route), told(answer)]).toEqual([nameOf(route), told(await city.as(who).get(route.path.replace(/:\w+/, newId())))]);
          continue;
        }
        // What the case does not hold is not there for those either who work on it.
        const absent = (who === 'Subject' && id === matter.caseId) || /:(evidenceId|interviewId)/.test(route.path);
        if (admitted) expect([nameOf(route), answer.status]).toEqual([nameOf(route), absent ? 404 : 200]);
        else {
          expect([nameOf(route), told(answer)]).toEqual([nameOf(route), { status: 403, rest: notPermitted }]);
          refusedOn.push(nameOf(route));
        }
      }
      expect(refusedOn.length).toBeGreaterThan(0);
      expect(await done()).toBe(head);
    },
  );
});
