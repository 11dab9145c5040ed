import { setImmediate, setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { beginning } from '../events/envelope.js';
import { type EventStore, LogAlarm } from '../events/event-store.js';
import { newId } from '../ground/ids.js';
import type { Services } from '../ground/services.js';
import type { Log } from '../logging/log.js';
import { Leases, leaseMs, leaseRenewalMs, prepareLeases } from '../views/leases.js';
import type { FollowerCheckpoint, LogFollower } from './follower.js';
import { FollowerCheckpoints, type Tenure } from './follower-checkpoints.js';

export interface FollowerRunnerOptions {
  readonly followers: readonly LogFollower[];
  readonly store: Pick<EventStore, 'readAll' | 'at' | 'head' | 'watch'>;
  /** The database of the accounts, which holds the checkpoints. */
  readonly accounts: DataSource;
  /** Whether other nodes may follow as well; then a lease, also in that database, says who does. */
  readonly shared: boolean;
  readonly services: Services;
  readonly log: Log;
  /** Most events taken at once. */
  readonly batch?: number;
  /** Milliseconds after which it looks at the log unasked. */
  readonly pollMs?: number;
  /** Milliseconds before what failed is tried again; doubles with each further failure. */
  readonly retryMs?: number;
}

export interface FollowerProgress {
  readonly name: string;
  readonly state: 'following' | 'stopped';
  /** Distance from the log's head, in positions: events with the embedded log. */
  readonly lag: number;
  /** The alarm that stopped it. */
  readonly message?: string;
}

/** Milliseconds between two small batches: a checkpoint waits for the disk, as every append does. */
const restMs = 100;
const longestRetryMs = 30_000;

/** Runs the log followers of this node, each as long as the node holds its lease. */
export class FollowerRunner {
  private readonly checkpoints: FollowerCheckpoints;
  private readonly sleepers = new Set<Sleeper>();
  private held: ReadonlySet<string>;
  private heldUntil = Number.POSITIVE_INFINITY;
  private running: Promise<void> = Promise.resolve();
  private closed = false;
  private shown: readonly FollowerProgress[] = [];

  constructor(private readonly options: FollowerRunnerOptions) {
    this.checkpoints = new FollowerCheckpoints(options.accounts);
    this.held = new Set(options.shared ? [] : options.followers.map(({ name }) => name));
  }

  /** Begins to follow, on a node that does due work. */
  start(): void {
    if (this.options.followers.length > 0) this.running = this.run();
  }

  /** How far each follower is, on whichever node it runs; the last known where that cannot be read. */
  async progress(): Promise<readonly FollowerProgress[]> {
    if (this.options.followers.length > 0) this.shown = await this.look().catch(() => this.shown);
    return this.shown;
  }

  /** Waits for what is being taken. */
  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { followers, shared, store, accounts } = this.options;
    const unwatch = store.watch(() => this.wake());
    const leases = shared ? new Leases(accounts, newId()) : undefined;
    let renewing = leases && this.renew(leases);
    const renewal =
      leases &&
      setInterval(() => {
        renewing = renewing?.then(() => this.renew(leases));
      }, leaseRenewalMs);
    await Promise.all(followers.map((one) => this.follow(one)));
    unwatch();
    clearInterval(renewal);
    await renewing;
    // Only now, when nothing is being taken here any more, may another node begin.
    await leases?.release().catch(() => {});
  }

  private async look(): Promise<readonly FollowerProgress[]> {
    const head = await this.options.store.head();
    const rows = new Map((await this.checkpoints.all()).map((row) => [row.name, row]));
    return this.options.followers.map(({ name }) => {
      const { position, stopped } = rows.get(name) ?? { position: beginning, stopped: null };
      const lag = Math.max(0, head - position);
      return stopped === null ? { name, state: 'following', lag } : { name, state: 'stopped', lag, message: stopped };
    });
  }

  private wake(): void {
    for (const sleeper of this.sleepers) sleeper.wake();
  }

  private async follow(follower: LogFollower): Promise<void> {
    const { store, services, log, batch = 200, pollMs = 1_000, retryMs = 1_000 } = this.options;
    const sleeper = this.newSleeper();
    let tenure: Tenure | undefined;
    for (let failures = 0; !this.closed; ) {
      if (!this.holds(follower)) {
        tenure = undefined;
        await sleeper.sleep(pollMs);
        continue;
      }
      try {
        if (!tenure) {
          tenure = await this.checkpoints.begin(follower.name);
          await this.mustBeOfThisLog(tenure);
        }
        const events = await store.readAll(tenure.position, batch);
        const last = events.at(-1);
        if (last) {
          await follower.take(events, tenure, services);
          const next: Tenure = { ...tenure, position: last.position, eventId: last.id };
          tenure = (await this.checkpoints.move(tenure, next)) ? next : undefined;
        }
        failures = 0;
        if (events.length === batch) await setImmediate();
        else {
          if (last) await setTimeout(restMs);
          if (tenure) await sleeper.sleep(pollMs);
        }
      } catch (error) {
        if (error instanceof LogAlarm) {
          log.warn(`the log follower ${follower.name} has stopped: ${error.message}`);
          // The lease stays here, so that no other node begins where this one found a fault.
          if (!tenure || (await this.checkpoints.move(tenure, tenure, error.message).catch(() => true))) return;
        } else log.failed('a log follower failed and tries again', error, { follower: follower.name });
        tenure = undefined;
        await sleeper.sleep(Math.min(retryMs * 2 ** failures, longestRetryMs));
        failures += 1;
      }
    }
  }

  private async mustBeOfThisLog({ position, eventId }: FollowerCheckpoint): Promise<void> {
    if (position === beginning) return;
    const event = await this.options.store.at(position);
    if (event?.position !== position || event.id !== eventId)
      throw new LogAlarm(
        `event ${eventId} is not at position ${position}: this is another log, or it was cut back, or restored from an older backup`,
      );
  }

  /** A node that was held up does not know that its lease has passed on: it goes by its own clock. */
  private holds({ name }: LogFollower): boolean {
    return this.held.has(name) && performance.now() < this.heldUntil;
  }

  private async renew(leases: Leases): Promise<void> {
    const asked = performance.now();
    try {
      await prepareLeases(this.options.accounts);
      const held = await leases.renew(this.options.followers.map(({ name }) => name));
      const more = held.size > this.held.size;
      this.held = held;
      this.heldUntil = asked + leaseMs;
      if (more) this.wake();
    } catch {
      // Unless the next renewal succeeds, the leases end by themselves.
    }
  }

  private newSleeper(): Sleeper {
    const sleeper = new Sleeper();
    this.sleepers.add(sleeper);
    return sleeper;
  }
}

/** Sleeps until it is woken. A wake that comes while it does not sleep ends its next sleep. */
class Sleeper {
  private woken = false;
  private end: () => void = () => {};

  wake(): void {
    this.woken = true;
    this.end();
  }

  async sleep(milliseconds: number): Promise<void> {
    if (!this.woken)
      await new Promise<void>((resolve) => {
        const timer = globalThis.setTimeout(resolve, milliseconds);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.woken = false;
  }
}
