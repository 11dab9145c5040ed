import { resolve } from 'node:path';
import { openEventStore, openLogReader } from '../platform/events/open-store.js';
import { type EsdbFiles, esdbAddress, isEsdb, type StoreAddress } from '../platform/events/store-address.js';
import { count, Failure, say, UsageError } from './failure.js';
import { progress, unitOf } from './progress.js';
import { pagesOf, transfer } from './transfer.js';

export interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly fromCredentialsFile?: string;
  readonly fromCaFile?: string;
  readonly toCredentialsFile?: string;
  readonly toCaFile?: string;
}

/**
 * Copies the log of one store into another, up to its end at the beginning of the copy. Given
 * again, the command continues where it was cut off.
 */
export async function copyLog(options: CopyOptions, files: EsdbFiles): Promise<void> {
  const from = addressOf('--from', options.from, {
    credentialsFile: options.fromCredentialsFile ?? files.credentialsFile,
    caFile: options.fromCaFile ?? files.caFile,
  });
  const to = addressOf('--to', options.to, {
    credentialsFile: options.toCredentialsFile ?? files.credentialsFile,
    caFile: options.toCaFile ?? files.caFile,
  });
  if (JSON.stringify(place(from)) === JSON.stringify(place(to))) throw new UsageError('copy takes two different stores');
  const source = await openLogReader(from);
  try {
    const head = await source.head();
    const target = await openEventStore(to);
    try {
      const shown = progress('copying', head, unitOf(source));
      let done: Awaited<ReturnType<typeof transfer>>;
      try {
        done = await transfer(pagesOf(source, head), target, ({ position }) => shown.to(position));
      } finally {
        shown.end();
      }
      say(`${count(done.written, 'event')} copied; ${place(to)} holds ${count(done.events, 'event')} in ${count(done.streams, 'stream')}.`);
      say(`${done.digest}  both logs, over every event in order`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const place = (address: StoreAddress): string => ('directory' in address ? address.directory : address.url);

function addressOf(option: string, text: string, files: EsdbFiles): StoreAddress {
  if (!isEsdb(text)) {
    if (/^[a-z+]+:\/\//i.test(text)) throw new UsageError(`${option} takes a directory, esdb://… or esdb+discover://…`);
    return { directory: resolve(text) };
  }
  const address = esdbAddress(text, files);
  if (typeof address === 'string')
    throw new Failure(`${option} ${address.replace('CASEBOOK_EVENTS_CREDENTIALS_FILE', `${option}-credentials-file`)}`);
  return address;
}
