import { definitions } from '../../../src/definitions.js';
import {
  AuthorityVacated,
  CaseClosed,
  CaseResumed,
  CaseSuspended,
  cases,
  InvestigationReportReviewed,
} from '../../../src/modules/cases/case.js';
import {
  CaseReferred,
  InterimMeasureEnded,
  InterimMeasureOrdered,
  MitigationBegun,
  MitigationCompleted,
  ReferralAnswered,
} from '../../../src/modules/cases/case.measures.js';
import { InterviewCancelled, IntervieweeIdentified, InterviewPlanned, interviews } from '../../../src/modules/evidence/interview.js';
import { ProceedingHeld, proceedings } from '../../../src/modules/proceedings/proceeding.js';
import {
  CheckInRecorded,
  CheckInScheduled,
  DisclosureAnnounced,
  FollowUpOffered,
  ReportAcknowledged,
  ReporterDisclosed,
  SenderWrittenTo,
  SenderWrote,
} from '../../../src/modules/reports/report.events.js';
import { reports } from '../../../src/modules/reports/report.js';
import { AdministratorChangeProposed, SiteActivated, SiteApproved, SiteProposed, sites } from '../../../src/modules/sites/site.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { type AnyStream, fold } from '../../../src/platform/events/stream.js';
import { declared } from '../../../src/platform/module-definition.js';
import { WorkParked, WorkReleased, work } from '../../../src/platform/processes/work.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { owedIn } from '../../../src/platform/tasks/task-view.js';
import { stored } from '../../kit/given.js';
import * as story from '../../kit/stories/a-case.js';
import * as grievance from '../../kit/stories/grievances.js';
import * as course from '../../kit/stories/proceedings.js';

const sources = declared(definitions, 'tasks');
const met = new Set<string>();

/** What is owed after these events: the step, who owes it, when it is due, and who waits. */
function owed(stream: AnyStream, ...events: NewEvent[]) {
  const state = fold(stream, stored(events, `${stream.name}-one`));
  return owedIn(sources, stream, 'one', state).map(({ step, owners, dueAt, watcher }) => {
    met.add(step);
    return [step, owners.join(' or '), dueAt, ...(watcher ? [watcher] : [])];
  });
}

describe('what is owed in a case', () => {
  it.each<[string, NewEvent[], unknown[]]>([
    ['triage, by those who take it in', story.triage, [['triage', 'Communications Manager or City Manager', story.dueAfter.triage]]],
    [
      'an authority, where nobody is left who may decide',
      [...story.triage, AuthorityVacated({ office: 'City Manager', authority: 'City Manager' } as never)],
      [['settle-authority', 'City Clerk or City Attorney or HR', story.dueAfter.triage]],
    ],
    [
      'an investigator',
      [...story.triage, story.investigating],
      [['assign-investigator', 'Communications Manager or City Manager', story.dueAfter.investigation]],
    ],
    [
      'the investigation, by its investigator, for which the decider waits',
      story.underInvestigation,
      [['investigate', `person ${story.ines.person}`, story.dueAfter.investigation, 'City Manager']],
    ],
    [
      'the decision and counsel’s review of the report',
      story.reported,
      [
        ['determine', 'City Manager', story.dueAfter.determination],
        ['review-report', 'City Attorney', story.dueAfter.determination],
      ],
    ],
    [
      'the decision alone once counsel reviewed it',
      [...story.reported, InvestigationReportReviewed({ opinion: 'sufficient', note: seal('Enough.') })],
      [['determine', 'City Manager', story.dueAfter.determination]],
    ],
    [
      'Council’s decision, by those who enter its act',
      [...story.reported, story.councilDecides],
      [
        ['determine', 'City Clerk or City Attorney', story.dueAfter.determination],
        ['review-report', 'City Attorney', story.dueAfter.determination],
      ],
    ],
    ['nothing of the case itself once it is determined', [...story.reported, story.determined()], []],
    ['nothing once it is closed', [...story.reported, story.determined(), CaseClosed({ on: '2026-04-01' })], []],
  ])('%s', (_, events, expected) => expect(owed(cases, ...events)).toEqual(expected));

  it('its resumption while it rests, and triage again after', () => {
    const rests = CaseSuspended({ cause: 'leave', reasons: seal('On leave.'), subjects: [] } as never);
    expect(owed(cases, ...story.triage, rests)).toEqual([['resume-case', 'City Manager', null]]);
    const again = CaseResumed({ reasons: seal('Back.'), dueAt: story.dueAfter.triage } as never);
    expect(owed(cases, ...story.triage, rests, again).map(([step]) => step)).toEqual(['triage']);
  });

  it('what remains of its measures, in every status', () => {
    const [mitigationId, measureId, referralId] = [story.id('m'), story.id('i'), story.id('r')];
    const begun = MitigationBegun({ mitigationId, what: seal('Taken down.'), by: story.communications.person, on: '2026-03-02' });
    const ordered = InterimMeasureOrdered({
      ...{ measureId, kind: 'leave', subject: story.sam.person, what: seal('Leave.'), reasons: seal('Calm.') },
      ...{ reviewBy: '2026-03-20', reviewAt: '2026-03-21T06:00:00.000Z', act: null },
    } as never);
    const referred = CaseReferred({
      referralId,
      to: 'law-enforcement',
      body: seal('Police.'),
      reasons: seal('x'),
      on: '2026-03-02',
    } as never);
    const all = [...story.reported, story.determined(), begun, ordered, referred];
    expect(owed(cases, ...all)).toEqual([
      ['complete-mitigation', 'Communications Manager or City Manager', null],
      ['review-interim-measure', 'City Manager', '2026-03-21T06:00:00.000Z'],
      ['record-referral-result', 'Communications Manager or City Manager', null],
    ]);
    const done = [
      MitigationCompleted({ mitigationId, result: seal('Gone.'), on: '2026-03-03' }),
      InterimMeasureEnded({ measureId, reasons: seal('Calm.'), on: '2026-03-03', act: null }),
      ReferralAnswered({ referralId, answer: seal('No charge.'), on: '2026-03-03' }),
    ];
    expect(owed(cases, ...all, ...done)).toEqual([]);
  });
});

describe('what is owed in due process', () => {
  const sam = `person ${course.sam}`;
  const parks = `Director of ${course.parks}`;
  it.each<[string, NewEvent[], unknown[]]>([
    ['that the subject is told', course.named, [['inform-subject', 'HR', null]]],
    ['the subject’s answer, for which HR waits', course.informed, [['answer-allegations', sam, '2026-02-10', 'HR']]],
    ['nothing while the case goes on', course.answered, []],
    ['a proposal, by the authority or the director', course.sustained, [['propose-discipline', `City Manager or ${parks}`, null]]],
    [
      'a proposal by Council, by those who enter its act',
      course.sustainedBy('Council'),
      [['propose-discipline', 'City Clerk or City Attorney', null]],
    ],
    [
      'the decision on a rung that needs no notice',
      [...course.sustained, course.proposed(course.oral)],
      [['decide-discipline', `City Manager or ${parks}`, null]],
    ],
    ['counsel’s review of a grave rung', course.proposedSuspension, [['review-proposal', 'City Attorney', null]]],
    [
      'another proposal where counsel finds it insufficient',
      [...course.proposedSuspension, course.reviewed('insufficient')],
      [['propose-discipline', 'City Manager', null]],
    ],
    ['the notice', course.reviewedSuspension, [['serve-notice', 'HR or City Manager', null]]],
    [
      'the subject’s response, for which the decider waits',
      course.noticedSuspension,
      [['respond', sam, '2026-03-07T07:00:00.000Z', 'City Manager']],
    ],
    [
      'the decision once the subject responded',
      [...course.noticedSuspension, course.responded],
      [['decide-discipline', 'City Manager', null]],
    ],
    [
      'the decision once the time to respond lapsed',
      [...course.noticedSuspension, course.lapsed],
      [['decide-discipline', 'City Manager', null]],
    ],
    ['a grievance, by the subject', grievance.imposedSuspension, [['file-grievance', sam, grievance.window]]],
    ['nothing once no action is taken', [...course.sustained, course.noAction], []],
    ['nothing once it is final', [...grievance.imposedOral, course.final], []],
  ])('%s', (_, events, expected) => expect(owed(proceedings, ...events)).toEqual(expected));

  it('its resumption while it is held on its own, and nothing while it rests with its case', () => {
    const held = (withCase: boolean) =>
      ProceedingHeld({ caseId: course.caseId, cause: 'leave', reasons: seal('x'), on: '2026-03-01', withCase } as never);
    expect(owed(proceedings, ...course.noticedSuspension, held(false))).toEqual([['resume-proceeding', 'HR', null]]);
    expect(owed(proceedings, ...course.noticedSuspension, held(true))).toEqual([]);
  });

  it('each step of a grievance, by who hears it', () => {
    expect(owed(proceedings, ...grievance.grieved)).toEqual([['decide-grievance', grievance.first.hears, expect.any(String), 'HR']]);
    expect(owed(proceedings, ...grievance.answeredStep)).toEqual([['advance-grievance', sam, expect.any(String), 'HR']]);
    const outside = grievance.filed({ step: { ...grievance.first, hears: null } as never });
    expect(owed(proceedings, ...grievance.imposedSuspension, outside)).toEqual([
      ['appoint-hearing-officer', 'HR or City Clerk', expect.any(String)],
    ]);
  });
});

describe('what is owed to a sender', () => {
  const received = story.received([story.sam.person]);
  it('is a receipt, an answer, a check-in and a decision on a disclosure, until it was given', () => {
    expect(owed(reports, received)).toEqual([['acknowledge-report', 'whoever may', null]]);
    const [checkInId, disclosureId] = [story.id('check'), story.id('disclosure')];
    const announced = DisclosureAnnounced({
      ...{ disclosureId, to: seal('The court'), person: null, reason: seal('x'), how: 'message', toldOn: '2026-03-02' },
      notBefore: '2026-03-10T06:00:00.000Z',
    });
    const all = [
      ...[received, FollowUpOffered({}), ReportAcknowledged({ on: '2026-03-02' } as never), SenderWrote({ text: seal('More.') })],
      ...[CheckInScheduled({ checkInId, dueAt: '2026-04-01T06:00:00.000Z' }), announced],
    ];
    expect(owed(reports, ...all)).toEqual([
      ['answer-sender', 'whoever may', null],
      ['check-in', 'whoever may', '2026-04-01T06:00:00.000Z'],
      ['decide-disclosure', 'whoever may', null],
    ]);
    const done = [
      SenderWrittenTo({ text: seal('Thank you.') }),
      CheckInRecorded({ checkInId, on: '2026-03-30', how: 'message', note: seal('Fine.'), retaliation: false } as never),
      ReporterDisclosed({ disclosureId, person: null }),
    ];
    expect(owed(reports, ...all, ...done)).toEqual([]);
  });
});

describe('what else is owed', () => {
  it('is an interview that was planned', () => {
    const { caseId } = story;
    const planned = [
      InterviewPlanned({ caseId, basis: 'voluntary', on: '2026-03-09', place: null }),
      IntervieweeIdentified({ caseId, as: 'witness', person: story.wes.person, name: null }),
    ];
    expect(owed(interviews, ...planned)).toEqual([['hold-interview', 'whoever may', '2026-03-09']]);
    expect(owed(interviews, ...planned, InterviewCancelled({ caseId, reason: seal('Moved.') }))).toEqual([]);
  });

  it('is a decision about a site, its start, and a change of its administrators', () => {
    const proposed = SiteProposed({
      name: 'Parks',
      platform: 'other',
      address: 'https://parks.example.gov/',
      purpose: seal('News.'),
    } as never);
    expect(owed(sites, proposed)).toEqual([['decide-site', 'City Manager', null, 'Communications Manager']]);
    const approved = SiteApproved({ administrators: [], itDirector: story.id('it') } as never);
    expect(owed(sites, proposed, approved)).toEqual([['activate-site', 'Communications Manager', null]]);
    const live = [proposed, approved, SiteActivated({ on: '2026-03-02', address: 'https://parks.example.gov/' } as never)];
    const change = AdministratorChangeProposed({ person: story.wes.person, change: 'add', reasons: seal('Help.') } as never);
    expect(owed(sites, ...live)).toEqual([]);
    expect(owed(sites, ...live, change)).toEqual([['decide-administrator-change', 'City Manager', null, 'Communications Manager']]);
  });

  it('is work that a process gave up', () => {
    const about = { process: 'open_case', key: 'one', causedBy: 'two' };
    const parked = WorkParked({ ...about, reason: 'x', attempts: 6 });
    expect(owed(work, parked)).toEqual([['release-work', 'IT Director', null]]);
    expect(owed(work, parked, WorkReleased(about))).toEqual([]);
  });
});

it('every step that a module declares is shown above, but the copy of the grievance procedure', () => {
  const all = sources.flatMap(({ steps }) => Object.keys(steps));
  expect(all.filter((step) => !met.has(step))).toEqual(['give-grievance-copy']);
});
