import { CaseClosed, CaseDeclined, CaseResumed, CaseSuspended } from '../../../src/modules/cases/case.js';
import { EscalateCaseHandler } from '../../../src/modules/cases/escalate-case.js';
import { escalateCase } from '../../../src/modules/cases/escalate-case.process.js';
import { movedBy, ResumeCaseHandler } from '../../../src/modules/cases/resume-case.js';
import { SuspendCaseHandler } from '../../../src/modules/cases/suspend-case.js';
import { RecordFindingHandler } from '../../../src/modules/investigations/record-finding.js';
import { type DeadlineName, DeadlinesSet, HolidaysSet, type ProcedureState, procedure } from '../../../src/modules/procedure/procedure.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  caseEntries,
  caseId,
  communications,
  deadlines,
  determined,
  dueAfter,
  ines,
  manager,
  opened,
  reported,
  rita,
  sam,
  settled,
  systemCaller,
  triage,
  underInvestigation,
} from '../../kit/stories/a-case.js';

const washington = { year: 2026, instrument: 'Resolution 1', holidays: [{ day: '2026-02-16', name: 'Washington’s Birthday' }] };
/** Of the procedure whose triage, investigation and determination count the days on which the city works. */
const [usual, inBusinessDays] = [
  deadlines,
  { ...deadlines, business: ['triage', 'investigation', 'determination', 'discipline'] as const },
].map((set) => fold(procedure, stored([HolidaysSet(washington), DeadlinesSet({ ...set, business: [...set.business] })]))) as [
  ProcedureState,
  ProcedureState,
];
const facts = { reporters: new Set([rita.person]), procedure: usual, subjects: [sam.person] };
const suspended = CaseSuspended({ cause: 'criminal-investigation', reasons: seal('The police ask for it.'), subjects: [sam.person] });
const command = { caseId, cause: 'criminal-investigation' as const, reasons: 'The police ask for it.' };

describe('letting a case rest', () => {
  it('is done by who decides, in triage, during the investigation, or before the determination', () => {
    for (const past of [triage, underInvestigation, reported])
      given(...past)
        .when(SuspendCaseHandler, command, manager, facts)
        .then(suspended);
    for (const who of [communications, ines, attorney])
      given(...underInvestigation)
        .when(SuspendCaseHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(SuspendCaseHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('is refused where nothing is under way, or it rests already', () => {
    const declined = CaseDeclined({ ground: 'other', reasons: seal('x') });
    for (const past of [
      [...triage, declined],
      [...triage, declined, CaseClosed({ on: '2026-03-02' })],
      [...reported, determined()],
      [...triage, suspended],
    ])
      given(...past)
        .when(SuspendCaseHandler, command, manager, facts)
        .refused('case.not-suspendable');
  });
  it('stops the investigation and the deadlines', () => {
    given(...underInvestigation, suspended)
      .when(
        RecordFindingHandler,
        {
          caseId,
          allegationId,
          outcome: 'unfounded',
          standard: 'preponderance',
          reasons: 'x',
          reliesOnUndisclosedSourceAlone: false,
        },
        ines,
        { ...facts, proceeding: proceedings.initial },
      )
      .refused('case.not-under-investigation');
    given(...underInvestigation, suspended)
      .when(EscalateCaseHandler, { caseId }, systemCaller)
      .refused('case.not-due');
  });
});

describe('resuming a case', () => {
  const resumed = (dueAt: string | null) => CaseResumed({ reasons: seal('They are done.'), dueAt, subjects: [sam.person] });
  const resume = { caseId, reasons: 'They are done.' };

  it('is done by who decides, with what was due moved by as long as it rested', () => {
    for (const [past, dueAt] of [
      [triage, dueAfter.triage],
      [underInvestigation, dueAfter.investigation],
      [reported, dueAfter.determination],
    ] as const)
      given(...past, suspended)
        .when(ResumeCaseHandler, resume, manager, facts)
        .then(resumed(dueAt));
    given(...triage, suspended)
      .when(ResumeCaseHandler, resume, communications, facts)
      .refused('access.not-permitted');
    given(...triage, suspended)
      .when(ResumeCaseHandler, resume, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('is refused where it does not rest', () =>
    given(...triage)
      .when(ResumeCaseHandler, resume, manager, facts)
      .refused('case.not-suspended'));
  it('goes on where it stood', () => {
    for (const past of [triage, underInvestigation, reported])
      given(...past, suspended, resumed(dueAfter.triage))
        .when(SuspendCaseHandler, command, manager, facts)
        .then(suspended);
    given(...underInvestigation, suspended, resumed(dueAfter.investigation))
      .when(
        RecordFindingHandler,
        { caseId, allegationId, outcome: 'unfounded', standard: 'preponderance', reasons: 'x', reliesOnUndisclosedSourceAlone: false },
        ines,
        { ...facts, proceeding: proceedings.initial },
      )
      .events();
  });
  it('moves a due date by whole days to the end of a day, across a change of clocks too', () => {
    const rested = (since: string, now: string, dueAt = '2026-03-05T07:00:00.000Z') =>
      movedBy(dueAt, since, { now, timeZone: 'America/Denver' }, 'triage', usual);
    expect(rested('2026-03-02T19:00:00.000Z', '2026-03-02T19:00:00.000Z')).toBe('2026-03-05T07:00:00.000Z');
    expect(rested('2026-03-02T19:00:00.000Z', '2026-03-03T19:00:00.000Z')).toBe('2026-03-06T07:00:00.000Z');
    expect(rested('2026-03-02T19:00:00.000Z', '2026-03-03T20:00:00.000Z')).toBe('2026-03-07T07:00:00.000Z');
    expect(rested('2026-03-02T19:00:00.000Z', '2026-03-12T19:00:00.000Z')).toBe('2026-03-16T06:00:00.000Z');
  });
  it('moves what was counted in business days by the business days, holidays apart', () => {
    const rested = (since: string, until: string, name: DeadlineName = 'triage') =>
      movedBy(
        '2026-02-14T07:00:00.000Z',
        `${since}T19:00:00.000Z`,
        { now: `${until}T19:00:00.000Z`, timeZone: 'America/Denver' },
        name,
        inBusinessDays,
      );
    // From Thursday to Wednesday are Thursday, Friday and Tuesday: Monday is a holiday. Due on Friday the 13th, three such days later.
    expect(rested('2026-02-12', '2026-02-18')).toBe('2026-02-20T07:00:00.000Z');
    expect(rested('2026-02-14', '2026-02-16')).toBe('2026-02-14T07:00:00.000Z');
    expect(rested('2026-02-12', '2026-02-18', 'answer')).toBe('2026-02-20T07:00:00.000Z');
    const late = { ...facts, procedure: inBusinessDays };
    const thursday = [opened([sam.person]), settled].map((event) => ({ ...event, recordedAt: '2026-02-26T19:00:00.000Z' }));
    given(...thursday, { ...suspended, recordedAt: '2026-02-27T19:00:00.000Z' } as never)
      .when(ResumeCaseHandler, resume, manager, late)
      .then(resumed('2026-03-10T06:00:00.000Z'));
  });
  it('escalates nothing while it rests, and what is due again after', () => {
    const due = (...events: Parameters<typeof caseEntries>) =>
      [...workAfter(escalateCase, logOf(...caseEntries(...events))).values()].map(({ dueAt }) => dueAt).filter((dueAt) => dueAt !== null);
    expect(due(...underInvestigation, suspended)).toEqual([]);
    expect(due(...underInvestigation, suspended, resumed(dueAfter.discipline))).toEqual([dueAfter.discipline]);
    expect(due(...underInvestigation, suspended, resumed(null))).toEqual([]);
  });
});
