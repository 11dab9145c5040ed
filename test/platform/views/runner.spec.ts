import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Boolean as Flag, String as Text } from 'typebox';
import { Codec } from '../../../src/platform/events/codec.js';
import { event } from '../../../src/platform/events/event.js';
import { StaleRunner } from '../../../src/platform/views/checkpoints.js';
import type { Progress } from '../../../src/platform/views/messages.js';
import {
  allRows,
  codec,
  counts,
  databases,
  happenings,
  indexNames,
  MemoryLog,
  naive,
  rowsAt,
  tasks,
  tasksNext,
  ViewsFixture,
} from './kit.js';

const stands = { validTo: Number.MAX_SAFE_INTEGER };
const liveAt = (position: number) => ({ state: 'live', position, head: position });
const opened = { status: 'new', due: '2026-01-10', urgent: false };

const fullDisk = {
  SQLite: {
    full: [`CREATE TRIGGER full BEFORE INSERT ON "task_list_v1" BEGIN SELECT RAISE(ABORT, 'disk full'); END`],
    space: 'DROP TRIGGER full',
  },
  PostgreSQL: {
    full: [
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$`,
      'CREATE TRIGGER full_disk BEFORE INSERT ON "task_list_v1" EXECUTE FUNCTION refuse()',
    ],
    space: 'DROP TRIGGER full_disk ON "task_list_v1"',
  },
};

describe.each(databases)('On %s', (kind) => {
  let fixture: ViewsFixture;
  beforeEach(() => {
    fixture = new ViewsFixture(kind);
  });
  afterEach(() => fixture.close());

  describe('A view that is new', () => {
    it('builds from the log, gets its indexes and goes live', async () => {
      const log = new MemoryLog(happenings(500, 40));
      const told: Progress[] = [];
      const runner = await fixture.runner([tasks, counts], log, { batch: 64, advanced: (progress) => told.push(progress) });
      expect(runner.progress()[tasks.table]).toEqual({ state: 'building', position: 0, head: 500 });
      expect(await indexNames(runner.database, tasks)).toEqual([]);
      await runner.catchUp();
      expect(runner.progress()).toEqual({ task_list_v1: liveAt(500), task_count_v1: liveAt(500) });
      expect(told.map((progress) => progress[tasks.table]?.position)).toEqual(expect.arrayContaining([0, 64, 128, 500]));
      expect(await indexNames(runner.database, tasks)).toEqual([
        'task_list_v1_key',
        'task_list_v1_now_1',
        'task_list_v1_now_2',
        'task_list_v1_now_3',
        'task_list_v1_open',
        'task_list_v1_past_1',
        'task_list_v1_past_2',
        'task_list_v1_past_3',
      ]);
      const rows = await rowsAt(runner.database, tasks, () => runner.progress()).all({});
      expect(new Map(rows.map(({ key, ...fields }) => [key, fields]))).toEqual(new Map([...naive(log.records, 500)].sort()));
    });

    it('goes live on an empty log', async () => {
      const runner = await fixture.runner([tasks], new MemoryLog());
      await runner.catchUp();
      expect(runner.progress()).toEqual({ task_list_v1: liveAt(0) });
    });

    it('writes a version once, when it has ended: nothing stands in the table before the head is reached', async () => {
      const runner = await fixture.runner([tasks], new MemoryLog(happenings(3_000, 10)), { batch: 1_000 });
      await runner.step();
      await runner.step();
      const rows = await allRows(runner.database, tasks);
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.filter(({ validTo }) => validTo === stands.validTo)).toEqual([]);
    });

    it('builds the same rows whatever it keeps in memory and however the log is cut into batches', async () => {
      const log = new MemoryLog(happenings(1_500, 60, 3));
      const results: unknown[] = [];
      for (const options of [{ batch: 1_500 }, { batch: 7, cached: 5 }, { batch: 100, cached: 1 }, { batch: 1, cached: 30 }]) {
        const own = new ViewsFixture(kind);
        const runner = await own.runner([tasks], log, options);
        await runner.catchUp();
        results.push(await allRows(runner.database, tasks));
        await own.close();
      }
      for (const rows of results.slice(1)) expect(rows).toEqual(results[0]);
    });
  });

  describe('A view that is live', () => {
    it('has the rows that a rebuild would have, event by event', async () => {
      const all = [...happenings(600, 30, 5)];
      const log = new MemoryLog();
      const runner = await fixture.runner([tasks, counts], log, { batch: 10 });
      await runner.catchUp();
      for (const [i, happening] of all.entries()) {
        log.tell(happening);
        if (i % 3 === 0 || i > 550) await runner.catchUp();
      }
      await runner.catchUp();
      const rebuilt = new ViewsFixture(kind);
      const other = await rebuilt.runner([tasks, counts], new MemoryLog(all));
      await other.catchUp();
      for (const view of [tasks, counts]) expect(await allRows(runner.database, view)).toEqual(await allRows(other.database, view));
      await rebuilt.close();
    });

    it('tells which tables changed, and tells of no change that is none', async () => {
      const log = new MemoryLog([{ task: 'a', type: 'TaskOpened', data: opened }]);
      const changes: (readonly string[])[] = [];
      const runner = await fixture.runner([tasks, counts], log, { advanced: (_, changed) => changes.push(changed) });
      await runner.catchUp();
      changes.length = 0;
      log.tell({ task: 'a', type: 'TaskCounted', data: { by: 0 } });
      await runner.catchUp();
      log.tell({ task: 'a', type: 'TaskRemoved', data: {} });
      await runner.catchUp();
      expect(changes).toEqual([['task_count_v1'], ['task_list_v1']]);
    });

    it('goes on where it was after a restart', async () => {
      const all = [...happenings(400, 20, 9)];
      const log = new MemoryLog(all.slice(0, 250));
      const first = await fixture.runner([tasks], log);
      await first.catchUp();
      await first.database.destroy();
      for (const happening of all.slice(250)) log.tell(happening);
      const second = await fixture.runner([tasks], log);
      expect(second.progress()[tasks.table]).toMatchObject({ state: 'live', position: 250 });
      await second.catchUp();
      const rows = await rowsAt(second.database, tasks, () => second.progress()).all({});
      expect(new Map(rows.map(({ key, ...fields }) => [key, fields]))).toEqual(new Map([...naive(log.records, 400)].sort()));
    });

    it('is built again from another log than the one it came from', async () => {
      const first = await fixture.runner([tasks], new MemoryLog(happenings(100, 10, 1)));
      await first.catchUp();
      await first.database.destroy();
      const shorter = new MemoryLog(happenings(60, 10, 2));
      const told: string[] = [];
      const second = await fixture.runner([tasks], shorter, { warn: (message) => told.push(message) });
      expect(told).toEqual(['task_list was built from another log, or is ahead of this one (position 100): it is built anew']);
      expect(second.progress()[tasks.table]).toMatchObject({ state: 'building', position: 0 });
      await second.catchUp();
      expect((await rowsAt(second.database, tasks, () => second.progress()).all({})).length).toBe(naive(shorter.records, 60).size);
    });
  });

  describe('Two runners on one file', () => {
    it('the one that did not see the other’s write loses, writes nothing and says so', async () => {
      const log = new MemoryLog(happenings(50, 5));
      const first = await fixture.runner([tasks], log);
      await first.catchUp();
      const second = await fixture.runner([tasks], log);
      await second.catchUp();
      log.tell({ task: 'fresh', type: 'TaskOpened', data: opened });
      await first.catchUp();
      const rows = await allRows(first.database, tasks);
      await expect(second.step()).rejects.toThrow(new StaleRunner(['task_list_v1']));
      await expect(second.step()).rejects.toThrow('another runner advanced task_list_v1; this one stops');
      expect(await allRows(first.database, tasks)).toEqual(rows);
      expect(first.progress()).toEqual({ task_list_v1: liveAt(51) });
    });

    it('a build that another runner has started over loses too', async () => {
      const log = new MemoryLog(happenings(50, 5));
      const first = await fixture.runner([tasks], log, { batch: 10 });
      await first.step();
      await fixture.runner([tasks], log, { batch: 10 });
      await expect(first.step()).rejects.toThrow(StaleRunner);
    });
  });

  describe('An event that cannot be folded', () => {
    const poisoned = (log: MemoryLog, schema: number) => {
      log.tell({ task: 'a', type: 'TaskOpened', data: opened });
      log.tell({ task: 'b', type: 'TaskOpened', data: opened });
      log.tell({ task: 'a', type: 'TaskRemoved', data: {} }, schema);
      log.tell({ task: 'c', type: 'TaskOpened', data: opened });
    };

    for (const live of [true, false])
      it(`stops its ${live ? 'live' : 'building'} view at the event before it, names it, and lets the others go on`, async () => {
        const log = new MemoryLog();
        const runner = await fixture.runner([tasks, counts], log);
        if (live) await runner.catchUp();
        poisoned(log, 9);
        await runner.catchUp();
        const { id } = log.records[2] as { id: string };
        const message = expect.stringMatching(new RegExp(`^cannot fold TaskRemoved schema 9 \\(event ${id}, position 3\\): .*newer`));
        expect(runner.progress()).toEqual({ task_list_v1: { state: 'stopped', position: 2, head: 4, message }, task_count_v1: liveAt(4) });
        expect((await allRows(runner.database, tasks)).map(({ key, validFrom, validTo }) => [key, validFrom, validTo])).toEqual([
          ['a', 1, stands.validTo],
          ['b', 2, stands.validTo],
        ]);
        log.tell({ task: 'd', type: 'TaskOpened', data: opened });
        await runner.catchUp();
        expect(runner.progress()).toMatchObject({ task_list_v1: { state: 'stopped', position: 2 }, task_count_v1: liveAt(5) });
      });

    it('is tried again after a restart, for the code may understand it now', async () => {
      const log = new MemoryLog();
      const stopping = await fixture.runner([tasks], log);
      await stopping.catchUp();
      poisoned(log, 2);
      await stopping.catchUp();
      expect(stopping.progress()).toMatchObject({ task_list_v1: { state: 'stopped' } });
      await stopping.database.destroy();
      const TaskRemoved2 = event('TaskRemoved', 2, 'internal', {}, { upcast: { 1: (v1: object) => v1 } });
      const TaskOpened = event('TaskOpened', 1, 'internal', { status: Text(), due: Text(), urgent: Flag() });
      const newer = new Codec([TaskRemoved2, TaskOpened]);
      const going = await fixture.runner([tasks], log, { decode: (record) => newer.decode(record) });
      expect(going.progress()).toEqual({ task_list_v1: { state: 'live', position: 2, head: 4 } });
      await going.catchUp();
      expect(going.progress()).toEqual({ task_list_v1: liveAt(4) });
      expect((await rowsAt(going.database, tasks, () => going.progress()).all({})).map(({ key }) => key)).toEqual(['b', 'c']);
    });

    it('is no matter to a view that does not fold its type', async () => {
      const log = new MemoryLog([{ task: 'a', type: 'Unheard' as never, data: {} }]);
      const runner = await fixture.runner([tasks], log);
      await runner.catchUp();
      expect(runner.progress()).toEqual({ task_list_v1: liveAt(1) });
    });

    it('stops a view whose fold gives a column what it cannot hold', async () => {
      const log = new MemoryLog([{ task: 'a', type: 'TaskOpened', data: { ...opened, urgent: 'yes' } }]);
      const runner = await fixture.runner([tasks], log, { decode: (record) => record });
      await runner.catchUp();
      expect(runner.progress()[tasks.table]).toMatchObject({
        state: 'stopped',
        position: 0,
        message: expect.stringContaining('column urgent (boolean) is given a string'),
      });
    });
  });

  describe('Another version of a view', () => {
    it('builds beside the old one, which goes once the new one is live', async () => {
      const log = new MemoryLog(happenings(200, 20));
      const old = await fixture.runner([tasks], log);
      await old.catchUp();
      const rows = await allRows(old.database, tasks);
      await old.database.destroy();
      const runner = await fixture.runner([tasksNext], log, { batch: 50 });
      await runner.step();
      expect(runner.progress()).toMatchObject({ task_list_v2: { state: 'building', position: 50 } });
      expect(await allRows(runner.database, tasks)).toEqual(rows);
      await runner.catchUp();
      expect(runner.progress()).toEqual({ task_list_v2: liveAt(200) });
      expect(await indexNames(runner.database, tasks)).toEqual([]);
      await expect(allRows(runner.database, tasks)).rejects.toThrow(/no such table: task_list_v1|relation "task_list_v1" does not exist/);
      expect(await runner.database.query('SELECT "table" FROM "view_checkpoint"')).toEqual([{ table: 'task_list_v2' }]);
      expect(await allRows(runner.database, tasksNext)).toEqual(rows);
    });

    it('a live view keeps up while another one builds', async () => {
      const log = new MemoryLog(happenings(300, 20));
      const first = await fixture.runner([counts], log);
      await first.catchUp();
      await first.database.destroy();
      const runner = await fixture.runner([counts, tasks], log, { batch: 20 });
      log.tell({ task: 'a', type: 'TaskOpened', data: opened });
      await runner.step();
      expect(runner.progress()).toMatchObject({
        task_count_v1: { state: 'live', position: 301 },
        task_list_v1: { state: 'building', position: 20 },
      });
    });

    it('drops the table of a view that the code does not know any more', async () => {
      const log = new MemoryLog(happenings(50, 5));
      const first = await fixture.runner([tasks, counts], log);
      await first.catchUp();
      await first.database.destroy();
      const second = await fixture.runner([counts], log);
      await expect(allRows(second.database, tasks)).rejects.toThrow(/no such table|does not exist/);
      expect(second.progress()).toEqual({ task_count_v1: liveAt(50) });
    });

    it('builds a table again whose columns are of other code under the same version', async () => {
      const log = new MemoryLog(happenings(80, 5));
      const first = await fixture.runner([tasks], log);
      await first.catchUp();
      await first.database.query(`UPDATE "view_checkpoint" SET "shape" = 'other'`);
      await first.database.destroy();
      const second = await fixture.runner([tasks], log);
      expect(second.progress()).toMatchObject({ task_list_v1: { state: 'building', position: 0 } });
      await second.catchUp();
      expect(second.progress()).toEqual({ task_list_v1: liveAt(80) });
    });
  });

  describe('A build that was cut off', () => {
    for (const steps of [1, 3, 4, 6])
      it(`starts over cleanly after ${steps} steps`, async () => {
        const log = new MemoryLog(happenings(1_500, 60, 4));
        const killed = await fixture.runner([tasks], log, { batch: 500, cached: 10 });
        for (let i = 0; i < steps; i += 1) await killed.step();
        expect(killed.progress()).toMatchObject({ task_list_v1: { state: 'building' } });
        await killed.database.destroy();
        const again = await fixture.runner([tasks], log, { batch: 100 });
        expect(again.progress()).toMatchObject({ task_list_v1: { state: 'building', position: 0 } });
        expect(await allRows(again.database, tasks)).toEqual([]);
        await again.catchUp();
        const whole = new ViewsFixture(kind);
        const other = await whole.runner([tasks], log);
        await other.catchUp();
        expect(await allRows(again.database, tasks)).toEqual(await allRows(other.database, tasks));
        await whole.close();
      });

    it('steps that are each rolled back once, after they put rows aside, are done again', async () => {
      const log = new MemoryLog(happenings(400, 60, 4));
      let calls = 0;
      const announce = async () => {
        calls += 1;
        if (calls % 2 === 1) throw new Error('connection lost');
      };
      const runner = await fixture.runner([tasks], log, { batch: 50, cached: 10, announce });
      for (let more = true; more; )
        more = await runner.step().catch((error: Error) => {
          expect(error.message).toBe('connection lost');
          return true;
        });
      expect(runner.progress()).toEqual({ task_list_v1: liveAt(400) });
      const rows = await rowsAt(runner.database, tasks, () => runner.progress()).all({});
      expect(new Map(rows.map(({ key, ...fields }) => [key, fields]))).toEqual(new Map([...naive(log.records, 400)].sort()));
    });

    it('a step that the database refuses is done again by the next one', async () => {
      const log = new MemoryLog(happenings(2_500, 20, 4));
      const runner = await fixture.runner([tasks], log, { batch: 1_000, cached: 10 });
      await runner.step();
      const { full, space } = fullDisk[kind];
      for (const statement of full) await runner.database.query(statement);
      await expect(runner.step()).rejects.toThrow('disk full');
      expect(runner.progress()).toMatchObject({ task_list_v1: { position: 1_000 } });
      await runner.database.query(space);
      await runner.catchUp();
      const rows = await rowsAt(runner.database, tasks, () => runner.progress()).all({});
      expect(new Map(rows.map(({ key, ...fields }) => [key, fields]))).toEqual(new Map([...naive(log.records, 2_500)].sort()));
    });
  });

  it('decodes each event once for all views', async () => {
    const log = new MemoryLog(happenings(90, 5));
    let decoded = 0;
    const runner = await fixture.runner([tasks, counts], log, {
      decode: (record) => {
        decoded += 1;
        return codec.decode(record);
      },
    });
    await runner.catchUp();
    expect(decoded).toBe(90);
  });
});

describe('views.db', () => {
  it('is made anew where it was removed, or is no database', async () => {
    const fixture = new ViewsFixture('SQLite');
    const log = new MemoryLog(happenings(60, 5));
    writeFileSync(
      join(fixture.directory, 'views.db'),
      'this is no database, but a text that is long enough to be taken for one by its size'.repeat(20),
    );
    const runner = await fixture.runner([tasks], log);
    await runner.catchUp();
    expect(runner.progress()).toEqual({ task_list_v1: liveAt(60) });
    await fixture.close();
  });
});
