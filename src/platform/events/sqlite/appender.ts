import type { Database } from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { WireAppend, WireEvent } from './rows.js';

/**
 * `[true, revision, position]`, or `[false, actual revision]`; −1 where the stream does not exist.
 */
export type WireAnswer = readonly [appended: true, revision: number, position: number] | readonly [appended: false, actual: number];

interface Head {
  /** Undefined while the stream does not exist. */
  id: number | undefined;
  revision: number;
}

interface Place {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
}

const rememberedHeads = 100_000;

/** Writes appends to the log: many in one transaction, each all-or-none. */
export class Appender {
  private readonly heads = new LRUCache<string, Head>({ max: rememberedHeads });
  private readonly begin;
  private readonly commit;
  private readonly headOf;
  private readonly placeOf;
  private readonly addStream;
  private readonly addEvent;
  private readonly end;
  /** Head of the log; undefined when it must be read again. */
  private log: { position: number; latest: number } | undefined;

  constructor(private readonly db: Database) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.headOf = db.prepare<[string], { id: number; revision: number | null }>(
      'SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) AS revision FROM streams WHERE name = ?',
    );
    this.placeOf = db.prepare<[string], Place>("SELECT position, stream, revision FROM events WHERE id = unhex(?, '-')");
    this.addStream = db.prepare<[string]>('INSERT INTO streams (name) VALUES (?)');
    this.addEvent = db.prepare<[number, number, number, string, number, string, number, string, string]>(
      `INSERT INTO events (position, stream, revision, id, latest, type, schema, envelope, data)
       VALUES (?, ?, ?, unhex(?, '-'), ?, ?, ?, ?, ?)`,
    );
    this.end = db.prepare<[], { position: number; latest: number }>('SELECT position, latest FROM events ORDER BY position DESC LIMIT 1');
  }

  /**
   * Answers once the whole batch is on disk. If it throws, nothing was written, and the next batch
   * starts from the state on disk.
   */
  append(batch: readonly WireAppend[]): WireAnswer[] {
    try {
      this.begin.run();
      const answers = batch.map((append) => this.one(append));
      this.commit.run();
      return answers;
    } catch (error) {
      this.heads.clear();
      this.log = undefined;
      // SQLite rolls back by itself after some errors, such as a full disk
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  private one([stream, expected, events]: WireAppend): WireAnswer {
    const head = this.head(stream);
    const places = events.map(([id]) => this.placeOf.get(id));
    if (head.revision === expected && places.every((place) => !place)) return this.write(stream, head, events);
    const repeated = places.every((place, index) => place && place.stream === head.id && place.revision === expected + 1 + index);
    return repeated ? [true, expected + events.length, places.at(-1)?.position as number] : [false, head.revision];
  }

  private write(stream: string, head: Head, events: readonly WireEvent[]): WireAnswer {
    this.log ??= this.end.get() ?? { position: 0, latest: Number.MIN_SAFE_INTEGER };
    head.id ??= Number(this.addStream.run(stream).lastInsertRowid);
    for (const [id, type, schema, recorded, envelope, data] of events) {
      this.log.position += 1;
      this.log.latest = Math.max(this.log.latest, recorded);
      head.revision += 1;
      this.addEvent.run(this.log.position, head.id, head.revision, id, this.log.latest, type, schema, envelope, data);
    }
    return [true, head.revision, this.log.position];
  }

  private head(stream: string): Head {
    let head = this.heads.get(stream);
    if (!head) {
      const found = this.headOf.get(stream);
      head = { id: found?.id, revision: found?.revision ?? -1 };
      this.heads.set(stream, head);
    }
    return head;
  }
}
