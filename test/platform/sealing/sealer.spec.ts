import { join } from 'node:path';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { loadMasterKey, type MasterKey } from '../../../src/platform/sealing/master-key.js';
import { type RecordKey, RecordKeys } from '../../../src/platform/sealing/record-keys.js';
import { Beginning, beginningOf, isSealed, type Sealed, seal, Unsealed } from '../../../src/platform/sealing/sealed.js';
import {
  destroyedText,
  hasUnsealed,
  keyIdOf,
  missingText,
  SealBroken,
  Sealer,
  tokensIn,
  Unsealable,
} from '../../../src/platform/sealing/sealer.js';
import { reading } from '../../../src/platform/vault/database.js';
import { RecordKeyRow } from '../../../src/platform/vault/tables.js';
import { filesHolding, Opened, SetClock } from '../accounts/directory.js';

const opened = new Opened();
let directory: string;
let accounts: DataSource;
let master: MasterKey;
let keys: RecordKeys;
let sealer: Sealer;
let key: RecordKey;

beforeAll(async () => {
  directory = opened.directory();
  accounts = await opened.accounts(directory);
  master = loadMasterKey(join(opened.directory(), 'master.key'), { create: true });
  keys = await RecordKeys.open(accounts, master, new SetClock());
  sealer = new Sealer(keys);
  key = (await sealer.prepare(['case-1'])).get('case-1')!;
});
afterAll(() => opened.clean());

const name = 'Ingeborg Planted-Name';

describe('sealing', () => {
  it('makes of every unsealed text a token in the form that the log keeps', async () => {
    const token = sealer.sealText(name, key);
    expect(token).toMatch(/^sealed\.v1\.[\w-]{22}\.[\w-]+$/);
    expect(Buffer.from(token.split('.')[3]!, 'base64url')).toHaveLength(12 + Buffer.byteLength(name) + 16);
    expect(keyIdOf(token)).toBe(key.keyId);
    expect(token).not.toContain(Buffer.from(name).toString('base64url').slice(0, 8));
  });

  it('gives any text back, and never the same token twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const [first, second] = [sealer.sealText(text, key), sealer.sealText(text, key)];
        expect(first).not.toBe(second);
        expect(await sealer.open(first)).toBe(text);
        expect(sealer.openText(second, key)).toBe(text);
      }),
    );
  });

  it('reaches every depth and leaves the rest, and its input, as it was', async () => {
    const data = { id: 'x', people: [{ name: seal(name), age: 4, none: null }], deep: { reasons: seal('because') } };
    const sealed = await sealer.sealAll(data, 'case-1');
    expect(sealed).toEqual({
      id: 'x',
      people: [{ name: expect.stringMatching(/^sealed\.v1\./), age: 4, none: null }],
      deep: { reasons: expect.stringMatching(/^sealed\.v1\./) },
    });
    expect(data.people[0]!.name).toBeInstanceOf(Unsealed);
    expect(await sealer.openAll(sealed)).toEqual({ id: 'x', people: [{ name, age: 4, none: null }], deep: { reasons: 'because' } });
  });

  it('makes no key where nothing wants sealing', async () => {
    const data = { id: 'x', carried: sealer.sealText('before', key) };
    expect(hasUnsealed(data)).toBe(false);
    expect(await sealer.sealAll(data, 'case-none')).toBe(data);
    expect(await reading(accounts, (manager) => manager.countBy(RecordKeyRow, { record: 'case-none' }))).toBe(0);
  });

  it('refuses half a surrogate pair, by field and without the text', async () => {
    const refusal = await sealer.sealAll({ people: [{ name: seal(`${name}\ud800`) }] }, 'case-1').catch((error) => error);
    expect(refusal).toBeInstanceOf(Unsealable);
    expect((refusal as Unsealable).message).toBe('/people/0/name holds half of a surrogate pair, which is no text');
    expect(await sealer.open(sealer.sealText('whole \u{1f600}', key))).toBe('whole \u{1f600}');
  });

  it('leaves neither text nor key in any file', async () => {
    const sealed = (await sealer.sealAll({ name: seal(name) }, 'case-7')) as { name: string };
    expect(filesHolding(directory, keyIdOf(sealed.name)).length).toBeGreaterThan(0);
    for (const form of [name, Buffer.from(name).toString('base64'), Buffer.from(name).toString('hex')])
      expect(filesHolding(directory, form)).toEqual([]);
  });
});

describe('opening', () => {
  it('finds every alteration of a token', async () => {
    const token = sealer.sealText(name, key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const from = token.lastIndexOf('.') + 1;
    for (let at = from; at < token.length; at += 1) {
      const other = alphabet[(alphabet.indexOf(token[at]!) + 1) % 64];
      const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      await expect(sealer.open(altered)).rejects.toEqual(new SealBroken(key.keyId));
    }
    for (const altered of [`${token}A`, `${token}!`, `${token.slice(0, -1)}`, `${token.slice(0, from)} ${token.slice(from)}`])
      await expect(sealer.open(altered)).rejects.toBeInstanceOf(SealBroken);
  });

  it('refuses a token that was moved to another key', async () => {
    const other = (await sealer.prepare(['case-2'])).get('case-2')!;
    const moved = sealer.sealText(name, key).replace(key.keyId, other.keyId);
    const broken = await sealer.open(moved).catch((error) => error);
    expect(broken).toEqual(new SealBroken(other.keyId));
    expect(broken.message).toBe(`a sealed text under key ${other.keyId} is damaged or forged`);
  });

  it.each(['sealed.v1.', 'sealed.v1.short.body', `sealed.v1.${'k'.repeat(22)}.tooshort`, 'plain'])(
    'refuses what is no token: %s',
    async (token) => {
      await expect(sealer.open(token)).rejects.toEqual(new SealBroken());
    },
  );

  it('knows a token whose key was never here', async () => {
    const token = sealer.sealText(name, key).replace(key.keyId, 'k'.repeat(22));
    expect(await sealer.open(token)).toBeUndefined();
    const kept = sealer.sealText('kept', key);
    expect(await sealer.openAll([token, kept])).toEqual([missingText, 'kept']);
  });

  it('shows that the key was destroyed, with all else as before', async () => {
    const sealed = await sealer.sealAll({ name: seal(name) }, 'case-gone');
    const kept = sealer.sealText('kept', key);
    await keys.destroy('case-gone');
    expect(await sealer.open((sealed as { name: string }).name)).toBeUndefined();
    expect(await sealer.openAll([sealed, kept])).toEqual([{ name: destroyedText }, 'kept']);
    await expect(sealer.sealAll({ name: seal(name) }, 'case-gone')).rejects.toThrow('the key of record case-gone was destroyed');
  });

  it('opens the beginning of a text: one line, cut at a word; nothing where the text cannot be opened', async () => {
    const begun = async (text: string, characters: number) => sealer.openAll(beginningOf(sealer.sealText(text, key) as Sealed, characters));
    expect(await begun('A post\n\n  cites \tno source.  ', 90)).toBe('A post cites no source.');
    expect(await begun('A post cites no source.', 23)).toBe('A post cites no source.');
    expect(await begun('A post cites no source.', 22)).toBe('A post cites no…');
    expect(await begun('A post cites no source.', 7)).toBe('A post…');
    expect(await begun('Unbroken', 5)).toBe('Unbr…');
    expect(await begun('\u{1f600}\u{1f600}\u{1f600}', 2)).toBe('\u{1f600}…');
    expect(await begun('', 5)).toBe('');
    const { gone } = (await sealer.sealAll({ gone: seal(name) }, 'case-gone-too')) as { gone: Sealed };
    await keys.destroy('case-gone-too');
    const lost = sealer.sealText(name, key).replace(key.keyId, 'k'.repeat(22)) as Sealed;
    expect(await sealer.openAll({ items: [gone, lost].map((text) => beginningOf(text, 90)) })).toEqual({ items: [null, null] });
  });

  it('cuts any text to the beginning of its words, and never beyond the limit', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\u{1f600}'), maxLength: 60 }),
        fc.integer({ min: 2, max: 40 }),
        (text, most) => {
          const line = text.split(/\s+/).filter(Boolean).join(' ');
          const begun = new Beginning(sealer.sealText(text, key), most).of(text);
          expect([...begun].length).toBeLessThanOrEqual(most);
          if ([...line].length <= most) expect(begun).toBe(line);
          else expect(line.startsWith(begun.slice(0, -1)) && begun.endsWith('…')).toBe(true);
        },
      ),
    ));

  it('opens a whole answer with one look-up, from keys it has never seen', async () => {
    const records = Array.from({ length: 50 }, (_, index) => `case-a${index}`);
    const made = await sealer.prepare(records);
    const answer = { items: records.map((record) => ({ record, name: sealer.seal(seal(`${name} ${record}`), made.get(record)!) })) };
    const cold = new Sealer(await RecordKeys.open(accounts, master, new SetClock()));
    const reads: string[] = [];
    const before = accounts.logger;
    accounts.logger = { ...before, logQuery: (query) => reads.push(query) };
    const shown = await cold.openAll(answer);
    accounts.logger = before;
    expect(shown).toEqual({ items: records.map((record) => ({ record, name: `${name} ${record}` })) });
    expect(reads).toHaveLength(1);
    expect(answer.items.every((item) => isSealed(item.name))).toBe(true);
  });

  it('copies class instances as the plain objects that JSON would show', async () => {
    class Shown {
      readonly hidden = 'not shown';
      constructor(readonly name: string) {}
      toJSON() {
        return { name: this.name };
      }
    }
    class Row {
      at = new Date(0);
      constructor(readonly inner: unknown) {}
    }
    const answer = await sealer.openAll(new Row([new Shown(sealer.sealText(name, key)), undefined, 3n]));
    expect(answer).toStrictEqual({ inner: [{ name }, undefined, 3n], at: '1970-01-01T00:00:00.000Z' });
  });

  it('opens no text that only looks like a token once it was opened', async () => {
    const inner = sealer.sealText(name, key);
    expect(await sealer.openAll({ quoted: sealer.sealText(inner, key) })).toEqual({ quoted: inner });
  });

  it('keeps a field named like a prototype a field', async () => {
    const answer = JSON.parse(`{"__proto__": ${JSON.stringify(sealer.sealText(name, key))}}`);
    const shown = await sealer.openAll(answer);
    expect(Object.entries(shown as object)).toEqual([['__proto__', name]]);
    expect(tokensIn(answer)).toHaveLength(1);
  });

  it('lets no unsealed text through', async () => {
    await expect(sealer.openAll({ name: seal(name) })).rejects.toThrow('unsealed text must not be serialized');
  });
});
