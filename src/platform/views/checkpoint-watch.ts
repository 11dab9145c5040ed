import type { DataSource } from 'typeorm';
import { newId } from '../ground/ids.js';
import type { PostgresAddress } from '../postgres/address.js';
import { codeOf } from '../postgres/connection.js';
import type { KeyedFold } from '../rows/keyed-fold.js';
import { storedShape, type ViewCheckpoint } from '../rows/tables.js';
import { prepareNodes, tellLeft, tellUse } from './leases.js';
import { advancedChannel, Listener } from './listener.js';
import type { Progress } from './messages.js';

/** Milliseconds between two regular looks at the checkpoints. */
const idle = 1_000;
/** The same while somebody waits: a notification may be lost. */
const hurried = 50;
/** Milliseconds between two announcements of the tables that a node reads. */
const used = 30_000;

/**
 * Knows how far the views are, also those that other processes run. It reads their checkpoints,
 * which are written together with the rows.
 */
export class CheckpointWatch {
  private readonly listener: Listener;
  private readonly shapes: ReadonlyMap<string, string>;
  private readonly node = newId();
  private readonly changed = new Set<string>();
  private shown: Progress = {};
  private looking: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private useTold = Number.NEGATIVE_INFINITY;
  private closed = false;

  constructor(
    private readonly database: DataSource,
    address: PostgresAddress,
    private readonly views: readonly KeyedFold[],
    /** Whether somebody waits. */
    private readonly awaited: () => boolean,
    private readonly told: (progress: Progress, changed: readonly string[]) => void,
  ) {
    this.shapes = new Map(views.map((view) => [view.table, storedShape(view)]));
    this.listener = new Listener(address, advancedChannel(address), (payload) => {
      for (const table of payload.split(',')) if (this.shapes.has(table)) this.changed.add(table);
      this.look();
    });
  }

  /** Resolves after the first look. Rejects where the database cannot be reached. */
  async open(): Promise<void> {
    await prepareNodes(this.database);
    await this.tellUse();
    await this.read();
    await this.listener.open();
    this.next();
  }

  /** Looks soon; callers that ask meanwhile share one look. */
  look(): void {
    if (this.closed) return;
    if (this.looking !== undefined) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.looking = this.read()
      .then(() => this.tellUse())
      // The next look tries again; until then the last known progress is shown.
      .catch(() => {})
      .then(() => {
        this.looking = undefined;
        if (this.again) {
          this.again = false;
          this.look();
        } else this.next();
      });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.listener.close();
    await this.looking;
    await tellLeft(this.database, this.node).catch(() => {});
  }

  private next(): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.look(), this.awaited() ? hurried : idle).unref();
  }

  private async read(): Promise<void> {
    const changed = [...this.changed];
    this.changed.clear();
    const found: ViewCheckpoint[] = await this.database
      .query('SELECT "table", "position", "state", "message", "shape" FROM "view_checkpoint"')
      .catch((error: unknown) => {
        // No runner has created the table yet.
        if (codeOf(error) === '42P01') return [];
        for (const table of changed) this.changed.add(table);
        throw error;
      });
    const before = this.shown;
    const rows = new Map(found.map((row) => [row.table, row]));
    this.shown = Object.fromEntries(
      this.views.map(({ table }) => {
        const row = rows.get(table);
        // Other code made these columns under the same version: they are about to be built anew.
        if (!row || row.shape !== this.shapes.get(table)) return [table, { state: 'building' as const, position: 0, head: 0 }];
        const position = Number(row.position);
        return [table, { state: row.state, position, head: position, ...(row.message !== null && { message: row.message }) }];
      }),
    );
    const moved = Object.entries(this.shown).filter(
      ([table, { position, state }]) => before[table]?.position !== position || before[table]?.state !== state,
    );
    if (moved.length > 0 || changed.length > 0)
      this.told(
        this.shown,
        // Without a list of changed tables, every table that moved may have changed.
        changed.length > 0 ? changed : moved.map(([table]) => table),
      );
  }

  private async tellUse(): Promise<void> {
    if (performance.now() - this.useTold < used) return;
    await tellUse(
      this.database,
      this.node,
      this.views.map(({ table }) => table),
    );
    this.useTold = performance.now();
  }
}
