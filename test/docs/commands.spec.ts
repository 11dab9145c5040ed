import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { commandsOf, pages } from './documents.js';

const shown = 'http://127.0.0.1:3000';
/** The helpers that README.md defines, and that every other page asks its reader to paste first. */
const helpers = commandsOf('README.md')[0] ?? '';
/** Refusals that a page shows on purpose, in order. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  'docs/guides/errors-and-repeats.md': ['case.no-report-filed', 'request.invalid', 'access.not-permitted', 'precondition.stale'],
};
const runnable = pages.filter((page) => commandsOf(page).length > 0);
/** How far the command line is, which it says beside its answer. */
const progress = /^(files|checking|rebuilding|exporting|importing|copying)\b.*: \d+ \w+\n|^\d+ events exported to .*\n/gm;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// Each page has a shell of its own, so that it is shown to need no more than the helpers. All of them share one served city.
describe('the commands of the documents', () => {
  // As a reader's server: `data` below the directory in which the commands are pasted.
  const directory = mkdtempSync(join(tmpdir(), 'casebook-docs-'));
  const said = new Map<string, string>();
  let server: ChildProcess | undefined;
  let address = '';

  const linesOf = (page: string, form: RegExp) => (said.get(page) ?? '').split('\n').filter((line) => form.test(line));

  beforeAll(async () => {
    for (const needed of ['sh', 'curl'])
      if (spawnSync(needed, ['--version']).error) throw new Error(`${needed} is not installed; the commands of the documents need it`);
    // What npm makes of `bin` for a reader, who pastes the commands where Casebook is installed.
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { casebook: string } };
    const command = join(directory, 'node_modules/.bin/casebook');
    mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), bin.casebook)}' "$@"\n`);
    chmodSync(command, 0o755);
    if (!existsSync('dist/bundle/main.js')) throw new Error('dist/bundle/main.js is missing: run npm run build');
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/bundle/main.js')], {
      cwd: directory,
      env: { PORT: '0', CASEBOOK_LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server = child;
    address = await new Promise<string>((resolve, reject) => {
      let output = '';
      const hear = (text: Buffer) => {
        output += text.toString();
        const [, at] = /serves at (http:\S+)\n/.exec(output) ?? [];
        if (at) resolve(at);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`the server ended with code ${code}: ${output}`)));
    });
  });

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(runnable)(
    '%s: pasted in order, each does what the page says',
    (page) => {
      const commands = page === 'README.md' ? commandsOf(page) : [helpers, ...commandsOf(page)];
      const script = commands.join('\n').replaceAll(shown, address);
      // npx neither looks elsewhere nor speaks of its own settings.
      const quiet = 'unset CASEBOOK_TEST_POSTGRES; export NODE_OPTIONS= npm_config_loglevel=error npm_config_offline=true';
      const { stdout, stderr, status } = spawnSync('sh', ['-ec', `${quiet}\n${script}`], {
        cwd: directory,
        encoding: 'utf8',
        timeout: 240_000,
      });
      said.set(page, stdout);
      expect(stderr.replace(progress, '')).toBe('');
      expect(status).toBe(0);
      expect([...stdout.matchAll(/"type":"urn:casebook:problem:([^"]+)"/g)].map(([, code]) => code)).toEqual(refusals[page] ?? []);
      const receipts = linesOf(page, /"stream".*"behind"/);
      expect(receipts.filter((receipt) => !receipt.includes('"behind":[]'))).toEqual([]);
    },
    180_000,
  );

  test('every guide has commands', () => {
    expect(pages.filter((page) => page.startsWith('docs/guides/') && !runnable.includes(page))).toEqual([]);
  });

  test('a whole case ends in a warning, and its look is on record', () => {
    const page = 'docs/guides/a-whole-case.md';
    expect(linesOf(page, /"stream".*"behind"/).length).toBeGreaterThanOrEqual(15);
    expect(said.get(page)).toContain('"rung":"written-warning"');
    expect(said.get(page)).toContain('"purpose":"promotion-review"');
  });

  test('a letter is downloaded as the bytes that were issued', () => {
    const [downloaded, issued, ...others] = linesOf('docs/guides/letters-and-the-case-file.md', /^[0-9a-f]{64}$/);
    expect(downloaded).toBeDefined();
    expect([issued, others]).toEqual([downloaded, []]);
    expect(linesOf('docs/guides/letters-and-the-case-file.md', /^discipline-imposed$/)).toHaveLength(1);
  });

  test('the arbitrator decides, and the settlement makes a warning lighter', () => {
    expect(said.get('docs/guides/grievances.md')).toMatch(/"step":"Arbitration","hears":null,.*"mine":true/);
    expect(linesOf('docs/guides/grievances.md', /^oral-warning$/)).toHaveLength(1);
  });

  test('the past is shown as it was', () => {
    expect(linesOf('docs/guides/looking-back.md', /^(declined|triage|closed|5716)$/)).toEqual(['declined', 'triage', 'closed', '5716']);
  });

  test('a policy is imported, amended and withdrawn', () => {
    const lines = linesOf('docs/guides/policy-import.md', /./);
    const text = lines.join('\n');
    expect(text).toMatch(/^ {2}USI-2 {2}2 Every notice must:\n {9}must · everyone\?\?$/m);
    expect(text).toMatch(/^Version boards is adopted\.$/m);
    expect(text).toMatch(/^ {6}Every notice must\{\+, in ink\+\}:$/m);
    expect(text).toMatch(/^Version boards-2 is entered as an amendment\.$/m);
    expect(lines).toContain("[ 'USI-2', 'REM-1' ]");
    expect(lines).toContain('boards');
  });

  test('a repeat gets the first receipt', () => {
    const [first, second, ...others] = linesOf('docs/guides/errors-and-repeats.md', uuid);
    expect(first).toBeDefined();
    expect([second, others]).toEqual([first, []]);
  });

  test('the command line exports, copies, verifies, backs up and restores', () => {
    const [imported, copied, ...others] = linesOf('docs/cli.md', /^[0-9a-f]{64} {2}(?!\/)/).map((line) => line.slice(0, 64));
    expect(imported).toBeDefined();
    expect([copied, others]).toEqual([imported, []]);
    for (const file of ['case-file.html', 'case-file.json', 'manifest.json'])
      expect(existsSync(join(directory, 'case-file', file))).toBe(true);
    expect(existsSync(join(directory, 'restored/events.db'))).toBe(true);
  });
});
