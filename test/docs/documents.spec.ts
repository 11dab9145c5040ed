import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import process from 'node:process';
import { ConfigError, readConfig } from '../../src/config.js';
import { documents, pages, proseOf, textOf } from './documents.js';

const widest = 100;
const longestReadme = 150;

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
const anchorsIn = (page: string): string[] => [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

const sources = ['src', 'test', 'docs', 'scripts', 'deploy', 'bench', 'lint'];
const files = sources.flatMap((directory) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)),
);
const isThere = (name: string): boolean =>
  name.includes('/')
    ? existsSync(name)
    : files.some((file) => (name.startsWith('*') ? file.endsWith(name.slice(1)) : basename(file) === name));
/** The paths and files of the repository that a document names in backticks. */
const namedIn = (page: string): string[] =>
  [...proseOf(page).matchAll(/`(\*?[\w./-]+)`/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => new RegExp(`^(${sources.join('|')})/`).test(name) || /^(\*|[\w-]+)(\.[\w-]+)*\.(ts|mts|mjs|sh|grit)$/.test(name));

describe('the documents', () => {
  test('README.md is short', () => {
    expect(textOf('README.md').split('\n').length - 1).toBeLessThanOrEqual(longestReadme);
  });

  test.each([...pages, 'docs/ARCHITECTURE.md', 'docs/PERFORMANCE.md', 'test/README.md'])(
    `%s has no line over ${widest} columns, tables aside`,
    (page) => {
      const lines = proseOf(page).split('\n');
      expect(lines.filter((line) => line.length > widest && !/^\s*\|/.test(line) && !/\]\([^)]*\)\S*$/.test(line))).toEqual([]);
    },
  );

  test.each(documents)('no link of %s is broken', (page) => {
    const broken = [...proseOf(page).matchAll(/\[[^\]]+\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), path));
        return !existsSync(file) || (anchor !== undefined && !anchorsIn(file).includes(anchor));
      });
    expect(broken).toEqual([]);
  });

  test.each(documents)('every file that %s names is there', (page) => {
    expect(namedIn(page).filter((name) => !isThere(name))).toEqual([]);
  });

  test('README.md leads to every page', () => {
    const reached = new Set<string>();
    const visit = (page: string): void => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        const file = normalize(join(dirname(page), target));
        if (file.endsWith('.md') && existsSync(file)) visit(file);
      }
    };
    visit('README.md');
    // The decisions are listed by their directory.
    expect(documents.filter((page) => !reached.has(page) && !page.startsWith('docs/adr/'))).toEqual([]);
  });

  test('the glossary is sorted, with each term once', () => {
    const terms = [...textOf('docs/GLOSSARY.md').matchAll(/^\| ([^|]+?) \|/gm)].map(([, term]) => term ?? '').slice(1);
    expect(terms.length).toBeGreaterThan(50);
    expect(terms).toEqual([...new Set(terms)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  test('docs/operations/configuration.md has each variable', () => {
    const variables = new Set<string>();
    readConfig(new Proxy({}, { get: (_, name) => void variables.add(String(name)), ownKeys: () => [] }));
    // The variables that are read in some configurations alone.
    try {
      readConfig({ CASEBOOK_UNKNOWN: '1' });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const [, known = ''] = /it takes (.*)$/m.exec(error.message) ?? [];
      for (const name of known.split(', ')) variables.add(name);
    }
    expect(variables.size).toBeGreaterThan(15);
    const described = [...textOf('docs/operations/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(described.sort()).toEqual([...variables].sort());
  });
});

// Those of the rooms are checked with their READMEs.
describe('the floors of the platform in docs/ARCHITECTURE.md', () => {
  const parent = 'src/platform';
  const folderIn = (path: string): string | undefined => new RegExp(`^${parent}/([^/]+)/`).exec(path)?.[1];
  const floors = new Map(
    [...textOf('docs/ARCHITECTURE.md').matchAll(/^\| (\d) \| (.*?) \|/gm)].flatMap(([, floor, cell = '']) =>
      [...cell.matchAll(/`src\/platform\/([\w-]+)`/g)].map(([, folder = '']) => [folder, Number(floor)] as const),
    ),
  );

  test('are those of its folders', () => {
    const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...floors.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  test('are kept: each folder imports lower ones alone', () => {
    const upward = files
      .filter((file) => file.endsWith('.ts') && folderIn(file) !== undefined)
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import\() ?'(\.[^']+)'/g)].map(([, specifier = '']) => ({
          file,
          to: folderIn(normalize(join(dirname(file), specifier))),
        })),
      )
      .filter(({ file, to }) => to !== undefined && to !== folderIn(file) && floors.get(to)! >= floors.get(folderIn(file)!)!);
    expect(upward).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { casebook: string } };
  const helpOf = (...command: string[]): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [bin.casebook, ...command, '--help'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout;
  };
  const sections = new Map(
    textOf('docs/cli.md')
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0]?.replace(/ --.*/, '') ?? '', section]),
  );
  /** As `  log export [--out FILE]…`: the words before the first option or argument. */
  const commands = [...(helpOf().split('Commands:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/^ {2}([a-z]+(?: [a-z]+)?)/gm)].map(
    ([, command]) => command ?? '',
  );

  test('has each command, and no other', () => {
    expect(commands.length).toBeGreaterThan(5);
    expect([...sections.keys()].sort()).toEqual([...commands].sort());
  });

  test.each(commands)('has each option of %s, and no other', (command) => {
    const options = [...helpOf(...command.split(' ')).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    const told = [...(sections.get(command) ?? '').matchAll(/^\| (`--.*?) \|/gm)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`(--[a-z-]+)/g)].map(([, option]) => option),
    );
    expect(told.sort()).toEqual(options.filter((option) => option !== '--help').sort());
  });
});
