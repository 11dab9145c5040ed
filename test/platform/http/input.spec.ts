import type { Desk, Started } from './kit.js';
import { ines, otto, parcelId, start } from './kit.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const opening = {
  on: '2026-03-02',
  witnessedAt: '2026-03-02T12:00:00-07:00',
  reasons: 'It ticked.',
  how: 'knife',
};

describe('what comes in', () => {
  let started: Started;
  let desk: Desk;
  beforeAll(async () => {
    started = await start();
    desk = started.desk;
  });
  afterAll(() => started.app.close());
  beforeEach(() => void desk.given.splice(0));

  const send = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: string | Buffer | object,
    headers: Record<string, string> = {},
  ) => {
    const response = await started.call({
      method,
      url,
      headers: { authorization: 'Bearer token-of-ines', ...headers },
      ...(payload !== undefined && { payload }),
    });
    const media = String(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode,
      headers: response.headers,
      media,
      body: media.includes('json') ? response.json() : response.body,
    };
  };
  const open = (body: object, headers?: Record<string, string>) =>
    send('POST', `/api/parcels/${parcelId}/opening`, { ...opening, ...body }, headers);
  const raw = (body: string | Buffer, type = 'application/json') => send('POST', '/api/parcels', body, { 'content-type': type });
  const fields = (body: { errors: { field: string; rule: string }[] }) => body.errors.map(({ field, rule }) => [field, rule]);
  const nothingDone = () => expect(desk.given).toEqual([]);

  it('reaches the handler as one instance of path and body', async () => {
    const answer = await open({ reasons: '  Ⓣhe cafe\u0301 said so \n', remarks: ['  damp'] });
    expect(answer.status).toBe(200);
    expect(desk.given[0]?.message).toEqual({ ...opening, parcelId, reasons: 'Ⓣhe café said so', remarks: ['damp'] });
  });

  it('takes a ref where it takes an id, in the path, the query string and the body, as people type it', async () => {
    expect((await send('POST', '/api/parcels/p7/opening', opening)).status).toBe(200);
    expect((await send('GET', '/api/parcels/P-7')).status).toBe(200);
    expect(desk.given.map(({ message }) => (message as { parcelId: string }).parcelId)).toEqual([parcelId, parcelId]);
  });

  it('makes an id of nothing of an unknown ref, always the same, and takes no other text for a ref', async () => {
    for (const named of ['P-8', 'p8', 'P-9']) await send('GET', `/api/parcels/${named}`);
    const [first, again, other] = desk.given.map(({ message }) => (message as { parcelId: string }).parcelId);
    expect(first).toMatch(uuid);
    expect([again, first === other, first === parcelId]).toEqual([first, false, false]);
    expect(fields((await send('GET', '/api/parcels/P-77')).body)).toEqual([['parcelId', 'isUuid']]);
  });

  it('reaches the handler as one instance of path and query string', async () => {
    expect((await send('GET', '/api/parcels?limit=7&how=hands&asOf=2026-03-01T12:00:00Z')).status).toBe(200);
    expect(desk.given[0]?.message).toEqual({ limit: 7, how: 'hands', asOf: '2026-03-01T12:00:00Z' });
    await send('GET', `/api/parcels/${parcelId}?minMoment=@12`);
    expect(desk.given[1]?.message).toEqual({ parcelId, minMoment: '@12' });
  });

  it('needs no body where the path says it all', async () => {
    expect((await send('POST', `/api/parcels/${parcelId}/return`)).status).toBe(200);
    expect((await send('POST', `/api/parcels/${parcelId}/return`, '', { 'content-type': 'application/json' })).status).toBe(200);
  });

  it('brings the caller and the correlation id', async () => {
    const correlationId = '3f0c9a52-1c53-4f0e-9f0a-0c8b6a3b9f11';
    const answer = await open({}, { 'x-correlation-id': correlationId.toUpperCase() });
    expect(answer.headers['x-correlation-id']).toBe(correlationId);
    expect(desk.given[0]?.request).toEqual({ caller: ines, correlationId });
    await open({}, { 'x-correlation-id': 'one; drop table' });
    expect(desk.given[1]?.request.correlationId).toMatch(uuid);
  });

  it('takes the same key of the same person for the same command, and of another for another', async () => {
    await open({}, { 'idempotency-key': 'a-key' });
    await open({}, { 'idempotency-key': 'a-key' });
    await open({}, { 'idempotency-key': 'b-key' });
    await open({}, { 'idempotency-key': 'a-key', authorization: 'Bearer token-of-otto' });
    const [first, again, other, others] = desk.given.map(({ request }) => request.commandId);
    expect(first).toMatch(uuid);
    expect(again).toBe(first);
    expect(new Set([first, other, others]).size).toBe(3);
    expect(desk.given[3]?.request.caller).toEqual(otto);
  });

  it.each([['a key'], ['x'.repeat(201)], [' '], ['schlüssel']])('refuses the Idempotency-Key %j', async (key) => {
    const answer = await open({}, { 'idempotency-key': key });
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency.key-malformed']);
    nothingDone();
  });

  it('takes the ETag from If-Match', async () => {
    await open({}, { 'if-match': '"3"' });
    expect(desk.given[0]?.request.ifMatch).toBe('"3"');
  });

  it.each([['3'], ['*'], ['W/"3"'], ['"3", "4"'], ['"a b"'], ['""']])('refuses If-Match %s', async (etag) => {
    const answer = await open({}, { 'if-match': etag });
    expect([answer.status, answer.body.code]).toEqual([400, 'precondition.malformed']);
    nothingDone();
  });

  it('names every field that does not fit', async () => {
    const answer = await send('POST', '/api/parcels/nonsense/opening', { on: '2026-02-30', witnessedAt: 5, how: 'teeth', stamp: 1 });
    expect([answer.status, answer.media]).toEqual([422, 'application/problem+json']);
    expect(answer.body).toMatchObject({
      type: 'urn:casebook:problem:request.invalid',
      title: 'Unprocessable Entity',
      status: 422,
      code: 'request.invalid',
      detail: expect.any(String),
      instance: expect.stringMatching(/^urn:uuid:/),
    });
    expect(fields(answer.body)).toEqual([
      ['stamp', 'unknown'],
      ['parcelId', 'isUuid'],
      ['on', 'isDay'],
      ['witnessedAt', 'isInstant'],
      ['reasons', 'required'],
      ['how', 'isIn'],
    ]);
    nothingDone();
  });

  it('names nested fields by their path', async () => {
    const answer = await send('POST', '/api/parcels', {
      sender: 'Otto',
      items: [{ label: 'book' }, { label: ' ', fragile: 'yes', colour: 1 }, 3],
    });
    expect(answer.status).toBe(422);
    expect(fields(answer.body)).toEqual([
      ['items.1.colour', 'unknown'],
      ['items.1.label', 'isName'],
      ['items.1.fragile', 'isBoolean'],
      ['items.2', 'nestedValidation'],
    ]);
    nothingDone();
  });

  it.each([
    ['on', '2025-02-29'],
    ['on', '1900-02-29'],
    ['on', '2026-04-31'],
    ['on', '2026-00-10'],
    ['on', '2026-01-00'],
    ['on', '2026-13-01'],
    ['on', '2026-3-2'],
    ['on', '2026-03-02T00:00:00Z'],
    ['on', null],
    ['witnessedAt', '2026-03-02T12:00:00'],
    ['witnessedAt', '2026-02-30T12:00:00Z'],
    ['witnessedAt', '2026-03-02T24:00:00Z'],
    ['witnessedAt', '2026-03-02T12:00:00+15:00'],
    ['reasons', ' \n\t'],
    ['reasons', 'x'.repeat(51)],
    ['reasons', ['x']],
    ['reasons', { toString: 'x' }],
    ['remarks', ['fine', '']],
    ['remarks', ['x'.repeat(21)]],
  ])('refuses %s = %j, naming it', async (field, value) => {
    const answer = await open({ [field]: value });
    expect([400, 422]).toContain(answer.status);
    if (answer.status === 422) expect(fields(answer.body).every(([name]) => name === field)).toBe(true);
    nothingDone();
  });

  it.each([['2024-02-29'], ['2000-02-29'], ['2026-12-31'], ['2026-04-30']])('takes the day %s', async (on) => {
    expect((await open({ on })).status).toBe(200);
  });

  it('counts characters, not halves of them', async () => {
    expect((await open({ reasons: '🐞'.repeat(50) })).status).toBe(200);
    expect((await open({ reasons: '🐞'.repeat(51) })).status).toBe(422);
  });

  it('refuses a name of two lines', async () => {
    const answer = await send('POST', '/api/parcels', { sender: 'Otto\nMay' });
    expect(fields(answer.body)).toEqual([['sender', 'isName']]);
  });

  it('refuses a field of the path in the body, and any query string on a command', async () => {
    expect(fields((await open({ parcelId })).body)).toEqual([['parcelId', 'unknown']]);
    const answer = await send('POST', `/api/parcels/${parcelId}/opening?how=knife`, opening);
    expect(fields(answer.body)).toEqual([['how', 'unknown']]);
    nothingDone();
  });

  it.each([
    ['limit=0'],
    ['limit=201'],
    ['limit=x'],
    ['limit=1&limit=2'],
    ['how=teeth'],
    ['colour=red'],
    ['minPosition=-1'],
    ['cursor=%00'],
  ])('refuses the query %s', async (query) => {
    const answer = await send('GET', `/api/parcels?${query}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'request.invalid']);
    expect(fields(answer.body)[0]?.[0]).toBe(query.split('=', 1)[0]);
    nothingDone();
  });

  it.each([['\\ud800'], ['a\\udc00b'], ['\\u0000']])('refuses %s as no text, naming the field', async (text) => {
    const answer = await raw(`{"sender":"Otto","items":[{"label":"${text}"}]}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'request.invalid']);
    expect(fields(answer.body)).toEqual([['items.0.label', 'text']]);
    nothingDone();
  });

  it.each([
    ['{"sender":'],
    ['[]'],
    ['null'],
    ['"text"'],
    ['3'],
    ['{"sender":"Otto","__proto__":{"admin":true}}'],
    ['{"sender":"Otto","constructor":{"prototype":{}}}'],
    ['{"sender":"Otto","hasOwnProperty":1}'],
    ['{"sender":"Otto","items":[{"label":"x","__proto__":null}]}'],
    [`{"sender":${'['.repeat(40)}${']'.repeat(40)}}`],
    [`{"sender":${'['.repeat(100)}${']'.repeat(100)}}`],
  ])('cannot read %s', async (body) => {
    const answer = await raw(body);
    expect([answer.status, answer.body.code, answer.media]).toEqual([400, 'request.malformed', 'application/problem+json']);
    expect(typeof answer.body.reason).toBe('string');
    nothingDone();
  });

  it('takes 32 levels of nesting and not 33', async () => {
    const nested = (levels: number) => raw(`{"sender":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);
    expect((await nested(32)).body.code).toBe('request.invalid');
    expect((await nested(33)).body.code).toBe('request.malformed');
  });

  it('cannot read what is not UTF-8', async () => {
    const answer = await raw(Buffer.from([...Buffer.from('{"sender":"'), 0xe4, ...Buffer.from('"}')]));
    expect([answer.status, answer.body.reason]).toEqual([400, 'its body is not UTF-8']);
  });

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/xml'], ['nonsense']])(
    'refuses a body of %s',
    async (type) => {
      const answer = await raw('sender=Otto', type);
      expect([answer.status, answer.body.code]).toEqual([415, 'request.media-type']);
      nothingDone();
    },
  );

  it('refuses a body beyond the limit', async () => {
    const answer = await raw(JSON.stringify({ sender: 'x'.repeat(5000) }));
    expect([answer.status, answer.body.code]).toEqual([413, 'request.too-large']);
    nothingDone();
  });

  it('tells at most fifty errors and shortens names, for a hostile body', async () => {
    const answer = await raw(
      JSON.stringify({ sender: 'Otto', ['y'.repeat(500)]: 1, ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, 1])) }),
    );
    expect(answer.body.errors).toHaveLength(50);
    expect(answer.body.errors[0].field).toHaveLength(101);
  });

  it('knows the addresses it has and the methods they take', async () => {
    for (const url of ['/nowhere', '/api/parcels//opening', '/api/parcels/x/y/z']) {
      const answer = await send('GET', url);
      expect([answer.status, answer.body.code, answer.media]).toEqual([404, 'route.not-found', 'application/problem+json']);
    }
    const answer = await send('PUT', `/api/parcels/${parcelId}`, {});
    expect([answer.status, answer.body.code, answer.headers.allow]).toEqual([405, 'route.method-not-allowed', 'GET, HEAD']);
    const both = await send('PUT', '/api/parcels', {});
    expect(both.headers.allow).toBe('GET, HEAD, POST');
  });

  it('refuses an address that cannot be decoded', async () => {
    const answer = await send('GET', '/api/parcels/%E0%A4%A');
    expect([answer.status, answer.body.code, answer.media]).toEqual([400, 'request.malformed', 'application/problem+json']);
  });

  it('validates on a public route without a caller', async () => {
    const post = (payload: object) => started.call({ method: 'POST', url: '/api/greetings', payload });
    expect((await post({ name: 'Otto' })).json()).toEqual({ hello: 'Otto' });
    expect((await post({ name: 5 })).json().code).toBe('request.invalid');
  });
});
