import { CaseClosed, CaseDeclined, CaseOpened, ConflictDeclared, ReportJoined, WitnessNamed } from '../../../src/modules/cases/case.js';
import { caseWall } from '../../../src/modules/cases/case-wall.view.js';
import { SetAsideCase } from '../../../src/modules/cases/decline-orphaned-case.js';
import { setAsideCase } from '../../../src/modules/cases/decline-orphaned-case.process.js';
import { JoinReport } from '../../../src/modules/cases/join-report.js';
import { joinReport } from '../../../src/modules/cases/join-report.process.js';
import { MarkCheckInOverdue, ScheduleCheckIn } from '../../../src/modules/intake/check-in.js';
import { checkInOverdue, scheduleCheckIn } from '../../../src/modules/intake/check-in.process.js';
import { FollowReportHandler } from '../../../src/modules/intake/follow-report.js';
import { GetReportHandler } from '../../../src/modules/intake/get-report.js';
import { GetReporterHandler } from '../../../src/modules/intake/get-reporter.js';
import { ListOwnReportsHandler } from '../../../src/modules/intake/list-own-reports.js';
import { ListReportDutiesHandler, reportDuties, senderKey } from '../../../src/modules/intake/report-duties.view.js';
import {
  CheckInOverdue,
  CheckInRecorded,
  CheckInScheduled,
  CheckInsEnded,
  CheckInsOwed,
  DisclosureAnnounced,
  FollowUpOffered,
  ReportAcknowledged,
  ReportAttached,
  ReportDeclined,
  ReporterDisclosed,
  ReporterIdentified,
  ReportMoved,
  ReportReferred,
  RetaliationReported,
  SenderWrittenTo,
  SenderWrote,
} from '../../../src/modules/reports/report.events.js';
import { codeHolder } from '../../../src/modules/reports/report.js';
import { type Caller, publicCaller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { ActingProcess } from '../../../src/platform/processes/process.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { ask, logOf, rowsAfter, workAfter } from '../../kit/reads.js';
import {
  attorney,
  auditor,
  caseEntries,
  caseId,
  city,
  communications,
  type Entry,
  filed,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const sealed = (text: string) => `sealed.v1.spec.${text}`;
const attached = ReportAttached({ caseId });
const followed = [received([sam.person]), FollowUpOffered({}), attached];
const checkInId = derivedId('spec', 'check-in');
const disclosureId = derivedId('spec', 'disclosure');
const announced = DisclosureAnnounced({
  disclosureId,
  to: seal('The court'),
  person: null,
  reason: seal('It was ordered.'),
  how: 'message',
  toldOn: '2026-03-02',
  notBefore: '2026-03-10T06:00:00.000Z',
});
const talk = [SenderWrote({ text: seal('More.') }), SenderWrittenTo({ text: seal('When?') })];
const messages = [
  { from: 'sender', at: now, text: sealed('More.') },
  { from: 'city', at: now, text: sealed('When?') },
];
const logged = (report: readonly NewEvent[], matter: readonly NewEvent[]) =>
  logOf(...city, ...reportEntries(...report), ...caseEntries(...matter));

describe('following a report', () => {
  const follow = (who: Caller, report: readonly NewEvent[], matter: readonly NewEvent[] = triage) =>
    ask(FollowReportHandler, { reportId }, who, logged(report, matter));

  it('shows its sender how far it is in a word, the conversation and what is going to be disclosed, and no more', async () => {
    const report = [
      ...followed,
      ReportAcknowledged({ on: '2026-03-02' }),
      ...talk,
      announced,
      ReporterDisclosed({ disclosureId, person: null }),
    ];
    expect(await follow(codeHolder(reportId), report)).toEqual({
      status: 'received',
      receivedOn: '2026-03-02',
      acknowledgedOn: '2026-03-02',
      messages,
      disclosures: [{ to: sealed('The court'), reason: sealed('It was ordered.'), notBefore: '2026-03-10T06:00:00.000Z', disclosed: true }],
    });
    expect(await follow(rita, [received(), reportedBy(rita.person)], [])).toMatchObject({ status: 'received', messages: [] });
  });

  it.each([
    ['under-review', followed, [...triage, investigating]],
    ['under-review', followed, [...underInvestigation, filed]],
    ['closed', followed, [...triage, CaseDeclined({ ground: 'other', reasons: seal('x') })]],
    ['closed', followed, [...triage, CaseDeclined({ ground: 'other', reasons: seal('x') }), CaseClosed({ on: '2026-03-02' })]],
    ['closed', [...followed, ReportDeclined({ caseId, ground: 'e-mail', reasons: seal('x') })], triage],
    ['closed', [...followed, ReportReferred({ caseId, to: seal('x'), reasons: seal('x') })], triage],
  ])('says %s', async (status, report, matter) => expect(await follow(codeHolder(reportId), report, matter)).toMatchObject({ status }));

  it('is refused to everyone else alike', async () => {
    for (const who of [publicCaller, codeHolder(derivedId('spec', 'x')), rita, manager, sam])
      await expect(follow(who, followed)).rejects.toMatchObject({ code: 'access.not-permitted' });
    await expect(ask(FollowReportHandler, { reportId: derivedId('spec', 'none') }, rita, logged([], []))).rejects.toMatchObject({
      code: 'access.not-permitted',
    });
  });
});

describe('a report', () => {
  const show = (who: Caller, report: readonly NewEvent[] = followed, matter: readonly NewEvent[] = triage, moment = now) =>
    ask(GetReportHandler, { reportId }, who, logged(report, matter), { moment });

  it('is shown to those who deal with it and to counsel, without who sent it', async () => {
    const report = [
      received([sam.person]),
      ReporterIdentified({ person: rita.person, name: null, contact: seal('desk 4'), confidential: false }),
      attached,
      ...talk,
      announced,
      CheckInScheduled({ checkInId, dueAt: '2026-04-02T06:00:00.000Z' }),
    ];
    const expected = {
      id: reportId,
      status: 'attached',
      caseId,
      channel: 'web',
      receivedOn: '2026-03-02',
      summary: sealed('A post cites no source.'),
      accused: [sam.person],
      ground: null,
      retaliationIn: null,
      reachable: true,
      acknowledgedOn: null,
      acknowledgeBy: '2026-03-08T07:00:00.000Z',
      acknowledgementOverdue: false,
      messages,
      checkIns: [{ id: checkInId, dueAt: '2026-04-02T06:00:00.000Z', on: null, overdue: false }],
      disclosures: [
        {
          id: disclosureId,
          to: sealed('The court'),
          reason: sealed('It was ordered.'),
          toldOn: '2026-03-02',
          notBefore: '2026-03-10T06:00:00.000Z',
          disclosed: false,
        },
      ],
    };
    for (const who of [manager, communications, attorney]) expect(await show(who, report)).toEqual(expected);
    expect(await show(ines, report, underInvestigation)).toEqual(expected);
  });

  it('shows when its receipt should have been acknowledged', async () => {
    expect(await show(manager, followed, triage, '2026-03-08T07:00:00.000Z')).toMatchObject({ acknowledgementOverdue: true });
    expect(await show(manager, [...followed, ReportAcknowledged({ on: '2026-03-03' })], triage, '2026-04-08T07:00:00.000Z')).toMatchObject({
      acknowledgementOverdue: false,
    });
  });

  it('shows what became of it', async () => {
    expect(await show(manager, [...followed, ReportDeclined({ caseId, ground: 'e-mail', reasons: seal('x') })])).toMatchObject({
      status: 'declined',
      ground: 'e-mail',
    });
    expect(await show(manager, [received(), RetaliationReported({ caseId: checkInId, keptOut: [] })])).toMatchObject({
      status: 'received',
      retaliationIn: checkInId,
      reachable: false,
    });
  });

  it('names no case of retaliation that is hidden from who deals with it', async () => {
    const told = [received(), RetaliationReported({ caseId: checkInId, keptOut: [] })];
    const elsewhere = CaseOpened({ reportId: disclosureId, accused: [manager.person], openedOn: '2026-01-02', dueAt: now, ref: null });
    const log = logOf(...city, ...reportEntries(...told), ...caseEntries(...triage), [`case-${checkInId}`, elsewhere]);
    const seen = (who: Caller) => ask(GetReportHandler, { reportId }, who, log, { moment: now });
    expect(await seen(manager)).toMatchObject({ retaliationIn: null });
    expect(await seen(communications)).toMatchObject({ retaliationIn: checkInId });
  });

  it('does not exist for anyone else', async () => {
    const witnessed = [...triage, WitnessNamed({ person: wes.person })];
    const nobodys = [hr, auditor, ines, { ...rita, offices: manager.offices }, { ...wes, offices: manager.offices }];
    for (const who of nobodys)
      await expect(show(who, [received(), reportedBy(rita.person), attached], witnessed)).rejects.toMatchObject({
        code: 'resource.not-found',
      });
    await expect(show(manager, [received(), RetaliationReported({ caseId: checkInId, keptOut: [manager.person] })])).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });
});

describe('who sent a report', () => {
  const look = (who: Caller, report: readonly NewEvent[], matter: readonly NewEvent[] = triage) =>
    ask(GetReporterHandler, { reportId, purpose: 'protection' }, who, logged(report, matter));
  const nobody = { reportId, purpose: 'protection', person: null, name: null, contact: null, confidential: false };
  const byName = ReporterIdentified({ person: null, name: seal('Ola'), contact: seal('555'), confidential: true });

  it('is told to those who take it in', async () => {
    expect(await look(communications, [received(), reportedBy(rita.person)])).toEqual({
      ...nobody,
      person: rita.person,
      confidential: true,
    });
    expect(await look(manager, [received(), byName])).toEqual({
      ...nobody,
      name: sealed('Ola'),
      contact: sealed('555'),
      confidential: true,
    });
    expect(await look(manager, followed)).toEqual(nobody);
  });
  it('is told to nobody who does not need it', async () => {
    for (const who of [attorney, auditor, hr, wes])
      await expect(look(who, [received(), byName])).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(look(ines, [received(), byName], underInvestigation)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
  it('is told to whom it was disclosed, until they have a part in the case', async () => {
    const announcedTo = { ...announced, data: { ...announced.data, person: hr.person } };
    const disclosed = [received(), reportedBy(rita.person), announcedTo, ReporterDisclosed({ disclosureId, person: hr.person })];
    expect(await look(hr, disclosed)).toMatchObject({ person: rita.person });
    const conflict = ConflictDeclared({ person: hr.person, reasons: seal('We are friends.') });
    await expect(look(hr, disclosed, [...triage, conflict])).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});

describe('the reports that somebody sent', () => {
  const mine = (who: Caller, report: readonly NewEvent[], matter: readonly NewEvent[] = triage) =>
    ask(ListOwnReportsHandler, {}, who, logged(report, matter));
  const own = [received(), reportedBy(rita.person), attached, ...talk];

  it('are listed to their sender, with what following one shows', async () => {
    expect(await mine(rita, own)).toEqual({
      items: [{ id: reportId, status: 'received', receivedOn: '2026-03-02', acknowledgedOn: null, messages, disclosures: [] }],
    });
    expect(await mine(rita, own, underInvestigation)).toMatchObject({ items: [{ status: 'under-review' }] });
  });
  it('are listed to nobody else, and not where their sender is accused in them', async () => {
    for (const who of [manager, communications, auditor, sam]) expect(await mine(who, own)).toEqual({ items: [] });
    expect(await mine(rita, [received([rita.person]), reportedBy(rita.person)])).toEqual({ items: [] });
    expect(await mine(rita, followed)).toEqual({ items: [] });
  });
  it('stand in the view under a stand-in for their sender alone', () => {
    const row = rowsAfter(reportDuties, logOf(...reportEntries(...own))).get(reportId);
    expect(row?.sentBy).toBe(senderKey(rita.person));
    expect(JSON.stringify(row)).not.toContain(rita.person);
    const unnamed = ReporterIdentified({ person: null, name: seal('Ola'), contact: null, confidential: true });
    expect(rowsAfter(reportDuties, logOf(...reportEntries(received(), unnamed))).get(reportId)?.sentBy).toBeNull();
    expect(rowsAfter(reportDuties, logOf(...reportEntries(reportedBy(rita.person)))).get(reportId)).toBeUndefined();
  });
});

describe('what is owed to senders', () => {
  const duty = {
    receivedOn: '2026-03-02',
    sentBy: null,
    acknowledged: false,
    unanswered: null,
    checkIn: null,
    checkInDueAt: null,
    owed: true,
  };
  const row = (...events: NewEvent[]) => rowsAfter(reportDuties, logOf(...reportEntries(...events))).get(reportId);
  const scheduled = CheckInScheduled({ checkInId, dueAt: '2026-04-02T06:00:00.000Z' });
  const recorded = CheckInRecorded({ checkInId, on: '2026-03-02', how: 'letter', note: seal('x'), retaliation: false });
  const acknowledged = ReportAcknowledged({ on: '2026-03-02' });

  it('is an acknowledgement, an answer and a check-in, until it was given', () => {
    expect(row(received())).toEqual(duty);
    for (const done of [
      acknowledged,
      ReportDeclined({ caseId, ground: 'e-mail', reasons: seal('x') }),
      ReportReferred({ caseId, to: seal('x'), reasons: seal('x') }),
    ])
      expect(row(received(), done)).toEqual({ ...duty, acknowledged: true, owed: false });
    expect(row(received(), acknowledged, talk[0]!)).toEqual({ ...duty, acknowledged: true, unanswered: now });
    expect(row(received(), acknowledged, ...talk)).toEqual({ ...duty, acknowledged: true, owed: false });
    expect(row(received(), acknowledged, scheduled)).toMatchObject({ checkIn: checkInId, owed: true });
    expect(row(received(), acknowledged, scheduled, recorded)).toEqual({ ...duty, acknowledged: true, owed: false });
    expect(row(acknowledged, ...talk, scheduled, recorded)).toBeUndefined();
  });

  it('is listed to those who deal with the report, the earliest due first', async () => {
    const log = logged([...followed, talk[0]!, scheduled], triage);
    const moment = '2026-03-09T07:00:00.000Z';
    const item = { reportId, caseId, checkInId: null, overdue: false };
    for (const who of [manager, communications])
      expect(await ask(ListReportDutiesHandler, {}, who, log, { moment })).toEqual({
        items: [
          { ...item, kind: 'acknowledgement', dueAt: '2026-03-08T07:00:00.000Z', overdue: true },
          { ...item, kind: 'check-in', dueAt: '2026-04-02T06:00:00.000Z', checkInId },
          { ...item, kind: 'answer', dueAt: null },
        ],
      });
    for (const who of [sam, hr, auditor, ines]) expect(await ask(ListReportDutiesHandler, {}, who, log)).toEqual({ items: [] });
  });
});

describe('work that follows from reports', () => {
  const work = (process: ActingProcess, ...entries: Entry[]) =>
    [...workAfter(process, logOf(...entries))].map(([key, { dueAt, data }]) => ({
      key,
      dueAt,
      command: process.act(data, key),
    }));
  const target = derivedId('spec', 'target');
  const movedTo = ReportMoved({ caseId: target, from: caseId, reasons: seal('x') });
  const joined = ReportJoined({ reportId, accused: [], subjects: [], reports: [reportId] });

  it('a report that was moved is to join its new case, until it did', () => {
    const command = Object.assign(new JoinReport(), { reportId, caseId: target });
    expect(work(joinReport, ...reportEntries(...followed, movedTo))).toEqual([{ key: reportId, dueAt: now, command }]);
    expect(work(joinReport, ...reportEntries(...followed, movedTo), [`case-${target}`, joined])).toEqual([]);
  });

  it.each([
    ['declined', ReportDeclined({ caseId, ground: 'e-mail', reasons: seal('x') })],
    ['referred', ReportReferred({ caseId, to: seal('x'), reasons: seal('x') })],
    ['moved', movedTo],
  ] as const)('the case of a report that was %s is to be set aside, unless triage was faster', (report, event) => {
    const command = Object.assign(new SetAsideCase(), { caseId, report });
    const entries = [...caseEntries(...triage), ...reportEntries(...followed, event)];
    expect(work(setAsideCase, ...entries)).toEqual([{ key: caseId, dueAt: now, command }]);
    for (const after of [CaseDeclined({ ground: 'other', reasons: seal('x') }), investigating, CaseClosed({ on: '2026-03-02' })])
      expect(work(setAsideCase, ...entries, ...caseEntries(after))).toEqual([]);
  });

  const retaliation = [received(), RetaliationReported({ caseId: target, keptOut: [] }), FollowUpOffered({})];
  const dueAt = '2026-04-02T06:00:00.000Z';
  const scheduled = CheckInScheduled({ checkInId, dueAt });
  const recorded = CheckInRecorded({ checkInId, on: '2026-03-02', how: 'letter', note: seal('x'), retaliation: false });

  it('whoever reported retaliation is to be asked again, until that is over', () => {
    const next = [{ key: reportId, dueAt: now, command: Object.assign(new ScheduleCheckIn(), { reportId }) }];
    expect(work(scheduleCheckIn, ...reportEntries(...followed))).toEqual([]);
    expect(work(scheduleCheckIn, ...reportEntries(...followed, CheckInsOwed({})))).toEqual(next);
    expect(work(scheduleCheckIn, ...reportEntries(...followed, CheckInsOwed({}), scheduled))).toEqual([]);
    expect(work(scheduleCheckIn, ...reportEntries(...retaliation))).toEqual(next);
    expect(work(scheduleCheckIn, ...reportEntries(...retaliation, scheduled))).toEqual([]);
    expect(work(scheduleCheckIn, ...reportEntries(...retaliation, scheduled, recorded))).toEqual(next);
    expect(work(scheduleCheckIn, ...reportEntries(...retaliation, scheduled, recorded, CheckInsEnded({})))).toEqual([]);
  });

  it('a check-in falls overdue once its day has passed, unless it was made', () => {
    const command = Object.assign(new MarkCheckInOverdue(), { reportId, checkInId });
    expect(work(checkInOverdue, ...reportEntries(...retaliation, scheduled))).toEqual([{ key: checkInId, dueAt, command }]);
    for (const after of [recorded, CheckInOverdue({ checkInId, wasDueAt: dueAt })])
      expect(work(checkInOverdue, ...reportEntries(...retaliation, scheduled, after))).toEqual([]);
  });
});

it('the walls of a case that a report joined stand around all of its reports, for everyone it is about', () => {
  const other = derivedId('spec', 'joined');
  const join = ReportJoined({
    reportId: other,
    accused: [wes.person],
    subjects: [sam.person, wes.person],
    reports: [reportId, other],
  });
  const rows = rowsAfter(caseWall, logOf(...reportEntries(received()), ...caseEntries(opened(), settled, framed(), join)));
  for (const { person } of [sam, wes])
    expect([...rows.values()].filter((row) => row.person === person).map(({ stream }) => stream)).toEqual(
      expect.arrayContaining([`case-${caseId}`, `report-${reportId}`, `report-${other}`]),
    );
  expect([...rows.values()].filter((row) => row.person === rita.person)).toEqual([]);
});
