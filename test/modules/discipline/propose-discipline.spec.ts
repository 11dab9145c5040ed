import { ProposeDisciplineHandler } from '../../../src/modules/discipline/propose-discipline.js';
import { DisciplineProposed, NothingSustained } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import {
  answered,
  attorney,
  caseId,
  clerk,
  coaching,
  director,
  earlier,
  facts,
  hr,
  id,
  imposed,
  informed,
  ladder,
  lapsed,
  manager,
  noAction,
  noticedSuspension,
  ofSam,
  oral,
  otherDirector,
  proposed,
  proposedSuspension,
  responded,
  sam,
  subject,
  suspension,
  sustained,
  sustainedBy,
  waived,
  written,
} from '../../kit/stories/proceedings.js';

const oralWarning = { proceedingId: ofSam, rung: 'oral-warning', reasons: 'The first time.' };
const departureReason = 'Seen by many.';
const grave = { ...oralWarning, rung: 'suspension', departureReason };
const act = { meetingOn: '2026-03-01', motion: 'Motion 4' };
const before = id('before');
const since = (state = earlier(oral)) => facts({ earlier: new Map([[before, state]]) });
const considering = { ...oralWarning, rung: 'written-warning', considers: [before] };
const proposal = (data: Partial<Parameters<typeof DisciplineProposed>[0]> = {}) =>
  DisciplineProposed({
    caseId,
    on: today,
    rung: oral,
    track: 'permanent',
    ladderFrom: '2020-01-01',
    nextRung: 'oral-warning',
    considers: [],
    reasons: seal('The first time.'),
    departure: null,
    act: null,
    ...data,
  });

describe('proposing discipline', () => {
  it('is for the authority that decides, or the director of the subject for a rung of theirs', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts())
      .then(proposal());
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, director, facts())
      .then(proposal());
  });

  it('starts from the ladder’s next rung after earlier discipline that counts', () =>
    given(...sustained)
      .when(ProposeDisciplineHandler, considering, manager, since())
      .then(proposal({ rung: written, nextRung: 'written-warning', considers: [before] })));

  it('departs from the ladder with a reason, upwards or downwards', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, grave, manager, facts())
      .then(proposal({ rung: suspension, departure: seal(departureReason) }));
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...considering, rung: 'oral-warning', departureReason }, manager, since())
      .then(proposal({ nextRung: 'written-warning', considers: [before], departure: seal(departureReason) }));
  });

  it('coaches without a reason where nothing came before', () =>
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...oralWarning, rung: 'coaching' }, director, facts())
      .then(proposal({ rung: coaching })));

  it('takes the place of a proposal, also after its notice', () => {
    for (const past of [
      proposedSuspension,
      noticedSuspension,
      [...noticedSuspension, responded],
      [...noticedSuspension, waived],
      [...noticedSuspension, lapsed],
    ])
      given(...past)
        .when(ProposeDisciplineHandler, { ...grave, rung: 'discharge' }, manager, facts())
        .events();
  });

  it('lets Council propose any rung by its act, which the City Clerk enters, or counsel in their place', () => {
    for (const who of [clerk, attorney])
      given(...sustainedBy('Council'))
        .when(ProposeDisciplineHandler, { ...oralWarning, act }, who, facts({ subjectIsSuperior: true }))
        .then(proposal({ act }));
  });
});

describe('a proposal is refused', () => {
  it('before anything is sustained, as to anyone', () => {
    for (const past of [informed, answered, [...answered, NothingSustained({ caseId })]])
      given(...past)
        .when(ProposeDisciplineHandler, oralWarning, manager, facts())
        .refused('access.not-permitted');
  });

  it('to whoever neither decides nor directs the subject', () => {
    for (const who of [hr, otherDirector, subject, clerk])
      given(...sustained)
        .when(ProposeDisciplineHandler, oralWarning, who, facts())
        .refused('access.not-permitted');
  });

  it('to the subject, a reporter, a witness and whoever answers to the subject, in the same words', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, { ...manager, person: sam }, facts())
      .refused('access.not-permitted');
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts({ standing: 'recused' }))
      .refused('access.not-permitted');
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts({ subjectIsSuperior: true }))
      .refused('access.not-permitted');
  });

  it('as if it did not exist, to another subject of the case', () =>
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts({ standing: 'walled' }))
      .refused('resource.not-found'));

  it('once it is decided', () => {
    for (const decided of [[proposed(oral), imposed(oral)], [noAction]])
      given(...sustained, ...decided)
        .when(ProposeDisciplineHandler, oralWarning, manager, facts())
        .refused('proceeding.over');
  });

  it('without an act where Council decides, with one where it does not, and with one of a meeting to come', () => {
    given(...sustainedBy('Council'))
      .when(ProposeDisciplineHandler, oralWarning, clerk, facts())
      .refused('proceeding.act-missing');
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...oralWarning, act }, manager, facts())
      .refused('proceeding.act-misplaced');
    given(...sustainedBy('Council'))
      .when(ProposeDisciplineHandler, { ...oralWarning, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts())
      .refused('proceeding.day-in-future', ['act.meetingOn']);
  });

  it('of a rung that is another office’s to impose', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, grave, director, facts())
      .refused('proceeding.not-your-rung', ['rung']);
    given(...sustainedBy('Council'))
      .when(ProposeDisciplineHandler, oralWarning, director, facts())
      .refused('proceeding.act-missing');
    given(...sustainedBy('Council'))
      .when(ProposeDisciplineHandler, { ...oralWarning, act }, director, facts())
      .refused('proceeding.not-your-rung', ['rung']);
    given(...sustainedBy('HR'))
      .when(ProposeDisciplineHandler, oralWarning, hr, facts())
      .refused('proceeding.not-your-rung', ['rung']);
  });

  it('in place of one that is another office’s', () =>
    given(...proposedSuspension)
      .when(ProposeDisciplineHandler, oralWarning, director, facts())
      .refused('proceeding.not-your-rung', []));

  it('without a ladder for the subject’s track, or of a rung that it has not', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts({ ladder: undefined }))
      .refused('proceeding.no-ladder', []);
    given(...sustained)
      .when(ProposeDisciplineHandler, oralWarning, manager, facts({ ladder: { ...ladder, rungs: [written] } }))
      .refused('proceeding.no-such-rung');
  });

  it('where it departs from the ladder and does not say why, or says why and does not depart', () => {
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...grave, departureReason: null }, manager, facts())
      .refused('proceeding.departure-unexplained');
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...considering, rung: 'coaching' }, manager, since())
      .refused('proceeding.departure-unexplained');
    given(...sustained)
      .when(ProposeDisciplineHandler, { ...oralWarning, departureReason }, manager, facts())
      .refused('proceeding.departure-needless');
  });

  it.each([
    ['is another person’s', earlier(oral, {}, id('kim'))],
    ['may still be grieved', earlier(oral, {}, sam, true)],
    ['has expired', earlier(oral, { countsUntil: '2026-03-01' })],
    ['was coaching', earlier(coaching)],
    ['is unknown', { status: 'absent' as const }],
  ])('on earlier discipline that %s', (_, state) =>
    given(...sustained)
      .when(ProposeDisciplineHandler, considering, manager, since(state))
      .refused('proceeding.earlier-not-countable', ['considers.0']),
  );

  it('not on earlier discipline that counts until today, or for good', () => {
    for (const countsUntil of [today, null])
      given(...sustained)
        .when(ProposeDisciplineHandler, considering, manager, since(earlier(oral, { countsUntil })))
        .events();
  });
});
