import { presence, stateOfFile } from '../platform/files/directory-file-store.js';
import type { NamedFile } from '../platform/files/file-store.js';
import type { RecordKeys } from '../platform/sealing/record-keys.js';
import { Findings } from './check-log.js';

export interface FilesReport {
  /** Number of files that events name. */
  readonly files: number;
  readonly bytes: number;
  /** Number of files that are unreadable by order: their key was destroyed. */
  readonly destroyed: number;
  /** Number of files that exist but were not read, because there are no keys. */
  readonly unread: number;
  readonly faults: Findings;
}

/**
 * Compares every stored file with its event: it exists, is complete, and has the recorded hash.
 * Without `keys` it only checks that the file exists.
 */
export async function checkFiles(directory: string, named: readonly NamedFile[], keys: RecordKeys | undefined): Promise<FilesReport> {
  const faults = new Findings();
  let [bytes, destroyed, unread] = [0, 0, 0];
  for (const file of named) {
    bytes += file.bytes;
    const state = keys ? await stateOfFile(directory, keys, file) : await presence(directory, file);
    if (state === 'missing') faults.add(`file ${file.id} of ${file.record} is missing`);
    else if (state === 'altered') faults.add(`file ${file.id} of ${file.record} is not what was stored: its SHA-256 was ${file.sha256}`);
    else if (state === 'destroyed') destroyed += 1;
    else if (state === 'unread') unread += 1;
  }
  return { files: named.length, bytes, destroyed, unread, faults };
}
