import { presence, stateOfFile } from '../platform/files/directory-file-store.js';
import type { NamedFile } from '../platform/files/file-store.js';
import type { RecordKeys } from '../platform/sealing/record-keys.js';
import { Findings } from './check-log.js';

export interface FilesReport {
  /** Files that events name. */
  readonly files: number;
  readonly bytes: number;
  /** Unreadable for good, as was ordered. */
  readonly destroyed: number;
  /** There, but not read: no keys. */
  readonly unread: number;
  readonly faults: Findings;
}

/** Compares every stored file with what its event says: there, whole, and of the hash that was recorded. Without `keys` only whether it is there. */
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
