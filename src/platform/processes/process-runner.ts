import type { Command } from '@nestjs/cqrs';
import { systemCaller } from '../access/access.js';
import { withRequest } from '../access/request.js';
import type { Receipt } from '../commands/command-handler.js';
import type { Clock } from '../ground/clock.js';
import { derivedId } from '../ground/ids.js';
import { Refusal } from '../refusals/refuse.js';
import { type DueRows, duePage, type OwedRow } from '../rows/due-work.js';
import type { Process } from './process.js';
import { ParkWork } from './work.js';

export interface ProcessRunnerOptions {
  readonly processes: readonly Process[];
  readonly rows: (process: Process) => DueRows;
  /**
   * Whether this node folds the process's work: of several nodes, only that one acts. Always true
   * unless given.
   */
  readonly mine?: (process: Process) => boolean;
  readonly execute: (command: Command<Receipt>) => Promise<Receipt>;
  readonly clock: Clock;
  readonly warn: (what: { process: string; reason: string; attempts: number }) => void;
  /** Attempts before a piece of work is parked. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubles with each further one. */
  readonly backoff?: number;
}

interface Attempt {
  readonly correlationId: string;
  readonly tries: number;
  readonly notBefore: number;
}

/** Longest time between two looks for due rows, in milliseconds: clocks jump and machines sleep. */
const lookIntervalMs = 30_000;

/**
 * Does due work, on the one node that folds it. A command's id follows from the
 * process, the event that caused it and the row's key, so a repeat after a crash gets the first
 * receipt and has no second effect. Work that fails is tried again with backoff. In the end an
 * event parks it.
 */
export class ProcessRunner {
  /** Finished work whose row is not deleted yet. */
  private readonly done = new Set<string>();
  private readonly failed = new Map<string, Attempt>();
  private readonly running = new Map<string, { readonly correlationId: string; readonly end: Promise<void> }>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private pumping: Promise<void> = Promise.resolve();
  private readonly queued = new Set<Process>();
  private closed = false;
  private started = false;
  private lastPosition = 0;

  constructor(private readonly options: ProcessRunnerOptions) {}

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
   * Waits until the work that followed from one request is done, or `deadline` (ms since 1970) has
   * passed. Resolves with the names of the processes that are not done.
   */
  async settled(correlationId: string, reached: (position: number) => Promise<unknown>, deadline: number): Promise<readonly string[]> {
    for (;;) {
      await this.pumping;
      const mine = [...this.running.entries()].filter(([, run]) => run.correlationId === correlationId);
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
        [...this.failed].filter(([, attempt]) => attempt.correlationId === correlationId).map(([key]) => key.slice(0, key.indexOf('/'))),
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
      for (const row of due) if (!busy(row)) this.begin(process, row);
      last = due.at(-1);
      more = due.length === duePage;
    }
    const next = await rows.next(iso);
    this.wake(process, next === undefined ? lookIntervalMs : Math.min(Date.parse(next) - now + 1, lookIntervalMs));
  }

  private keyOf(process: Process, row: OwedRow): string {
    return `${process.name}/${row.causedBy}/${row.key}`;
  }

  private begin(process: Process, row: OwedRow): void {
    const key = this.keyOf(process, row);
    const end = this.attempt(process, row, key).finally(() => this.running.delete(key));
    this.running.set(key, { correlationId: row.correlationId, end });
  }

  private async attempt(process: Process, row: OwedRow, key: string): Promise<void> {
    const tries = (this.failed.get(key)?.tries ?? 0) + 1;
    try {
      const position = await this.perform(process, row);
      this.lastPosition = Math.max(this.lastPosition, position);
      this.failed.delete(key);
      this.done.add(key);
      // The row is deleted within moments. If an event makes the same work due again, a repeat of the
      // command has no effect.
      setTimeout(() => this.done.delete(key), lookIntervalMs).unref();
    } catch (error) {
      const unavailable = error instanceof Refusal && error.terms.status === 503;
      const reason =
        error instanceof Refusal ? `${error.code}: ${error.terms.says}` : `unexpected ${error instanceof Error ? error.name : 'error'}`;
      this.options.warn({ process: process.name, reason: error instanceof Refusal ? error.code : reason, attempts: tries });
      if (tries < (this.options.attempts ?? 6) || unavailable) {
        const pause = Math.min((this.options.backoff ?? 200) * 2 ** (tries - 1), lookIntervalMs);
        this.failed.set(key, { correlationId: row.correlationId, tries, notBefore: this.options.clock.now() + pause });
        this.wake(process, pause + 1, key);
        return;
      }
      this.failed.delete(key);
      await this.park(process, row, reason, tries).catch(() => this.wake(process, lookIntervalMs));
    }
  }

  /** Acts on a due row. Resolves with the position up to which the log then holds what came of it. */
  private async perform(process: Process, row: OwedRow): Promise<number> {
    const { position } = await this.options.execute(
      withRequest(process.act(row.data, row.key), {
        ...requestFor(row),
        commandId: derivedId('work', process.name, row.causedBy, row.key, String(row.dueAt)),
      }),
    );
    return position;
  }

  /**
   * Whether this node may still park the work. The refusal may come from the very change that
   * removed the work, or another node may have done it while this one was held up.
   */
  private async owed(process: Process, { key, causedBy, dueAt }: OwedRow): Promise<boolean> {
    const row = await this.options.rows(process).get(key);
    return this.isMine(process) && row?.causedBy === causedBy && row.dueAt === dueAt;
  }

  private async park(process: Process, row: OwedRow, reason: string, attempts: number): Promise<void> {
    if (!(await this.owed(process, row))) return;
    const command = Object.assign(new ParkWork(), {
      process: process.name,
      key: row.key,
      causedBy: row.causedBy,
      reason: reason.slice(0, 500),
      attempts,
    });
    const { position } = await this.options.execute(withRequest(command, requestFor(row)));
    this.lastPosition = Math.max(this.lastPosition, position);
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
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
