import { CaseResumed, CaseSuspended, DecisionPostponed } from '../../../src/modules/cases/case.js';
import { PostponeDecisionHandler } from '../../../src/modules/cases/postpone-decision.js';
import { SuspendCaseHandler } from '../../../src/modules/cases/suspend-case.js';
import { ResumeProceedingHandler } from '../../../src/modules/discipline/resume-proceeding.js';
import { GoOnWithCase, GoOnWithCaseHandler, RestWithCase, RestWithCaseHandler } from '../../../src/modules/discipline/suspend-with-case.js';
import { restWithCase } from '../../../src/modules/discipline/suspend-with-case.process.js';
import { DeadlinesSet, GrievanceStepsSet, HolidaysSet, type ProcedureState, procedure } from '../../../src/modules/procedure/procedure.js';
import {
  GrievanceDecided,
  NothingSustained,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  proceedingId,
  SubjectInformed,
} from '../../../src/modules/proceedings/proceeding.js';
import type { DataOf, NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, stored, today } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  caseEntries,
  deadlines,
  determined,
  dueAfter,
  type Entry,
  factsOf,
  caseId as matterId,
  manager as ofCity,
  reported,
  sam as samOfCity,
  systemCaller,
  underInvestigation,
} from '../../kit/stories/a-case.js';
import { arbitrationLast, filed, imposedSuspension } from '../../kit/stories/grievances.js';
import {
  apart,
  caseId,
  hr,
  informed,
  named,
  noAction,
  noticed,
  ofSam,
  post,
  reviewedSuspension,
  suspension,
  sustained,
  system,
  told,
} from '../../kit/stories/proceedings.js';

const held = (withCase: boolean, on = '2026-02-20') => ProceedingHeld({ caseId, on, reasons: seal('The case rests.'), withCase });
const resumed = (reasons: string, change: Partial<DataOf<typeof ProceedingResumed>> = {}) =>
  ProceedingResumed({
    caseId,
    on: today,
    reasons: seal(reasons),
    answers: [],
    respondBy: null,
    respondUntil: null,
    grievableUntil: null,
    decideBy: null,
    advanceUntil: null,
    ...change,
  });
const rest = { proceedingId: ofSam };

describe('a proceeding whose case rests', () => {
  const facts = { restsSince: '2026-02-20T19:00:00.000Z' };
  it('is held from the day on which the case began to', () => {
    for (const past of [named, informed, imposedSuspension])
      given(...past)
        .when(RestWithCaseHandler, rest, system, facts)
        .then(held(true));
  });
  it('is held by nobody but the process, where it is under way, and while the case rests', () => {
    given(...informed)
      .when(RestWithCaseHandler, rest, hr, facts)
      .refused('access.not-permitted');
    given(...informed, held(false))
      .when(RestWithCaseHandler, rest, system, facts)
      .refused('proceeding.set-aside');
    given(...sustained, noAction)
      .when(RestWithCaseHandler, rest, system, facts)
      .refused('proceeding.over');
    given(...informed)
      .when(RestWithCaseHandler, rest, system, { restsSince: null })
      .refused('case.not-suspended');
  });
  it('goes on with the case, its times as much later', () => {
    const open = { rests: false, procedure: procedure.initial };
    const later = { ...told, data: { ...told.data, answerBy: '2026-02-25' } };
    given(...named, later, held(true))
      .when(GoOnWithCaseHandler, rest, system, open)
      .then(resumed('The case was taken up again.', { answers: [{ allegationId: post, answerBy: '2026-03-07' }] }));
    given(...informed, held(true))
      .when(GoOnWithCaseHandler, rest, hr, open)
      .refused('access.not-permitted');
    for (const past of [informed, [...informed, held(false)]])
      given(...past)
        .when(GoOnWithCaseHandler, rest, system, open)
        .refused('proceeding.not-held');
    given(...informed, held(true))
      .when(GoOnWithCaseHandler, rest, system, { ...open, rests: true })
      .refused('proceeding.case-rests');
  });
  it('is resumed by nobody before the case is', () => {
    for (const by of [held(true), held(false)])
      given(...informed, by)
        .when(ResumeProceedingHandler, { ...rest, reasons: 'x' }, hr, { ...apart, case: 'abeyance' })
        .refused('proceeding.case-rests');
  });
});

describe('what counts business days', () => {
  /** The 16th is a holiday, the 14th and 15th a weekend. */
  const configured = (business: DataOf<typeof DeadlinesSet>['business']): ProcedureState =>
    fold(
      procedure,
      stored([
        HolidaysSet({ year: 2026, instrument: 'R.', holidays: [{ day: '2026-02-16', name: 'Washington’s Birthday' }] }),
        DeadlinesSet({ ...deadlines, business }),
        GrievanceStepsSet(arbitrationLast),
      ]),
    );
  const on = (
    day: string,
    past: readonly NewEvent[],
    business: DataOf<typeof DeadlinesSet>['business'] = ['answer', 'response', 'grievance'],
  ) =>
    given(...past, held(false, day)).when(ResumeProceedingHandler, { ...rest, reasons: 'x' }, hr, {
      ...apart,
      case: 'determined',
      procedure: configured(business),
    });

  it('moves by the business days of the hold', () => {
    const answerBy = SubjectInformed({ ...told.data, answerBy: '2026-02-27' });
    // Held from Thursday the 26th until Monday the 2nd: two days on which the city works.
    on('2026-02-26', [...named, answerBy]).then(resumed('x', { answers: [{ allegationId: post, answerBy: '2026-03-03' }] }));
    on('2026-02-26', [...named, answerBy], []).then(resumed('x', { answers: [{ allegationId: post, answerBy: '2026-03-03' }] }));
    // From Friday the 13th over the holiday: Friday, four days, five days.
    on('2026-02-13', [...named, answerBy]).then(resumed('x', { answers: [{ allegationId: post, answerBy: '2026-03-13' }] }));
    on('2026-02-13', [...named, answerBy], []).then(resumed('x', { answers: [{ allegationId: post, answerBy: '2026-03-16' }] }));
  });
  it('so do the response, the time to grieve, a step’s decision and the time to take it on', () => {
    on('2026-02-27', [...reviewedSuspension, noticed(suspension)]).then(
      resumed('x', { respondBy: '2026-03-09', respondUntil: '2026-03-10T06:00:00.000Z' }),
    );
    on('2026-02-27', imposedSuspension).then(resumed('x', { grievableUntil: '2026-03-12T06:00:00.000Z' }));
    const [step] = arbitrationLast.steps;
    on('2026-02-27', [...imposedSuspension, filed({ step: step! })]).then(resumed('x', { decideBy: '2026-03-18T06:00:00.000Z' }));
    const denied = GrievanceDecided({
      caseId,
      on: today,
      outcome: 'denied',
      index: 0,
      rung: null,
      countsUntil: null,
      reversed: false,
      reasons: seal('x'),
      heardBy: null,
      act: null,
      advanceUntil: '2026-03-13T06:00:00.000Z',
    });
    on('2026-02-27', [...imposedSuspension, filed({ step: step! }), denied]).then(
      resumed('x', { advanceUntil: '2026-03-14T06:00:00.000Z' }),
    );
  });
});

describe('taking the proceedings along', () => {
  const inMatter = `proceeding-${proceedingId(matterId, samOfCity.person)}`;
  const key = proceedingId(matterId, samOfCity.person);
  const [suspended, takenUp] = [
    CaseSuspended({ cause: 'other', reasons: seal('x'), subjects: [samOfCity.person] }),
    CaseResumed({ reasons: seal('x'), dueAt: null, subjects: [samOfCity.person] }),
  ];
  const due = (...entries: Entry[]) =>
    [...workAfter(restWithCase, logOf(...entries))]
      .filter(([, row]) => row.dueAt !== null)
      .map(([of, { dueAt, data }]) => ({ of, dueAt, command: restWithCase.act(data, of) }));
  const suspension_ = caseEntries(suspended);
  const resumption = caseEntries(takenUp);
  const rests: Entry = [inMatter, held(true)];

  it('is due at once, and done when it rests', () => {
    const command = Object.assign(new RestWithCase(), { proceedingId: key });
    expect(due(...suspension_)).toEqual([{ of: key, dueAt: now, command }]);
    expect(due(...suspension_, rests)).toEqual([]);
    for (const over of [held(false), NothingSustained({ caseId }), ProceedingSeparated({ caseId, on: today, reason: 'died', note: null })])
      expect(due(...suspension_, [inMatter, over])).toEqual([]);
  });
  it('so is going on with the case, unless the subject left meanwhile', () => {
    const command = Object.assign(new GoOnWithCase(), { proceedingId: key });
    expect(due(...suspension_, rests, ...resumption)).toEqual([{ of: key, dueAt: now, command }]);
    expect(due(...suspension_, ...resumption, rests)).toEqual([{ of: key, dueAt: now, command }]);
    expect(due(...suspension_, rests, ...resumption, [inMatter, resumed('x')])).toEqual([]);
    expect(due(...suspension_, ...resumption)).toEqual([]);
    const left: Entry = [inMatter, ProceedingSeparated({ caseId, on: today, reason: 'died', note: null })];
    expect(due(...suspension_, rests, left, ...resumption)).toEqual([]);
  });
  it('goes on resting where the case rests again before it went on', () =>
    expect(due(...suspension_, rests, ...resumption, ...suspension_)).toEqual([]));
  it('names those that are under way, or about to be', async () => {
    const asked = (...entries: Entry[]) =>
      factsOf(SuspendCaseHandler, { caseId: matterId }, ofCity, ...caseEntries(...underInvestigation), ...entries);
    const events = (...all: NewEvent[]): Entry[] => all.map((event) => [inMatter, event]);
    for (const past of [[], informed, [...informed, held(true)]])
      expect(await asked(...events(...past))).toMatchObject({ subjects: [samOfCity.person] });
    for (const past of [
      [...informed, held(false)],
      [...named, NothingSustained({ caseId })],
    ])
      expect(await asked(...events(...past))).toMatchObject({ subjects: [] });
  });
});

describe('postponing a decision', () => {
  const command = { caseId: matterId, since: '2026-02-20T19:00:00.000Z' };
  const facts = { procedure: procedure.initial };
  it('is by as long as nobody could decide, and not where it was late already', () => {
    given(...reported, determined())
      .when(PostponeDecisionHandler, command, systemCaller, facts)
      .then(DecisionPostponed({ since: command.since, dueAt: '2026-04-12T06:00:00.000Z' }));
    const late = { ...command, since: '2026-04-02T06:00:00.000Z' };
    given(...reported, determined())
      .when(PostponeDecisionHandler, late, systemCaller, facts)
      .then(DecisionPostponed({ since: late.since, dueAt: dueAfter.discipline }));
  });
  it('is a process’s, where discipline is to be decided', () => {
    given(...reported, determined())
      .when(PostponeDecisionHandler, command, ofCity, facts)
      .refused('access.not-permitted');
    given(...reported)
      .when(PostponeDecisionHandler, command, systemCaller, facts)
      .refused('case.nothing-to-postpone');
  });
});
