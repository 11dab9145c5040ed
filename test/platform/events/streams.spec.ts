import { Codec } from '../../../src/platform/events/codec.js';
import type { StoredRecord } from '../../../src/platform/events/envelope.js';
import type { EventStore } from '../../../src/platform/events/event-store.js';
import { BrokenStream, Streams } from '../../../src/platform/events/streams.js';
import { NoteHidden, Notes, NoteWritten, notes as noteStream } from '../views/notes.js';

describe('Folded streams', () => {
  it('are read on where other nodes write as well, with the commands that those have carried out', async () => {
    const notes = await Notes.open();
    try {
      const codec = new Codec([NoteWritten, NoteHidden]);
      const [alone, shared] = [new Streams(notes.store, codec), new Streams(notes.store, codec, { shared: true })];
      await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }));
      for (const streams of [alone, shared]) expect((await streams.folded(noteStream, 'a')).state).toMatchObject({ title: 'one' });
      const position = await notes.append('a', NoteWritten({ title: 'two', shelf: 's' }));
      expect((await alone.folded(noteStream, 'a')).state).toMatchObject({ title: 'one' });
      const [first, second] = await Promise.all([shared.folded(noteStream, 'a'), shared.folded(noteStream, 'a')]);
      expect(first).toMatchObject({ revision: 1, position, state: { title: 'two' } });
      expect(second).toMatchObject({ revision: 1, state: { title: 'two' } });
      expect(first.commands.size).toBe(2);
      expect((await shared.foldedAsOf(noteStream, 'a', position - 1)).state).toMatchObject({ title: 'one' });
    } finally {
      await notes.close();
    }
  });

  describe('where other nodes write as well', () => {
    /** Streams over what a store answers in turn, and what it was asked. */
    async function over(cut: (events: readonly StoredRecord[], from: number) => readonly StoredRecord[]) {
      const notes = await Notes.open();
      const asked: number[] = [];
      const store = {
        read: async (stream: string, from = 0) => {
          asked.push(from);
          return cut(await notes.store.read(stream, from), from);
        },
      } as EventStore;
      await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }));
      await notes.append('a', NoteWritten({ title: 'two', shelf: 's' }));
      const streams = new Streams(store, new Codec([NoteWritten, NoteHidden]), { shared: true });
      return { notes, streams, asked };
    }

    it('are asked for once, from the last event that is known', async () => {
      const { notes, streams, asked } = await over((events) => events);
      await streams.folded(noteStream, 'a');
      await streams.folded(noteStream, 'a');
      expect(asked).toEqual([0, 1]);
      await notes.close();
    });

    it('are an alarm where the last event that is known has gone', async () => {
      const { notes, streams } = await over((events, from) => (from === 0 ? events : []));
      await streams.folded(noteStream, 'a');
      await expect(streams.folded(noteStream, 'a')).rejects.toThrow(BrokenStream);
      await notes.close();
    });

    it('are an alarm where another event has taken its place', async () => {
      const { notes, streams } = await over((events, from) =>
        from === 0 ? events : events.map((event) => ({ ...event, position: event.position + 1 })),
      );
      await streams.folded(noteStream, 'a');
      await expect(streams.folded(noteStream, 'a')).rejects.toThrow('it was cut');
      await notes.close();
    });
  });
});
