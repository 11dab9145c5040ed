import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../../../src/platform/events/event-store.js';
import { platformRefusals, Refusal, refuseFrom } from '../../../src/platform/refusals/refuse.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import type { Started } from './kit.js';
import { ines, parcelId, parcelRefusals, start } from './kit.js';

describe('what goes out', () => {
  let started: Started;
  beforeAll(async () => {
    started = await start(undefined, (app) => {
      app
        .getHttpAdapter()
        .getInstance()
        .get('/added/by/a/plugin', async () => ({ secret: true }));
    });
  });
  afterAll(() => started.app.close());

  const opening = { on: '2026-03-02', witnessedAt: '2026-03-02T12:00:00Z', reasons: 'It ticked.', how: 'knife' };
  const headers = { authorization: 'Bearer token-of-ines' };
  const get = (url: string, given: Record<string, string> = headers) => started.call({ method: 'GET', url, headers: given });
  const post = (url: string, payload: object) => started.call({ method: 'POST', url, headers, payload });
  /** Opens a parcel whose handler throws this. */
  const failing = async (error: unknown) => {
    const { command } = started.desk;
    started.desk.command = () => Promise.reject(error);
    try {
      return await post(`/api/parcels/${parcelId}/opening`, opening);
    } finally {
      started.desk.command = command;
    }
  };

  it('answers a command with its receipt and ETag', async () => {
    const response = await post(`/api/parcels/${parcelId}/opening`, opening);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id: parcelId,
      stream: `parcel-${parcelId}`,
      etag: response.headers.etag,
      moment: expect.any(String),
      behind: [],
    });
    const { moment } = response.json();
    expect(new Moments(Buffer.alloc(32, 7)).momentOf(moment, ines.person)).toMatchObject({ position: 17 });
    expect((await post(`/api/parcels/${parcelId}/opening`, opening)).json().moment).not.toBe(moment);
    expect(response.headers.location).toBeUndefined();
  });

  it('answers a command that starts something with 201 and its address', async () => {
    const response = await post('/api/parcels', { sender: 'Otto' });
    expect([response.statusCode, response.headers.location]).toEqual([201, `/api/parcels/${parcelId}`]);
  });

  it('opens sealed text at the edge, and gives the headers of the answer', async () => {
    const response = await get(`/api/parcels/${parcelId}`);
    expect([response.statusCode, response.headers.etag, response.headers['casebook-moment']]).toEqual([200, '"x"', 'a-token']);
    expect(response.json().sender).toBe('Ines Cole');
  });

  it('keeps sealed text sealed where the route says so', async () => {
    expect((await get('/api/parcels/in/export')).json().sender).toBe('sealed.v1.k.x');
  });

  it.each([[{}], [{ authorization: 'Bearer nobody' }], [{ authorization: 'Basic b3R0bzpvdHRv' }], [{ authorization: 'Bearer' }]])(
    'asks who it is: %j',
    async (given) => {
      for (const url of [`/api/parcels/${parcelId}`, '/api/parcels', '/api/me', '/added/by/a/plugin']) {
        const response = await get(url, given as Record<string, string>);
        expect([response.statusCode, response.json().code]).toEqual([401, 'access.unauthenticated']);
        expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
      }
    },
  );

  it('asks who it is before it reads the body', async () => {
    for (const payload of [{ wrong: 1 }, '{"broken', Buffer.alloc(5000)]) {
      const response = await started.call({ method: 'POST', url: '/api/parcels', payload });
      expect(response.statusCode).toBe(401);
    }
  });

  it('tells a refusal with its code, sentence, citation and what it adds', async () => {
    const response = await failing(
      new Refusal('parcel.opened-already', parcelRefusals.table['parcel.opened-already'], {
        openedOn: '2026-03-01',
        status: 'mine',
        code: 'x',
      }),
    );
    expect([response.statusCode, response.headers['content-type']]).toEqual([409, 'application/problem+json']);
    expect(response.json()).toEqual({
      type: 'urn:casebook:problem:parcel.opened-already',
      title: 'Conflict',
      status: 409,
      code: 'parcel.opened-already',
      detail: 'This parcel was opened already.',
      citation: 'PAR-3',
      instance: `urn:uuid:${response.headers['x-correlation-id']}`,
      openedOn: '2026-03-01',
    });
  });

  const refuse = refuseFrom(platformRefusals.table);
  const refusal = (code: keyof typeof platformRefusals.table, details = {}): unknown => {
    try {
      return refuse(code, details);
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['store.unavailable', new StoreUnavailable('disk full at /data/events.db'), '1'],
    ['store.unsettled', new OutcomeUnknown('the server went away'), '1'],
    ['store.contended', new WrongExpectedRevision('parcel-x', 3, 4), '1'],
    ['view.lagging', refusal('view.lagging'), '1'],
    ['view.building', refusal('view.building', { progress: 0.5 }), '10'],
    ['as-of.not-reached', refusal('as-of.not-reached', { retryAfter: 2.4 }), '3'],
  ])('answers %s with 503 and when to come back', async (code, error, seconds) => {
    const response = await failing(error);
    expect([response.statusCode, response.json().code, response.headers['retry-after']]).toEqual([503, code, seconds]);
    expect(response.body).not.toContain('events.db');
  });

  it('answers 429 with when to come back', async () => {
    const code = 'parcel.counter-closed';
    const response = await failing(new Refusal(code, parcelRefusals.table[code]));
    expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '30']);
  });

  it('tells nothing of what should not have happened, and logs where it did, without its words', async () => {
    started.lines.splice(0);
    class Tripped extends Error {
      code = 'E_TRIPPED';
    }
    const response = await failing(new Tripped('Otto May lives at 3 Elm Street'));
    const id = response.headers['x-correlation-id'];
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({
      type: 'urn:casebook:problem:internal',
      title: 'Internal Server Error',
      status: 500,
      code: 'internal',
      detail: expect.any(String),
      instance: `urn:uuid:${id}`,
    });
    const [failure] = started.lines;
    expect(failure).toMatchObject({
      level: 'error',
      correlationId: id,
      method: 'POST',
      route: '/api/parcels/:parcelId/opening',
      error: 'Tripped',
      code: 'E_TRIPPED',
    });
    expect(failure?.at).toEqual(expect.arrayContaining([expect.stringContaining('answers.spec')]));
    expect(JSON.stringify([started.lines, response.body])).not.toMatch(/Otto|Elm/);
  });

  it('survives a thrown nothing', async () => {
    expect((await failing(undefined)).statusCode).toBe(500);
    expect((await failing('text')).statusCode).toBe(500);
  });

  it('logs a request by its pattern, with nothing that came in', async () => {
    started.lines.splice(0);
    await post(`/api/parcels/${parcelId}/opening`, { ...opening, reasons: 'Secret reasons' });
    await get('/api/parcels?how=hands&cursor=Otto');
    await get('/people/Otto');
    expect(started.lines).toEqual([
      expect.objectContaining({
        msg: 'request',
        method: 'POST',
        route: '/api/parcels/:parcelId/opening',
        status: 200,
        ms: expect.any(Number),
      }),
      expect.objectContaining({ method: 'GET', route: '/api/parcels', status: 200 }),
      expect.objectContaining({ method: 'GET', route: 'none', status: 404 }),
    ]);
    for (const line of started.lines)
      expect(Object.keys(line).sort()).toEqual(['correlationId', 'level', 'method', 'ms', 'msg', 'route', 'status', 'time']);
    expect(JSON.stringify(started.lines)).not.toMatch(/Otto|Secret|token|6a1f0f5e/);
  });

  it('counts refusals by code and times requests by route', async () => {
    await get('/api/parcels?limit=0');
    started.metrics.appendSeconds(0.002);
    started.metrics.queueDepth(() => 3);
    started.metrics.viewLag(() => ({ parcels: 12 }));
    const { body, headers: answered } = await get('/metrics', {});
    expect(answered['content-type']).toMatch(/^text\/plain; version=/);
    expect(body).toMatch(/casebook_refusals_total\{code="request.invalid"\} [1-9]/);
    expect(body).toMatch(/casebook_http_request_seconds_count\{method="GET",route="\/api\/parcels",status="422"\} [1-9]/);
    expect(body).toContain('casebook_append_seconds_count 1');
    expect(body).toContain('casebook_queue_depth 3');
    expect(body).toContain('casebook_view_lag_events{view="parcels"} 12');
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toContain(parcelId);
  });

  it('says whether it lives and whether it is ready', async () => {
    expect((await get('/health/live', {})).json()).toEqual({ status: 'live' });
    const ready = await get('/health/ready', {});
    expect([ready.statusCode, ready.json()]).toEqual([200, started.desk.report]);
    started.desk.report = { ready: false, store: { state: 'unavailable', says: 'the disk is full' }, views: [], followers: [] };
    const unready = await get('/health/ready', {});
    expect([unready.statusCode, unready.headers['retry-after'], unready.json().store.state]).toEqual([503, '1', 'unavailable']);
  });

  it('sends the headers that keep browsers careful', async () => {
    for (const url of ['/api/parcels', '/nowhere', '/health/live']) {
      const { headers: sent } = await get(url);
      expect(sent).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(sent['x-powered-by']).toBeUndefined();
    }
    expect((await get('/api/parcels')).headers['cache-control']).toBe('no-store');
  });
});
