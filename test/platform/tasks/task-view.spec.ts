import { String as Text } from 'typebox';
import { Codec } from '../../../src/platform/events/codec.js';
import { event, type StoredEvent } from '../../../src/platform/events/event.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import type { Following } from '../../../src/platform/rows/following.js';
import { tasksOf } from '../../../src/platform/tasks/task.js';
import { type TaskRow, taskView } from '../../../src/platform/tasks/task-view.js';
import type { RunnerOptions } from '../../../src/platform/views/runner.js';
import { MemoryLog, rowsAt, timeOf, ViewsFixture } from '../views/kit.js';

const Asked = event('Asked', 1, 'internal', { of: Text() });
const Moved = event('Moved', 1, 'internal', { of: Text() });
const Ended = event('Ended', 1, 'internal', {});
type State = { readonly status: 'absent' | 'asked' | 'ended'; readonly of: string; readonly moves: number };
/** A request, which somebody is to answer; whoever has moved it must be told why once it moved twice. */
const requests: Stream<State, { Asked: typeof Asked; Moved: typeof Moved; Ended: typeof Ended }> = {
  name: 'task',
  initial: { status: 'absent', of: '', moves: 0 },
  events: { Asked, Moved, Ended },
  evolve: {
    Asked: (_, { data }) => ({ status: 'asked', of: data.of, moves: 0 }),
    Moved: (state, { data }) => ({ ...state, of: data.of, moves: state.moves + 1 }),
    Ended: (state) => ({ ...state, status: 'ended' }),
  },
};
class Answer {}
class Explain {}
const answers = tasksOf({
  stream: requests,
  version: 2,
  steps: { answer: { command: Answer, clause: null } },
  of: ({ status, of }, requestId) =>
    status === 'asked'
      ? [{ step: 'answer', owners: of.split('+').map((id) => `person ${id}` as const), fields: { requestId }, dueAt: null, watcher: 'HR' }]
      : [],
});
const explanations = tasksOf({
  stream: requests,
  version: 3,
  steps: { explain: { command: Explain, clause: null } },
  of: ({ moves }, requestId) => (moves < 2 ? [] : [{ step: 'explain', owners: ['HR'], fields: { requestId }, dueAt: '2026-03-02' }]),
});
const owed = taskView([answers, explanations]);
const codec = new Codec([Asked, Moved, Ended]);

class RequestLog extends MemoryLog {
  asked(request: string, of: string): void {
    this.tell({ task: request, type: 'Asked' as never, data: { of } });
  }
  moved(request: string, of: string): void {
    this.tell({ task: request, type: 'Moved' as never, data: { of } });
  }
  ended(request: string): void {
    this.tell({ task: request, type: 'Ended' as never, data: {} });
  }
}

describe('the rows of what is owed', () => {
  const fixture = new ViewsFixture('SQLite');
  afterAll(() => fixture.close());
  /** A runner as it is after a start: it finds its rows and remembers no state. */
  const started = (log: RequestLog, options: Partial<RunnerOptions> = {}) =>
    fixture.runner([owed], log, { decode: (record) => codec.decode(record), ...options });
  type Runner = Awaited<ReturnType<typeof started>>;
  const rows = async (runner: Runner, position?: number) => {
    const found = (await rowsAt(runner.database, owed, () => runner.progress(), position).all({})) as unknown as (TaskRow & {
      key: string;
    })[];
    return found.map(({ stream, step, owner, since }) => [stream, step, owner, since]).sort();
  };

  const log = new RequestLog();
  let runner: Runner;

  it('are of every source of a stream, each owner of a step with a row, and one of them with who waits for it', async () => {
    log.asked('a', 'ann+bob');
    log.moved('a', 'bob');
    log.moved('a', 'bob+cy');
    runner = await started(log);
    await runner.catchUp();
    expect(await rows(runner)).toEqual([
      ['task-a', 'answer', 'person bob', timeOf(1)],
      ['task-a', 'answer', 'person cy', timeOf(3)],
      ['task-a', 'explain', 'HR', timeOf(3)],
    ]);
    const all = (await rowsAt(runner.database, owed, () => runner.progress()).all({})) as unknown as TaskRow[];
    expect(all.map(({ owner, watcher, dueAt }) => [owner, watcher, dueAt]).sort()).toEqual([
      ['HR', null, '2026-03-02'],
      ['person bob', 'HR', '9'],
      ['person cy', null, '9'],
    ]);
  });

  it('are built anew where a source comes, goes, or is raised', () => {
    const versions = [[answers], [answers, explanations], [{ ...answers, version: answers.version + 1 }, explanations], [explanations]];
    expect(new Set(versions.map((sources) => taskView(sources).table)).size).toBe(versions.length);
    expect(taskView([explanations, answers]).table).toBe(taskView([answers, explanations]).table);
  });

  it('have a past: what was owed, by whom and since when', async () => {
    expect(await rows(runner, 1)).toEqual([
      ['task-a', 'answer', 'person ann', timeOf(1)],
      ['task-a', 'answer', 'person bob', timeOf(1)],
    ]);
    expect(await rows(runner, 2)).toEqual([['task-a', 'answer', 'person bob', timeOf(1)]]);
  });

  it('go on after a restart from the state that the log gives', async () => {
    const again = await started(log);
    log.ended('a');
    log.asked('b', 'ann');
    await again.catchUp();
    // Two moves before the restart, none after it: what they led to is still owed.
    expect(await rows(again)).toEqual([
      ['task-a', 'explain', 'HR', timeOf(3)],
      ['task-b', 'answer', 'person ann', timeOf(5)],
    ]);
    runner = again;
  });

  it('are the same where a batch fails and is folded a second time', async () => {
    await runner.database.query(`CREATE TRIGGER full BEFORE INSERT ON "${owed.table}" BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    log.moved('b', 'bob');
    log.moved('b', 'cy');
    await expect(runner.step()).rejects.toThrow('disk full');
    await runner.database.query('DROP TRIGGER full');
    log.asked('c', 'ann');
    await runner.catchUp();
    expect(await rows(runner)).toEqual([
      ['task-a', 'explain', 'HR', timeOf(3)],
      ['task-b', 'answer', 'person cy', timeOf(7)],
      ['task-b', 'explain', 'HR', timeOf(7)],
      ['task-c', 'answer', 'person ann', timeOf(8)],
    ]);
    expect(await rows(runner, 6)).toEqual([
      ['task-a', 'explain', 'HR', timeOf(3)],
      ['task-b', 'answer', 'person bob', timeOf(6)],
    ]);
  });

  it('are the same however the log is cut into batches', async () => {
    const results: unknown[] = [];
    for (const batch of [1, 2, 3, 100]) {
      const other = new ViewsFixture('SQLite');
      const built = await other.runner([owed], log, { decode: (record) => codec.decode(record), batch });
      await built.catchUp();
      results.push(await Promise.all([rows(built), ...log.records.map(({ position }) => rows(built, position))]));
      await other.close();
    }
    for (const result of results) expect(result).toEqual(results[0]);
    expect((results[0] as unknown[][])[0]).toEqual(await rows(runner));
  });

  describe('where newer code wrote an event that this code does not know', () => {
    const newer = new RequestLog();
    const other = { ...taskView([answers]), name: 'other', table: 'other_v1', events: { Asked } };
    let stopped: Runner;

    it('stop at the next event of its stream, and nothing else stops with them', async () => {
      newer.asked('a', 'ann');
      newer.tell({ task: 'a', type: 'Shelved' as never, data: {} });
      newer.asked('b', 'bob');
      const place = new ViewsFixture('SQLite');
      const first = await place.runner([owed, other], newer, { decode: (record) => codec.decode(record) });
      await first.catchUp();
      // The state of the stream is read from the log once the node has started again.
      stopped = await place.runner([owed, other], newer, { decode: (record) => codec.decode(record) });
      newer.asked('c', 'cy');
      newer.moved('a', 'bob');
      newer.asked('d', 'dee');
      await stopped.catchUp();
      expect(stopped.progress()).toMatchObject({
        other_v1: { state: 'live', position: 6 },
        [owed.table]: { state: 'stopped', position: 4, message: expect.stringContaining('cannot be read') },
      });
      expect((await rows(stopped)).map(([stream]) => stream)).toEqual(['task-a', 'task-b', 'task-c']);
      await place.close();
    });
  });
});

describe('the states that are kept', () => {
  /** Folds events as the runner does, and counts what is read of the log. */
  function folding(log: RequestLog) {
    const read: string[] = [];
    const past = async (stream: string, revision: number): Promise<StoredEvent[]> => {
      read.push(stream);
      return log.read(stream).filter((record) => record.revision < revision) as unknown as StoredEvent[];
    };
    const rules = owed.following!(past) as Following;
    const fold = async (from: number): Promise<unknown[]> => {
      const batch = log.records.slice(from) as unknown as StoredEvent[];
      await rules.before(batch);
      return batch.flatMap((one) =>
        rules.keys![one.type]!(one).map((key) => (rules.fold[one.type]!(null, one, key) as TaskRow | null)?.owner ?? null),
      );
    };
    return { read, fold };
  }

  it('are of the streams that changed last: those of others are read again, and give the same', async () => {
    const log = new RequestLog();
    log.asked('old', 'ann');
    for (let i = 0; i < 5_000; i += 1) log.asked(`r${i}`, 'ann');
    const { read, fold } = folding(log);
    await fold(0);
    const from = log.head();
    log.moved('old', 'bob');
    log.moved('r4999', 'bob');
    expect(await fold(from)).toEqual([null, 'person bob', null, 'person bob']);
    expect(read).toEqual(['task-old']);
  });

  it('are not used where the log gives fewer events of a stream than it must have', async () => {
    const log = new RequestLog();
    log.asked('a', 'ann');
    log.moved('a', 'bob');
    log.moved('a', 'cy');
    const { fold } = folding(log);
    const [, second] = log.records;
    log.records.splice(0, 2, second!);
    await expect(fold(1)).rejects.toThrow('the state of task-a before revision 2 is not known: task-a has 1 events before revision 2');
  });
});
