import { attachReport } from '../../../src/modules/cases/attach-report.process.js';
import {
  CaseClosed,
  CaseDeclined,
  CaseEscalated,
  CaseHandledInformally,
  CaseResumed,
  CaseSuspended,
  DecisionPostponed,
  DeterminationIssued,
  FactAdmitted,
  InvestigationResumed,
} from '../../../src/modules/cases/case.js';
import { CloseCase } from '../../../src/modules/cases/close-case.js';
import { closeCase } from '../../../src/modules/cases/close-case.process.js';
import { EscalateCase } from '../../../src/modules/cases/escalate-case.js';
import { escalateCase } from '../../../src/modules/cases/escalate-case.process.js';
import { OpenCase } from '../../../src/modules/cases/open-case.js';
import { openCase } from '../../../src/modules/cases/open-case.process.js';
import { PostponeDecision } from '../../../src/modules/cases/postpone-decision.js';
import {
  DisciplineBecameFinal,
  DisciplineImposed,
  NoActionTaken,
  NothingSustained,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
  proceedingId,
} from '../../../src/modules/proceedings/proceeding.js';
import { AttachReport } from '../../../src/modules/reports/attach-report.js';
import { ReportAttached } from '../../../src/modules/reports/report.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { ActingProcess } from '../../../src/platform/processes/process.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  allegationId,
  caseEntries,
  caseId,
  determined,
  dueAfter,
  type Entry,
  filed,
  framed,
  investigating,
  opened,
  received,
  reportEntries,
  reported,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const work = (process: ActingProcess, ...entries: Entry[]) =>
  [...workAfter(process, logOf(...entries))].map(([key, { dueAt, data }]) => ({
    key,
    dueAt,
    command: process.act(data, key),
  }));
const dueAt = (process: ActingProcess, ...entries: Entry[]) =>
  work(process, ...entries)
    .map((row) => row.dueAt)
    .filter((at) => at !== null);

const proceeding = (who = sam) => `proceeding-${proceedingId(caseId, who.person)}`;
const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') });
const informal = CaseHandledInformally({ reasons: seal('Told.'), dueAt: dueAfter.discipline });
const admitted = FactAdmitted({ allegationId, subject: sam.person, toldOn: '2026-03-01', statement: seal('x') });
const closed = CaseClosed({ on: '2026-03-02' });
const imposed = (grievableUntil: string | null) => DisciplineImposed({ caseId, grievableUntil } as never);
const noAction = NoActionTaken({ caseId, reasons: seal('x'), act: null });
const nothing = NothingSustained({ caseId });
const final = DisciplineBecameFinal({ caseId, on: '2026-03-17' });

describe('a report', () => {
  it('is to be made a case of at once, until that is there', () => {
    const entries = reportEntries(received(), reportedBy(rita.person));
    expect(work(openCase, ...entries)).toEqual([{ key: reportId, dueAt: now, command: Object.assign(new OpenCase(), { reportId }) }]);
    expect(work(openCase, ...entries, ...caseEntries(opened()))).toEqual([]);
  });
  it('is to be attached to its case at once, until it is', () => {
    const entries = [...reportEntries(received()), ...caseEntries(opened(), settled)];
    expect(work(attachReport, ...entries)).toEqual([
      { key: reportId, dueAt: now, command: Object.assign(new AttachReport(), { reportId, caseId }) },
    ]);
    expect(work(attachReport, ...entries, ...reportEntries(ReportAttached({ caseId })))).toEqual([]);
  });
});

describe('a case past due', () => {
  const due = (...events: Parameters<typeof caseEntries>) => dueAt(escalateCase, ...caseEntries(...events));
  it('is to be escalated when the step in hand is due', () => {
    expect(work(escalateCase, ...caseEntries(...triage))).toEqual([
      { key: caseId, dueAt: dueAfter.triage, command: Object.assign(new EscalateCase(), { caseId }) },
    ]);
    expect(due(...triage, investigating)).toEqual([dueAfter.investigation]);
    expect(due(...reported)).toEqual([dueAfter.determination]);
    expect(due(...reported, determined())).toEqual([dueAfter.discipline]);
    expect(due(...triage, framed(), admitted, informal)).toEqual([dueAfter.discipline]);
  });
  it('is escalated once for each step', () => {
    const escalated = CaseEscalated({ wasDueAt: dueAfter.triage, to: 'City Manager' });
    expect(due(...triage, escalated)).toEqual([]);
    expect(due(...triage, escalated, investigating)).toEqual([dueAfter.investigation]);
    const rested = (dueAt: string) => [
      CaseSuspended({ cause: 'other', reasons: seal('x'), subjects: [] }),
      CaseResumed({ reasons: seal('x'), dueAt, subjects: [] }),
    ];
    expect(due(...triage, escalated, ...rested(dueAfter.triage))).toEqual([]);
    expect(due(...triage, escalated, ...rested(dueAfter.investigation))).toEqual([dueAfter.investigation]);
  });
  it('is none where nothing is left to decide', () => {
    expect(due(...triage, declined)).toEqual([]);
    expect(due(...triage, informal)).toEqual([]);
    expect(due(...underInvestigation, filed, determined('unfounded'))).toEqual([]);
    expect(due(...reported, closed)).toEqual([]);
    for (const decision of [imposed('2026-03-17T06:00:00.000Z'), noAction])
      expect(dueAt(escalateCase, ...caseEntries(...reported, determined()), [proceeding(), decision])).toEqual([]);
    expect(dueAt(escalateCase, ...caseEntries(...reported, determined()), [proceeding(), noAction], [proceeding(), noAction])).toEqual([]);
  });
  it('is none while every proceeding that is to be decided is held, or its subject left', () => {
    const held = ProceedingHeld({ caseId, on: '2026-03-02', reasons: seal('x'), withCase: false });
    const left = ProceedingSeparated({ caseId, on: '2026-03-02', reason: 'resigned', note: null });
    const again = ProceedingResumed({ caseId, on: '2026-03-12' } as never);
    const [later, next] = ['2026-03-12T19:00:00.000Z', '2026-04-12T06:00:00.000Z'];
    const goesOn: Entry = [proceeding(), again, { recordedAt: later }];
    const decidable = caseEntries(...reported, determined());
    for (const aside of [held, left]) {
      expect(dueAt(escalateCase, ...decidable, [proceeding(), aside])).toEqual([]);
      expect(dueAt(escalateCase, ...caseEntries(...reported), [proceeding(), aside], ...caseEntries(determined()))).toEqual([]);
      expect(work(escalateCase, ...decidable, [proceeding(), aside], goesOn)).toEqual([
        { key: caseId, dueAt: later, command: Object.assign(new PostponeDecision(), { caseId, since: now }) },
      ]);
      const postponed = caseEntries(DecisionPostponed({ since: now, dueAt: next }));
      expect(work(escalateCase, ...decidable, [proceeding(), aside], goesOn, ...postponed)).toEqual([
        { key: caseId, dueAt: next, command: Object.assign(new EscalateCase(), { caseId }) },
      ]);
    }
    const escalated = caseEntries(CaseEscalated({ wasDueAt: dueAfter.discipline, to: 'City Manager' }));
    const late = caseEntries(DecisionPostponed({ since: later, dueAt: dueAfter.discipline }));
    expect(dueAt(escalateCase, ...decidable, ...escalated, [proceeding(), held], goesOn, ...late)).toEqual([]);
  });
  it('is none for whoever settled before the determination, and for nobody who was decided by then', () => {
    const settledEarly = ProceedingSettled({ caseId, on: '2026-03-02', terms: seal('x'), approvedBy: 'City Manager', act: null });
    expect(dueAt(escalateCase, ...caseEntries(...reported), [proceeding(), settledEarly], ...caseEntries(determined()))).toEqual([]);
    const resumed = InvestigationResumed({
      proceedingId: proceedingId(caseId, wes.person),
      allegationIds: [],
      dueAt: dueAfter.investigation,
    });
    const second = DeterminationIssued({
      ...determined().data,
      outcomes: [{ allegationId: derivedId('spec', 'second'), subject: wes.person, outcome: 'not-sustained' }],
    });
    const again = [...caseEntries(...reported, determined()), ...caseEntries(resumed)];
    // What was decided while the investigation went on ends no watch over it.
    expect(dueAt(escalateCase, ...again, [proceeding(), noAction])).toEqual([dueAfter.investigation]);
    expect(dueAt(escalateCase, ...again, [proceeding(), noAction], ...caseEntries(filed, second))).toEqual([]);
    expect(dueAt(escalateCase, ...again, ...caseEntries(filed, second))).toEqual([dueAfter.discipline]);
  });
  it('waits for the last of several decisions', () => {
    const both = DeterminationIssued({
      ...determined().data,
      outcomes: [...determined().data.outcomes, { allegationId: derivedId('spec', 'second'), subject: wes.person, outcome: 'sustained' }],
    });
    const entries = caseEntries(...reported, both);
    expect(dueAt(escalateCase, ...entries, [proceeding(), noAction])).toEqual([dueAfter.discipline]);
    expect(dueAt(escalateCase, ...entries, [proceeding(), noAction], [proceeding(wes), imposed(null)])).toEqual([]);
  });
});

describe('a case that is over', () => {
  it('is to be closed at once where it has no proceeding, until it is', () => {
    for (const end of [declined, informal]) {
      expect(work(closeCase, ...caseEntries(...triage, end))).toEqual([
        { key: caseId, dueAt: now, command: Object.assign(new CloseCase(), { caseId }) },
      ]);
      expect(work(closeCase, ...caseEntries(...triage, end, closed))).toEqual([]);
    }
  });
  it('is to be closed by one command, though whoever left before the determination is cleared after it', () => {
    const left = ProceedingSeparated({ caseId, on: '2026-03-02', reason: 'resigned', note: null });
    const cleared: Entry = [proceeding(), nothing, { recordedAt: '2026-03-02T19:00:05.000Z' }];
    const rows = (...entries: Entry[]) => [
      ...workAfter(
        closeCase,
        logOf(...caseEntries(...reported), [proceeding(), left], ...caseEntries(determined('unfounded')), ...entries),
      ).values(),
    ];
    expect(rows()).toMatchObject([{ dueAt: now }]);
    // The command's id follows from what caused it: another cause would be another command, and refused.
    expect(rows(cleared)).toEqual(rows());
    expect(rows(cleared, ...caseEntries(closed))).toEqual([]);
  });
  it('is not to be closed before its end', () => {
    for (const past of [triage, underInvestigation, reported]) expect(dueAt(closeCase, ...caseEntries(...past))).toEqual([]);
    expect(dueAt(closeCase, ...caseEntries(...underInvestigation), [proceeding(), nothing])).toEqual([]);
  });
  it('is to be closed once every proceeding is final', () => {
    const entries = caseEntries(...triage, investigating, framed(), framed(wes.person, derivedId('spec', 'second')), determined());
    expect(dueAt(closeCase, ...entries)).toEqual([]);
    for (const one of [nothing, noAction, imposed(null), final]) {
      expect(dueAt(closeCase, ...entries, [proceeding(), one])).toEqual([]);
      expect(dueAt(closeCase, ...entries, [proceeding(), one], [proceeding(wes), nothing])).toEqual([now]);
    }
    expect(dueAt(closeCase, ...entries, [proceeding(), nothing], [proceeding(wes), imposed('2026-03-17T06:00:00.000Z')])).toEqual([]);
  });
});
