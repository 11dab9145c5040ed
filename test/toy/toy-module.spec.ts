import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Below node_modules, so that the copy finds the packages. */
const cache = 'node_modules/.cache/casebook';
const line = "export { keysDefinition } from './modules/keys/keys.definition.js';\n";
const generated = ['access.md', 'events.md', 'obligations.md', 'openapi.json'] as const;

let copy = '';
const text = (file: string, root = copy): string => readFileSync(join(root, file), 'utf8');
function run(...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', timeout: 240_000 });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** A copy of the sources with a module more: its own folder, and one line in rooms.ts. */
beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  copy = mkdtempSync(join(cache, 'toy-'));
  for (const name of ['src', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(name, join(copy, name), { recursive: true });
  mkdirSync(join(copy, 'src/modules/keys'));
  for (const name of readdirSync('test/toy/keys'))
    cpSync(join('test/toy/keys', name), join(copy, 'src/modules/keys', name.replace(/\.txt$/, '')));
  appendFileSync(join(copy, 'src/rooms.ts'), line);
  run('../../../@nestjs/cli/bin/nest.js', 'build');
  run('dist/generate.js');
}, 300_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a module that is added by its folder and one line', () => {
  it('touches nothing else', () => {
    const files = (root: string) =>
      (readdirSync(root, { recursive: true, encoding: 'utf8' }) as string[]).filter((name) => name.endsWith('.ts'));
    const changed = files(join(copy, 'src')).filter((name) => {
      try {
        return text(`src/${name}`) !== text(`src/${name}`, '.');
      } catch {
        return true;
      }
    });
    expect(changed.filter((name) => !name.startsWith('modules/keys/'))).toEqual(['rooms.ts']);
    expect(text('src/rooms.ts')).toBe(`${text('src/rooms.ts', '.')}${line}`);
  });

  it('is in the access matrix, the catalogue, the obligations and the OpenAPI document, and changes nothing else there', () => {
    const added = generated.map((name) => {
      const before = new Set(text(`docs/generated/${name}`, '.').split('\n'));
      return text(`docs/generated/${name}`)
        .split('\n')
        .filter((row) => !before.has(row));
    });
    const [access = [], events = [], obligations = [], openapi = []] = added;
    expect(access.map((row) => row.split(' | ')[1])).toEqual(['`ListKeys`', '`LendKey`', '`ReturnKey`']);
    expect(events.filter((row) => row.startsWith('|')).map((row) => row.split(' | ')[0])).toEqual(['| `KeyLent`', '| `KeyReturned`']);
    expect(obligations).toEqual([expect.stringMatching(/^\| GEN-1 \| .*`KeyLent`.*`ListKeys`, `return_key`/)]);
    expect(openapi.join('\n')).toContain('"/api/keys"');
  });

  it('works: its command is decided, its view lists, its process acts, its wall hides, and the audit finds its events', () => {
    const told = JSON.parse(run('dist/modules/keys/try.js', join(copy, 'data')));
    expect(told).toEqual({
      ...{ key: told.key, borrower: told.borrower },
      lent: [{ id: told.key, to: told.borrower, back: true }],
      hiddenFromBorrower: [],
      ofCase: ['KeyLent', 'KeyReturned'],
      refused: 'key.lent-already',
    });
  });
});
