import { defaultProcedure } from '../../src/modules/cases/defaults.js';
import { admit } from '../../src/platform/access/access.js';
import { paramsOf, type Route } from '../../src/platform/http/routes.js';
import { newId } from '../../src/platform/ids.js';
import { type Answer, useCity } from '../kit/app.js';
import { type CastMember, officeHolders } from '../kit/city.js';
import { Matter } from './matter.js';

const city = useCity();
const today = '2026-03-02';
const ladder = defaultProcedure.ladders(today)[0];

interface Entry {
  /** Path parameters that are not the id of something that does not exist. */
  readonly of?: (who: CastMember) => Record<string, string>;
  readonly query?: string;
  /** The least that the route takes. */
  readonly body?: () => object;
}
const own = (who: CastMember) => ({ personId: city.person(who) });
const employee = () => ({ personId: city.person('Employee') });

/** One entry for every route: a new one is added here before it is served. */
const entries: Readonly<Record<string, Entry>> = {
  'GET /health/live': {},
  'GET /health/ready': {},
  'GET /metrics': {},
  'POST /api/sessions': { body: () => ({ login: 'nobody', password: 'no such password' }) },
  'GET /api/me': {},
  'GET /api/tokens': {},
  'POST /api/tokens': { body: () => ({ label: 'spec' }) },
  'DELETE /api/tokens/:tokenId': {},
  'POST /api/accounts': { body: () => ({ person: newId(), login: newId(), password: 'a long enough password' }) },
  'POST /api/accounts/:person/disable': {},
  'POST /api/departments': { body: () => ({ name: `Department ${newId()}` }) },
  'GET /api/departments': {},
  'POST /api/people': { body: () => ({ name: 'Someone New', track: 'permanent' }) },
  'GET /api/people': {},
  'GET /api/people/:personId': { of: employee },
  'POST /api/people/:personId/track': { body: () => ({ track: 'permanent', from: today }) },
  'POST /api/people/:personId/department': { body: () => ({ department: null, from: today }) },
  'POST /api/people/:personId/departure': { body: () => ({ on: today }) },
  'POST /api/people/:personId/return': { body: () => ({ from: today, track: 'permanent' }) },
  'POST /api/people/:personId/offices': { body: () => ({ office: 'Designee' }) },
  'POST /api/people/:personId/offices/:assignmentId/end': {},
  'GET /api/offices': {},
  'GET /api/policy': {},
  'GET /api/policy/versions': {},
  'POST /api/policy/versions': {
    body: () => ({
      version: newId(),
      instrument: 'Resolution',
      adoptedOn: today,
      effectiveFrom: today,
      clauses: [{ id: 'STD-1', text: 'As before.', binds: 'everyone', force: 'must' }],
    }),
  },
  'POST /api/policy/unresolved': { body: () => ({ instrument: 'A lost resolution', on: today, question: 'Was it repealed?' }) },
  'POST /api/people/:personId/acknowledgements': { of: own, body: () => ({ version: '5716' }) },
  'GET /api/people/:personId/acknowledgements': { of: own },
  'POST /api/reports': { body: () => ({ channel: 'web', summary: 'Something is wrong.', from: 'self' }) },
  'GET /api/reports/intake': {},
  'POST /api/reports/public': { body: () => ({ summary: 'Something is wrong.' }) },
  'POST /api/reports/follow-up': { body: () => ({ code: 'no such code' }) },
  'POST /api/reports/follow-up/messages': { body: () => ({ code: 'no such code', text: 'More.' }) },
  'POST /api/reports/follow-up/retaliation': { body: () => ({ code: 'no such code', summary: 'My shifts were cut.' }) },
  'POST /api/reports/retaliation': { body: () => ({ caseId: newId(), summary: 'My shifts were cut.' }) },
  'GET /api/reports/duties': {},
  'GET /api/reports/mine/:reportId': {},
  'POST /api/reports/mine/:reportId/messages': { body: () => ({ text: 'More.' }) },
  'GET /api/reports/:reportId': {},
  'GET /api/reports/:reportId/reporter': { query: '?purpose=protection' },
  'POST /api/reports/:reportId/acknowledgement': {},
  'POST /api/reports/:reportId/messages': { body: () => ({ text: 'When was that?' }) },
  'POST /api/reports/:reportId/decline': { body: () => ({ ground: 'personal-use', reasons: 'A private page.' }) },
  'POST /api/reports/:reportId/referral': { body: () => ({ to: 'The police', reasons: 'A threat.' }) },
  'POST /api/reports/:reportId/case': { body: () => ({ caseId: newId(), reasons: 'The same post.' }) },
  'POST /api/reports/:reportId/disclosures': {
    body: () => ({ to: 'The court', reason: 'It was ordered.', how: 'telephone', toldOn: today }),
  },
  'POST /api/reports/:reportId/disclosures/:disclosureId/decision': {},
  'POST /api/reports/:reportId/check-ins/:checkInId': {
    body: () => ({ on: today, how: 'telephone', note: 'All is well.', retaliation: false }),
  },
  'GET /api/cases': {},
  'GET /api/cases/:caseId': {},
  'POST /api/cases/:caseId/triage': { body: () => ({ decision: 'decline', reasons: 'Out of scope.' }) },
  'POST /api/cases/:caseId/allegations': {
    body: () => ({ subject: city.person('Subject'), clause: 'STD-4', deedFrom: today, facts: 'As seen.' }),
  },
  'POST /api/cases/:caseId/witnesses': { body: () => ({ person: city.person('Employee') }) },
  'POST /api/cases/:caseId/investigator': { body: () => ({ investigator: city.person('City Attorney') }) },
  'POST /api/cases/:caseId/findings': {
    body: () => ({
      allegationId: newId(),
      outcome: 'unfounded',
      standard: 'preponderance',
      reasons: 'Nothing of it is so.',
      reliesOnUndisclosedSourceAlone: false,
    }),
  },
  'POST /api/cases/:caseId/report': { body: () => ({ summary: 'Done.' }) },
  'POST /api/cases/:caseId/determination': { body: () => ({ reasons: 'Adopted.' }) },
  'POST /api/procedure/ladders': { body: () => ({ ...ladder, effectiveFrom: today }) },
  'POST /api/procedure/authorities': { body: () => ({ ...defaultProcedure.chain(today) }) },
  'POST /api/procedure/deadlines': { body: () => ({ ...defaultProcedure.deadlines(today) }) },
  'POST /api/procedure/report-terms': {
    body: () => ({ effectiveFrom: today, instrument: 'Order 1', acknowledge: 5, disclosure: 7, checkInEvery: 30, checkInsFor: 365 }),
  },
  'GET /api/procedure': {},
  'GET /api/proceedings/:proceedingId': {},
  'POST /api/proceedings/:proceedingId/information': { body: () => ({ service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/response': { body: () => ({ kind: 'waiver' }) },
  'POST /api/proceedings/:proceedingId/proposal': { body: () => ({ rung: 'coaching', reasons: 'Once.' }) },
  'POST /api/proceedings/:proceedingId/review': { body: () => ({ opinion: 'sufficient', note: 'Sound.' }) },
  'POST /api/proceedings/:proceedingId/notice': { body: () => ({ evidence: 'The post.', service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/discipline': { body: () => ({ decision: 'no-action', reasons: 'Mended.' }) },
  'GET /api/people/:personId/discipline-history': { of: () => ({ personId: city.person('Subject') }), query: '?purpose=audit' },
  'GET /api/events': {},
  'GET /api/look-ups': {},
  'GET /api/work': {},
  'POST /api/work/:workId/release': {},
};

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** Asks for a route; its path's ids are those given, or of things that do not exist. */
function ask(route: Route, who: CastMember | undefined, given: Record<string, string> = {}): Promise<Answer> {
  const { of, query = '', body } = entries[nameOf(route)] ?? {};
  const ids: Record<string, string> = { ...of?.(who ?? 'Employee'), ...given };
  const path = paramsOf(route.path).reduce((text, name) => text.replace(`:${name}`, ids[name] ?? newId()), route.path);
  const client = who ? city.as(who) : city.bearing();
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
  }, 30_000);

  it.each([...officeHolders, 'Subject', 'Reporter', 'Director of Works'] as const)(
    '%s is told no more than their part in it gives them',
    async (who) => {
      const head = await city.head();
      const caller = await city.casebook.callerOf(city.person(who));
      const refusedOn: string[] = [];
      for (const route of city.routes.filter(({ path }) => /:(caseId|proceedingId)/.test(path))) {
        const declared = route.slice ?? route.read;
        if (!caller || !declared || !('stream' in declared)) throw new Error(`${nameOf(route)} is about no stream`);
        const id = route.path.includes(':caseId') ? matter.caseId : matter.proceeding;
        const { state } = await city.casebook.streams.folded(declared.stream, id);
        const admitted = admit(route.grants, caller, state) !== undefined;
        // What they may do is done elsewhere; a look changes nothing.
        if (admitted && route.method !== 'GET') continue;
        const answer = await ask(route, who, { caseId: matter.caseId, proceedingId: matter.proceeding });
        if (admitted)
          expect([nameOf(route), answer.status]).toEqual([nameOf(route), who === 'Subject' && id === matter.caseId ? 404 : 200]);
        else {
          expect([nameOf(route), told(answer)]).toEqual([nameOf(route), { status: 403, rest: notPermitted }]);
          refusedOn.push(nameOf(route));
        }
      }
      expect(refusedOn.length).toBeGreaterThan(0);
      expect(await city.head()).toBe(head);
    },
  );
});
