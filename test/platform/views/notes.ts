import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { String as Text } from 'typebox';
import type { Caller } from '../../../src/platform/access/access.js';
import { partiesOf, Standings } from '../../../src/platform/access/parties.js';
import { withRequest } from '../../../src/platform/access/request.js';
import { Codec } from '../../../src/platform/events/codec.js';
import { event, type NewEvent } from '../../../src/platform/events/event.js';
import { SqliteEventStore } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import { Streams } from '../../../src/platform/events/streams.js';
import { newId } from '../../../src/platform/ground/ids.js';
import type { ModuleDefinition } from '../../../src/platform/module-definition.js';
import type { Place } from '../../../src/platform/postgres/address.js';
import type { FirstAccess } from '../../../src/platform/queries/first-access.js';
import { ViewReader } from '../../../src/platform/queries/reader.js';
import { text } from '../../../src/platform/rows/columns.js';
import { view } from '../../../src/platform/rows/view.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import { SearchBuilding } from '../../../src/platform/search/search-host.js';
import { ViewHost } from '../../../src/platform/views/view-host.js';
import { etags } from '../../kit/etags.js';
import { Schemas } from '../../kit/postgres.js';
import { type DatabaseKind, FixedClock, timeOf } from './kit.js';

export const NoteWritten = event('NoteWritten', 1, 'internal', { title: Text(), shelf: Text() });
export const NoteHidden = event('NoteHidden', 1, 'internal', { from: Text() });

export const noteList = view({
  name: 'note_list',
  version: 1,
  columns: { title: text(), shelf: text() },
  events: { NoteWritten },
  fold: { NoteWritten: (_, { data }) => data },
  listings: [{ by: ['shelf'], order: 'title' }],
});
export const fragile = view({
  name: 'note_fragile',
  version: 1,
  columns: { title: text() },
  events: { NoteWritten },
  fold: { NoteWritten: (_, { data: { title } }) => ({ title }) },
});

export const noteWall = view({
  name: 'note_wall',
  version: 1,
  columns: { person: text(), stream: text() },
  events: { NoteHidden },
  keys: { NoteHidden: ({ data, stream }) => [`${data.from}:${stream}`] },
  fold: { NoteHidden: (_, { data, stream }) => ({ person: data.from, stream }) },
  listings: [{ by: ['person'], order: 'stream' }],
});

export type NoteState = { status: 'absent' } | { status: 'written'; title: string; hiddenFrom: string[] };
const noteEvents = { NoteWritten, NoteHidden };
export const notes: Stream<NoteState, typeof noteEvents> = {
  name: 'note',
  initial: { status: 'absent' },
  events: noteEvents,
  evolve: {
    NoteWritten: (state, { data }) => ({
      status: 'written',
      title: data.title,
      hiddenFrom: state.status === 'absent' ? [] : state.hiddenFrom,
    }),
    NoteHidden: (state, { data }) => (state.status === 'absent' ? state : { ...state, hiddenFrom: [...state.hiddenFrom, data.from] }),
  },
  hiddenFrom: (state, person) => state.status === 'written' && state.hiddenFrom.includes(person),
};

const notesDefinition: ModuleDefinition = {
  name: 'notes',
  streams: [notes],
  commandHandlers: [],
  queryHandlers: [],
  views: [noteList, fragile, noteWall],
  processes: [],
  walls: [noteWall],
  about: ({ data }) => [`shelf-${(data as { shelf?: string }).shelf ?? 'none'}`],
};

const worker = pathToFileURL(join(import.meta.dirname, 'notes.worker.mjs'));

/** A node of notes: a log, its views in their thread, and their reader. */
export class Notes {
  readonly warnings: string[] = [];
  readonly clock = new FixedClock(Date.parse(timeOf(1_000)));
  readonly moments = new Moments(Buffer.alloc(32, 1));
  private appended = 0;

  private constructor(
    readonly directory: string,
    readonly store: SqliteEventStore,
    readonly streams: Streams,
    private readonly codec: Codec,
    public host: ViewHost,
    private readonly schemas: Schemas,
  ) {}

  static async open(kind: DatabaseKind = 'SQLite', schemas = new Schemas(), poll = 60_000): Promise<Notes> {
    const directory = mkdtempSync(join(tmpdir(), 'notes-'));
    const rows = kind === 'SQLite' ? { directory } : await schemas.address('views');
    const store = await SqliteEventStore.open({ directory });
    const codec = new Codec(Object.values(noteEvents));
    const notes: Notes = new Notes(
      directory,
      store,
      new Streams(store, codec),
      codec,
      await Notes.host(directory, rows, poll, (text) => notes.warnings.push(text)),
      schemas,
    );
    await notes.host.built(120_000);
    return notes;
  }

  private static host(directory: string, rows: Place, poll: number, warn: (text: string) => void): Promise<ViewHost> {
    return ViewHost.start({ directory, rows, views: [noteList, fragile, noteWall], worker, poll, warn });
  }

  reader(looks: Pick<FirstAccess, 'note'> = { note: async () => {} }): ViewReader {
    const { store, streams, codec, host, clock } = this;
    return new ViewReader({
      store,
      streams,
      codec,
      host,
      clock,
      timeZone: 'America/Denver',
      search: {
        search: async ({ words, upTo }) => {
          if (upTo === 0) throw new SearchBuilding();
          return words.map((word) => ({ stream: `note-${word}`, eventId: word, position: upTo, excerpt: word }));
        },
      },
      looks,
      unsealer: { openAll: async (tokens) => tokens },
      moments: this.moments,
      etags,
      actions: { on: async () => [], starting: async () => [], one: async () => undefined },
      definitions: [notesDefinition],
      standings: new Standings([partiesOf(notes, async (_, person) => (person === 'rita' ? 'recused' : 'uninvolved'))], {
        state: async (stream) => stream.initial,
      }),
    });
  }

  /** Appends one event, recorded a minute after the one before, and wakes the views. Resolves with its position. */
  async append(id: string, event: NewEvent, wake = true): Promise<number> {
    const stream = `note-${id}`;
    const events = await this.store.read(stream);
    this.appended += 1;
    const { position } = await this.store.append(stream, events.length === 0 ? 'none' : events.length - 1, [
      {
        id: newId(),
        schema: 1,
        recordedAt: timeOf(this.appended),
        actor: { person: newId(), office: 'Employee' },
        policyVersion: null,
        commandId: newId(),
        commandHash: '',
        causationId: null,
        correlationId: newId(),
        ...event,
      },
    ]);
    this.streams.forget(notes, id);
    if (wake) this.host.wake(position);
    return position;
  }

  /** Appends, and waits for the views. */
  async shown(id: string, event: NewEvent): Promise<number> {
    const position = await this.append(id, event);
    await this.host.reached(position, [noteList.table], 120_000);
    return position;
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.store.close();
    await this.schemas.clean();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A query as it comes off the bus. */
export const asked = <Q extends object>(query: Q, caller: Caller): Q => withRequest(query, { caller, correlationId: newId() });
