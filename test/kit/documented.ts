import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Compile, type Validator } from 'typebox/schema';

// biome-ignore lint/suspicious/noExplicitAny: read as a client reads it
export type Document = any;

/**
 * The generated API document. The application that runs from sources has a thinner one, because
 * only the build runs the Swagger plugin.
 */
export const generated: Document = JSON.parse(readFileSync('docs/generated/openapi.json', 'utf8'));

/** A part of the document, or the part that it refers to. */
export function at(document: Document, found: Document): Document {
  for (let place = found; ; ) {
    if (!place?.$ref) return place;
    const [, , kind, name] = place.$ref.split('/');
    place = document.components[kind][name];
  }
}

/** Names of the classes that some commands answer in addition to their receipt. */
const extensions = new Set([...JSON.stringify(generated.paths).matchAll(/"allOf":\[.*?\]/g)].flatMap(([all]) => all.match(/\w+(?="})/g)));

/** Forbids members that a schema does not name, unless the schema is one part of an answer. */
const closed = ([name, schema]: [string, Document]): [string, Document] =>
  schema.properties && name !== 'problem' && name !== 'CommandAnswer' && !extensions.has(name)
    ? [name, { additionalProperties: false, ...schema }]
    : [name, schema];
const components = { schemas: Object.fromEntries(Object.entries(generated.components.schemas).map((entry) => closed(entry as never))) };

const validators = new Map<string, Validator>();
function validator(schema: Document): Validator {
  const key = JSON.stringify(schema);
  const known = validators.get(key) ?? Compile({ components, ...schema });
  validators.set(key, known);
  return known;
}

export interface Given {
  readonly method: string;
  /** The route as declared: `/api/cases/:caseId`. */
  readonly route: string;
  readonly status: number;
  /** Content type of the answer; undefined if there is none. */
  readonly type: string | undefined;
  /** Undefined if the body is not read. */
  readonly text: string | undefined;
}

/** How an answer differs from the document's description of its route; undefined if it agrees. */
export function unlikeDocument({ method, route, status, type, text }: Given): string | undefined {
  const operation = generated.paths[route.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const said = at(generated, operation?.responses[status]);
  const name = `${method} ${route} ${status}`;
  if (!said) return `${name}: the document has no such answer`;
  if (!said.content) return text ? `${name}: answers ${text.slice(0, 80)}, the document has no content` : undefined;
  const media = type?.split(';', 1)[0] ?? '';
  const schema = said.content[media]?.schema;
  if (!schema) return `${name}: the document has no ${media || 'answer without a media type'}`;
  if (!/json$/.test(media) || text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  const check = validator(schema);
  if (check.Check(value)) return undefined;
  const [error] = check.Errors(value)[1];
  return `${name}: ${error?.instancePath || 'the answer'} ${error?.message} ${JSON.stringify(error?.params)}`;
}

/**
 * Compares every later answer of the application with the document and reports differences. Call it
 * before the application listens.
 */
export function compareAnswers(app: NestFastifyApplication, unlike: (says: string) => void): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, reply, payload, done) => {
    const { url } = request.routeOptions;
    if (url && !request.is404 && request.method !== 'HEAD' && !/^\/api\/(docs|openapi\.json)/.test(url)) {
      const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : undefined;
      const type = reply.getHeader('content-type')?.toString();
      const says = unlikeDocument({ method: request.method, route: url, status: reply.statusCode, type, text });
      if (says) unlike(says);
    }
    done(null, payload);
  });
}
