import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { postgresCredentials } from '../../src/platform/postgres/connection.js';
import { type Node, Nodes } from '../kit/nodes.js';
import { serverOfRun } from '../kit/postgres.js';

const nodes = new Nodes();
let one: Node;
let two: Node;
let runner: Node;
let token = '';

beforeAll(async () => {
  await nodes.open();
  const { login, password } = await nodes.setUp('ada', 'HR', 'City Clerk', 'IT Director');
  [one, two, runner] = await Promise.all([nodes.start('web'), nodes.start('web'), nodes.start('views')]);
  const { body } = await one.as().post('/api/sessions', { login, password });
  token = body.token;
});
afterAll(() => nodes.close());

const enter = (node: Node, name: string, headers: Record<string, string> = {}) =>
  node.as(token).post('/api/people', { name, track: 'permanent' }, headers);
const namesAt = async (node: Node, moment: string): Promise<string[]> => {
  const { body } = await node.as(token).get(`/api/people?limit=200&minMoment=${moment}`);
  return (body.items as { name: string }[]).map(({ name }) => name);
};

/** Enters people until one is shown everywhere; milliseconds that took. */
async function shownEverywhere(name: string): Promise<number> {
  const started = performance.now();
  const { body, status } = await enter(one, name);
  expect(status).toBe(201);
  for (;;) {
    const [first, second] = await Promise.all(
      [one, two].map((node) => node.as(token).get(`/api/people?limit=200&minMoment=${body.moment}`)),
    );
    if (first?.status === 200 && second?.status === 200) {
      for (const { body } of [first, second]) expect(JSON.stringify(body.items)).toContain(name);
      return performance.now() - started;
    }
    expect([200, 503]).toContain(first?.status);
    expect([200, 503]).toContain(second?.status);
    if (performance.now() - started > 120_000) throw new Error(`${name} is not shown`);
  }
}

describe('Two nodes that answer and one that keeps the views', () => {
  it('answer a command once the views have it, and show it on the other one', async () => {
    const { status, body } = await enter(one, 'Seen Elsewhere');
    expect({ status, behind: body.behind }).toEqual({ status: 201, behind: [] });
    expect(await namesAt(two, body.moment)).toContain('Seen Elsewhere');
    const detail = await two.as(token).get(`/api/people/${body.id}`);
    expect(detail.body.name).toBe('Seen Elsewhere');
  });

  it('show what the other one changed in a thing that they have read before', async () => {
    const { body } = await enter(one, 'Before');
    expect((await two.as(token).get(`/api/people/${body.id}`)).body.name).toBe('Before');
    expect((await one.as(token).post(`/api/people/${body.id}/name`, { name: 'After' })).status).toBe(200);
    expect((await two.as(token).get(`/api/people/${body.id}`)).body.name).toBe('After');
  });

  it('carry out one of two commands under one key, and give both its receipt', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([one, two, one, two].map((node) => enter(node, 'Only Once', key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const names = await namesAt(two, answers[0]?.body.moment);
    expect(names.filter((name) => name === 'Only Once')).toHaveLength(1);
    expect((await enter(two, 'Another Body', key)).body.code).toBe('idempotency.key-reused');
  });

  it('decide on one stream at once: one event, and the other decides anew on what stands', async () => {
    const { body } = await enter(one, 'Leaves Once');
    const on = body.recordedAt?.slice(0, 10) ?? new Date().toISOString().slice(0, 10);
    const answers = await Promise.all([one, two, one, two].map((node) => node.as(token).post(`/api/people/${body.id}/departure`, { on })));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([409]));
  });

  it('know one another’s sessions, their ends, and failed sign-ins', async () => {
    const { login, password } = await nodes.setUp('bea', 'Auditor');
    const { body } = await two.as().post('/api/sessions', { login, password });
    expect((await one.as(body.token).get('/api/me')).status).toBe(200);
    expect((await two.as(body.token).send('DELETE', '/api/sessions/current')).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect((await one.as(body.token).get('/api/me')).status).toBe(401);
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, at) => (at % 2 ? one : two).as().post('/api/sessions', { login, password: 'a wrong password' })),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('count reports without a login together', async () => {
    const report = { summary: 'Something is wrong.' };
    const answers = [];
    for (let at = 0; at < 24; at += 1) answers.push((await (at % 2 ? one : two).as().post('/api/reports/public', report)).status);
    const allowed = answers.indexOf(429);
    expect(allowed).toBeGreaterThan(0);
    for (const node of [one, two]) expect((await node.as().post('/api/reports/public', report)).status).toBe(429);
    const kept = await nodes.sql<{ key: string }>('SELECT key FROM casebook_accounts.rate_limits');
    expect(JSON.stringify(kept)).not.toContain('127.0.0.1');
  });

  it('keep views and accounts from one another’s role', async () => {
    const { host, port } = serverOfRun();
    const [{ database = '' } = {}] = await nodes.sql<{ database: string }>('SELECT current_database() AS database');
    for (const [part, other] of [
      ['views', 'casebook_accounts.accounts'],
      ['accounts', 'casebook_views.view_checkpoint'],
    ] as const) {
      const client = new pg.Client({ host, port, database, ...postgresCredentials(nodes.credentialsFile(part)) });
      await client.connect();
      await expect(client.query(`SELECT * FROM ${other}`)).rejects.toThrow(/permission denied for schema/);
      await client.end();
    }
  });
});

it('the command line compares the lists on PostgreSQL with the log', async () => {
  const { stdout, stderr, status } = await nodes.cli('replay', '--verify');
  expect({ status, stderr: stderr.replace(/^.*\r/gm, '') }).toMatchObject({ status: 0 });
  expect(stdout).toMatch(/^view {3}person_list_v\d+ is identical: \d+ rows? at position \d+$/m);
  expect(stdout).toContain('All is as the log says');
  await nodes.sql(
    `UPDATE casebook_views.person_list_v2 SET "name" = 'Altered' WHERE "key" = (SELECT min("key") FROM casebook_views.person_list_v2)`,
  );
  const altered = await nodes.cli('replay', '--verify');
  expect([altered.status, altered.stdout]).toEqual([
    1,
    expect.stringMatching(/person_list_v2 differs in \d+ of \d+ rows, first in .*"Altered" live/),
  ]);
});

describe('The process that keeps the views', () => {
  it('is replaced within five seconds where it is killed', async () => {
    const next = await nodes.start('views');
    const holder = await nodes.holder();
    await runner.kill();
    expect(await nodes.takenOverFrom(holder)).toBeLessThan(5_000);
    await shownEverywhere('After a Kill');
    expect(next.ended).toBe(false);
    runner = next;
  });

  it('writes nothing where it was stopped and goes on, and waits for its turn again', async () => {
    const other = await nodes.start('views');
    const holder = await nodes.holder();
    runner.child.kill('SIGSTOP');
    expect(await nodes.takenOverFrom(holder)).toBeLessThan(5_000);
    await shownEverywhere('While One Stands Still');
    runner.child.kill('SIGCONT');
    const taken = await nodes.holder();
    for (let at = 0; at < 5; at += 1) await shownEverywhere(`Goes on ${at}`);
    expect(runner.ended).toBe(false);
    expect(await nodes.holder()).toBe(taken);
    const doubled = await nodes.sql(
      'SELECT key FROM (SELECT key FROM casebook_views.person_list_v2 WHERE "validTo" = 9007199254740991) AS open GROUP BY key HAVING count(*) > 1',
    );
    expect(doubled).toEqual([]);
    await other.kill();
    expect(await nodes.takenOverFrom(taken)).toBeLessThan(5_000);
    await shownEverywhere('By the One That Stood Still');
    expect(runner.ended).toBe(false);
  });
});
