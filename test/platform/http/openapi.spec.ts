import { Validator } from '@seriousme/openapi-schema-validator';
import { routesIn } from '../../../src/platform/http/http-app.js';
import { openApiDocument } from '../../../src/platform/http/openapi.js';
import { asMeant, classesByName } from '../../../src/platform/http/openapi-schemas.js';
import { httpRefusals, problemMedia } from '../../../src/platform/http/problems.js';
import { at, type Document, generated, unlikeDocument } from '../../kit/documented.js';
import type { Started } from './kit.js';
import { OpenParcelHandler, parcelRefusals, start } from './kit.js';

const operationsOf = (document: Document): Document[] => Object.values<Document>(document.paths).flatMap((path) => Object.values(path));

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
        .map(([status, response]) => [status, at(document, response).content['application/problem+json'].schema.properties.code.enum]),
    );
  const parameters = (operation: Document): string[] =>
    operation.parameters.map((given: Document) => {
      const parameter = at(document, given);
      return `${parameter.in} ${parameter.name}${parameter.required ? '!' : ''}`;
    });

  it('is OpenAPI 3.1 with bearer security', () => {
    expect([document.openapi, document.info.title]).toEqual(['3.1.0', 'Casebook']);
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, kind, name] of references) expect(Object.keys(document.components[kind ?? ''])).toContain(name);
  });

  it('has every route, each with an id of its own', () => {
    expect(
      operationsOf(document)
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual(
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
      400: ['idempotency.key-malformed', 'precondition.malformed', 'request.malformed'],
      401: ['access.unauthenticated'],
      403: ['access.cross-site', 'access.not-permitted'],
      404: ['resource.not-found'],
      409: Object.keys(OpenParcelHandler.refuses),
      412: ['precondition.stale'],
      413: ['request.too-large', 'store.too-large'],
      415: ['request.media-type'],
      422: ['idempotency.key-reused', 'request.invalid'],
      500: ['internal'],
      503: ['store.contended', 'store.unavailable', 'store.unsettled', 'view.building', 'view.lagging', 'view.stopped'],
    });
    const { says, cites } = parcelRefusals.table['parcel.opened-already'];
    expect(at(document, operation.responses[409]).description).toContain(`\`parcel.opened-already\`: ${says} (${cites})`);
    expect(at(document, operation.responses[401]).headers).toHaveProperty('WWW-Authenticate');
    expect(at(document, operation.responses[503]).headers).toHaveProperty('Retry-After');
    expect(operation['x-may']).toEqual(['HR', 'receiver']);
  });

  it('lists every refusal of queries and of other routes', () => {
    expect(codes(document.paths['/api/parcels/{parcelId}'].get)[404]).toEqual(['resource.not-found']);
    const listing = codes(document.paths['/api/parcels'].get);
    expect(listing[403]).toContain('moment.position');
    expect(listing[400]).toEqual(['as-of.future', 'as-of.malformed', 'moment.unknown', 'paging.malformed', 'request.malformed']);
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
    expect(codes(post)[422]).toEqual(['idempotency.key-reused', 'parcel.too-heavy', 'request.invalid']);
    expect(Object.keys(at(document, post.responses['201']).headers)).toEqual(['ETag', 'Location']);
    expect(document.paths['/api/parcels/{parcelId}/opening'].post.responses).toHaveProperty('200');
  });

  it('takes path parameters out of the body, and says what each field takes', () => {
    const { post } = document.paths['/api/parcels/{parcelId}/opening'];
    expect(parameters(post)).toEqual(['path parcelId!', 'header Idempotency-Key', 'header If-Match', 'header X-Correlation-Id']);
    expect(at(document, post.parameters[0])).toMatchObject({
      description: 'An id, or a ref as people say and type it: `P-7`.',
      schema: { type: 'string', examples: ['P-7'] },
    });
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
    expect(parameters(get).sort()).toEqual([
      'header X-Correlation-Id',
      'query asOf',
      'query cursor',
      'query how',
      'query limit',
      'query minMoment',
      'query names',
    ]);
    expect(document.components.parameters['query.limit'].schema).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 200,
    });
    expect(Object.keys(get.responses[200].headers)).toEqual(['Casebook-Moment']);
    expect(Object.keys(document.paths['/api/parcels/{parcelId}'].get.responses[200].headers)).toEqual(['Casebook-Moment', 'ETag']);
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

  it('names what several operations have alike by what it says, and leaves the rest where it is', () => {
    const { parameters, responses } = document.components;
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(['header.If-Match', 'path.parcelId', 'query.limit']));
    expect(parameters).not.toHaveProperty(['query.how']);
    expect(responses['Problem.access.unauthenticated'].content['application/problem+json'].schema.properties.code.enum).toEqual([
      'access.unauthenticated',
    ]);
    const { post } = document.paths['/api/parcels/{parcelId}/opening'];
    expect(post.responses[200]).toEqual({ $ref: '#/components/responses/Recorded' });
    expect(post.responses[409]).toHaveProperty('content');
    expect(document.paths['/api/parcels'].post.responses[201]).toEqual({ $ref: '#/components/responses/Created' });
  });

  it('is the same whatever the order of modules', () => {
    const routes = routesIn(started.app);
    const [one, other] = [routes, [...routes].reverse()].map((order) => JSON.stringify(openApiDocument(started.app, order)));
    expect(one).toBe(other);
    expect(Object.keys(document.paths)).toEqual(Object.keys(document.paths).sort());
  });

  it('lists choices in the order of their text, null last, and takes what the plugin does not know for any JSON', () => {
    const part = { $ref: '#/components/schemas/Part' };
    const properties = {
      how: { enum: ['b', null, 'a'] },
      of: { anyOf: [{ type: 'null' }, part] },
      what: { type: 'object', description: 'x' },
    };
    expect(asMeant({ type: 'object', properties })).toEqual({
      type: 'object',
      properties: { how: { enum: ['a', 'b', null] }, of: { anyOf: [part, { type: 'null' }] }, what: { description: 'x' } },
    });
  });

  it('is not made where two classes have one name, however deep', () => {
    const part = (name: string) => ({ [name]: class {} })[name] as Document;
    const having = (name: string, inner: Document) =>
      Object.assign(part(name), { _OPENAPI_METADATA_FACTORY: () => ({ inner: { type: () => [inner] }, count: { type: () => Number } }) });
    const shared = part('Part');
    expect(() => classesByName([having('One', shared), having('Other', shared)])).not.toThrow();
    expect(() => classesByName([having('One', part('Part')), having('Other', having('Middle', part('Part')))])).toThrow(
      'Two classes of the API document are called Part',
    );
  });
});

describe('the generated API document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(generated))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has a schema for each success answer, or no content', () => {
    const open: string[] = [];
    for (const operation of operationsOf(generated))
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status >= '400' || status === '204') continue;
        const contents = Object.values<Document>(at(generated, response).content ?? {});
        if (contents.length === 0 || contents.some(({ schema }) => Object.keys(schema ?? {}).length === 0))
          open.push(`${operation.operationId} ${status}`);
      }
    expect(open).toEqual([]);
  });

  it('requires nothing that has a default', () => {
    const parameters = operationsOf(generated).flatMap((operation) => operation.parameters.map((one: Document) => at(generated, one)));
    const fields = Object.values<Document>(generated.components.schemas).flatMap(({ properties = {}, required = [] }) =>
      Object.entries<Document>(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) })),
    );
    const withDefault = [...parameters, ...fields].filter(({ schema }) => 'default' in schema);
    expect(withDefault.length).toBeGreaterThan(10);
    expect(withDefault.filter(({ required }) => required)).toEqual([]);
  });

  it('gives components names that the specification allows, and no two operations one id', () => {
    const names = Object.values<Document>(generated.components).flatMap((kind) => Object.keys(kind));
    expect(names.filter((name) => !/^[a-zA-Z0-9._-]+$/.test(name))).toEqual([]);
    const ids = operationsOf(generated).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is what answers are compared with: their status, media type, members and codes', () => {
    const me = { method: 'GET', route: '/api/me', status: 200, type: 'application/json; charset=utf-8' };
    const text = (answer: object) => JSON.stringify({ person: 'x', offices: [{ office: 'HR' }], ...answer });
    expect(unlikeDocument({ ...me, text: text({}) })).toBeUndefined();
    expect(unlikeDocument({ ...me, text: text({ offices: [{ office: 'Pope' }] }) })).toMatch('/offices/0/office must be equal to one of');
    expect(unlikeDocument({ ...me, text: text({ age: 40 }) })).toMatch('/age schema is false');
    expect(unlikeDocument({ ...me, text: text({ person: undefined }) })).toMatch('must have required properties person');
    expect(unlikeDocument({ ...me, status: 201, text: text({}) })).toMatch('the document has no such answer');
    expect(unlikeDocument({ ...me, type: 'text/html', text: '' })).toMatch('the document has no text/html');
    const problem = { type: 'urn:x', title: '', status: 401, detail: '', instance: 'urn:uuid:x' };
    const refused = (code: string) => ({ ...me, status: 401, type: problemMedia, text: JSON.stringify({ ...problem, code }) });
    expect(unlikeDocument(refused('access.unauthenticated'))).toBeUndefined();
    expect(unlikeDocument(refused('access.unheard-of'))).toMatch('/code must be equal to one of');
  });
});
