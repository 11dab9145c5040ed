import type { OpenRow } from './fold.js';

/**
 * Rows that stand, held in memory while a view is built: about `bound` keys, in two generations. What is touched moves to the young
 * one; when that is full, what is left in the old one has not been touched for long, and leaves. Null is a key known to have no row,
 * which is held only where it could be found elsewhere.
 */
export class HeldRows {
  private young = new Map<string, OpenRow | null>();
  private old = new Map<string, OpenRow | null>();

  /** Keys held; one that is in both generations counts twice. */
  get size(): number {
    return this.young.size + this.old.size;
  }

  /** Undefined where nothing is known of the key. */
  get(key: string): OpenRow | null | undefined {
    const row = this.young.get(key);
    return row === undefined ? this.old.get(key) : row;
  }

  /** What must be put aside before `remember` is called with the same rows. */
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

  /** Everything that is held. */
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
