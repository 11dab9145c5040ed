import { databases, tasks } from './kit.js';
import { fragile, Notes, NoteWritten, noteList, noteWall } from './notes.js';

describe.each(databases)('On %s', (kind) => {
  let notes: Notes;
  beforeEach(async () => {
    notes = await Notes.open(kind);
  });
  afterEach(() => notes.close());

  const titles = async () => (await notes.reader().rowsNow(noteList).all({})).map(({ title }) => title);
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: { code: string; details: unknown }) => ({ code: error.code, details: error.details }),
    );

  describe('The views’ thread', () => {
    it('folds what was committed once it is woken, and tells which tables changed', async () => {
      const changes: string[] = [];
      const end = notes.host.onAdvance((tables) => changes.push(...tables));
      const position = await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }));
      expect(await notes.host.reached(position, undefined, 120_000)).toEqual([]);
      expect(await titles()).toEqual(['one']);
      expect(notes.host.progress()[noteList.table]).toEqual({ state: 'live', position: 1, head: 1 });
      // The wall folds no such event. PostgreSQL may tell late that it went live.
      expect([...new Set(changes)].filter((table) => table !== noteWall.table).sort()).toEqual([fragile.table, noteList.table]);
      end();
      const before = changes.length;
      await notes.shown('a', NoteWritten({ title: 'two', shelf: 's' }));
      expect(changes).toHaveLength(before);
    });

    it('misses nothing though it is woken many times at once', async () => {
      const ids = Array.from({ length: 100 }, (_, i) => `n${i}`);
      await Promise.all(ids.map((id) => notes.append(id, NoteWritten({ title: id, shelf: 's' }))));
      expect(await notes.host.reached(100, undefined, 120_000)).toEqual([]);
      expect(await titles()).toEqual([...ids].sort());
      expect(notes.host.lag().events).toBe(0);
      for (let i = 0; i < 500 && notes.host.lag().milliseconds > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(notes.host.lag().milliseconds).toBe(0);
    });

    it('finds by itself what it was not told of', async () => {
      await notes.close();
      notes = await Notes.open(kind, undefined, 50);
      const position = await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }), false);
      expect(await notes.host.reached(position, undefined, 60_000)).toEqual([]);
      expect(await titles()).toEqual(['one']);
    });

    it('names the views that did not reach a position in time, and says how far they lag', async () => {
      await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }));
      await notes.host.reached(1, undefined, 120_000);
      expect(await notes.host.reached(2, [noteList.table], 20)).toEqual(['note_list']);
      expect(await notes.host.reached(2, undefined, 20)).toEqual(['note_list', 'note_fragile', 'note_wall']);
      notes.host.wake(5);
      expect(notes.host.lag().events).toBe(4);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(notes.host.lag().milliseconds).toBeGreaterThan(20);
    });

    it('names a view that stopped without waiting for it, and refuses its reading with the others going on', async () => {
      await notes.shown('a', NoteWritten({ title: 'break', shelf: 's' }));
      const position = await notes.append('b', NoteWritten({ title: 'two', shelf: 's' }));
      await notes.host.reached(position, [noteList.table], 120_000);
      const before = performance.now();
      expect(await notes.host.reached(position, undefined, 120_000)).toEqual(['note_fragile']);
      expect(performance.now() - before).toBeLessThan(60_000);
      expect(notes.host.progress()[fragile.table]).toMatchObject({
        state: 'stopped',
        position: 0,
        message: expect.stringContaining('it broke'),
      });
      expect(await titles()).toEqual(['break', 'two']);
      expect(await refusal(notes.reader().rowsNow(fragile).all({}))).toEqual({
        code: 'view.stopped',
        details: { views: { note_fragile: { state: 'stopped' } } },
      });
    });

    it('refuses the reading of a view that is not built', async () => {
      expect(await refusal(notes.host.ready(tasks))).toMatchObject({
        code: 'view.building',
        details: { views: { task_list: { state: 'building', percent: 0 } } },
      });
    });

    it('is started again when it dies, and goes on', async () => {
      const position = await notes.append('a', NoteWritten({ title: 'die', shelf: 's' }));
      expect(await notes.host.reached(position, undefined, 120_000)).toEqual([]);
      expect(notes.warnings).toEqual(["the views' thread died and is started again: it ended with code 7"]);
      expect(await titles()).toEqual(['die']);
    });

    it('settles who waits when it is closed', async () => {
      const waiting = notes.host.reached(99, undefined, 60_000);
      await notes.host.close();
      expect(await waiting).toEqual(['note_list', 'note_fragile', 'note_wall']);
      await expect(titles()).rejects.toThrow('the views are closed');
    });
  });
});
