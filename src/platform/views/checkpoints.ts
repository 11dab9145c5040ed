import type { QueryRunner } from 'typeorm';
import { beginning, type Position } from '../events/envelope.js';
import type { Clock } from '../ground/clock.js';
import type { ViewState } from '../rows/tables.js';
import type { ViewRun } from './view-run.js';

/** Another runner has written since this one last read; this one must stop. Nothing was written. */
export class StaleRunner extends Error {
  constructor(readonly tables: readonly string[]) {
    super(`another runner advanced ${tables.join(', ')}; this one stops`);
  }
}

/** The new state of a view, where it changes. */
export interface RunOutcome {
  readonly state?: ViewState;
  /** Given together with a state. */
  readonly message?: string | null;
  /** The table is complete and indexed from now on. */
  readonly built?: boolean;
}

/**
 * Transactions that move checkpoints by compare-and-set. A run's memory changes only after the
 * commit.
 */
export class Checkpoints {
  private claimed: (() => void)[] = [];

  constructor(
    private readonly runner: QueryRunner,
    private readonly clock: Clock,
  ) {}

  async transaction(work: () => Promise<void>): Promise<void> {
    this.claimed = [];
    await this.runner.startTransaction();
    try {
      await work();
      await this.runner.commitTransaction();
    } catch (error) {
      await this.runner.rollbackTransaction().catch(() => {});
      throw error;
    }
    for (const claimed of this.claimed) claimed();
  }

  /**
   * Comes first in its transaction, so that it also takes the lock for writing the rows. Rejects
   * with StaleRunner.
   */
  async claim(
    runs: readonly ViewRun[],
    { position, eventId }: { readonly position: Position; readonly eventId: string | null },
    { state, message = null, built }: RunOutcome = {},
  ): Promise<void> {
    const { driver } = this.runner.dataSource;
    const parameters: unknown[] = [];
    const parameter = (value: unknown) => driver.createParameter('p', parameters.push(value) - 1);
    const set = [`"position" = ${parameter(position)}`, `"eventId" = ${parameter(eventId)}`, `"updatedAt" = ${parameter(this.now())}`];
    if (state) set.push(`"state" = ${parameter(state)}`, `"message" = ${parameter(message)}`);
    if (built) set.push(`"built" = ${parameter(true)}`);
    const unmoved = runs.map(({ view, revision }) => `("table" = ${parameter(view.table)} AND "revision" = ${parameter(revision)})`);
    const sql = `UPDATE "view_checkpoint" SET ${set.join(', ')}, "revision" = "revision" + 1 WHERE ${unmoved.join(' OR ')}`;
    const { affected } = await this.runner.query(sql, parameters, true);
    if (affected !== runs.length) throw new StaleRunner(runs.map(({ view }) => view.table));
    this.claimed.push(() => {
      for (const run of runs) {
        run.revision += 1;
        run.position = position;
        run.eventId = eventId;
        if (state) Object.assign(run, { state, message });
      }
    });
  }

  /**
   * Begins a table anew, in the transaction that creates it. Rejects with StaleRunner where another
   * runner was first.
   */
  async begin(run: ViewRun, shape: string): Promise<void> {
    const { table } = run.view;
    const anew = {
      table,
      position: beginning,
      eventId: null,
      state: 'building' as const,
      message: null,
      built: false,
      shape,
      revision: run.revision + 1,
      updatedAt: this.now(),
    };
    const columns = Object.keys(anew).map((name) => `"${name}"`);
    const { driver } = this.runner.dataSource;
    const values = columns.map((_, i) => driver.createParameter('p', i));
    // Written where there is none, or where it is still the one that was read.
    const { affected } = await this.runner.query(
      `INSERT INTO "view_checkpoint" (${columns.join(', ')}) VALUES (${values.join(', ')}) ` +
        `ON CONFLICT ("table") DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')} ` +
        `WHERE view_checkpoint."revision" = excluded."revision" - 1`,
      Object.values(anew),
      true,
    );
    if (affected === 0) throw new StaleRunner([table]);
    this.claimed.push(() => {
      run.revision += 1;
    });
  }

  now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
