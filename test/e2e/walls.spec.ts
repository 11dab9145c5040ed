import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../src/platform/ground/ids.js';
import { type Answer, type Client, minute, useCity } from '../kit/app.js';
import { type CastMember, members, nameOf } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();

const today = '2026-03-02';
const at = (path: string, asOf: string | undefined): string =>
  asOf === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(asOf)}`;

/** What an answer tells, without what names this very request or the moment it shows. */
function told({ status, text, body }: Answer): unknown {
  if (body === undefined) return { status, text };
  const { instance: _, moment: __, ...rest } = body;
  return { status, body: rest };
}

/** The lists, feeds and registers that show more than one thing. */
const lists = (): string[] => [
  '/api/cases',
  '/api/cases?status=triage',
  '/api/cases?status=investigating',
  ...['needs-decision', 'waiting', 'overdue', 'decided'].map((queue) => `/api/cases?queue=${queue}`),
  '/api/events?limit=500',
  '/api/look-ups',
  '/api/overrides',
  '/api/late-steps',
  '/api/looks',
  '/api/grievances',
  '/api/interim-reviews',
  '/api/caseload',
  '/api/search?q=report',
  '/api/work',
  '/api/people',
  '/api/offices',
  '/api/departments',
  '/api/policy',
  '/api/policy/versions',
  '/api/procedure',
];
const ownHistory = (who: CastMember): string => `/api/people/${city.person(who)}/discipline-history?purpose=own-record`;
const ownPages = (who: CastMember): string[] => ['', '/acknowledgements'].map((page) => `/api/people/${city.person(who)}${page}`);

const answers = async (client: Client, paths: readonly string[], asOf?: string): Promise<unknown[]> => {
  const all: unknown[] = [];
  for (const path of paths) all.push([path, told(await client.get(at(path, asOf)))]);
  return all;
};

/** Who takes a case about each of these through its first steps, none of whom is a party to it. */
const subjects = {
  Subject: { intake: 'Communications Manager', informs: 'HR' },
  'City Manager': { intake: 'City Attorney', informs: 'HR' },
  Auditor: { intake: 'Communications Manager', informs: 'HR' },
  HR: { intake: 'Communications Manager', informs: 'City Attorney' },
} as const satisfies Partial<Record<CastMember, { intake: CastMember; informs: CastMember }>>;

describe.each(Object.entries(subjects) as [keyof typeof subjects, { intake: CastMember; informs: CastMember }][])(
  'to its subject (%s)',
  (who, { intake, informs }) => {
    const matter = new Matter(city, who, 'City Attorney');
    let before: { lists: unknown[]; history: unknown; head: number };
    const me = () => city.as(who);
    const steps: number[] = [];
    const step = async (path: string, body: object): Promise<void> => {
      await city.as(intake).does(`/api/cases/${matter.caseId}/${path}`, body);
      steps.push(await city.head());
      city.clock.pass(minute);
    };

    /** Now, and these moments. */
    const pasts = async (...positions: number[]): Promise<(string | undefined)[]> => [
      undefined,
      ...(await Promise.all(positions.map((position) => city.moment(who, position)))),
    ];

    /** Each address of the thing, asked with its id and with one that nobody has. */
    const asIfAbsent = async (paths: (caseId: string, proceeding: string) => readonly string[], asOf?: string): Promise<void> => {
      const real = paths(matter.caseId, matter.proceeding);
      const none = paths(newId(), newId());
      for (const [i, path] of real.entries()) {
        const answer = await me().get(at(path, asOf));
        expect([403, 404]).toContain(answer.status);
        expect({ path, asOf, told: told(answer) }).toEqual({ path, asOf, told: told(await me().get(at(none[i] ?? '', asOf))) });
      }
    };

    beforeAll(async () => {
      const history = told(await me().get(ownHistory(who)));
      before = { history, lists: await answers(me(), [...lists(), ...ownPages(who)]), head: await city.head() };
      city.clock.pass(minute);
      await matter.report(`A report about ${who}.`);
      await step('triage', { decision: 'investigate', reasons: 'It would break the policy.' });
      await step('allegations', { subject: city.person(who), clause: 'STD-7', deedFrom: '2026-02-27', facts: 'As captured.' });
      await step('investigator', { investigator: city.person('City Attorney') });
      // What follows by itself is done before anything is compared.
      await city.settle();
    });

    it('the case is there for others', async () => {
      const other = who === 'Auditor' ? 'City Attorney' : 'Auditor';
      expect(await city.as(other).sees(`/api/cases/${matter.caseId}`)).toMatchObject({
        status: 'investigating',
        accused: [city.person(who)],
      });
      expect((await city.as(other).sees('/api/cases?status=investigating')).items).toContainEqual(
        expect.objectContaining({ id: matter.caseId }),
      );
    });

    it('neither the case nor the proceeding exists, now or in any past', async () => {
      const head = await city.head();
      for (const asOf of [...(await pasts(head, ...steps)), new Date(city.clock.now()).toISOString()]) {
        await asIfAbsent(
          (caseId, proceeding) => [`/api/cases/${caseId}`, `/api/cases/${caseId}/measures`, `/api/proceedings/${proceeding}`],
          asOf,
        );
        const of = async (report: string) => told(await me().get(at(`/api/cases?report=${report}`, asOf)));
        expect(await of(matter.reportId)).toEqual(await of(newId()));
      }
    });

    it('every list, feed and register is as it was, now and in any past', async () => {
      for (const asOf of await pasts(before.head, steps[1] ?? 0))
        expect({ asOf, lists: await answers(me(), [...lists(), ...ownPages(who)], asOf) }).toEqual({ asOf, lists: before.lists });
    });

    it('no command tells it from one that does not exist, nor changes anything', async () => {
      const head = await city.head();
      const commands = (caseId: string, proceeding: string): [string, object][] => [
        [`cases/${caseId}/triage`, { decision: 'decline', ground: 'other', reasons: 'No.' }],
        [`cases/${caseId}/allegations`, { subject: city.person('Employee'), clause: 'STD-4', deedFrom: '2026-02-27', facts: 'x' }],
        [`cases/${caseId}/witnesses`, { person: city.person('Employee') }],
        [`cases/${caseId}/investigator`, { investigator: city.person('Employee') }],
        [
          `cases/${caseId}/findings`,
          {
            allegationId: newId(),
            outcome: 'unfounded',
            standard: 'preponderance',
            reasons: 'x',
            reliesOnUndisclosedSourceAlone: false,
          },
        ],
        [`cases/${caseId}/report`, { summary: 'x' }],
        [`cases/${caseId}/determination`, { reasons: 'x' }],
        [`cases/${caseId}/mitigation`, { what: 'x' }],
        [`cases/${caseId}/holds`, { reasons: 'x' }],
        [`cases/${caseId}/referrals`, { to: 'police', body: 'x', reasons: 'x', on: '2026-03-02' }],
        [`cases/${caseId}/abeyance`, { cause: 'other', reasons: 'x' }],
        [`cases/${caseId}/reopening`, { reasons: 'x', evidence: 'x' }],
        [`cases/${caseId}/conflict`, { reasons: 'x' }],
        [`cases/${caseId}/authority`, {}],
        [`cases/${caseId}/report/review`, { opinion: 'sufficient', note: 'x' }],
        [`cases/${caseId}/links`, { other: caseId, kind: 'related' }],
        [`proceedings/${proceeding}/information`, { service: 'in-person', on: today }],
        [`proceedings/${proceeding}/response`, { kind: 'waiver' }],
        [`proceedings/${proceeding}/proposal`, { rung: 'coaching', reasons: 'x' }],
        [`proceedings/${proceeding}/review`, { opinion: 'sufficient', note: 'x' }],
        [`proceedings/${proceeding}/notice`, { evidence: 'x', service: 'in-person', on: today }],
        [`proceedings/${proceeding}/discipline`, { decision: 'no-action', reasons: 'x' }],
      ];
      const none = commands(newId(), newId());
      for (const [i, [path, body]] of commands(matter.caseId, matter.proceeding).entries())
        for (const headers of [{}, { 'if-match': '"0"' }] as Record<string, string>[]) {
          const answer = await me().post(`/api/${path}`, body, headers);
          expect([403, 404]).toContain(answer.status);
          const [absent = ''] = none[i] ?? [];
          expect({ path, told: told(answer) }).toEqual({ path, told: told(await me().post(`/api/${absent}`, body, headers)) });
        }
      expect(await city.head()).toBe(head);
    });

    it('their own record says nothing of it, now or in any past', async () => {
      for (const asOf of await pasts(before.head, ...steps))
        expect({ asOf, history: told(await me().get(at(ownHistory(who), asOf))) }).toEqual({ asOf, history: before.history });
    });

    it('due process shows their proceeding, and still not the case', async () => {
      await city.as(informs).does(`/api/proceedings/${matter.proceeding}/information`, { service: 'in-person', on: today });
      const mine = await me().sees(`/api/proceedings/${matter.proceeding}`);
      expect(mine).toMatchObject({
        status: 'informed',
        subject: city.person(who),
        allegations: [{ clause: 'STD-7', facts: 'As captured.' }],
      });
      expect((await me().sees(ownHistory(who))).open).toMatchObject([{ proceedingId: matter.proceeding }]);
      const head = await city.head();
      for (const asOf of await pasts(head, ...steps)) await asIfAbsent((caseId) => [`/api/cases/${caseId}`], asOf);
      const cases = before.lists.slice(0, 7);
      expect(await answers(me(), lists().slice(0, 7))).toEqual(cases);
    });
  },
);

describe('what is secret', () => {
  const matter = new Matter(city, 'Employee', 'City Attorney');
  const prose = {
    summary: 'Planted-summary of a heron at dusk',
    reasons: 'Planted-reasons of an otter at noon',
    facts: 'Planted-facts of a badger at dawn',
    statement: 'Planted-statement of a curlew in fog',
    finding: 'Planted-finding of a marten in snow',
  };
  const sender = { reporterName: 'Ottoline Quarrenton', reporterContact: 'ottoline@quarrenton.example' };
  const readers = new Map<string, Set<CastMember | 'nobody'>>();

  const pages = (): string[] => [
    ...lists(),
    `/api/cases/${matter.caseId}`,
    `/api/proceedings/${matter.proceeding}`,
    ...members.flatMap((who) => [
      `/api/people/${city.person(who)}`,
      `/api/people/${city.person(who)}/acknowledgements`,
      `/api/people/${city.person(who)}/discipline-history?purpose=audit`,
      ownHistory(who),
      `/api/look-ups?person=${city.person(who)}`,
    ]),
    '/api/me',
    '/api/tokens',
    '/api/openapi.json',
    '/health/live',
    '/health/ready',
    '/metrics',
  ];

  beforeAll(async () => {
    const accused = [city.person('Employee')];
    const report = { channel: 'telephone', summary: prose.summary, accused, from: 'another', ...sender, confidential: true };
    matter.reportId = await city.as('HR').does('/api/reports', report);
    await matter.triage(prose.reasons);
    await matter.allege(prose.facts);
    await city.as('City Manager').does(`/api/cases/${matter.caseId}/investigator`, { investigator: city.person('City Attorney') });
    await matter.inform();
    await matter.answer(prose.statement);
    await matter.find('sustained', prose.finding);
    const asked = [...members.map((who) => [who, city.as(who)] as const), ['nobody', city.bearing()] as const];
    const planted = [...Object.values(prose), ...Object.values(sender), nameOf('Reporter')];
    const now = new Date(city.clock.now()).toISOString();
    for (const [who, client] of asked)
      for (const path of pages())
        for (const asOf of path.includes('/people/') || !/^\/api\/[cpe]/.test(path) ? [undefined] : [undefined, now]) {
          const { text, headers } = await client.get(at(path, asOf));
          const whole = `${JSON.stringify([...headers])}\n${text}`;
          for (const secret of planted) if (whole.includes(secret)) readers.set(secret, (readers.get(secret) ?? new Set()).add(who));
        }
  });

  it.each(Object.entries(sender))('a reporter’s %s is told to nobody', (_, secret) => expect(readers.get(secret)).toBeUndefined());

  it('prose is told to those who work on the case, and to nobody else', () => {
    const workers: CastMember[] = ['City Manager', 'Communications Manager', 'City Attorney', 'Auditor'];
    const of = (secret: string) => [...(readers.get(secret) ?? [])].sort();
    expect(of(prose.summary)).toEqual([...workers].sort());
    expect(of(prose.reasons)).toEqual([...workers].sort());
    expect(of(prose.finding)).toEqual([...workers].sort());
    // The proceeding shows these to its subject, and to those who keep the records of discipline.
    for (const secret of [prose.facts, prose.statement]) expect(of(secret)).toEqual([...workers, 'City Clerk', 'Employee', 'HR'].sort());
  });

  it('a person’s name is told to every person in service, and to nobody else', () =>
    expect([...(readers.get(nameOf('Reporter')) ?? [])].sort()).toEqual([...members].sort()));

  it('the log of events names no sender of a report', async () => {
    const { items } = await city.as('Auditor').sees('/api/events?limit=500');
    const ofReports = items.filter(({ stream }: { stream: string }) => stream === `report-${matter.reportId}`);
    expect(ofReports.map(({ type, actor, withheld }: Record<string, unknown>) => ({ type, actor, withheld }))).toEqual([
      { type: 'ReportReceived', actor: null, withheld: true },
      { type: 'ReporterIdentified', actor: null, withheld: true },
      { type: 'ReportAttached', actor: { person: expect.any(String), office: 'System' }, withheld: false },
    ]);
  });

  it('nothing of it stands in the open in any file or in the log of the server', async () => {
    const secrets = [...Object.values(prose), ...Object.values(sender), ...members.map(nameOf)];
    const files = () => readdirSync(city.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const look = () => {
      const all = files().map(({ name, parentPath }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
      const holding = (text: string) => {
        const encoded = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64url'))];
        return all.filter(({ bytes }) => encoded.some((form) => bytes.includes(form))).map(({ name }) => name);
      };
      // What is no secret is found, so that not finding means something.
      expect(holding('Resolution 5716').length).toBeGreaterThan(0);
      for (const secret of secrets) expect({ secret, files: holding(secret) }).toEqual({ secret, files: [] });
    };
    expect(files().map(({ name }) => name)).toEqual(expect.arrayContaining(['events.db', 'views.db', 'accounts.db']));
    look();
    await city.restart(look);
    look();
    expect(city.logged()).toContain('/api/cases/:caseId/triage');
    for (const secret of [...secrets, matter.caseId, city.person('Employee')])
      expect({ secret, logged: city.logged().includes(secret) }).toEqual({ secret, logged: false });
  });
});
