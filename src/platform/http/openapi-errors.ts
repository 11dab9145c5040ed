import { STATUS_CODES } from 'node:http';
import { reservationRefusals } from '../commands/reservations.js';
import { platformRefusals, type RefusalTable } from '../refusals/refuse.js';
import { headed } from './openapi-answers.js';
import { byText, type Json } from './openapi-schemas.js';
import { httpRefusals, internal, problemMedia } from './problems.js';
import { paramsOf, type Route } from './routes.js';

export const problemSchema: Json = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457). Some codes have further members, for example what changed meanwhile.',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:casebook:problem: and the code.' },
    title: { type: 'string', description: 'The status in words.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'One of the closed set that the route lists.' },
    detail: { type: 'string', description: 'One sentence for the person who reads it.' },
    citation: { type: 'string', description: 'The clause or house rule that forbids it.' },
    instance: { type: 'string', format: 'uri', description: 'urn:uuid: and the correlation id.' },
    errors: {
      type: 'array',
      description: 'The fields at fault, by their paths (`departures.0.allegationId`); absent where none is.',
      items: {
        type: 'object',
        required: ['field', 'rule', 'message'],
        properties: { field: { type: 'string' }, rule: { type: 'string' }, message: { type: 'string' } },
      },
    },
    reason: { type: 'string', description: 'With request.malformed: what cannot be read.' },
  },
};

/** Every refusal that the route can give: its handler's own, the platform's and the edge's. */
export function refusalsOf(route: Route, takesRefs: boolean): RefusalTable {
  const { kind, method, commandHandler, queryHandler, pages } = route;
  const tables: RefusalTable[] = [];
  const takesBody = route.input !== undefined && method !== 'GET';
  if (kind !== 'public') tables.push(httpRefusals('access.unauthenticated'));
  if (kind !== 'public' && method !== 'GET') tables.push(httpRefusals('access.cross-site'));
  if (route.input || paramsOf(route.path).length > 0) tables.push(httpRefusals('request.malformed', 'request.invalid'));
  if (takesBody) tables.push(httpRefusals('request.too-large', 'request.media-type'));
  if (takesRefs) tables.push(platformRefusals('view.building', 'view.stopped'));
  if (commandHandler) {
    tables.push(
      platformRefusals(
        'access.not-permitted',
        'resource.not-found',
        'precondition.malformed',
        'precondition.stale',
        'idempotency.key-malformed',
        'idempotency.key-reused',
        'view.lagging',
        'store.unavailable',
        'store.unsettled',
        'store.too-large',
        'store.contended',
      ),
    );
    if (commandHandler.creates && !commandHandler.extends) tables.push(platformRefusals('resource.exists'));
    if (commandHandler.reserves) tables.push(commandHandler.taken ?? reservationRefusals('value.taken'));
    if (commandHandler.knows || commandHandler.gather) tables.push(platformRefusals('view.building', 'view.stopped'));
  }
  if (queryHandler) {
    tables.push(
      platformRefusals(
        'access.not-permitted',
        'as-of.malformed',
        'as-of.future',
        'as-of.not-reached',
        'moment.unknown',
        'moment.position',
        'store.unavailable',
      ),
    );
    if ('stream' in queryHandler) tables.push(platformRefusals('resource.not-found'));
    else tables.push(platformRefusals('view.building', 'view.stopped'));
    if (queryHandler.views && 'stream' in queryHandler) tables.push(platformRefusals('view.building', 'view.stopped'));
    if (pages) tables.push(platformRefusals('paging.malformed'));
  }
  return Object.assign({}, ...tables, route.refuses);
}

/** The codes that a response of `errorResponses` lists; none for any other response. */
export function problemCodes(response: Json): readonly string[] {
  const content = (response.content ?? {}) as Record<string, { schema: { properties: { code: { enum: string[] } } } }>;
  return content[problemMedia]?.schema.properties.code.enum ?? [];
}

/**
 * The responses for a route's refusals by status: each code with its sentence and its citation, in
 * the order of the codes.
 */
export function errorResponses(route: Route, takesRefs: boolean): Record<string, Json> {
  const byStatus = new Map<number, [code: string, says: string, cites?: string][]>();
  for (const [code, { status, says, cites }] of Object.entries(refusalsOf(route, takesRefs)))
    byStatus.set(status, [...(byStatus.get(status) ?? []), cites ? [code, says, cites] : [code, says]]);
  byStatus.set(internal.status, [[internal.code, 'Something went wrong here; the log has it under the instance given.']]);
  const responses: Record<string, Json> = {};
  for (const [status, codes] of [...byStatus].sort(([one], [other]) => one - other)) {
    // The order of the tables depends on the order of modules; the document must not.
    codes.sort(([one], [other]) => byText(one, other));
    const lines = codes.map(([code, says, cites]) => `- \`${code}\`: ${says}${cites ? ` (${cites})` : ''}`);
    const schema = {
      allOf: [{ $ref: '#/components/schemas/problem' }],
      properties: { code: { type: 'string', enum: codes.map(([code]) => code) } },
    };
    responses[status] = {
      description: [STATUS_CODES[status], '', ...lines].join('\n'),
      ...(status === 401 && headed('WWW-Authenticate')),
      ...((status === 429 || status === 503) && headed('Retry-After')),
      content: { [problemMedia]: { schema } },
    };
  }
  return responses;
}
