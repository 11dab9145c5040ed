import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Config } from '../config.js';
import { SqliteLogReader } from '../platform/events/sqlite/log-reader.js';
import { filesDirectory } from '../platform/files/directory-file-store.js';
import { count, Failure, say } from './failure.js';
import { progress } from './progress.js';

export interface BackupOptions {
  /** The directory to create. */
  readonly out: string;
  /** Includes the master key: then every holder of the backup can read all of it. */
  readonly withMasterKey?: boolean;
}

/** Contents of a backup; stored in it as `backup.json`. */
export interface Manifest {
  readonly format: 1;
  /** When the backup was begun: ISO 8601, UTC. */
  readonly begun: string;
  /** Position of the log's end in the backup, and id of the event there; null for an empty log. */
  readonly log: { readonly head: number; readonly lastEvent: string | null };
  /** By path in the backup; sizes in bytes, SHA-256 in hex. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
}

export const manifestFile = 'backup.json';
export const masterKeyFile = 'master.key';

/**
 * Copies log, accounts with their keys, and files, in this order; also beside a running server. A
 * record's key and a file are on disk before the first event that needs them. The log is copied
 * first, so the copy has every key and file that the copied log names.
 */
export async function backUp(config: Config, { out, withMasterKey = false }: BackupOptions): Promise<void> {
  mustBeEmbedded(config);
  const target = resolve(out);
  if (existsSync(target)) throw new Failure(`${out} is there already; a backup goes into a directory of its own`);
  for (const name of ['events.db', 'accounts.db'])
    if (!existsSync(join(config.data, name))) throw new Failure(`there is no ${name} in ${config.data}`);
  const draft = `${target}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const begun = new Date().toISOString();
    snapshot(config.data, draft, 'events.db');
    snapshot(config.data, draft, 'accounts.db');
    const log = endOf(draft);
    setFollowersBack(draft, log);
    await copyFiles(join(config.data, filesDirectory), join(draft, filesDirectory));
    if (withMasterKey) await copyFile(config.masterKeyFile, join(draft, masterKeyFile));
    const files = await described(draft);
    const manifest: Manifest = { format: 1, begun, log, files };
    await writeFile(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    for (const path of [manifestFile, ...files.map(({ path }) => path)]) await synced(join(draft, path));
    await rename(draft, target);
    await synced(dirname(target));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    say(`backed up to ${out}: the log up to position ${manifest.log.head}, ${count(files.length, 'file')}, ${Math.ceil(size / 1024)} KiB`);
    if (!withMasterKey) say(`it cannot be read without the master key ${config.masterKeyFile}: keep a copy of that elsewhere`);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Throws a Failure unless log and accounts are in the directory. Database servers have their own
 * ways to copy everything on them.
 */
export function mustBeEmbedded({ events, accounts }: Config): void {
  if (!('directory' in events && 'directory' in accounts))
    throw new Failure(
      'this is for what is kept in CASEBOOK_DATA; "Several nodes" in docs/operations/backup.md says how EventStoreDB and PostgreSQL are backed up',
    );
}

/** One consistent state of a database that others may be writing, without its deleted data. */
function snapshot(from: string, to: string, name: string): void {
  const database = new Sqlite(join(from, name), { readonly: true });
  try {
    database.prepare('VACUUM INTO ?').run(join(to, name));
  } finally {
    database.close();
  }
}

/** A log follower may have taken events that came after the copy of the log. */
function setFollowersBack(directory: string, { head, lastEvent }: Manifest['log']): void {
  const accounts = new Sqlite(join(directory, 'accounts.db'));
  try {
    // An older program wrote it, and no server has opened it since.
    if (!accounts.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'log_followers'`).get()) return;
    accounts.prepare('UPDATE log_followers SET position = ?, event_id = ? WHERE position > ?').run(head, lastEvent, head);
  } finally {
    accounts.close();
  }
}

async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  const kept = existsSync(from) ? (await readdir(from, { withFileTypes: true })).filter((entry) => /^[0-9a-f]{2}$/.test(entry.name)) : [];
  const shown = progress('files', kept.length, 'directories');
  try {
    for (const [index, { name }] of kept.entries()) {
      await mkdir(join(to, name), { mode: 0o700 });
      // A file that no event has named yet may be cleared away meanwhile.
      for (const file of await readdir(join(from, name)))
        await copyFile(join(from, name, file), join(to, name, file)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
      shown.to(index + 1);
    }
  } finally {
    shown.end();
  }
}

function endOf(directory: string): Manifest['log'] {
  const log = SqliteLogReader.open(directory);
  try {
    const head = log.head();
    return { head, lastEvent: log.readAll(Math.max(0, head - 1), 1).at(-1)?.id ?? null };
  } finally {
    log.close();
  }
}

async function described(directory: string): Promise<Manifest['files']> {
  const paths = (await readdir(directory, { recursive: true })).filter((path) => statSync(join(directory, path)).isFile());
  return Promise.all(
    paths.sort().map(async (path) => ({ path, size: statSync(join(directory, path)).size, sha256: await sha256Of(join(directory, path)) })),
  );
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Waits until a file, or the names in a directory, are on disk. */
export async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
