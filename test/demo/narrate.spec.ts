import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type App, createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { demonstrate } from '../../src/demo/demonstrate.js';
import { mismatch } from '../../src/demo/tour/mismatch.js';
import { Narrator } from '../../src/demo/tour/narrator.js';
import { shownLinesOf } from '../../src/demo/tour/shorten.js';
import { Tour, TourStopped, withoutLogin } from '../../src/demo/tour/tour.js';
import { Log } from '../../src/platform/logging/log.js';
import { compareAnswers } from '../kit/documented.js';

const narrate = join(process.cwd(), 'dist/demo/narrate.js');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

function demo(data: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { CASEBOOK_DATA: data };
    const child = execFile(
      process.execPath,
      [narrate, ...args],
      { env, timeout: 240_000, killSignal: 'SIGKILL', maxBuffer: 10_000_000 },
      (error, out, errors) => {
        if (child.signalCode) reject(new Error(`the tour did not end: ${errors}`, { cause: error }));
        else resolve({ code: child.exitCode ?? -1, out, errors });
      },
    );
  });
}

describe('the tour', () => {
  const directory = mkdtempSync(join(tmpdir(), 'casebook-tour-'));
  let app: App;
  let address: string;
  const unlikeDocument = new Set<string>();

  beforeAll(async () => {
    const config = readConfig({ CASEBOOK_DATA: directory, NODE_ENV: 'test', PORT: '0' });
    app = await createApp(config, { log: new Log('silent') });
    await demonstrate(app.casebook, directory);
    compareAnswers(app.nest, (says) => unlikeDocument.add(says));
    await app.nest.listen(config.port, config.host);
    address = `http://127.0.0.1:${(app.nest.getHttpServer().address() as { port: number }).port}`;
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('works three cases, looks back and verifies, each answer as told and no secret shown; again on the same data', async () => {
    const first = await demo(directory, '--server', address);
    expect({ code: first.code, errors: first.errors }).toEqual({ code: 0, errors: '' });
    expect(first.out).toMatch(/── 1\. .*── 2\. .*── 3\. .*── 4\. .*All is as the log says.*That was the tour: \d+ steps/s);
    expect(first.out).toMatch(/POST \/api\/reports\/public {3}as somebody without a login\n.*201 Created\n {8}\{ "code": /s);
    expect(first.out).not.toContain('\u001b');
    expect(first.out).toContain('"password": "…"');
    expect(first.out).not.toMatch(/cb_[\w-]{20}|"token": "[^…]/);
    const again = await demo(directory, '--server', address, '--quiet');
    expect({ code: again.code, errors: again.errors }).toEqual({ code: 0, errors: '' });
    expect(again.out).not.toContain('/api/');
    expect([...unlikeDocument]).toEqual([]);
  });

  it('says in a line what is missing, and ends with 1', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'casebook-tour-'));
    const line = async (data: string, ...args: string[]) => {
      const { code, out, errors } = await demo(data, ...args);
      return { code, out, errors: errors.trim().replaceAll(data, 'DATA') };
    };
    try {
      const start = 'run `npm start` in another terminal';
      expect(await line(empty)).toEqual({
        code: 1,
        out: '',
        errors: `npm run demo: there are no demonstration logins at DATA/demo-logins.json: ${start}, on an empty data directory, or name them with --logins`,
      });
      expect(await line(directory, '--server', 'http://127.0.0.1:1/')).toEqual({
        code: 1,
        out: '',
        errors: `npm run demo: no server answers at http://127.0.0.1:1: ${start}, or name one with --server`,
      });
      writeFileSync(join(empty, 'demo-logins.json'), JSON.stringify([{ name: 'A', office: 'HR', login: 'hr', token: 'cb_unknown' }]));
      expect(await line(empty, '--server', address)).toMatchObject({
        code: 1,
        errors: `npm run demo: the server at ${address} does not know the logins of DATA/demo-logins.json`,
      });
      for (const text of ['x', '[]']) {
        writeFileSync(join(empty, 'demo-logins.json'), text);
        const errors = 'npm run demo: DATA/demo-logins.json does not hold demonstration logins';
        expect(await line(empty, '--server', address)).toEqual({ code: 1, out: '', errors });
      }
      expect(await line(directory, '--server', 'ftp://x')).toMatchObject({
        code: 1,
        errors: 'npm run demo: --server takes an address such as http://127.0.0.1:3000, not ftp://x',
      });
      expect(await line(directory, '--pause')).toMatchObject({ code: 1, errors: expect.stringContaining('--pause waits for Enter') });
      expect((await demo(directory, '--what')).code).toBe(2);
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });

  describe('a step', () => {
    const told: string[] = [];
    const stage = { write: (text: string) => void told.push(text), colour: true, quiet: false, next: async () => {} };
    const tour = () => new Tour(address, new Map(), '2026-03-02', new Narrator(stage));

    it('stops the tour where the answer is another one', async () => {
      const wrong = tour().sends('Something.', '/api/reports/follow-up', { code: 'x' });
      await expect(wrong).rejects.toThrow(/^POST \/api\/reports\/follow-up as somebody without a login answered 404 instead of 200/);
      const other = tour().refused(withoutLogin, 'Something.', 'POST /api/reports/follow-up', {
        status: 404,
        code: 'another.code',
        body: { code: 'x' },
      });
      await expect(other).rejects.toThrow('code is "report.code-unknown" and should be "another.code"');
      await expect(tour().does('who', 'x', '/api/reports')).rejects.toThrow(TourStopped);
    });

    it('stops it where a program ends badly', () =>
      expect(tour().runs('Something.', 'false', async () => ({ code: 3, output: 'broken' }))).rejects.toThrow(
        '`false` ended with 3: broken',
      ));

    it('is told in colour where there is colour', () => expect(told.join('')).toContain('\u001b[31m404 Not Found\u001b[0m'));
  });
});

describe('what an answer must say', () => {
  it.each([
    [{ a: 1, b: 2 }, { a: 1 }, undefined],
    [{ a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }] }, undefined],
    [{ a: [1, 2] }, { a: [1] }, 'a is [1,2] and should have 1 entries'],
    [{ a: { b: 1 } }, { a: { b: 2 } }, 'a.b is 1 and should be 2'],
    [{ a: null }, { a: { b: 2 } }, 'a is null and should be {"b":2}'],
    [{}, { a: 1 }, 'a is nothing and should be 1'],
    [undefined, { a: 1 }, 'the answer is nothing and should be {"a":1}'],
    [{ a: 3 }, { a: (value: number) => value > 3 }, 'a is 3, which is not what the story says'],
    [{ a: 4 }, { a: (value: number) => value > 3 }, undefined],
  ])('%j, expected %j', (actual, expected, wrong) => expect(mismatch(actual, expected)).toBe(wrong));
});

describe('what is shown of an answer', () => {
  it('is what the step is about, in its shape, and how much else there is', () => {
    expect(shownLinesOf({ a: { b: 1, c: 2 }, d: 3, e: 4 }, ['a.b', 'd', 'none'])).toEqual([
      '{ "a": { "b": 1, "…": "1 more" }, "d": 3, "…": "1 more" }',
    ]);
    expect(shownLinesOf({ items: [{ a: 1, b: 2 }], next: null }, ['a'])).toEqual(['{ "items": [ { "a": 1, "…": "1 more" } ] }']);
    expect(shownLinesOf({ list: [{ a: 1, b: 2 }] }, ['list.a'])).toEqual(['{ "list": [ { "a": 1, "…": "1 more" } ] }']);
  });
  it('is short', () => {
    const [line] = shownLinesOf({ a: 'x'.repeat(500) }).slice(1);
    expect(line).toMatch(/^ {2}"a": "x{109}…"$/);
    expect(shownLinesOf([1, 2, 3, 4, 5])).toEqual(['[ 1, 2, 3, "… 2 more" ]']);
    const many = shownLinesOf(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key${i}`, 'value'])));
    expect(many).toHaveLength(25);
    expect(many.at(-1)).toBe('… 38 more lines');
    expect(shownLinesOf(undefined)).toEqual([]);
    expect(shownLinesOf('one\ntwo\n')).toEqual(['one', 'two']);
  });
});
