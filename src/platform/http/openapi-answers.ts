import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import type { Json } from './openapi-schemas.js';
import type { Route } from './routes.js';

const header = (name: string): Json => ({ [name]: { $ref: `#/components/headers/${name}` } });

/** The headers of answers, under `components/headers`. */
export const headers: Readonly<Record<string, Json>> = {
  'Content-Disposition': { description: 'An attachment; a preview has none.', schema: { type: 'string' } },
  'Casebook-Moment': {
    description: 'The moment that the answer shows: a token for this caller, for `asOf` and `minMoment`. Each answer has another one.',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'Names the state that the answer shows, as far as the caller may read it; for If-Match.',
    schema: { type: 'string' },
  },
  Location: { description: 'Its address, where it has one.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': { schema: { type: 'string' } },
};
export const headed = (...names: readonly string[]): Json => (names.length > 0 ? { headers: Object.assign({}, ...names.map(header)) } : {});

export const json = (schema: Json): Json => ({ 'application/json': { schema } });

export const commandAnswer: Json = {
  type: 'object',
  description: 'What a command recorded.',
  required: ['id', 'stream', 'etag', 'moment', 'behind'],
  properties: {
    id: { type: 'string', description: 'What the command was about, or what it made.' },
    stream: { type: 'string', description: 'The stream appended to: its kind, a hyphen and its id.' },
    etag: { type: 'string', description: 'The ETag of what it left, for If-Match.' },
    moment: { type: 'string', description: 'A token for this caller; as minMoment, a query waits until this is shown.' },
    behind: { type: 'array', items: { type: 'string' }, description: 'Lists that do not show it yet.' },
  },
};
/** What ids in an answer are called, under `components/schemas`. */
export const namesSchema: Json = {
  type: 'object',
  description:
    'With `names=true`: what the people and departments of this answer are called at the moment that it shows, by their ids. It has the ids in the fields marked `x-person-ref` and `x-department-ref`.',
  additionalProperties: {
    type: 'object',
    required: ['name', 'title'],
    properties: {
      name: { type: 'string' },
      title: { type: ['string', 'null'], description: "A person's title; null where there is none." },
    },
    additionalProperties: false,
  },
};
const names: Json = { names: { $ref: '#/components/schemas/Names' } };

/** The schema of an answer that may have names. */
export const withNames = (schema: Json): Json => ({ ...schema, properties: { ...(schema.properties as Json | undefined), ...names } });

const receipt = { $ref: '#/components/schemas/CommandAnswer' };

/** The answers of commands that hold only a receipt, under `components/responses`. */
export const receipts: Readonly<Record<string, Json>> = {
  Recorded: { description: 'Recorded.', ...headed('ETag'), content: json(receipt) },
  Created: { description: 'Recorded; it starts a stream.', ...headed('ETag', 'Location'), content: json(receipt) },
};

function pageOf(item: Json): Json {
  return {
    type: 'object',
    required: ['items', 'next'],
    properties: {
      items: { type: 'array', items: item },
      next: { type: ['string', 'null'], description: 'Cursor of the next page; null at the end.' },
      ...names,
    },
  };
}

const contentOf = (media: readonly string[]): Json =>
  Object.fromEntries(media.map((type) => [type, { schema: type.startsWith('text/') ? { type: 'string' } : typed(type) }]));
const typed = (media: string): Json =>
  media === 'application/json' ? { type: 'object' } : { type: 'string', format: 'binary', contentMediaType: media };

const answerOf = (type: Type<unknown> | undefined): Json => (type ? { $ref: getSchemaPath(type) } : {});

function ofCommand({ commandHandler, answer }: Route): Record<string, Json> {
  const status = commandHandler?.creates ? 201 : 200;
  const name = commandHandler?.creates ? 'Created' : 'Recorded';
  if (!answer) return { [status]: { $ref: `#/components/responses/${name}` } };
  return { [status]: { ...receipts[name], content: json({ allOf: [receipt, answerOf(answer)] }) } };
}

/** The headers of a query's answer. */
const toldBy = ({ queryHandler }: Route): string[] =>
  queryHandler ? ['Casebook-Moment', ...('stream' in queryHandler ? ['ETag'] : [])] : [];

/**
 * The answers of a route that refuses nothing, by status; `served` is the status that Nest uses.
 */
export function answersOf(route: Route, served: string): Record<string, Json> {
  if (route.kind === 'command') return ofCommand(route);
  if (served === '204') return { 204: { description: 'Done; there is nothing to say.' } };
  if (route.media) {
    const content = contentOf(route.media);
    const own = route.download ? ['Content-Disposition'] : [];
    return { [served]: { description: 'The content.', ...headed(...own, ...toldBy(route)), content } };
  }
  const item = answerOf(route.answer);
  const answer = { description: 'The answer.', ...headed(...toldBy(route)), content: json(route.pages ? pageOf(item) : item) };
  const { unready } = route;
  return { [served]: answer, ...(unready && { [unready]: { ...answer, description: 'Not ready.', ...headed('Retry-After') } }) };
}
