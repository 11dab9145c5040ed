import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { String as Text } from 'typebox';
import { Codec } from '../../../dist/platform/events/codec.js';
import { event } from '../../../dist/platform/events/event.js';
import { text } from '../../../dist/platform/rows/columns.js';
import { view } from '../../../dist/platform/rows/view.js';
import { keepViews } from '../../../dist/platform/views/view-thread.js';

// The views of notes.ts again: a worker loads what is built.
const NoteWritten = event('NoteWritten', 1, 'internal', { title: Text(), shelf: Text() });
const NoteHidden = event('NoteHidden', 1, 'internal', { from: Text() });

const noteList = view({
  name: 'note_list',
  version: 1,
  columns: { title: text(), shelf: text() },
  events: { NoteWritten },
  fold: { NoteWritten: (_, { data }) => data },
  listings: [{ by: ['shelf'], order: 'title' }],
});

const fragile = view({
  name: 'note_fragile',
  version: 1,
  columns: { title: text() },
  events: { NoteWritten },
  fold: {
    NoteWritten: (_, { data: { title } }) => {
      if (title === 'break') throw new Error('it broke');
      return { title };
    },
  },
});

const noteWall = view({
  name: 'note_wall',
  version: 1,
  columns: { person: text(), stream: text() },
  events: { NoteHidden },
  keys: { NoteHidden: ({ data, stream }) => [`${data.from}:${stream}`] },
  fold: { NoteHidden: (_, { data, stream }) => ({ person: data.from, stream }) },
  listings: [{ by: ['person'], order: 'stream' }],
});

const codec = new Codec([NoteWritten, NoteHidden]);
const died = join(workerData.events.directory, 'died');

await keepViews([noteList, fragile, noteWall], (record) => {
  if (record.data.title === 'die' && !existsSync(died)) {
    writeFileSync(died, '');
    process.exit(7);
  }
  return codec.decode(record);
});
