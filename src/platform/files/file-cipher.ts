import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { RecordKey } from '../sealing/record-keys.js';

const algorithm = 'aes-256-gcm';
const magic = Buffer.from('CBF1');
const keyIdBytes = 22;
const saltBytes = 32;
const tagBytes = 16;
/** Plain bytes in every chunk but the last. */
const chunkBytes = 64 * 1024;
const sealedChunkBytes = chunkBytes + tagBytes;
const headerBytes = magic.length + keyIdBytes + saltBytes;

/**
 * The bytes on disk are not those that were stored: cut, altered, reordered, or from another file.
 * The message names no content.
 */
export class FileBroken extends Error {
  constructor(readonly file: string) {
    super(`file ${file} is not as it was stored`);
  }
}

/** A file, and the record whose key seals it. */
export interface FileName {
  /** UUID; the file's name on disk. */
  readonly id: string;
  /** The record whose key opens it. */
  readonly record: string;
}

interface Opener {
  readonly key: Uint8Array;
  readonly bound: Buffer;
}

// Every file has its own key, so a chunk's number may serve as its nonce.
const opener = ({ key }: RecordKey, header: Buffer, { id, record }: FileName): Opener => ({
  key: new Uint8Array(hkdfSync('sha256', key, header.subarray(-saltBytes), 'casebook/v1/file', 32)),
  bound: Buffer.concat([header, Buffer.from(`${record} ${id}`)]),
});

/**
 * The nonce holds the chunk's number and whether it is the last: a file that was cut, or whose
 * chunks were moved, does not open.
 */
function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/**
 * Seals a file piece by piece, AES-256-GCM in chunks of 64 KiB: `CBF1`, the id of the record's key,
 * a salt; then each chunk with its tag. The result is bound to the file's id and record.
 */
export class FileSealer {
  readonly header: Buffer;
  readonly #opener: Opener;
  #pending: Buffer[] = [];
  #held = 0;
  #index = 0;

  constructor(key: RecordKey, name: FileName) {
    this.header = Buffer.concat([magic, Buffer.from(key.keyId), randomBytes(saltBytes)]);
    this.#opener = opener(key, this.header, name);
  }

  /** The sealed chunks that are complete. A chunk that may be the last one is held back. */
  push(content: Uint8Array): Buffer[] {
    this.#pending.push(Buffer.from(content));
    this.#held += content.length;
    if (this.#held <= chunkBytes) return [];
    const all = Buffer.concat(this.#pending);
    const sealed: Buffer[] = [];
    let at = 0;
    for (; all.length - at > chunkBytes; at += chunkBytes) sealed.push(this.#seal(all.subarray(at, at + chunkBytes), false));
    this.#pending = [all.subarray(at)];
    this.#held = all.length - at;
    return sealed;
  }

  end(): Buffer {
    return this.#seal(Buffer.concat(this.#pending), true);
  }

  #seal(chunk: Uint8Array, last: boolean): Buffer {
    const cipher = createCipheriv(algorithm, this.#opener.key, nonceOf(this.#index, last), { authTagLength: tagBytes });
    this.#index += 1;
    cipher.setAAD(this.#opener.bound);
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** The id of the key that sealed the file. Rejects with FileBroken. */
export async function keyIdIn(handle: FileHandle, name: FileName): Promise<string> {
  return (await headerOf(handle, name)).subarray(magic.length, magic.length + keyIdBytes).toString('latin1');
}

async function headerOf(handle: FileHandle, { id }: FileName): Promise<Buffer> {
  const header = Buffer.alloc(headerBytes);
  const { bytesRead } = await handle.read(header, 0, headerBytes, 0);
  if (bytesRead !== headerBytes || !header.subarray(0, magic.length).equals(magic)) throw new FileBroken(id);
  return header;
}

/**
 * Reads a sealed file at any place. Every method rejects with FileBroken where the bytes it reads
 * are not those that were stored.
 */
export class FileOpener {
  private constructor(
    private readonly handle: FileHandle,
    private readonly name: FileName,
    private readonly opener: Opener,
    private readonly chunks: number,
    /** Length of the plain content. */
    readonly bytes: number,
  ) {}

  static async open(handle: FileHandle, key: RecordKey, name: FileName): Promise<FileOpener> {
    const header = await headerOf(handle, name);
    const body = (await handle.stat()).size - headerBytes;
    const chunks = Math.ceil(body / sealedChunkBytes);
    const bytes = body - chunks * tagBytes;
    // Each chunk has a tag, and only a file's single chunk may be empty.
    if (chunks < 1 || bytes < 0 || (chunks > 1 && bytes <= (chunks - 1) * chunkBytes)) throw new FileBroken(name.id);
    return new FileOpener(handle, name, opener(key, header, name), chunks, bytes);
  }

  /** `length` bytes from `from` on; fewer at the end. */
  async read(from: number, length: number): Promise<Buffer> {
    const until = Math.min(from + length, this.bytes);
    const parts: Buffer[] = [];
    for (let index = Math.floor(from / chunkBytes); index * chunkBytes < until; index += 1) {
      const start = index * chunkBytes;
      parts.push((await this.chunk(index)).subarray(Math.max(0, from - start), until - start));
    }
    return Buffer.concat(parts);
  }

  /** The whole content in order. */
  async *content(): AsyncGenerator<Buffer> {
    for (let index = 0; index < this.chunks; index += 1) yield await this.chunk(index);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async chunk(index: number): Promise<Buffer> {
    const last = index === this.chunks - 1;
    const length = last ? this.bytes - index * chunkBytes + tagBytes : sealedChunkBytes;
    const sealed = Buffer.alloc(length);
    const { bytesRead } = await this.handle.read(sealed, 0, length, headerBytes + index * sealedChunkBytes);
    if (bytesRead !== length) throw new FileBroken(this.name.id);
    const decipher = createDecipheriv(algorithm, this.opener.key, nonceOf(index, last), { authTagLength: tagBytes });
    decipher.setAAD(this.opener.bound);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const content = decipher.update(sealed.subarray(0, -tagBytes));
    try {
      decipher.final();
    } catch {
      throw new FileBroken(this.name.id);
    }
    return content;
  }
}
