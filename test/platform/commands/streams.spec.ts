import { Streams } from '../../../src/platform/commands/streams.js';
import { Codec } from '../../../src/platform/events/codec.js';
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
});
