import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const under = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(directory, name))
    .sort();

/** Pages for readers, as paths from the root: README.md first. */
export const pages: readonly string[] = ['README.md', ...under('docs/guides'), ...under('docs/operations'), 'docs/cli.md'];

/** Every document that is written by hand. */
export const documents: readonly string[] = [
  ...pages,
  'docs/ARCHITECTURE.md',
  'docs/PERFORMANCE.md',
  'docs/GLOSSARY.md',
  ...under('docs/adr'),
  'test/README.md',
  'CHANGELOG.md',
  ...under('src'),
];

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** The commands that a page tells its reader to paste, block by block. */
export const commandsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands]) => commands ?? '');

/** A page without its blocks of code. */
export const proseOf = (page: string): string => textOf(page).replace(/^```\w*\n[\s\S]*?^```$/gm, '');
