import { join } from 'node:path';
import type { Config } from '../config.js';
import { eventTypes, folds } from '../definitions.js';
import { fileOf } from '../modules/evidence/evidence.public.js';
import { Codec } from '../platform/events/codec.js';
import type { Position } from '../platform/events/envelope.js';
import type { StoredEvent } from '../platform/events/event.js';
import type { LogReader } from '../platform/events/event-store.js';
import { openLogReader } from '../platform/events/open-store.js';
import { filesDirectory } from '../platform/files/directory-file-store.js';
import type { NamedFile } from '../platform/files/file-store.js';
import { SystemClock } from '../platform/ground/clock.js';
import { awaitsMasterKey, loadMasterKey } from '../platform/sealing/master-key.js';
import { RecordKeys } from '../platform/sealing/record-keys.js';
import { closeAccounts, openAccountsForReading } from '../platform/vault/database.js';
import { checkFiles, type FilesReport } from './check-files.js';
import { checkLog, type Findings, type LogReport } from './check-log.js';
import { compareViews, eventsToFold, type ViewComparison } from './compare-views.js';
import { copyViews } from './copied-views.js';
import { count, Failure, lineOf, say } from './failure.js';
import { LiveViews } from './live-views.js';
import { progress, unitOf } from './progress.js';
import { withScratch } from './scratch.js';

/**
 * Rebuilds every view and all due work in a scratch directory, and checks log, keys and live rows against one
 * another; also beside a running server. Changes nothing.
 */
export async function verify(config: Config): Promise<void> {
  const place = config.views;
  if ('directory' in place) await verifyAgainst(config, place.directory);
  else
    await withScratch(async (scratch) => {
      await copyViews(place, folds, scratch);
      await verifyAgainst(config, scratch);
    });
}

async function verifyAgainst(config: Config, directory: string): Promise<void> {
  const log = await openLogReader(config.events);
  try {
    const codec = new Codec(eventTypes);
    // The views are opened first: the log then already holds every event in their rows.
    const live = LiveViews.open(directory);
    try {
      const head = await log.head();
      const { report, files, keyFault } = await checked(config, log, head, codec);
      const compared = await rebuilt(log, codec, live);
      tellLog(report, head);
      tellKeys(report, keyFault);
      tellFiles(files);
      for (const view of compared) tellView(view);
      conclude(report, files, keyFault, compared);
    } finally {
      live.close();
    }
  } finally {
    await log.close();
  }
}

/** Reads the log with the keys, or without them where they are not available. */
async function checked(
  config: Config,
  log: LogReader,
  head: Position,
  codec: Codec,
): Promise<{ report: LogReport; files: FilesReport; keyFault?: string }> {
  const shown = progress('checking the log', head, unitOf(log));
  const check = async (keys?: RecordKeys) => {
    const named: NamedFile[] = [];
    const collect = (event: StoredEvent): void => {
      const file = fileOf(event);
      if (file) named.push(file);
    };
    const report = await checkLog(log, head, codec, keys, (position) => shown.to(position), collect);
    return { report, files: await checkFiles(join(config.data, filesDirectory), named, keys) };
  };
  try {
    let accounts: Awaited<ReturnType<typeof openAccountsForReading>> | undefined;
    let keys: RecordKeys;
    try {
      accounts = await openAccountsForReading(config.accounts);
      if (await awaitsMasterKey(accounts))
        throw new Failure('accounts.db was never used with a master key: it is not the one that belongs to this log');
      keys = await RecordKeys.open(accounts, loadMasterKey(config.masterKeyFile), new SystemClock());
    } catch (error) {
      if (accounts) await closeAccounts(accounts);
      return { ...(await check()), keyFault: lineOf(error) };
    }
    try {
      return await check(keys);
    } finally {
      await closeAccounts(accounts);
    }
  } finally {
    shown.end();
  }
}

async function rebuilt(log: LogReader, codec: Codec, live: LiveViews): Promise<ViewComparison[]> {
  const shown = progress('rebuilding the views', eventsToFold(live, folds), unitOf(log));
  try {
    return await withScratch((scratch) => compareViews({ log, codec, live, views: folds, scratch, folded: (events) => shown.to(events) }));
  } finally {
    shown.end();
  }
}

function tellFindings(findings: Findings): void {
  for (const text of findings.first) say(`       ${text}`);
  if (findings.count > findings.first.length) say(`       and ${findings.count - findings.first.length} more`);
}

function tellLog({ events, streams, log }: LogReport, head: Position): void {
  say(
    `log    ${count(events, 'event')} in ${count(streams, 'stream')}, up to position ${head}: ${log.count === 0 ? 'whole and readable' : count(log.count, 'fault')}`,
  );
  tellFindings(log);
}

function tellKeys({ sealed, keys, sealing }: LogReport, fault: string | undefined): void {
  if (fault !== undefined) {
    say(`keys   ${count(sealed, 'sealed text')} cannot be opened: ${fault}`);
    return;
  }
  const { opens, destroyed, missing, broken } = keys;
  const all = opens + destroyed + missing + broken;
  say(
    `keys   ${count(all, 'key')} for ${count(sealed, 'sealed text')}: ${opens} usable, ${destroyed} destroyed, ${missing} missing, ${broken} broken`,
  );
  tellFindings(sealing);
}

function tellFiles({ files, bytes, destroyed, unread, faults }: FilesReport): void {
  if (files === 0) return;
  const others = [destroyed > 0 && `${destroyed} destroyed`, unread > 0 && `${unread} not read for want of keys`].filter(Boolean);
  const state = faults.count === 0 ? 'as their events say' : count(faults.count, 'fault');
  say(`files  ${count(files, 'file')}, ${count(bytes, 'byte')}: ${[state, ...others].join(', ')}`);
  tellFindings(faults);
}

function tellView({ table, position, rows, fault }: ViewComparison): void {
  say(`view   ${table} ${fault ?? `is identical: ${count(rows, 'row')} at position ${position}`}`);
}

function conclude(report: LogReport, files: FilesReport, keyFault: string | undefined, compared: readonly ViewComparison[]): void {
  const faulty = compared.filter(({ fault }) => fault !== undefined).length;
  const unopened = keyFault !== undefined && report.sealed > 0;
  const { log, sealing, keys, events } = report;
  if (log.count + sealing.count + files.faults.count + faulty > 0 || unopened)
    throw new Failure(
      `replay found faults: ${log.count} in the log, ${unopened ? 'no keys' : `${sealing.count} in keys and sealed texts`}, ${files.faults.count > 0 ? `${files.faults.count} of ${count(files.files, 'file')}, ` : ''}${faulty} of ${count(compared.length, 'view')}`,
    );
  const rows = compared.reduce((sum, view) => sum + view.rows, 0);
  say(
    `\nAll is as the log says: ${count(events, 'event')}, ${count(compared.length, 'view')}, ${count(rows, 'row')} compared, ${count(keys.opens, 'key')}.`,
  );
}
