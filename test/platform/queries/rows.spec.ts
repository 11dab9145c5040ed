import fc from 'fast-check';
import { Cursors } from '../../../src/platform/queries/cursor.js';
import type { ListOptions, Row } from '../../../src/platform/queries/query-handler.js';
import { RowsAt } from '../../../src/platform/queries/rows.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import type { AnyFields } from '../../../src/platform/rows/columns.js';
import { RowQueries } from '../../../src/platform/rows/row-queries.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import {
  cursors,
  databases,
  type Happening,
  happenings,
  MemoryLog,
  naive,
  rowsAt,
  type TaskFields,
  tasks,
  ViewsFixture,
} from '../views/kit.js';

type TaskRow = Row<TaskFields>;
type Options = Omit<ListOptions<TaskFields>, 'limit' | 'cursor'>;

/** The answer that a page must give, by sorting everything. */
const expected = (rows: Map<string, AnyFields>, { where = {}, before, order, direction, except }: Options): TaskRow[] => {
  const sign = direction === 'DESC' ? -1 : 1;
  const value = (row: TaskRow) => row[order] as string | number;
  return [...rows]
    .map(([key, fields]) => ({ key, ...fields }) as unknown as TaskRow)
    .filter((row) => Object.entries(where).every(([column, wanted]) => row[column as keyof TaskRow] === wanted))
    .filter((row) => before === undefined || value(row) < before)
    .filter((row) => !except?.(row))
    .sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.key < b.key ? -1 : 1));
};

const everyPage = async (rows: RowsAt<TaskFields>, options: Options, limit: number): Promise<TaskRow[]> => {
  const items: TaskRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await rows.page({ ...options, limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === null) return items;
    expect(page.items).toHaveLength(limit);
    cursor = page.next;
  }
};

const end = { position: 1, order: '1', key: 'a' };

const lists: Options[] = [
  { order: 'due' },
  { order: 'due', direction: 'DESC', before: '2026-01-17' },
  { order: 'due', where: { status: 'open' } },
  { order: 'due', where: { status: 'open' }, direction: 'DESC' },
  { order: 'due', where: { status: 'new', urgent: true } },
  { order: 'due', where: { movedAt: null }, except: (row) => row.key.endsWith('3') },
  { order: 'count', where: { status: 'done', urgent: false }, direction: 'DESC' },
];

describe.each(databases)('On %s', (kind) => {
  let fixture: ViewsFixture;
  beforeEach(() => {
    fixture = new ViewsFixture(kind);
  });
  afterEach(() => fixture.close());

  const built = async (log: MemoryLog) => {
    const runner = await fixture.runner([tasks], log, { batch: 37 });
    await runner.catchUp();
    return { runner, at: (position?: number) => rowsAt(runner.database, tasks, () => runner.progress(), position) };
  };

  describe('Rows as of a position', () => {
    it('are those of a fold of the log up to it, at every position of random logs', async () => {
      const happening: fc.Arbitrary<Happening> = fc
        .oneof(
          {
            weight: 4,
            arbitrary: fc
              .record({
                status: fc.constantFrom('new', 'open', 'done'),
                due: fc.constantFrom('2026-01-1', '2026-01-20', 'é', '😀', '￮'),
                urgent: fc.boolean(),
              })
              .map((data) => ({ type: 'TaskOpened' as const, data })),
          },
          {
            weight: 4,
            arbitrary: fc.record({ status: fc.constantFrom('new', 'open', 'done') }).map((data) => ({ type: 'TaskMoved' as const, data })),
          },
          {
            weight: 2,
            arbitrary: fc.record({ by: fc.integer({ min: 0, max: 2 }) }).map((data) => ({ type: 'TaskCounted' as const, data })),
          },
          { weight: 1, arbitrary: fc.constant({ type: 'TaskRemoved' as const, data: {} }) },
          { weight: 1, arbitrary: fc.constant({ type: 'TasksSwept' as const, data: { status: 'open' } }) },
        )
        .chain((one) => fc.integer({ min: 1, max: 6 }).map((n) => ({ task: `t${n}`, ...one })));
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 40 }), async (story) => {
          const own = new ViewsFixture(kind);
          try {
            const log = new MemoryLog(story);
            const runner = await own.runner([tasks], log, { batch: 7, cached: 3 });
            await runner.catchUp();
            for (let position = 0; position <= story.length; position += 1) {
              const then = naive(log.records, position);
              const rows = rowsAt(runner.database, tasks, () => runner.progress(), position);
              expect(await rows.all({})).toEqual(expected(then, { order: 'count' }).sort((a, b) => (a.key < b.key ? -1 : 1)));
              expect(await rows.all({ status: 'open', movedAt: null })).toEqual(
                expected(then, { where: { status: 'open', movedAt: null }, order: 'count' }).sort((a, b) => (a.key < b.key ? -1 : 1)),
              );
              for (const key of ['t1', 't2', 'none'])
                expect(await rows.get(key)).toEqual(then.has(key) ? { key, ...then.get(key) } : undefined);
              expect((await everyPage(rows, { order: 'due', where: { status: 'open' } }, 2)).map(({ key }) => key).sort()).toEqual(
                expected(then, { order: 'due', where: { status: 'open' } })
                  .map(({ key }) => key)
                  .sort(),
              );
            }
          } finally {
            await own.close();
          }
        }),
        { numRuns: 15 },
      );
    });

    it('come in the pages of every list that is declared, forwards and backwards', async () => {
      const log = new MemoryLog(happenings(3_000, 300, 11));
      const { at } = await built(log);
      for (const position of [1, 2, 63, 64, 65, 500, 1_023, 1_024, 1_025, 2_047, 2_500, 2_999, 3_000]) {
        const then = naive(log.records, position);
        for (const options of lists)
          expect({ position, options, rows: await everyPage(at(position), options, 23) }).toEqual({
            position,
            options,
            rows: expected(then, options),
          });
      }
    });

    it('are found though rows were closed at positions far beyond what was known', async () => {
      const log = new MemoryLog([
        { task: 'a', type: 'TaskOpened', data: { status: 'new', due: '1', urgent: false } },
        { task: 'b', type: 'TaskOpened', data: { status: 'new', due: '2', urgent: false } },
      ]);
      const { runner } = await built(log);
      const known = runner.progress();
      for (let i = 0; i < 5_000; i += 1) log.tell({ task: 'other', type: 'TaskCounted', data: { by: 1 } });
      log.tell({ task: 'a', type: 'TaskRemoved', data: {} });
      await runner.catchUp();
      const rows = rowsAt(runner.database, tasks, () => known, 2);
      expect((await rows.page({ order: 'due', limit: 10 })).items.map(({ key }) => key)).toEqual(['a', 'b']);
      expect((await rows.all({ status: 'new' })).map(({ key }) => key)).toEqual(['a', 'b']);
    });
  });

  describe('Rows as they stand', () => {
    it('come in pages, and alone', async () => {
      const log = new MemoryLog(happenings(800, 100, 13));
      const { at } = await built(log);
      const now = naive(log.records, 800);
      for (const options of lists)
        expect({ options, rows: await everyPage(at(), options, 7) }).toEqual({ options, rows: expected(now, options) });
      for (const [key, fields] of now) expect(await at().get(key)).toEqual({ key, ...fields });
      expect(await at().get('none')).toBeUndefined();
    });

    it('in pages that go on showing the first page’s moment while the log grows', async () => {
      const log = new MemoryLog(happenings(500, 80, 17));
      const { runner, at } = await built(log);
      const options: Options = { order: 'due', where: { status: 'open' } };
      const whole = expected(naive(log.records, 500), options);
      const first = await at().page({ ...options, limit: 5 });
      const more = [...happenings(700, 120, 19)];
      for (const happening of more) log.tell(happening);
      await runner.catchUp();
      const seen = [...first.items];
      for (let cursor = first.next; cursor !== null; ) {
        const page = await at().page({ ...options, limit: 5, cursor });
        seen.push(...page.items);
        cursor = page.next;
      }
      expect(seen).toEqual(whole);
      expect(expected(naive(log.records, 1_200), options)).not.toEqual(whole);
    });

    it('leave out what is excepted, and still fill the page', async () => {
      const log = new MemoryLog();
      for (let i = 0; i < 60; i += 1)
        log.tell({
          task: `t${String(i).padStart(2, '0')}`,
          type: 'TaskOpened',
          data: { status: 'new', due: `2026-01-${10 + (i % 3)}`, urgent: i % 2 === 0 },
        });
      const { at } = await built(log);
      const shown: TaskRow[] = [];
      const options: Options = { order: 'due', except: (row) => row.urgent };
      expect(await everyPage(at(), options, 4)).toEqual(expected(naive(log.records, 60), options));
      expect((await at().page({ order: 'due', limit: 4, except: () => true })).items).toEqual(shown);
      const last = await at().page({ order: 'due', limit: 30, except: (row) => row.urgent });
      expect([last.items.length, last.next]).toEqual([30, null]);
    });
  });

  it('A cursor says nothing of the position, by its text or by its length', () => {
    const at = (position: number) => cursors.encode('task_list_v1 due ASC', { ...end, position });
    expect(at(7)).toHaveLength(at(7_654_321).length);
    expect(at(7)).not.toBe(at(7));
    expect(Buffer.from(at(7_654_321), 'base64url').toString('latin1')).not.toMatch(/7654321|task_list/);
    expect(cursors.decode('task_list_v1 due ASC', at(7))).toEqual({ ...end, position: 7 });
  });

  describe('What cannot be read', () => {
    it.each([
      ['nothing', ''],
      ['no base64url', '!!!'],
      ['in the open', Buffer.from('["task_list_v1 due ASC",1,"1","a"]').toString('base64url')],
      ['another list’s', cursors.encode('case_list_v1 due ASC', end)],
      ['another direction’s', cursors.encode('task_list_v1 due DESC', end)],
      ['an older version’s', cursors.encode('task_list_v0 due ASC', end)],
      ['another person’s', new Cursors(new Moments(Buffer.alloc(32, 1)), 'other').encode('task_list_v1 due ASC', end)],
      ['of another city', new Cursors(new Moments(Buffer.alloc(32, 2)), 'reader').encode('task_list_v1 due ASC', end)],
      ['cut short', cursors.encode('task_list_v1 due ASC', end).slice(0, -4)],
      ['tampered with', cursors.encode('task_list_v1 due ASC', end).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
    ])('a cursor that is %s', async (_, cursor) => {
      const { at } = await built(new MemoryLog(happenings(10, 3)));
      const refused = await at()
        .page({ order: 'due', limit: 3, cursor })
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refusal);
      expect((refused as Refusal).code).toBe('paging.malformed');
    });

    it('a list that is not declared, a column that is not there, a value that was left out', async () => {
      const { at } = await built(new MemoryLog(happenings(10, 3)));
      await expect(at().page({ order: 'count', where: { status: 'new' }, limit: 3 })).rejects.toThrow(
        'task_list_v1 declares no listing by status in the order of count',
      );
      await expect(at().all({ nothing: 1 } as never)).rejects.toThrow('task_list_v1 has no column nothing');
      await expect(at().all({ status: undefined } as never)).rejects.toThrow('task_list_v1.status is compared with a undefined');
      await expect(at().page({ order: 'due', limit: 0 })).rejects.toThrow('limit must be a whole number from 1, not 0');
    });

    it('more than ten thousand rows at once', async () => {
      const log = new MemoryLog();
      for (let i = 0; i <= 10_000; i += 1) log.tell({ task: `t${i}`, type: 'TaskOpened', data: { status: 'new', due: '1', urgent: true } });
      const { at } = await built(log);
      await expect(at().all({})).rejects.toThrow('task_list_v1: more than 10000 rows match; read them in pages');
      await expect(at(10_001).all({ status: 'new' })).rejects.toThrow('more than 10000');
      expect(await at(10_000).all({ status: 'new' })).toHaveLength(10_000);
    });
  });
});

it('every list is read by its indexes alone, now and in the past', async () => {
  const fixture = new ViewsFixture('SQLite');
  const runner = await fixture.runner([tasks], new MemoryLog(happenings(2_000, 100, 23)), { batch: 37 });
  await runner.catchUp();
  const plans = new Set<string>();
  const { database } = runner;
  const query = database.query.bind(database);
  Object.assign(database, {
    query: async (sql: string, parameters: unknown[]) => {
      for (const { detail } of (await query(`EXPLAIN QUERY PLAN ${sql}`, parameters)) as { detail: string }[])
        if (/SEARCH|SCAN/.test(detail)) plans.add(detail);
      return query(sql, parameters);
    },
  });
  const queries = new RowQueries(database, tasks);
  const at = (position?: number) =>
    new RowsAt<TaskFields>(tasks, queries, { ...(position && { position }), ready: async () => 2_000, cursors });
  for (const position of [undefined, 700]) {
    await at(position).page({ order: 'due', limit: 10 });
    await at(position).page({ order: 'due', where: { status: 'open' }, direction: 'DESC', limit: 10 });
    await at(position).page({ order: 'count', where: { status: 'open', urgent: true }, limit: 10 });
    await at(position).all({ status: 'open' });
    await at(position).get('t1');
  }
  expect([...plans].sort()).toEqual([
    'SCAN found',
    'SCAN task_list_v1 USING INDEX task_list_v1_now_1',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_1 (level=? AND slot=?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_1 (level=? AND slot>? AND slot<?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_1 (level>? AND level<?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_2 (level=? AND status=? AND slot=?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_2 (level=? AND status=? AND slot>? AND slot<?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_2 (level>? AND level<?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_3 (level=? AND status=? AND urgent=? AND slot=?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_3 (level=? AND status=? AND urgent=? AND slot>? AND slot<?)',
    'SEARCH task_list_v1 USING COVERING INDEX task_list_v1_past_3 (level>? AND level<?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_key (key=? AND validFrom<?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_now_2 (status=?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_now_3 (status=? AND urgent=?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_open (key=?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_past_2 (level=? AND status=? AND slot>? AND slot<?)',
    'SEARCH task_list_v1 USING INDEX task_list_v1_past_3 (level>? AND level<?)',
    'SEARCH version USING INDEX task_list_v1_key (key=? AND validFrom=?)',
    'SEARCH view_checkpoint USING INDEX sqlite_autoindex_view_checkpoint_1 (table=?)',
  ]);
  await fixture.close();
});
