import type { Command } from '@nestjs/cqrs';
import { systemCaller } from '../access/access.js';
import { withRequest } from '../access/request.js';
import type { Receipt } from '../commands/command-handler.js';
import type { Clock } from '../ground/clock.js';
import { derivedId } from '../ground/ids.js';
import type { Services } from '../ground/services.js';
import { Refusal } from '../refusals/refuse.js';
import { type DueRows, duePage, type OwedRow } from '../rows/due-work.js';
import { EffectFailed } from './effect.js';
import { Performing } from './performing.js';
import { isEffect, type Process } from './process.js';
import { ParkWork } from './work.js';

export interface ProcessRunnerOptions {
  readonly processes: readonly Process[];
  readonly rows: (process: Process) => DueRows;
  /**
   * Whether this node folds the process's work: of several nodes, only that one acts. Always true
   * unless given.
   */
  readonly mine?: (process: Process) => boolean;
  /**
   * Resolves once the rows show all that the log holds now; refuses with 503 where they do not.
   * Asked before an effect: its outcome may be in the log already. At once unless given.
   */
  readonly caughtUp?: (process: Process) => Promise<unknown>;
  /** For effects. */
  readonly services: Services;
  readonly execute: (command: Command<Receipt>) => Promise<Receipt>;
  readonly clock: Clock;
  readonly warn: (what: { process: string; reason: string; attempts: number }) => void;
  /** Attempts before a piece of work is parked. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubles with each further one. */
  readonly backoff?: number;
  /** Milliseconds that an attempt at an effect may take; 30,000 unless given. */
  readonly timeLimit?: number;
}

interface Attempt {
  readonly awaitedBy: string | undefined;
  readonly tries: number;
  readonly notBefore: number;
}

/** Longest time between two looks for due rows, in milliseconds: clocks jump and machines sleep. */
const lookIntervalMs = 30_000;
/** Pieces of work of one effect that are performed at the same time. */
const performedAtOnce = 8;

/**
 * Does due work, on the one node that folds it. A command's id follows from the
 * process, the event that caused it and the row's key, so a repeat after a crash gets the first
 * receipt and has no second effect. An effect is performed first, and the command records its
 * outcome. Work that fails is tried again with backoff. In the end an event parks it.
 */
export class ProcessRunner {
  /** Finished work whose row is not deleted yet. */
  private readonly done = new Set<string>();
  private readonly failed = new Map<string, Attempt>();
  private readonly running = new Map<
    string,
    { readonly process: Process; readonly awaitedBy: string | undefined; readonly end: Promise<void> }
  >();
  private readonly performing: Performing;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private pumping: Promise<void> = Promise.resolve();
  private readonly queued = new Set<Process>();
  private closed = false;
  private started = false;
  private lastPosition = 0;

  constructor(private readonly options: ProcessRunnerOptions) {
    this.performing = new Performing(options.services, options.timeLimit);
  }

  /** Looks at every process once, then sleeps until rows change or fall due. */
  start(): void {
    this.started = true;
    for (const process of this.options.processes) this.pump(process);
  }

  /** The set of processes that this node runs has changed. */
  held(): void {
    if (this.started) this.start();
  }

  /** The rows of these tables changed. */
  changed(tables: readonly string[]): void {
    for (const process of this.options.processes) if (tables.includes(process.due.table)) this.pump(process);
  }

  /**
   * Waits until the work that followed from one request is done, effects excepted, or `deadline` (ms since 1970) has
   * passed. Resolves with the names of the processes that are not done.
   */
  async settled(correlationId: string, reached: (position: number) => Promise<unknown>, deadline: number): Promise<readonly string[]> {
    for (;;) {
      await this.pumping;
      const mine = [...this.running.entries()].filter(([, run]) => run.awaitedBy === correlationId);
      if (mine.length === 0) return this.failing(correlationId);
      const left = deadline - this.options.clock.now();
      if (left <= 0) return [...new Set(mine.map(([key]) => key.slice(0, key.indexOf('/'))))];
      await Promise.race([Promise.all(mine.map(([, run]) => run.end)), sleep(left)]);
      await reached(this.lastPosition);
    }
  }

  /** Looks for due work now; for a test that moves the clock. */
  async tick(): Promise<void> {
    for (const process of this.options.processes) this.pump(process);
    await this.pumping;
    await Promise.all([...this.running.values()].map(({ end }) => end));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await this.pumping;
    await Promise.all([...this.running.values()].map(({ end }) => end));
  }

  private failing(correlationId: string): readonly string[] {
    return [
      ...new Set(
        [...this.failed].filter(([, attempt]) => attempt.awaitedBy === correlationId).map(([key]) => key.slice(0, key.indexOf('/'))),
      ),
    ];
  }

  private pump(process: Process): void {
    if (this.closed || this.queued.has(process) || !this.isMine(process)) return;
    this.queued.add(process);
    this.pumping = this.pumping.then(async () => {
      this.queued.delete(process);
      if (this.closed || !this.isMine(process)) return;
      try {
        await this.act(process);
      } catch (error) {
        // While its rows are being built, the process waits until they are live.
        const building = error instanceof Refusal && error.code === 'view.building';
        const reason = error instanceof Refusal ? error.code : `unexpected ${error instanceof Error ? error.name : 'error'}`;
        if (!building) this.options.warn({ process: process.name, reason, attempts: 0 });
        this.wake(process, building ? 1_000 : lookIntervalMs);
      }
    });
  }

  private isMine(process: Process): boolean {
    return this.options.mine?.(process) ?? true;
  }

  private async act(process: Process): Promise<void> {
    const rows = this.options.rows(process);
    const now = this.options.clock.now();
    const iso = new Date(now).toISOString();
    const busy = (row: OwedRow) => {
      const key = this.keyOf(process, row);
      return this.running.has(key) || this.done.has(key) || (this.failed.get(key)?.notBefore ?? 0) > now;
    };
    for (let last: OwedRow | undefined, more = true; more && !this.closed && this.isMine(process); ) {
      const due = await rows.due(iso, last);
      for (const row of due) {
        if (this.isFull(process)) return;
        if (!busy(row)) this.begin(process, row);
      }
      last = due.at(-1);
      more = due.length === duePage;
    }
    const next = await rows.next(iso);
    this.wake(process, next === undefined ? lookIntervalMs : Math.min(Date.parse(next) - now + 1, lookIntervalMs));
  }

  private keyOf(process: Process, row: OwedRow): string {
    return `${process.name}/${row.causedBy}/${row.key}`;
  }

  /** Whether the process has enough in hand; it looks again when a piece is done. */
  private isFull(process: Process): boolean {
    return isEffect(process) && [...this.running.values()].filter((run) => run.process === process).length >= performedAtOnce;
  }

  private begin(process: Process, row: OwedRow): void {
    const key = this.keyOf(process, row);
    const end = this.attempt(process, row, key).finally(() => {
      this.running.delete(key);
      if (isEffect(process)) this.pump(process);
    });
    this.running.set(key, { process, awaitedBy: awaitedBy(process, row), end });
  }

  private async attempt(process: Process, row: OwedRow, key: string): Promise<void> {
    const tries = (this.failed.get(key)?.tries ?? 0) + 1;
    try {
      const command = await this.commandFor(process, row);
      const position = command && (await this.carryOut(process, row, command));
      this.failed.delete(key);
      if (position === undefined) return;
      this.lastPosition = Math.max(this.lastPosition, position);
      this.done.add(key);
      // The row is deleted within moments. If an event makes the same work due again, a repeat of the
      // command has no effect.
      setTimeout(() => void this.letGo(process, row, key), lookIntervalMs).unref();
    } catch (error) {
      const unavailable = error instanceof Refusal && error.terms.status === 503;
      const permanent = error instanceof EffectFailed && !error.passing;
      this.options.warn({ process: process.name, reason: error instanceof Refusal ? error.code : reasonOf(error), attempts: tries });
      const most = (isEffect(process) && process.attempts) || (this.options.attempts ?? 6);
      const last = permanent || (tries >= most && !unavailable);
      const pause = last ? lookIntervalMs : Math.min((this.options.backoff ?? 200) * 2 ** (tries - 1), lookIntervalMs);
      this.failed.set(key, { awaitedBy: awaitedBy(process, row), tries, notBefore: this.options.clock.now() + pause });
      if (!last || !(await this.parked(process, row, reasonOf(error), tries))) return this.wake(process, pause + 1, key);
      this.failed.delete(key);
      if (isEffect(process)) this.performing.forget(process, row);
    }
  }

  /** The command that does a due piece of work, or records that it is done; none where it is not owed any more. */
  private async commandFor(process: Process, row: OwedRow): Promise<Command<Receipt> | undefined> {
    if (!isEffect(process)) return process.act(row.data, row.key);
    if (!(await this.owed(process, row))) return undefined;
    return process.record(row.data, row.key, await this.performing.outcomeOf(process, row));
  }

  /** Resolves with the position up to which the log then holds what came of the command. */
  private async carryOut(process: Process, row: OwedRow, command: Command<Receipt>): Promise<number> {
    const commandId = derivedId('work', process.name, row.causedBy, row.key, String(row.dueAt));
    try {
      return (await this.options.execute(withRequest(command, { ...requestFor(row), commandId }))).position;
    } catch (error) {
      // Another attempt recorded another outcome.
      if (isEffect(process) && error instanceof Refusal && error.code === 'idempotency.key-reused') return 0;
      throw error;
    }
  }

  /** An outcome is kept for as long as its row stands. */
  private async letGo(process: Process, row: OwedRow, key: string): Promise<void> {
    this.done.delete(key);
    if (isEffect(process) && !(await this.owed(process, row).catch(() => true))) this.performing.forget(process, row);
  }

  /**
   * Whether this node may still park the work, or perform it. The refusal may come from the very
   * change that removed the work, or another node may have done it while this one was held up.
   */
  private async owed(process: Process, { key, causedBy, dueAt }: OwedRow): Promise<boolean> {
    if (isEffect(process)) await this.options.caughtUp?.(process);
    const row = await this.options.rows(process).get(key);
    return this.isMine(process) && row?.causedBy === causedBy && row.dueAt === dueAt && row.parked === null;
  }

  /** Parks the work, where it is still owed. Resolves with false where it cannot be parked now. */
  private async parked(process: Process, row: OwedRow, reason: string, attempts: number): Promise<boolean> {
    try {
      if (!(await this.owed(process, row))) return true;
      const { key, causedBy } = row;
      const command = Object.assign(new ParkWork(), { process: process.name, key, causedBy, reason: reason.slice(0, 500), attempts });
      const { position } = await this.options.execute(withRequest(command, requestFor(row)));
      this.lastPosition = Math.max(this.lastPosition, position);
      return true;
    } catch {
      return false;
    }
  }

  private wake(process: Process, inMs: number, of = ''): void {
    const timer = `${process.name}/${of}`;
    clearTimeout(this.timers.get(timer));
    if (this.closed) return;
    this.timers.set(
      timer,
      setTimeout(
        () => {
          this.timers.delete(timer);
          this.pump(process);
        },
        Math.max(inMs, 1),
      ).unref(),
    );
  }
}

const requestFor = ({ correlationId, causedBy }: OwedRow) => ({ caller: systemCaller, correlationId, causationId: causedBy });
/** The request whose answer waits for the work. None waits for the outside world. */
const awaitedBy = (process: Process, { correlationId }: OwedRow) => (isEffect(process) ? undefined : correlationId);
/** Fit to be stored in clear: an unexpected error's message may hold anything. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return `${error.code}: ${error.terms.says}`;
  if (error instanceof EffectFailed) return error.reason;
  return `unexpected ${error instanceof Error ? error.name : 'error'}`;
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
