import {
  AuthoritySettled,
  CaseClosed,
  CaseDeclined,
  CaseReopened,
  DeterminationIssued,
  InvestigationReportFiled,
} from '../../../src/modules/cases/case.js';
import { CloseCase } from '../../../src/modules/cases/close-case.js';
import { closeCase } from '../../../src/modules/cases/close-case.process.js';
import { escalateCase } from '../../../src/modules/cases/escalate-case.process.js';
import { ReopenCaseHandler } from '../../../src/modules/cases/reopen-case.js';
import { TriageCaseHandler } from '../../../src/modules/cases/triage-case.js';
import { PutAllegationHandler } from '../../../src/modules/discipline/put-allegation.js';
import { ReopenProceeding, ReopenProceedingHandler } from '../../../src/modules/discipline/reopen-proceeding.js';
import { reopenProceeding } from '../../../src/modules/discipline/reopen-proceeding.process.js';
import { FileReportHandler } from '../../../src/modules/investigations/file-investigation-report.js';
import { IssueDeterminationHandler } from '../../../src/modules/investigations/issue-determination.js';
import { policies } from '../../../src/modules/policy/policy.js';
import {
  NoActionTaken,
  NothingSustained,
  ProceedingOpened,
  ProceedingReopened,
  proceedingId,
  proceedings,
} from '../../../src/modules/proceedings/proceeding.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  deadlines,
  determined,
  dueAfter,
  type Entry,
  factsOf,
  framed,
  ines,
  investigating,
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
  usual,
} from '../../kit/stories/a-case.js';

const closed = CaseClosed({ on: '2026-03-02' });
const over = [...reported, determined('not-sustained'), closed];
const facts = {
  reporters: new Set([rita.person]),
  known: false,
  settled: usual,
  investigatorStays: true,
  disciplined: new Set<string>(),
  deadlines,
};
const command = { caseId, reasons: 'It matters.', evidence: 'The archive turned up.', setAside: [allegationId] };
const reopened = (setAside = [{ allegationId, subject: sam.person }], act: { meetingOn: string; motion: string } | null = null) =>
  CaseReopened({ reasons: seal('It matters.'), evidence: seal('The archive turned up.'), setAside, act, dueAt: dueAfter.triage });
const act = { meetingOn: '2026-03-01', motion: '2026-17' };
const stream = `proceeding-${proceedingId(caseId, sam.person)}`;
const ofSam = ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-03-01' });

describe('reopening a case', () => {
  it('is done by who decides, on new evidence, and sets outcomes aside', () => {
    given(...over)
      .when(ReopenCaseHandler, command, manager, facts)
      .then(reopened());
    given(...over)
      .when(ReopenCaseHandler, { ...command, setAside: [] }, manager, facts)
      .then(reopened([]));
    for (const who of [communications, attorney, ines])
      given(...over)
        .when(ReopenCaseHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...over)
      .when(ReopenCaseHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('is Council’s by its act', () => {
    const byCouncil = [opened([sam.person]), councilDecides, CaseDeclined({ ground: 'other', reasons: seal('x') }), closed];
    const council = { ...facts, settled: { intake: ['City Attorney' as const], decides: 'Council' as const } };
    given(...byCouncil)
      .when(ReopenCaseHandler, { ...command, setAside: [], act }, clerk, council)
      .then(reopened([], act));
    given(...byCouncil)
      .when(ReopenCaseHandler, { ...command, setAside: [] }, clerk, council)
      .refused('case.act-missing');
    given(...byCouncil)
      .when(ReopenCaseHandler, { ...command, setAside: [], act: { ...act, meetingOn: '2026-04-01' } }, clerk, council)
      .refused('case.meeting-in-future');
    given(...over)
      .when(ReopenCaseHandler, { ...command, act }, manager, facts)
      .refused('case.act-misplaced');
  });
  it('settles anew who takes in and decides', () => {
    given(...over)
      .when(ReopenCaseHandler, command, manager, { ...facts, settled: { intake: ['City Attorney'], decides: 'Council' } })
      .then(reopened(), AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }));
    given(...over)
      .when(ReopenCaseHandler, command, manager, { ...facts, settled: undefined })
      .refused('case.nobody-decides');
  });
  it('needs a closed case and configured deadlines', () => {
    for (const past of [triage, reported, [...reported, determined()], [...over, reopened()]])
      given(...past)
        .when(ReopenCaseHandler, command, manager, facts)
        .refused('case.not-closed');
    given(...over)
      .when(ReopenCaseHandler, command, manager, { ...facts, deadlines: undefined })
      .refused('case.procedure-missing');
  });
  it('sets aside what was determined, and no discipline', () => {
    given(...over)
      .when(ReopenCaseHandler, { ...command, setAside: [derivedId('spec', 'none')] }, manager, facts)
      .refused('case.no-such-allegation', ['setAside.0']);
    given(...triage, framed(), CaseDeclined({ ground: 'other', reasons: seal('x') }), closed)
      .when(ReopenCaseHandler, command, manager, facts)
      .refused('case.outcome-not-determined', ['setAside.0']);
    given(...over)
      .when(ReopenCaseHandler, command, manager, { ...facts, disciplined: new Set([sam.person]) })
      .refused('case.subject-disciplined', ['setAside.0']);
  });
  it('knows whose proceeding ended in more than nothing', async () => {
    const gathered = (...end: Parameters<typeof reportEntries>) =>
      factsOf(
        ReopenCaseHandler,
        command,
        manager,
        ...reportEntries(received(), reportedBy(rita.person)),
        ...caseEntries(...over),
        [stream, ofSam],
        ...end.map((event) => [stream, event] as const),
      );
    expect((await gathered(NothingSustained({ caseId }))).disciplined).toEqual(new Set<string>());
    expect((await gathered()).disciplined).toEqual(new Set([sam.person]));
  });
});

describe('a reopened case', () => {
  const again = [...over, reopened()];
  const none = [...over, reopened([])];

  it('is triaged like a new one; what is to be found anew keeps it from being declined', () => {
    const triaging = { ...facts, proceeding: proceedings.initial, policy: policies.initial };
    const decline = { caseId, decision: 'decline' as const, ground: 'no-violation-if-true' as const, reasons: 'Nothing new.' };
    given(...none)
      .when(TriageCaseHandler, decline, communications, triaging)
      .then(CaseDeclined({ ground: 'no-violation-if-true', reasons: seal('Nothing new.') }));
    given(...again)
      .when(TriageCaseHandler, decline, communications, triaging)
      .refused('case.allegations-open', ['decision']);
  });
  it('has nobody investigate it until somebody is assigned', () =>
    given(...again, investigating)
      .when(FileReportHandler, { caseId, summary: 'x' }, ines, { reporters: new Set<string>(), deadlines })
      .refused('access.not-permitted'));
  it('needs the findings that were set aside, and no others, and determines them alone', () => {
    const filing = { reporters: new Set<string>(), deadlines };
    given(...again, investigating, assigned)
      .when(FileReportHandler, { caseId, summary: 'x' }, ines, filing)
      .refused('case.findings-missing');
    const report = InvestigationReportFiled({ summary: seal('x'), dueAt: dueAfter.determination });
    given(...none, investigating, assigned)
      .when(FileReportHandler, { caseId, summary: 'x' }, ines, filing)
      .then(report);
    const empty = { ...determined().data, outcomes: [], acknowledged: [] };
    given(...none, investigating, assigned, report)
      .when(IssueDeterminationHandler, { caseId, reasons: 'As found.' }, manager, {
        reporters: new Set<string>(),
        judgesSuperior: false,
        acknowledged: [],
        unheard: new Set<string>(),
        deadlines,
      })
      .then(DeterminationIssued(empty));
  });
  it('is closed again only after its new end, and escalated by its new due date', () => {
    const rows = (process: typeof closeCase, ...entries: Entry[]) => [...workAfter(process, logOf(...entries)).values()];
    expect(rows(closeCase, ...caseEntries(...again)).map(({ dueAt }) => dueAt)).toEqual([null]);
    expect(rows(escalateCase, ...caseEntries(...again)).map(({ dueAt }) => dueAt)).toEqual([dueAfter.triage]);
    const redone = [...caseEntries(...again, determined('unfounded'))] as const;
    expect(rows(closeCase, ...redone, [stream, ProceedingReopened({ caseId, allegationIds: [] })]).map(({ dueAt }) => dueAt)).toEqual([
      null,
    ]);
    const ended = rows(
      closeCase,
      ...redone,
      [stream, ProceedingReopened({ caseId, allegationIds: [] })],
      [stream, NothingSustained({ caseId })],
    );
    expect(ended.map(({ dueAt }) => dueAt)).toEqual([now]);
    expect(closeCase.act(ended[0]!.data, caseId)).toEqual(Object.assign(new CloseCase(), { caseId }));
  });
});

describe('the proceeding of a subject whose outcome was set aside', () => {
  const ended = [ofSam, NothingSustained({ caseId })];
  const reopen = { caseId, subject: sam.person, allegationIds: [allegationId] };

  it('is taken up again by a process, once', () => {
    const work = (...entries: Entry[]) =>
      [...workAfter(reopenProceeding, logOf(...entries))].map(([key, { dueAt, data }]) => ({
        key,
        dueAt,
        command: reopenProceeding.act(data, key),
      }));
    expect(work(...caseEntries(...over, reopened()))).toEqual([
      { key: proceedingId(caseId, sam.person), dueAt: now, command: Object.assign(new ReopenProceeding(), reopen) },
    ]);
    expect(work(...caseEntries(...over, reopened()), [stream, ProceedingReopened({ caseId, allegationIds: [allegationId] })])).toEqual([]);
    expect(work(...caseEntries(...over, reopened([])))).toEqual([]);
  });
  it('goes on where it ended without discipline', () => {
    given(...ended)
      .when(ReopenProceedingHandler, reopen, systemCaller)
      .then(ProceedingReopened({ caseId, allegationIds: [allegationId] }));
    given(ofSam).when(ReopenProceedingHandler, reopen, systemCaller).refused('proceeding.outcome-stands');
    given(...ended)
      .when(ReopenProceedingHandler, reopen, manager)
      .refused('access.not-permitted');
  });
  it('takes a new allegation of the reopened case', () => {
    const put = { caseId, subject: sam.person, allegationId, clause: 'STD-4', policyVersion: '5716' };
    const track = { track: 'permanent' as const, department: null, admitted: false, decides: 'City Manager' as const };
    const sustained = {
      caseId,
      allegationIds: [derivedId('spec', 'first')],
      by: 'determination' as const,
      decides: 'City Manager' as const,
    };
    for (const end of [
      ended,
      [ofSam, { type: 'AllegationsSustained', data: sustained }, NoActionTaken({ caseId, reasons: seal('x'), act: null })],
    ])
      expect(
        given(...end)
          .when(PutAllegationHandler, put, systemCaller, track)
          .events()
          .map(({ type }) => type),
      ).toEqual(['ProceedingReopened', 'AllegationPut']);
  });
});
