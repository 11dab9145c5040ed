import { Command } from '@nestjs/cqrs';
import { String as Text } from 'typebox';
import type { DataSource } from 'typeorm';
import { requestOf } from '../../../src/platform/access/request.js';
import type { Receipt } from '../../../src/platform/commands/command-handler.js';
import { Codec } from '../../../src/platform/events/codec.js';
import { event } from '../../../src/platform/events/event.js';
import { nothingDue, type Process, process } from '../../../src/platform/processes/process.js';
import { ProcessRunner } from '../../../src/platform/processes/process-runner.js';
import { ParkWork, workEvents } from '../../../src/platform/processes/work.js';
import { DueQueries } from '../../../src/platform/rows/due-work.js';
import type { KeyedFold } from '../../../src/platform/rows/keyed-fold.js';
import { StaleRunner } from '../../../src/platform/views/checkpoints.js';
import type { RunnerOptions, ViewRunner } from '../../../src/platform/views/runner.js';
import { databases, FixedClock, MemoryLog, numbers, timeOf, ViewsFixture } from '../views/kit.js';
import { noServices, noticeEvents, Office, sendNoticeOf } from './kit.js';

const BookLent = event('BookLent', 1, 'internal', { until: Text() });
const BookReserved = event('BookReserved', 1, 'internal', {});
const BookReturned = event('BookReturned', 1, 'internal', {});
const ReminderSent = event('ReminderSent', 1, 'internal', {});
const events = { BookLent, BookReserved, BookReturned, ReminderSent };
const codec = new Codec([...Object.values(events), ...Object.values(workEvents)]);

class SendReminder extends Command<Receipt> {
  bookId!: string;
  until!: string;
}

/** Reminds of a book once its time is over; waits while the book is reserved for the next reader. */
const reminding = (version: number, name = 'remind'): Process =>
  process<{ until: string }, typeof events>({
    name,
    version,
    events,
    fold: {
      BookLent: (_, { data: { until } }) => ({ dueAt: until, data: { until } }),
      BookReserved: nothingDue,
      BookReturned: () => null,
      ReminderSent: () => null,
    },
    act: ({ until }, bookId) => Object.assign(new SendReminder(), { bookId, until }),
  });
const remind = reminding(1);
const remindAnew = reminding(2);
const recall = reminding(1, 'recall');

const tell = (log: MemoryLog, book: string, type: string, data: object = {}): void => log.tell({ task: book, type, data } as never);
const lend = (log: MemoryLog, book: string, until: string): void => tell(log, book, 'BookLent', { until });

/** A random past of some books. */
function past(count: number): MemoryLog {
  const next = numbers(7);
  const log = new MemoryLog();
  for (let i = 0; i < count; i += 1) {
    const book = `b${Math.floor(next() * 40)}`;
    const type = (['BookLent', 'BookReserved', 'BookReturned', 'ReminderSent'] as const)[Math.floor(next() * 4)]!;
    tell(log, book, type, type === 'BookLent' ? { until: timeOf(Math.floor(next() * 2_000)) } : {});
  }
  return log;
}

/** What is owed after the log, folded one event at a time by hand. */
function owedAfter(log: MemoryLog): Record<string, string | null> {
  const owed: Record<string, string | null> = {};
  for (const { stream, type, data } of log.records) {
    const book = stream.slice('task-'.length);
    if (type === 'BookLent') owed[book] = (data as { until: string }).until;
    else if (type === 'BookReserved' && book in owed) owed[book] = null;
    else if (type !== 'BookReserved') delete owed[book];
  }
  return owed;
}

const neverAnswers = (): Promise<Receipt> => new Promise(() => {});

interface Stored {
  readonly process: string;
  readonly version: number;
  readonly key: string;
  readonly dueAt: string | null;
  readonly parked: string | null;
}
const stored = (database: DataSource): Promise<Stored[]> => database.query('SELECT * FROM "due_work" ORDER BY "process", "version", "key"');

describe.each(databases)('Due work on %s', (kind) => {
  let fixture: ViewsFixture;
  beforeEach(() => {
    fixture = new ViewsFixture(kind);
  });
  afterEach(() => fixture.close());

  const runnerOf = (folds: readonly KeyedFold[], log: MemoryLog, options: Partial<RunnerOptions> = {}) =>
    fixture.runner(folds, log, { decode: (record) => codec.decode(record), ...options });
  const owed = async (database: DataSource, { due }: Process) => {
    const rows = (await stored(database)).filter(({ process, version }) => process === due.process && version === due.version);
    return Object.fromEntries(rows.map(({ key, dueAt }) => [key, dueAt]));
  };

  it('is kept as one row for each thing owed, which is deleted when it is done', async () => {
    const log = new MemoryLog();
    const runner = await runnerOf([remind.due], log);
    await runner.catchUp();
    lend(log, 'moby', timeOf(10));
    lend(log, 'emma', timeOf(20));
    await runner.catchUp();
    lend(log, 'moby', timeOf(30));
    await runner.catchUp();
    expect(await owed(runner.database, remind)).toEqual({ emma: timeOf(20), moby: timeOf(30) });
    tell(log, 'moby', 'BookReserved');
    tell(log, 'emma', 'ReminderSent');
    await runner.catchUp();
    expect(await owed(runner.database, remind)).toEqual({ moby: null });
    tell(log, 'moby', 'BookReturned');
    await runner.catchUp();
    expect(await stored(runner.database)).toEqual([]);
  });

  it('is the same after a rebuild as after each event, whatever is kept in memory', async () => {
    const whole = past(600);
    const live = new MemoryLog();
    const runner = await runnerOf([remind.due], live, { batch: 10 });
    await runner.catchUp();
    for (const record of whole.records) {
      live.records.push(record);
      if (record.position % 3 === 0) await runner.catchUp();
    }
    await runner.catchUp();
    expect(await owed(runner.database, remind)).toEqual(owedAfter(whole));
    const rows = await stored(runner.database);
    for (const options of [{ batch: 1_000 }, { batch: 7, cached: 5 }, { batch: 100, cached: 1 }]) {
      const own = new ViewsFixture(kind);
      const other = await own.runner([remind.due], whole, { decode: (record) => codec.decode(record), ...options });
      await other.catchUp();
      expect(await stored(other.database)).toEqual(rows);
      await own.close();
    }
  });

  it('is written at the end of a build alone, and only what is still owed then', async () => {
    const log = past(400);
    const runner = await runnerOf([remind.due], log, { batch: 50 });
    for (let i = 0; i < 5; i += 1) await runner.step();
    expect(runner.progress()).toMatchObject({ work_remind_v1: { state: 'building', position: 250 } });
    expect(await stored(runner.database)).toEqual([]);
    await runner.catchUp();
    expect(await owed(runner.database, remind)).toEqual(owedAfter(log));
  });

  it('of a raised version is built beside the old one, whose rows go once the new one is live', async () => {
    const log = past(300);
    const old = await runnerOf([remind.due, recall.due], log);
    await old.catchUp();
    const before = await owed(old.database, remind);
    await old.database.destroy();
    const runner = await runnerOf([remindAnew.due, recall.due], log, { batch: 100 });
    await runner.step();
    expect(runner.progress()).toMatchObject({ work_remind_v2: { state: 'building' }, work_recall_v1: { state: 'live' } });
    expect(await owed(runner.database, remind)).toEqual(before);
    await runner.catchUp();
    expect(await owed(runner.database, remind)).toEqual({});
    expect(await owed(runner.database, remindAnew)).toEqual(before);
    expect(await owed(runner.database, recall)).toEqual(before);
    expect(await runner.database.query('SELECT "table" FROM "view_checkpoint" ORDER BY "table"')).toEqual([
      { table: 'work_recall_v1' },
      { table: 'work_remind_v2' },
    ]);
  });

  it('of a process that is gone goes too, and one that was built from another log is built anew', async () => {
    const first = await runnerOf([remind.due, recall.due], past(200));
    await first.catchUp();
    await first.database.destroy();
    const other = new MemoryLog();
    lend(other, 'moby', timeOf(10));
    const second = await runnerOf([recall.due], other);
    await second.catchUp();
    expect(await stored(second.database)).toMatchObject([{ process: 'recall', key: 'moby', dueAt: timeOf(10) }]);
  });

  it('is built anew where its table is lost or was made by other code', async () => {
    const log = past(200);
    const first = await runnerOf([remind.due], log);
    await first.catchUp();
    for (const change of ['DROP TABLE "due_work"', 'ALTER TABLE "due_work" ADD COLUMN "more" text']) {
      await first.database.query(change);
      const again = await runnerOf([remind.due], log);
      expect(again.progress()).toMatchObject({ work_remind_v1: { state: 'building', position: 0 } });
      await again.catchUp();
      expect(await owed(again.database, remind)).toEqual(owedAfter(log));
    }
  });

  it('is written by the runner that saw the last write, and by no other', async () => {
    const log = past(50);
    const first = await runnerOf([remind.due], log);
    await first.catchUp();
    const second = await runnerOf([remind.due], log);
    lend(log, 'fresh', timeOf(10));
    await first.catchUp();
    const rows = await stored(first.database);
    await expect(second.step()).rejects.toThrow(StaleRunner);
    expect(await stored(first.database)).toEqual(rows);
  });

  it('of an effect is not performed while it is built, nor again when it was built anew', async () => {
    const office = new Office();
    for (const notice of ['one', 'two', 'three']) office.owe(notice);
    await office.node().tick();
    office.owe('four');
    const log = new MemoryLog();
    for (const { stream, type, data } of office.log) tell(log, stream.slice('notice-'.length), type, data as object);
    expect(office.sent).toHaveLength(3);
    const noticeCodec = new Codec([...Object.values(noticeEvents), ...Object.values(workEvents)]);
    for (const version of [1, 2]) {
      const anew = sendNoticeOf(version);
      const runner = await runnerOf([anew.due], log, { decode: (record) => noticeCodec.decode(record) });
      await runner.catchUp();
      expect(office.sent).toHaveLength(3);
      expect((await stored(runner.database)).map(({ key }) => key)).toEqual(['four']);
      const node = office.node({ processes: [anew], rows: ({ due }) => new DueQueries(runner.database, due), execute: neverAnswers });
      void node.tick();
      while (office.sent.length === 3) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(office.sent.splice(3).map(({ to }) => to)).toEqual(['four']);
    }
  });

  describe('that is acted on', () => {
    const clock = new FixedClock(Date.parse(timeOf(100)));
    let log: MemoryLog;
    let runner: ViewRunner & { database: DataSource };
    let asked: object[];
    const done = new Map<string, number>();

    /** Carries out commands as the executor does: a repeated id gets the first receipt. */
    const execute = async (command: Command<Receipt>): Promise<Receipt> => {
      asked.push(command);
      const commandId = String(requestOf(command).commandId);
      if (command instanceof SendReminder && !done.has(commandId)) {
        tell(log, command.bookId, 'ReminderSent');
        done.set(commandId, log.head());
      }
      if (command instanceof ParkWork) tell(log, command.key, 'WorkParked', { ...command });
      return { id: '', stream: '', edition: { audiences: ['admitted'], count: 1 }, position: log.head(), behind: [] };
    };
    const node = (perform = execute): ProcessRunner =>
      new ProcessRunner({
        processes: [remind],
        rows: ({ due }) => new DueQueries(runner.database, due),
        execute: perform,
        clock,
        warn: () => {},
        services: noServices,
        attempts: 1,
      });
    const books = () => asked.filter((command) => command instanceof SendReminder).map(({ bookId }) => bookId);

    beforeEach(async () => {
      log = new MemoryLog();
      asked = [];
      done.clear();
      runner = await runnerOf([remind.due], log);
      await runner.catchUp();
    });

    it('is done when its time has come, all of it, however long the queue', async () => {
      for (let i = 0; i < 250; i += 1) lend(log, `b${i}`, timeOf(i % 90));
      lend(log, 'later', timeOf(200));
      lend(log, 'waiting', timeOf(10));
      tell(log, 'waiting', 'BookReserved');
      await runner.catchUp();
      await node().tick();
      expect(new Set(books()).size).toBe(250);
      expect(books()).toHaveLength(250);
      await runner.catchUp();
      expect(await owed(runner.database, remind)).toEqual({ later: timeOf(200), waiting: null });
      expect(await new DueQueries(runner.database, remind.due).next(timeOf(100))).toBe(timeOf(200));
    });

    it('has no second effect where the process was cut off between the command and the row', async () => {
      lend(log, 'moby', timeOf(10));
      await runner.catchUp();
      await node().tick();
      expect(log.records.map(({ type }) => type)).toEqual(['BookLent', 'ReminderSent']);
      // Cut off here: the event is in the log, and the row is still there.
      expect(await owed(runner.database, remind)).toEqual({ moby: timeOf(10) });
      await runner.database.destroy();
      runner = Object.assign(await runnerOf([remind.due], log));
      await node().tick();
      await runner.catchUp();
      await node().tick();
      expect(books()).toEqual(['moby', 'moby']);
      expect(log.records.map(({ type }) => type)).toEqual(['BookLent', 'ReminderSent']);
      expect(await stored(runner.database)).toEqual([]);
    });

    it('rests with its reason while it is parked, and is tried again once it is released', async () => {
      lend(log, 'moby', timeOf(10));
      await runner.catchUp();
      const failing = node((command) => (command instanceof SendReminder ? Promise.reject(new Error('no ink')) : execute(command)));
      await failing.tick();
      await runner.catchUp();
      expect(await stored(runner.database)).toMatchObject([{ key: 'moby', parked: 'unexpected Error' }]);
      await node().tick();
      expect(books()).toEqual([]);
      const [parked] = asked as ParkWork[];
      tell(log, 'x', 'WorkReleased', { process: 'remind', key: 'moby', causedBy: parked?.causedBy });
      await runner.catchUp();
      await node().tick();
      expect(books()).toEqual(['moby']);
    });
  });
});
