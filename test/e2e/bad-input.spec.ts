import { request } from 'node:http';
import { SqliteEventStore } from '../../src/platform/events/sqlite/sqlite-event-store.js';
import { newId } from '../../src/platform/ground/ids.js';
import { type Answer, type Client, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();

/** What was refused is a problem document, and left nothing behind. */
async function refuses(ask: () => Promise<Answer>, status: number, code: string): Promise<Answer['body']> {
  const head = await city.head();
  const answer = await ask();
  expect({ status: answer.status, code: answer.body?.code, text: answer.text.slice(0, 400) }).toMatchObject({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: `urn:casebook:problem:${code}`, status, instance: expect.stringMatching(/^urn:uuid:/) });
  expect(await city.head()).toBe(head);
  return answer.body;
}
const report = { channel: 'web', summary: 'Something is wrong.', from: 'self' };
const employee = () => city.as('Employee');

describe('a body that does not fit', () => {
  const cases: [string, object, { field: string; rule: string }][] = [
    ['an unknown field', { ...report, urgent: true }, { field: 'urgent', rule: 'unknown' }],
    ['a missing field', { channel: 'web', from: 'self' }, { field: 'summary', rule: 'required' }],
    ['a number for text', { ...report, summary: 7 }, { field: 'summary', rule: 'isProse' }],
    ['a list for text', { ...report, summary: ['x'] }, { field: 'summary', rule: 'isProse' }],
    ['text for a list', { ...report, accused: 'x' }, { field: 'accused', rule: 'isArray' }],
    ['text for a truth value', { ...report, confidential: 'yes' }, { field: 'confidential', rule: 'isBoolean' }],
    ['what is no id', { ...report, accused: ['x'] }, { field: 'accused', rule: 'isUuid' }],
    ['a choice that there is not', { ...report, channel: 'pigeon' }, { field: 'channel', rule: 'isIn' }],
    ['text that is too long', { ...report, summary: 'x'.repeat(20_001) }, { field: 'summary', rule: 'isProse' }],
    ['text that is blank', { ...report, summary: ' \n\t ' }, { field: 'summary', rule: 'isProse' }],
    ['U+0000', { ...report, summary: 'a\0b' }, { field: 'summary', rule: 'text' }],
    ['text that looks sealed', { ...report, summary: 'sealed.v1.k.abc' }, { field: 'summary', rule: 'text' }],
  ];
  it.each(cases)('%s', async (_, body, error) => {
    const { errors } = await refuses(() => employee().post('/api/reports', body), 422, 'request.invalid');
    expect(errors).toContainEqual({ ...error, message: expect.any(String) });
  });

  it('takes the longest text that is allowed, counted in characters', async () => {
    expect(await employee().post('/api/reports', { ...report, summary: '🌲'.repeat(20_000) })).toMatchObject({ status: 201 });
  });

  it('half a surrogate pair, in a value and in a name', async () => {
    const [lead, trail] = ['\\ud83d', '\\udc00'];
    for (const half of [lead, trail, `${trail}${lead}`])
      await refuses(() => employee().post('/api/reports', `{"channel":"web","summary":"x${half}","from":"self"}`), 422, 'request.invalid');
    await refuses(() => employee().post('/api/reports', `{"channel":"web","${lead}":"x","from":"self"}`), 422, 'request.invalid');
  });

  it.each(['2026-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', 20260101])(
    'a day that does not exist (%s)',
    async (on) => {
      const path = `/api/people/${city.person('Employee')}/acknowledgements`;
      const { errors } = await refuses(() => employee().post(path, { version: '5716', on }), 422, 'request.invalid');
      expect(errors).toEqual([expect.objectContaining({ field: 'on', rule: 'isDay' })]);
    },
  );

  it('a field of a nested object, named by its path', async () => {
    const admission = { subject: city.person('Employee'), clause: 'STD-4', facts: 'x', toldOn: '2026-02-30', statement: 'x', more: 1 };
    const triage = { decision: 'informal', reasons: 'x', admission };
    const { errors } = await refuses(() => city.as('City Manager').post(`/api/cases/${newId()}/triage`, triage), 422, 'request.invalid');
    expect(errors.map(({ field }: { field: string }) => field).sort()).toEqual(['admission.more', 'admission.toldOn']);
  });

  it('what is no JSON object', async () => {
    for (const body of ['{', '[]', '"x"', '7', 'null', '{"a":1,}', '\u{feff}{}'])
      await refuses(() => employee().post('/api/reports', body), 400, 'request.malformed');
    await refuses(() => employee().post('/api/reports', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 400, 'request.malformed');
  });

  it('what is nested too deep, or would stand in for what every object has', async () => {
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
    const deeper = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    for (const body of [deep, deeper, '{"__proto__":{"channel":"web"}}', '{"constructor":{}}'])
      await refuses(() => employee().post('/api/reports', body), 400, 'request.malformed');
  });

  it('what is too large', async () => {
    await refuses(() => raw('x'.repeat(2 ** 20 + 1)), 413, 'request.too-large');
    await refuses(() => raw('x'.repeat(2 ** 20 + 1), { chunked: true }), 413, 'request.too-large');
  });

  it('another media type', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await refuses(() => employee().post('/api/reports', 'channel=web', form), 415, 'request.media-type');
  });
});

/** A body that the server need not read to its end. */
function raw(body: string, { chunked = false } = {}): Promise<Answer> {
  const { port } = city.app.nest.getHttpServer().address() as { port: number };
  const headers = {
    authorization: city.as('Employee').authorization,
    'content-type': 'application/json',
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/reports', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const type = new Headers({ 'content-type': response.headers['content-type'] ?? '' });
        resolve({ status: response.statusCode ?? 0, headers: type, text, body: JSON.parse(text) });
        sent.destroy();
      });
    });
    sent.setTimeout(10_000, () => sent.destroy(new Error('no answer')));
    // Once it was answered, the server may stop reading.
    sent.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error)));
    sent.end(body);
  });
}

describe('an address that does not fit', () => {
  it('an id that is none, and one that nothing has', async () => {
    const clerk = city.as('Auditor');
    for (const id of ['7', 'x'.repeat(36), `${newId()}0`]) await refuses(() => clerk.get(`/api/cases/${id}`), 422, 'request.invalid');
    await refuses(() => clerk.get(`/api/cases/${newId()}`), 404, 'resource.not-found');
    await refuses(() => clerk.get('/api/cases/%zz'), 400, 'request.malformed');
  });

  it('a query parameter that is unknown, wrong or given twice', async () => {
    const list = (query: string) => () => city.as('Auditor').get(`/api/cases?${query}`);
    for (const query of ['sort=asc', 'limit=0', 'limit=201', 'limit=x', 'queue=mine', 'status=lost', 'limit=1&limit=2'])
      await refuses(list(query), 422, 'request.invalid');
    await refuses(list('cursor=abc'), 400, 'paging.malformed');
  });

  it('a moment that is none, or has not come', async () => {
    const list = (asOf: string) => () => city.as('Auditor').get(`/api/cases?asOf=${encodeURIComponent(asOf)}`);
    for (const asOf of ['yesterday', '2026-02-30T00:00:00Z', '2026-03-02T19:00:00', '@-1', '@x', '@99999999999999999', ''])
      await refuses(list(asOf), 400, 'as-of.malformed');
    await refuses(list('2030-01-01T00:00:00Z'), 400, 'as-of.future');
    await refuses(list('@9999999'), 400, 'as-of.future');
  });

  it('an address that there is not, or takes another method', async () => {
    await refuses(() => employee().get('/api/secrets'), 404, 'route.not-found');
    const answer = await employee().send('DELETE', '/api/reports');
    expect(answer).toMatchObject({ status: 405, body: { code: 'route.method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

describe('a command in the wrong state', () => {
  const matter = new Matter(city);
  beforeAll(() => matter.report());

  it('is refused with what stands in the way', async () => {
    const post = (who: CastMember, path: string, body: object) => () => city.as(who).post(`/api/cases/${matter.caseId}/${path}`, body);
    await refuses(post('City Manager', 'determination', { reasons: 'x' }), 409, 'case.no-report-filed');
    await refuses(
      post('City Manager', 'investigator', { investigator: city.person('City Attorney') }),
      409,
      'case.not-under-investigation',
    );
    const allegation = { subject: city.person('Subject'), facts: 'x' };
    const frame = (more: object) => post('Communications Manager', 'allegations', { ...allegation, ...more });
    const unknown = await refuses(frame({ clause: 'STD-99', deedFrom: '2026-03-01' }), 422, 'case.unknown-clause');
    expect(unknown).toMatchObject({ citation: 'HOUSE-2', policyVersion: '5716' });
    await refuses(frame({ clause: 'STD-4', deedFrom: '2026-03-03' }), 422, 'case.deed-in-future');
    await refuses(frame({ clause: 'STD-4', deedFrom: '2015-04-19' }), 422, 'case.no-policy-then');
    await refuses(frame({ clause: 'STD-4', deedFrom: '2026-03-02', deedTo: '2026-03-01' }), 422, 'case.deed-reversed');
    await refuses(frame({ clause: 'STD-4', deedFrom: '2026-03-01', subject: newId() }), 422, 'case.unknown-person');
  });
});

describe('If-Match', () => {
  const matter = new Matter(city);
  const path = () => `/api/cases/${matter.caseId}/triage`;
  const triage = { decision: 'investigate', reasons: 'It would break the policy.' };
  const officer = () => city.as('Communications Manager');
  const etag = async (who: CastMember = 'Communications Manager'): Promise<string> =>
    (await city.as(who).get(`/api/cases/${matter.caseId}`)).headers.get('etag') ?? '';
  beforeAll(() => matter.report());

  it('is the ETag of what was read', async () => {
    expect(await etag()).toMatch(/^"[^"]+"$/);
    expect(await etag()).toBe(await etag());
  });

  it('must be one that we gave', async () => {
    for (const ifMatch of ['*', '1', 'W/"1"', '"1", "2"'])
      await refuses(() => officer().post(path(), triage, { 'if-match': ifMatch }), 400, 'precondition.malformed');
  });

  it('refuses a decision on what has changed, and tells what has', async () => {
    const seen = { 'if-match': await etag() };
    await city.as('City Attorney').does(`/api/cases/${matter.caseId}/holds`, { reasons: 'A claim is coming.' });
    // Who takes a report in does not know the witnesses.
    await city.as('City Manager').does(`/api/cases/${matter.caseId}/witnesses`, { person: city.person('Employee') });
    const stale = await refuses(() => officer().post(path(), triage, seen), 412, 'precondition.stale');
    const at = new Date(city.clock.now()).toISOString();
    expect(stale).toMatchObject({ etag: await etag(), changes: [{ type: 'HoldPlaced', at, office: 'City Attorney' }] });
    expect(stale.changes).toHaveLength(1);
  });

  it('is neither broken nor excused by what the caller may not know', async () => {
    const [officers, managers] = [await etag(), await etag('City Manager')];
    await city.as('City Manager').does(`/api/cases/${matter.caseId}/witnesses`, { person: city.person('HR') }, { 'if-match': managers });
    expect(await etag()).toBe(officers);
    expect(await etag('City Manager')).not.toBe(managers);
    await officer().does(path(), triage, { 'if-match': officers });
    await refuses(() => officer().post(path(), triage, { 'if-match': officers }), 412, 'precondition.stale');
  });

  it('of another case, of a reader with another part in it, or made up is stale, and nothing is told of what changed', async () => {
    const answers = [];
    for (const ifMatch of [
      '"made-up"',
      await etag('City Manager'),
      (await city.as('HR').get(`/api/people/${city.person('HR')}`)).headers.get('etag'),
    ])
      answers.push(await refuses(() => officer().post(path(), triage, { 'if-match': String(ifMatch) }), 412, 'precondition.stale'));
    for (const { instance: _, ...answer } of answers) {
      expect(answer).toEqual({ ...answers[0], instance: undefined });
      expect(answer).not.toHaveProperty('changes');
    }
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'idempotency-key': 'the-same-again' };

  it('makes a repeat get the first receipt, even at once and after a restart', async () => {
    const [first, second] = await Promise.all([employee().post('/api/reports', report, key), employee().post('/api/reports', report, key)]);
    const head = await city.head();
    expect(first).toMatchObject({ status: 201, body: { behind: [] } });
    // A token of the same moment is another one each time.
    const { moment, ...receipt } = first.body;
    expect(second).toMatchObject({ status: 201, body: receipt });
    expect(second.body.moment).not.toBe(moment);
    expect(await employee().post('/api/reports', report, key)).toMatchObject({ status: 201, body: receipt });
    await city.restart();
    expect(await employee().post('/api/reports', report, key)).toMatchObject({ status: 201, body: receipt });
    expect(await city.head()).toBe(head);
  });

  it('refuses another body', async () => {
    const other = { ...report, summary: 'Something else.' };
    await refuses(() => employee().post('/api/reports', other, key), 422, 'idempotency.key-reused');
  });

  it('takes no other name either', async () => {
    const enter = (name: string, headers = {}) => city.as('HR').post('/api/departments', { name }, headers);
    expect(await enter('Library', key)).toMatchObject({ status: 201 });
    await refuses(() => enter('Museum', key), 422, 'idempotency.key-reused');
    expect(await enter('Library', key)).toMatchObject({ status: 201 });
    await city.settle();
    expect(await enter('Museum')).toMatchObject({ status: 201 });
    expect(await enter('LIBRARY ')).toMatchObject({ status: 409, body: { code: 'value.taken' } });
  });

  it('is each person’s own', async () =>
    expect((await city.as('Designee').post('/api/reports', report, key)).body.id).not.toBe(
      (await employee().post('/api/reports', report, key)).body.id,
    ));

  it('is short and visible', async () => {
    for (const bad of ['a b', 'x'.repeat(201)])
      await refuses(() => employee().post('/api/reports', report, { 'idempotency-key': bad }), 400, 'idempotency.key-malformed');
  });
});

describe('two who decide at once', () => {
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
  });
  const both = async (posts: readonly (readonly [Client, object, Record<string, string>?])[], path: string) => {
    const answers = await Promise.all(posts.map(([client, body, headers]) => client.post(path, body, headers)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(refused).toHaveLength(1);
    return refused[0];
  };
  const recorded = async (stream: string, type: string): Promise<number> =>
    (await city.casebook.store.read(stream)).filter((event) => event.type === type).length;

  it('determine a case once, and the other is told what stands', async () => {
    const manager = city.as('City Manager');
    const body = (reasons: string) => ({ reasons, acknowledgementReason: 'Trained.' });
    const path = `/api/cases/${matter.caseId}/determination`;
    const refused = await both(
      [
        [manager, body('Adopted.')],
        [manager, body('Adopted as found.')],
      ],
      path,
    );
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'case.already-determined',
        changed: {
          type: 'DeterminationIssued',
          office: 'City Manager',
          outcomes: [{ allegationId: matter.allegationId, outcome: 'sustained' }],
        },
      },
    });
    expect(await recorded(`case-${matter.caseId}`, 'DeterminationIssued')).toBe(1);
  });

  it('discipline once, and the other is told what changed', async () => {
    const seenBy = async (who: CastMember) => ({
      'if-match': (await city.as(who).get(`/api/proceedings/${matter.proceeding}`)).headers.get('etag') ?? '',
    });
    const path = `/api/proceedings/${matter.proceeding}/discipline`;
    const refused = await both(
      [
        [city.as('City Manager'), { decision: 'impose', rung: 'oral-warning', reasons: 'Once.' }, await seenBy('City Manager')],
        [city.as('Director'), { decision: 'impose', rung: 'oral-warning', reasons: 'First time.' }, await seenBy('Director')],
      ],
      path,
    );
    const office = expect.stringMatching(/^(City Manager|Director)$/);
    expect(refused).toMatchObject({
      status: 412,
      body: {
        code: 'precondition.stale',
        changes: [
          { type: 'DisciplineProposed', office },
          { type: 'DisciplineImposed', office },
        ],
      },
    });
    expect(await recorded(`proceeding-${matter.proceeding}`, 'DisciplineImposed')).toBe(1);
    const late = { decision: 'impose', rung: 'oral-warning', reasons: 'Once.' };
    const told = await refuses(() => city.as('Director').post(path, late), 409, 'proceeding.decided');
    expect(told.changed).toEqual({ status: 'imposed', rung: 'oral-warning' });
  });
});

describe('a full disk', () => {
  const key = { 'idempotency-key': 'when-the-disk-was-full' };
  const long = { ...report, summary: 'x'.repeat(20_000) };
  const limit = (pages: number): void => {
    if (!(city.casebook.store instanceof SqliteEventStore)) throw new TypeError('no SQLite log');
    city.casebook.store.limitPages(pages);
  };
  afterAll(() => limit(2 ** 30));

  it('refuses writes with 503 and when to try again; reads go on; then it recovers', async () => {
    limit(1);
    const body = await refuses(() => employee().post('/api/reports', long, key), 503, 'store.unavailable');
    expect(body.detail).toMatch(/nothing was recorded/);
    const again = await employee().post('/api/reports', long, key);
    expect(again.status).toBe(503);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await city.as('Auditor').sees('/api/events?limit=3')).items).toHaveLength(3);
    expect((await city.as('HR').sees('/api/cases')).items.length).toBeGreaterThan(0);
    expect(await city.bearing().get('/health/live')).toMatchObject({ status: 200 });
    limit(2 ** 30);
    const recorded = await employee().post('/api/reports', long, key);
    expect(recorded).toMatchObject({ status: 201, body: { behind: [] } });
    expect((await employee().post('/api/reports', long, key)).body).toEqual({ ...recorded.body, moment: expect.any(String) });
  });
});
