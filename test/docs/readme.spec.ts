import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** The commands of README.md, in order: a reader pastes one after another into the same shell. */
const snippets = [...readFileSync('README.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');
const shown = 'http://127.0.0.1:3000';

describe('README.md', () => {
  // As a reader's server: `data` below the directory in which the commands are pasted.
  const directory = mkdtempSync(join(tmpdir(), 'casebook-readme-'));
  let server: ChildProcess | undefined;
  let address = '';

  beforeAll(async () => {
    for (const needed of ['sh', 'curl'])
      if (spawnSync(needed, ['--version']).error) throw new Error(`${needed} is not installed; the commands of README.md need it`);
    // As npm links it for a reader, who pastes the commands where Casebook is installed.
    mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(process.cwd(), 'dist/bundle/cli.js'), join(directory, 'node_modules/.bin/casebook'));
    if (!existsSync('dist/bundle/main.js')) throw new Error('dist/bundle/main.js is missing: run npm run build');
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/bundle/main.js')], {
      cwd: directory,
      env: { PORT: '0', CASEBOOK_LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server = child;
    address = await new Promise<string>((resolve, reject) => {
      let said = '';
      const hear = (text: Buffer) => {
        said += text.toString();
        const [, at] = /serves at (http:\S+)\n/.exec(said) ?? [];
        if (at) resolve(at);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`the server ended with code ${code}: ${said}`)));
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

  test('its commands do what it says, pasted in order', () => {
    const script = snippets.join('\n').replaceAll(shown, address);
    // npx neither looks elsewhere nor speaks of its own settings.
    const quiet = 'unset CASEBOOK_TEST_POSTGRES; export NODE_OPTIONS= npm_config_loglevel=error npm_config_offline=true';
    const { stdout, stderr } = spawnSync('sh', ['-c', `${quiet}\n${script}`], { cwd: directory, encoding: 'utf8', timeout: 240_000 });
    expect(stderr).toBe('');

    const lines = stdout.split('\n');
    const refused = [...stdout.matchAll(/"type":"urn:casebook:problem:([^"]+)"/g)].map(([, code]) => code);
    expect(refused).toEqual(['case.not-under-investigation', 'request.invalid', 'access.not-permitted', 'precondition.stale']);
    const picked = /^(oral-warning|investigating|closed|5716|boards)$/;
    expect(lines.filter((line) => picked.test(line))).toEqual([
      'oral-warning',
      'investigating',
      'investigating',
      'closed',
      '5716',
      'boards',
    ]);
    expect(stdout).toMatch(/"step":"Arbitration","hears":null,.*"mine":true/);
    const [first, second, ...others] = lines.filter((line) => /^[0-9a-f-]{36}$/.test(line));
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(others).toEqual([]);
    const [downloaded, issued, ...hashes] = lines.filter((line) => /^[0-9a-f]{64}$/.test(line));
    expect(downloaded).toBeDefined();
    expect([issued, hashes]).toEqual([downloaded, []]);
    const receipts = lines.filter((line) => line.includes('"stream"') && line.includes('"behind"'));
    expect(receipts.length).toBeGreaterThanOrEqual(29);
    expect(receipts.filter((receipt) => !receipt.includes('"behind":[]'))).toEqual([]);
    expect(stdout).toContain('"rung":"written-warning"');
    expect(stdout).toMatch(/^ {2}USI-2 {2}2 Every notice must:\n {9}must · everyone\?\?$/m);
    expect(stdout).toMatch(/^Version boards is adopted: position \d+ of the log\.$/m);
    expect(stdout).toMatch(/^ {6}Every notice must\{\+, in ink\+\}:$/m);
    expect(stdout).toMatch(/^Version boards-2 is entered as an amendment: position \d+ of the log\.$/m);
    expect(lines).toContain("[ 'USI-2', 'REM-1' ]");
  });
});
