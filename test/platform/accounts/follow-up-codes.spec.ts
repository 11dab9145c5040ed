import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { FollowUpCodes } from '../../../src/platform/accounts/follow-up-codes.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { MasterKey } from '../../../src/platform/sealing/master-key.js';
import { closeAccounts, openAccounts } from '../../../src/platform/vault/database.js';

describe('follow-up codes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'casebook-codes-'));
  const master = new MasterKey(randomBytes(32), 'spec');
  let accounts: DataSource;
  let codes: FollowUpCodes;
  beforeAll(async () => {
    accounts = await openAccounts({ directory });
    codes = new FollowUpCodes(accounts, master);
  });
  afterAll(async () => {
    await closeAccounts(accounts);
    rmSync(directory, { recursive: true, force: true });
  });

  it('have 140 random bits, in groups that can be copied by hand', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => codes.issue(newId())));
    for (const code of all) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(all).size).toBe(50);
    expect(new Set(all.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('open what they were issued for, however they are written', async () => {
    const id = newId();
    const code = await codes.issue(id);
    const misread = code.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase().replaceAll('-', ' ');
    for (const written of [code, misread, code.replaceAll('-', '')]) expect(await codes.opens(written)).toBe(id);
  });

  it('open nothing where a character is wrong', async () => {
    const code = await codes.issue(newId());
    const wrong = `${code.slice(0, -1)}${code.endsWith('Z') ? 'Y' : 'Z'}`;
    for (const none of [wrong, '', code.slice(0, -1), `${code}0`, 'é']) expect(await codes.opens(none)).toBeUndefined();
  });

  it('open nothing under another master key, and stand in no file', async () => {
    const code = await codes.issue(newId());
    expect(await new FollowUpCodes(accounts, new MasterKey(randomBytes(32), 'other')).opens(code)).toBeUndefined();
    const bytes = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    for (const text of [code, code.replaceAll('-', '')]) for (const file of bytes) expect(file.includes(text)).toBe(false);
  });
});
