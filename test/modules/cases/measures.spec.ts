import { BeginMitigationHandler } from '../../../src/modules/cases/begin-mitigation.js';
import { CaseClosed, CaseDeclined, CaseSuspended, cases, underHold, WitnessNamed } from '../../../src/modules/cases/case.js';
import { CompleteMitigationHandler } from '../../../src/modules/cases/complete-mitigation.js';
import { GetMeasuresHandler, type MeasuresShown } from '../../../src/modules/cases/get-measures.js';
import { LiftHoldHandler } from '../../../src/modules/cases/lift-hold.js';
import {
  CaseReferred,
  HoldLifted,
  HoldPlaced,
  InterimMeasureContinued,
  InterimMeasureEnded,
  InterimMeasureOrdered,
  InterimReviewFellDue,
  MitigationBegun,
  MitigationCompleted,
} from '../../../src/modules/cases/measures.js';
import { MissInterimReview, MissInterimReviewHandler } from '../../../src/modules/cases/miss-interim-review.js';
import { missInterimReview } from '../../../src/modules/cases/miss-interim-review.process.js';
import { OrderInterimMeasureHandler } from '../../../src/modules/cases/order-interim-measure.js';
import { PlaceHoldHandler } from '../../../src/modules/cases/place-hold.js';
import { ReferCaseHandler } from '../../../src/modules/cases/refer-case.js';
import { ReviewInterimMeasureHandler } from '../../../src/modules/cases/review-interim-measure.js';
import { fold } from '../../../src/platform/commands/stream.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, stored } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  determined,
  director,
  factsOf,
  hr,
  ines,
  manager,
  opened,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  sam,
  settled,
  systemCaller,
  triage,
  underInvestigation,
  wes,
} from './a-case.js';

const facts = { reporters: new Set([rita.person]) };
const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('x') });
const closed = CaseClosed({ on: '2026-03-02' });
const suspended = CaseSuspended({ cause: 'litigation', reasons: seal('x'), subjects: [] });
const states = [
  [opened()],
  triage,
  underInvestigation,
  reported,
  [...reported, determined()],
  [...triage, suspended],
  [...triage, declined],
  [...triage, declined, closed],
];
const act = { meetingOn: '2026-03-01', motion: '2026-17' };
const none = derivedId('spec', 'none');

describe('mitigation', () => {
  const mitigationId = derivedId('spec', 'mitigation');
  const begin = { caseId, what: 'The post is taken down.' };
  const begun = (by = communications.person, on = '2026-03-02') =>
    MitigationBegun({ mitigationId, what: seal('The post is taken down.'), by, on });
  const complete = { caseId, mitigationId, result: 'Gone by noon.' };
  const known = { ...facts, known: true };

  it('is open to the Communications Manager and the City Manager in every state, from the first hour', () => {
    for (const past of states)
      for (const who of [communications, manager])
        given(...past)
          .when(BeginMitigationHandler, begin, who, known)
          .then(begun(who.person));
  });
  it('is open to whoever takes their place, and to nobody else', () => {
    for (const who of [attorney, clerk])
      given(opened([manager.person]), councilDecides)
        .when(BeginMitigationHandler, begin, who, known)
        .then(begun(who.person));
    for (const who of [hr, attorney, ines, director, auditor])
      given(...underInvestigation)
        .when(BeginMitigationHandler, begin, who, known)
        .refused('access.not-permitted');
  });
  it('is closed to a subject, a witness and a reporter', () => {
    given(opened([communications.person]), settled)
      .when(BeginMitigationHandler, begin, communications, known)
      .refused('resource.not-found');
    given(...triage, WitnessNamed({ person: communications.person }))
      .when(BeginMitigationHandler, begin, communications, known)
      .refused('access.not-permitted');
    given(...triage)
      .when(BeginMitigationHandler, begin, communications, { ...known, reporters: new Set([communications.person]) })
      .refused('access.not-permitted');
  });
  it('says by whom and when it was begun', async () => {
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, by: wes.person, on: '2026-02-28' }, manager, known)
      .then(begun(wes.person, '2026-02-28'));
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, on: '2026-03-03' }, manager, known)
      .refused('measure.day-in-future');
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, by: none }, manager, { ...known, known: false })
      .refused('measure.unknown-person');
    const entries = [...reportEntries(received(), reportedBy(rita.person)), ...caseEntries(...triage)];
    expect(await factsOf(BeginMitigationHandler, { ...begin, by: wes.person }, manager, ...entries)).toEqual(known);
    expect(await factsOf(BeginMitigationHandler, { ...begin, by: none }, manager, ...entries)).toEqual({ ...known, known: false });
  });
  it('has its result, once, not before it was begun', () => {
    const done = MitigationCompleted({ mitigationId, result: seal('Gone by noon.'), on: '2026-03-02' });
    for (const past of states)
      given(...past, begun())
        .when(CompleteMitigationHandler, complete, manager, facts)
        .then(done);
    given(...triage, begun())
      .when(CompleteMitigationHandler, complete, ines, facts)
      .refused('access.not-permitted');
    given(...triage, begun())
      .when(CompleteMitigationHandler, complete, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(CompleteMitigationHandler, complete, manager, facts)
      .refused('measure.no-such-mitigation');
    given(...triage, begun(), done)
      .when(CompleteMitigationHandler, complete, manager, facts)
      .refused('measure.mitigation-done');
    given(...triage, begun())
      .when(CompleteMitigationHandler, { ...complete, on: '2026-03-01' }, manager, facts)
      .refused('measure.day-too-early');
    given(...triage, begun())
      .when(CompleteMitigationHandler, { ...complete, on: '2026-03-03' }, manager, facts)
      .refused('measure.day-in-future');
  });
});

describe('referring a case', () => {
  const command = { caseId, to: 'police' as const, body: 'Police Department', reasons: 'A threat.', on: '2026-03-02' };
  it('is done by who takes in, decides or counsels, in every state', () => {
    for (const past of states.slice(1))
      for (const who of [communications, manager, attorney])
        given(...past)
          .when(ReferCaseHandler, command, who, facts)
          .then(
            CaseReferred({
              referralId: derivedId('spec', 'referral'),
              to: 'police',
              body: seal('Police Department'),
              reasons: seal('A threat.'),
              on: '2026-03-02',
            }),
          );
    for (const who of [hr, ines, clerk])
      given(...triage)
        .when(ReferCaseHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(ReferCaseHandler, command, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(ReferCaseHandler, { ...command, on: '2026-03-03' }, manager, facts)
      .refused('measure.day-in-future');
  });
});

describe('a legal hold', () => {
  const holdId = derivedId('spec', 'hold');
  const placed = HoldPlaced({ holdId, reasons: seal('A claim.') });
  const lifted = HoldLifted({ holdId, reasons: seal('Settled.') });
  const byCounsel = stored([...triage, placed]).map((event) => ({
    ...event,
    actor: event.type === 'HoldPlaced' ? { person: attorney.person, office: 'City Attorney' } : event.actor,
  }));

  it('is placed by counsel, or who decides where counsel is a party, in every state', () => {
    for (const past of states)
      given(...past)
        .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, attorney, facts)
        .then(placed);
    given(opened([attorney.person]), settled)
      .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, manager, facts)
      .then(placed);
    for (const who of [hr, communications, ines])
      given(...triage)
        .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
  });
  it('stands until it is lifted', () => {
    const held = (...events: Parameters<typeof stored>[0]) => underHold(fold(cases, stored(events)));
    expect(held(...triage)).toBe(false);
    expect(held(...triage, placed)).toBe(true);
    expect(held(...triage, placed, declined, closed)).toBe(true);
    expect(held(...triage, placed, lifted)).toBe(false);
    expect(underHold({ status: 'absent' })).toBe(false);
  });
  it('is lifted by counsel, once; by who decides where counsel did not place it', () => {
    const command = { caseId, holdId, reasons: 'Settled.' };
    for (const who of [attorney, manager])
      given(...triage, placed)
        .when(LiftHoldHandler, command, who, facts)
        .then(lifted);
    given(...byCounsel)
      .when(LiftHoldHandler, command, attorney, facts)
      .then(lifted);
    given(...byCounsel)
      .when(LiftHoldHandler, command, manager, facts)
      .refused('measure.hold-not-yours');
    given(...triage, placed)
      .when(LiftHoldHandler, command, hr, facts)
      .refused('access.not-permitted');
    given(...triage, placed, WitnessNamed({ person: attorney.person }))
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('access.not-permitted');
    given(...triage)
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('measure.no-such-hold');
    given(...triage, placed, lifted)
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('measure.hold-lifted');
  });
});

describe('an interim measure', () => {
  const measureId = derivedId('spec', 'interim');
  const command = {
    caseId,
    kind: 'leave-with-pay' as const,
    subject: sam.person,
    what: 'Leave with pay.',
    reasons: 'They have the password.',
    reviewBy: '2026-03-20',
  };
  const ordered = InterimMeasureOrdered({
    measureId,
    kind: 'leave-with-pay',
    subject: sam.person,
    what: seal('Leave with pay.'),
    reasons: seal('They have the password.'),
    reviewBy: '2026-03-20',
    reviewAt: '2026-03-21T06:00:00.000Z',
    act: null,
  });
  const continued = InterimMeasureContinued({
    measureId,
    reasons: seal('Still so.'),
    reviewBy: '2026-04-20',
    reviewAt: '2026-04-21T06:00:00.000Z',
    act: null,
  });
  const ended = InterimMeasureEnded({ measureId, reasons: seal('Still so.'), on: '2026-03-02', act: null });
  const review = { caseId, measureId, decision: 'continue' as const, reasons: 'Still so.', reviewBy: '2026-04-20' };

  it('is ordered by who decides while the case is under way', () => {
    for (const past of [triage, underInvestigation, reported, [...reported, determined()], [...triage, suspended]])
      given(...past)
        .when(OrderInterimMeasureHandler, command, manager, facts)
        .then(ordered);
    for (const who of [communications, hr, attorney, ines])
      given(...triage)
        .when(OrderInterimMeasureHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(OrderInterimMeasureHandler, command, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    for (const past of [
      [...triage, declined],
      [...triage, declined, closed],
    ])
      given(...past)
        .when(OrderInterimMeasureHandler, command, manager, facts)
        .refused('case.over');
  });
  it('concerns a subject, or content and nobody', () => {
    given(...triage)
      .when(OrderInterimMeasureHandler, { ...command, subject: wes.person }, manager, facts)
      .refused('measure.not-a-subject');
    const { subject: _, ...nobody } = command;
    given(...triage)
      .when(OrderInterimMeasureHandler, nobody, manager, facts)
      .refused('measure.not-a-subject');
    given(...triage)
      .when(OrderInterimMeasureHandler, { ...nobody, kind: 'content-taken-down' }, manager, facts)
      .then(InterimMeasureOrdered({ ...ordered.data, kind: 'content-taken-down', subject: null }));
  });
  it('is to be reviewed within ninety days', () => {
    for (const reviewBy of ['2026-03-01', '2026-06-01'])
      given(...triage)
        .when(OrderInterimMeasureHandler, { ...command, reviewBy }, manager, facts)
        .refused('measure.review-not-ahead');
  });
  it('is Council’s by its act', () => {
    const byCouncil = [opened([sam.person]), councilDecides];
    given(...byCouncil)
      .when(OrderInterimMeasureHandler, { ...command, act }, clerk, facts)
      .then(InterimMeasureOrdered({ ...ordered.data, act }));
    given(...byCouncil)
      .when(OrderInterimMeasureHandler, command, clerk, facts)
      .refused('case.act-missing');
    given(...byCouncil)
      .when(OrderInterimMeasureHandler, { ...command, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts)
      .refused('case.meeting-in-future');
    given(...triage)
      .when(OrderInterimMeasureHandler, { ...command, act }, manager, facts)
      .refused('case.act-misplaced');
    given(...byCouncil, ordered)
      .when(ReviewInterimMeasureHandler, review, clerk, facts)
      .refused('case.act-missing');
    given(...byCouncil, ordered)
      .when(ReviewInterimMeasureHandler, { ...review, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts)
      .refused('case.meeting-in-future');
  });
  it('is continued or ended, in every state', () => {
    const { reviewBy: _, ...end } = { ...review, decision: 'end' as const };
    for (const past of [triage, [...triage, declined], [...triage, declined, closed]]) {
      given(...triage, ordered, ...past.slice(2))
        .when(ReviewInterimMeasureHandler, review, manager, facts)
        .then(continued);
      given(...triage, ordered, ...past.slice(2))
        .when(ReviewInterimMeasureHandler, end, manager, facts)
        .then(ended);
    }
    given(...triage, ordered)
      .when(ReviewInterimMeasureHandler, review, communications, facts)
      .refused('access.not-permitted');
    given(...triage, ordered)
      .when(ReviewInterimMeasureHandler, review, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(ReviewInterimMeasureHandler, review, manager, facts)
      .refused('measure.no-such-interim');
    given(...triage, ordered, ended)
      .when(ReviewInterimMeasureHandler, review, manager, facts)
      .refused('measure.interim-ended');
    for (const wrong of [
      { ...review, decision: 'end' as const },
      { ...end, decision: 'continue' as const },
    ])
      given(...triage, ordered)
        .when(ReviewInterimMeasureHandler, wrong, manager, facts)
        .refused('measure.review-misplaced');
    given(...triage, ordered)
      .when(ReviewInterimMeasureHandler, { ...review, reviewBy: '2026-03-01' }, manager, facts)
      .refused('measure.review-not-ahead');
    given(...triage, ordered)
      .when(ReviewInterimMeasureHandler, { ...review, act }, manager, facts)
      .refused('case.act-misplaced');
  });
  it('whose review was missed is brought before who decides, once for each day of review', () => {
    const late = { ...ordered, data: { ...ordered.data, reviewAt: now } };
    const fellDue = InterimReviewFellDue({ measureId, wasDueAt: now, to: 'City Manager' });
    given(...triage, late)
      .when(MissInterimReviewHandler, { caseId, measureId }, systemCaller)
      .then(fellDue);
    for (const past of [[...triage, ordered], [...triage, late, fellDue], [...triage, late, ended], [...triage, late, continued], triage])
      given(...past)
        .when(MissInterimReviewHandler, { caseId, measureId }, systemCaller)
        .refused('measure.not-due');
    given(...triage, late)
      .when(MissInterimReviewHandler, { caseId, measureId }, manager)
      .refused('access.not-permitted');
  });
  it('is watched by a process until it is reviewed', () => {
    const work = (...events: Parameters<typeof caseEntries>) =>
      [...rowsAfter(missInterimReview.view, logOf(...caseEntries(...events)))].map(([key, { dueAt, data }]) => ({
        key,
        dueAt,
        command: missInterimReview.act(JSON.parse(data), key),
      }));
    expect(work(...triage, ordered)).toEqual([
      { key: measureId, dueAt: '2026-03-21T06:00:00.000Z', command: Object.assign(new MissInterimReview(), { caseId, measureId }) },
    ]);
    expect(work(...triage, ordered, continued).map(({ dueAt }) => dueAt)).toEqual(['2026-04-21T06:00:00.000Z']);
    expect(work(...triage, ordered, InterimReviewFellDue({ measureId, wasDueAt: now, to: 'City Manager' }))).toEqual([]);
    expect(work(...triage, ordered, ended)).toEqual([]);
  });

  describe('and the other measures, shown,', () => {
    const mitigationId = derivedId('spec', 'mitigation');
    const all: NewEvent[] = [
      ...underInvestigation,
      MitigationBegun({ mitigationId, what: seal('Down.'), by: wes.person, on: '2026-03-01' }),
      CaseReferred({ referralId: none, to: 'insurer', body: seal('Pool'), reasons: seal('A claim.'), on: '2026-03-01' }),
      HoldPlaced({ holdId: none, reasons: seal('A claim.') }),
      ordered,
    ];
    const show = (who: Parameters<typeof ask>[2], events = all) =>
      ask(
        GetMeasuresHandler,
        { caseId },
        who,
        logOf(...reportEntries(received([sam.person]), reportedBy(rita.person)), ...caseEntries(...events)),
      ) as Promise<MeasuresShown>;
    const step = {
      id: mitigationId,
      what: 'sealed.v1.spec.Down.',
      by: wes.person,
      on: '2026-03-01',
      office: 'Employee',
      open: true,
      doneOn: null,
      result: null,
    };

    it('are whole to those who work on the case, counsel and the auditor', async () => {
      for (const who of [manager, communications, ines, attorney, auditor])
        expect(await show(who)).toEqual({
          mitigation: [step],
          referrals: [{ id: none, to: 'insurer', body: 'sealed.v1.spec.Pool', reasons: 'sealed.v1.spec.A claim.', on: '2026-03-01' }],
          holds: [{ id: none, at: now, office: 'Employee', reasons: 'sealed.v1.spec.A claim.', liftedAt: null, liftedBecause: null }],
          onHold: true,
          interim: [
            {
              id: measureId,
              kind: 'leave-with-pay',
              subject: sam.person,
              what: 'sealed.v1.spec.Leave with pay.',
              reasons: 'sealed.v1.spec.They have the password.',
              reviewBy: '2026-03-20',
              overdue: false,
              endedOn: null,
              endedBecause: null,
            },
          ],
        });
    });
    it('are mitigation alone to those two whom the policy names, without a part in the case', async () => {
      const elsewhere = [opened([sam.person]), councilDecides, ...all.slice(2)];
      for (const who of [manager, communications])
        expect(await show(who, elsewhere)).toEqual({ mitigation: [step], referrals: [], holds: [], onHold: false, interim: [] });
    });
    it('are nothing to anyone else, witnesses and reporters included', async () => {
      for (const who of [hr, wes, rita, director, clerk]) await expect(show(who)).rejects.toMatchObject({ code: 'access.not-permitted' });
      await expect(show(manager, [...all, WitnessNamed({ person: manager.person })])).rejects.toMatchObject({
        code: 'access.not-permitted',
      });
    });
    it('say what became of them', async () => {
      const later = [
        ...all,
        MitigationCompleted({ mitigationId, result: seal('Gone.'), on: '2026-03-02' }),
        HoldLifted({ holdId: none, reasons: seal('Settled.') }),
        InterimReviewFellDue({ measureId, wasDueAt: ordered.data.reviewAt, to: 'City Manager' }),
      ];
      expect(await show(manager, later)).toMatchObject({
        mitigation: [{ open: false, doneOn: '2026-03-02', result: 'sealed.v1.spec.Gone.' }],
        holds: [{ liftedAt: now, liftedBecause: 'sealed.v1.spec.Settled.' }],
        onHold: false,
        interim: [{ overdue: true }],
      });
      expect(await show(manager, [...later, continued])).toMatchObject({ interim: [{ overdue: false, reviewBy: '2026-04-20' }] });
      expect(await show(manager, [...later, ended])).toMatchObject({ interim: [{ overdue: false, endedOn: '2026-03-02' }] });
    });
  });
});
