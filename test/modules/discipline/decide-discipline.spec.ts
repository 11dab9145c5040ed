import { DecideDisciplineHandler } from '../../../src/modules/discipline/decide-discipline.js';
import type { Rung } from '../../../src/modules/procedure/vocabulary.js';
import { ComparablesWeighed, DisciplineImposed, DisciplineProposed, NoActionTaken } from '../../../src/modules/proceedings/proceeding.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import type { Refusal } from '../../../src/platform/refusals/refuse.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import {
  answered,
  attorney,
  caseId,
  clerk,
  coaching,
  director,
  discharge,
  earlier,
  facts,
  final,
  hr,
  id,
  imposed,
  ladder,
  lapsed,
  loss,
  manager,
  noAction,
  noticed,
  noticedSuspension,
  ofSam,
  oral,
  otherDirector,
  proposed,
  proposedSuspension,
  responded,
  reviewed,
  reviewedSuspension,
  sam,
  subject,
  suspension,
  sustained,
  sustainedBy,
  waived,
  written,
} from '../../kit/stories/proceedings.js';

const reasons = 'The first time.';
const impose = { proceedingId: ofSam, decision: 'impose', reasons } as const;
const oralWarning = { ...impose, rung: 'oral-warning' };
const nothing = { proceedingId: ofSam, decision: 'no-action', reasons } as const;
const departureReason = 'Seen by many.';
const act = { meetingOn: '2026-02-23', motion: 'Motion 4' };
const comparablesReason = 'It was mended within the hour.';
const measure = (name: string, rung: Rung) => ({ proceedingId: id(name), rung });
const within = [measure('one', coaching), measure('two', written)];
const before = id('before');
const since = (state = earlier(oral)) => facts({ earlier: new Map([[before, state]]) });

/** What is imposed today; the time to grieve ends at midnight in Kalispell, in summer time by then. */
const decision = (data: Partial<Parameters<typeof DisciplineImposed>[0]> = {}) =>
  DisciplineImposed({
    caseId,
    rung: oral,
    track: 'permanent',
    reducedFrom: null,
    considers: [],
    reasons: seal(reasons),
    departure: null,
    act: null,
    effectiveOn: today,
    grievableUntil: '2026-03-13T06:00:00.000Z',
    countsUntil: '2028-03-02',
    ...data,
  });
const proposal = (data: Partial<Parameters<typeof DisciplineProposed>[0]> = {}) =>
  DisciplineProposed({
    caseId,
    on: today,
    rung: oral,
    track: 'permanent',
    ladderFrom: '2020-01-01',
    nextRung: 'oral-warning',
    considers: [],
    reasons: seal(reasons),
    departure: null,
    act: null,
    ...data,
  });
const heard = [...noticedSuspension, responded];
/** The reason of the proposal of suspension, as its event has it. */
const graveReason = 'sealed.v1.spec.Too grave for a warning.' as ReturnType<typeof seal>;

describe('the short path', () => {
  it('imposes at once what needs neither notice nor review', () => {
    for (const who of [manager, director])
      given(...sustained)
        .when(DecideDisciplineHandler, oralWarning, who, facts())
        .then(proposal(), decision());
  });

  it('makes final at once what cannot be grieved', () =>
    given(...sustained)
      .when(DecideDisciplineHandler, { ...impose, rung: 'coaching' }, director, facts())
      .then(proposal({ rung: coaching }), decision({ rung: coaching, grievableUntil: null, countsUntil: '2027-03-02' })));

  it('counts earlier discipline, and departs from the ladder with a reason', () => {
    given(...sustained)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning', considers: [before] }, manager, since())
      .then(
        proposal({ rung: written, nextRung: 'written-warning', considers: [before] }),
        decision({ rung: written, considers: [before] }),
      );
    given(...sustained)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning', departureReason }, manager, facts())
      .then(proposal({ rung: written, departure: seal(departureReason) }), decision({ rung: written, departure: seal(departureReason) }));
  });

  it('takes effect later where a day is given', () =>
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, effectiveOn: '2026-03-31' }, manager, facts())
      .then(proposal(), decision({ effectiveOn: '2026-03-31', countsUntil: '2028-03-31' })));

  it('lets Council’s decision take effect from its meeting on', () =>
    given(...sustainedBy('Council'))
      .when(DecideDisciplineHandler, { ...oralWarning, act, effectiveOn: '2026-02-23' }, clerk, facts({ subjectIsSuperior: true }))
      .then(proposal({ act }), decision({ act, effectiveOn: '2026-02-23', countsUntil: '2028-02-23' })));
});

describe('after a proposal', () => {
  it('imposes what was proposed where it needs no notice', () =>
    given(...sustained, proposed(oral))
      .when(DecideDisciplineHandler, impose, manager, facts())
      .then(decision()));

  it('imposes what counsel found sufficient', () =>
    given(...sustained, proposed(loss, { departure: seal('Too grave for a warning.') }), reviewed())
      .when(DecideDisciplineHandler, impose, manager, facts())
      .then(decision({ rung: loss, departure: graveReason })));

  it.each([responded, waived, lapsed])('imposes what was noticed after a response, its waiver or its lapse', (answer) =>
    given(...noticedSuspension, answer)
      .when(DecideDisciplineHandler, impose, manager, facts())
      .then(decision({ rung: suspension, departure: graveReason, countsUntil: null })),
  );

  it('imposes less than was noticed, and says so', () =>
    given(...heard)
      .when(DecideDisciplineHandler, oralWarning, manager, facts())
      .then(decision({ reducedFrom: 'suspension' })));

  it('considers what the notice named, or less of it', () => {
    const considers = [before];
    const past = [
      ...sustained,
      proposed(suspension, { considers, departure: seal('x') }),
      reviewed(),
      noticed(suspension, { considers }),
      responded,
    ];
    given(...past)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning' }, manager, since())
      .then(decision({ rung: written, considers, reducedFrom: 'suspension' }));
    given(...past)
      .when(DecideDisciplineHandler, { ...oralWarning, considers: [] }, manager, facts())
      .then(decision({ considers: [], reducedFrom: 'suspension' }));
  });

  it('weighs what was proposed by its place on the ladder of today', () =>
    given(...sustained, proposed({ ...written, order: 5 }, { departure: seal('x') }))
      .when(DecideDisciplineHandler, oralWarning, manager, facts())
      .then(decision({ reducedFrom: 'written-warning' })));
});

describe('taking no action', () => {
  it.each([sustained, proposedSuspension, reviewedSuspension, noticedSuspension, heard])('is open until it is decided', (...past) =>
    given(...past)
      .when(DecideDisciplineHandler, nothing, manager, facts())
      .then(NoActionTaken({ caseId, reasons: seal(reasons), act: null })),
  );

  it('is Council’s where Council decides', () =>
    given(...sustainedBy('Council'))
      .when(DecideDisciplineHandler, { ...nothing, act }, attorney, facts())
      .then(NoActionTaken({ caseId, reasons: seal(reasons), act })));

  it('is refused with what goes with imposing, and to a director', () => {
    for (const extra of [{ rung: 'oral-warning' }, { considers: [before] }, { departureReason }, { effectiveOn: today }])
      given(...sustained)
        .when(DecideDisciplineHandler, { ...nothing, ...extra }, manager, facts())
        .refused('proceeding.rung-misplaced', Object.keys(extra));
    given(...sustained)
      .when(DecideDisciplineHandler, nothing, director, facts())
      .refused('proceeding.not-your-rung', ['decision']);
  });
});

describe('a decision is refused', () => {
  it('before anything is sustained, and to whoever neither decides nor directs the subject', () => {
    given(...answered)
      .when(DecideDisciplineHandler, oralWarning, manager, facts())
      .refused('access.not-permitted');
    for (const who of [hr, otherDirector, subject, clerk])
      given(...sustained)
        .when(DecideDisciplineHandler, oralWarning, who, facts())
        .refused('access.not-permitted');
  });

  it('to the subject, a reporter, a witness and whoever answers to the subject, in the same words', () => {
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, { ...manager, person: sam }, facts())
      .refused('access.not-permitted');
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ standing: 'recused' }))
      .refused('access.not-permitted');
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ subjectIsSuperior: true }))
      .refused('access.not-permitted');
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ standing: 'walled' }))
      .refused('resource.not-found');
  });

  it('once it is made: the second of two is told what stands', () => {
    const told = (...past: NewEvent[]) => {
      const attempt = given(...past).when(DecideDisciplineHandler, oralWarning, manager, facts());
      attempt.refused('proceeding.decided');
      try {
        attempt.events();
      } catch (error) {
        return (error as Refusal).details;
      }
      throw new Error('decided twice');
    };
    expect(told(...sustained, proposed(written), imposed(written))).toEqual({ changed: { status: 'imposed', rung: 'written-warning' } });
    expect(told(...sustained, proposed(oral), imposed(oral), final)).toEqual({ changed: { status: 'final', rung: 'oral-warning' } });
    expect(told(...sustained, noAction)).toEqual({ changed: { status: 'no-action', rung: null } });
  });

  it('without an act where Council decides, with one where it does not, and with one of a meeting to come', () => {
    given(...sustainedBy('Council'))
      .when(DecideDisciplineHandler, oralWarning, clerk, facts())
      .refused('proceeding.act-missing');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, act }, manager, facts())
      .refused('proceeding.act-misplaced');
    given(...sustainedBy('Council'))
      .when(DecideDisciplineHandler, { ...oralWarning, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts())
      .refused('proceeding.day-in-future', ['act.meetingOn']);
  });

  it('on a rung, or a proposal, that is another office’s', () => {
    given(...sustained, proposed(oral))
      .when(DecideDisciplineHandler, { ...impose, rung: 'suspension', departureReason }, director, facts())
      .refused('proceeding.not-your-rung', ['rung']);
    given(...heard)
      .when(DecideDisciplineHandler, oralWarning, director, facts())
      .refused('proceeding.not-your-rung', []);
  });

  it('without a rung where none was proposed, or with one that the ladder has not', () => {
    given(...sustained)
      .when(DecideDisciplineHandler, impose, manager, facts())
      .refused('proceeding.rung-missing');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...impose, rung: 'exile' }, manager, facts())
      .refused('proceeding.no-such-rung');
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ ladder: undefined }))
      .refused('proceeding.no-ladder', []);
  });

  it('where it is heavier than what was proposed or noticed', () => {
    given(...sustained, proposed(oral))
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning', departureReason }, manager, facts())
      .refused('proceeding.heavier-than-proposed');
    given(...heard)
      .when(DecideDisciplineHandler, { ...impose, rung: discharge.id, departureReason }, manager, facts())
      .refused('proceeding.heavier-than-proposed');
  });

  it('where it departs from the ladder and does not say why, or says why and does not depart', () => {
    given(...sustained)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning' }, manager, facts())
      .refused('proceeding.departure-unexplained');
    given(...heard)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning' }, manager, facts())
      .refused('proceeding.departure-unexplained');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, departureReason }, manager, facts())
      .refused('proceeding.departure-needless');
  });

  it('where comparable cases came to other rungs and it does not say why, or there is nothing to explain', () => {
    const heavier = facts({ comparables: [measure('one', written), measure('two', suspension)] });
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, heavier)
      .refused('proceeding.comparables-unexplained');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, comparablesReason }, manager, facts({ comparables: [measure('one', written)] }))
      .refused('proceeding.comparables-needless');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, comparablesReason }, manager, facts({ comparables: within }))
      .refused('proceeding.comparables-needless');
    given(...sustained)
      .when(DecideDisciplineHandler, { ...nothing, comparablesReason }, manager, facts())
      .refused('proceeding.rung-misplaced', ['comparablesReason']);
  });

  it('on earlier discipline that does not count today, though it did when it was proposed', () =>
    given(...sustained, proposed(written, { considers: [before] }))
      .when(DecideDisciplineHandler, impose, manager, since(earlier(oral, { countsUntil: '2026-03-01' })))
      .refused('proceeding.earlier-not-countable', ['considers']));

  it('on earlier discipline that the notice did not name', () =>
    given(...heard)
      .when(DecideDisciplineHandler, { ...impose, rung: 'written-warning', considers: [before] }, manager, since())
      .refused('proceeding.earlier-not-noticed', ['considers.0']));

  it('on a grave rung before its notice', () => {
    const suspend = { ...impose, rung: 'suspension', departureReason };
    given(...sustained)
      .when(DecideDisciplineHandler, suspend, manager, facts())
      .refused('proceeding.notice-missing');
    given(...reviewedSuspension)
      .when(DecideDisciplineHandler, suspend, manager, facts())
      .refused('proceeding.notice-missing');
  });

  it('while the subject may still respond, even on a lighter rung', () => {
    given(...noticedSuspension)
      .when(DecideDisciplineHandler, impose, manager, facts())
      .refused('proceeding.response-pending');
    given(...noticedSuspension)
      .when(DecideDisciplineHandler, oralWarning, manager, facts())
      .refused('proceeding.response-pending');
  });

  it('before counsel found sufficient what it must look at, and after it changed its mind', () => {
    const losing = { ...impose, rung: 'loss-of-access', departureReason };
    given(...sustained)
      .when(DecideDisciplineHandler, losing, manager, facts())
      .refused('proceeding.legal-review-missing');
    given(...sustained, proposed(loss), reviewed('insufficient'))
      .when(DecideDisciplineHandler, losing, manager, facts())
      .refused('proceeding.legal-review-missing');
    given(...heard, reviewed('insufficient'))
      .when(DecideDisciplineHandler, impose, manager, facts())
      .refused('proceeding.legal-review-missing');
  });

  it('for a day before today, or before Council’s meeting', () => {
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, effectiveOn: '2026-03-01' }, manager, facts())
      .refused('proceeding.day-too-early', ['effectiveOn']);
    given(...sustainedBy('Council'))
      .when(DecideDisciplineHandler, { ...oralWarning, act, effectiveOn: '2026-02-22' }, clerk, facts())
      .refused('proceeding.day-too-early', ['effectiveOn']);
  });

  it('on a rung that today’s ladder has no more, though it was proposed', () =>
    given(...heard)
      .when(DecideDisciplineHandler, impose, manager, facts({ ladder: { ...ladder, rungs: [oral] } }))
      .refused('proceeding.no-such-rung'));
});

describe('what comparable cases came to', () => {
  const weighed = (of: readonly { proceedingId: string }[], lightest: Rung, heaviest: Rung, reason: string | null) =>
    ComparablesWeighed({
      caseId,
      compared: of.length,
      lightest: lightest.id,
      heaviest: heaviest.id,
      comparables: seal(JSON.stringify(of.map(({ proceedingId }) => proceedingId).sort())),
      comparablesReason: reason === null ? null : seal(reason),
    });

  it('is on record with what is imposed within it', () =>
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ comparables: within }))
      .then(proposal(), decision(), weighed(within, coaching, written, null)));

  it('is departed from with a reason', () => {
    const heavier = [measure('one', suspension), measure('two', written), measure('three', discharge)];
    given(...sustained)
      .when(DecideDisciplineHandler, { ...oralWarning, comparablesReason }, manager, facts({ comparables: heavier }))
      .then(proposal(), decision(), weighed(heavier, written, discharge, comparablesReason));
  });

  it('of one case alone is no measure', () =>
    given(...sustained)
      .when(DecideDisciplineHandler, oralWarning, manager, facts({ comparables: [measure('one', discharge)] }))
      .then(proposal(), decision()));
});
