import type { Content } from './file-store.js';

/**
 * Why a ZIP archive is rejected. An archive is judged by its directory alone: nothing in it is ever
 * expanded.
 */
export type ZipFault = 'damaged' | 'too-many-entries' | 'expands-too-much' | 'overlapping' | 'nested';

export interface ZipDirectory {
  readonly names: readonly string[];
}

const limits = {
  entries: 10_000,
  /** Bytes of the directory. */
  directory: 4 * 1024 * 1024,
  /** Plain bytes for each packed byte, over all entries. */
  ratio: 200,
  /** Plain bytes over all entries. */
  expanded: 20 * 1024 ** 3,
};
const endBytes = 22;
const longestComment = 0xffff;
const archives = /\.(zip|7z|rar|gz|tgz|tar|bz2|xz|zst|lz4|cab|iso|jar)$/i;

/** Small contents may be packed tightly without harm. */
const harmless = 10 * 1024 * 1024;

type Source = Pick<Content, 'bytes' | 'read'>;

/** The end record, which says where the directory is. Undefined where there is none. */
async function endOf(file: Source): Promise<{ entries: number; size: number; offset: number } | undefined> {
  const from = Math.max(0, file.bytes - endBytes - longestComment);
  const tail = await file.read(from, endBytes + longestComment);
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== 0x06054b50 || tail.readUInt16LE(at + 20) !== tail.length - at - endBytes) continue;
    const end = { entries: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    if (end.entries !== 0xffff && end.size !== 0xffffffff && end.offset !== 0xffffffff) return end;
    return end64(file, from + at);
  }
  return undefined;
}

/** ZIP64: the locator is directly before the end record. */
async function end64(file: Source, end: number): Promise<{ entries: number; size: number; offset: number } | undefined> {
  const locator = await file.read(Math.max(0, end - 20), 20);
  if (locator.length !== 20 || locator.readUInt32LE(0) !== 0x07064b50) return undefined;
  const record = await file.read(Number(locator.readBigUInt64LE(8)), 56);
  if (record.length !== 56 || record.readUInt32LE(0) !== 0x06064b50) return undefined;
  return {
    entries: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  };
}

/** The entry's own sizes, read from its ZIP64 field where the short fields are full. */
function sizesIn(entry: Buffer, extra: Buffer): { packed: number; plain: number } | undefined {
  let [packed, plain] = [entry.readUInt32LE(20), entry.readUInt32LE(24)];
  if (packed !== 0xffffffff && plain !== 0xffffffff) return { packed, plain };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    let from = 0;
    const next = (): number => {
      if (from + 8 > field.length) return Number.NaN;
      from += 8;
      return Number(field.readBigUInt64LE(from - 8));
    };
    if (plain === 0xffffffff) plain = next();
    if (packed === 0xffffffff) packed = next();
    return Number.isSafeInteger(plain) && Number.isSafeInteger(packed) ? { packed, plain } : undefined;
  }
  return undefined;
}

/** The names in a ZIP archive, or the reason why it is rejected. */
export async function readZip(file: Source): Promise<ZipDirectory | { readonly fault: ZipFault }> {
  const end = await endOf(file);
  if (!end || end.offset + end.size > file.bytes) return { fault: 'damaged' };
  if (end.entries > limits.entries || end.size > limits.directory) return { fault: 'too-many-entries' };
  const directory = await file.read(end.offset, end.size);
  const names: string[] = [];
  let [at, packedInAll, plainInAll] = [0, 0, 0];
  for (; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const entry = directory.subarray(at, at + 46);
    const [name, extra, comment] = [entry.readUInt16LE(28), entry.readUInt16LE(30), entry.readUInt16LE(32)];
    const next = at + 46 + name + extra + comment;
    if (next > directory.length) return { fault: 'damaged' };
    const sizes = sizesIn(entry, directory.subarray(at + 46 + name, at + 46 + name + extra));
    if (!sizes) return { fault: 'damaged' };
    names.push(directory.toString('utf8', at + 46, at + 46 + name));
    packedInAll += sizes.packed;
    plainInAll += sizes.plain;
    at = next;
    if (names.length > limits.entries) return { fault: 'too-many-entries' };
  }
  if (names.length !== end.entries || at !== directory.length) return { fault: 'damaged' };
  // Entries that share bytes claim more packed content than the file has.
  if (packedInAll > file.bytes) return { fault: 'overlapping' };
  if (plainInAll > limits.expanded || plainInAll > Math.max(harmless, packedInAll * limits.ratio)) return { fault: 'expands-too-much' };
  if (names.some((name) => archives.test(name))) return { fault: 'nested' };
  return { names };
}
