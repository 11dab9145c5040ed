import { PersonEntered } from '../../../src/modules/directory/person.js';
import { disciplineHistory } from '../../../src/modules/histories/discipline-history.view.js';
import { type DisciplineHistory, GetDisciplineHistoryHandler } from '../../../src/modules/histories/get-discipline-history.js';
import {
  AllegationPut,
  AllegationsSustained,
  AllegationTakenBack,
  NothingSustained,
  ProceedingOpened,
  ProceedingReopened,
} from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  answered,
  attorney,
  auditor,
  caseId,
  coaching,
  communications,
  director,
  final,
  hr,
  id,
  imposed,
  informed,
  manager,
  named,
  noAction,
  noticedSuspension,
  ofSam,
  oral,
  post,
  proposed,
  reply,
  sam,
  stranger,
  subject,
  sustained,
} from '../../kit/stories/proceedings.js';

type Entries = readonly (readonly [stream: string, event: NewEvent])[];
const in_ = (stream: string, events: readonly NewEvent[]): Entries => events.map((event) => [`proceeding-${stream}`, event] as const);
const putReply = AllegationPut({
  caseId,
  allegation: { allegationId: reply, clause: 'STD-7', policyVersion: '5716' },
  on: '2026-02-06',
});
const rowAfter = (...events: NewEvent[]) => rowsAfter(disciplineHistory, logOf(...in_(ofSam, events))).get(ofSam)!;

describe('the history of discipline', () => {
  it('opens with the proceeding, and takes every allegation', () => {
    const row = rowAfter(...informed, putReply);
    expect(row).toMatchObject({
      person: sam,
      caseId,
      status: 'open',
      rung: null,
      discipline: false,
      openedOn: '2026-02-02',
      imposedOn: null,
    });
    expect(JSON.parse(row.charges)).toEqual([
      { allegationId: post, clause: 'STD-4', policyVersion: '5716', sustained: null },
      { allegationId: reply, clause: 'STD-7', policyVersion: '5716', sustained: null },
    ]);
  });

  it('tells what was sustained from what was not', () => {
    const charges = (...events: NewEvent[]) =>
      JSON.parse(rowAfter(...events).charges).map((charge: { sustained: unknown }) => charge.sustained);
    expect(charges(...answered, putReply, sustained.at(-1)!)).toEqual([true, false]);
    expect(charges(...answered, putReply, NothingSustained({ caseId }))).toEqual([false, false]);
  });

  it('holds no allegation that was taken back, and is open again once it is reopened', () => {
    const taken = AllegationTakenBack({ caseId, allegationId: post, on: '2026-03-02' });
    expect(JSON.parse(rowAfter(...informed, putReply, taken).charges)).toEqual([
      { allegationId: reply, clause: 'STD-7', policyVersion: '5716', sustained: null },
    ]);
    const reopened = ProceedingReopened({ caseId, allegationIds: [reply] });
    const row = rowAfter(...informed, putReply, NothingSustained({ caseId }), reopened);
    expect(row).toMatchObject({ status: 'open', reasons: null });
    expect(JSON.parse(row.charges)).toMatchObject([
      { allegationId: post, sustained: false },
      { allegationId: reply, sustained: null },
    ]);
  });

  it('stays open through proposal and notice', () => expect(rowAfter(...noticedSuspension).status).toBe('open'));

  it('has what was imposed, as a token, until when it may be grieved and counts', () => {
    const considers = [id('before')];
    expect(rowAfter(...sustained, proposed(oral), imposed(oral, { considers, departure: seal('Why.') }))).toMatchObject({
      status: 'imposed',
      rung: 'oral-warning',
      rungName: 'oral-warning',
      discipline: true,
      imposedOn: '2026-02-20',
      finalOn: null,
      grievableUntil: '2026-03-03T07:00:00.000Z',
      countsUntil: '2028-02-20',
      reasons: 'sealed.v1.spec.As proposed.',
      departure: 'sealed.v1.spec.Why.',
      considers: JSON.stringify(considers),
    });
  });

  it('is final at once, or when the time to grieve has run out', () => {
    expect(rowAfter(...sustained, proposed(coaching), imposed(coaching, { grievableUntil: null }))).toMatchObject({
      status: 'final',
      discipline: false,
      finalOn: '2026-02-20',
    });
    expect(rowAfter(...sustained, proposed(oral), imposed(oral), final)).toMatchObject({ status: 'final', finalOn: '2026-03-03' });
  });

  it('keeps what led to nothing', () => {
    expect(rowAfter(...answered, NothingSustained({ caseId })).status).toBe('not-sustained');
    expect(rowAfter(...sustained, noAction)).toMatchObject({ status: 'no-action', rung: null, reasons: 'sealed.v1.spec.Trained since.' });
  });
});

describe('looking up a history', () => {
  const [earlier, dropped] = [id('of-earlier'), id('of-dropped')];
  const opened = (of: string, openedOn: string) => [
    ProceedingOpened({ caseId: of, subject: sam, track: 'permanent', department: null, openedOn }),
    AllegationPut({ caseId: of, allegation: { allegationId: id(of), clause: 'STD-1', policyVersion: '5716' }, on: openedOn }),
  ];
  const kims = ProceedingOpened({ caseId, subject: id('kim'), track: 'permanent', department: null, openedOn: '2026-02-02' });
  const person: Entries[number] = [
    `person-${sam}`,
    PersonEntered({ name: seal('Sam'), title: null, department: null, track: 'permanent', from: '2020-01-01' }),
  ];
  const logWith = (...events: NewEvent[]) =>
    logOf(
      person,
      ...in_(earlier, [
        ...opened('earlier-case', '2025-01-02'),
        AllegationsSustained({ caseId: id('earlier-case'), allegationIds: [id('earlier-case')], by: 'admission', decides: 'City Manager' }),
        proposed(oral),
        imposed(oral, { countsUntil: '2026-03-02' }),
        final,
      ]),
      ...in_(dropped, [...opened('dropped-case', '2025-06-01'), NothingSustained({ caseId: id('dropped-case') })]),
      ...in_(ofSam, events),
      ...in_(id('of-kim'), [kims]),
    );
  const look = (who: Caller, log = logWith(...answered), purpose = 'promotion-review', asked = {}) =>
    ask(GetDisciplineHistoryHandler, { personId: sam, purpose }, who, log, asked) as Promise<DisciplineHistory>;
  const ids = (records: DisciplineHistory['final']) => records.map(({ proceedingId }) => proceedingId);

  it.each([hr, manager, attorney, auditor])('keeps what is final apart from what is open and from what led to nothing', async (who) => {
    const answer = await look(who);
    expect(answer).toMatchObject({ person: sam, purpose: 'promotion-review', moment: '2026-03-02T19:00:00.000Z' });
    expect([ids(answer.final), ids(answer.open), ids(answer.withoutDiscipline)]).toEqual([[earlier], [ofSam], [dropped]]);
    expect(answer.final[0]).toMatchObject({ rung: 'oral-warning', status: 'final', counts: true, considers: [] });
  });

  it('says whether discipline counts on the day shown', async () => {
    const counts = async (moment: string) => (await look(hr, undefined, undefined, { moment })).final[0]!.counts;
    expect(await counts('2026-03-03T06:59:59.999Z')).toBe(true);
    expect(await counts('2026-03-03T07:00:00.000Z')).toBe(false);
  });

  it('holds nothing against anyone that may still be grieved', async () =>
    expect((await look(hr, logWith(...sustained, proposed(oral), imposed(oral)))).open).toMatchObject([
      { status: 'imposed', counts: false },
    ]));

  it('lists by the day on which each was opened', async () => {
    const log = logOf(person, ...in_(ofSam, sustained), ...in_(earlier, opened('earlier-case', '2025-01-02')));
    expect(ids((await look(hr, log)).open)).toEqual([earlier, ofSam]);
  });

  describe('by the person themself', () => {
    const own = (log = logWith(...answered)) => look(subject, log, 'own-record', { hidden: [`case-${caseId}`] });

    it('shows what they were told of, and what they admitted', async () => {
      const answer = await own();
      expect([ids(answer.final), ids(answer.open)]).toEqual([[earlier], [ofSam]]);
    });

    it('shows nothing that they were not told of, neither while it is open nor once it came to nothing', async () => {
      const answer = await own(logWith(...named));
      expect([ids(answer.open), ids(answer.withoutDiscipline)]).toEqual([[], []]);
    });

    it('shows no allegation that they were not told of', async () =>
      expect((await own(logWith(...answered, putReply))).open[0]!.charges).toEqual([
        { allegationId: post, clause: 'STD-4', policyVersion: '5716', sustained: null, corrected: false },
      ]));

    it('is for that purpose, and nobody else’s is', async () => {
      await expect(look(subject)).rejects.toThrow('lookup.own-record');
      await expect(look(hr, undefined, 'own-record')).rejects.toThrow('lookup.own-record');
    });
  });

  it('leaves out a case that is hidden from the caller', async () =>
    expect((await look(hr, undefined, undefined, { hidden: [`case-${caseId}`] })).open).toEqual([]));

  it('is nobody else’s', async () => {
    for (const who of [director, communications, stranger]) await expect(look(who)).rejects.toThrow('access.not-permitted');
  });
});
