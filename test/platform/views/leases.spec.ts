import type { DataSource } from 'typeorm';
import { Leases, prepareNodes, tellLeft, tellUse } from '../../../src/platform/views/leases.js';
import { ViewsFixture } from './kit.js';

const fixture = new ViewsFixture('PostgreSQL');
let database: DataSource;
let one: Leases;
let two: Leases;
beforeAll(async () => {
  database = await fixture.open();
  await Promise.all(Array.from({ length: 3 }, () => prepareNodes(database)));
});
beforeEach(async () => {
  await database.query('DELETE FROM view_lease');
  [one, two] = [new Leases(database, 'one'), new Leases(database, 'two')];
});
afterAll(() => fixture.close());

const past = (table: string) =>
  database.query(`UPDATE view_lease SET until = clock_timestamp() - interval '1 ms' WHERE "table" = $1`, [table]);
const held = async (leases: Leases, ...tables: string[]) => [...(await leases.renew(tables))].sort();

describe('The lease of a view', () => {
  it('is one process’s at a time, however many ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, at) => held(new Leases(database, `p${at}`), 'a_v1', 'b_v1')));
    expect(all.flat().sort()).toEqual(['a_v1', 'b_v1']);
  });

  it('stays with its holder while it is renewed, and is another’s once it has run out', async () => {
    expect(await held(one, 'a_v1', 'b_v1')).toEqual(['a_v1', 'b_v1']);
    expect(await held(two, 'a_v1', 'b_v1', 'c_v1')).toEqual(['c_v1']);
    await past('a_v1');
    expect(await held(two, 'a_v1', 'b_v1', 'c_v1')).toEqual(['a_v1', 'c_v1']);
    expect(await held(one, 'a_v1', 'b_v1', 'c_v1')).toEqual(['b_v1']);
  });

  it('is free at once where its holder gives it back', async () => {
    await held(one, 'a_v1');
    await one.release();
    expect(await held(two, 'a_v1')).toEqual(['a_v1']);
  });

  it('of a table that this code does not know is had only where no node uses it', async () => {
    await tellUse(database, 'node', ['a_v1', 'b_v1']);
    expect(await one.takeUnused('a_v1')).toBe(false);
    await tellLeft(database, 'node');
    expect(await one.takeUnused('a_v1')).toBe(true);
    await held(two, 'b_v1');
    expect(await one.takeUnused('b_v1')).toBe(false);
  });

  it('of a table is had once a node that used it has not been heard of for minutes', async () => {
    await tellUse(database, 'node', ['a_v1']);
    await database.query(`UPDATE view_node SET seen = clock_timestamp() - interval '4 minutes'`);
    expect(await one.takeUnused('a_v1')).toBe(false);
    await database.query(`UPDATE view_node SET seen = clock_timestamp() - interval '6 minutes'`);
    expect(await one.takeUnused('a_v1')).toBe(true);
  });
});
