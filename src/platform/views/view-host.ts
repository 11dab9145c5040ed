import type { Worker } from 'node:worker_threads';
import type { DataSource } from 'typeorm';
import type { Position } from '../events/envelope.js';
import type { StoreAddress } from '../events/store-address.js';
import type { Place } from '../postgres/address.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import { openForReading } from '../rows/database.js';
import { DueQueries, type DueRows } from '../rows/due-work.js';
import type { DueFold, KeyedFold } from '../rows/keyed-fold.js';
import { RowQueries } from '../rows/row-queries.js';
import { viewNameOf } from '../rows/tables.js';
import type { AnyView } from '../rows/view.js';
import type { CheckpointWatch } from './checkpoint-watch.js';
import { appendedChannel } from './listener.js';
import type { FromViewThread, Progress, ToViewThread, ViewProgress } from './messages.js';
import { startViewThread, type ViewThread } from './view-thread-start.js';

const refuse = refuseFrom(platformRefusals.table);

export interface ViewHostOptions {
  /** Directory of views.db, which is created where it does not exist. */
  readonly directory: string;
  /** Where the log is, which must exist; in the same directory unless given. */
  readonly events?: StoreAddress;
  /** Where the rows are; in the directory unless given. */
  readonly rows?: Place;
  /**
   * Whether this process runs views; true unless given. A process that runs none needs rows on
   * PostgreSQL, and another process that runs them.
   */
  readonly runs?: boolean;
  /** The same list that the worker has. */
  readonly views: readonly KeyedFold[];
  /** A file that calls `keepViews`; the application's own unless given. */
  readonly worker?: URL;
  /** A thread that was started but has not begun; a new one is started unless given. */
  readonly started?: ViewThread;
  /** Milliseconds after which the thread looks at the log unasked. */
  readonly poll?: number;
  /** Called when the thread is in trouble: it continues by itself, or is started again. */
  readonly warn?: (message: string) => void;
}

interface Waiter {
  readonly over: () => boolean;
  readonly settle: () => void;
}

/** Milliseconds before a thread that died is started again. */
const restartDelayMs = 1_000;
/** Milliseconds that a read waits for a view to reach what it asks for. */
const readTimeoutMs = 2_000;

/** Work that needs every view cannot continue. */
export class ViewsUnbuilt extends Error {
  override readonly name = 'ViewsUnbuilt';
}

/**
 * How much of the log a building view has folded, in percent. Everybody may know it, which is why
 * it holds no position.
 */
export const built = ({ state, position, head }: ViewProgress): { readonly percent?: number } =>
  state === 'building' ? { percent: head === 0 ? 0 : Math.floor((100 * position) / head) } : {};

/** Keeps the views in a thread of their own, and knows how far they are. */
export class ViewHost {
  private shown: Progress = {};
  /**
   * Position of the hindmost live view. Many readers wait at once, and this alone answers most of
   * them.
   */
  private hindmost: Position = Number.POSITIVE_INFINITY;
  private allLive = false;
  private head: Position = 0;
  private thread: Worker | undefined;
  private restart: NodeJS.Timeout | undefined;
  private closed = false;
  private behindSince: number | undefined;
  private readonly woken: SharedArrayBuffer;
  private readonly flag: Int32Array;
  private readonly waiters = new Set<Waiter>();
  private readonly listeners = new Set<(tables: readonly string[]) => void>();
  private readonly holdings = new Set<string>();
  private readonly heldListeners = new Set<() => void>();
  private watch: CheckpointWatch | undefined;
  private waking = false;
  private wakeAgain = false;
  private readonly queries = new Map<string, RowQueries>();
  private reading: DataSource | undefined;

  private constructor(private readonly options: ViewHostOptions) {
    this.woken = options.started?.woken ?? new SharedArrayBuffer(4);
    this.flag = new Int32Array(this.woken);
  }

  /**
   * Resolves once every view has its table and short builds are done; long builds continue. Rejects
   * where the thread cannot start.
   */
  static async start(options: ViewHostOptions): Promise<ViewHost> {
    const host = new ViewHost(options);
    const { rows = { directory: options.directory }, runs = true } = options;
    try {
      if (runs) await host.begin(options.started ?? host.newThread());
      host.reading = await openForReading(rows);
      if (!('directory' in rows)) {
        const { CheckpointWatch } = await import('./checkpoint-watch.js');
        host.watch = new CheckpointWatch(
          host.reading,
          rows,
          options.views,
          () => host.waiters.size > 0,
          (progress, changed) => host.advanced(progress, changed),
        );
        await host.watch.open();
      }
      return host;
    } catch (error) {
      await host.close();
      throw error;
    }
  }

  /**
   * Something was committed to the log, up to `head` where that is known. Cheap: the thread is
   * notified only once until it has looked.
   */
  wake(head: Position = 0): void {
    this.head = Math.max(this.head, head);
    this.behindSince ??= performance.now();
    if (this.watch) this.wakeOthers();
    if (Atomics.exchange(this.flag, 0, 1) === 0) this.tell('wake');
  }

  /** By table. */
  progress(): Progress {
    return this.shown;
  }

  /** The views that it keeps. */
  get kept(): readonly KeyedFold[] {
    return this.options.views;
  }

  of({ table }: Pick<KeyedFold, 'table'>): ViewProgress {
    return this.shown[table] ?? { state: 'building', position: 0, head: this.head };
  }

  /** How far the hindmost live view is behind the log: 0 where all views have reached it. */
  lag(): { readonly events: number; readonly milliseconds: number } {
    const events = Math.max(0, this.head - this.hindmost);
    if (events === 0 && (this.watch || Atomics.load(this.flag, 0) === 0)) this.behindSince = undefined;
    return { events, milliseconds: this.behindSince === undefined ? 0 : performance.now() - this.behindSince };
  }

  /**
   * Waits until the live views of these tables, or all live views, have reached the position, at
   * most `timeout` milliseconds. Resolves with the names of those that have not. A view that is
   * building or has stopped is named, but not waited for.
   */
  async reached(position: Position, tables?: readonly string[], timeout = readTimeoutMs): Promise<string[]> {
    const settled = () =>
      this.hindmost >= position ||
      (tables !== undefined && this.watched(tables).every(([, shown]) => shown.state !== 'live' || shown.position >= position));
    if (!settled() && !this.closed) await this.wait(settled, timeout);
    if (this.hindmost >= position && this.allLive) return [];
    return this.watched(tables)
      .filter(([, shown]) => shown.state !== 'live' || shown.position < position)
      .map(([table]) => viewNameOf(table) ?? table);
  }

  /**
   * Waits until no view is building. Gives up after `timeout` milliseconds in which no view has
   * made progress. Resolves with the names of the views that are still building.
   */
  async built(timeout: number): Promise<string[]> {
    const building = () => Object.entries(this.shown).filter(([, { state }]) => state === 'building');
    const stand = () =>
      building()
        .map(([table, { position }]) => `${table} ${position}`)
        .join();
    for (let before = ''; building().length > 0 && stand() !== before && !this.closed; ) {
      before = stand();
      await this.wait(() => stand() !== before, timeout);
    }
    return building().map(([table]) => viewNameOf(table) ?? table);
  }

  /** Like `built`, but rejects with ViewsUnbuilt where a view has stopped or is still building. */
  async allBuilt(timeout: number): Promise<void> {
    const building = await this.built(timeout);
    for (const [table, { state, message }] of Object.entries(this.shown))
      if (state === 'stopped') throw new ViewsUnbuilt(`the list ${viewNameOf(table) ?? table} has stopped: ${message}`);
    if (building.length > 0)
      throw new ViewsUnbuilt(`these lists are still being built, and none got on for ${timeout / 1_000} seconds: ${building.join(', ')}`);
  }

  /**
   * Calls back after each commit of the thread with the tables whose rows changed, and with the
   * table of a view that went live. Returns a function that ends it.
   */
  onAdvance(listener: (tables: readonly string[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Whether this process runs the view of the table. Work that must be done once is done by the
   * process that runs its view.
   */
  holds(table: string): boolean {
    return !this.shared || this.holdings.has(table);
  }

  /** Calls back when the set of views that this process runs has changed. */
  onHeld(listener: () => void): void {
    this.heldListeners.add(listener);
  }

  /**
   * Resolves with the view's position once it has reached the requested one. Refuses with
   * view.building, view.stopped or as-of.not-reached.
   */
  async ready(view: KeyedFold, position: Position = 0): Promise<Position> {
    this.assertLive([view]);
    if (this.of(view).position < position) {
      const behind = await this.reached(position, [view.table]);
      this.assertLive([view]);
      if (behind.length > 0) refuse('as-of.not-reached', { views: this.told([view]) });
    }
    return this.of(view).position;
  }

  /** Refuses where one of the views cannot be read. */
  assertLive(views: readonly KeyedFold[]): void {
    const stopped = views.filter((view) => this.of(view).state === 'stopped');
    if (stopped.length > 0) refuse('view.stopped', { views: this.told(stopped) });
    const building = views.filter((view) => this.of(view).state !== 'live');
    if (building.length > 0) refuse('view.building', { views: this.told(building) });
  }

  /** The queries that read a view's rows. */
  queriesOf(view: AnyView): RowQueries {
    let queries = this.queries.get(view.table);
    if (!queries) {
      if (!this.reading) throw new Error('the views are closed');
      queries = new RowQueries(this.reading, view);
      this.queries.set(view.table, queries);
    }
    return queries;
  }

  /** The due work of a process. Reading it refuses with view.building or view.stopped. */
  dueRows(fold: DueFold): DueRows {
    if (!this.reading) throw new Error('the views are closed');
    const queries = new DueQueries(this.reading, fold);
    const ready = async () => {
      await this.ready(fold);
      return queries;
    };
    return {
      get: async (key) => (await ready()).get(key),
      due: async (instant, after) => (await ready()).due(instant, after),
      next: async (instant) => (await ready()).next(instant),
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.restart);
    const { thread } = this;
    if (thread) {
      const ended = new Promise((resolve) => thread.once('exit', resolve));
      this.tell('close');
      await ended;
    }
    for (const { settle } of this.waiters) settle();
    await this.watch?.close();
    await this.reading?.destroy();
    this.reading = undefined;
    this.queries.clear();
  }

  private newThread(): ViewThread {
    const { directory, events, rows, worker, poll } = this.options;
    return startViewThread({
      directory,
      woken: this.woken,
      ...(events && { events }),
      ...(rows && { rows }),
      ...(worker && { file: worker }),
      ...(poll !== undefined && { poll }),
    });
  }

  private begin({ worker: thread }: ViewThread): Promise<void> {
    thread.ref();
    this.thread = thread;
    this.tell('begin');
    return new Promise((resolve, reject) => {
      let failure: unknown;
      thread.on('message', (message: FromViewThread) => {
        this.heard(message);
        if (message.kind === 'ready') resolve();
      });
      thread.on('error', (error) => {
        failure = error;
      });
      thread.on('exit', (code) => {
        if (this.thread === thread) this.thread = undefined;
        if (code !== 0) failure ??= new Error(`it ended with code ${code}`);
        reject(failure ?? new Error('the views’ thread ended before it was ready'));
        if (this.closed || failure === undefined || !this.reading) return;
        this.options.warn?.(`the views' thread died and is started again: ${failure instanceof Error ? failure.message : String(failure)}`);
        this.restart = setTimeout(() => void this.begin(this.newThread()).catch(() => {}), restartDelayMs);
      });
    });
  }

  private heard(message: FromViewThread): void {
    switch (message.kind) {
      case 'told':
        this.options.warn?.(message.message);
        return;
      case 'trouble':
        this.options.warn?.(`the views' thread is in trouble and tries again: ${message.message}`);
        return;
      case 'ended':
        this.options.warn?.(`the views' thread has ended: ${message.message}`);
        this.show(
          Object.fromEntries(
            Object.entries(this.shown).map(([table, shown]) => [table, { ...shown, state: 'stopped', message: message.message }]),
          ),
        );
        break;
      case 'held':
        this.holdings.clear();
        for (const table of message.tables) this.holdings.add(table);
        for (const listener of this.heldListeners) listener();
        return;
      case 'ready':
      case 'advanced':
        // Where processes share the views, the checkpoints report on all of them.
        if (!this.shared) this.advanced(message.progress, message.kind === 'advanced' ? message.changed : []);
        return;
    }
    this.settleWaiters();
  }

  private get shared(): boolean {
    return this.options.rows !== undefined && !('directory' in this.options.rows);
  }

  private advanced(progress: Progress, changed: readonly string[]): void {
    for (const { head } of Object.values(progress)) this.head = Math.max(this.head, head);
    // Checkpoints do not say how far the log is.
    this.show(
      this.shared ? Object.fromEntries(Object.entries(progress).map(([table, shown]) => [table, { ...shown, head: this.head }])) : progress,
    );
    this.lag();
    if (changed.length > 0) for (const listener of this.listeners) listener(changed);
    this.settleWaiters();
  }

  private settleWaiters(): void {
    for (const waiter of this.waiters) if (waiter.over()) waiter.settle();
  }

  /**
   * Notifies the process that runs the views. If it misses the notification, it soon looks by
   * itself.
   */
  private wakeOthers(): void {
    const { rows } = this.options;
    if (!this.reading || !rows || 'directory' in rows) return;
    if (this.waking) {
      this.wakeAgain = true;
      return;
    }
    this.waking = true;
    void this.reading
      .query('SELECT pg_notify($1, $2)', [appendedChannel(rows), ''])
      .catch(() => {})
      .then(() => {
        this.waking = false;
        if (!this.wakeAgain || this.closed) return;
        this.wakeAgain = false;
        this.wakeOthers();
      });
  }

  private show(progress: Progress): void {
    this.shown = progress;
    const live = Object.values(progress).filter(({ state }) => state === 'live');
    this.allLive = live.length === Object.keys(progress).length;
    this.hindmost = Math.min(...live.map(({ position }) => position));
  }

  private wait(over: () => boolean, timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve();
      };
      const waiter = { over, settle };
      const timer = setTimeout(settle, timeout);
      this.waiters.add(waiter);
      this.watch?.look();
    });
  }

  private watched(tables: readonly string[] | undefined): [string, ViewProgress][] {
    return Object.entries(this.shown).filter(([table]) => !tables || tables.includes(table));
  }

  private told(views: readonly KeyedFold[]): Record<string, unknown> {
    return Object.fromEntries(
      views.map((view) => {
        const progress = this.of(view);
        return [view.name, { state: progress.state, ...built(progress) }];
      }),
    );
  }

  private tell(message: ToViewThread): void {
    this.thread?.postMessage(message);
  }
}
