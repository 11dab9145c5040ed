import { streamName } from '../events/envelope.js';
import { AppendTooLarge } from '../events/event-store.js';
import type { AnyStream } from '../events/stream.js';

/** Which stream a job is about. */
export interface StreamLine {
  readonly stream: AnyStream;
  readonly id: string;
  /** `kind-id` */
  readonly name: string;
}

/** A job that waits for its turn and receives its outcome. */
export interface Waiting {
  readonly reject: (error: unknown) => void;
}

/**
 * Most jobs in one batch: each builds on the results of those before it, and all are appended
 * together.
 */
const batchSize = 128;

/**
 * Jobs of one stream wait in line and are done batch by batch; jobs of different streams run side
 * by side. `carryOut` settles every job of a batch, or rejects with none settled. A batch that is
 * too large for the log is then halved. After any other error the jobs are rejected with the error
 * that `failed` returns.
 */
export class StreamQueue<Job extends Waiting> {
  private readonly lines = new Map<string, Job[]>();

  constructor(
    private readonly carryOut: (line: StreamLine, batch: readonly Job[]) => Promise<void>,
    private readonly failed: (line: StreamLine, error: unknown) => unknown,
  ) {}

  /** Jobs waiting or being done. */
  get depth(): number {
    let depth = 0;
    for (const jobs of this.lines.values()) depth += jobs.length + 1;
    return depth;
  }

  add(stream: AnyStream, id: string, job: Job): void {
    const name = streamName(stream.name, id);
    const waiting = this.lines.get(name);
    if (waiting) {
      waiting.push(job);
      return;
    }
    const jobs = [job];
    this.lines.set(name, jobs);
    void this.work({ stream, id, name }, jobs);
  }

  private async work(line: StreamLine, jobs: Job[]): Promise<void> {
    // Every job added in the same turn joins the first batch.
    await Promise.resolve();
    for (let size = batchSize; jobs.length > 0; ) {
      const batch = jobs.splice(0, size);
      try {
        await this.carryOut(line, batch);
      } catch (error) {
        const told = this.failed(line, error);
        if (error instanceof AppendTooLarge && batch.length > 1) {
          // Each half may be small enough.
          jobs.unshift(...batch);
          size = Math.ceil(batch.length / 2);
          continue;
        }
        for (const job of batch) job.reject(told);
      }
    }
    this.lines.delete(line.name);
  }
}
