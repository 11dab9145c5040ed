import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type RefKind, Refs } from '../queries/refs.js';
import { answersOf, commandAnswer, headers, json, namesSchema, receipts, withNames } from './openapi-answers.js';
import { errorResponses, problemSchema } from './openapi-errors.js';
import { asMeant, classesByName, hasRefs, type Json, type Operation, refined, withMarks, withNested, withRefs } from './openapi-schemas.js';
import { shareAlike, sorted } from './openapi-shared.js';
import { paramsOf, type Route } from './routes.js';

type Schemas = Record<string, Json>;

const headerParameter = (name: string, description: string, schema: Json): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});

const idempotencyKey = headerParameter(
  'Idempotency-Key',
  'Makes a repeat safe: the same key with the same body gets the first answer again and records nothing.',
  { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
);
const ifMatch = headerParameter('If-Match', 'The ETag that the decision rests on; if it changed meanwhile, nothing is recorded (412).', {
  type: 'string',
});
const correlation = headerParameter('X-Correlation-Id', 'Ties together all that follows from a request; a new one where it is missing.', {
  type: 'string',
  format: 'uuid',
});

/**
 * Path parameters, query parameters and body of a route, taken from the one class into which they
 * are merged.
 */
function takes(route: Route, input: Json | undefined): { parameters: Json[]; body?: Json } {
  const properties = { ...(input?.properties as Schemas | undefined) };
  // Only an answer in JSON has names.
  if (!route.answer) delete properties.names;
  const required = new Set((input?.required as string[] | undefined) ?? []);
  const inPath = paramsOf(route.path);
  const parameters: Json[] = inPath.map((name) => {
    const { description, ...schema } = properties[name] ?? { type: 'string' };
    delete properties[name];
    return { name, in: 'path', required: true, ...(description !== undefined && { description }), schema };
  });
  const rest = Object.keys(properties);
  if (route.method === 'GET') {
    for (const name of rest) {
      const { description, ...schema } = properties[name] ?? {};
      parameters.push({ name, in: 'query', required: required.has(name), ...(description !== undefined && { description }), schema });
    }
    return { parameters };
  }
  const needed = rest.filter((name) => required.has(name));
  const { required: _, ...schema } = input ?? {};
  const body = { ...schema, properties, ...(needed.length > 0 && { required: needed }) };
  return { parameters, ...(rest.length > 0 && { body }) };
}

/** A form has one file in addition to its fields. */
function withFile(form: Json): Json {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' };
  return {
    ...form,
    properties: { ...(form.properties as Schemas), file },
    required: [...((form.required as string[] | undefined) ?? []), 'file'],
  };
}

/** `RecordFinding` becomes "Record finding". */
const inWords = (name: string): string => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function complete(operation: Operation, route: Route, schemas: Schemas, refs: readonly RefKind[]): void {
  const takesRefs = hasRefs(schemas[route.input?.name ?? ''], refs);
  const own = route.kind === 'command' || route.kind === 'query';
  if (route.input) {
    const { parameters, body } = takes(route, schemas[route.input.name]);
    if (body) {
      schemas[route.input.name] = body;
      const schema = { $ref: getSchemaPath(route.input) };
      if (route.upload) schemas[route.input.name] = withFile(body);
      const content = route.upload ? { 'multipart/form-data': { schema } } : json(schema);
      operation.requestBody = { required: route.upload !== undefined || 'required' in body, content };
    } else delete schemas[route.input.name];
    operation.parameters = [...parameters, ...(route.kind === 'command' ? [idempotencyKey, ifMatch] : [])];
  }
  operation.parameters = [...(operation.parameters ?? []), correlation];
  const served = Object.keys(operation.responses ?? {}).find((status) => status < '400') ?? '200';
  operation.responses = { ...errorResponses(route, takesRefs), ...answersOf(route, served) };
  operation.security = route.kind === 'public' ? [] : [{ bearer: [] }, { cookie: [] }];
  operation.summary ??= inWords(own && route.input ? route.input.name : route.name);
  if (route.grants.length === 0) return;
  const may = route.grants.map(({ name }) => name);
  operation['x-may'] = may;
  operation.description ??= `For: ${may.join(', ')}.`;
}

const operationIds = (routes: readonly Route[]) => {
  const names = routes.map(({ input, kind, name }) => (input && (kind === 'command' || kind === 'query') ? input.name : name));
  return (route: Route): string => {
    const name = names[routes.indexOf(route)] ?? route.name;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${route.controller.name}_${route.name}`;
  };
};

const addressOf = ({ path }: Route): string => path.replace(/:(\w+)/g, '{$1}');

/** The OpenAPI 3.1 document: every declared route with every refusal that it can give. */
export function openApiDocument(app: NestFastifyApplication, routes: readonly Route[]): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Casebook')
    .setDescription(
      'An event-sourced policy and violations case system for cities. Every refusal is a problem document (RFC 9457) with a closed code. Every GET under /api takes asOf.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque' }, 'bearer')
    .addCookieAuth('casebook', { type: 'apiKey' }, 'cookie')
    .build();
  const inputs = new Set(routes.flatMap(({ input }) => (input ? [...withNested(input)] : [])));
  const models = new Set<Type<unknown>>([...inputs, ...routes.flatMap(({ answer }) => answer ?? [])]);
  const classes = classesByName(models);
  const document = SwaggerModule.createDocument(app, builder, { extraModels: [...models] as never });
  const refs = app.get(Refs, { strict: false }).kinds;
  const schemas = asMeant(document.components?.schemas ?? {}) as Schemas;
  for (const [name, type] of classes) if (schemas[name]) schemas[name] = withMarks(type, schemas[name]);
  for (const { kind, answer, pages } of routes)
    if (kind === 'query' && answer && !pages) schemas[answer.name] = withNames(schemas[answer.name] ?? {});
  for (const input of inputs) schemas[input.name] = withRefs(refined(input, schemas[input.name]), refs);
  const id = operationIds(routes);
  const operations = routes.map((route) => {
    const operation = document.paths[addressOf(route)]?.[route.method.toLowerCase() as 'get'] as Operation | undefined;
    if (!operation) throw new TypeError(`${route.method} ${route.path} is served but not in the document`);
    operation.operationId = id(route);
    complete(operation, route, schemas, refs);
    return operation;
  });
  const { parameters, responses } = shareAlike(operations);
  const components = {
    securitySchemes: document.components?.securitySchemes,
    headers,
    parameters,
    responses: sorted({ ...receipts, ...responses }),
    schemas: sorted({ ...schemas, CommandAnswer: commandAnswer, Names: namesSchema, problem: problemSchema }),
  };
  const paths = Object.entries(sorted(document.paths)).map(([address, methods]) => [address, sorted(methods as Json)]);
  return { openapi: document.openapi, info: document.info, components: components as never, paths: Object.fromEntries(paths) };
}
