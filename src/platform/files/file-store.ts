import { refusals } from '../refusals/refuse.js';
import type { FileName } from './file-cipher.js';

export const fileRefusals = refusals({
  'file.too-large': { fields: ['file'], status: 413, says: 'The file is larger than this city takes; most names the limit in bytes.' },
  'file.disk-full': { status: 503, says: 'There is no room left to store a file; nothing was recorded. Tell the IT Director.' },
  'file.unreadable': { status: 503, says: 'The stored file is missing or damaged; the IT Director restores it from a backup.' },
});

/** A file as its event describes it. */
export interface NamedFile extends FileName {
  readonly bytes: number;
  /** SHA-256 of the plain content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Reads stored content. Its methods reject with FileBroken where the bytes are not those that were
 * stored.
 */
export interface Content {
  readonly bytes: number;
  read(from: number, length: number): Promise<Buffer>;
  content(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Content that is complete and on disk, but that no event names yet. */
export interface Received {
  readonly bytes: number;
  /** SHA-256 of the plain content, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Plain content from a place on. */
  read(from: number, length: number): Promise<Buffer>;
  /**
   * Puts the file in its final place, then runs `append`, which records the event that names it,
   * and resolves with its answer. If nothing was recorded, the file is removed again. Several calls
   * for one file run one after another. A file that an event names is never replaced.
   */
  keep<T>(append: () => Promise<T>): Promise<T>;
  /** Removes the content completely. */
  drop(): Promise<void>;
}

/**
 * Files beside the log, sealed under their records' keys.
 *
 * Guarantees: a file that an event names was on disk before the event. Content is never on disk
 * unsealed, nor in memory as a whole. A file that was cut off, or received and never recorded, is
 * removed at the next start at the latest.
 */
export abstract class FileStore {
  /** The largest file it takes, in bytes. */
  abstract readonly largest: number;

  /**
   * Refuses with file.too-large or file.disk-full. If the content ends early for any reason,
   * nothing is left of it.
   */
  abstract receive(content: AsyncIterable<Uint8Array>, name: FileName): Promise<Received>;

  /**
   * Opens a file that an event names. Refuses with file.unreadable where the file is missing or
   * damaged, or its key destroyed.
   */
  abstract open(name: FileName): Promise<Content>;
}
