import { CaseOpened } from '../../../src/modules/cases/case.js';
import { refOf } from '../../../src/modules/cases/case-ref.js';
import { caseNamed, caseRefList, caseRefs } from '../../../src/modules/cases/case-ref.view.js';
import { type CaseSummary, ListCasesHandler } from '../../../src/modules/cases/list-cases.js';
import type { StoredEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { Reads } from '../../../src/platform/queries/query-handler.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf, rowsAfter, rowsIn } from '../../kit/reads.js';
import { attorney, caseEntries, caseId, hr, opened, ref, sam, settled } from '../../kit/stories/a-case.js';

const named = (name: string): string => derivedId('case-ref-list', name);
const from = (openedOn: string, accused: string[] = []) =>
  CaseOpened({ reportId: named('report'), accused, openedOn, dueAt: now, ref: null });

/** Two ids whose cases, opened in the same year before refs were reserved, have the same ref. */
function alike(): [string, string] {
  const seen = new Map<string, string>();
  for (let i = 0; ; i += 1) {
    const id = named(String(i));
    const theirs = refOf({ data: { ref: null, openedOn: '2024-05-01' }, stream: `case-${id}` });
    const other = seen.get(theirs);
    if (other) return [other, id];
    seen.set(theirs, id);
  }
}
const [one, other] = alike();
const sharedRef = refOf({ data: { ref: null, openedOn: '2024-05-01' }, stream: `case-${one}` });

const readsOf = (log: readonly StoredEvent[], who = hr) =>
  ({
    caller: who,
    rows: (view: typeof caseRefList) => rowsIn(view, log),
    state: async (stream: { name: string }, id: string) =>
      fold(
        stream as never,
        log.filter((event) => event.stream === `${stream.name}-${id}`),
      ),
  }) as unknown as Reads;

describe('the list of refs', () => {
  const log = logOf(...caseEntries(opened(), settled));

  it('has a row for each ref', () => expect([...rowsAfter(caseRefList, log)]).toEqual([[ref, { cases: JSON.stringify([caseId]) }]]));

  it('leads to the case', async () => {
    expect(await caseRefs.find(ref, readsOf(log))).toBe(caseId);
    expect(await caseRefs.find('C26-GGGGGG', readsOf(log))).toBeUndefined();
  });

  it('leads to a hidden case as well: its walls answer', async () =>
    expect(await caseRefs.find(ref, readsOf(logOf(...caseEntries(opened([sam.person]))), sam))).toBe(caseId));

  it.each([
    ['its ref', ` ${ref.toLowerCase().replace('-', ' ')} `, caseId],
    ['its id', caseId.toUpperCase(), caseId],
    ['nothing else', 'the pool', undefined],
  ])('a case is named by %s', async (_, text, id) => expect(await caseNamed(text, readsOf(log))).toBe(id));
});

describe('a ref that two older cases have', () => {
  const both = (accused: string[]) =>
    logOf(
      [`case-${one}`, from('2024-05-01', accused)],
      [`case-${other}`, from('2024-07-01')],
      [`case-${named('later')}`, from('2025-07-01')],
    );

  it('leads to neither where both may be seen', async () => expect(await caseRefs.find(sharedRef, readsOf(both([])))).toBeUndefined());

  it('leads to the other for somebody from whom one is hidden, as if that one did not exist', async () => {
    expect(await caseRefs.find(sharedRef, readsOf(both([sam.person]), sam))).toBe(other);
    expect(await caseRefs.find(sharedRef, readsOf(both([sam.person])))).toBeUndefined();
  });

  it('leaves both reachable by their ids', async () => {
    const reads = readsOf(both([]));
    expect([await caseNamed(one, reads), await caseNamed(other, reads)]).toEqual([one, other]);
  });
});

describe('asking for cases by what people call them', () => {
  const log = logOf(...caseEntries(opened([sam.person]), settled));
  const list = async (q: string, who = attorney, asked: object = {}) =>
    ((await ask(ListCasesHandler, { limit: 50, q }, who, log, asked)) as { items: CaseSummary[] }).items.map((row) => row.ref);

  it('finds the one case, by its ref or its id', async () => {
    expect(await list(ref.toLowerCase())).toEqual([ref]);
    expect(await list(caseId)).toEqual([ref]);
  });
  it('finds nothing by what no case is called', async () => {
    for (const q of ['C26-GGGGGG', 'pool', named('no case')]) expect(await list(q)).toEqual([]);
  });
  it('finds nothing that is hidden', async () =>
    expect(await list(ref, caller(sam.person, 'HR'), { hidden: [`case-${caseId}`] })).toEqual([]));
});
