import { httpRefusals } from '../../../src/platform/http/problems.js';
import type { Started } from './kit.js';
import { OpenParcelHandler, parcelRefusals, start } from './kit.js';

// biome-ignore lint/suspicious/noExplicitAny: read as a client reads it
type Document = any;

describe('the API document', () => {
  let started: Started;
  let document: Document;
  beforeAll(async () => {
    started = await start();
    document = (await started.call({ method: 'GET', url: '/api/openapi.json' })).json();
  });
  afterAll(() => started.app.close());

  const codes = (operation: Document): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(operation.responses as Document)
        .filter(([status]) => status >= '400')
        .map(([status, response]) => [status, (response as Document).content['application/problem+json'].schema.properties.code.enum]),
    );
  const parameters = (operation: Document): string[] =>
    operation.parameters.map((parameter: Document) =>
      parameter.$ref ? 'correlation' : `${parameter.in} ${parameter.name}${parameter.required ? '!' : ''}`,
    );

  it('is OpenAPI 3.1 with bearer security', () => {
    expect([document.openapi, document.info.title]).toEqual(['3.1.0', 'Casebook']);
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, kind, name] of references) expect(document.components[kind ?? '']).toHaveProperty(name ?? '');
  });

  it('has every route, each with an id of its own', () => {
    const operations = Object.values(document.paths as Document).flatMap((path) => Object.values(path as Document));
    expect(operations.map((operation) => (operation as Document).operationId).sort()).toEqual(
      [
        'ExportParcels',
        'GetParcel',
        'ListParcels',
        'OpenParcel',
        'ReceiveParcel',
        'ReturnParcel',
        'greet',
        'live',
        'me',
        'numbers',
        'ready',
      ].sort(),
    );
  });

  it('lists every refusal of a command by status', () => {
    const operation = document.paths['/api/parcels/{parcelId}/opening'].post;
    expect(codes(operation)).toEqual({
      400: ['request.malformed', 'precondition.malformed', 'idempotency.key-malformed'],
      401: ['access.unauthenticated'],
      403: ['access.cross-site', 'access.not-permitted'],
      404: ['resource.not-found'],
      409: Object.keys(OpenParcelHandler.refuses),
      412: ['precondition.stale'],
      413: ['request.too-large', 'store.too-large'],
      415: ['request.media-type'],
      422: ['request.invalid', 'idempotency.key-reused'],
      500: ['internal'],
      503: ['view.lagging', 'store.unavailable', 'store.unsettled', 'store.contended'],
    });
    const { says, cites } = parcelRefusals.table['parcel.opened-already'];
    expect(operation.responses[409].description).toContain(`\`parcel.opened-already\`: ${says} (${cites})`);
    expect(operation.responses[401].headers).toHaveProperty('WWW-Authenticate');
    expect(operation.responses[503].headers).toHaveProperty('Retry-After');
    expect(operation['x-may']).toEqual(['HR', 'receiver']);
  });

  it('lists every refusal of queries and of other routes', () => {
    expect(codes(document.paths['/api/parcels/{parcelId}'].get)[404]).toEqual(['resource.not-found']);
    const listing = codes(document.paths['/api/parcels'].get);
    expect(listing[400]).toEqual(['request.malformed', 'as-of.malformed', 'as-of.future', 'paging.malformed']);
    expect(listing[503]).toEqual(['as-of.not-reached', 'store.unavailable', 'view.building', 'view.stopped']);
    const { post } = document.paths['/api/greetings'];
    expect(codes(post)[429]).toEqual(['parcel.counter-closed']);
    expect(post.security).toEqual([]);
    expect(codes(post)).not.toHaveProperty('401');
    expect(Object.keys(codes(document.paths['/api/me'].get))).toEqual(['401', '500']);
  });

  it('lists resource.exists where a command starts something, with 201 and Location', () => {
    const { post } = document.paths['/api/parcels'];
    expect(codes(post)[409]).toEqual(['resource.exists']);
    expect(codes(post)[422]).toEqual(['request.invalid', 'idempotency.key-reused', 'parcel.too-heavy']);
    expect(Object.keys(post.responses['201'].headers)).toEqual(['ETag', 'Location']);
    expect(document.paths['/api/parcels/{parcelId}/opening'].post.responses).toHaveProperty('200');
  });

  it('takes path parameters out of the body, and says what each field takes', () => {
    const { post } = document.paths['/api/parcels/{parcelId}/opening'];
    expect(parameters(post)).toEqual(['path parcelId!', 'header Idempotency-Key', 'header If-Match', 'correlation']);
    expect(post.parameters[0].schema).toMatchObject({ type: 'string', format: 'uuid' });
    expect(post.requestBody.content['application/json'].schema.$ref).toBe('#/components/schemas/OpenParcel');
    const { OpenParcel } = document.components.schemas;
    expect(OpenParcel).toMatchObject({
      additionalProperties: false,
      required: ['on', 'witnessedAt', 'reasons', 'how'],
      properties: {
        on: { type: 'string', format: 'date' },
        witnessedAt: { format: 'date-time' },
        reasons: { minLength: 1, maxLength: 50 },
        how: { enum: ['knife', 'hands'] },
        remarks: { type: 'array', items: { type: 'string', maxLength: 20 } },
      },
    });
    expect(OpenParcel.properties).not.toHaveProperty('parcelId');
  });

  it('looks into nested fields', () => {
    const { ReceiveParcel, Item } = document.components.schemas;
    expect(ReceiveParcel.properties.items).toMatchObject({ type: 'array', items: { $ref: '#/components/schemas/Item' } });
    expect(Item).toMatchObject({
      additionalProperties: false,
      required: ['label'],
      properties: { label: { minLength: 1, maxLength: 200 }, fragile: { type: 'boolean' } },
    });
  });

  it('says in words what each route does and for whom', () => {
    const { post } = document.paths['/api/parcels/{parcelId}/opening'];
    expect([post.summary, post.description]).toEqual(['Open parcel', 'For: HR, receiver.']);
  });

  it('wants no body where the path says it all', () => {
    expect(document.paths['/api/parcels/{parcelId}/return'].post.requestBody).toBeUndefined();
    expect(document.components.schemas).not.toHaveProperty('ReturnParcel');
  });

  it('shows queries by their parameters, and pages of what they list', () => {
    const { get } = document.paths['/api/parcels'];
    expect(parameters(get).sort()).toEqual(['correlation', 'query asOf', 'query cursor', 'query how', 'query limit', 'query minPosition']);
    expect(get.parameters.find(({ name }: Document) => name === 'limit').schema).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 200,
    });
    const { schema } = get.responses[200].content['application/json'];
    expect(schema.properties.items.items).toEqual({ $ref: '#/components/schemas/ParcelAnswer' });
    expect(document.components.schemas).not.toHaveProperty('ListParcels');
  });

  it('describes the problem document', () => {
    expect(document.components.schemas.problem.required).toEqual(['type', 'title', 'status', 'code', 'detail', 'instance']);
    const all = JSON.stringify(document);
    for (const code of Object.keys(httpRefusals.table).filter((one) => !one.startsWith('route.'))) expect(all).toContain(`"${code}"`);
  });

  it('is shown by pages that load nothing from elsewhere', async () => {
    const page = await started.call({ method: 'GET', url: '/api/docs' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    const scripts = [...page.body.matchAll(/(?:src|href)="\.?(\/?[^"]+\.(?:js|css))"/g)].map(
      ([, path]) => `/api/${String(path).replace(/^\//, '')}`,
    );
    expect(scripts.length).toBeGreaterThan(2);
    for (const url of scripts) expect((await started.call({ method: 'GET', url })).statusCode).toBe(200);
  });
});
