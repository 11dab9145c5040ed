import type { PostgresAddress } from '../../../src/platform/postgres/address.js';
import type { AnyView } from '../../../src/platform/rows/view.js';
import { prepareNodes, tellLeft, tellUse } from '../../../src/platform/views/leases.js';
import type { FromViewThread } from '../../../src/platform/views/messages.js';
import { shareViews } from '../../../src/platform/views/shared-runner.js';
import { codec, counts, happenings, MemoryLog, naive, tasks, tasksNext, ViewsFixture } from './kit.js';

/** What a process does that keeps views, in this one. */
class Keeper {
  readonly said: FromViewThread[] = [];
  private closing = false;
  private woken: () => void = () => {};
  private readonly end: Promise<void>;

  constructor(place: PostgresAddress, views: readonly AnyView[], log: MemoryLog) {
    this.end = shareViews({
      place,
      views,
      log,
      decode: (record) => codec.decode(record),
      say: (message) => this.said.push(message),
      closing: () => this.closing,
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.min(milliseconds, 50));
          this.woken = () => {
            clearTimeout(timer);
            resolve();
          };
        }),
      wake: () => this.woken(),
    });
  }

  get held(): readonly string[] {
    const told = this.said.findLast((message) => message.kind === 'held');
    return told?.kind === 'held' ? [...told.tables].sort() : [];
  }

  async close(): Promise<void> {
    this.closing = true;
    this.woken();
    await this.end;
  }
}

let fixture: ViewsFixture;
let place: PostgresAddress;
const keepers: Keeper[] = [];
beforeEach(async () => {
  fixture = new ViewsFixture('PostgreSQL');
  place = (await fixture.place()) as PostgresAddress;
});
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
  await fixture.close();
});

const keep = (views: readonly AnyView[], log: MemoryLog): Keeper => {
  const keeper = new Keeper(place, views, log);
  keepers.push(keeper);
  return keeper;
};
async function until(what: () => unknown, patience = 120_000): Promise<void> {
  for (const end = performance.now() + patience; !(await what()); ) {
    if (performance.now() > end) throw new Error(`it did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('Views that processes share', () => {
  it('are run by one of them, and by another once that one ends', async () => {
    const log = new MemoryLog(happenings(300, 20, 3));
    const database = await fixture.open();
    const at = async (table: string): Promise<number> => {
      const [row] = await database
        .query<{ position: string }[]>(`SELECT "position" FROM view_checkpoint WHERE "table" = $1 AND "state" = 'live'`, [table])
        .catch(() => []);
      return Number(row?.position ?? -1);
    };
    const first = keep([tasks, counts], log);
    await until(async () => (await at(tasks.table)) === 300 && (await at(counts.table)) === 300);
    const second = keep([tasks, counts], log);
    await until(() => second.said.some(({ kind }) => kind === 'ready'));
    expect([first.held, second.held]).toEqual([[counts.table, tasks.table], []]);
    for (const happening of happenings(100, 20, 4)) log.tell(happening);
    await until(async () => (await at(tasks.table)) === 400);
    await first.close();
    await until(() => second.held.length === 2);
    log.tell({ task: 'last', type: 'TaskOpened', data: { status: 'new', due: '1', urgent: true } });
    await until(async () => (await at(tasks.table)) === 401 && (await at(counts.table)) === 401);
    const rows = await database.query(`SELECT "key" FROM "${tasks.table}" WHERE "validTo" = 9007199254740991 ORDER BY "key"`);
    expect(rows.map(({ key }: { key: string }) => key)).toEqual([...naive(log.records, 401).keys()].sort());
    expect([...first.said, ...second.said].filter(({ kind }) => kind === 'trouble')).toEqual([]);
  });

  it('are kept in both versions while an upgrade goes on, and the old one until no node reads it', async () => {
    const log = new MemoryLog(happenings(200, 20, 5));
    const database = await fixture.open();
    await prepareNodes(database);
    const states = async (): Promise<Record<string, string>> => {
      const rows: { table: string; state: string; position: string }[] = await database
        .query('SELECT "table", "state", "position" FROM view_checkpoint')
        .catch(() => []);
      return Object.fromEntries(rows.map(({ table, state, position }) => [table, `${state} ${position}`]));
    };
    await tellUse(database, 'old web node', [tasks.table]);
    const old = keep([tasks], log);
    await until(async () => (await states())[tasks.table] === 'live 200');
    const next = keep([tasksNext], log);
    await until(async () => (await states())[tasksNext.table] === 'live 200');
    log.tell({ task: 'both', type: 'TaskOpened', data: { status: 'new', due: '1', urgent: true } });
    await until(async () => Object.values(await states()).every((state) => state === 'live 201'));
    expect(Object.keys(await states()).sort()).toEqual([tasks.table, tasksNext.table]);
    await old.close();
    await next.close();
    const later = keep([tasksNext], log);
    await until(() => later.held.length === 1);
    await later.close();
    expect(Object.keys(await states()).sort()).toEqual([tasks.table, tasksNext.table]);
    await tellLeft(database, 'old web node');
    keep([tasksNext], log);
    await until(async () => Object.keys(await states()).join() === tasksNext.table);
  });
});
