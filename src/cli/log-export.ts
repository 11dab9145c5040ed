import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import type { Config } from '../config.js';
import type { Position, StoredRecord } from '../platform/events/envelope.js';
import type { LogReader } from '../platform/events/event-store.js';
import { openLogReader } from '../platform/events/open-store.js';
import { count, Failure, tell } from './failure.js';
import { progress, unitOf } from './progress.js';

export interface ExportOptions {
  /** File to write; stdout where it is left out. */
  readonly out?: string;
  /** Exports only the events after this position. */
  readonly after: Position;
  /** Replaces a file that exists. */
  readonly force?: boolean;
}

const batch = 1_000;

/**
 * One stored record as a line of JSON. Sealed texts stay sealed. The position is text, as
 * everywhere outside the process.
 */
const lineOf = ({ position, stream, revision, ...record }: StoredRecord): string =>
  `${JSON.stringify({ position: String(position), stream, revision, ...record })}\n`;

/**
 * Writes the log as JSON Lines, up to its end at the beginning of the export; also beside a running
 * server.
 */
export async function exportLog(config: Config, { out, after, force = false }: ExportOptions): Promise<void> {
  if (out !== undefined && !force && existsSync(out)) throw new Failure(`${out} is there already; --force replaces it`);
  const log = await openLogReader(config.events);
  try {
    const head = await log.head();
    if (after > head) throw new Failure(`the log ends at position ${head}; there is nothing after ${after}`);
    const written =
      out === undefined
        ? await copy(log, after, head, (text) => toStream(process.stdout, text))
        : await toFile(resolve(out), force, (file) => copy(log, after, head, (text) => file.appendFile(text)));
    tell(`${count(written, 'event')} exported${out === undefined ? '' : ` to ${out}`}`);
  } finally {
    await log.close();
  }
}

async function copy(log: LogReader, after: Position, head: Position, write: (text: string) => Promise<void>): Promise<number> {
  const shown = progress('exporting', head - after, unitOf(log));
  let written = 0;
  try {
    for (let position = after; position < head; ) {
      const records = (await log.readAll(position, batch)).filter((record) => record.position <= head);
      const last = records.at(-1);
      if (!last) break;
      await write(records.map(lineOf).join(''));
      position = last.position;
      written += records.length;
      shown.to(position - after);
    }
    return written;
  } finally {
    shown.end();
  }
}

/** Waits until the stream's reader has taken it. */
const toStream = (stream: Writable, text: string): Promise<void> =>
  new Promise((done, failed) => {
    stream.once('error', failed);
    stream.write(text, (error) => {
      stream.off('error', failed);
      if (error) failed(error);
      else done();
    });
  });

/** The file appears complete and on disk, or not at all. */
export async function toFile<T>(path: string, force: boolean, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(draft, 'wx', 0o600);
    let result: T;
    try {
      result = await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await (force ? rename(draft, path) : link(draft, path)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new Failure(`${path} is there already; --force replaces it`) : error;
    });
    const directory = await open(dirname(path), 'r');
    await directory.sync().finally(() => directory.close());
    return result;
  } finally {
    await rm(draft, { force: true });
  }
}
