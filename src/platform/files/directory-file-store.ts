import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreUnavailable } from '../events/event-store.js';
import { platformRefusals, Refusal, refuseFrom } from '../refusals/refuse.js';
import type { RecordKey, RecordKeys } from '../sealing/record-keys.js';
import { FileBroken, type FileName, FileOpener, FileSealer, keyIdIn } from './file-cipher.js';
import { type Content, FileStore, fileRefusals, type NamedFile, type Received } from './file-store.js';

const refuse = refuseFrom(fileRefusals.table);

/** Name of the directory for files in the data directory. */
export const filesDirectory = 'files';
const incoming = 'incoming';
const partial = '.part';
/** Milliseconds after which an incomplete or unrecorded file counts as abandoned. */
const abandonedAfterMs = 60 * 60_000;
/** Milliseconds that another node may take to record a file that is in its final place. */
const recordingTimeMs = 60_000;

/** `files/3f/3f0c…`: no directory grows without limit. */
const placeOf = (directory: string, id: string): string => join(directory, id.slice(0, 2), id);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (noRoom.has(codeOf(error) ?? '')) return refuse('file.disk-full');
    throw error;
  }
}

async function synced(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A disk that is nearly full may take only a part of the bytes. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

export interface DirectoryFileStoreOptions {
  readonly directory: string;
  readonly keys: RecordKeys;
  /** In bytes. */
  readonly largest: number;
  /** Other nodes use the directory too: a young file may be theirs. */
  readonly shared?: boolean;
  /** Whether an event names the file with this id. */
  readonly held: (id: string) => Promise<boolean>;
}

/**
 * Files in a directory. An incoming file is `incoming/*.part`; a complete one is
 * `incoming/<id>~<random>`. Then it gets its final place as a second name of the same bytes. The
 * first name is removed once the event is on disk. Therefore the names under `incoming` show what a
 * crash left to check.
 */
export class DirectoryFileStore extends FileStore {
  readonly largest: number;
  readonly #lines = new Map<string, Promise<unknown>>();

  private constructor(private readonly options: DirectoryFileStoreOptions) {
    super();
    this.largest = options.largest;
  }

  /** Creates the directory where it is missing, and clears away files that were cut off before. */
  static async open(options: DirectoryFileStoreOptions): Promise<DirectoryFileStore> {
    mkdirSync(join(options.directory, incoming), { recursive: true, mode: 0o700 });
    const store = new DirectoryFileStore(options);
    await store.sweep();
    return store;
  }

  async receive(content: AsyncIterable<Uint8Array>, name: FileName): Promise<Received> {
    const { directory, keys } = this.options;
    const key = (await keys.ensure([name.record])).get(name.record) as RecordKey;
    const random = randomBytes(9).toString('base64url');
    const draft = join(directory, incoming, `${random}${partial}`);
    const complete = join(directory, incoming, `${name.id}~${random}`);
    const handle = await onDisk(() => open(draft, 'wx+', 0o600));
    try {
      const { bytes, sha256 } = await onDisk(() => this.write(handle, content, new FileSealer(key, name)));
      await onDisk(() => rename(draft, complete));
      const opener = await FileOpener.open(handle, key, name);
      return {
        bytes,
        sha256,
        read: (from, length) => opener.read(from, length),
        keep: (append) => this.inLine(name.id, () => this.keep(name.id, complete, handle, append)),
        drop: () => this.drop(handle, complete),
      };
    } catch (error) {
      await this.drop(handle, draft, complete);
      throw error;
    }
  }

  async open(name: FileName): Promise<Content> {
    let handle: FileHandle;
    try {
      handle = await open(placeOf(this.options.directory, name.id), 'r');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return refuse('file.unreadable');
      throw error;
    }
    try {
      const key = await this.options.keys.open(await keyIdIn(handle, name));
      if (!key || key.record !== name.record) return refuse('file.unreadable');
      return await FileOpener.open(handle, key, name);
    } catch (error) {
      await handle.close();
      if (error instanceof FileBroken) return refuse('file.unreadable');
      throw error;
    }
  }

  private async write(
    handle: FileHandle,
    content: AsyncIterable<Uint8Array>,
    sealer: FileSealer,
  ): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256');
    let bytes = 0;
    await writeAll(handle, sealer.header);
    for await (const piece of content) {
      bytes += piece.length;
      if (bytes > this.largest) refuse('file.too-large', { most: this.largest });
      hash.update(piece);
      for (const chunk of sealer.push(piece)) await writeAll(handle, chunk);
    }
    await writeAll(handle, sealer.end());
    await handle.sync();
    return { bytes, sha256: hash.digest('hex') };
  }

  private async keep<T>(id: string, complete: string, handle: FileHandle, append: () => Promise<T>): Promise<T> {
    const { directory, held } = this.options;
    const place = placeOf(directory, id);
    try {
      if (!(await held(id))) await onDisk(() => this.place(place, complete));
    } catch (error) {
      await this.drop(handle, complete);
      throw error;
    }
    try {
      const answer = await append();
      await this.drop(handle, complete);
      return answer;
    } catch (error) {
      // It may be unknown whether the event is on disk: then both names stay, and the next start
      // decides.
      const recorded = await held(id).catch(() => undefined);
      if (recorded === false && !isUncertain(error)) await this.drop(handle, complete, place);
      else if (recorded) await this.drop(handle, complete);
      else await handle.close();
      throw error;
    }
  }

  /** A file already in that place was never recorded, because a recorded file never comes here. */
  private async place(place: string, complete: string): Promise<void> {
    const shelf = dirname(place);
    if (await mkdir(shelf, { recursive: true, mode: 0o700 })) await synced(this.options.directory);
    if (await this.mayBeAnothers(place, recordingTimeMs)) throw new Refusal('store.contended', platformRefusals.table['store.contended']);
    await rm(place, { force: true });
    await link(complete, place);
    await synced(shelf);
  }

  private async drop(handle: FileHandle, ...names: string[]): Promise<void> {
    await handle.close().catch(() => {});
    for (const name of names) await rm(name, { force: true });
  }

  private async sweep(): Promise<void> {
    const { directory, held } = this.options;
    for (const name of await readdir(join(directory, incoming))) {
      if (await this.mayBeAnothers(join(directory, incoming, name))) continue;
      const [id] = name.split('~');
      if (id && !name.endsWith(partial) && !(await held(id))) await rm(placeOf(directory, id), { force: true });
      await rm(join(directory, incoming, name), { force: true });
    }
  }

  /**
   * Whether another node may still be writing the file: an upload under way is written to all the
   * time.
   */
  private async mayBeAnothers(file: string, within = abandonedAfterMs): Promise<boolean> {
    if (!this.options.shared) return false;
    const found = await stat(file).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs < within;
  }

  private inLine<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#lines.get(id) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => {});
    this.#lines.set(id, settled);
    void settled.then(() => {
      if (this.#lines.get(id) === settled) this.#lines.delete(id);
    });
    return turn;
  }
}

const isUncertain = (error: unknown): boolean =>
  error instanceof StoreUnavailable ||
  (error instanceof Refusal && (error.code === 'store.unavailable' || error.code === 'store.unsettled'));

/** Result of comparing a stored file with its event. */
export type FileState = 'whole' | 'missing' | 'altered' | 'destroyed';

/** Reads a stored file completely and compares it with its event. */
export async function stateOfFile(directory: string, keys: RecordKeys, file: NamedFile): Promise<FileState> {
  let handle: FileHandle;
  try {
    handle = await open(placeOf(directory, file.id), 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    throw error;
  }
  try {
    const keyId = await keyIdIn(handle, file);
    const key = await keys.open(keyId);
    if (!key) return (await keys.check([keyId])).destroyed.length > 0 ? 'destroyed' : 'altered';
    const opener = await FileOpener.open(handle, key, file);
    const hash = createHash('sha256');
    for await (const piece of opener.content()) hash.update(piece);
    return opener.bytes === file.bytes && hash.digest('hex') === file.sha256 ? 'whole' : 'altered';
  } catch (error) {
    if (error instanceof FileBroken) return 'altered';
    throw error;
  } finally {
    await handle.close();
  }
}

/** Whether a file exists at all, for a file whose key is unavailable. */
export async function presence(directory: string, file: FileName): Promise<'missing' | 'unread'> {
  return (await stat(placeOf(directory, file.id)).catch(() => undefined)) ? 'unread' : 'missing';
}
