import Sqlite, { type Database } from 'better-sqlite3';
import type { Position } from '../events/envelope.js';
import { type Hit, mostWords } from './searchable.js';

/** A searchable text, and the streams that it leads to. */
export interface IndexEntry {
  readonly streams: readonly string[];
  readonly eventId: string;
  readonly position: Position;
  readonly text: string;
}

/** Opened texts by word, in memory alone: none of it is ever on disk. */
export class SearchIndex {
  private readonly db: Database;
  private readonly insert;
  private readonly streams;
  private readonly hits;

  constructor() {
    this.db = new Sqlite(':memory:');
    this.db.pragma('temp_store = MEMORY');
    this.db.exec(
      `CREATE VIRTUAL TABLE entry USING fts5 (text, stream UNINDEXED, eventId UNINDEXED, position UNINDEXED,
         tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`,
    );
    this.insert = this.db.prepare<[string, string, string, number]>(
      'INSERT INTO entry (text, stream, eventId, position) VALUES (?, ?, ?, ?)',
    );
    this.streams = this.db
      .prepare<[string, number], string>('SELECT DISTINCT stream FROM entry WHERE entry MATCH ? AND position <= ?')
      .pluck();
    this.hits = this.db.prepare<[string, number], Hit>(
      `SELECT stream, eventId, position, snippet(entry, 0, '«', '»', ' … ', 24) AS excerpt FROM entry
       WHERE entry MATCH ? AND position <= ? ORDER BY rank, position DESC`,
    );
  }

  add(entries: readonly IndexEntry[]): void {
    this.db.transaction(() => {
      for (const { streams, eventId, position, text } of entries)
        for (const stream of streams) this.insert.run(text, stream, eventId, position);
    })();
  }

  /**
   * Streams in which every word occurs, or a longer word that begins with it, in events up to a
   * position; best first, one hit for each stream. A stream that holds the words in different
   * events is found as well.
   */
  search(words: readonly string[], upTo: Position, limit: number): Hit[] {
    const terms = words.slice(0, mostWords).map((word) => `"${word.replaceAll('"', '')}"*`);
    const [first, ...others] = terms.map((term) => new Set(this.streams.all(term, upTo)));
    const inAll = new Set([...(first ?? [])].filter((stream) => others.every((streams) => streams.has(stream))));
    const best = new Map<string, Hit>();
    const wanted = Math.min(limit, inAll.size);
    if (wanted === 0) return [];
    for (const hit of this.hits.iterate(terms.join(' OR '), upTo)) {
      if (inAll.has(hit.stream) && !best.has(hit.stream)) best.set(hit.stream, hit);
      if (best.size === wanted) break;
    }
    return [...best.values()];
  }

  close(): void {
    this.db.close();
  }
}
