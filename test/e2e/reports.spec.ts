import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../src/modules/cases/case.js';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { newId } from '../../src/platform/ground/ids.js';
import { type Answer, day, minute, useCity } from '../kit/app.js';
import { type CastMember, members } from '../kit/city.js';

const city = useCity();
const nobody = () => city.bearing();
const hour = 60 * minute;

/** The case that waits in triage and was not there before. */
async function newCase(before: ReadonlySet<string>): Promise<string> {
  const { items } = await city.as('Auditor').sees('/api/cases?status=triage&limit=200');
  const fresh = items.map(({ id }: { id: string }) => id).filter((id: string) => !before.has(id));
  expect(fresh).toHaveLength(1);
  return fresh[0];
}
const inTriage = async (): Promise<Set<string>> =>
  new Set((await city.as('Auditor').sees('/api/cases?status=triage&limit=200')).items.map(({ id }: { id: string }) => id));

/** Sends a report without a name; resolves with its code, its case and its id. */
async function sendAnonymously(body: object, as = nobody(), path = '/api/reports/public') {
  const before = await inTriage();
  const answer = await as.post(path, body, { 'idempotency-key': 'the-same', 'x-correlation-id': newId() });
  expect(answer).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/) } });
  await city.settle();
  const caseId = await newCase(before);
  const file = await city.casebook.streams.folded(cases, caseId);
  if (file.state.status === 'absent') throw new Error('the case is not there');
  return { code: answer.body.code as string, caseId, reportId: file.state.reports[0] ?? '' };
}

const follow = (code: string): Promise<Answer> => nobody().post('/api/reports/follow-up', { code });
const told = ({ status, body }: Answer) => {
  const { instance: _, ...rest } = body ?? {};
  return { status, rest };
};

describe('what is told before a report', () => {
  it('is told to anyone, and says where secrecy ends', async () => {
    const page = await nobody().sees('/api/reports/intake');
    expect(page.limits[0]).toMatch(/^Secrecy ends where the law ends it\. Public-records law .* court/);
    expect(page.offices).toContain('City Manager');
  });
});

describe('an anonymous report by an employee about the City Manager', () => {
  const planted = {
    summary: 'Planted-heron: the manager’s page praises a candidate',
    said: 'Planted-otter: it was on a Tuesday',
    asked: 'Planted-curlew: which Tuesday?',
  };
  let sent: { code: string; caseId: string; reportId: string };
  let before = 0;

  beforeAll(async () => {
    before = await city.head();
    // Even where the browser sends the employee's token along.
    sent = await sendAnonymously({ summary: planted.summary, about: ['City Manager'] }, city.as('Reporter'));
  });

  it('holds nothing of who sent it, in no event and nothing around one', async () => {
    const events = await city.casebook.store.readAll(before, 1000);
    expect(events.map(({ type }) => type)).toEqual([
      'ReportReceived',
      'FollowUpOffered',
      'ClaimTaken',
      'CaseOpened',
      'AuthoritySettled',
      'ReportAttached',
    ]);
    const [received] = events;
    expect(received?.actor).toEqual({ person: 'ffffffff-ffff-ffff-ffff-ffffffffffff', office: 'Public' });
    expect(JSON.stringify(events)).not.toContain(city.person('Reporter'));
  });

  it('comes before others than the City Manager, to whom it does not exist', async () => {
    expect(await city.as('City Attorney').sees(`/api/reports/${sent.reportId}`)).toMatchObject({
      summary: planted.summary,
      accused: [city.person('City Manager')],
      reachable: true,
    });
    for (const path of ['', '/reporter?purpose=protection'])
      expect(told(await city.as('City Manager').get(`/api/reports/${sent.reportId}${path}`))).toEqual(
        told(await city.as('City Manager').get(`/api/reports/${newId()}${path}`)),
      );
    expect((await city.as('City Manager').sees('/api/reports/duties')).items).toEqual([]);
  });

  it('is followed with its code, in a conversation', async () => {
    expect(await follow(sent.code)).toMatchObject({ status: 200, body: { status: 'received', messages: [] } });
    await city.as('City Attorney').does(`/api/reports/${sent.reportId}/acknowledgement`);
    await city.as('City Attorney').does(`/api/reports/${sent.reportId}/messages`, { text: planted.asked });
    expect(await nobody().post('/api/reports/follow-up/messages', { code: sent.code, text: planted.said })).toMatchObject({ status: 204 });
    await city.settle();
    const { body } = await follow(sent.code.toLowerCase().replaceAll('-', ' '));
    expect(body).toEqual({
      status: 'received',
      receivedOn: '2026-03-02',
      acknowledgedOn: '2026-03-02',
      messages: [
        { from: 'city', at: expect.any(String), text: planted.asked },
        { from: 'sender', at: expect.any(String), text: planted.said },
      ],
      disclosures: [],
    });
    expect(await city.as('City Attorney').sees('/api/reports/duties')).toMatchObject({
      items: [{ reportId: sent.reportId, kind: 'answer' }],
    });
    await city.as('City Attorney').does(`/api/cases/${sent.caseId}/triage`, { decision: 'investigate', reasons: 'It would matter.' });
    expect((await follow(sent.code)).body.status).toBe('under-review');
  });

  it('is not followed with a wrong code, however wrong', async () => {
    const wrong = `${sent.code.slice(0, -1)}${sent.code.endsWith('Z') ? 'Y' : 'Z'}`;
    const orphan = await city.casebook.followUpCodes.issue(newId());
    const answers = [];
    for (const code of [wrong, orphan, 'x', sent.reportId, sent.caseId]) answers.push(told(await follow(code)));
    for (const code of [wrong, orphan]) answers.push(told(await nobody().post('/api/reports/follow-up/messages', { code, text: 'x' })));
    for (const code of [wrong, orphan])
      answers.push(told(await nobody().post('/api/reports/follow-up/retaliation', { code, summary: 'x' })));
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404 });
    expect(answers[0]?.rest).toMatchObject({ code: 'report.code-unknown' });
  });

  it('shows to nobody but those who deal with it', async () => {
    const paths = [
      `/api/reports/${sent.reportId}`,
      `/api/reports/mine/${sent.reportId}`,
      `/api/reports/${sent.reportId}/reporter?purpose=protection`,
      '/api/reports/duties',
      '/api/cases?status=investigating',
      `/api/cases/${sent.caseId}`,
      '/api/events?limit=500',
      '/api/look-ups',
      '/api/work',
    ];
    const readers = new Map<string, Set<CastMember | 'nobody'>>();
    for (const who of [...members, 'nobody'] as const)
      for (const path of paths) {
        const { text, headers } = await (who === 'nobody' ? nobody() : city.as(who)).get(path);
        const whole = `${JSON.stringify([...headers])}\n${text}`;
        for (const secret of [...Object.values(planted), sent.code])
          if (whole.includes(secret)) readers.set(secret, (readers.get(secret) ?? new Set()).add(who));
      }
    expect(readers.get(sent.code)).toBeUndefined();
    // The conversation is for those who work on it; what was reported is in the case's file as well.
    for (const secret of [planted.said, planted.asked])
      expect([...(readers.get(secret) ?? [])].sort()).toEqual(['City Attorney', 'City Clerk']);
    expect([...(readers.get(planted.summary) ?? [])].sort()).toEqual(['Auditor', 'City Attorney', 'City Clerk']);
  });

  it('leaves neither code nor text in any file or in the log of the server', async () => {
    const secrets = [...Object.values(planted), sent.code, sent.code.replaceAll('-', '')];
    const holding = (text: string) =>
      readdirSync(city.directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
        .map(({ name }) => name);
    const look = () => {
      for (const secret of secrets) expect({ secret, files: holding(secret) }).toEqual({ secret, files: [] });
    };
    look();
    await city.restart(look);
    expect(city.logged()).toContain('/api/reports/follow-up');
    for (const secret of [...secrets, sent.reportId, sent.caseId, city.person('Reporter'), '127.0.0.1'])
      expect({ secret, logged: city.logged().includes(secret) }).toEqual({ secret, logged: false });
    expect((await follow(sent.code)).status).toBe(200);
  });
});

describe('a report with a name', () => {
  const sender = { name: 'Ottilie Plantagenet', contact: 'ottilie@planted.example' };
  let sent: { code: string; caseId: string; reportId: string };
  beforeAll(async () => {
    sent = await sendAnonymously({ summary: 'A page gives a resident’s address.', ...sender });
  });

  it('tells it to those who take it in alone, and puts each look on record', async () => {
    const path = `/api/reports/${sent.reportId}/reporter?purpose=reach-the-reporter`;
    const head = await city.head();
    const seen: CastMember[] = [];
    for (const who of members) {
      const { status, text } = await city.as(who).get(path);
      if (text.includes(sender.name)) seen.push(who);
      else expect({ who, status }).toEqual({ who, status: 404 });
    }
    expect(seen.sort()).toEqual(['City Manager', 'Communications Manager']);
    const looks = (await city.casebook.store.readAll(head, 1000)).filter(({ type }) => type === 'ReporterLookedUp');
    expect(looks.map(({ actor, stream }) => [actor.person, stream]).sort()).toEqual(
      seen.map((who) => [city.person(who), `report-${sent.reportId}`]).sort(),
    );
  });

  it('is disclosed after its sender was told, and had their time', async () => {
    const path = `/api/reports/${sent.reportId}/disclosures`;
    const announced = { to: 'The District Court', reason: 'It was ordered.', how: 'message', toldOn: '2026-03-02' };
    await city.as('City Attorney').does(path, announced);
    const { disclosures } = (await follow(sent.code)).body;
    expect(disclosures).toEqual([{ to: announced.to, reason: announced.reason, notBefore: '2026-03-10T06:00:00.000Z', disclosed: false }]);
    const [{ id }] = (await city.as('City Attorney').sees(`/api/reports/${sent.reportId}`)).disclosures;
    expect(await city.as('City Attorney').post(`${path}/${id}/decision`)).toMatchObject({
      status: 409,
      body: { code: 'report.disclosure-too-early', notBefore: '2026-03-10T06:00:00.000Z' },
    });
    await city.pass(8 * day);
    await city.as('City Attorney').does(`${path}/${id}/decision`);
    expect((await follow(sent.code)).body.disclosures).toMatchObject([{ disclosed: true }]);
  });
});

describe('a report by telephone without a name', () => {
  const call = { channel: 'telephone', summary: 'A page gives a resident’s birthday.' };
  const letters = '/api/reports/follow-up/letters';
  let [code, reportId, letter] = ['', '', ''];

  it('is answered with a code to read out, in no event and in no other answer', async () => {
    const head = await city.head();
    const { status, body } = await city.as('City Clerk').post('/api/reports/relayed', call, { 'idempotency-key': 'call-1' });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        stream: `report-${body.id}`,
        etag: expect.any(String),
        moment: expect.any(String),
        behind: [],
        code: expect.stringMatching(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/),
      },
    ]);
    [code, reportId] = [body.code, body.id];
    for (const event of await city.casebook.store.readAll(head, 1000)) expect(JSON.stringify(event)).not.toContain(code);
    expect(await follow(code)).toMatchObject({ status: 200, body: { status: 'received', messages: [] } });
  });

  it('is repeated with its key: the same report, followed with another code', async () => {
    const { body } = await city.as('City Clerk').post('/api/reports/relayed', call, { 'idempotency-key': 'call-1' });
    expect([body.id, body.code === code]).toEqual([reportId, false]);
    expect((await follow(body.code)).status).toBe(200);
    expect((await follow(code)).status).toBe(200);
  });

  it('leaves no code behind where it is refused', async () => {
    const refused = await city.as('City Clerk').post('/api/reports/relayed', { ...call, accused: [newId()] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'report.unknown-person' } });
    expect((await city.as('Employee').post('/api/reports/relayed', call)).status).toBe(403);
  });

  it('is acknowledged by a letter, which its code opens as HTML and PDF', async () => {
    const office = city.as('Communications Manager');
    expect((await nobody().post(letters, { code })).body).toEqual({ items: [] });
    await office.does(`/api/reports/${reportId}/acknowledgement`, {});
    letter = await office.does('/api/letters/acknowledgements', { reportId });
    await city.settle();
    const { body } = await nobody().post(letters, { code });
    expect(body.items).toEqual([
      { id: letter, kind: 'acknowledgement', on: expect.any(String), pdfSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    // Whoever works on the report learns that it was acknowledged. A hash would let them try each name.
    const listed = (await office.sees(`/api/letters/acknowledgements?reportId=${reportId}`)).items;
    expect(listed).toEqual([{ ...body.items[0], pdfSha256: null }]);
    expect(await office.sees(`/api/letters/${letter}`)).toMatchObject({ reportId, htmlSha256: null, pdfSha256: null });
    const html = await nobody().post(`${letters}/html`, { code, letterId: letter });
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html.text).toContain('<h1>');
    const pdf = await nobody().post(`${letters}/pdf`, { code, letterId: letter });
    expect([pdf.status, pdf.headers.get('content-type'), pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  });

  it('has letters for its own code alone; each wrong one gets one answer', async () => {
    const orphan = await city.casebook.followUpCodes.issue(newId());
    const answers: ReturnType<typeof told>[] = [];
    for (const wrong of ['x', orphan])
      for (const path of ['', '/html', '/pdf'])
        answers.push(told(await nobody().post(`${letters}${path}`, { code: wrong, ...(path && { letterId: letter }) })));
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404 });
    expect(answers[0]?.rest).toMatchObject({ code: 'report.code-unknown' });
    const { body: second } = await city.as('HR').post('/api/reports/relayed', call);
    const other = second.code;
    for (const [its, letterId] of [
      [other, letter],
      [code, newId()],
    ])
      expect(await nobody().post(`${letters}/pdf`, { code: its, letterId })).toMatchObject({
        status: 404,
        body: { code: 'letter.not-of-this-report' },
      });
    // What comes next looks for its own case among those in triage.
    for (const id of [reportId, second.id])
      await city.as('Communications Manager').does(`/api/reports/${id}/decline`, { ground: 'personal-use', reasons: 'A private page.' });
    await city.settle();
  });
});

describe('what becomes of a report', () => {
  const takesIn = () => city.as('Communications Manager');
  it('it is declined as out of scope, and its case with it', async () => {
    const { code, caseId, reportId } = await sendAnonymously({ summary: 'A neighbour’s private page is rude.' });
    await takesIn().does(`/api/reports/${reportId}/decline`, { ground: 'personal-use', reasons: 'It is nobody’s official page.' });
    await city.settle();
    expect(await city.as('Auditor').sees(`/api/cases/${caseId}`)).toMatchObject({ status: 'closed' });
    expect(await takesIn().sees(`/api/reports/${reportId}`)).toMatchObject({ status: 'declined', ground: 'personal-use' });
    expect((await follow(code)).body.status).toBe('closed');
  });

  it('it is referred to another body', async () => {
    const { code, caseId, reportId } = await sendAnonymously({ summary: 'A page threatens someone.' });
    await takesIn().does(`/api/reports/${reportId}/referral`, { to: 'The police', reasons: 'It is a crime if it is so.' });
    await city.settle();
    expect(await city.as('Auditor').sees(`/api/cases/${caseId}`)).toMatchObject({ status: 'closed' });
    expect((await follow(code)).body.status).toBe('closed');
  });

  it('it joins a case that there is, whose subjects and its own are walled from both', async () => {
    const first = await city.as('Reporter').does('/api/reports', {
      channel: 'web',
      summary: 'First.',
      accused: [city.person('Subject')],
      from: 'self',
    });
    const second = await sendAnonymously({ summary: 'The same, and the auditor knew.', about: ['Auditor'] }).catch(() => undefined);
    // The auditor does not see the new case, so that it is found another way.
    expect(second).toBeUndefined();
    const { items } = await city.as('HR').sees('/api/cases?status=triage&limit=200');
    const mine = items.map(({ id }: { id: string }) => id).filter((id: string) => id !== caseIdOf(first));
    const reportId = (await takesIn().sees(`/api/cases/${mine.at(-1)}`)).reports[0].id;
    await takesIn().does(`/api/reports/${reportId}/case`, { caseId: caseIdOf(first), reasons: 'One post.' });
    await city.settle();
    expect(await takesIn().sees(`/api/cases/${caseIdOf(first)}`)).toMatchObject({
      accused: [city.person('Subject'), city.person('Auditor')],
      reports: [{ id: first }, { id: reportId }],
    });
    expect((await takesIn().sees(`/api/cases/${mine.at(-1)}`)).status).toBe('closed');
    expect((await city.as('Auditor').get(`/api/cases/${caseIdOf(first)}`)).status).toBe(404);
    const { items: events } = await city.as('Auditor').sees('/api/events?limit=500');
    for (const stream of [`report-${first}`, `report-${reportId}`, `case-${caseIdOf(first)}`])
      expect(events.filter((event: { stream: string }) => event.stream === stream)).toEqual([]);
  });
});

describe('retaliation', () => {
  it('reported with the code becomes a case out of reach of the line above the accused, with check-ins', async () => {
    const about = { summary: 'The HR page gives false figures.', about: ['HR'] };
    const origin = await sendAnonymously(about);
    const own = await sendAnonymously(
      { code: origin.code, summary: 'My shifts were cut.' },
      nobody(),
      '/api/reports/follow-up/retaliation',
    );
    expect(own.code).not.toBe(origin.code);
    const seen = await city.as('Communications Manager').sees(`/api/reports/${own.reportId}`);
    expect(seen).toMatchObject({ retaliationIn: origin.caseId, accused: [city.person('HR')] });
    expect(await city.as('Auditor').sees(`/api/cases/${own.caseId}`)).toMatchObject({
      decides: 'Council',
      intake: ['Communications Manager'],
    });
    for (const who of ['City Manager', 'HR'] as const) expect((await city.as(who).get(`/api/reports/${own.reportId}`)).status).toBe(404);
    const [{ id: checkInId, overdue }] = seen.checkIns;
    expect(overdue).toBe(false);
    await city.pass(31 * day);
    expect((await city.as('Communications Manager').sees(`/api/reports/${own.reportId}`)).checkIns).toMatchObject([{ overdue: true }]);
    expect((await city.as('Communications Manager').sees('/api/reports/duties')).items).toContainEqual(
      expect.objectContaining({ kind: 'check-in', reportId: own.reportId, overdue: true, checkInId }),
    );
    const today = new Date(city.clock.now()).toISOString().slice(0, 10);
    const note = { on: today, how: 'message', note: 'Left in peace since.', retaliation: false };
    await city.as('Communications Manager').does(`/api/reports/${own.reportId}/check-ins/${checkInId}`, note);
    await city.settle();
    expect((await city.as('Communications Manager').sees(`/api/reports/${own.reportId}`)).checkIns).toMatchObject([
      { id: checkInId, on: today },
      { on: null, overdue: false },
    ]);
  });

  it('is reported signed in as well', async () => {
    const reportId = await city.as('Reporter').does('/api/reports', { channel: 'web', summary: 'x', from: 'self' });
    expect(await city.as('Reporter').sees(`/api/reports/mine/${reportId}`)).toMatchObject({ status: 'received' });
    await city.as('Reporter').does(`/api/reports/mine/${reportId}/messages`, { text: 'More.' });
    const own = await city.as('Reporter').does('/api/reports/retaliation', { reportId, summary: 'I was moved.' });
    const { items } = await city.as('Reporter').sees('/api/reports/mine');
    expect(items.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([reportId, own]));
    expect(items.find(({ id }: { id: string }) => id === reportId).messages).toMatchObject([{ from: 'sender', text: 'More.' }]);
    expect((await city.as('Employee').sees('/api/reports/mine')).items).toEqual([]);
    expect(await city.as('Reporter').sees(`/api/reports/mine/${own}`)).toMatchObject({ status: 'received' });
    expect((await city.as('Employee').post('/api/reports/retaliation', { reportId, summary: 'x' })).status).toBe(404);
  });
});

describe('too many requests from one address', () => {
  it('are refused with the time to wait', async () => {
    city.clock.pass(hour);
    const statuses = [];
    for (let i = 0; i < 21; i += 1) statuses.push((await nobody().post('/api/reports/public', { summary: `Report ${i}.` })).status);
    expect(statuses).toEqual([...Array(20).fill(201), 429]);
    const refused = await nobody().post('/api/reports/public', { summary: 'One more.' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'report.too-many', retryAfter: 180 } });
    expect(refused.headers.get('retry-after')).toBe('180');
    city.clock.pass(3 * minute);
    expect((await nobody().post('/api/reports/public', { summary: 'Later.' })).status).toBe(201);
  });
});
