import { refusals } from '../refusals/refuse.js';
import type { FileName } from './file-cipher.js';

export const fileRefusals = refusals({
  'file.too-large': { status: 413, says: 'The file is larger than this city takes; most names the limit in bytes.' },
  'file.disk-full': { status: 503, says: 'There is no room left to store a file; nothing was recorded. Tell the IT Director.' },
  'file.unreadable': { status: 503, says: 'The stored file is missing or damaged; the IT Director restores it from a backup.' },
});

/** A file as its event tells of it. */
export interface NamedFile extends FileName {
  readonly bytes: number;
  /** SHA-256 of the plain content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What reads stored content. Its methods reject with FileBroken where the bytes are not those that were stored. */
export interface Content {
  readonly bytes: number;
  read(from: number, length: number): Promise<Buffer>;
  content(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Content that has come in whole and is on disk, but of which no event tells yet. */
export interface Received {
  readonly bytes: number;
  /** SHA-256 of the plain content, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Plain content at a place. */
  read(from: number, length: number): Promise<Buffer>;
  /**
   * Puts the file in its place for good, then runs `append`, which records the event that names it, and resolves with its answer. Where
   * nothing was recorded the file is gone again. Of several for one file, one after another; what an event names is never replaced.
   */
  keep<T>(append: () => Promise<T>): Promise<T>;
  /** Nothing is left of it. */
  drop(): Promise<void>;
}

/**
 * Files beside the log, sealed under their records' keys.
 *
 * Guarantees: a file that an event names was on disk before the event; content never lies on disk unsealed, nor whole in memory; what was
 * cut off, or received and never recorded, is gone after the next start at the latest.
 */
export abstract class FileStore {
  /** The largest file it takes, in bytes. */
  abstract readonly largest: number;

  /** Refuses with file.too-large or file.disk-full; whatever ends the content early leaves nothing behind. */
  abstract receive(content: AsyncIterable<Uint8Array>, name: FileName): Promise<Received>;

  /** A file that an event names. Refuses with file.unreadable where it is missing, damaged or its key destroyed. */
  abstract open(name: FileName): Promise<Content>;
}
