import { createHash } from 'node:crypto';
import { useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const day = 24 * 3_600_000;
const matter = new Matter(city);
let [notice, acknowledgement] = ['', ''];
let bytes = Buffer.alloc(0);

const sha256 = (of: Buffer | string) => createHash('sha256').update(of).digest('hex');
const fetched = async (path: string, who: CastMember | `Bearer ${string}` = 'HR') => {
  const authorization = who.startsWith('Bearer ') ? who : city.as(who as CastMember).authorization;
  const response = await fetch(`${city.address}${path}`, { headers: { authorization } });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
};
/** The names that the cast goes by. */
const nameOf = async (who: CastMember): Promise<string> => (await city.as('HR').sees(`/api/people/${city.person(who)}`)).name;

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
  await matter.propose();
  await matter.review();
  await matter.notice('2026-03-02', 'The post as captured. <b>Printed</b> & kept.');
});

it('a notice is previewed, and nothing is recorded', async () => {
  const head = await city.head();
  const preview = await fetched(`/api/letters/preview?kind=notice&proceedingId=${matter.proceeding}`);
  expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const html = preview.body.toString();
  expect(html).toContain(`To ${await nameOf('Subject')}:`);
  expect(html).toContain('The post as captured. &lt;b&gt;Printed&lt;/b&gt; &amp; kept.');
  expect(html).toContain(await nameOf('HR'));
  expect(await city.head()).toBe(head);
});

it('it is issued, once for one key', async () => {
  const issue = () =>
    city.as('HR').post('/api/letters', { kind: 'notice', proceedingId: matter.proceeding }, { 'idempotency-key': 'notice-1' });
  const first = await issue();
  expect(first.status).toBe(201);
  expect((await issue()).body).toMatchObject({ id: first.body.id, etag: first.body.etag });
  notice = first.body.id;
});

it('it is downloaded, each time the same bytes, whose hash is the event’s', async () => {
  const { pdfSha256, htmlSha256, template, addressee } = await city.as('HR').sees(`/api/letters/${notice}`);
  expect([template.version, addressee]).toEqual([0, city.person('Subject')]);
  const [once, again] = [await fetched(`/api/letters/${notice}/pdf`), await fetched(`/api/letters/${notice}/pdf`, 'Subject')];
  expect(once.body.equals(again.body)).toBe(true);
  expect(sha256(once.body)).toBe(pdfSha256);
  expect(once.body.subarray(0, 5).toString()).toBe('%PDF-');
  expect(once.headers.get('content-type')).toBe('application/pdf');
  expect(once.headers.get('content-disposition')).toMatch(/^attachment; filename="notice-2026-03-02.pdf"/);
  expect(once.headers.get('x-content-type-options')).toBe('nosniff');
  const html = await fetched(`/api/letters/${notice}/html`);
  expect(sha256(html.body)).toBe(htmlSha256);
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html.headers.get('content-disposition')).toMatch(/^attachment/);
  bytes = once.body;
});

it('its event in the log tells the same hash and nothing that it says', async () => {
  const { items } = await city.as('Auditor').sees('/api/events?after=0&limit=200');
  expect(items.map(({ type }: { type: string }) => type)).toContain('LetterIssued');
  const [event] = await city.casebook.store.read(`letter-${notice}`);
  expect(event?.data).toMatchObject({ kind: 'notice', caseId: matter.caseId, pdfSha256: sha256(bytes) });
  const stored = JSON.stringify([event, items]);
  for (const said of ['Notice of proposed discipline', await nameOf('Subject'), 'as captured']) expect(stored).not.toContain(said);
});

it('whoever sent the report reads their acknowledgement, and nobody else does', async () => {
  const clerk = city.as('Communications Manager');
  await clerk.does(`/api/reports/${matter.reportId}/acknowledgement`, {});
  const name = await nameOf('Reporter');
  const preview = await fetched(`/api/letters/acknowledgements/preview?reportId=${matter.reportId}`, 'Communications Manager');
  expect([preview.status, preview.body.toString().includes(name)]).toEqual([200, false]);
  acknowledgement = await clerk.does('/api/letters/acknowledgements', { reportId: matter.reportId });
  const own = await fetched(`/api/letters/${acknowledgement}/html`, 'Reporter');
  expect(own.body.toString()).toContain(`To ${name}:`);
  expect((await city.as('Reporter').sees(`/api/letters/acknowledgements?reportId=${matter.reportId}`)).items).toHaveLength(1);
  for (const who of ['HR', 'City Manager', 'Communications Manager', 'City Attorney', 'Auditor', 'Subject', 'IT Director'] as const)
    for (const form of ['html', 'pdf'] as const)
      expect([who, (await fetched(`/api/letters/${acknowledgement}/${form}`, who)).status]).toEqual([who, 404]);
});

it('no letter but their own, and no list of letters, names whoever reported', async () => {
  const [name, person] = [await nameOf('Reporter'), city.person('Reporter')];
  for (const who of ['HR', 'City Manager', 'City Attorney', 'City Clerk', 'Auditor', 'Subject', 'Communications Manager'] as const)
    for (const path of [
      `/api/letters?caseId=${matter.caseId}`,
      `/api/letters?proceedingId=${matter.proceeding}`,
      `/api/letters/acknowledgements?reportId=${matter.reportId}`,
      `/api/letters/${notice}`,
      `/api/letters/${notice}/html`,
      `/api/letters/${acknowledgement}`,
      `/api/letters/preview?kind=notice&proceedingId=${matter.proceeding}`,
    ]) {
      const { body } = await fetched(path, who);
      expect([who, path, body.includes(name) || body.includes(person)]).toEqual([who, path, false]);
    }
  expect(city.logged()).not.toContain(name);
});

it('bad input and steps that were not taken are refused by name', async () => {
  const hr = city.as('HR');
  expect((await hr.post('/api/letters', { kind: 'notice' })).body).toMatchObject({ code: 'request.invalid' });
  expect((await hr.post('/api/letters', { kind: 'love', proceedingId: matter.proceeding })).body).toMatchObject({
    code: 'request.invalid',
  });
  const early = await hr.post('/api/letters', { kind: 'grievance-answer', proceedingId: matter.proceeding });
  expect(early.body).toMatchObject({ status: 409, code: 'letter.out-of-step' });
  const past = await hr.get(
    `/api/letters/preview?kind=notice&proceedingId=${matter.proceeding}&asOf=${await city.moment('HR', (await city.head()) - 1)}`,
  );
  expect(past.body).toMatchObject({ status: 422, code: 'letter.of-the-past' });
});

it('it stays as it was sent, whatever wording comes after and however long ago it was', async () => {
  const body = '# Other words\n\nTo {{subjectName}}: {{rung}}';
  await city.as('City Clerk').does('/api/letters/templates', { kind: 'notice', effectiveFrom: '2026-03-02', instrument: 'Memo 9', body });
  const preview = await fetched(`/api/letters/preview?kind=notice&proceedingId=${matter.proceeding}`);
  expect(preview.body.toString()).toContain('<h1>Other words</h1>');
  await city.restart(() => city.clock.pass(7 * 365 * day));
  await city.settle();
  const { token } = await city.casebook.accounts.issueToken(city.person('HR'), 'later', 365);
  const later = await fetched(`/api/letters/${notice}/pdf`, `Bearer ${token}`);
  expect([later.status, later.body.equals(bytes)]).toEqual([200, true]);
});
