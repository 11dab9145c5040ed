import { HistoryLookedUp } from '../../../src/modules/histories/history-lookup.js';
import { historyLookupList, ListLookUpsHandler } from '../../../src/modules/histories/history-lookup-list.view.js';
import { RecordLookUpHandler } from '../../../src/modules/histories/record-history-lookup.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, now } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { entered, id, person, sam } from '../directory/people.js';

const facts = { person: person('sam', entered()) };
const audit = { personId: sam, purpose: 'audit' } as const;
const looked = HistoryLookedUp({ purpose: 'audit', note: null });

describe('looking up a disciplinary history', () => {
  it.each(['HR', 'City Manager', 'City Attorney', 'Auditor'] as const)('is recorded for %s', (office) =>
    given().when(RecordLookUpHandler, audit, caller('o', office), facts).then(looked),
  );
  it('is recorded every time, with the note sealed', () =>
    given(looked)
      .when(RecordLookUpHandler, { ...audit, note: 'Yearly review' }, caller('o', 'Auditor'), facts)
      .then(HistoryLookedUp({ purpose: 'audit', note: seal('Yearly review') })));
  it('is recorded for a person’s own', () =>
    given()
      .when(RecordLookUpHandler, { ...audit, purpose: 'own-record' }, caller(sam), facts)
      .then(HistoryLookedUp({ purpose: 'own-record', note: null })));
  it('is refused for one’s own under any other purpose', () =>
    given().when(RecordLookUpHandler, audit, caller(sam, 'HR'), facts).refused('lookup.own-record'));
  it('is refused as one’s own for that of another', () =>
    given()
      .when(RecordLookUpHandler, { ...audit, purpose: 'own-record' }, caller('o', 'HR'), facts)
      .refused('lookup.own-record'));
  it('is refused to everyone else', () =>
    given()
      .when(RecordLookUpHandler, audit, caller('o', 'Director', 'Communications Manager', 'IT Director', 'City Clerk'), facts)
      .refused('access.not-permitted'));
  it('is refused for a person who was never entered', () =>
    given()
      .when(RecordLookUpHandler, audit, caller('o', 'HR'), { person: person('sam') })
      .refused('resource.not-found'));
});

describe('the list of looks', () => {
  const hana = id('hana');
  const by = (who: string, office: string) => ({ actor: { person: who, office } });
  const log = logOf(
    [`lookup-${sam}`, looked, { ...by(hana, 'HR'), recordedAt: '2026-01-01T00:00:00.000Z' }],
    [
      `lookup-${hana}`,
      HistoryLookedUp({ purpose: 'discipline-decision', note: seal('Case at hand') }),
      { ...by('carl', 'City Manager'), recordedAt: now },
    ],
    [
      `lookup-${hana}`,
      HistoryLookedUp({ purpose: 'own-record', note: null }),
      { ...by(hana, 'HR'), recordedAt: '2026-02-01T00:00:00.000Z' },
    ],
  );
  const first = { person: sam, by: hana, office: 'HR', purpose: 'audit', note: null, at: '2026-01-01T00:00:00.000Z' };
  const second = {
    person: hana,
    by: 'carl',
    office: 'City Manager',
    purpose: 'discipline-decision',
    note: 'sealed.v1.spec.Case at hand',
    at: now,
  };
  const third = { person: hana, by: hana, office: 'HR', purpose: 'own-record', note: null, at: '2026-02-01T00:00:00.000Z' };

  it('is one row a look', () =>
    expect(rowsAfter(historyLookupList, log)).toEqual(
      new Map<string, object>([
        [log[0]!.id, first],
        [log[1]!.id, second],
        [log[2]!.id, third],
      ]),
    ));
  it('is answered to an Auditor, the latest first', async () =>
    expect(await ask(ListLookUpsHandler, {}, caller('aude', 'Auditor'), log)).toEqual({
      items: [
        { id: log[1]!.id, ...second },
        { id: log[2]!.id, ...third },
        { id: log[0]!.id, ...first },
      ],
      next: null,
    }));
  it('is answered for one person', async () =>
    expect(await ask(ListLookUpsHandler, { person: sam }, caller('aude', 'Auditor'), log)).toEqual({
      items: [{ id: log[0]!.id, ...first }],
      next: null,
    }));
  it('shows nobody the looks that others took at them', async () =>
    expect(await ask(ListLookUpsHandler, {}, caller(hana, 'HR'), log)).toEqual({
      items: [
        { id: log[2]!.id, ...third },
        { id: log[0]!.id, ...first },
      ],
      next: null,
    }));
  it('is refused to everyone else, the person looked up included', async () => {
    for (const who of [caller(sam), caller('o', 'City Manager', 'City Attorney')])
      await expect(ask(ListLookUpsHandler, {}, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });
});
