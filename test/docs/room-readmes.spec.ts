import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { definitions } from '../../src/definitions.js';

const modules = 'src/modules';
const rooms = readdirSync(modules).filter((name) => statSync(join(modules, name)).isDirectory());
const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const readmeOf = (room: string): string => textOf(join(modules, room, 'README.md'));
const sourcesOf = (room: string): string[] => readdirSync(join(modules, room), { recursive: true, encoding: 'utf8' });

/** What stands in backticks. */
const spansIn = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '');
/** A path, or the name of a file: no route, no pattern. */
const isFile = (span: string): boolean => /^[\w.-]+(\/[\w.-]+)*\/?$/.test(span) && (/\.(ts|md|mjs|json)$/.test(span) || span.includes('/'));
const unresolved = (text: string, folder: string): string[] =>
  spansIn(text).filter((span) => isFile(span) && !existsSync(join(folder, span)) && !existsSync(span));
const unnamed = (names: Iterable<string>, text: string): string[] => {
  const named = new Set(spansIn(text));
  return [...new Set(names)].filter((name) => !named.has(name));
};

/** The clauses that a room answers for: those its own refusals cite, and those that its commands cite with another room's. */
function clausesOf(room: string): Set<string> {
  const own = sourcesOf(room).filter((file) => file.endsWith('.ts'));
  const cited = own.flatMap((file) => [...textOf(join(modules, room, file)).matchAll(/\bcites: '([^']+)'/g)].map(([, id]) => id ?? ''));
  const handlers = definitions.find(({ name }) => name === room)?.commandHandlers ?? [];
  const refused = handlers.flatMap(({ refuses }) => Object.values(refuses as Record<string, { cites?: string }>));
  return new Set([...cited, ...refused.flatMap(({ cites }) => cites ?? [])]);
}

describe.each(rooms)('the README of %s', (room) => {
  const readme = readmeOf(room);
  const definition = definitions.find(({ name }) => name === room);

  test('exists, and says what the room is', () => {
    expect(readme).toMatch(/^# \S.*\n\n\S/);
    // What is not found by the room's name would not be asked for below.
    expect(definition !== undefined).toBe(existsSync(join(modules, room, `${room}.definition.ts`)));
  });

  test('names every event of the streams that the room declares', () => {
    expect(unnamed(definition?.streams.flatMap(({ events }) => Object.keys(events)) ?? [], readme)).toEqual([]);
  });

  test('names the streams themselves, every process and every query', () => {
    const { streams = [], processes = [], queryHandlers = [] } = definition ?? {};
    const names = [...streams, ...processes].map(({ name }) => name);
    expect(unnamed([...names, ...queryHandlers.map(({ query }) => query.name)], readme)).toEqual([]);
  });

  test('names every command', () => {
    expect(unnamed(definition?.commandHandlers.map(({ command }) => command.name) ?? [], readme)).toEqual([]);
  });

  test('names every clause that its refusals cite', () => {
    expect([...clausesOf(room)].filter((clause) => !new RegExp(`\\b${clause}\\b`).test(readme))).toEqual([]);
  });

  test('names only files that exist', () => {
    expect(unresolved(readme, join(modules, room))).toEqual([]);
  });
});

describe('the page of all rooms', () => {
  const page = textOf(join(modules, 'README.md'));
  /** The floor of each room, as the table has it: `| 4 | [cases](cases/README.md) | … |`. */
  const floors = new Map(
    [...page.matchAll(/^\| (\d) \| \[([a-z-]+)\]\(\2\/README\.md\) \|/gm)].map(([, floor, room]) => [room ?? '', Number(floor)]),
  );

  test('has every room on a floor', () => {
    expect([...floors.keys()].sort()).toEqual([...rooms].sort());
  });

  test('names only files that exist', () => {
    expect(unresolved(page, modules)).toEqual([]);
  });

  test.each(rooms)('has %s above every room that it uses', (room) => {
    const used = sourcesOf(room)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...textOf(join(modules, room, file)).matchAll(/from '\.\.\/([a-z-]+)\/[^']+'/g)].map(([, name]) => name ?? ''))
      .filter((name) => rooms.includes(name) && name !== room);
    expect([...new Set(used)].filter((name) => floors.get(name)! >= floors.get(room)!)).toEqual([]);
  });
});
