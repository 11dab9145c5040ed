import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.js';
import { eventTypes } from '../definitions.js';
import { Codec } from '../platform/events/codec.js';
import { SqliteLogReader } from '../platform/events/sqlite/log-reader.js';
import { SystemClock } from '../platform/ground/clock.js';
import { loadMasterKey } from '../platform/sealing/master-key.js';
import { RecordKeys } from '../platform/sealing/record-keys.js';
import { closeAccounts, openAccountsForReading } from '../platform/vault/database.js';
import { type Manifest, manifestFile, masterKeyFile, mustBeEmbedded, sha256Of, synced } from './backup.js';
import { checkLog } from './check-log.js';
import { count, Failure, lineOf, say } from './failure.js';
import { progress } from './progress.js';

/**
 * Restores a backup into the data directory, which must be empty. It compares the backup with its
 * manifest, restores it completely or not at all, then reads it once from beginning to end. The
 * next start builds the views.
 */
export async function restore(config: Config, from: string): Promise<void> {
  mustBeEmbedded(config);
  const source = resolve(from);
  const manifest = await compared(source);
  if (existsSync(config.data) && readdirSync(config.data).length > 0)
    throw new Failure(`${config.data} is not empty; a backup is put back into an empty directory`);
  const bringsKey = manifest.files.some(({ path }) => path === masterKeyFile);
  if (bringsKey && existsSync(config.masterKeyFile)) await sameKey(join(source, masterKeyFile), config.masterKeyFile);
  const draft = `${config.data}.restoring`;
  await rm(draft, { recursive: true, force: true });
  try {
    for (const { path } of manifest.files) {
      if (path === masterKeyFile) continue;
      await mkdir(dirname(join(draft, path)), { recursive: true, mode: 0o700 });
      await copyFile(join(source, path), join(draft, path));
      await synced(join(draft, path));
    }
    if (existsSync(config.data)) await rmdir(config.data);
    await rename(draft, config.data);
    await synced(dirname(config.data));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  if (bringsKey && !existsSync(config.masterKeyFile)) {
    await mkdir(dirname(config.masterKeyFile), { recursive: true, mode: 0o700 });
    await copyFile(join(source, masterKeyFile), config.masterKeyFile);
    await synced(config.masterKeyFile);
  }
  say(`restored ${config.data} from ${from}, as of ${manifest.begun}: the log up to position ${manifest.log.head}`);
  await proved(config, manifest);
}

/** The manifest, once every file in the backup matches it. */
async function compared(source: string): Promise<Manifest> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(source, manifestFile), 'utf8')) as Manifest;
  } catch (error) {
    throw new Failure(
      `${source} is no backup: ${manifestFile} in it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no JSON'})`,
    );
  }
  if (manifest.format !== 1) throw new Failure(`${source} was made by another Casebook: its format is ${String(manifest.format)}, not 1`);
  for (const { path, size, sha256 } of manifest.files) {
    const file = join(source, path);
    // A manifest that somebody changed must not name files outside its directory.
    if (!resolve(file).startsWith(`${source}/`)) throw new Failure(`${manifestFile} names ${path}, which is not in the backup`);
    if (!existsSync(file)) throw new Failure(`${path} is missing from the backup`);
    if (statSync(file).size !== size || (await sha256Of(file)) !== sha256)
      throw new Failure(`${path} is not what was backed up: its SHA-256 differs`);
  }
  return manifest;
}

async function sameKey(one: string, other: string): Promise<void> {
  if (readFileSync(one, 'utf8').trim() !== readFileSync(other, 'utf8').trim())
    throw new Failure(`the master key at ${other} is not the one in the backup; move it away or set CASEBOOK_MASTER_KEY_FILE`);
}

/** Reads the restored data: every event, and every sealed text with its key. */
async function proved(config: Config, { log: { head, lastEvent } }: Manifest): Promise<void> {
  const log = SqliteLogReader.open(config.data);
  const accounts = await openAccountsForReading({ directory: config.data });
  const shown = progress('checking the log', head);
  try {
    if (log.head() !== head || (log.readAll(Math.max(0, head - 1), 1).at(-1)?.id ?? null) !== lastEvent)
      throw new Failure('the restored log does not end where the backup says');
    let keys: RecordKeys | undefined;
    let why = '';
    try {
      keys = await RecordKeys.open(accounts, loadMasterKey(config.masterKeyFile), new SystemClock());
    } catch (error) {
      why = lineOf(error);
    }
    const report = await checkLog(log, head, new Codec(eventTypes), keys, (position) => shown.to(position));
    shown.end();
    for (const text of [...report.log.first, ...report.sealing.first]) say(text);
    if (report.log.count + report.sealing.count > 0)
      throw new Failure(`${count(report.log.count + report.sealing.count, 'fault')} in what was restored; the rest of it works`);
    say(`${count(report.events, 'event')} read, ${count(report.sealed, 'sealed text')}${keys ? ' opened' : ' not opened'}`);
    if (!keys) throw new Failure(`the data cannot be served yet: ${why}`);
  } finally {
    shown.end();
    log.close();
    await closeAccounts(accounts);
  }
}
