import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, load, type Orders, open } from '../../bench/peers/adapters/casebook.mjs';
import { storedLog } from '../../bench/peers/order.mjs';

describe("Casebook's side of the comparison with other event stores", () => {
  const place = { directory: mkdtempSync(join(tmpdir(), 'casebook-peers-')) };
  let store: Orders | undefined;
  afterAll(async () => {
    await store?.close();
    rmSync(place.directory, { recursive: true, force: true });
  });

  test('does the work that is measured', async () => {
    const total = 10_000;
    const [order, ids] = [randomUUID(), Array.from({ length: 10 }, () => randomUUID())];
    await load(place, storedLog(total));
    store = await open(place);
    for (const id of ids) await store.command(order, id);
    expect(await store.fold(order)).toMatchObject({ status: 'shipped', count: ids.length });
    expect(await store.rebuild()).toBe(total + ids.length);
    expect(await store.rows()).toEqual({ rows: 51, events: total + ids.length });
    const stored = (await audit(place)).filter(({ stream }) => stream === `order-${order}`);
    expect(stored.map(({ id, version }) => ({ id, version }))).toEqual(ids.map((id, at) => ({ id, version: at + 1 })));
  });
});
