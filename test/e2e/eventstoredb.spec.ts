import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { CityApp } from '../kit/app.js';
import { EsdbServer } from '../kit/esdb-server/server.js';
import { Matter } from '../kit/stories/matter.js';

let server: EsdbServer;
let city: CityApp;
let matter: Matter;

beforeAll(async () => {
  server = await EsdbServer.start();
  city = new CityApp({ CASEBOOK_EVENTS: server.url });
  await city.open();
  matter = new Matter(city);
});
afterAll(async () => {
  await city.close();
  server.down();
});

const casebook = (...args: string[]): Promise<{ code: number; out: string; errors: string }> =>
  new Promise((resolve) => {
    const token = city.as('City Attorney').authorization.replace('Bearer ', '');
    const env = { CASEBOOK_DATA: city.directory, CASEBOOK_EVENTS: server.url, CASEBOOK_TOKEN: token };
    const cli = join(process.cwd(), 'dist/bundle/cli.js');
    const child = execFile(process.execPath, [cli, ...args], { env, timeout: 240_000, maxBuffer: 2 ** 26 }, (_, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
const shown = () => city.as('Auditor').sees(`/api/cases/${matter.caseId}`);

describe('the city with its log on EventStoreDB', () => {
  it('takes a report and brings the case to its determination', async () => {
    await matter.report();
    await matter.triage();
    await matter.allege();
    await matter.assign();
    await matter.inform();
    await matter.answer();
    await matter.find();
    await matter.file();
    await matter.determine();
    expect(await shown()).toMatchObject({ id: matter.caseId, allegations: [{ id: matter.allegationId }] });
    expect(server.log.all.filter(({ stream }) => stream === `casebook-case-${matter.caseId}`).length).toBeGreaterThan(4);
  });

  it('shows it as it stood, at a position and at any between two events', async () => {
    const all = await city.casebook.store.readAll(0, 10_000);
    const opened = all.find(({ stream }) => stream === `case-${matter.caseId}`);
    const then = await city.as('Auditor').sees(`/api/cases/${matter.caseId}?asOf=@${opened?.position}`);
    const between = await city.as('Auditor').sees(`/api/cases/${matter.caseId}?asOf=@${(opened?.position ?? 0) + 1}`);
    expect(between).toEqual(then);
    expect(then).not.toEqual(await shown());
    expect((await city.as('Auditor').sees(`/api/cases?report=${matter.reportId}&asOf=@${(opened?.position ?? 0) + 1}`)).items).toHaveLength(
      1,
    );
    expect((await city.as('Auditor').get(`/api/cases/${matter.caseId}?asOf=@${(await city.head()) + 1}`)).body.code).toBe('as-of.future');
  });

  it('refuses plainly while the server is away, and goes on when it is back', async () => {
    const before = await shown();
    server.down();
    const path = `/api/cases/${matter.caseId}/mitigation`;
    const body = { what: 'The post is taken down.' };
    const headers = { 'idempotency-key': 'while-away' };
    const asked = city.as('Communications Manager').post(path, body, headers);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.up();
    expect((await asked).status).toBe(200);
    // the same again is the same
    expect((await city.as('Communications Manager').post(path, body, headers)).body.etag).toBe((await asked).body.etag);
    await city.settle();
    expect(await shown()).toMatchObject({ id: before.id, status: before.status });
    expect((await city.as('Communications Manager').sees(`/api/cases/${matter.caseId}/measures`)).mitigation).toHaveLength(1);
  });

  it('goes on where it was after a restart, with nothing built anew', async () => {
    const before = [await shown(), await city.as('HR').sees('/api/cases'), await city.head()];
    await city.restart();
    await city.settle();
    expect([await shown(), await city.as('HR').sees('/api/cases'), await city.head()]).toEqual(before);
    await city.as('City Attorney').does(`/api/cases/${matter.caseId}/holds`, { reasons: 'A claim is coming.' });
  });

  it('is replayed, exported and read for its case file by the command line, beside the running server', async () => {
    const replay = await casebook('replay', '--verify');
    expect({ ...replay, errors: '' }).toMatchObject({ code: 0, out: expect.stringContaining('All is as the log says') });
    const exported = await casebook('log', 'export');
    const log = await city.casebook.store.readAll(0, 100_000);
    expect(
      exported.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(log.map(({ id }) => id));
    const asked = ['case', 'export', matter.caseId, '--audience', 'counsel', '--purpose', 'Council asks for it.', '--server', city.address];
    const file = await casebook(...asked, '--out', join(city.directory, 'case-file'));
    expect(file).toMatchObject({ code: 0, out: expect.stringMatching(/\nThe case as of 20\S+ \(event \S+\), for counsel\.\n/) });
  });

  it('has one node for each directory, whoever keeps the log', async () => {
    const second = await casebook('setup', '--name', 'Ada Quill', '--login', 'ada', '--office', 'Auditor');
    expect(second).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('is in use') });
  });

  it('decides nothing on a stream that somebody deleted, and its lists say that they have stopped', async () => {
    server.log.softDelete(`casebook-case-${matter.caseId}`);
    await city.restart();
    const { status, body } = await city.as('City Attorney').post(`/api/cases/${matter.caseId}/holds`, { reasons: 'Another claim.' });
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(city.logged()).toContain('"error":"LogAlarm"');
    for (let tries = 0; (await city.as('HR').get('/api/cases')).body.code !== 'view.stopped'; tries += 1) {
      expect(tries).toBeLessThan(200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
