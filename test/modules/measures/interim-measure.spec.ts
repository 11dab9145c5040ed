import { CaseClosed, CaseDeclined, CaseSuspended, WitnessNamed } from '../../../src/modules/cases/case.js';
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
  ReferralAnswered,
} from '../../../src/modules/cases/case.measures.js';
import { GetMeasuresHandler, type MeasuresShown } from '../../../src/modules/cases/get-measures.js';
import { MissInterimReview, MissInterimReviewHandler } from '../../../src/modules/measures/miss-interim-review.js';
import { missInterimReview } from '../../../src/modules/measures/miss-interim-review.process.js';
import { OrderInterimMeasureHandler } from '../../../src/modules/measures/order-interim-measure.js';
import { ReviewInterimMeasureHandler } from '../../../src/modules/measures/review-interim-measure.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now } from '../../kit/given.js';
import { ask, logOf, workAfter } from '../../kit/reads.js';
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
  systemCaller,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]) };
const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('x') });
const closed = CaseClosed({ on: '2026-03-02' });
const suspended = CaseSuspended({ cause: 'litigation', reasons: seal('x'), subjects: [] });
const act = { meetingOn: '2026-03-01', motion: '2026-17' };
const none = derivedId('spec', 'none');

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
      [...workAfter(missInterimReview, logOf(...caseEntries(...events)))].map(([key, { dueAt, data }]) => ({
        key,
        dueAt,
        command: missInterimReview.act(data, key),
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
      ReferralAnswered({ referralId: none, answer: seal('Covered.'), on: '2026-03-02' }),
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
          referrals: [
            {
              id: none,
              to: 'insurer',
              body: 'sealed.v1.spec.Pool',
              reasons: 'sealed.v1.spec.A claim.',
              on: '2026-03-01',
              answers: [{ on: '2026-03-02', answer: 'sealed.v1.spec.Covered.' }],
            },
          ],
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
