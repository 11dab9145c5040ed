import { CaseOpened, WitnessNamed } from '../../../src/modules/cases/case.js';
import { OfficeAssigned, PersonEntered } from '../../../src/modules/directory/person.js';
import { IntervieweeIdentified, InterviewPlanned } from '../../../src/modules/evidence/interview.js';
import { SiteProposed } from '../../../src/modules/sites/site.js';
import { GetTasksHandler, type TaskShown, type TasksShown, type Urgency } from '../../../src/modules/tasks/get-tasks.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now } from '../../kit/given.js';
import { type Asked, ask, logOf } from '../../kit/reads.js';
import * as story from '../../kit/stories/a-case.js';
import * as grievance from '../../kit/stories/grievances.js';
import * as course from '../../kit/stories/proceedings.js';

const { attorney, clerk, communications, hr, ines, manager, sam, wes } = story;
const day = 86_400_000;
const instant = (fromNow: number): string => new Date(Date.parse(now) + fromNow).toISOString();
const caseOf = (name: string): string => derivedId('case', derivedId('spec', name));
const inCase = (name: string, ...events: readonly NewEvent[]): story.Entry[] => events.map((event) => [`case-${caseOf(name)}`, event]);
const openedDue = (dueAt: string, accused: readonly string[] = []) =>
  CaseOpened({ reportId: derivedId('spec', 'another report'), accused: [...accused], openedOn: '2026-03-02', dueAt, ref: null });
/** Sam's proceeding, in a case of its own. */
const ofSam = (...events: readonly NewEvent[]): story.Entry[] => [
  ...[story.opened([course.sam]), story.settled, story.investigating, story.framed(course.sam)].map(
    (event): story.Entry => [`case-${course.caseId}`, event],
  ),
  ...events.map((event): story.Entry => [`proceeding-${course.ofSam}`, event]),
];
const siteId = derivedId('spec', 'site');
const siteProposed = SiteProposed({
  name: 'Parks',
  platform: 'other',
  address: 'https://parks.example.gov/',
  purpose: seal('News.'),
} as never);

const asked = async (who: Caller, entries: readonly story.Entry[], options: Asked = {}, limit = 50) => {
  const answer = (await ask(GetTasksHandler, { limit }, who, logOf(...story.city, ...entries), options)) as TasksShown;
  expect(answer.groups.map(({ urgency }) => urgency)).toEqual(['very-overdue', 'overdue', 'due-soon', 'later', 'waiting-on-others']);
  return answer.groups;
};
/** The groups that hold something: how many, and which steps are shown. */
const desk = async (who: Caller, entries: readonly story.Entry[], options: Asked = {}, limit = 50) =>
  Object.fromEntries(
    (await asked(who, entries, options, limit))
      .filter(({ count, items }) => count + items.length > 0)
      .map(({ urgency, count, items }) => [urgency, [count, ...items.map(({ step }) => step)]]),
  );
const only = async (who: Caller, entries: readonly story.Entry[], options: Asked = {}): Promise<[Urgency, TaskShown]> => {
  const [group, ...others] = (await asked(who, entries, options)).filter(({ count }) => count > 0);
  expect({ count: group?.count, others }).toEqual({ count: 1, others: [] });
  return [group!.urgency, group!.items[0]!];
};

describe('how urgent a step is', () => {
  it.each<[string, number, Urgency]>([
    ['more than 7 days past', -7 * day - 1, 'very-overdue'],
    ['7 days past', -7 * day, 'overdue'],
    ['at its instant', 0, 'overdue'],
    ['a moment ahead', 1, 'due-soon'],
    ['3 days ahead', 3 * day, 'due-soon'],
    ['more than 3 days ahead', 3 * day + 1, 'later'],
  ])('that is due %s', async (_, fromNow, expected) => {
    const [urgency, { dueAt }] = await only(communications, inCase('one', openedDue(instant(fromNow)), story.settled));
    expect([urgency, dueAt]).toEqual([expected, instant(fromNow)]);
  });

  it('of a step that nothing limits: later', async () => {
    const [urgency, item] = await only(manager, [[`site-${siteId}`, siteProposed]]);
    expect([urgency, item.step, item.dueAt]).toEqual(['later', 'decide-site', null]);
  });

  it('of a step that is due on a day: until the end of that day in the city', async () => {
    const interview = (on: string): story.Entry[] =>
      [
        InterviewPlanned({ caseId: story.caseId, basis: 'voluntary', on, place: null }),
        IntervieweeIdentified({ caseId: story.caseId, as: 'witness', person: wes.person, name: null }),
      ].map((event) => [`interview-${derivedId('spec', 'interview')}`, event]);
    const held = async (on: string) => {
      const groups = await asked(ines, [...story.caseEntries(...story.underInvestigation), ...interview(on)]);
      return groups.flatMap(({ urgency, items }) =>
        items.filter(({ step }) => step === 'hold-interview').map(({ dueAt }) => [urgency, dueAt]),
      );
    };
    expect(await held('2026-03-02')).toEqual([['due-soon', '2026-03-03T07:00:00.000Z']]);
    expect(await held('2026-03-01')).toEqual([['overdue', '2026-03-02T07:00:00.000Z']]);
  });

  it('is of the moment shown', async () => {
    const entries = inCase('one', openedDue(instant(day)), story.settled);
    expect(await desk(communications, entries, { moment: instant(-3 * day) })).toEqual({ later: [1, 'triage'] });
    expect(await desk(communications, entries, { moment: instant(2 * day) })).toEqual({ overdue: [1, 'triage'] });
  });

  it('of the time for discipline: what the case says, which carries it', async () => {
    const entries = [
      ...ofSam(...course.sustained),
      ...[story.assigned, story.found(), story.filed, story.determined()].map((event): story.Entry => [`case-${course.caseId}`, event]),
    ];
    const [, { step, dueAt }] = await only(manager, entries);
    expect([step, dueAt]).toEqual(['propose-discipline', story.dueAfter.discipline]);
  });
});

describe('a group', () => {
  const cases = [3, 1, 2].flatMap((days) => inCase(`in ${days}`, openedDue(instant(days * day)), story.settled));

  it('has the most urgent first, and counts what its limit leaves out', async () => {
    const [, , soon] = await asked(communications, cases, {}, 2);
    expect(soon).toMatchObject({ urgency: 'due-soon', count: 3 });
    expect(soon!.items.map(({ dueAt }) => dueAt)).toEqual([instant(day), instant(2 * day)]);
  });

  it('says of a step what it is about, what does it, in which office, since when, and for which clause', async () => {
    const [, item] = await only(communications, inCase('one', openedDue(instant(day)), story.settled));
    expect(item).toEqual({
      step: 'triage',
      thing: { kind: 'case', id: caseOf('one') },
      command: 'TriageCase',
      path: `/api/cases/${caseOf('one')}/triage`,
      as: 'Communications Manager',
      office: 'Communications Manager',
      person: null,
      since: now,
      dueAt: instant(day),
      clause: 'VIO-1',
      right: false,
      waitsFor: null,
    });
  });

  it('says what stands in the way, and keeps the step on the desk', async () => {
    const [, item] = await only(ines, story.caseEntries(...story.underInvestigation));
    expect(item).toMatchObject({ step: 'investigate', person: ines.person, office: null, waitsFor: { code: 'case.findings-missing' } });
  });
});

describe('a person of two offices', () => {
  it('has each step once', async () => {
    const both = caller(story.id('both'), 'Communications Manager', 'City Manager');
    const entries = [...inCase('one', openedDue(instant(day)), story.settled), ...story.caseEntries(...story.reported)];
    expect(await desk(both, entries)).toEqual({ 'due-soon': [1, 'triage'], later: [1, 'determine'] });
  });

  it('does not wait for what they may do themself', async () => {
    const heardByCouncil = grievance.filed({ step: grievance.council, index: 2 });
    const entries = ofSam(...grievance.imposedSuspension, heardByCouncil);
    expect(await desk(hr, entries)).toEqual({ 'waiting-on-others': [1, 'decide-grievance'] });
    const both = caller(story.id('both'), 'HR', 'City Attorney');
    expect(await desk(both, entries)).toEqual({ later: [1, 'decide-grievance'] });
    expect((await only(both, entries))[1]).toMatchObject({ as: 'City Attorney', office: 'City Attorney' });
  });

  it('waits for another holder of their office where they may not do it themself', async () => {
    const grieved = ofSam(...grievance.grieved);
    expect(await desk(hr, grieved)).toEqual({ later: [1, 'decide-grievance'] });
    // Nobody hears the grievance of a superior.
    const superior: story.Entry[] = [
      [`person-${course.sam}`, PersonEntered({ name: seal('N.'), title: null, department: null, track: 'managerial', from: '2020-01-01' })],
      [
        `person-${course.sam}`,
        OfficeAssigned({
          ...{ assignmentId: derivedId('spec', 'assignment'), office: 'City Manager', department: null, from: '2020-01-01', until: null },
          ...{ acting: false, replaces: null, approvedBy: null },
        }),
      ],
    ];
    expect(await desk(hr, [...superior, ...grieved])).toEqual({ 'waiting-on-others': [1, 'decide-grievance'] });
  });
});

describe('a right', () => {
  const named = course.named;
  const told = (answerBy: string): NewEvent => ({ ...course.told, data: { ...course.told.data, answerBy } }) as NewEvent;

  it('is owed by its subject, and awaited, while its time lasts', async () => {
    const entries = ofSam(...named, told('2026-03-04'));
    const [urgency, item] = await only(course.subject, entries);
    expect([urgency, item]).toMatchObject(['due-soon', { step: 'answer-allegations', right: true, person: course.sam, as: 'Employee' }]);
    expect((await only(hr, entries))[0]).toBe('waiting-on-others');
  });

  it('is in no group once its time is over: nobody is late with it', async () => {
    const entries = ofSam(...named, told('2026-03-01'));
    expect(await desk(course.subject, entries)).toEqual({});
    expect(await desk(hr, entries)).toEqual({});
  });
});

describe('what a person waits for', () => {
  const entries = story.caseEntries(...story.underInvestigation);

  it('is what somebody else owes: who, since when, until when, and no path', async () => {
    const [urgency, item] = await only(manager, entries);
    expect([urgency, item]).toMatchObject([
      'waiting-on-others',
      { step: 'investigate', person: ines.person, office: null, path: null, as: null, waitsFor: null, dueAt: story.dueAfter.investigation },
    ]);
  });

  it('is nothing to those who do not wait, and nothing once it is done', async () => {
    for (const who of [attorney, clerk, wes, sam]) expect(await desk(who, entries)).toEqual({});
    expect(await desk(manager, story.caseEntries(...story.reported))).toEqual({ later: [1, 'determine'] });
  });
});

describe('who has a part in a case', () => {
  const reporter = (who: Caller) => story.reportEntries(story.received(), story.reportedBy(who.person));
  const others = inCase('other', openedDue(instant(day)), story.settled);
  const told = async (who: Caller, entries: readonly story.Entry[]) => desk(who, [...others, ...entries]);
  const nothingMore = { 'due-soon': [1, 'triage'] };

  it('is told of no step in it, nor does it count: an accused, a reporter and a witness alike', async () => {
    const accused = story.caseEntries(story.opened([communications.person]), story.settled);
    expect(await told(communications, accused)).toEqual(nothingMore);
    const reported = [...reporter(communications), ...story.caseEntries(story.opened([sam.person]), story.settled)];
    expect(await told(communications, reported)).toEqual(nothingMore);
    const witness = WitnessNamed({ person: communications.person });
    expect(await told(communications, story.caseEntries(...story.triage, witness))).toEqual(nothingMore);
    // To somebody without a part the same cases show their steps.
    for (const entries of [accused, reported, story.caseEntries(...story.triage, witness)])
      expect(await told(manager, entries)).toMatchObject({ ...nothingMore, later: expect.arrayContaining(['triage']) });
  });

  it('waits for nothing in it', async () => {
    const investigated = (...events: NewEvent[]) => story.caseEntries(...story.underInvestigation, ...events);
    expect(await told(manager, investigated())).toEqual({ ...nothingMore, 'waiting-on-others': [1, 'investigate'] });
    expect(await told(manager, investigated(WitnessNamed({ person: manager.person })))).toEqual(nothingMore);
    expect(await told(manager, [...reporter(manager), ...investigated()])).toEqual(nothingMore);
    expect(await told(manager, investigated(story.framed(manager.person, derivedId('spec', 'second'))))).toEqual(nothingMore);
  });

  it('is told of none in the past either, though they had no part in it then', async () => {
    const before = [...story.city, ...story.caseEntries(...story.triage)];
    const asOf = before.length;
    const later = story.caseEntries(WitnessNamed({ person: communications.person }));
    const then = story.caseEntries(...story.triage);
    expect(await desk(communications, then, { asOf })).toEqual({ later: [1, 'triage'] });
    expect(await desk(communications, [...then, ...later], { asOf })).toEqual({});
    expect(await desk(manager, [...then, ...later], { asOf })).toEqual({ later: [1, 'triage'] });
  });
});

describe('as of a past moment', () => {
  const entries = story.caseEntries(...story.reported);
  const at = (events: readonly NewEvent[]): Asked => ({ asOf: story.city.length + events.length });

  it('shows what was owed then, by those who may see it today', async () => {
    expect(await desk(communications, entries, at(story.triage))).toEqual({ later: [1, 'triage'] });
    expect(await desk(ines, entries, at(story.underInvestigation))).toEqual({ later: [1, 'investigate'] });
    expect(await desk(manager, entries, at(story.underInvestigation))).toEqual({ 'waiting-on-others': [1, 'investigate'] });
    expect(await desk(manager, entries)).toEqual({ later: [1, 'determine'] });
    expect(await desk(wes, entries, at(story.triage))).toEqual({});
  });

  it('says nothing of what stands in the way today', async () => {
    const [, { step, waitsFor }] = await only(communications, entries, at(story.triage));
    expect([step, waitsFor]).toEqual(['triage', null]);
  });

  it('reads the time of a step as it was then', async () => {
    const discipline = [
      ...ofSam(...course.sustained),
      ...[story.assigned, story.found(), story.filed].map((event): story.Entry => [`case-${course.caseId}`, event]),
    ];
    const asOf = story.city.length + discipline.length;
    const all: story.Entry[] = [...discipline, [`case-${course.caseId}`, story.determined()]];
    const proposal = async (options: Asked) =>
      (await asked(manager, all, options)).flatMap(({ items }) => items).find(({ step }) => step === 'propose-discipline');
    expect(await proposal({})).toMatchObject({ dueAt: story.dueAfter.discipline });
    expect(await proposal({ asOf })).toMatchObject({ dueAt: null });
  });
});
