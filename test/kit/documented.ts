import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Compile, type Validator } from 'typebox/schema';

// biome-ignore lint/suspicious/noExplicitAny: read as a client reads it
export type Document = any;

/** The API document as it was generated: run from sources the application has a thinner one, without the build's plugin. */
export const generated: Document = JSON.parse(readFileSync('docs/generated/openapi.json', 'utf8'));

/** What was found in the document, or what it refers to. */
export function at(document: Document, found: Document): Document {
  for (let place = found; ; ) {
    if (!place?.$ref) return place;
    const [, , kind, name] = place.$ref.split('/');
    place = document.components[kind][name];
  }
}

/** Classes of what some commands answer beside their receipt. */
const extensions = new Set([...JSON.stringify(generated.paths).matchAll(/"allOf":\[.*?\]/g)].flatMap(([all]) => all.match(/\w+(?="})/g)));

/** A schema closed to members that it does not name, unless it is one part of an answer. */
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
  /** As it is declared: `/api/cases/:caseId`. */
  readonly route: string;
  readonly status: number;
  /** Of the header; undefined where there is none. */
  readonly type: string | undefined;
  /** Undefined where it is not read. */
  readonly text: string | undefined;
}

/** How an answer is unlike what the document says of its route; undefined where it is as it says. */
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

/** Compares each answer that the application gives from now on, before it listens; says how one is unlike the document. */
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
