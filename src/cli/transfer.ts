import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { beginning, type EventRecord, type Position, type StoredRecord } from '../platform/events/envelope.js';
import { AppendTooLarge, type EventStore, type LogReader, WrongExpectedRevision } from '../platform/events/event-store.js';
import { count, Failure } from './failure.js';

/** Events read at once. */
const page = 1_000;
/**
 * Most consecutive events of one stream in one append; the limit on their size is in bytes of JSON.
 */
const maxEventsPerAppend = 200;
const largest = 256 * 1024;

/**
 * The form of an event that both ends of a copy must share: all but its position, which each store
 * assigns.
 */
const lineOf = ({ position: _, ...event }: StoredRecord): string => canonicalize(event) ?? '';

/** SHA-256 over every event in the order of the log, and so in the order of each stream. */
export class LogDigest {
  events = 0;
  private readonly hash = createHash('sha256');
  private readonly names = new Set<string>();

  add(event: StoredRecord): void {
    this.events += 1;
    this.names.add(event.stream);
    this.hash.update(`${lineOf(event)}\n`);
  }

  get streams(): number {
    return this.names.size;
  }

  /** Ends the digest: its text in hex. */
  text(): string {
    return this.hash.digest('hex');
  }
}

/** Every event of a log up to a position, page by page. */
export async function* pagesOf(log: LogReader, until: Position): AsyncGenerator<readonly StoredRecord[]> {
  for (let after = beginning; after < until; ) {
    const records = (await log.readAll(after, page)).filter(({ position }) => position <= until);
    const last = records.at(-1);
    if (!last) return;
    yield records;
    after = last.position;
  }
}

export interface Transferred {
  /** Digest of the source. The target was found to have the same. */
  readonly digest: string;
  readonly events: number;
  readonly streams: number;
  /** Number of events that the target did not have before. */
  readonly written: number;
}

/**
 * Writes a log into a store in its order, with unchanged ids, revisions and times. Then reads the
 * store from its beginning to prove that it holds those events and no others. The events already in
 * the store must be the first ones of the log: then the copy continues from there, so a copy that
 * was cut off is simply given again. Rejects with Failure where the store holds other events, or
 * somebody else writes to it.
 */
export async function transfer(
  source: AsyncIterable<readonly StoredRecord[]>,
  target: EventStore,
  reached: (event: StoredRecord, done: number) => void = () => {},
): Promise<Transferred> {
  const digest = new LogDigest();
  const present = eventsOf(pagesOf(target, await target.head()));
  const writer = new Runs(target);
  for await (const records of source)
    for (const record of records) {
      digest.add(record);
      const { value: there, done } = await present.next();
      if (done) await writer.add(record);
      else if (lineOf(there) !== lineOf(record))
        throw new Failure(
          `the target holds something else: its event ${digest.events} is ${there.id} (${there.type} of ${there.stream} revision ${there.revision}), not ${record.id} (${record.type} of ${record.stream} revision ${record.revision})`,
        );
      reached(record, digest.events);
    }
  await writer.flush();
  const more = await present.next();
  if (!more.done) throw new Failure(`the target holds more than the source: after ${count(digest.events, 'event')} comes ${more.value.id}`);
  const copy = new LogDigest();
  for await (const records of pagesOf(target, await target.head())) for (const record of records) copy.add(record);
  const [wanted, got] = [digest.text(), copy.text()];
  if (wanted !== got || digest.events !== copy.events)
    throw new Failure(
      `source and target differ: ${count(digest.events, 'event')} with SHA-256 ${wanted} against ${count(copy.events, 'event')} with ${got}; somebody else wrote to the target`,
    );
  return { digest: wanted, events: digest.events, streams: digest.streams, written: writer.written };
}

async function* eventsOf(pages: AsyncIterable<readonly StoredRecord[]>): AsyncGenerator<StoredRecord, undefined> {
  for await (const records of pages) yield* records;
  return undefined;
}

/**
 * Appends one after another, because the order of the appends is the order of the log. Consecutive
 * events of one stream share an append.
 */
class Runs {
  written = 0;
  private run: StoredRecord[] = [];
  private size = 0;

  constructor(private readonly target: EventStore) {}

  async add(record: StoredRecord): Promise<void> {
    const size = lineOf(record).length;
    const last = this.run.at(-1);
    if (last && (last.stream !== record.stream || this.run.length >= maxEventsPerAppend || this.size + size > largest)) await this.flush();
    this.run.push(record);
    this.size += size;
  }

  async flush(): Promise<void> {
    const { run } = this;
    const [first] = run;
    if (!first) return;
    this.run = [];
    this.size = 0;
    const events = run.map(({ stream: _stream, revision: _revision, position: _position, ...event }): EventRecord => event);
    try {
      await this.target.append(first.stream, first.revision === 0 ? 'none' : first.revision - 1, events);
    } catch (error) {
      if (error instanceof WrongExpectedRevision)
        throw new Failure(`the target holds something else: ${error.message}, where event ${first.id} belongs`);
      if (error instanceof AppendTooLarge) throw new Failure(`event ${first.id} of ${first.stream} does not fit: ${error.message}`);
      throw error;
    }
    this.written += run.length;
  }
}
