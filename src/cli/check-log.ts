import type { Codec } from '../platform/events/codec.js';
import type { Position, StoredRecord } from '../platform/events/envelope.js';
import type { StoredEvent } from '../platform/events/event.js';
import { DamagedEvent, LogAlarm, type LogReader } from '../platform/events/event-store.js';
import type { RecordKeys } from '../platform/sealing/record-keys.js';
import { keyIdOf, Sealer, tokensIn } from '../platform/sealing/sealer.js';
import { reasonOf } from '../platform/views/fold.js';

const batch = 1_000;
const shownAtMost = 5;

/** The faults found: their number, and the first of them in words. */
export class Findings {
  readonly first: string[] = [];
  count = 0;

  add(text: string): void {
    this.count += 1;
    if (this.first.length < shownAtMost) this.first.push(text);
  }
}

type KeyState = 'opens' | 'destroyed' | 'missing' | 'broken';

export interface LogReport {
  readonly events: number;
  readonly streams: number;
  /** Number of sealed texts in the log. */
  readonly sealed: number;
  /** Number of keys of each kind. */
  readonly keys: Readonly<Record<KeyState, number>>;
  readonly log: Findings;
  readonly sealing: Findings;
}

/**
 * Reads the log once, up to `head`, and checks: positions are in order, and without gaps where they
 * are dense; revisions have no gaps; today's code can read every event; the key of its record opens
 * every sealed text. Without `keys` it only counts sealed texts. `seen` is called with every event
 * that can be read.
 */
export async function checkLog(
  log: LogReader,
  head: Position,
  codec: Codec,
  keys: RecordKeys | undefined,
  reached: (position: Position) => void,
  seen: (event: StoredEvent) => void = () => {},
): Promise<LogReport> {
  const [findings, sealing] = [new Findings(), new Findings()];
  const revisions = new Map<string, number>();
  const seals = keys && new Seals(keys, sealing);
  let [events, sealed, before] = [0, 0, 0];
  for (let after = 0; after < head; ) {
    const { records, damaged, last } = await read(log, after, Math.min(batch, head - after));
    for (const text of damaged) findings.add(text);
    if (last === undefined) break;
    const checked: Sealable[] = [];
    for (const record of records) {
      const { position, stream, revision } = record;
      if (position > head) break;
      events += 1;
      if (log.dense ? position !== before + 1 : position <= before) findings.add(`after position ${before} comes position ${position}`);
      before = position;
      const last = revisions.get(stream);
      if (revision !== (last ?? -1) + 1)
        findings.add(
          `${stream} ${last === undefined ? 'begins' : `goes on after revision ${last}`} with revision ${revision} at position ${position}`,
        );
      revisions.set(stream, revision);
      const tokens = tokensIn(record.data);
      sealed += tokens.length;
      let event: StoredEvent | undefined;
      try {
        event = codec.decode(record);
        seen(event);
      } catch (error) {
        findings.add(reasonOf(error));
      }
      if (tokens.length > 0)
        checked.push({ record, tokens, owner: event && (codec.type(event.type)?.options.record?.(event.data as never) ?? stream) });
    }
    await seals?.check(checked);
    after = last;
    reached(Math.min(after, head));
  }
  return {
    events,
    streams: revisions.size,
    sealed,
    keys: seals?.counts() ?? { opens: 0, destroyed: 0, missing: 0, broken: 0 },
    log: findings,
    sealing,
  };
}

/** Reads the next records. A damaged record is reported and skipped. */
async function read(
  log: LogReader,
  after: Position,
  limit: number,
): Promise<{ records: readonly StoredRecord[]; damaged: string[]; last: Position | undefined }> {
  try {
    const records = await log.readAll(after, limit);
    return { records, damaged: [], last: records.at(-1)?.position };
  } catch (error) {
    if (!(error instanceof LogAlarm)) throw error;
  }
  const records: StoredRecord[] = [];
  try {
    for (;;) {
      const [record] = await log.readAll(records.at(-1)?.position ?? after, 1);
      if (!record || records.length === limit) return { records, damaged: [], last: records.at(-1)?.position };
      records.push(record);
    }
  } catch (error) {
    // The log can be read on behind a damaged event, but not behind any other failure.
    return { records, damaged: [reasonOf(error)], last: error instanceof DamagedEvent ? error.position : undefined };
  }
}

interface Sealable {
  readonly record: StoredRecord;
  readonly tokens: readonly string[];
  /** Record whose key must have sealed the texts; undefined where the event cannot be read. */
  readonly owner: string | undefined;
}

/** Opens sealed texts, and remembers the state of each key. */
class Seals {
  private readonly states = new Map<string, KeyState>();
  private readonly sealer: Sealer;

  constructor(
    private readonly keys: RecordKeys,
    private readonly findings: Findings,
  ) {
    this.sealer = new Sealer(keys);
  }

  counts(): Record<KeyState, number> {
    const counts = { opens: 0, destroyed: 0, missing: 0, broken: 0 };
    for (const state of this.states.values()) counts[state] += 1;
    return counts;
  }

  async check(batch: readonly Sealable[]): Promise<void> {
    const used = new Map<string, string>();
    for (const { record, tokens } of batch)
      for (const token of tokens) {
        const keyId = idOf(token);
        if (keyId === undefined) this.findings.add(`event ${record.id} of ${record.stream} holds a sealed text without the form of one`);
        else if (!used.has(keyId)) used.set(keyId, record.stream);
      }
    await this.judge(used);
    const good = await this.keys.openMany([...used.keys()].filter((keyId) => this.states.get(keyId) === 'opens'));
    for (const { record, tokens, owner } of batch)
      for (const token of tokens) {
        const key = good.get(idOf(token) ?? '');
        if (!key) continue;
        if (owner !== undefined && key.record !== owner)
          this.findings.add(`event ${record.id} of ${record.stream} is sealed under key ${key.keyId}, which is not that of its record`);
        try {
          this.sealer.openText(token, key);
        } catch {
          this.findings.add(`key ${key.keyId} does not open a sealed text of event ${record.id} in ${record.stream}`);
        }
      }
  }

  /** Looks up in accounts.db the keys that occur for the first time. */
  private async judge(used: ReadonlyMap<string, string>): Promise<void> {
    const unknown = [...used.keys()].filter((keyId) => !this.states.has(keyId));
    const { missing, destroyed, broken } = await this.keys.check(unknown);
    for (const keyId of unknown) this.states.set(keyId, 'opens');
    for (const keyId of destroyed) this.states.set(keyId, 'destroyed');
    for (const keyId of missing) {
      this.states.set(keyId, 'missing');
      this.findings.add(`key ${keyId} of ${used.get(keyId)} is missing from accounts.db`);
    }
    for (const keyId of broken) {
      this.states.set(keyId, 'broken');
      this.findings.add(`key ${keyId} of ${used.get(keyId)} is damaged: the master key does not open it`);
    }
  }
}

function idOf(token: string): string | undefined {
  try {
    return keyIdOf(token);
  } catch {
    return undefined;
  }
}
