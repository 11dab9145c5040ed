import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import Sqlite, { type Database } from 'better-sqlite3';
import { openCasebook } from '../../src/app.js';
import type { Casebook } from '../../src/casebook.js';
import { folds } from '../../src/definitions.js';
import { demonstrate } from '../../src/demo/demonstrate.js';
import type { StoredRecord } from '../../src/platform/events/envelope.js';
import type { DueWork } from '../../src/platform/rows/due-work.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const cli = join(process.cwd(), 'dist/bundle/cli.js');
const undo: (() => unknown)[] = [];
let seed: string;
let records: readonly StoredRecord[];
/** What the program said while the seeded directory was being served. */
let beside: { replay: Ended; setup: Ended };

function casebook(directory: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { CASEBOOK_DATA: directory };
    const child = execFile(process.execPath, [cli, ...args], { env, timeout: 240_000, killSignal: 'SIGKILL' }, (error, out, errors) => {
      if (child.signalCode) reject(new Error(`casebook ${args.join(' ')} did not end: ${errors}`, { cause: error }));
      else resolve({ code: child.exitCode ?? -1, out, errors });
    });
  });
}

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'casebook-cli-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function copyOfSeed(): string {
  const directory = scratch();
  cpSync(seed, directory, { recursive: true });
  return directory;
}

/** Changes a database behind the program's back. */
function tampered<T>(directory: string, file: string, work: (db: Database) => T): T {
  const db = new Sqlite(join(directory, file));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const opened = async (directory: string): Promise<Casebook> => {
  const open = await openCasebook({ directory, masterKeyFile: join(directory, 'master.key'), timeZone: 'America/Denver' });
  undo.push(() => open.close());
  return open;
};

beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), 'casebook-cli-seed-'));
  const open = await openCasebook({ directory: seed, masterKeyFile: join(seed, 'master.key'), timeZone: 'America/Denver' });
  try {
    open.start();
    await demonstrate(open, seed);
    records = await open.store.readAll(0, 10_000);
    const replay = await casebook(seed, 'replay', '--verify');
    const setup = await casebook(seed, 'setup', '--name', 'Ada Quill', '--login', 'ada', '--office', 'Auditor');
    beside = { replay, setup };
  } finally {
    await open.close();
  }
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));
afterEach(async () => {
  for (const last of undo.splice(0).reverse()) await last();
});

describe('casebook', () => {
  it('lists every command', async () => {
    const { code, out } = await casebook(seed, '--help');
    expect(code).toBe(0);
    for (const command of [
      'replay --verify',
      'log export',
      'log import FILE',
      'copy --from STORE',
      'store prepare --admin-credentials-file FILE',
      'case export CASE',
      'setup --name',
      'account reset',
      'CASEBOOK_DATA',
    ])
      expect(out).toContain(command);
  });

  it('ends with 2 and one line where it is called wrongly', async () => {
    const wrong: [string[], RegExp][] = [
      [['nonsense'], /^casebook: unknown command 'nonsense'\n$/],
      [['replay'], /^casebook: replay takes --verify, .*\n$/],
      [['log', 'export', '--after', '-1'], /^casebook: option '--after <position>' argument '-1' is invalid\. It takes a position: .*\n$/],
      [
        ['setup', '--name', 'Ada', '--login', 'ada', '--office', 'Mayor'],
        /^casebook: option '--office .* Allowed choices are City Manager, .*\n$/,
      ],
      [['account', 'reset'], /^casebook: account reset takes either --login or --person\n$/],
    ];
    for (const [args, line] of wrong)
      expect(await casebook(seed, ...args)).toEqual({ code: 2, out: '', errors: expect.stringMatching(line) });
  });

  it('ends with 1 and one line where there is nothing to work on, and makes nothing', async () => {
    const empty = scratch();
    for (const args of [
      ['replay', '--verify'],
      ['log', 'export'],
      ['account', 'reset', '--login', 'ada'],
    ]) {
      const { code, errors } = await casebook(empty, ...args);
      expect(code).toBe(1);
      expect(errors).toMatch(/^casebook: there is no .*\n$/);
    }
    expect(readdirSync(empty)).toEqual([]);
  });
});

/** The table of today's version of a view. */
const table = (name: string): string => folds.find((view) => view.name === name)?.table ?? `no view ${name}`;

describe('casebook replay --verify', () => {
  it('finds every view as the log says, beside a running server', () => {
    const { code, out } = beside.replay;
    expect({ code, out }).toMatchObject({ code: 0 });
    for (const { table } of folds) expect(out).toMatch(new RegExp(`^view {3}${table} is identical: \\d+ rows? at position \\d+$`, 'm'));
    expect(out).toMatch(/ 0 destroyed, 0 missing, 0 broken$/m);
    expect(out).toMatch(
      new RegExp(`^All is as the log says: ${records.length} events, ${folds.length} views, [1-9]\\d* rows compared`, 'm'),
    );
  });

  it('names the first row that differs, is missing or is too many, and leaves nothing behind', async () => {
    const directory = copyOfSeed();
    const rows = tampered(directory, 'views.db', (db) => {
      const first = (name: string) =>
        db.prepare(`SELECT "key", "validFrom" FROM "${name}" ORDER BY "key", "validFrom" LIMIT 1`).get() as {
          key: string;
          validFrom: number;
        };
      const [changed, removed] = [first(table('case_wall')), first('department_list_v1')];
      db.prepare(`UPDATE "${table('case_wall')}" SET "validTo" = 12345 WHERE "key" = ? AND "validFrom" = ?`).run(
        changed.key,
        changed.validFrom,
      );
      db.prepare('DELETE FROM "department_list_v1" WHERE "key" = ?').run(removed.key);
      db.prepare(
        `UPDATE "${table('person_list')}" SET "key" = '00' WHERE rowid = (SELECT min(rowid) FROM "${table('person_list')}")`,
      ).run();
      const late = db.prepare('SELECT "process", "version", "key" FROM "due_work" WHERE "dueAt" IS NOT NULL LIMIT 1').get() as DueWork;
      db.prepare(`UPDATE "due_work" SET "dueAt" = 'never' WHERE "process" = ? AND "key" = ?`).run(late.process, late.key);
      return { changed, removed, late };
    });
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('casebook-replay-'));
    const { code, out, errors } = await casebook(directory, 'replay', '--verify');
    expect(code).toBe(1);
    const wall = `key ${rows.changed.key} validFrom ${rows.changed.validFrom}: column validTo is 12345 live and \\d+ rebuilt`;
    expect(out).toMatch(new RegExp(`^view {3}${table('case_wall')} differs in 1 of \\d+ rows, first in ${wall}$`, 'm'));
    expect(out).toContain(
      `first in key ${rows.removed.key} validFrom ${rows.removed.validFrom}: the row is missing, but the log gives it\n`,
    );
    const surplus = 'first in key 00 validFrom \\d+: the row is live, but the log does not give it';
    expect(out).toMatch(new RegExp(`^view {3}${table('person_list')} differs in 2 of \\d+ rows, ${surplus}$`, 'm'));
    const { process: late, version, key } = rows.late;
    const due = `first in key ${key}: column dueAt is "never" live and "[^"]+" rebuilt`;
    expect(out).toMatch(new RegExp(`^view {3}work_${late}_v${version} differs in 1 of \\d+ rows, ${due}$`, 'm'));
    expect(out.match(/ is identical: /g)).toHaveLength(folds.length - 4);
    expect(errors).toMatch(
      new RegExp(`^casebook: replay found faults: 0 in the log, 0 in keys and sealed texts, 4 of ${folds.length} views$`, 'm'),
    );
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('casebook-replay-') && !left.includes(name))).toEqual([]);
  });

  it('says which views cannot be compared, and compares one that is behind up to where it stands', async () => {
    const directory = copyOfSeed();
    tampered(directory, 'views.db', (db) => {
      const set = (table: string, columns: string) => db.prepare(`UPDATE "view_checkpoint" SET ${columns} WHERE "table" = ?`).run(table);
      set(table('case_list'), `"state" = 'building'`);
      set(table('case_wall'), `"state" = 'stopped', "message" = 'cannot fold it'`);
      set('look_up_list_v1', `"eventId" = 'another'`);
      set('parked_work_v1', `"shape" = 'another'`);
      db.prepare('UPDATE "view_checkpoint" SET "position" = 7, "eventId" = ? WHERE "table" = ?').run(
        records[6]?.id,
        table('work_make_final'),
      );
      db.prepare('DELETE FROM "view_checkpoint" WHERE "table" = ?').run(table('person_list'));
    });
    const { code, out } = await casebook(directory, 'replay', '--verify');
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^view {3}${table('case_list')} is building, at position \\d+: `, 'm'));
    expect(out).toMatch(new RegExp(`^view {3}${table('case_wall')} has stopped at position \\d+: cannot fold it$`, 'm'));
    expect(out).toMatch(/^view {3}look_up_list_v1 was built from another log: /m);
    expect(out).toMatch(/^view {3}parked_work_v1 has other columns or indexes: /m);
    expect(out).toMatch(new RegExp(`^view {3}${table('person_list')} has no table: `, 'm'));
    expect(out).toMatch(new RegExp(`^view {3}${table('work_make_final')} is identical: 0 rows at position 7$`, 'm'));
  });

  it('tells keys that were destroyed, which is no fault, and those that are missing or damaged or seal what they should not', async () => {
    const directory = copyOfSeed();
    const sealed = records.filter(({ data }) => JSON.stringify(data).includes('sealed.v1.'));
    const streams = [...new Set(sealed.map(({ stream }) => stream))];
    const [one = '', two = '', three = ''] = streams;
    const keyOf = (stream: string) =>
      tampered(
        directory,
        'accounts.db',
        (db) => db.prepare('SELECT key_id FROM record_keys WHERE record = ?').pluck().get(stream) as string,
      );
    const [destroyed, missing, broken] = [keyOf(one), keyOf(two), keyOf(three)];
    expect([destroyed, missing, broken]).not.toContain(undefined);

    tampered(directory, 'accounts.db', (db) =>
      db.prepare("UPDATE record_keys SET wrapped = NULL, destroyed_at = '2026-01-01T00:00:00.000Z' WHERE key_id = ?").run(destroyed),
    );
    const fine = await casebook(directory, 'replay', '--verify');
    expect(fine.out).toMatch(/ usable, 1 destroyed, 0 missing, 0 broken$/m);
    expect(fine.code).toBe(0);

    tampered(directory, 'accounts.db', (db) => {
      db.prepare('DELETE FROM record_keys WHERE key_id = ?').run(missing);
      db.prepare("UPDATE record_keys SET wrapped = substr(wrapped, 1, 20) || 'AAAA' || substr(wrapped, 25) WHERE key_id = ?").run(broken);
    });
    const faulty = await casebook(directory, 'replay', '--verify');
    expect(faulty.code).toBe(1);
    expect(faulty.out).toMatch(/ usable, 1 destroyed, 1 missing, 1 broken$/m);
    expect(faulty.out).toContain(`key ${missing} of ${two} is missing from accounts.db\n`);
    expect(faulty.out).toContain(`key ${broken} of ${three} is damaged: `);
    expect(faulty.errors).toMatch(/replay found faults: 0 in the log, 2 in keys and sealed texts, 0 of /);
  });

  it('tells what is wrong with the log itself: gaps, unreadable events, sealed texts that were altered or moved', async () => {
    const directory = copyOfSeed();
    const sealed = records.filter(({ type }) => type === 'PersonEntered');
    const [altered, moved, from] = sealed as [StoredRecord, StoredRecord, StoredRecord];
    const entered = records.filter(({ type }) => type === 'DepartmentEntered');
    const [unreadable, damaged] = entered as [StoredRecord, StoredRecord];
    const dropped = records.find(({ type }) => type === 'CaseOpened');
    tampered(directory, 'events.db', (db) => {
      const set = (position: number, data: string) => db.prepare('UPDATE events SET data = ? WHERE position = ?').run(data, position);
      const nameOf = ({ data }: StoredRecord) => (data as { name: string }).name;
      const last = nameOf(altered).at(-6) === 'A' ? 'B' : 'A';
      set(
        altered.position,
        JSON.stringify(altered.data).replace(nameOf(altered), `${nameOf(altered).slice(0, -6)}${last}${nameOf(altered).slice(-5)}`),
      );
      set(moved.position, JSON.stringify({ ...(moved.data as object), name: nameOf(from) }));
      set(unreadable.position, '{"title":"Parks"}');
      set(damaged.position, '{"name":');
      db.prepare('DELETE FROM events WHERE position = ?').run(dropped?.position);
    });
    const { code, out, errors } = await casebook(directory, 'replay', '--verify');
    expect(code).toBe(1);
    expect(out).toContain(`after position ${(dropped?.position ?? 0) - 1} comes position ${(dropped?.position ?? 0) + 1}\n`);
    expect(out).toContain(`${dropped?.stream} begins with revision 1 at position`);
    expect(out).toContain(`event ${unreadable.id} (DepartmentEntered 1, `);
    expect(out).toContain(`the event at position ${damaged.position} is damaged`);
    expect(out).toMatch(new RegExp(`key \\S+ does not open a sealed text of event ${altered.id} in ${altered.stream}`));
    expect(out).toMatch(new RegExp(`event ${moved.id} of ${moved.stream} is sealed under key \\S+, which is not that of its record`));
    expect(out).toMatch(/^view {3}department_list_v1 cannot be rebuilt: /m);
    expect(errors).toMatch(/^casebook: replay found faults: \d+ in the log, 2 in keys and sealed texts, /m);
  });

  it('checks the rest where the keys cannot be had', async () => {
    const directory = copyOfSeed();
    rmSync(join(directory, 'master.key'));
    const { code, out } = await casebook(directory, 'replay', '--verify');
    expect(code).toBe(1);
    expect(out).toMatch(/^keys {3}\d+ sealed texts cannot be opened: there is no master key at /m);
    expect(out.match(/ is identical: /g)).toHaveLength(folds.length);
    expect(existsSync(join(directory, 'master.key'))).toBe(false);
  });
});

describe('casebook log export', () => {
  const asLines = (from: number) => records.slice(from).map((record) => ({ ...record, position: String(record.position) }));
  const parsed = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  it('writes every stored event a line, sealed as it is stored', async () => {
    const all = await casebook(copyOfSeed(), 'log', 'export');
    expect(all.code).toBe(0);
    expect(parsed(all.out)).toEqual(asLines(0));
    expect(all.out).toContain('sealed.v1.');
    expect(all.errors).toContain(`${records.length} events exported`);
  });

  it('goes on after a position, into a file that it does not replace unasked', async () => {
    const directory = copyOfSeed();
    const file = join(directory, 'log.jsonl');
    expect((await casebook(directory, 'log', 'export', '--after', '100', '--out', file)).code).toBe(0);
    expect(parsed(readFileSync(file, 'utf8'))).toEqual(asLines(100));
    const again = await casebook(directory, 'log', 'export', '--out', file);
    expect(again).toMatchObject({ code: 1, errors: `casebook: ${file} is there already; --force replaces it\n` });
    expect(parsed(readFileSync(file, 'utf8'))).toEqual(asLines(100));
    expect((await casebook(directory, 'log', 'export', '--out', file, '--force')).code).toBe(0);
    expect(parsed(readFileSync(file, 'utf8'))).toEqual(asLines(0));
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
    const beyond = await casebook(directory, 'log', 'export', '--after', String(records.length + 1));
    expect(beyond).toMatchObject({ code: 1, out: '', errors: expect.stringMatching(/^casebook: the log ends at position \d+; .*\n$/) });
  });
});

describe('casebook setup', () => {
  const passwordIn = (out: string) => /^password (\S+)$/m.exec(out)?.[1] ?? '';
  const personIn = (out: string) => /^person {3}(\S+)$/m.exec(out)?.[1] ?? '';

  it('needs the server stopped', () => {
    expect(beside.setup).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringMatching(/^casebook: the event log in \S+ is in use: .*\n$/),
    });
  });

  it('enters the first person, whose password account reset replaces', async () => {
    const directory = join(scratch(), 'data');
    const first = await casebook(directory, 'setup', '--name', 'Ada Quill', '--login', 'ada', '--office', 'City Clerk', 'HR');
    expect(first).toMatchObject({ code: 0, errors: '' });
    const again = await casebook(directory, 'setup', '--name', 'Ada Quill', '--login', 'Ada', '--office', 'Auditor');
    expect(again).toMatchObject({ code: 1, out: '', errors: expect.stringMatching(/^casebook: this login has an account already; .*\n$/) });
    const reset = await casebook(directory, 'account', 'reset', '--login', 'ada');
    expect(reset).toMatchObject({ code: 0, errors: '' });
    expect(personIn(reset.out)).toBe(personIn(first.out));
    expect(passwordIn(reset.out)).not.toBe(passwordIn(first.out));

    const open = await opened(directory);
    await expect(open.accounts.signIn('ada', passwordIn(first.out), '192.0.2.7')).rejects.toThrow('sign-in.refused');
    expect((await open.accounts.signIn('ada', passwordIn(reset.out), '192.0.2.7')).person).toBe(personIn(first.out));
    expect((await open.callers.of(personIn(first.out)))?.offices.map(({ office }) => office)).toEqual(['City Clerk', 'HR', 'Employee']);
    expect(readFileSync(join(directory, 'events.db')).includes('Ada Quill')).toBe(false);
  });

  it('can be given again where an office stood in the way', async () => {
    const directory = copyOfSeed();
    const taken = await casebook(directory, 'setup', '--name', 'Ada Quill', '--login', 'ada', '--office', 'City Clerk');
    expect(taken).toMatchObject({ code: 1, out: '' });
    expect(taken.errors).toMatch(/^casebook: Ada Quill is entered, but not as City Clerk: office\.held-by-another: .*\n$/);
    const second = await casebook(directory, 'setup', '--name', 'Ada Quill', '--login', 'ada', '--office', 'Auditor');
    expect(second).toMatchObject({ code: 0 });
    const open = await opened(directory);
    const log = await open.store.readAll(records.length, 100);
    expect(log.map(({ type, stream }) => [type, stream])).toEqual([
      ['PersonEntered', `person-${personIn(second.out)}`],
      ['OfficeAssigned', `person-${personIn(second.out)}`],
    ]);
  });
});
