import { EventEmitter } from 'node:events';

/** An event as the server stores it. */
export interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /**
   * Commit and prepare position: the record's offset in the file, so positions grow by record size.
   */
  readonly position: number;
  /**
   * Commit position of the record's transaction, only for transactions of the old TCP interface.
   */
  readonly commit?: number;
  readonly type: string;
  readonly contentType: string;
  readonly created: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Given {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type Expected = number | 'any' | 'none' | 'exists';
export type Outcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong'; readonly actual: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' };

const record = 120;
const largest = 1024 * 1024;
/** A soft delete sets the truncation point to this revision. */
const everything = Number.MAX_SAFE_INTEGER;

/**
 * The server's storage, with the behaviour of a real server: idempotence by id and expected
 * revision, soft deletes, truncation, tombstones.
 */
export class ServerLog {
  readonly all: Kept[] = [];
  /** Informs every node that shares this log of new events. */
  readonly bus = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, Kept[]>();
  private readonly tombstones = new Set<string>();
  private end = 0;

  constructor() {
    // A real server's own events come first, and their data is not Casebook's.
    for (const stream of ['$users', '$user-admin', '$settings-of-old']) this.system(stream, '$UserCreated', { loginName: 'admin' });
  }

  system(stream: string, type: string, data: unknown): void {
    const bytes = Buffer.from(JSON.stringify(data));
    this.write(stream, [{ id: crypto.randomUUID(), type, contentType: 'application/json', data: bytes, metadata: new Uint8Array() }]);
  }

  append(stream: string, expected: Expected, given: readonly Given[]): Outcome {
    if (this.tombstones.has(stream)) return { kind: 'deleted' };
    const size = given.reduce((sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length, 0);
    if (size > largest) return { kind: 'too-large' };
    const held = this.streams.get(stream) ?? [];
    const current = held.length - 1;
    const deleted = this.firstOf(stream) > current && held.length > 0;
    if (given.length === 0) return { kind: 'written', revision: current, position: held.at(-1)?.position ?? 0 };
    const first = this.repeated(held, expected, given);
    if (first) return first;
    const fits =
      expected === 'any' ||
      (expected === 'none' && (held.length === 0 || deleted)) ||
      (expected === 'exists' && held.length > 0 && !deleted) ||
      expected === current;
    if (!fits) return { kind: 'wrong', actual: current };
    // Events written to a soft-deleted stream continue the deleted revisions.
    if (deleted) this.metadata(stream, { $tb: held.length });
    return this.write(stream, given);
  }

  metadata(stream: string, data: Record<string, unknown>): void {
    this.system(`$$${stream}`, '$metadata', data);
  }

  softDelete(stream: string): void {
    this.metadata(stream, { $tb: everything });
  }

  tombstone(stream: string): void {
    this.system(stream, '$streamDeleted', {});
    this.tombstones.add(stream);
  }

  isTombstoned(stream: string): boolean {
    return this.tombstones.has(stream);
  }

  /** The readable events of a stream; undefined if the stream does not exist or was deleted. */
  visible(stream: string): readonly Kept[] | undefined {
    const held = this.streams.get(stream);
    if (!held) return undefined;
    const first = this.firstOf(stream);
    return first === everything ? undefined : held.slice(first);
  }

  last(stream: string): unknown {
    const event = this.streams.get(stream)?.at(-1);
    return event && JSON.parse(Buffer.from(event.data).toString('utf8'));
  }

  /** Truncates the log to its first events, as a restore of a backup does. */
  restore(events: number): void {
    const kept = this.all.splice(0).slice(0, events);
    this.streams.clear();
    this.end = 0;
    for (const event of kept) {
      this.all.push(event);
      this.streams.set(event.stream, [...(this.streams.get(event.stream) ?? []), event]);
      this.end = event.position + record + event.data.length + event.metadata.length;
    }
  }

  /** Makes the last events of the log one transaction, so that they share its commit position. */
  transaction(events: number): void {
    const commit = this.end;
    const last = this.all.splice(-events).map((event): Kept => ({ ...event, commit }));
    for (const event of last) {
      this.all.push(event);
      this.streams.set(event.stream, [...(this.streams.get(event.stream) ?? []).slice(0, event.revision), event]);
    }
  }

  private firstOf(stream: string): number {
    const held = this.streams.get(stream) ?? [];
    const { $tb = 0, $maxCount } = (this.last(`$$${stream}`) ?? {}) as { $tb?: number; $maxCount?: number };
    return Math.max($tb, $maxCount === undefined ? 0 : held.length - $maxCount);
  }

  private repeated(held: readonly Kept[], expected: Expected, given: readonly Given[]): Outcome | undefined {
    const from = typeof expected === 'number' ? expected + 1 : expected === 'none' ? 0 : held.findIndex(({ id }) => id === given[0]?.id);
    if (from < 0) return undefined;
    const before = held.slice(from, from + given.length);
    if (before.length < given.length || !before.every(({ id }, i) => id === given[i]?.id)) return undefined;
    return { kind: 'written', revision: from + given.length - 1, position: before.at(-1)?.position as number };
  }

  private write(stream: string, given: readonly Given[]): Outcome {
    const held = this.streams.get(stream) ?? [];
    this.streams.set(stream, held);
    for (const event of given) {
      const kept: Kept = { ...event, stream, revision: held.length, position: this.end, created: Date.now() };
      this.end += record + event.data.length + event.metadata.length;
      held.push(kept);
      this.all.push(kept);
    }
    return { kind: 'written', revision: held.length - 1, position: this.all.at(-1)?.position as number };
  }
}
