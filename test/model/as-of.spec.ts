import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { folds, processes } from '../../src/definitions.js';
import { anyone } from '../../src/platform/access/access.js';
import { withRequest } from '../../src/platform/access/request.js';
import { streamParts } from '../../src/platform/events/envelope.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { newId } from '../../src/platform/ground/ids.js';
import type { AnyListQuery, QueryReads, Row } from '../../src/platform/queries/query-handler.js';
import type { AnyFields } from '../../src/platform/rows/columns.js';
import type { Rules } from '../../src/platform/rows/following.js';
import { isDue, type KeyedFold, rulesOf } from '../../src/platform/rows/keyed-fold.js';
import type { AnyView } from '../../src/platform/rows/view.js';
import { beginning, steps, Wander } from './case-walk.js';
import { useCityNode } from './city-node.js';

const node = useCityNode();
const views = folds.filter((fold): fold is AnyView => !isDue(fold));

type Fields = Readonly<Record<string, unknown>>;
type Standing = Map<string, Fields>;

/** The simplest fold: one event after another, into a map of rows. */
function step(rules: Rules, rows: Standing, event: StoredEvent): void {
  const fold = rules.fold[event.type];
  if (!fold) return;
  const keys: readonly string[] = rules.keys?.[event.type]?.(event as never) ?? [streamParts(event.stream).id];
  for (const key of keys) {
    const after = fold((rows.get(key) ?? null) as never, event as never, key) as Fields | null;
    if (after) rows.set(key, after);
    else rows.delete(key);
  }
}

/** Rules for a fold of the whole log, which needs no stream's past. */
const fromTheBeginning = (fold: KeyedFold): Rules =>
  rulesOf(fold, async () => {
    throw new Error('a fold from the beginning asks for no past');
  });

/** Every row of a view, as a query reads it as of the position. */
async function shown(view: AnyView, position: number): Promise<Fields[]> {
  const read = {
    may: [anyone],
    views: [view],
    run: (_: unknown, reads: QueryReads) => reads.rows(view).all({}),
  } as unknown as AnyListQuery;
  const caller = { person: node.person('Auditor'), offices: [{ office: 'Auditor' as const }] };
  const query = withRequest({ asOf: `@${position}` }, { caller, correlationId: newId() });
  return ((await node.casebook.reader.run(read, query)) as Row<AnyFields>[]).map((row) => ({ ...row }));
}

const forgetViews = () => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(node.directory, `views.db${suffix}`), { force: true });
};
const sorted = (rows: Standing): Fields[] => [...rows].map(([key, row]) => ({ key, ...row })).sort((a, b) => (a.key < b.key ? -1 : 1));

/** Compares a view at every position that changes it, and at some positions that do not. */
async function everyMoment(compared: readonly AnyView[]): Promise<number> {
  const log = await node.log();
  const standing = compared.map((view) => ({ view, rules: fromTheBeginning(view), rows: new Map() as Standing }));
  let moments = 0;
  for (const event of log)
    for (const { view, rules, rows } of standing) {
      step(rules, rows, event);
      if (!rules.fold[event.type] && event.position % 40 !== 0 && event.position !== log.length) continue;
      moments += 1;
      const at = { view: view.name, position: event.position };
      expect({ ...at, rows: await shown(view, event.position) }).toEqual({ ...at, rows: sorted(rows) });
    }
  return moments;
}

beforeAll(async () => {
  const ways = fc.sample(fc.tuple(beginning, steps), { numRuns: 8, seed: 5716 });
  for (const [begin, way] of ways) {
    const wander = await Wander.begin(node, begin);
    for (const one of way) await wander.take(one);
  }
  await node.settle();
});

it('every view, as of every position, is the fold of the events up to it', async () => {
  expect(views.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['case_list', 'discipline_history', 'case_wall', 'person_list', 'task']),
  );
  expect(await everyMoment(views)).toBeGreaterThan(200);
});

/** Everything that is owed, as the database holds it. */
function owed(): Map<string, Fields[]> {
  const db = new Sqlite(join(node.directory, 'views.db'), { readonly: true });
  const rows = new Map<string, Fields[]>(processes.map(({ due }) => [due.table, []]));
  for (const { process, version, data, ...row } of db.prepare('SELECT * FROM due_work ORDER BY "key"').all() as Record<string, unknown>[])
    rows.get(`work_${process}_v${version}`)?.push({ ...row, data: JSON.parse(String(data)) });
  db.close();
  return rows;
}

it('what is owed now is the fold of the whole log, before and after a rebuild, and nothing else is kept', async () => {
  const log = await node.log();
  const expected = new Map(
    processes.map(({ due }) => {
      const rows: Standing = new Map();
      const rules = fromTheBeginning(due);
      for (const event of log) step(rules, rows, event);
      return [due.table, sorted(rows)];
    }),
  );
  expect([...expected.values()].flat().length).toBeGreaterThan(0);
  expect(owed()).toEqual(expected);
  await node.reopen(forgetViews);
  expect(owed()).toEqual(expected);
});

it('it is so after a restart, and after every view was built again from the log', async () => {
  const some = views.filter(({ name }) => ['case_list', 'discipline_history', 'case_wall', 'task'].includes(name));
  const head = await node.casebook.store.head();
  await node.reopen();
  await everyMoment(some);
  await node.reopen(forgetViews);
  await everyMoment(some);
  // A replay only folds: it carries out nothing a second time.
  expect(await node.casebook.store.head()).toBe(head);
});
