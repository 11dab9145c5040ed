import { CaseDeclined, CaseOpened, SiteNamed } from '../../../src/modules/cases/case.js';
import { type CaseSummary, ListCasesHandler } from '../../../src/modules/cases/list-cases.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  auditor,
  clerk,
  communications,
  councilDecides,
  director,
  filed,
  found,
  framed,
  hr,
  id,
  ines,
  investigating,
  manager,
  opened,
  reportId,
  settled,
} from '../../kit/stories/a-case.js';

const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') });

describe('asking for cases', () => {
  const of = (name: string) => derivedId('case', derivedId('spec', name));
  const entries = (name: string, ...events: NewEvent[]) => events.map((event) => [`case-${of(name)}`, event] as const);
  const openedDue = (dueAt: string) => CaseOpened({ reportId, accused: [], openedOn: '2026-03-02', dueAt, ref: null });
  const log = logOf(
    ...entries('fresh', openedDue('2026-03-05T07:00:00.000Z'), settled),
    ...entries('late', openedDue('2026-03-02T07:00:00.000Z'), settled),
    ...entries('unassigned', openedDue('x'), settled, investigating),
    ...entries('investigated', opened(), settled, investigating, assigned),
    ...entries('reported', opened(), settled, investigating, framed(), assigned, found(), filed),
    ...entries('council', openedDue('2026-03-09T07:00:00.000Z'), councilDecides),
    ...entries('council-reported', opened(), councilDecides, investigating, assigned, filed),
    ...entries('declined', opened(), settled, declined),
  );
  const names = new Map(
    ['fresh', 'late', 'unassigned', 'investigated', 'reported', 'council', 'council-reported', 'declined'].map((name) => [of(name), name]),
  );
  const asked = async (who: Caller, query: object = {}, options: Parameters<typeof ask>[4] = {}) =>
    ((await ask(ListCasesHandler, { limit: 50, ...query }, who, log, options)) as { items: CaseSummary[] }).items.map((item) =>
      names.get(item.id),
    );

  it('is for those whose offices take in, decide, counsel, keep the record or audit', async () => {
    for (const who of [ines, director, caller(id('it'), 'IT Director')])
      await expect(asked(who)).rejects.toMatchObject({ code: 'access.not-permitted' });
    for (const who of [manager, communications, attorney, clerk, hr, auditor]) expect(await asked(who)).toHaveLength(8);
  });

  it('answers by due date, what is not due last', async () => {
    const { items } = (await ask(ListCasesHandler, { limit: 50 }, hr, log)) as { items: CaseSummary[] };
    expect(items.slice(0, 3).map(({ id: key }) => names.get(key))).toEqual(['late', 'fresh', 'council']);
    const due = items.map(({ dueAt }) => dueAt ?? '9');
    expect(due).toEqual([...due].sort());
    expect(names.get(items.at(-1)!.id)).toBe('declined');
  });

  it('knows what needs a decision of the caller’s offices', async () => {
    expect(await asked(manager, { queue: 'needs-decision' })).toEqual(['late', 'fresh', 'reported', 'unassigned']);
    expect(await asked(communications, { queue: 'needs-decision' })).toEqual(['late', 'fresh', 'unassigned']);
    expect(await asked(attorney, { queue: 'needs-decision' })).toEqual(['council', 'council-reported']);
    expect(await asked(clerk, { queue: 'needs-decision' })).toEqual(['council-reported']);
    for (const who of [hr, auditor])
      expect((await asked(who, { queue: 'needs-decision' })).sort()).toEqual([
        'council',
        'council-reported',
        'fresh',
        'late',
        'reported',
        'unassigned',
      ]);
  });

  it('knows what waits on someone else', async () => {
    expect((await asked(manager, { queue: 'waiting' })).sort()).toEqual(['council', 'council-reported', 'investigated']);
    expect(await asked(hr, { queue: 'waiting' })).toEqual(['investigated']);
  });

  it('knows what is overdue at the moment shown', async () => {
    expect(await asked(manager, { queue: 'overdue' })).toEqual(['late']);
    expect(await asked(manager, { queue: 'overdue' }, { moment: '2026-03-06T19:00:00.000Z' })).toEqual(['late', 'fresh']);
  });

  it('knows what is decided, and takes a status beside or without a queue', async () => {
    expect(await asked(manager, { queue: 'decided' })).toEqual(['declined']);
    expect((await asked(manager, { status: 'triage' })).sort()).toEqual(['council', 'fresh', 'late']);
    expect(await asked(manager, { queue: 'needs-decision', status: 'reported' })).toEqual(['reported']);
  });

  it('finds the case that a report opened', async () => {
    const report = derivedId('spec', 'late');
    expect(await asked(manager, { report })).toEqual(['late']);
    expect(await asked(manager, { report, status: 'reported' })).toEqual([]);
    expect(await asked(manager, { report }, { hidden: [`case-${of('late')}`] })).toEqual([]);
    expect(await asked(manager, { report: derivedId('spec', 'none') })).toEqual([]);
  });

  it('finds the cases with an allegation about a site', async () => {
    const site = derivedId('spec', 'site');
    const sited = [...log, ...logOf([`case-${of('reported')}`, SiteNamed({ allegationId, siteId: site })])];
    const about = async (query: object, hidden: string[] = []) =>
      ((await ask(ListCasesHandler, { limit: 50, site, ...query }, manager, sited, { hidden })) as { items: CaseSummary[] }).items.map(
        (item) => names.get(item.id),
      );
    expect(await about({})).toEqual(['reported']);
    expect(await about({ status: 'triage' })).toEqual([]);
    expect(await about({ queue: 'needs-decision' })).toEqual(['reported']);
    expect(await about({}, [`case-${of('reported')}`])).toEqual([]);
    expect(await about({ site: derivedId('spec', 'none') })).toEqual([]);
  });

  it('never shows a case that is hidden from the caller today', async () =>
    expect(await asked(manager, { queue: 'overdue' }, { hidden: [`case-${of('late')}`] })).toEqual([]));

  it('shows where a case stands', async () => {
    const page = (await ask(ListCasesHandler, { limit: 1, status: 'investigating' }, hr, log)) as { items: CaseSummary[]; next: string };
    expect(page.next).not.toBeNull();
    expect(Object.keys(page.items[0]!).sort()).toEqual([
      'about',
      'allegations',
      'clauses',
      'decides',
      'dueAt',
      'escalated',
      'findings',
      'gist',
      'id',
      'intake',
      'interimOverdue',
      'investigator',
      'mitigationOpen',
      'onHold',
      'openedOn',
      'readable',
      'ref',
      'reopened',
      'returned',
      'site',
      'status',
      'statusSince',
      'waitingOn',
      'waitingSince',
    ]);
    expect(await ask(ListCasesHandler, { limit: 1, queue: 'decided' }, hr, log)).toMatchObject({
      items: [{ dueAt: null, intake: ['Communications Manager', 'City Manager'] }],
      next: null,
    });
  });
});
