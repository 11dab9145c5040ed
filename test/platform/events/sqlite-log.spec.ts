import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { EventRecord } from '../../../src/platform/events/envelope.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../../../src/platform/events/event-store.js';
import { LogInUse } from '../../../src/platform/events/sqlite/lock.js';
import { SqliteLogReader } from '../../../src/platform/events/sqlite/log-reader.js';
import { LogTooNew, makeDurable, migrate, migrations, versionOf } from '../../../src/platform/events/sqlite/schema.js';
import { SqliteEventStore, type SqliteEventStoreOptions } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import { record, records, stream, wholeLog } from '../../kit/store-contract.js';

const child = fileURLToPath(new URL('./log-writer.mjs', import.meta.url));

interface Attempt {
  stream: string;
  expected: number | 'none';
  events: EventRecord[];
}
interface Told {
  trying?: Attempt;
  appended?: Attempt & { revision: number };
  refused?: (Attempt & { message: string; readable: number })[];
}

let directory: string;
let opened: SqliteEventStore[];
let children: ChildProcess[];
const open = async (options: Partial<SqliteEventStoreOptions> = {}) => {
  const store = await SqliteEventStore.open({ directory, busy: 0, ...options });
  opened.push(store);
  return store;
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'casebook-log-'));
  opened = [];
  children = [];
});
afterEach(async () => {
  for (const started of children) started.kill('SIGKILL');
  await Promise.all(opened.map((store) => store.close()));
  rmSync(directory, { recursive: true });
});

/** Runs the writing child, from a shell line where one is given, and listens to what it tells. */
function startWriter(shell?: string): { process: ChildProcess; told: Told[]; ended: Promise<unknown> } {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const process_ = shell
    ? spawn('sh', ['-c', shell, 'sh', process.execPath, child, directory], { stdio: [...stdio] })
    : spawn(process.execPath, [child, directory], { stdio: [...stdio] });
  children.push(process_);
  const told: Told[] = [];
  const lines = createInterface({ input: process_.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => told.push(JSON.parse(line)));
  return { process: process_, told, ended: once(lines, 'close') };
}

const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the log in one SQLite file', () => {
  describe('has one writer', () => {
    it('refuses a second one, naming the directory, and lets it in once the first has closed', async () => {
      const first = await open();
      const refused = await open().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LogInUse);
      expect((refused as Error).message).toBe(
        `the event log in ${directory} is in use: stop the process that has it open, or start this one on another directory`,
      );
      await first.append(stream(), 'none', [record()]);
      await first.close();
      expect(await wholeLog(await open())).toHaveLength(1);
    });

    it('waits as long as it was told for one that is just stopping', async () => {
      const first = await open();
      const second = open({ busy: 20_000 });
      await first.close();
      expect(await (await second).head()).toBe(0);
    });

    it('refuses a second process, frees the log at once when the first is killed, and loses nothing that was acknowledged', async () => {
      const { process: killed, told, ended } = startWriter();
      await until(() => told.length > 0);
      await expect(open()).rejects.toThrow(LogInUse);
      await until(() => told.filter(({ appended }) => appended).length >= 300);
      killed.kill('SIGKILL');
      await ended;

      const store = await open();
      const log = await wholeLog(store, 1000);
      expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
      expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
      const places = new Map(log.map(({ id, stream, revision }) => [id, `${stream} ${revision}`]));
      const acknowledged = told.flatMap(({ appended }) => appended ?? []);
      for (const { stream, events, revision } of acknowledged)
        expect(events.map(({ id }) => places.get(id))).toEqual(events.map((_, i) => `${stream} ${revision - events.length + 1 + i}`));

      // repeating whatever was under way settles it, written or not, and doubles nothing
      const tried = told.flatMap(({ trying }) => trying ?? []);
      for (const { stream, expected, events } of new Map(tried.map((attempt) => [attempt.stream, attempt])).values())
        await store.append(stream, expected, events);
      const settled = await wholeLog(store, 1000);
      expect(settled.map(({ id }) => id).sort()).toEqual(tried.flatMap(({ events }) => events.map(({ id }) => id)).sort());
    });
  });

  describe('in trouble', () => {
    const large = () => record({ data: { text: 'x'.repeat(20_000) } });

    it('writes nothing while the disk is full, reads on, and takes the same appends when there is space again', async () => {
      const store = await open();
      const kept = stream();
      await store.append(kept, 'none', records(3));
      store.limitPages(1);
      const appends = Array.from({ length: 20 }, () => [stream(), [record(), large()]] as const);
      const settled = await Promise.allSettled(appends.map(([name, events]) => store.append(name, 'none', events)));
      for (const result of settled) {
        expect(result).toMatchObject({ status: 'rejected', reason: { reason: 'disk full', cause: { code: 'SQLITE_FULL' } } });
        expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailable);
      }
      expect(await store.read(kept)).toHaveLength(3);
      expect(await wholeLog(store)).toHaveLength(3);

      store.limitPages(1_000_000);
      await Promise.all(appends.map(([name, events]) => store.append(name, 'none', events)));
      await store.append(kept, 2, [record()]);
      const log = await wholeLog(store);
      expect(log.map(({ position }) => position)).toEqual(Array.from({ length: 44 }, (_, i) => i + 1));
    });

    it('takes what fits while the disk is full for others', async () => {
      const store = await open({ maxPages: 30 });
      const names = Array.from({ length: 12 }, stream);
      const outcomes: string[] = [];
      for (const name of names)
        outcomes.push(
          await store.append(name, 'none', [large()]).then(
            () => 'appended',
            ({ reason }) => reason,
          ),
        );
      expect(outcomes).toContain('appended');
      expect(outcomes.at(-1)).toBe('disk full');
      for (const [i, name] of names.entries()) expect(await store.read(name)).toHaveLength(outcomes[i] === 'appended' ? 1 : 0);
      const before = await store.head();
      expect((await store.append(stream(), 'none', [record()])).position).toBe(before + 1);
    });

    it('survives writes that the operating system refuses: nothing of the refused appends is there afterwards', async () => {
      // the limit holds for every file the child writes, so that the write-ahead log hits it in the middle of a commit
      const { told, ended } = startWriter('ulimit -f 1000; exec "$@"');
      await ended;
      const refused = told.at(-1)?.refused ?? [];
      expect(refused).toHaveLength(8);
      const acknowledged = told.flatMap(({ appended }) => appended ?? []);
      const store = await open();
      for (const { stream, expected, message, readable } of refused) {
        expect(message).toMatch(/^the event store is unavailable: (disk full|the disk does not take writes \(SQLITE_IOERR_WRITE\))$/);
        expect(readable).toBe(expected === 'none' ? 0 : expected + 1);
        const last = acknowledged.filter((appended) => appended.stream === stream).at(-1);
        expect(await store.read(stream)).toHaveLength(last ? last.revision + 1 : 0);
      }
    });

    it('rejects what was under way and all that follows when its thread is lost, reads on, and opens again', async () => {
      const store = await open();
      await store.append(stream(), 'none', records(2));
      const pending = Promise.allSettled(Array.from({ length: 5 }, () => store.append(stream(), 'none', [record()])));
      // biome-ignore lint/complexity/useLiteralKeys: the thread is nobody else's business
      await store['writer']['worker'].terminate();
      for (const result of await pending) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailable);
      await expect(store.append(stream(), 'none', [record()])).rejects.toThrow(StoreUnavailable);
      expect((await wholeLog(store)).length).toBeGreaterThanOrEqual(2);
      await store.close();
      await (await open()).append(stream(), 'none', [record()]);
    });

    it('does not know the outcome of what its thread was sent before it was lost', async () => {
      const store = await open();
      const name = stream();
      // biome-ignore lint/complexity/useLiteralKeys: the thread is nobody else's business
      const { worker } = store['writer'] as unknown as { worker: Worker };
      const other = new Sqlite(join(directory, 'events.db'));
      // the thread has the append, and waits to write it
      other.exec('BEGIN IMMEDIATE');
      const pending = store.append(name, 'none', [record()]).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 50));
      worker.removeAllListeners('message').emit('exit', 1);
      const outcome = await pending;
      other.exec('ROLLBACK');
      other.close();
      // it is written, although nobody heard of it
      while ((await store.read(name)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await worker.terminate();
      await store.close();
      expect(outcome).toBeInstanceOf(OutcomeUnknown);
    });

    it('says what is wrong with a file that is no log', async () => {
      const { writeFileSync } = await import('node:fs');
      writeFileSync(join(directory, 'events.db'), 'x'.repeat(5000));
      await expect(open()).rejects.toThrow(`the event log in ${directory} cannot be opened: file is not a database (SQLITE_NOTADB)`);
    });
  });

  describe('keeps every id once', () => {
    it('refuses an id that stands elsewhere, in its stream or in another', async () => {
      const store = await open();
      const [one, other] = [stream(), stream()];
      const event = record();
      await store.append(one, 'none', [event]);
      await expect(store.append(one, 0, [event])).rejects.toThrow(WrongExpectedRevision);
      await expect(store.append(other, 'none', [record(), event])).rejects.toThrow(WrongExpectedRevision);
      expect(await wholeLog(store)).toHaveLength(1);
    });
  });

  describe('is durable', () => {
    const answering = (answers: Record<string, unknown>) => ({
      pragma: (source: string) => answers[source.split(' ')[0] as string],
    });

    it('in WAL with synchronous FULL, or not at all', () => {
      const db = new Sqlite(join(directory, 'x.db'));
      makeDurable(db);
      expect([db.pragma('journal_mode', { simple: true }), db.pragma('synchronous', { simple: true })]).toEqual(['wal', 2]);
      db.close();
      expect(() => makeDurable(new Sqlite(':memory:'))).toThrow('needs journal_mode WAL, but this file system gives memory');
      expect(() => makeDurable(answering({ journal_mode: 'wal', synchronous: 1 }) as never)).toThrow(
        'needs synchronous FULL (2), but SQLite reports 1',
      );
    });
  });

  describe('has versions', () => {
    it('brings an older log up step by step, each step once', () => {
      const db = new Sqlite(join(directory, 'x.db'));
      migrate(db);
      expect(versionOf(db)).toBe(migrations.length);
      const next = [...migrations, 'CREATE TABLE a (b)', 'INSERT INTO a VALUES (1)'];
      migrate(db, next);
      migrate(db, next);
      expect([versionOf(db), db.prepare('SELECT count(*) FROM a').pluck().get()]).toEqual([next.length, 1]);
      db.close();
    });

    it('leaves the log at the version before when a step fails', () => {
      const db = new Sqlite(join(directory, 'x.db'));
      migrate(db);
      expect(() => migrate(db, [...migrations, 'CREATE TABLE a (b); INSERT INTO nowhere VALUES (1)'])).toThrow('nowhere');
      expect(versionOf(db)).toBe(migrations.length);
      expect(() => db.prepare('SELECT * FROM a')).toThrow('no such table');
      db.close();
    });

    it('refuses a log that a newer program wrote, and changes nothing', async () => {
      await (await open()).close();
      const db = new Sqlite(join(directory, 'events.db'));
      db.pragma('user_version = 99');
      db.close();
      const refused = (await open().catch((error: unknown) => error)) as Error;
      expect(refused.name).toBe('LogTooNew');
      expect(refused.message).toContain(`has version 99, but this program knows versions up to ${migrations.length}`);
      expect(() => SqliteLogReader.open(directory)).toThrow(LogTooNew);
      const after = new Sqlite(join(directory, 'events.db'));
      expect(versionOf(after)).toBe(99);
      after.close();
    });
  });

  describe('is read', () => {
    it('beside its writer and without one, from its directory or its file', async () => {
      const store = await open();
      const name = stream();
      await store.append(name, 'none', records(3));
      const beside = SqliteLogReader.open(directory);
      await store.append(name, 2, records(1));
      const log = await wholeLog(store);
      expect(beside.readAll(0, 10)).toEqual(log);
      beside.close();
      await store.close();
      const alone = SqliteLogReader.open(join(directory, 'events.db'));
      expect(alone.read(name, 1)).toEqual(log.slice(1));
      expect(alone.at(log[2]?.position as number)).toEqual(log[2]);
      expect([alone.head(), alone.positionAt(log[0]?.recordedAt as string)]).toEqual([4, 4]);
      expect(() => alone.readAll(0, 0)).toThrow(RangeError);
      alone.close();
    });

    it('with a clear message where there is no log, or an older one', () => {
      expect(() => SqliteLogReader.open(directory)).toThrow(`there is no event log at ${join(directory, 'events.db')}`);
      new Sqlite(join(directory, 'events.db')).exec('CREATE TABLE a (b)').close();
      expect(() => SqliteLogReader.open(directory)).toThrow('start the server once');
    });

    it('naming the event that is damaged', async () => {
      const store = await open();
      await store.append(stream(), 'none', records(2));
      const db = new Sqlite(join(directory, 'events.db'));
      db.exec("UPDATE events SET data = '{' WHERE position = 2");
      db.close();
      await expect(store.readAll(0, 10)).rejects.toThrow('the event at position 2 is damaged');
      expect(await store.readAll(0, 1)).toHaveLength(1);
    });

    it('naming the event whose envelope is damaged, beside the writer too', async () => {
      const store = await open();
      await store.append(stream(), 'none', records(1));
      const db = new Sqlite(join(directory, 'events.db'));
      db.exec("UPDATE events SET envelope = 'x'");
      db.close();
      await expect(store.readAll(0, 10)).rejects.toThrow('the event at position 1 is damaged');
      const beside = SqliteLogReader.open(directory);
      expect(() => beside.readAll(0, 10)).toThrow('the event at position 1 is damaged');
      beside.close();
    });
  });
});
