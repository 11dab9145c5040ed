import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { DataSource } from 'typeorm';
import { StoreUnavailable } from '../../../src/platform/events/event-store.js';
import type { PostgresAddress } from '../../../src/platform/postgres/address.js';
import { CredentialsUnusable, isUnavailable, openPostgres } from '../../../src/platform/postgres/connection.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { openForReading } from '../../../src/platform/rows/database.js';
import { RowQueries } from '../../../src/platform/rows/row-queries.js';
import { closeAccounts, openAccounts, reading, transaction } from '../../../src/platform/vault/database.js';
import { MasterKeyCheckRow } from '../../../src/platform/vault/tables.js';
import { asSuperuser, Schemas } from '../../kit/postgres.js';
import { type RunningPostgres, startPostgres } from '../../kit/postgres-server.mjs';
import { MemoryLog, tasks, ViewsFixture } from '../views/kit.js';
import { Notes, NoteWritten, noteList } from '../views/notes.js';

let server: RunningPostgres;
let schemas: Schemas;
const opened: DataSource[] = [];
beforeAll(async () => {
  server = await startPostgres();
  schemas = new Schemas(server.address);
});
afterEach(async () => {
  for (const source of opened.splice(0)) if (source.isInitialized) await closeAccounts(source);
  await schemas.clean();
});
afterAll(() => server.close());

async function accountsAt(address?: PostgresAddress): Promise<DataSource> {
  const accounts = await openAccounts(address ?? (await schemas.address('accounts')));
  opened.push(accounts);
  return accounts;
}
const keep = (accounts: DataSource, name: string) =>
  transaction(accounts, (manager) => manager.insert(MasterKeyCheckRow, { name, value: 'v' }));
const kept = (accounts: DataSource) =>
  reading(accounts, async (manager) => (await manager.find(MasterKeyCheckRow, { order: { name: 'ASC' } })).map(({ name }) => name));

describe('Accounts on PostgreSQL', () => {
  it('are migrated once where many nodes start at once', async () => {
    const address = await schemas.address('accounts');
    const nodes = await Promise.all(Array.from({ length: 4 }, () => accountsAt(address)));
    const done: { count: string }[] = await nodes[0]!.query('SELECT count(*) FROM accounts_migrations');
    expect(Number(done[0]?.count)).toBe(nodes[0]!.migrations.length);
    await Promise.all(nodes.map((node, at) => keep(node, `node ${at}`)));
    expect(await kept(nodes[0]!)).toHaveLength(4);
  });

  it('are unavailable while the server is away, and there again with it', async () => {
    const accounts = await accountsAt();
    await keep(accounts, 'before');
    await server.stop();
    try {
      await expect(keep(accounts, 'meanwhile')).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(kept(accounts)).rejects.toBeInstanceOf(StoreUnavailable);
    } finally {
      await server.start();
    }
    await keep(accounts, 'after');
    expect(await kept(accounts)).toEqual(['after', 'before']);
  });

  it('are waited for at a start where the server does not answer at once', async () => {
    let asked = 0;
    const sockets: Socket[] = [];
    const slow = createServer((socket) => {
      asked += 1;
      sockets.push(socket);
      if (asked === 1) return;
      const onward = connect(server.address.port, server.address.host);
      sockets.push(onward);
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((listening) => slow.listen(0, '127.0.0.1', listening));
    try {
      const accounts = await accountsAt({ ...(await schemas.address('accounts')), port: (slow.address() as AddressInfo).port });
      await keep(accounts, 'after all');
      expect(await kept(accounts)).toEqual(['after all']);
      expect(asked).toBeGreaterThan(1);
      await closeAccounts(accounts);
    } finally {
      for (const socket of sockets) socket.destroy();
      slow.close();
    }
  });

  it('do a transaction again that others got in the way of, and only so often', async () => {
    const accounts = await accountsAt();
    let tries = 0;
    const failing = (times: number) =>
      transaction(accounts, async (manager) => {
        tries += 1;
        await manager.insert(MasterKeyCheckRow, { name: `try ${tries}`, value: 'v' });
        if (tries <= times) await manager.query(`DO $$ BEGIN RAISE EXCEPTION 'serialize' USING ERRCODE = '40001'; END $$`);
      });
    await failing(2);
    expect([tries, await kept(accounts)]).toEqual([3, ['try 3']]);
    tries = 0;
    await transaction(accounts, (manager) => manager.delete(MasterKeyCheckRow, { name: 'try 3' }));
    await expect(failing(99)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(tries).toBe(5);
  });

  it('answer within seconds that no connection is left', async () => {
    const accounts = await accountsAt();
    const busy = Promise.allSettled(Array.from({ length: 6 }, () => accounts.query('SELECT pg_sleep(600)')));
    const started = performance.now();
    await expect(keep(accounts, 'one more')).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(60_000);
    await asSuperuser("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'", server.address);
    await busy;
    await keep(accounts, 'later');
  });

  it('say which file has no usable credentials, and never what it holds', async () => {
    const address = await schemas.address('accounts');
    const failed = async (text: string) => {
      writeFileSync(address.credentialsFile, text);
      return openAccounts(address).then(
        () => new Error('it was opened'),
        (error: Error) => error,
      );
    };
    expect(await failed('planted-secret')).toBeInstanceOf(CredentialsUnusable);
    const refused = await failed(`${address.schema}:planted-secret`);
    for (const error of [refused, await failed('planted-secret')])
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('planted-secret');
    expect(refused.message).toContain('password authentication failed');
  });
});

describe('Lists on PostgreSQL', () => {
  const rowsOf = async (): Promise<{ source: DataSource; queries: RowQueries }> => {
    const address = await schemas.address('views');
    const source = await openForReading(address);
    opened.push(source);
    return { source, queries: new RowQueries(source, tasks) };
  };
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'answered',
      (error: unknown) => (error instanceof Refusal ? `${error.code} ${error.terms.status}` : String(error)),
    );

  it('refuse for now where the server is away or has no connection left', async () => {
    const { source, queries } = await rowsOf();
    const busy = Array.from({ length: 12 }, () => source.query('SELECT pg_sleep(4)'));
    expect(await code(queries.standingOf('t1'))).toBe('view.unavailable 503');
    await Promise.all(busy);
    await server.stop();
    try {
      expect(await code(queries.standingOf('t1'))).toBe('view.unavailable 503');
    } finally {
      await server.start();
    }
    expect(await code(queries.standingOf('t1'))).toContain('does not exist');
  });

  it('end a statement that takes too long', async () => {
    const source = await openPostgres(await schemas.address('views'), {
      name: 'spec',
      connections: 1,
      statement: 100,
      durable: false,
      entities: [],
    });
    opened.push(source);
    const error = await source.query('SELECT pg_sleep(30)').catch((error: unknown) => error);
    expect(isUnavailable(error)).toBe(true);
  });

  it('go on by themselves once the server is back, with what was recorded meanwhile', async () => {
    const notes = await Notes.open('PostgreSQL', schemas);
    try {
      await notes.shown('a', NoteWritten({ title: 'one', shelf: 's' }));
      await server.stop();
      await notes.append('b', NoteWritten({ title: 'two', shelf: 's' }));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await server.start();
      expect(await notes.host.reached(2, [noteList.table], 120_000)).toEqual([]);
      expect((await notes.reader().rowsNow(noteList).all({})).map(({ title }) => title)).toEqual(['one', 'two']);
    } finally {
      await notes.close();
    }
  });
});

describe('A table of rows', () => {
  it('orders text by its bytes, whatever language the server speaks', async () => {
    const fixture = new ViewsFixture('PostgreSQL');
    try {
      const log = new MemoryLog();
      const keys = ['a', 'B', 'é', 'Z', '_', '-', '10', '9', '😀', '￮'];
      for (const task of keys) log.tell({ task, type: 'TaskOpened', data: { status: 'new', due: 'same', urgent: false } });
      const runner = await fixture.runner([tasks], log);
      await runner.catchUp();
      const rows: { key: string }[] = await runner.database.query(`SELECT "key" FROM "${tasks.table}" ORDER BY "key"`);
      expect(rows.map(({ key }) => key)).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    } finally {
      await fixture.close();
    }
  });
});
