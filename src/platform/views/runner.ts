import type { DataSource, QueryRunner } from 'typeorm';
import { beginning, type Position, type StoredRecord, streamParts } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import type { LogReader } from '../events/event-store.js';
import type { Clock } from '../ground/clock.js';
import { isOnPostgres } from '../postgres/connection.js';
import type { History } from '../rows/following.js';
import { isDue, type KeyedFold, rulesOf } from '../rows/keyed-fold.js';
import { RowShape } from '../rows/row-shape.js';
import { indexesOf, storedShape, type ViewCheckpoint, ViewTables, viewNameOf } from '../rows/tables.js';
import { ValuesTable } from './bulk.js';
import { ArraysTable } from './bulk-arrays.js';
import { Checkpoints } from './checkpoints.js';
import { DueTable, dueFit } from './due-table.js';
import { type FoldFailure, foldBatch, type OpenRows, reasonOf, type Touch } from './fold.js';
import { HeldRows } from './held-rows.js';
import type { Progress } from './messages.js';
import { Spill } from './spill.js';
import { changesRows, openVersions, remember, type Step, stopMessage, type ViewRun, write } from './view-run.js';

/** The log as the runner reads it. */
export type RunnerLog = Pick<LogReader, 'read' | 'readAll' | 'at' | 'head'>;

export interface RunnerOptions {
  /** Of views.db alone, opened for writing. The runner is its only user. */
  readonly database: DataSource;
  readonly log: RunnerLog;
  /** Throws for an event that no code understands. */
  readonly decode: (record: StoredRecord) => StoredEvent;
  readonly views: readonly KeyedFold[];
  readonly clock: Clock;
  /** Called within the transaction, on its connection, with the tables whose rows change. */
  readonly announce?: (runner: QueryRunner, changed: readonly string[]) => Promise<void>;
  /** Called after each commit, with the tables whose rows changed. */
  readonly advanced?: (progress: Progress, changed: readonly string[]) => void;
  /** Called with messages for the operator. */
  readonly warn?: (message: string) => void;
  /** Whether a table that this code does not know is unused by every node; true unless given. */
  readonly mayDrop?: (table: string) => Promise<boolean>;
  /** Events in one transaction. */
  readonly batch?: number;
  /** Open rows kept in memory while views are built, all views together. */
  readonly cached?: number;
}

type Decode = RunnerOptions['decode'];

/** Decodes each record of a batch once, for all views. */
function once(decode: Decode): Decode {
  const decoded = new Map<StoredRecord, StoredEvent>();
  return (record) => {
    let event = decoded.get(record);
    if (!event) {
      event = decode(record);
      decoded.set(record, event);
    }
    return event;
  };
}

/** Current rows written in one transaction at the end of a build. */
const written = 4_000;

/**
 * Keeps the rows of views up to date with the log. Views at the same position form a group. One
 * call of `step` reads at most one batch for each group, and writes it in one transaction with
 * their checkpoints.
 */
export class ViewRunner {
  private runs: ViewRun[] = [];
  private readonly routes = new Map<string, ViewRun[]>();
  private readonly runner: QueryRunner;
  private readonly tables: ViewTables;
  private readonly checkpoints: Checkpoints;
  private readonly batch: number;
  private readonly cached: number;
  private head: Position = beginning;

  constructor(private readonly options: RunnerOptions) {
    this.runner = options.database.createQueryRunner();
    this.tables = new ViewTables(this.runner);
    this.checkpoints = new Checkpoints(this.runner, options.clock);
    this.batch = options.batch ?? 2_000;
    this.cached = options.cached ?? 50_000;
  }

  /**
   * Finds or creates the tables. Drops those of removed views. A build that was cut off starts
   * over.
   */
  async start(): Promise<void> {
    await this.prepare();
    await this.take(this.options.views);
    await this.tidy();
    this.tell([]);
  }

  /** Creates the tables that all views share. */
  async prepare(): Promise<void> {
    await this.tables.prepare();
    this.head = await this.options.log.head();
  }

  /** Runs these views from now on, in addition to those it runs already. */
  async take(views: readonly KeyedFold[]): Promise<void> {
    if (views.length === 0) return;
    const found = new Map((await this.tables.checkpoints()).map((checkpoint) => [checkpoint.table, checkpoint]));
    for (const view of views) {
      const run = await this.open(view, found.get(view.table));
      this.runs.push(run);
      for (const type of Object.keys(view.events)) this.routes.set(type, [...(this.routes.get(type) ?? []), run]);
    }
  }

  /** Stops running the views of these tables. */
  release(tables: readonly string[]): void {
    const stays = ({ view }: ViewRun) => !tables.includes(view.table);
    this.runs = this.runs.filter(stays);
    for (const [type, runs] of this.routes) this.routes.set(type, runs.filter(stays));
  }

  /** The tables of the views that it runs. */
  get running(): readonly string[] {
    return this.runs.map(({ view }) => view.table);
  }

  progress(): Progress {
    return Object.fromEntries(
      this.runs.map(({ view, state, position, message }) => [
        view.table,
        { state, position, head: Math.max(this.head, position), ...(message !== null && { message }) },
      ]),
    );
  }

  /**
   * Does one round; true where there is more to do at once. Rejects with StaleRunner, or with the
   * database's error: then the same step may be tried again.
   */
  async step(): Promise<boolean> {
    const groups = new Map<Position, ViewRun[]>();
    for (const run of this.runs)
      if (run.state !== 'stopped' && run.phase !== 'finishing') groups.set(run.position, [...(groups.get(run.position) ?? []), run]);
    let more = false;
    this.head = Math.max(this.head, await this.options.log.head());
    // The foremost group first: a live view waits for at most one batch of a view that is being
    // built.
    for (const [position, group] of [...groups].sort(([a], [b]) => b - a)) {
      const records = await this.options.log.readAll(position, this.batch);
      if (records.length > 0) await this.advance(group, records);
      if (records.length === this.batch) more = true;
      else more = (await this.arrive(group.filter(({ state }) => state === 'building'))) || more;
    }
    for (const run of this.runs)
      if (run.phase === 'finishing') {
        await this.finish(run);
        more = true;
      }
    return more;
  }

  /** Steps until all views that have not stopped reach the log's head. */
  async catchUp(): Promise<void> {
    while (await this.step());
  }

  private async open(view: KeyedFold, found: ViewCheckpoint | undefined): Promise<ViewRun> {
    const hash = storedShape(view);
    const run: ViewRun = {
      view,
      ...this.rowsOf(view),
      rules: rulesOf(view, this.history),
      state: 'building',
      phase: 'holding',
      position: beginning,
      eventId: null,
      revision: found?.revision ?? 0,
      message: null,
      ended: [],
      held: new HeldRows(),
      spill: new Spill(this.runner, view.table),
      begun: false,
      written: '',
    };
    const fits = found?.built && found.shape === hash && (await this.tables.exists(view));
    const ours = fits && (await this.isOfThisLog(found));
    if (fits && !ours)
      this.options.warn?.(
        `${view.name} was built from another log, or is ahead of this one (position ${found.position}): it is built anew`,
      );
    if (ours) {
      // A stopped view tries again: the code that runs now may understand the event.
      Object.assign(run, { state: 'live', phase: 'following', indexes: [], position: found.position, eventId: found.eventId });
      if (found.state !== 'live') await this.checkpoints.transaction(() => this.checkpoints.claim([run], run, { state: 'live' }));
      return run;
    }
    // In one transaction with its checkpoint, so that a runner that was held up cannot empty the
    // table that another one has filled since.
    await this.checkpoints.transaction(async () => {
      await this.checkpoints.begin(run, hash);
      await this.tables.create(view);
    });
    await run.spill.drop();
    return run;
  }

  private readonly history: History = async (stream, revision) =>
    (await this.options.log.read(stream)).filter((record) => record.revision < revision).map((record) => this.options.decode(record));

  private rowsOf(view: KeyedFold): Pick<ViewRun, 'table' | 'fit' | 'indexes'> {
    if (isDue(view)) return { table: new DueTable(this.runner, view), fit: dueFit, indexes: [] };
    const shape = RowShape.of(view);
    const table = isOnPostgres(this.options.database) ? new ArraysTable(this.runner, shape) : new ValuesTable(this.runner, shape);
    return { table, fit: shape, indexes: indexesOf(view) };
  }

  /**
   * Whether the rows came from this log. Rows of another log, or of one that was cut back, are
   * worthless.
   */
  private async isOfThisLog({ position, eventId }: ViewCheckpoint): Promise<boolean> {
    if (position === beginning) return true;
    const event = await this.options.log.at(position);
    return event?.position === position && event.id === eventId;
  }

  private async advance(group: readonly ViewRun[], records: readonly StoredRecord[]): Promise<void> {
    const decode = once(this.options.decode);
    await this.follow(group, records, decode);
    const steps: Step[] = [];
    for (const [run, { touches, failure }] of this.route(group, records, decode))
      steps.push(await this.fold(run, records, touches, failure));
    const changed = steps.filter(changesRows).map(({ run }) => run.view.table);
    await this.checkpoints.transaction(async () => {
      const whole = steps.filter(({ folded }) => !folded.failure);
      const [first] = whole;
      if (first)
        await this.checkpoints.claim(
          whole.map(({ run }) => run),
          first.to,
        );
      for (const { run, folded, to } of steps)
        if (folded.failure) await this.checkpoints.claim([run], to, { state: 'stopped', message: stopMessage(folded.failure) });
      for (const step of steps) await write(step);
      await this.options.announce?.(this.runner, changed);
    });
    for (const step of steps) remember(step);
    this.tell(changed);
  }

  /** Lets the views that follow the states of streams prepare for the batch. */
  private async follow(group: readonly ViewRun[], records: readonly StoredRecord[], decode: Decode): Promise<void> {
    for (const { view, rules } of group) {
      if (!('before' in rules)) continue;
      const events: StoredEvent[] = [];
      // At an event that no code understands the view stops: what comes before it is folded.
      for (const record of records) {
        if (!view.events[record.type]) continue;
        try {
          events.push(decode(record));
        } catch {
          break;
        }
      }
      await rules.before(events);
    }
  }

  /** The events that each view of the group folds. */
  private route(
    group: readonly ViewRun[],
    records: readonly StoredRecord[],
    decode: Decode,
  ): Map<ViewRun, { touches: Touch[]; failure?: FoldFailure }> {
    const routed = new Map<ViewRun, { touches: Touch[]; failure?: FoldFailure }>(group.map((run) => [run, { touches: [] }]));
    for (const record of records) {
      // One list for all views: a string that many maps look up is hashed once.
      let own: readonly string[] | undefined;
      for (const run of this.routes.get(record.type) ?? []) {
        const to = routed.get(run);
        if (!to || to.failure) continue;
        try {
          const event = decode(record);
          const named = run.rules.keys?.[record.type]?.(event as never);
          if (!named) own ??= [streamParts(record.stream).id];
          const keys = named ?? (own as readonly string[]);
          to.touches.push({ event, keys: keys.length > 1 ? [...new Set(keys)] : keys });
        } catch (error) {
          to.failure = { event: record, reason: reasonOf(error) };
        }
      }
    }
    return routed;
  }

  private async fold(run: ViewRun, records: readonly StoredRecord[], touches: readonly Touch[], unread?: FoldFailure): Promise<Step> {
    const loaded = await this.load(run, touches);
    let folded = foldBatch(run.rules, run.fit, touches, loaded);
    if (unread && !folded.failure) folded = { ...folded, failure: unread };
    const stop = folded.failure?.event.position;
    const last = stop === undefined ? records.at(-1) : records.findLast((record) => record.position < stop);
    const to = last ? { position: last.position, eventId: last.id } : { position: run.position, eventId: run.eventId };
    return { run, folded, bound: this.bound(), to };
  }

  /**
   * How many keys one view may hold. A view gets all that it wants where there is room; views that
   * want more than that share evenly what the others leave.
   */
  private bound(): number {
    const sizes = this.runs.filter(({ phase }) => phase === 'holding').map(({ held }) => held.size);
    let room = this.cached;
    let sharing = sizes.length;
    for (const size of sizes.sort((a, b) => a - b)) {
      if (size * sharing > room) return room / sharing;
      room -= size;
      sharing -= 1;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The current rows of the touched keys. */
  private async load(run: ViewRun, touches: readonly Touch[]): Promise<OpenRows> {
    if (run.phase === 'holding' && !run.spill.used) return run.held;
    const missing = new Set<string>();
    for (const { keys } of touches) for (const key of keys) if (run.held.get(key) === undefined) missing.add(key);
    const loaded = await (run.phase === 'holding' ? run.spill.get([...missing]) : run.table.open([...missing]));
    return { get: (key) => run.held.get(key) ?? loaded.get(key) };
  }

  /** Views that are being built have reached the head; true where one has something to finish. */
  private async arrive(runs: readonly ViewRun[]): Promise<boolean> {
    const unfinished = runs.filter(({ phase }) => phase === 'holding');
    for (const run of unfinished) run.phase = 'finishing';
    const whole = runs.filter(({ phase }) => phase === 'following');
    const [first] = whole;
    if (first) {
      const tables = whole.map(({ view }) => view.table);
      await this.checkpoints.transaction(async () => {
        await this.checkpoints.claim(whole, first, { state: 'live' });
        await this.options.announce?.(this.runner, tables);
      });
      await this.tidy();
      this.tell(tables);
    }
    return unfinished.length > 0;
  }

  /**
   * Does one piece of the rest of a build: writes some current rows, or creates an index. A small
   * table gets both at once.
   */
  private async finish(run: ViewRun): Promise<void> {
    const held = run.held.all();
    const small = !run.begun && !run.spill.used && held.length <= written;
    if (small || run.ended.length + held.length > 0) {
      await this.checkpoints.transaction(async () => {
        await this.checkpoints.claim([run], run, { built: small });
        await run.table.insert(run.ended);
        // If the spill is used, all rows go through it: it may hold an older row of the same key.
        await (run.spill.used ? run.spill.put(held) : run.table.insert(openVersions(held)));
        if (small) for (const index of run.indexes) await this.tables.createIndex(run.view, index);
        if (small) await this.tables.analyze(run.view);
      });
      run.ended = [];
      run.held.clear();
      run.begun = true;
      if (small) run.phase = 'following';
      return;
    }
    const spilled = await run.spill.after(run.written, written);
    if (spilled.last !== undefined) {
      await this.checkpoints.transaction(async () => {
        await this.checkpoints.claim([run], run);
        await run.table.insert(openVersions([...spilled.rows]));
      });
      run.written = spilled.last;
      return;
    }
    await run.spill.drop();
    const index = run.indexes[0];
    if (index) {
      await this.checkpoints.transaction(async () => {
        await this.checkpoints.claim([run], run);
        await this.tables.createIndex(run.view, index);
      });
      run.indexes = run.indexes.slice(1);
      return;
    }
    await this.checkpoints.transaction(async () => {
      await this.checkpoints.claim([run], run, { built: true });
      await this.tables.analyze(run.view);
    });
    run.phase = 'following';
  }

  /**
   * Drops the rows of removed views. Drops rows of versions that this code does not read, once the
   * version that it reads is complete.
   */
  async tidy(): Promise<void> {
    const used = new Set(this.options.views.map(({ table }) => table));
    const names = new Set(this.options.views.map(({ name }) => name));
    const live = new Set(this.runs.filter(({ state }) => state === 'live').map(({ view }) => view.name));
    for (const { table } of await this.tables.checkpoints()) {
      const name = viewNameOf(table) ?? '';
      const useless = !used.has(table) && (live.has(name) || !names.has(name));
      if (useless && (await (this.options.mayDrop?.(table) ?? true))) await this.tables.drop(table);
    }
  }

  private tell(changed: readonly string[]): void {
    this.options.advanced?.(this.progress(), changed);
  }
}
