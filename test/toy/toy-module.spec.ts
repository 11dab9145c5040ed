import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    expect(access.map((row) => row.split(' | ')[1])).toEqual([
      '`ListKeys`',
      '`GetKey`',
      '`LendKey`',
      '`RecordCarrying`',
      '`RecordKeyLook`',
      '`ReturnKey`',
    ]);
    expect(events.filter((row) => row.startsWith('|')).map((row) => row.split(' | ')[0])).toEqual([
      '| `KeyLent`',
      '| `KeyReturned`',
      '| `KeyCarried`',
      '| `KeySeen`',
    ]);
    expect(obligations).toEqual([expect.stringMatching(/^\| GEN-1 \| .*`KeyLent`.*`ListKeys`, `return_key`/)]);
    expect(openapi.join('\n')).toContain('"/api/keys"');
  });

  it('gives the same documents wherever its line stands', () => {
    const lines = text('dist/rooms.js').split('\n');
    writeFileSync(join(copy, 'dist/rooms.js'), [...lines].reverse().join('\n'));
    expect(run('dist/generate.js', '--check')).toContain('are current');
  });

  it('works: its routes answer, its process acts, its effect is performed and recorded, its wall hides, looks are recorded, files stay, and the audit finds its events', () => {
    expect(JSON.parse(run('dist/modules/keys/try.js', join(copy, 'data')))).toEqual({
      lent: [201, 'key.lent-already'],
      list: [[true, true]],
      seen: 200,
      toBorrower: [[], 404],
      // A wall hides from an auditor what is about the hidden stream, too.
      ofCase: { auditor: ['KeyCarried', 'KeyLent', 'KeyReturned', 'KeySeen'], borrower: [] },
      kept: { key: true, stray: false },
    });
  });

  it('is known to the views’ thread, which loads no controller and nothing of the outside world', () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const imported = text(file).matchAll(/^(?:import|export) (?:[^'"]* from )?["'](\.[^"']+)["']/gm);
      for (const [, to = ''] of imported) load(join(dirname(file), to));
    };
    load('dist/views.worker.js');
    expect([...loaded]).toContain('dist/modules/keys/key-list.view.js');
    expect([...loaded]).toContain('dist/modules/keys/carry-key.effect.js');
    expect([...loaded].filter((file) => /\.(controller|services)\.js$/.test(file))).toEqual([]);
  });
});
