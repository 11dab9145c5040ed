import { Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { type AuditedEvents, ListEventsHandler, scannedAtMost } from '../../../src/modules/audit/list-events.js';
import { CaseOpened, CasesLinked, ConflictDeclared } from '../../../src/modules/cases/case.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { IntervieweeIdentified, InterviewPlanned } from '../../../src/modules/evidence/interview.js';
import { ReporterIdentified, ReportReceived, RetaliationReported } from '../../../src/modules/reports/report.events.js';
import { event } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { entered, id, sam } from '../directory/people.js';

const Secret = event('Secret', 1, 'restricted', { clause: Text(), caseId: Text() });
const Amended = event('Amended', 1, 'public', {
  changes: Shape({ changed: ListOf(Text()) }),
  clauses: ListOf(Shape({ id: Text() })),
});
const Framed = event('Framed', 1, 'personnel', { allegation: Shape({ clause: Text() }) });
const types = [
  PersonEntered,
  CaseOpened,
  CasesLinked,
  ConflictDeclared,
  ReportReceived,
  ReporterIdentified,
  RetaliationReported,
  InterviewPlanned,
  IntervieweeIdentified,
  Secret,
  Amended,
  Framed,
];
const aude = caller(id('aude'), 'Auditor');
const [matter, other, report, reprisal, interview] = ['matter', 'other', 'report', 'reprisal', 'interview'].map((name) =>
  derivedId('spec-filter', name),
) as [string, string, string, string, string];
const rosa = id('rosa');
const byRosa = { actor: { person: rosa, office: 'Employee' } };

const opened = CaseOpened({ reportId: report, accused: [sam], openedOn: '2026-03-02', dueAt: now, ref: null });
const received = ReportReceived({ channel: 'web', receivedOn: '2026-03-02', summary: seal('It is so.'), accused: [sam] });
const log = logOf(
  [`report-${report}`, received, byRosa],
  [`report-${report}`, ReporterIdentified({ person: rosa, name: null, contact: null, confidential: true }), byRosa],
  [`case-${matter}`, opened, { actor: { person: id('system'), office: 'System' } }],
  [`case-${matter}`, ConflictDeclared({ person: rosa, reasons: seal('My kin.') }), { actor: { person: rosa, office: 'HR' } }],
  [`interview-${interview}`, InterviewPlanned({ caseId: matter, basis: 'voluntary', on: '2026-03-03', place: null })],
  [`interview-${interview}`, IntervieweeIdentified({ caseId: matter, as: 'reporter', person: rosa, name: null })],
  [`report-${reprisal}`, received, byRosa],
  [`report-${reprisal}`, RetaliationReported({ caseId: matter, keptOut: [] }), byRosa],
  [`case-${other}`, CasesLinked({ caseId: other, other: matter, kind: 'related' })],
  [`person-${sam}`, entered(), { recordedAt: '2026-03-05T08:00:00.000Z' }],
);

const positions = async (query: object, events = log, hidden: string[] = []) => {
  const { items, next } = (await ask(ListEventsHandler, { limit: 100, ...query }, aude, events, { hidden, types })) as AuditedEvents;
  return [...items.map(({ position }) => Number(position)), ...(next === null ? [] : [`next ${next}`])];
};

describe('the log filtered', () => {
  it('by stream', async () => expect(await positions({ stream: `case-${matter}` })).toEqual([3]));
  it('by type', async () => expect(await positions({ type: 'ReportReceived' })).toEqual([1, 7]));
  it('by the office in which someone acted', async () => {
    expect(await positions({ office: 'Employee', stream: `case-${other}` })).toEqual([9]);
    expect(await positions({ office: 'System' })).toEqual([3]);
  });
  it('by who acted', async () => expect(await positions({ actor: id('system') })).toEqual([3]));
  it('by time, both ends counted in and offsets understood', async () => {
    expect(await positions({ from: '2026-03-05T01:00:00-07:00' })).toEqual([10]);
    expect(await positions({ from: '2026-03-05T08:00:00.001Z' })).toEqual([]);
    expect(await positions({ to: now, type: 'CasesLinked' })).toEqual([9]);
    expect(await positions({ to: '2026-03-02T18:59:59Z' })).toEqual([]);
  });
  it('by clause, in allegations and in what an amendment touched', async () => {
    const events = logOf(
      ['a-1', Framed({ allegation: { clause: 'CIV-5a' } })],
      ['a-2', Framed({ allegation: { clause: 'CIV-5' } })],
      ['a-3', Amended({ changes: { changed: ['CIV-5a'] }, clauses: [{ id: 'CIV-5a' }, { id: 'CIV-5' }] })],
    );
    expect(await positions({ clause: 'CIV-5a' }, events)).toEqual([1, 3]);
    expect(await positions({ clause: 'CIV-5' }, events)).toEqual([2]);
  });
  it('by case: its own events, its reports’, its interviews’ and those that name it', async () =>
    expect(await positions({ caseId: matter })).toEqual([1, 2, 3, 5, 6, 9]));
  it('by several at once', async () =>
    expect(await positions({ caseId: matter, office: 'Employee', type: 'InterviewPlanned' })).toEqual([5]));

  it('finds nothing by what it withholds', async () => {
    // Rosa sent both reports, is the one interviewed, and declared a conflict.
    expect(await positions({ actor: rosa })).toEqual([]);
    expect(await positions({ type: 'ConflictDeclared' })).toEqual([]);
    expect(await positions({ actor: rosa, type: 'ReportReceived' })).toEqual([]);
    expect(await positions({ office: 'Employee', stream: `report-${report}` })).toEqual([]);
    // The report of a reprisal names the first case where nobody is shown it.
    expect(await positions({ caseId: matter, stream: `report-${reprisal}` })).toEqual([]);
    const secret = logOf(['x-1', Secret({ clause: 'CIV-5a', caseId: matter })], ['x-1', Secret({ clause: 'CIV-5a', caseId: matter })]);
    expect(await positions({ clause: 'CIV-5a' }, secret)).toEqual([]);
    expect(await positions({ caseId: matter }, secret)).toEqual([]);
  });

  it('finds nothing of a case that is hidden from the auditor', async () => {
    const hidden = [`case-${matter}`, `report-${report}`];
    expect(await positions({ caseId: matter }, log, hidden)).toEqual([]);
    expect(await positions({ actor: rosa }, log, hidden)).toEqual([]);
  });

  it('reads so much at a time and says where to go on, though it found nothing', async () => {
    const one = log[9]!;
    const events = Array.from({ length: scannedAtMost + 700 }, (_, at) => ({ ...one, stream: `person-${at}`, position: at + 1 }));
    events[scannedAtMost + 600] = { ...events[0]!, type: 'CaseOpened', position: scannedAtMost + 601 };
    expect(await positions({ type: 'CaseOpened' }, events)).toEqual([`next ${scannedAtMost}`]);
    expect(await positions({ type: 'CaseOpened', after: String(scannedAtMost) }, events)).toEqual([scannedAtMost + 601]);
    expect(await positions({ type: 'NoSuchThing', after: String(scannedAtMost) }, events)).toEqual([]);
  });
});
