import { readFileSync } from 'node:fs';
import { commandHandlers } from '../../src/definitions.js';
import type { ServedCommand } from '../../src/platform/commands/actions.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
}

const document = JSON.parse(readFileSync('docs/generated/openapi.json', 'utf8')) as Document;
const paths = new Map(
  Object.entries(document.paths).flatMap(([path, { post }]) => (post?.operationId ? [[post.operationId, path] as const] : [])),
);

/** Every command that has a route, as the OpenAPI document names it. */
export const servedCommands: readonly ServedCommand[] = commandHandlers.flatMap((definition) => {
  const path = paths.get(definition.command.name);
  return path ? [{ definition, name: definition.command.name, path: path.replaceAll(/\{(\w+)\}/g, ':$1') }] : [];
});
