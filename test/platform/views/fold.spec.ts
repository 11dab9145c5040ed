import type { StoredRecord } from '../../../src/platform/events/envelope.js';
import type { StoredEvent } from '../../../src/platform/events/event.js';
import { allSlots, floorLog2, levelOf, probe, slotOf, standingLevel } from '../../../src/platform/rows/levels.js';
import { type AnyView, openEnded } from '../../../src/platform/rows/view.js';
import { type Fit, foldBatch, type OpenRow, type Touch } from '../../../src/platform/views/fold.js';
import { MemoryLog, numbers, tasks } from './kit.js';

const columns = ['status', 'due', 'urgent', 'count', 'movedAt'];
const fit: Fit = {
  take: (row) => {
    if (typeof row.count !== 'number') throw new TypeError('column count does not fit');
    return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
  },
  same: (a, b) => columns.every((column) => a[column] === b[column]),
};
const task = { status: 'new', due: '2026-01-10', urgent: false, count: 0, movedAt: null };
const opened = { status: 'new', due: '2026-01-10', urgent: false };
const at = (position: number, type: string, data: unknown, ...keys: string[]): Touch => {
  const log = new MemoryLog([{ task: 'x', type: type as never, data: data as never }]);
  return { event: { ...(log.records[0] as StoredRecord), position } as StoredEvent, keys: keys.length > 0 ? keys : ['a'] };
};
const open = (key: string, row: Partial<OpenRow>): ReadonlyMap<string, OpenRow> =>
  new Map([[key, { validFrom: 1, fields: task, stored: true, ...row }]]);
const none: ReadonlyMap<string, OpenRow> = new Map();
const fold = (touches: Touch[], rows = none) => foldBatch(tasks as AnyView, fit, touches, rows);

describe('A batch of events folded over open rows', () => {
  it('opens a row at the position of its first event', () => {
    expect(fold([at(5, 'TaskOpened', opened)])).toEqual({
      ended: [],
      closed: [],
      open: new Map([['a', { validFrom: 5, fields: task, stored: false }]]),
    });
  });

  it('ends a version where the next one begins, and gives its level', () => {
    const { ended, closed, open } = fold([at(5, 'TaskOpened', opened), at(9, 'TaskCounted', { by: 2 })]);
    expect(ended).toEqual([{ key: 'a', validFrom: 5, validTo: 9, level: 2, slot: 2, fields: task }]);
    expect(closed).toEqual([]);
    expect(open.get('a')).toEqual({ validFrom: 9, fields: { ...task, count: 2 }, stored: false });
  });

  it('closes a version that is in the table, without writing it again', () => {
    const { ended, closed } = fold([at(9, 'TaskCounted', { by: 1 })], open('a', { validFrom: 1 }));
    expect(ended).toEqual([]);
    expect(closed).toEqual([{ key: 'a', validFrom: 1, validTo: 9, level: 3, slot: 0 }]);
  });

  it('makes no version of a row that comes out as it was', () => {
    const before = open('a', {});
    const { ended, closed, open: after } = fold([at(9, 'TaskCounted', { by: 0 }), at(10, 'TaskOpened', opened)], before);
    expect([ended, closed]).toEqual([[], []]);
    expect(after.get('a')).toBe(before.get('a'));
  });

  it('takes a column that was left out for null', () => {
    const { closed } = foldBatch(
      { fold: { TaskCounted: () => ({ ...task, movedAt: undefined }) as never } },
      fit,
      [at(9, 'TaskCounted', {})],
      open('a', {}),
    );
    expect(closed).toEqual([]);
  });

  it('closes a row that becomes null, and opens it again later', () => {
    const {
      ended,
      closed,
      open: after,
    } = fold([at(9, 'TaskRemoved', {}), at(12, 'TaskOpened', opened), at(13, 'TaskRemoved', {})], open('a', { validFrom: 2 }));
    expect(closed).toEqual([expect.objectContaining({ key: 'a', validFrom: 2, validTo: 9 })]);
    expect(ended).toEqual([expect.objectContaining({ key: 'a', validFrom: 12, validTo: 13 })]);
    expect(after.get('a')).toBeNull();
  });

  it('makes one version of several changes at one position', () => {
    const { ended, open: after } = fold([
      at(5, 'TaskOpened', opened),
      at(7, 'TaskCounted', { by: 1 }),
      at(7, 'TaskCounted', { by: 1 }),
      at(8, 'TaskCounted', { by: 1 }),
    ]);
    expect(ended.map(({ validFrom, validTo, fields }) => [validFrom, validTo, fields.count])).toEqual([
      [5, 7, 0],
      [7, 8, 2],
    ]);
    expect(after.get('a')?.fields.count).toBe(3);
  });

  it('makes no version where changes at one position undo each other', () => {
    const { ended, closed, open: after } = fold([at(7, 'TaskCounted', { by: 1 }), at(7, 'TaskCounted', { by: -1 })], open('a', {}));
    expect([ended, closed]).toEqual([[], []]);
    expect(after.get('a')).toMatchObject({ validFrom: 1, stored: true });
    expect(fold([at(7, 'TaskOpened', opened), at(7, 'TaskRemoved', {})])).toEqual({ ended: [], closed: [], open: new Map([['a', null]]) });
  });

  it('folds each key that an event touches', () => {
    const { open: after } = fold([at(5, 'TaskOpened', opened, 'a', 'b'), at(6, 'TaskCounted', { by: 1 }, 'b')]);
    expect(after.get('a')?.validFrom).toBe(5);
    expect(after.get('b')?.validFrom).toBe(6);
  });

  it('leaves what it was given as it was', () => {
    const before = open('a', {});
    const copy = structuredClone([...before]);
    fold([at(9, 'TaskCounted', { by: 1 }), at(10, 'TaskRemoved', {})], before);
    expect([...before]).toEqual(copy);
  });

  it('stops at an event that its fold throws on: what came before is folded, nothing of the event is', () => {
    const touches = [at(5, 'TaskOpened', opened), at(6, 'TaskCounted', { by: 1 }, 'a', 'b'), at(7, 'TaskCounted', { by: 1 })];
    const throwing = {
      fold: {
        ...tasks.fold,
        TaskCounted: (row: never, event: never, key: string) => {
          if (key === 'b') throw new Error('no b');
          return tasks.fold.TaskCounted(row, event, key);
        },
      },
    };
    const { ended, open: after, failure } = foldBatch(throwing as never, fit, touches, none);
    expect(failure).toEqual({ event: touches[1]?.event, reason: 'no b' });
    expect(ended).toEqual([]);
    expect(after.get('a')).toEqual({ validFrom: 5, fields: task, stored: false });
  });

  it('stops at a row that does not fit its columns', () => {
    const { failure } = foldBatch({ fold: { TaskCounted: () => ({ count: 'two' }) as never } }, fit, [at(5, 'TaskCounted', {})], none);
    expect(failure?.reason).toBe('column count does not fit');
  });
});

describe('Levels and slots', () => {
  it('gives the exact logarithm next to every power of two', () => {
    for (let power = 1; power <= 53; power += 1) {
      if (power < 53) expect(floorLog2(2 ** power)).toBe(power);
      expect(floorLog2(2 ** power - 1)).toBe(power - 1);
    }
    expect(levelOf(1, openEnded)).toBe(standingLevel);
    expect(levelOf(2 ** 40, openEnded)).toBe(standingLevel);
  });

  it('numbers the slots of one level in the order of validFrom', () => {
    const backwards: [number, number][] = [];
    for (const level of [0, 1, 5, standingLevel])
      for (let validFrom = 1; validFrom < 5_000; validFrom += 1)
        if (slotOf(validFrom + 1, level) < slotOf(validFrom, level)) backwards.push([level, validFrom]);
    expect(backwards).toEqual([]);
  });

  it('probes every slot that can hold a version valid at a position, once', () => {
    const next = numbers(7);
    const wrong: unknown[] = [];
    let most = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const reached = 1 + Math.floor(next() * 2 ** (1 + next() * 30));
      const position = Math.floor(next() * (reached + 1));
      const validFrom = 1 + Math.floor(next() * position);
      if (validFrom > position) continue;
      const longer = 1 + Math.floor(next() * (reached - position + 1));
      const validTo = next() < 0.2 ? openEnded : position + longer;
      const level = levelOf(validFrom, validTo);
      const slot = slotOf(validFrom, level);
      for (const { walks, ranges, above } of [probe(position, reached), allSlots(position, reached)]) {
        const found =
          walks.filter((walk) => walk.level === level && walk.slot === slot).length +
          ranges.filter((range) => range.level === level && range.first <= slot && slot <= range.last).length +
          Number(level > above && level < standingLevel);
        if (found !== 1) wrong.push({ position, validFrom, validTo, reached, found });
        most = Math.max(most, walks.length + ranges.length);
      }
    }
    expect(wrong).toEqual([]);
    expect(most).toBeLessThan(200);
  });
});
