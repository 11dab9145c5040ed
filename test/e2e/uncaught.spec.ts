import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const directory = mkdtempSync(join(tmpdir(), 'casebook-uncaught-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A server in a process of its own, where this runs once it serves. */
const served = (code: string): Promise<Ended> =>
  new Promise((resolve) => {
    const onSignal = join(directory, 'on-signal.mjs');
    writeFileSync(onSignal, `process.once('SIGUSR2', () => { ${code} });`);
    const child = spawn(process.execPath, ['--import', onSignal, join(process.cwd(), 'dist/bundle/main.js')], {
      env: { CASEBOOK_DATA: join(directory, 'data'), NODE_ENV: 'production', PORT: '0', CASEBOOK_LOG_LEVEL: 'fatal' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    let [out, errors] = ['', ''];
    let asked = false;
    child.stdout.on('data', (text) => {
      out += text;
      if (asked || !out.includes('serves at')) return;
      asked = true;
      child.kill('SIGUSR2');
    });
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.once('close', (ended) => resolve({ code: ended, out, errors }));
  });

describe('an error that nobody caught', () => {
  it.each([
    ['unhandledRejection', "Promise.reject(new RangeError('of Nora Reyes'))"],
    ['uncaughtException', "throw new RangeError('of Nora Reyes')"],
  ])(
    'is logged as %s without its message, and ends the server with 1',
    async (origin, code) => {
      const ended = await served(code);
      expect({ code: ended.code, errors: ended.errors }).toEqual({ code: 1, errors: '' });
      const lines = ended.out.split('\n').filter((line) => line.startsWith('{'));
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: 'fatal', msg: 'nobody caught an error: the process ends', origin, error: 'RangeError' }),
      ]);
      expect(ended.out).not.toContain('Nora');
    },
    90_000,
  );
});
