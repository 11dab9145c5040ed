import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { awaitsMasterKey, loadMasterKey, MasterKeyUnusable, proveMasterKey } from '../../../src/platform/sealing/master-key.js';
import { RecordKeys } from '../../../src/platform/sealing/record-keys.js';
import { closeAccounts } from '../../../src/platform/vault/database.js';
import { Opened, SetClock } from '../accounts/directory.js';

const opened = new Opened();
let directory: string;
let file: string;

beforeEach(() => {
  directory = opened.directory();
  file = join(directory, 'master.key');
});
afterEach(() => opened.clean());

describe('the master key', () => {
  it('is made only when asked, for its owner alone, and is the same when read again', () => {
    expect(() => loadMasterKey(file)).toThrow(MasterKeyUnusable);
    expect(readdirSync(directory)).toEqual([]);
    const made = loadMasterKey(file, { create: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
    expect(readdirSync(directory)).toEqual(['master.key']);
    expect(loadMasterKey(file, { create: true }).hash('login-hashes', 'x')).toEqual(made.hash('login-hashes', 'x'));
  });

  it.each([0o640, 0o604, 0o660])('is refused, by name, where others may read it (mode %o)', (mode) => {
    loadMasterKey(file, { create: true });
    chmodSync(file, mode);
    expect(() => loadMasterKey(file)).toThrow(`${file} may be read by others (mode ${mode.toString(8)}); make it 600`);
  });

  it.each([
    ['nothing', ''],
    ['too few bytes', Buffer.alloc(31, 7).toString('base64')],
    ['too many bytes', Buffer.alloc(33, 7).toString('base64')],
    ['no base64', `${'x'.repeat(43)}!`],
  ])('is refused where the file holds %s, without showing what it holds', (_, content) => {
    writeFileSync(file, content, { mode: 0o600 });
    const load = () => loadMasterKey(file, { create: true });
    expect(load).toThrow(`the master key ${file} must be 32 bytes in base64`);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('is refused where there is a directory', () => {
    mkdirSync(file, { mode: 0o700 });
    expect(() => loadMasterKey(file)).toThrow(MasterKeyUnusable);
  });

  it('gives each purpose a key of its own, and shows none of them', () => {
    const master = loadMasterKey(file, { create: true });
    const purposes = [
      'record-keys',
      'command-ids',
      'command-hashes',
      'claimed-values',
      'login-hashes',
      'address-hashes',
      'passwords',
    ] as const;
    const keys = purposes.map((purpose) => master.subKey(purpose).export().toString('hex'));
    expect(new Set(keys).size).toBe(purposes.length);
    const shown = `${inspect(master, { depth: 9, showHidden: true })}${JSON.stringify(master)}`;
    for (const key of keys) expect(shown).not.toContain(key);
    expect(shown).not.toContain(readFileSync(file, 'utf8').trim());
  });

  it('derives the same keys in every release', () => {
    writeFileSync(file, Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 });
    expect(loadMasterKey(file).hash('command-hashes', 'body').toString('hex')).toBe(
      'a974ec8cd760f6c6acdb4f4dc26b395bd73d3202b195cdf77963da4c42c3abee',
    );
  });

  it('is proved against the accounts it began with', async () => {
    let accounts = await opened.accounts(directory);
    expect(await awaitsMasterKey(accounts)).toBe(true);
    await proveMasterKey(accounts, loadMasterKey(file, { create: true }));
    await closeAccounts(accounts);
    accounts = await opened.accounts(directory);
    expect(await awaitsMasterKey(accounts)).toBe(false);
    await RecordKeys.open(accounts, loadMasterKey(file), new SetClock());
    const other = join(directory, 'other.key');
    await expect(RecordKeys.open(accounts, loadMasterKey(other, { create: true }), new SetClock())).rejects.toThrow(
      `the master key ${other} is not the one that the record keys were wrapped with`,
    );
  });
});
