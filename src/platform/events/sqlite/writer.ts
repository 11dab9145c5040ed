import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../ground/worker-url.js';
import { type Appended, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../event-store.js';
import type { WireAnswer } from './appender.js';
import { LogInUse } from './lock.js';
import type { WireAppend } from './rows.js';

export interface WriterData {
  readonly directory: string;
  /** Milliseconds to wait for another writer that is just stopping. */
  readonly busy: number;
  /** Most pages that events.db may have; for tests of a full disk. */
  readonly maxPages?: number;
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
}

export type WriterRequest =
  | { readonly kind: 'append'; readonly batch: readonly WireAppend[] }
  | { readonly kind: 'limit'; readonly pages: number }
  | { readonly kind: 'close' };

export type WriterAnswer =
  | { readonly kind: 'ready' | 'closed' }
  | { readonly kind: 'appended'; readonly answers: readonly WireAnswer[] }
  | { readonly kind: 'failed' | 'refused'; readonly failure: Failure };

interface Waiting {
  readonly append: WireAppend;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** Most appends in one transaction. */
const maxAppends = 1024;
/** Fewer appends than this are not worth their own transaction while another is being committed. */
const least = 16;

/**
 * The calling thread's end of the writer. It gathers appends during a commit, and sends them as one
 * batch for the next commit.
 */
export class Writer {
  private waiting: Waiting[] = [];
  private underWay: Waiting[][] = [];
  private scheduled = false;
  private last: Promise<unknown> = Promise.resolve();
  /** Why no more appends are possible. */
  private stopped: string | undefined;
  private closing: Promise<void> | undefined;
  private closed: (() => void) | undefined;

  private started: { resolve: () => void; reject: (error: Error) => void } | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly directory: string,
  ) {
    worker.on('message', (message: WriterAnswer) => this.answered(message));
    worker.on('error', (error) => this.stop(`its writer stopped: ${error.message}`));
    worker.on('exit', (code) => this.stop(`its writer stopped with code ${code}`));
  }

  /** Rejects with LogInUse, LogTooNew or SQLite's error. */
  static async start(data: WriterData): Promise<Writer> {
    const worker = new Worker(workerUrl(import.meta.url, './writer.worker.js'), { workerData: data, name: 'event-log-writer' });
    const writer = new Writer(worker, data.directory);
    try {
      await new Promise<void>((resolve, reject) => {
        writer.started = { resolve, reject };
      });
      return writer;
    } catch (error) {
      // a caller that tries again at once finds the lock free
      await worker.terminate();
      throw error;
    }
  }

  append(append: WireAppend): Promise<Appended> {
    if (this.stopped !== undefined || this.closing !== undefined)
      return Promise.reject(new StoreUnavailable(this.stopped ?? 'it is closed'));
    const answer = new Promise<Appended>((resolve, reject) => this.waiting.push({ append, resolve, reject }));
    this.last = answer;
    this.schedule();
    return answer;
  }

  /** Resolves once every append posted so far has settled. */
  async settled(): Promise<void> {
    await this.last.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Sets how many pages events.db may have; for tests of a full disk. */
  limit(pages: number): void {
    this.post({ kind: 'limit', pages });
  }

  /**
   * Finishes the appends under way, checkpoints the write-ahead log into the file and frees the
   * lock.
   */
  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await this.settled();
    if (this.stopped) return;
    const exited = new Promise<void>((resolve) => {
      this.closed = resolve;
    });
    this.post({ kind: 'close' });
    await exited;
  }

  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0) return;
    this.scheduled = true;
    // after this turn of the event loop: callers that were just answered may append again and share
    // the commit
    setImmediate(() => {
      this.scheduled = false;
      this.send();
    });
  }

  /**
   * Two batches take turns: while one is committed, the callers answered by the other decide on
   * their next appends.
   */
  private send(): void {
    while (this.underWay.length < 2 && this.waiting.length >= (this.underWay.length === 0 ? 1 : least)) {
      const share = this.underWay.length === 0 ? Math.ceil(this.waiting.length / 2) : this.waiting.length;
      const batch = this.waiting.splice(0, Math.min(Math.max(share, least), maxAppends));
      this.underWay.push(batch);
      this.post({ kind: 'append', batch: batch.map(({ append }) => append) });
    }
  }

  private post(request: WriterRequest): void {
    this.worker.postMessage(request);
  }

  private answered(message: WriterAnswer): void {
    if (message.kind === 'ready') this.started?.resolve();
    if (message.kind === 'refused') this.started?.reject(refusedStart(message.failure, this.directory));
    const batch = message.kind === 'appended' || message.kind === 'failed' ? (this.underWay.shift() ?? []) : [];
    if (message.kind === 'appended') for (const [index, answer] of message.answers.entries()) settle(batch[index] as Waiting, answer);
    if (message.kind === 'failed') rejectAll(batch, unavailable(message.failure));
    this.schedule();
  }

  private stop(reason: string): void {
    if (this.stopped) return;
    this.stopped = this.closed ? 'it is closed' : reason;
    // the thread may have committed what it was sent before it ended
    rejectAll(this.underWay.flat(), new OutcomeUnknown(this.stopped));
    rejectAll(this.waiting, new StoreUnavailable(this.stopped));
    this.underWay = [];
    this.waiting = [];
    this.started?.reject(new StoreUnavailable(reason));
    this.closed?.();
  }
}

function settle({ append: [stream, expected], resolve, reject }: Waiting, answer: WireAnswer): void {
  if (answer[0]) resolve({ revision: answer[1], position: answer[2] });
  else reject(new WrongExpectedRevision(stream, expected === -1 ? 'none' : expected, answer[1] === -1 ? 'none' : answer[1]));
}

function rejectAll(waiting: readonly Waiting[], error: Error): void {
  for (const { reject } of waiting) reject(error);
}

function unavailable({ code = 'error', message }: Failure): StoreUnavailable {
  const cause = Object.assign(new Error(message), { code });
  if (code === 'SQLITE_FULL') return new StoreUnavailable('disk full', { cause });
  if (code.startsWith('SQLITE_IOERR')) return new StoreUnavailable(`the disk does not take writes (${code})`, { cause });
  if (code.startsWith('SQLITE_READONLY')) return new StoreUnavailable(`its files may not be written (${code})`, { cause });
  return new StoreUnavailable(`${message} (${code})`, { cause });
}

function refusedStart({ name, message, code }: Failure, directory: string): Error {
  if (name === 'LogInUse') return new LogInUse(directory);
  const reason = code ? `${message} (${code})` : message;
  return Object.assign(new Error(`the event log in ${directory} cannot be opened: ${reason}`), { name });
}
