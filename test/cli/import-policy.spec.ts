import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const directory = mkdtempSync(join(tmpdir(), 'casebook-import-'));
const data = join(directory, 'data');
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

function casebook(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const options = { env: { CASEBOOK_DATA: data, ...env }, timeout: 240_000, killSignal: 'SIGKILL' as const };
    const child = execFile(process.execPath, [join(process.cwd(), 'dist/bundle/cli.js'), ...args], options, (error, out, errors) => {
      if (child.signalCode) reject(new Error(`casebook ${args.join(' ')} did not end: ${errors}`, { cause: error }));
      else resolve({ code: child.exitCode ?? -1, out, errors });
    });
  });
}
const importing = (path: string, ...args: string[]) => casebook(['policy', 'import', path, ...args]);

const boards = '# Boards policy\n\n## Use\n\n1. Staff shall ask the clerk.\n2. Notices must be dated.\n';
const policy = file('boards.md', boards);
const amendedPolicy = file(
  'boards-2.md',
  boards.replace('1. Staff', '1. Nobody shall shout.\n2. Staff').replace('2. Notices', '3. Notices'),
);
const facts = (version: string, day: string) => [
  '--version',
  version,
  '--instrument',
  `Motion ${version}`,
  '--adopted',
  day,
  '--effective',
  day,
];
const first = facts('1', '2021-05-03');
const second = [...facts('2', '2022-05-02'), '--against', '1'];

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('casebook policy import', () => {
  it('shows what it would make of a file, and makes nothing', async () => {
    const shown = await importing(policy, '--dry-run');
    expect(shown).toEqual({
      code: 0,
      errors: '',
      out: [
        'Boards policy',
        '',
        'USE  Use',
        '  USE-1  1 Staff shall ask the clerk.',
        '         shall · staff',
        '  USE-2  2 Notices must be dated.',
        '         must · everyone??',
        '',
        'Of 1 clause it is a guess whom they bind or how (marked ??); what is marked ? is likely.',
        '',
        '3 clauses were read.',
        'Nothing was adopted.',
        '',
      ].join('\n'),
    });
    expect(existsSync(data)).toBe(false);
  });

  it('writes JSON, with the command that would be sent', async () => {
    const { out } = await importing(policy, '--json', ...first);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'adoption',
      title: 'Boards policy',
      command: {
        version: '1',
        instrument: 'Motion 1',
        adoptedOn: '2021-05-03',
        clauses: [{ id: 'USE' }, { id: 'USE-1', force: 'shall' }, {}],
      },
      clauses: [{ line: 3 }, { line: 5 }, { line: 6 }],
      receipt: null,
    });
  });

  it.each([
    ['empty.md', '', 'the file is empty'],
    ['policy.pdf', '%PDF-1.7\n', 'it is a PDF; .*pdftotext.*'],
    ['binary.txt', 'one\ntwo \0\u0001 and a good deal more than that', 'line 2: it holds a zero byte: the file is not text'],
    ['old.txt', Buffer.from('one\nthe clerk\x92s\n', 'latin1'), 'line 2: the byte 0x92 is not UTF-8; .*--encoding windows-1252'],
    ['title.md', '# Boards policy\n', 'no clause was found: there is a title alone'],
  ])('refuses %s in one line', async (name, content, says) => {
    const path = file(name, content);
    expect(await importing(path, '--dry-run')).toEqual({
      code: 1,
      out: '',
      errors: expect.stringMatching(new RegExp(`^casebook: ${path}: ${says}\n$`)),
    });
  });
  it('takes another encoding where it is named', async () =>
    expect(
      (await importing(file('old.txt', Buffer.from('The clerk\x92s boards.\n', 'latin1')), '--dry-run', '--encoding', 'windows-1252')).out,
    ).toContain('The clerk’s boards.'));

  it.each([
    ['without saying what adopted it', [], 2, /takes --version, --instrument, --adopted, --effective; with --dry-run/],
    ['with --yes and --dry-run', ['--yes', '--dry-run'], 2, /takes --yes or --dry-run, not both/],
    ['for nobody', [...first, '--yes'], 2, /acts for the City Clerk: give --token-file or CASEBOOK_TOKEN, or --login/],
    ['over an open line', [...first, '--server', 'http://boards.example'], 2, /--server takes the address of a server: https:/],
    ['with a day that there is not', [...facts('1', '2021-02-30'), '--yes'], 1, /adoptedOn must be a day that exists/],
    ['where nobody can be asked', first, 1, /nothing was adopted: there is nobody to ask; --yes adopts without asking/],
    ['against a log that is not there', ['--dry-run', '--against', '1'], 1, /there is no events\.db|there is no event log|no log/],
  ])('is refused %s', async (_, args, code, errors) => {
    expect(await importing(policy, ...args)).toMatchObject({ code, errors: expect.stringMatching(errors) });
    expect(existsSync(data)).toBe(false);
  });
  it('is refused of a file that is not there', async () =>
    expect(await importing(join(directory, 'none.md'), '--dry-run')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/there is no file/),
    }));

  describe('in a city that was set up', () => {
    let login: string[];
    beforeAll(async () => {
      const { out } = await casebook(['setup', '--name', 'Cleo Ink', '--login', 'cleo', '--office', 'City Clerk']);
      login = ['--login', 'cleo', '--password-file', file('password', /^password (\S+)$/m.exec(out)?.[1] ?? '')];
      await casebook(['setup', '--name', 'Hana Quill', '--login', 'hana', '--office', 'HR']);
    });

    it('adopts a text, once, and then its amendment, and tells where nothing differs', async () => {
      const adopted = await importing(policy, ...first, ...login, '--yes');
      expect(adopted).toMatchObject({
        code: 0,
        errors: '',
        out: expect.stringMatching(/^Version 1 is adopted\.$/m),
      });
      expect(await importing(policy, ...first, ...login, '--yes')).toEqual(adopted);

      const other = await importing(amendedPolicy, ...first, ...login, '--yes');
      expect(other).toMatchObject({ code: 1, errors: expect.stringMatching(/^casebook: policy\.version-exists: /) });

      const amended = await importing(amendedPolicy, ...second, ...login, '--yes');
      expect(amended.out).toContain(
        [
          '+ USE-3  1 Nobody shall shout.',
          '      shall · nobody',
          '~ USE-1  renumbered from 1 to 2',
          '~ USE-2  renumbered from 2 to 3',
        ].join('\n'),
      );
      expect(amended.out).toMatch(/^1 added, 0 changed, 0 removed, 2 renumbered, 0 moved\.\nVersion 2 is entered as an amendment\.$/m);

      const same = await importing(amendedPolicy, '--dry-run', '--against', '2');
      expect(same.out).toContain('The text says what version 2 says: there is nothing to amend.');
      expect(await importing(policy, '--dry-run', '--against', '3')).toMatchObject({
        code: 1,
        errors: 'casebook: there is no version 3; there are 1, 2\n',
      });
    });

    it('acts for nobody with a wrong password or token', async () => {
      const wrong = ['--login', 'cleo', '--password-file', file('wrong', 'not the password')];
      expect(await importing(policy, ...facts('9', '2023-05-01'), ...wrong, '--yes')).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/sign-in\.refused/),
      });
      expect(await importing(policy, ...facts('9', '2023-05-01'), '--token-file', file('token', 'cb_none'), '--yes')).toMatchObject({
        code: 1,
        errors: 'casebook: the token is not one of somebody in service, or has expired\n',
      });
    });
  });

  describe('beside a running server', () => {
    const served = join(directory, 'served');
    let server: ChildProcess;
    let address: string;
    const tokenOf = (login: string): string =>
      (JSON.parse(readFileSync(join(served, 'demo-logins.json'), 'utf8')) as { login: string; token: string }[]).find(
        (one) => one.login === login,
      )?.token ?? '';

    beforeAll(async () => {
      server = spawn(process.execPath, [join(process.cwd(), 'dist/bundle/main.js')], {
        env: { PORT: '0', CASEBOOK_DATA: served, CASEBOOK_LOG_LEVEL: 'error' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      address = await new Promise((resolve) => {
        let said = '';
        server.stdout?.on('data', (text: Buffer) => {
          said += text.toString();
          const [, at] = /serves at (http:\S+)\n/.exec(said) ?? [];
          if (at) resolve(at);
        });
      });
    });
    afterAll(async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    });

    const day = '2026-01-05';
    const by = (login: string, ...args: string[]) =>
      casebook(['policy', 'import', policy, ...facts('boards', day), ...args], { CASEBOOK_DATA: served, CASEBOOK_TOKEN: tokenOf(login) });

    it('says that the server holds the data, but reads what it amends', async () => {
      expect(await by('clerk', '--yes')).toMatchObject({
        code: 1,
        errors: `casebook: a running server holds ${served}: name it with --server, for example --server http://127.0.0.1:3000\n`,
      });
      const shown = await by('clerk', '--against', '5716', '--dry-run');
      expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ added, 0 changed, \d+ removed, /m) });
    });

    it('adopts over HTTP with the token of the City Clerk alone, once', async () => {
      const to = ['--server', address, '--yes'];
      expect(await by('hr', ...to)).toMatchObject({ code: 1, errors: 'casebook: access.not-permitted: You may not do this.\n' });
      const adopted = await by('clerk', ...to);
      expect(adopted).toMatchObject({ code: 0, errors: '', out: expect.stringMatching(/^Version boards is adopted\.$/m) });
      expect(await by('clerk', ...to)).toEqual(adopted);
      const token = ['--server', address, '--token-file', file('clerk', `${tokenOf('clerk')}\n`), '--against', 'boards', '--dry-run'];
      expect((await importing(amendedPolicy, ...token)).out).toContain('1 added, 0 changed, 0 removed, 2 renumbered, 0 moved.');
    });

    it('says where no server answers', async () =>
      expect(await by('clerk', '--server', 'http://127.0.0.1:1', '--yes')).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/^casebook: http:\/\/127\.0\.0\.1:1 does not answer: /),
      }));
  });
});
