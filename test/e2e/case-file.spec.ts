import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { minute, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const matter = new Matter(city);
const out = mkdtempSync(join(tmpdir(), 'casebook-file-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const file = (audience: string, more = '') => `/api/cases/${matter.caseId}/file?audience=${audience}&purpose=The%20hearing${more}`;
const looks = async () => (await city.casebook.store.readAll(0, 10_000)).filter(({ stream }) => stream === `look-${matter.caseId}`);
const looksBy = async (who: CastMember, type = 'CaseSeen') =>
  (await looks()).filter((event) => event.type === type && event.actor.person === city.person(who));

beforeAll(async () => {
  await matter.report('A post gives figures; my name is nobody’s business.');
  await matter.triage();
  await matter.allege();
  await matter.assign();
  await matter.inform();
  await matter.answer();
  await matter.find();
  await matter.file();
  await matter.determine();
});

it('the file is given as a page or as JSON, with its digest, and each time the look is on record with its hash', async () => {
  const before = (await looksBy('City Manager', 'CaseFileTaken')).length;
  const page = await city.as('City Manager').get(file('decider'));
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers.get('content-disposition')).toMatch(/^attachment; filename="case-file.html"/);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const json = await city.as('City Manager').get(file('decider', '&format=json'));
  expect(json.body.about).toMatchObject({ caseId: matter.caseId, audience: 'decider' });
  const taken = (await looksBy('City Manager', 'CaseFileTaken')).slice(before);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(taken.map(({ data }) => (data as { sha256: string }).sha256)).toEqual([sha256(page.text), sha256(json.text)]);
  expect(json.headers.get('repr-digest')).toBe(`sha-256=:${createHash('sha256').update(json.text).digest('base64')}:`);
  expect(taken[1]!.data).toMatchObject({ audience: 'decider', format: 'json', upTo: expect.any(String) });
});

it('it is the same bytes at the same moment, over HTTP and from the command line, whatever came after', async () => {
  const at = `&asOf=${await city.moment('City Attorney', await city.head())}`;
  const first = await city.as('City Attorney').get(file('counsel', `&format=json${at}`));
  city.clock.pass(minute);
  await city.as('City Attorney').get(file('counsel'));
  expect((await city.as('City Attorney').get(file('counsel', `&format=json${at}`))).text).toBe(first.text);

  const token = city.as('City Attorney').authorization.replace('Bearer ', '');
  const args = ['--audience', 'counsel', '--purpose', 'The hearing', '--as-of', at.slice(6), '--out', out, '--server', city.address];
  const ended = await new Promise<{ errors: string; code: number | null }>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(process.cwd(), 'dist/bundle/cli.js'), 'case', 'export', matter.caseId, ...args],
      { env: { CASEBOOK_TOKEN: token }, timeout: 240_000 },
      (_, __, errors) => resolve({ errors, code: child.exitCode }),
    );
  });
  expect(ended).toEqual({ errors: '', code: 0 });
  expect(readFileSync(join(out, 'case-file.json'), 'utf8')).toBe(first.text);
  expect(readFileSync(join(out, 'case-file.html'), 'utf8')).toBe((await city.as('City Attorney').get(file('counsel', at))).text);
});

it('it is refused for an audience that reads more, to a reporter, and to whom the case is hidden from', async () => {
  expect((await city.as('HR').get(file('decider'))).body.code).toBe('access.not-permitted');
  expect((await city.as('Reporter').get(file('public'))).status).toBe(403);
  expect((await city.as('Subject').get(file('public'))).status).toBe(403);
  expect((await city.as('City Manager').get(file('subject'))).body.code).toBe('case.file-subject-unclear');
  expect((await city.as('City Manager').get(`/api/cases/${matter.caseId}/file?audience=decider`)).body.code).toBe('request.invalid');
});

it('the first read of a case leaves one look for each sign-in, through restarts, and a refused one none', async () => {
  const read = (who: CastMember) => city.as(who).sees(`/api/cases/${matter.caseId}`);
  const before = (await looksBy('HR')).length;
  expect(before).toBeLessThanOrEqual(1);
  await Promise.all([read('HR'), read('HR'), city.as('HR').sees(`/api/proceedings/${matter.proceeding}`)]);
  await city.restart();
  await read('HR');
  expect(await looksBy('HR')).toHaveLength(1);
  expect((await looksBy('HR'))[0]).toMatchObject({ actor: { office: 'HR' }, data: { caseId: matter.caseId } });
  const { token } = await city.casebook.accounts.issueToken(city.person('HR'), 'another', 1);
  await city.bearing(token).sees(`/api/cases/${matter.caseId}`);
  expect(await looksBy('HR')).toHaveLength(2);
  await city.as('IT Director').get(`/api/cases/${matter.caseId}`);
  expect(await looksBy('IT Director')).toEqual([]);
});

it('the Auditor asks what an office could see of the case at a moment', async () => {
  await city.settle();
  const path = `/api/audit/visibility?office=HR&caseId=${matter.caseId}&person=${city.person('HR')}`;
  const now = await city.as('Auditor').sees(path);
  expect(now.ofCase).toMatchObject({ caseId: matter.caseId, held: true, files: ['hr', 'public'] });
  expect(now.ofCase.sights.find(({ query }: { query: string }) => query === 'GetCase').parts).not.toContain('reports');
  expect((await city.as('Auditor').sees(`${path}&at=@1`)).ofCase.sights).toEqual([]);
});

it('a subject who reads their own proceeding leaves one too, and whoever follows their report leaves none', async () => {
  await city.as('Subject').sees(`/api/proceedings/${matter.proceeding}`);
  expect(await looksBy('Subject')).toHaveLength(1);
  await city.as('Reporter').sees(`/api/reports/mine/${matter.reportId}`);
  expect(await looksBy('Reporter')).toEqual([]);
});

it('the Auditor lists the looks at a case, and at who sent reports; a case that is hidden from them has none', async () => {
  await city.settle();
  const listed = async (query: string) => (await city.as('Auditor').sees(`/api/looks?limit=200&${query}`)).items;
  const atCase = await listed(`caseId=${matter.caseId}`);
  expect(new Set(atCase.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(['case', 'case-file']));
  expect(atCase.find(({ kind }: { kind: string }) => kind === 'case-file')).toMatchObject({ note: 'The hearing', at: matter.caseId });
  expect(await listed('kind=reporter')).toEqual([]);
  const own = await new Matter(city, 'Auditor').report('The auditor’s own.');
  await city.as('Communications Manager').sees(`/api/cases/${own.caseId}`);
  await city.settle();
  expect(await listed(`caseId=${own.caseId}`)).toEqual([]);
});
