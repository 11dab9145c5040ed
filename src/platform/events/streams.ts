import { LRUCache } from 'lru-cache';
import type { Codec } from './codec.js';
import { beginning, type Position, type StoredRecord, streamName } from './envelope.js';
import type { StoredEvent } from './event.js';
import { type EventStore, LogAlarm } from './event-store.js';
import { type AnyStream, evolve, type StateOf } from './stream.js';

/** The trace of a command in its stream, from which a repeat gets the same receipt. */
export interface DoneCommand {
  readonly hash: string;
  readonly revision: number;
  readonly position: Position;
}

/** Numbers of events by who may know of them: a set of audiences, with commas between them. */
export type KnownTo = Readonly<Record<string, number>>;

/** The part of a fold that each event changes. */
export interface FoldedState<S extends AnyStream = AnyStream> {
  readonly state: StateOf<S>;
  /** −1 where the stream does not exist. */
  readonly revision: number;
  readonly known: KnownTo;
}

/** A stream folded up to a revision. */
export interface Folded<S extends AnyStream = AnyStream> extends FoldedState<S> {
  readonly position: Position;
  /** Grows with the stream. Only the stream's own queue adds to it. */
  readonly commands: Map<string, DoneCommand>;
}

/**
 * A stream that begins above revision 0, has a gap, or has lost events that were read from it:
 * somebody cut it. This is an alarm, not data.
 */
export class BrokenStream extends LogAlarm {
  constructor(stream: string, expected: number, found: Pick<StoredEvent, 'revision' | 'position'> | undefined) {
    const stands = found ? `revision ${found.revision} stands at position ${found.position}` : 'nothing is there';
    super(`stream ${stream} should go on at revision ${expected}, but ${stands}: it was cut; nothing is decided on it`);
  }
}

const empty = <S extends AnyStream>(stream: S): Folded<S> => ({
  state: stream.initial,
  revision: -1,
  known: {},
  position: beginning,
  commands: new Map(),
});

export interface StreamsOptions {
  /** Most streams kept in memory. */
  readonly cached?: number;
  /** Other nodes write as well: a kept stream is read on from its end each time. */
  readonly shared?: boolean;
  /** Counts an event among those that its readers may know; by default no event is counted. */
  readonly count?: (stream: AnyStream, known: KnownTo, event: StoredEvent, before: unknown) => KnownTo;
}

/**
 * Folded streams; the recently used ones are kept. The cache can only be behind another writer; an
 * append checks the revision.
 */
export class Streams {
  private readonly cache: LRUCache<string, Folded>;

  constructor(
    private readonly store: EventStore,
    private readonly codec: Codec,
    private readonly options: StreamsOptions = {},
  ) {
    const { cached = 20_000 } = options;
    this.cache = new LRUCache({ max: cached });
  }

  async folded<S extends AnyStream>(stream: S, id: string): Promise<Folded<S>> {
    const name = streamName(stream.name, id);
    const cached = this.cache.get(name) as Folded<S> | undefined;
    if (cached) return this.options.shared ? this.readOn(stream, name, cached) : cached;
    const folded = this.foldAll(stream, await this.decoded(name));
    const meanwhile = this.cache.get(name) as Folded<S> | undefined;
    if (meanwhile && meanwhile.revision >= folded.revision) return meanwhile;
    if (folded.revision >= 0) this.cache.set(name, folded);
    return folded;
  }

  /** Folds the events that other nodes have added since. */
  private async readOn<S extends AnyStream>(stream: S, name: string, known: Folded<S>): Promise<Folded<S>> {
    // Reads from its last known event on: finding that event shows that nothing was cut. A store
    // must look twice where it finds no event at all.
    const [last, ...more] = await this.store.read(name, known.revision);
    if (last?.position !== known.position) throw new BrokenStream(name, known.revision, last);
    if (more.length === 0) return known;
    const events = more.map((record) => this.codec.decode(record));
    const folded = this.foldAll(stream, events, known);
    const meanwhile = this.cache.get(name) as Folded<S> | undefined;
    if (meanwhile && meanwhile.revision >= folded.revision) return meanwhile;
    this.cache.set(name, folded);
    return folded;
  }

  /** The state of the stream at a position of the log. */
  async foldedAsOf<S extends AnyStream>(stream: S, id: string, position: Position): Promise<Folded<S>> {
    const now = await this.folded(stream, id);
    if (now.position <= position) return now;
    return this.foldAll(stream, await this.history(streamName(stream.name, id), position));
  }

  /** The events of one stream up to a position. */
  async history(stream: string, position: Position): Promise<readonly StoredEvent[]> {
    return (await this.decoded(stream)).filter((event) => event.position <= position);
  }

  /** The fold with one event more, which need not be stored yet. */
  next<S extends AnyStream>(stream: S, { state, revision, known }: FoldedState<S>, event: StoredEvent): FoldedState<S> {
    const { count } = this.options;
    return {
      state: evolve(stream, state, event),
      revision: revision + 1,
      known: count ? count(stream, known, event, state) : known,
    };
  }

  keep(stream: AnyStream, id: string, folded: Folded): void {
    this.cache.set(streamName(stream.name, id), folded);
  }

  forget(stream: AnyStream, id: string): void {
    this.cache.delete(streamName(stream.name, id));
  }

  /** Folds events over an earlier fold; from the stream's first event unless given. */
  private foldAll<S extends AnyStream>(stream: S, events: Iterable<StoredEvent>, before: Folded<S> = empty(stream)): Folded<S> {
    let folded: FoldedState<S> = before;
    let { position } = before;
    const { commands } = before;
    for (const event of events) {
      const { revision } = event;
      if (revision !== folded.revision + 1) throw new BrokenStream(event.stream, folded.revision + 1, event);
      folded = this.next(stream, folded, event);
      position = event.position;
      commands.set(event.commandId, { hash: event.commandHash, revision, position });
    }
    const { state, revision, known } = folded;
    return { state, revision, known, position, commands };
  }

  private async decoded(stream: string): Promise<StoredEvent[]> {
    return (await this.store.read(stream)).map((record: StoredRecord) => this.codec.decode(record));
  }
}
