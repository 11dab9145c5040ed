import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSource } from 'typeorm';
import { reading, transaction } from '../vault/database.js';
import { MasterKeyCheckRow } from '../vault/tables.js';

/** The purposes for which keys are derived. A purpose that was ever used keeps its name. */
export type KeyPurpose =
  | 'record-keys'
  | 'command-ids'
  | 'command-hashes'
  | 'claimed-values'
  | 'login-hashes'
  | 'address-hashes'
  | 'passwords'
  | 'token-labels'
  | 'follow-up-codes'
  | 'moments'
  | 'editions'
  | 'edition-nonces'
  | 'master-key-check';

/**
 * The file holds no usable master key. The message names file and rule, never the file's content.
 */
export class MasterKeyUnusable extends Error {}

/**
 * The root of all other keys. It prints and serializes as nothing, so that no log or answer can
 * hold it.
 */
export class MasterKey {
  readonly #secret: KeyObject;
  readonly #derived = new Map<KeyPurpose, KeyObject>();

  constructor(
    secret: Uint8Array,
    /** The file from which it was read. */
    readonly file: string,
  ) {
    if (secret.length !== 32) throw new MasterKeyUnusable(`the master key ${file} must be 32 bytes in base64`);
    this.#secret = createSecretKey(secret);
  }

  /** The 32-byte key for one purpose (HKDF-SHA-256). One master key always gives the same key. */
  subKey(purpose: KeyPurpose): KeyObject {
    let key = this.#derived.get(purpose);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.#secret, Buffer.alloc(0), `casebook/v1/${purpose}`, 32)));
      this.#derived.set(purpose, key);
    }
    return key;
  }

  /** Keyed hash, HMAC-SHA-256, 32 bytes. */
  hash(purpose: KeyPurpose, text: string): Buffer {
    return createHmac('sha256', this.subKey(purpose)).update(text).digest();
  }
}

/**
 * Reads the master key, 32 bytes in base64, from a file that only its owner may read. With
 * `create`, an absent file is created with a new key. Pass `create` only where nothing was sealed
 * yet (`awaitsMasterKey`). Throws MasterKeyUnusable.
 */
export function loadMasterKey(file: string, { create = false }: { create?: boolean } = {}): MasterKey {
  const found = read(file);
  if (found) return found;
  if (!create) throw new MasterKeyUnusable(`there is no master key at ${file}; put back the one that the data was sealed with`);
  write(file);
  return read(file) as MasterKey;
}

function read(file: string): MasterKey | undefined {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new MasterKeyUnusable(`the master key ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new MasterKeyUnusable(`the master key ${file} must be a file`);
    if (process.platform !== 'win32' && stat.mode & 0o077)
      throw new MasterKeyUnusable(`the master key ${file} may be read by others (mode ${(stat.mode & 0o777).toString(8)}); make it 600`);
    const text = readFileSync(fd, 'latin1').trim();
    const secret = Buffer.from(text, 'base64');
    if (secret.toString('base64') !== text) throw new MasterKeyUnusable(`the master key ${file} must be 32 bytes in base64`);
    return new MasterKey(secret, file);
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes all or nothing, and never over another key: a crash leaves no half key behind, and of two
 * processes one wins.
 */
function write(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`;
  const fd = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      writeSync(fd, `${randomBytes(32).toString('base64')}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  const directory = openSync(dirname(file), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** True while no master key has been used with these accounts, so that a new one may be created. */
export const awaitsMasterKey = async (accounts: DataSource): Promise<boolean> =>
  !(await reading(accounts, (manager) => manager.existsBy(MasterKeyCheckRow, { name: 'first' })));

/**
 * Throws MasterKeyUnusable unless `master` is the key that these accounts began with. The first key
 * shown becomes that key.
 */
export async function proveMasterKey(accounts: DataSource, master: MasterKey): Promise<void> {
  const value = master.subKey('master-key-check').export();
  const stored = await transaction(accounts, async (manager) => {
    if (!(await manager.existsBy(MasterKeyCheckRow, { name: 'first' })))
      await manager
        .createQueryBuilder()
        .insert()
        .into(MasterKeyCheckRow)
        .values({ name: 'first', value: value.toString('base64url') })
        .orIgnore()
        .execute();
    return manager.findOneByOrFail(MasterKeyCheckRow, { name: 'first' });
  });
  const known = Buffer.from(stored.value, 'base64url');
  if (known.length !== value.length || !timingSafeEqual(known, value))
    throw new MasterKeyUnusable(
      `the master key ${master.file} is not the one that the record keys were wrapped with; put the right one back`,
    );
}
