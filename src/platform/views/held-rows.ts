import type { OpenRow } from './fold.js';

/**
 * Current rows, held in memory while a view is built: about `bound` keys, in two generations. A
 * touched key moves to the young generation. When that is full, the keys still in the old one have
 * not been touched for long, and leave. Null marks a key known to have no row; it is held only
 * where the row could be found elsewhere.
 */
export class HeldRows {
  private young = new Map<string, OpenRow | null>();
  private old = new Map<string, OpenRow | null>();

  /** Number of keys held; a key that is in both generations counts twice. */
  get size(): number {
    return this.young.size + this.old.size;
  }

  /** Undefined where nothing is known of the key. */
  get(key: string): OpenRow | null | undefined {
    const row = this.young.get(key);
    return row === undefined ? this.old.get(key) : row;
  }

  /** The rows to put aside before `remember` is called with the same rows. */
  leaving(touched: ReadonlyMap<string, OpenRow | null>, bound: number): [string, OpenRow | null][] {
    if (!this.turns(touched, bound)) return [];
    return [...this.old].filter(([key]) => !this.young.has(key) && !touched.has(key));
  }

  remember(touched: ReadonlyMap<string, OpenRow | null>, bound: number, elsewhere: (key: string) => boolean): void {
    if (this.turns(touched, bound)) {
      this.old = this.young;
      this.young = new Map();
    }
    for (const [key, row] of touched) {
      if (row || elsewhere(key)) this.young.set(key, row);
      else {
        this.young.delete(key);
        this.old.delete(key);
      }
    }
  }

  /** All held rows. */
  all(): [string, OpenRow | null][] {
    return [...this.young, ...[...this.old].filter(([key]) => !this.young.has(key))];
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }

  private turns(touched: ReadonlyMap<string, unknown>, bound: number): boolean {
    return this.young.size + touched.size > bound / 2;
  }
}
