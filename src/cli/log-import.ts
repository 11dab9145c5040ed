import { createReadStream, existsSync } from 'node:fs';
import type { Config } from '../config.js';
import { checkedEvent } from '../platform/events/checked.js';
import type { StoredRecord } from '../platform/events/envelope.js';
import { openEventStore } from '../platform/events/open-store.js';
import { count, Failure, say } from './failure.js';
import { progress } from './progress.js';
import { transfer } from './transfer.js';

const batch = 1_000;
const fields = new Set([
  ...['position', 'stream', 'revision', 'id', 'type', 'schema', 'data', 'recordedAt', 'effectiveAt', 'actor', 'policyVersion'],
  ...['commandId', 'commandHash', 'causationId', 'correlationId'],
]);

/**
 * Writes a file from `log export` into the log. The log must be empty, or hold the first events of
 * the file. The whole file is checked before anything is written. Given again, the command
 * continues where it was cut off. The server must be stopped.
 */
export async function importLog(config: Config, file: string): Promise<void> {
  if (!existsSync(file)) throw new Failure(`there is no file ${file}`);
  const total = await checked(file);
  const target = await openEventStore(config.events);
  try {
    const shown = progress('importing', total);
    let done: Awaited<ReturnType<typeof transfer>>;
    try {
      done = await transfer(pagesIn(file), target, (_, events) => shown.to(events));
    } finally {
      shown.end();
    }
    say(`${count(done.written, 'event')} imported; the log holds ${count(done.events, 'event')} in ${count(done.streams, 'stream')}.`);
    say(`${done.digest}  file and log, over every event in order`);
  } finally {
    await target.close();
  }
}

/**
 * Number of events in the file. Rejects with Failure for a file that is not a whole log: a line
 * that is no event, a stream with a gap, an id that occurs twice.
 */
async function checked(file: string): Promise<number> {
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  let line = 0;
  for await (const records of pagesIn(file))
    for (const { stream, revision, id } of records) {
      line += 1;
      const expected = (revisions.get(stream) ?? -1) + 1;
      if (revision !== expected)
        throw new Failure(
          `line ${line} of ${file}: ${stream} goes on with revision ${revision} instead of ${expected}; the file must hold the log from its beginning`,
        );
      if (ids.has(id)) throw new Failure(`line ${line} of ${file}: event ${id} comes a second time`);
      ids.add(id);
      revisions.set(stream, revision);
    }
  return line;
}

async function* pagesIn(file: string): AsyncGenerator<readonly StoredRecord[]> {
  let records: StoredRecord[] = [];
  let line = 0;
  for await (const text of linesIn(file)) {
    line += 1;
    records.push(recordIn(text, `line ${line} of ${file}`));
    if (records.length < batch) continue;
    yield records;
    records = [];
  }
  if (records.length > 0) yield records;
}

/**
 * Splits at line feeds alone: Node's own line reader may also split at U+2028, which JSON may
 * contain unescaped.
 */
async function* linesIn(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Parses an event in the form of `log export`. */
function recordIn(text: string, where: string): StoredRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(`${where} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Failure(`${where} is not an event`);
  const unknown = Object.keys(value).find((name) => !fields.has(name));
  if (unknown !== undefined) throw new Failure(`${where} has a field ${JSON.stringify(unknown)}, which no event has`);
  const { position, ...record } = value as Omit<StoredRecord, 'position'> & { position: unknown };
  if (typeof record.stream !== 'string' || !/^[^-]+-./.test(record.stream))
    throw new Failure(`${where}: stream must be a kind, a hyphen and an id`);
  if (!Number.isSafeInteger(record.revision) || record.revision < 0) throw new Failure(`${where}: revision must be a whole number from 0`);
  if (typeof record.actor !== 'object' || record.actor === null) throw new Failure(`${where}: actor must be a person and an office`);
  if (!('data' in record)) throw new Failure(`${where}: data is missing`);
  try {
    checkedEvent(record);
  } catch (error) {
    throw new Failure(`${where}: ${(error as Error).message}`);
  }
  return { ...record, position: Number(position) };
}
