import { createSecretKey, randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FileBroken, type FileName, FileOpener, FileSealer, keyIdIn } from '../../../src/platform/files/file-cipher.js';
import { newId } from '../../../src/platform/ground/ids.js';
import type { RecordKey } from '../../../src/platform/sealing/record-keys.js';
import { Opened } from '../accounts/directory.js';

const opened = new Opened();
afterAll(() => opened.clean());
const directory = opened.directory();
const keyOf = (record: string): RecordKey => {
  const keyId = randomBytes(16).toString('base64url');
  return { record, keyId, key: createSecretKey(randomBytes(32)), context: Buffer.from(keyId) };
};
const key = keyOf('case-1');
const name: FileName = { id: newId(), record: 'case-1' };
const chunk = 64 * 1024;

/** Seals content that comes in pieces of some length; answers with the path. */
function sealed(content: Buffer, piece = 1000): string {
  const sealer = new FileSealer(key, name);
  const parts = [sealer.header];
  for (let at = 0; at < content.length; at += piece) parts.push(...sealer.push(content.subarray(at, at + piece)));
  const path = join(directory, newId());
  writeFileSync(path, Buffer.concat([...parts, sealer.end()]));
  return path;
}

async function opening<T>(path: string, work: (opener: FileOpener) => Promise<T>, as: FileName = name, under = key): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await work(await FileOpener.open(handle, under, as));
  } finally {
    await handle.close();
  }
}
const whole = async (opener: FileOpener): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of opener.content()) parts.push(part);
  return Buffer.concat(parts);
};

describe('a sealed file', () => {
  it.each([0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 7])('of %i bytes comes back as it was', async (length) => {
    const content = randomBytes(length);
    for (const piece of [1000, chunk, 5 * chunk]) {
      const path = sealed(content, piece);
      expect((await opening(path, whole)).equals(content)).toBe(true);
      expect(await opening(path, async ({ bytes }) => bytes)).toBe(length);
    }
  });

  it('is read at any place', async () => {
    const content = randomBytes(3 * chunk + 7);
    const path = sealed(content);
    for (const [from, length] of [
      [0, 10],
      [chunk - 3, 6],
      [chunk, chunk],
      [5, 3 * chunk],
      [3 * chunk, 100],
      [content.length, 5],
    ] as const)
      expect((await opening(path, (opener) => opener.read(from, length))).equals(content.subarray(from, from + length))).toBe(true);
  });

  it('holds nothing of its content, names its key, and is never the same twice', async () => {
    const content = Buffer.from('Planted words. '.repeat(10_000));
    const [one, other] = [sealed(content), sealed(content)];
    expect(readFileSync(one).includes('Planted')).toBe(false);
    expect(readFileSync(one).subarray(58, 100)).not.toEqual(readFileSync(other).subarray(58, 100));
    const handle = await open(one, 'r');
    expect(await keyIdIn(handle, name)).toBe(key.keyId);
    await handle.close();
  });

  const broken = (path: string, as = name, under = key) => expect(opening(path, whole, as, under)).rejects.toThrow(FileBroken);

  it('opens only as itself, under its key', async () => {
    const path = sealed(randomBytes(100));
    await broken(path, { ...name, id: newId() });
    await broken(path, { ...name, record: 'case-2' });
    await broken(path, name, keyOf('case-1'));
  });

  it.each([
    ['a bit turned', (bytes: Buffer) => turned(bytes, chunk)],
    ['its header altered', (bytes: Buffer) => turned(bytes, 30)],
    ['no header', () => Buffer.from('CB')],
    ['its last chunk gone', (bytes: Buffer) => bytes.subarray(0, 58 + 2 * (chunk + 16))],
    ['its end cut', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['something added', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['two chunks exchanged', (bytes: Buffer) => exchanged(bytes)],
  ])('with %s does not open', async (_, alter) => {
    const path = sealed(randomBytes(2 * chunk + 50));
    const copy = join(directory, newId());
    copyFileSync(path, copy);
    writeFileSync(copy, alter(readFileSync(path)));
    await broken(copy);
  });
});

function exchanged(bytes: Buffer): Buffer {
  const at = (index: number) => bytes.subarray(58 + index * (chunk + 16), 58 + (index + 1) * (chunk + 16));
  return Buffer.concat([bytes.subarray(0, 58), at(1), at(0), bytes.subarray(58 + 2 * (chunk + 16))]);
}

const turned = (bytes: Buffer, at: number): Buffer => {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
};
