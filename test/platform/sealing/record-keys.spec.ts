import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { StoreUnavailable } from '../../../src/platform/events/event-store.js';
import { loadMasterKey, type MasterKey } from '../../../src/platform/sealing/master-key.js';
import { type RecordKey, RecordKeyBroken, RecordKeyDestroyed, RecordKeys } from '../../../src/platform/sealing/record-keys.js';
import { reading, transaction } from '../../../src/platform/vault/database.js';
import { RecordKeyRow } from '../../../src/platform/vault/tables.js';
import { databases, holdNextRead, nothingWritable, Opened, placesHolding, SetClock, withoutTurns } from '../accounts/directory.js';

describe.each(databases)('On %s', (kind) => {
  const opened = new Opened(kind);
  const clock = new SetClock();
  let directory: string;
  let accounts: DataSource;
  let master: MasterKey;
  let keys: RecordKeys;

  beforeEach(async () => {
    directory = opened.directory();
    accounts = await opened.accounts(directory);
    master = loadMasterKey(join(opened.directory(), 'master.key'), { create: true });
    keys = await RecordKeys.open(accounts, master, clock);
  });
  afterEach(() => opened.clean());

  const one = async (record: string, of = keys): Promise<RecordKey> => (await of.ensure([record])).get(record)!;
  const bytes = (key: RecordKey): Buffer => key.key.export();
  const afresh = (of = accounts) => RecordKeys.open(of, master, clock);
  const rowOf = (record: string) => reading(accounts, (manager) => manager.findOneByOrFail(RecordKeyRow, { record }));

  /** The statements that `work` runs in accounts.db. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const statements: string[] = [];
    const before = accounts.logger;
    accounts.logger = { ...before, logQuery: (query) => statements.push(query) };
    try {
      await work();
    } finally {
      accounts.logger = before;
    }
    return statements;
  }

  describe('the keys of records', () => {
    it('are made once and are the same for ever, through restarts', async () => {
      const first = await keys.ensure(['case-1', 'case-2', 'case-1']);
      expect([...first.keys()]).toEqual(['case-1', 'case-2']);
      expect(bytes(first.get('case-1')!)).toHaveLength(32);
      expect(bytes(first.get('case-1')!)).not.toEqual(bytes(first.get('case-2')!));
      expect(await one('case-1')).toBe(first.get('case-1'));
      expect(keys.ready('case-1')).toBe(first.get('case-1'));
      const again = await afresh();
      expect(again.ready('case-1')).toBeUndefined();
      expect(bytes(await one('case-1', again))).toEqual(bytes(first.get('case-1')!));
      expect(bytes((await again.open(first.get('case-2')!.keyId))!)).toEqual(bytes(first.get('case-2')!));
    });

    it('are on disk before they are handed out', async () => {
      if (kind === 'PostgreSQL') {
        expect(await accounts.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
        return;
      }
      const key = await one('case-1');
      const copy = opened.directory();
      for (const name of ['accounts.db', 'accounts.db-wal']) cpSync(join(directory, name), join(copy, name));
      const restored = await RecordKeys.open(await opened.accounts(copy), master, clock);
      expect(bytes((await restored.open(key.keyId))!)).toEqual(bytes(key));
    });

    it('stand in no file in the clear', async () => {
      const key = await one('case-1');
      expect((await placesHolding(accounts, directory, key.keyId)).length).toBeGreaterThan(0);
      for (const form of [bytes(key), bytes(key).toString('base64'), bytes(key).toString('base64url'), bytes(key).toString('hex')])
        expect(await placesHolding(accounts, directory, form)).toEqual([]);
    });

    it('are one for each record where many ask at once, here or in another process', async () => {
      const other = await RecordKeys.open(await opened.accounts(directory), master, clock);
      const asked = Array.from({ length: 40 }, (_, index) => (index % 2 ? other : keys).ensure(['case-1', `case-${index % 4}`]));
      const given = await Promise.all(asked);
      for (const record of ['case-1', 'case-2', 'case-3'])
        expect(new Set(given.flatMap((map) => (map.has(record) ? [bytes(map.get(record)!).toString('hex')] : []))).size).toBe(1);
      expect(await reading(accounts, (manager) => manager.count(RecordKeyRow))).toBe(4);
    });

    it('are those of the process that was first', async () => {
      const slow = await opened.accounts(directory);
      const other = await RecordKeys.open(slow, master, clock);
      const held = holdNextRead(slow);
      const asked = other.ensure(['case-1', 'case-2']);
      await held.read;
      const first = await one('case-1');
      held.release();
      const given = await asked;
      expect(given.get('case-1')!.keyId).toBe(first.keyId);
      expect(bytes(given.get('case-1')!)).toEqual(bytes(first));
      expect(bytes(given.get('case-2')!)).toEqual(bytes(await one('case-2')));
    });

    it('share a commit where they are asked for in one turn', async () => {
      const statements = await statementsOf(() =>
        Promise.all(Array.from({ length: 64 }, async (_, index) => Promise.resolve().then(() => keys.ensure([`case-${index}`])))),
      );
      expect(statements.filter((statement) => statement === 'COMMIT')).toHaveLength(1);
      expect(await reading(accounts, (manager) => manager.count(RecordKeyRow))).toBe(64);
    });

    it('need no statement once they are at hand', async () => {
      const { keyId } = await one('case-1');
      const statements = await statementsOf(async () => {
        await keys.ensure(['case-1']);
        await keys.open(keyId);
      });
      expect(statements).toEqual([]);
    });

    it('are made by the thousand', async () => {
      const records = Array.from({ length: 1201 }, (_, index) => `case-${index}`);
      const made = await keys.ensure(records);
      const found = await (await afresh()).openMany([...made.values()].map((key) => key.keyId));
      expect(found.size).toBe(1201);
    });

    it('are looked up again where more are in use than are kept in memory', async () => {
      const few = await RecordKeys.open(accounts, master, clock, 2);
      const made = await few.ensure(['case-1', 'case-2', 'case-3', 'case-4']);
      expect(made.size).toBe(4);
      for (const [record, key] of made) expect(bytes(await one(record, few))).toEqual(bytes(key));
    });

    it.each(['', 'a name', 'x'.repeat(201), 'Åse'])('are refused for what names no record: "%s"', async (record) => {
      await expect(keys.ensure([record])).rejects.toThrow('a record is named by 1 to 200 visible ASCII characters');
      expect(await reading(accounts, (manager) => manager.count(RecordKeyRow))).toBe(0);
    });

    it('are not handed out while the disk is full, and are made once there is space', async () => {
      const mend = await nothingWritable(accounts);
      const many = Array.from({ length: 100 }, (_, index) => `case-${index}`);
      await expect(keys.ensure(many)).rejects.toBeInstanceOf(StoreUnavailable);
      expect(many.filter((record) => keys.ready(record))).toEqual([]);
      await mend();
      expect((await keys.ensure(many)).size).toBe(100);
    });
  });

  describe('a destroyed key', () => {
    it('opens nothing any more, and nothing more is sealed for its record', async () => {
      const { keyId } = await one('case-1');
      const other = await one('case-2');
      await keys.destroy('case-1');
      for (const these of [keys, await afresh()]) {
        expect(await these.open(keyId)).toBeUndefined();
        expect(these.known(keyId)).toBeUndefined();
        await expect(these.ensure(['case-1'])).rejects.toThrow(new RecordKeyDestroyed('case-1'));
        expect(bytes(await one('case-2', these))).toEqual(bytes(other));
      }
      expect((await rowOf('case-1')).destroyedAt).toBe('2026-03-02T19:00:00.000Z');
    });

    it('is overwritten in the files', async () => {
      await one('case-1');
      const { wrapped } = await rowOf('case-1');
      expect((await placesHolding(accounts, directory, wrapped!)).length).toBeGreaterThan(0);
      await keys.destroy('case-1');
      expect(await placesHolding(accounts, directory, wrapped!)).toEqual([]);
    });

    it('is refused to who asked at the same moment, and the others get theirs', async () => {
      await one('case-1');
      await keys.destroy('case-1');
      const refused = keys.ensure(['case-1']);
      const given = keys.ensure(['case-2']);
      await expect(refused).rejects.toBeInstanceOf(RecordKeyDestroyed);
      expect((await given).size).toBe(1);
    });

    it('does not come back by a look-up that began before', async () => {
      const { keyId } = await one('case-1');
      const saved = { wrapped: (await rowOf('case-1')).wrapped, destroyedAt: null };
      const refusals: unknown[] = [];
      withoutTurns(accounts);
      for (const lookUp of [(of: RecordKeys) => of.open(keyId), (of: RecordKeys) => of.ensure(['case-1'])]) {
        await transaction(accounts, (manager) => manager.update(RecordKeyRow, { record: 'case-1' }, saved));
        const cold = await afresh();
        const held = holdNextRead(accounts);
        const looking = lookUp(cold).catch((error) => error);
        await held.read;
        await cold.destroy('case-1');
        held.release();
        if ((await looking) instanceof Error) refusals.push(await looking);
        expect(cold.known(keyId)).toBeUndefined();
        expect(cold.ready('case-1')).toBeUndefined();
      }
      expect(refusals).toEqual([new RecordKeyDestroyed('case-1')]);
    });

    it('stays the first time it was destroyed, and a record without one gets none later', async () => {
      await one('case-1');
      await keys.destroy('case-1');
      const before = await rowOf('case-1');
      clock.pass(1000);
      await keys.destroy('case-1');
      expect(await rowOf('case-1')).toEqual(before);
      await keys.destroy('case-9');
      await expect(keys.ensure(['case-9'])).rejects.toBeInstanceOf(RecordKeyDestroyed);
    });
  });

  describe('a check of keys', () => {
    it('names those that will not open, and why', async () => {
      const made = await keys.ensure(['case-1', 'case-2', 'case-3', 'case-4']);
      const id = (record: string) => made.get(record)!.keyId;
      await keys.destroy('case-2');
      const other = await rowOf('case-4');
      await transaction(accounts, (manager) => manager.update(RecordKeyRow, { record: 'case-3' }, { wrapped: other.wrapped }));
      const asked = [...made.values()].map((key) => key.keyId);
      expect(await keys.check([...asked, 'unknown', 'unknown'])).toEqual({
        missing: ['unknown'],
        destroyed: [id('case-2')],
        broken: [id('case-3')],
      });
      const cold = await afresh();
      await expect(cold.open(id('case-3'))).rejects.toThrow(new RecordKeyBroken('case-3'));
      await expect(cold.ensure(['case-3'])).rejects.toBeInstanceOf(RecordKeyBroken);
      expect((await cold.ensure(['case-1'])).size).toBe(1);
    });
  });
});
