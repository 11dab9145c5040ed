import type { DataSource } from 'typeorm';
import type { StoredRecord } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import { SystemClock } from '../ground/clock.js';
import { newId } from '../ground/ids.js';
import type { PostgresAddress } from '../postgres/address.js';
import { isConnectionLost } from '../postgres/connection.js';
import { openForWriting } from '../rows/database.js';
import type { KeyedFold } from '../rows/keyed-fold.js';
import { StaleRunner } from './checkpoints.js';
import { reasonOf } from './fold.js';
import { Leases, leaseRenewalMs, prepareNodes } from './leases.js';
import { advancedChannel, appendedChannel, Listener } from './listener.js';
import type { FromViewThread } from './messages.js';
import { type RunnerLog, ViewRunner } from './runner.js';

/**
 * Most milliseconds between two looks: notifications announce appends and changes of the leases.
 */
const idle = 60_000;
/** Milliseconds before what failed is tried again. */
const retryDelayMs = 1_000;
/** Milliseconds between two looks for tables that nobody uses. */
const tidied = 60_000;
/** Milliseconds that a start may spend on building. */
const startBuildMs = 500;

export interface SharedRunnerOptions {
  readonly place: PostgresAddress;
  readonly views: readonly KeyedFold[];
  readonly log: RunnerLog;
  readonly decode: (record: StoredRecord) => StoredEvent;
  readonly say: (message: FromViewThread) => void;
  readonly closing: () => boolean;
  /** Sleeps until it is woken, at most this many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly wake: () => void;
}

/**
 * Runs the views that no other process runs, and takes over those whose process is gone. A process
 * that was held up finds its views with another; it writes nothing, and waits for its turn again.
 * Ends once `closing` says so; rejects where it cannot begin.
 */
export async function shareViews(options: SharedRunnerOptions): Promise<void> {
  let begun = false;
  while (!options.closing()) {
    try {
      const database = await openForWriting(options.place);
      try {
        await new Tenure(options, database).run(() => {
          if (!begun) options.say({ kind: 'ready', progress: {} });
          begun = true;
        });
      } finally {
        await database.destroy().catch(() => {});
      }
    } catch (error) {
      if (!begun) throw error;
      options.say({ kind: 'held', tables: [] });
      options.say({ kind: 'trouble', message: reasonOf(error) });
      await options.sleep(retryDelayMs);
    }
  }
}

/** The time from one loss of the database to the next. */
class Tenure {
  private readonly runner: ViewRunner;
  private readonly leases: Leases;
  private readonly tables: readonly string[];
  private held: ReadonlySet<string> = new Set();
  private told = '';
  private lost: unknown;

  constructor(
    private readonly options: SharedRunnerOptions,
    private readonly database: DataSource,
  ) {
    this.tables = options.views.map(({ table }) => table);
    this.leases = new Leases(database, newId());
    this.runner = new ViewRunner({
      database,
      log: options.log,
      decode: options.decode,
      views: options.views,
      clock: new SystemClock(),
      warn: (message) => options.say({ kind: 'told', message }),
      mayDrop: (table) => this.leases.takeUnused(table),
      announce: async (runner, changed) => {
        await runner.query('SELECT pg_notify($1, $2)', [advancedChannel(options.place), changed.join()]);
      },
    });
  }

  async run(ready: () => void): Promise<void> {
    const { closing, sleep, place, wake } = this.options;
    await prepareNodes(this.database);
    const listener = new Listener(place, appendedChannel(place), wake);
    await listener.open();
    this.held = await this.leases.renew(this.tables);
    let renewing = Promise.resolve();
    const renewal = setInterval(() => {
      renewing = renewing.then(() => this.renew());
    }, leaseRenewalMs);
    try {
      if (this.held.size > 0) await this.runner.prepare();
      const started = performance.now();
      let tidy = started;
      for (let more = true; !closing(); ) {
        if (this.lost !== undefined) throw this.lost;
        await this.adjust();
        more = await this.step();
        if (!more || performance.now() - started > startBuildMs) ready();
        if (performance.now() - tidy > tidied) {
          tidy = performance.now();
          await this.runner.tidy();
        }
        // Lets messages in between the steps of a long build.
        if (more) await new Promise(setImmediate);
        else await sleep(idle);
      }
    } finally {
      clearInterval(renewal);
      await renewing;
      await listener.close();
      await this.leases.release().catch(() => {});
    }
  }

  private async renew(): Promise<void> {
    try {
      const held = await this.leases.renew(this.tables);
      const same = held.size === this.held.size && [...held].every((table) => this.held.has(table));
      this.held = held;
      if (!same) this.options.wake();
    } catch (error) {
      // A lease that cannot be renewed soon belongs to another process.
      this.held = new Set();
      if (isConnectionLost(error)) this.lost = error;
      this.options.wake();
    }
  }

  /** Releases the views that another process holds by now, and takes up its own. */
  private async adjust(): Promise<void> {
    const { held, runner } = this;
    const lost = runner.running.filter((table) => !held.has(table));
    if (lost.length > 0) runner.release(lost);
    const running = new Set(runner.running);
    const gained = this.options.views.filter(({ table }) => held.has(table) && !running.has(table));
    if (gained.length > 0) {
      await runner.prepare();
      // One view at a time: a view that another process still writes delays no other.
      for (const view of gained) await this.unlessStale(() => runner.take([view]));
      await runner.tidy();
    }
    const now = [...runner.running].sort().join();
    if (now !== this.told) this.options.say({ kind: 'held', tables: runner.running });
    this.told = now;
  }

  private step(): Promise<boolean> {
    return this.unlessStale(() => this.runner.step());
  }

  /**
   * Releases a view that has moved on without this process. It is read anew where this process
   * still holds the lease.
   */
  private async unlessStale(work: () => Promise<unknown>): Promise<boolean> {
    try {
      return (await work()) === true;
    } catch (error) {
      if (error instanceof StaleRunner) {
        this.runner.release(error.tables);
        return true;
      }
      if (isConnectionLost(error)) throw error;
      this.options.say({ kind: 'trouble', message: reasonOf(error) });
      await this.options.sleep(retryDelayMs);
      return true;
    }
  }
}
