import Sqlite, { type Database } from 'better-sqlite3';
import type { Position } from '../events/envelope.js';
import { spellings, spellingsWithin, wordsOf } from '../ground/spellings.js';
import { excerptOf } from './excerpt.js';
import { type Hit, mostWords } from './searchable.js';

/** A searchable text, and the streams that it leads to. */
export interface IndexEntry {
  readonly streams: readonly string[];
  readonly eventId: string;
  readonly position: Position;
  readonly text: string;
  /** What it says of the streams; a later text that says the same takes its place. */
  readonly says?: string;
}

/** Which texts are searched: those that stand at a position, or those that stood before. */
export type Standing = 'standing' | 'replaced';

interface Found extends Omit<Hit, 'excerpt'> {
  readonly id: number;
}

const never = Number.MAX_SAFE_INTEGER;
const stands: Readonly<Record<Standing, string>> = {
  standing: 'position <= :upTo AND until > :upTo',
  replaced: 'until <= :upTo',
};

/** Opened texts by the forms of their words, in memory alone: none of it is ever on disk. */
export class SearchIndex {
  private readonly db: Database;
  private readonly insert;
  private readonly forms;
  private readonly replace;
  private readonly streams;
  private readonly hits;
  private readonly text;

  constructor() {
    this.db = new Sqlite(':memory:');
    this.db.pragma('temp_store = MEMORY');
    this.db.exec(
      `CREATE TABLE entry (id INTEGER PRIMARY KEY, stream TEXT, eventId TEXT, position INTEGER, until INTEGER, says TEXT, text TEXT);
       CREATE INDEX entry_says ON entry (stream, says) WHERE says IS NOT NULL AND until = ${never};
       CREATE VIRTUAL TABLE forms USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`,
    );
    this.insert = this.db.prepare<[string, string, number, string | null, string]>(
      `INSERT INTO entry (stream, eventId, position, until, says, text) VALUES (?, ?, ?, ${never}, ?, ?)`,
    );
    this.forms = this.db.prepare<[number | bigint, string]>('INSERT INTO forms (rowid, words) VALUES (?, ?)');
    this.replace = this.db.prepare<[number, string, string]>(
      `UPDATE entry SET until = ? WHERE stream = ? AND says = ? AND until = ${never}`,
    );
    const each = (sql: (where: string) => string) => ({ standing: sql(stands.standing), replaced: sql(stands.replaced) });
    const from = 'FROM forms JOIN entry ON entry.id = forms.rowid WHERE forms MATCH :words AND';
    const streams = each((where) => `SELECT DISTINCT stream ${from} ${where}`);
    const hits = each((where) => `SELECT id, stream, eventId, position ${from} ${where} ORDER BY rank, position DESC`);
    type Asked = { readonly words: string; readonly upTo: number };
    const prepared = (sql: string) => this.db.prepare<[Asked], string>(sql).pluck();
    this.streams = { standing: prepared(streams.standing), replaced: prepared(streams.replaced) };
    this.hits = {
      standing: this.db.prepare<[Asked], Found>(hits.standing),
      replaced: this.db.prepare<[Asked], Found>(hits.replaced),
    };
    this.text = this.db.prepare<[number], string>('SELECT text FROM entry WHERE id = ?').pluck();
  }

  add(entries: readonly IndexEntry[]): void {
    this.db.transaction(() => {
      for (const { streams, eventId, position, text, says = null } of entries) {
        const forms = wordsOf(text)
          .flatMap((word) => spellingsWithin(word.text))
          .join(' ');
        for (const stream of streams) {
          if (says !== null) this.replace.run(position, stream, says);
          const { lastInsertRowid } = this.insert.run(stream, eventId, position, says, text);
          this.forms.run(lastInsertRowid, forms);
        }
      }
    })();
  }

  /**
   * Streams in which every word occurs, or a longer word that begins with it, in texts that stand at
   * a position; best first, one hit for each stream. A stream that holds the words in different
   * events is found as well. With `replaced`, only texts whose place another one has taken.
   */
  search(words: readonly string[], upTo: Position, limit: number, which: Standing = 'standing'): Hit[] {
    const asked = words
      .slice(0, mostWords)
      .map(spellings)
      .filter((forms) => forms.length > 0);
    const terms = asked.map((forms) => forms.map((form) => `"${form.replaceAll('"', '')}"*`).join(' OR '));
    const [first, ...others] = terms.map((term) => new Set(this.streams[which].all({ words: term, upTo })));
    const inAll = new Set([...(first ?? [])].filter((stream) => others.every((streams) => streams.has(stream))));
    const best = new Map<string, Found>();
    const wanted = Math.min(limit, inAll.size);
    if (wanted === 0) return [];
    for (const hit of this.hits[which].iterate({ words: terms.join(' OR '), upTo })) {
      if (inAll.has(hit.stream) && !best.has(hit.stream)) best.set(hit.stream, hit);
      if (best.size === wanted) break;
    }
    return [...best.values()].map(({ id, ...hit }) => ({ ...hit, excerpt: excerptOf(this.text.get(id) ?? '', asked.flat()) }));
  }

  close(): void {
    this.db.close();
  }
}
