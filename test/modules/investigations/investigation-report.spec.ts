import { InvestigationReportReturned, InvestigationReportReviewed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { IssueDeterminationHandler } from '../../../src/modules/investigations/issue-determination.js';
import { RecordFindingHandler } from '../../../src/modules/investigations/record-finding.js';
import { ReturnReportHandler } from '../../../src/modules/investigations/return-investigation-report.js';
import { ReviewReportHandler } from '../../../src/modules/investigations/review-investigation-report.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given } from '../../kit/given.js';
import {
  allegationId,
  assigned,
  attorney,
  caseId,
  clerk,
  communications,
  councilDecides,
  deadlines,
  determined,
  filed,
  found,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  reported,
  rita,
  sam,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]) };
const act = { meetingOn: '2026-03-01', motion: '2026-17' };
const byCouncil = [opened([sam.person]), councilDecides, investigating, framed(), assigned, found(), filed];

describe('sending the investigation report back', () => {
  const command = { caseId, reasons: 'Thin.', missing: 'Nobody asked the editor.', dueOn: '2026-03-20', setAside: [allegationId] };
  const returned = InvestigationReportReturned({
    reasons: seal('Thin.'),
    missing: seal('Nobody asked the editor.'),
    setAside: [allegationId],
    act: null,
    dueAt: '2026-03-21T06:00:00.000Z',
  });

  it('is done by who decides, with what is missing and a new due date', () => {
    given(...reported)
      .when(ReturnReportHandler, command, manager, facts)
      .then(returned);
    for (const who of [communications, ines, attorney, hr])
      given(...reported)
        .when(ReturnReportHandler, command, who, facts)
        .refused('access.not-permitted');
  });
  it('is Council’s by an act of a meeting that was held', () => {
    given(...byCouncil)
      .when(ReturnReportHandler, { ...command, act }, clerk, facts)
      .then(InvestigationReportReturned({ ...returned.data, act }));
    given(...byCouncil)
      .when(ReturnReportHandler, command, clerk, facts)
      .refused('case.act-missing');
    given(...byCouncil)
      .when(ReturnReportHandler, { ...command, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts)
      .refused('case.meeting-in-future');
    given(...reported)
      .when(ReturnReportHandler, { ...command, act }, manager, facts)
      .refused('case.act-misplaced');
  });
  it('is not done by a witness or a reporter', () => {
    given(...reported, WitnessNamed({ person: manager.person }))
      .when(ReturnReportHandler, command, manager, facts)
      .refused('access.not-permitted');
    given(...reported)
      .when(ReturnReportHandler, command, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('follows a report, names allegations of it, and leaves time', () => {
    for (const past of [underInvestigation, [...reported, returned], [...reported, determined()]])
      given(...past)
        .when(ReturnReportHandler, command, manager, facts)
        .refused('case.no-report-filed');
    given(...reported)
      .when(ReturnReportHandler, { ...command, setAside: [derivedId('spec', 'none')] }, manager, facts)
      .refused('case.no-such-allegation', ['setAside.0']);
    given(...reported)
      .when(ReturnReportHandler, { ...command, dueOn: '2026-03-01' }, manager, facts)
      .refused('case.due-past');
  });
  it('lets the findings that it sets aside be made anew, and no others', () => {
    const finding = {
      caseId,
      allegationId,
      outcome: 'unfounded' as const,
      standard: 'preponderance' as const,
      reasons: 'The editor had it.',
    };
    const heard = { ...facts, proceeding: proceedings.initial };
    given(...reported, returned)
      .when(RecordFindingHandler, { ...finding, reliesOnUndisclosedSourceAlone: false }, ines, heard)
      .events();
    given(...reported, InvestigationReportReturned({ ...returned.data, setAside: [] }))
      .when(RecordFindingHandler, { ...finding, reliesOnUndisclosedSourceAlone: false }, ines, heard)
      .refused('case.finding-stands');
  });
});

describe('counsel’s review of the report', () => {
  const command = { caseId, opinion: 'insufficient' as const, note: 'One source.' };
  const reviewed = InvestigationReportReviewed({ opinion: 'insufficient', note: seal('One source.') });
  const deciding = {
    ...facts,
    judgesSuperior: false,
    acknowledged: [{ subject: sam.person, policyVersion: '5716', acknowledged: true }],
    unheard: new Set<string>(),
    deadlines,
  };

  it('is the City Attorney’s, once a report was filed', () => {
    given(...reported)
      .when(ReviewReportHandler, command, attorney, facts)
      .then(reviewed);
    for (const who of [manager, ines, clerk, wes])
      given(...reported)
        .when(ReviewReportHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...reported)
      .when(ReviewReportHandler, command, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
    given(...underInvestigation)
      .when(ReviewReportHandler, command, attorney, facts)
      .refused('case.no-report-filed');
  });
  it('that finds it insufficient is answered by a return, or by the determination', () => {
    given(...reported, reviewed)
      .when(IssueDeterminationHandler, { caseId, reasons: 'As found.' }, manager, deciding)
      .refused('case.review-unanswered');
    given(...reported, reviewed)
      .when(IssueDeterminationHandler, { caseId, reasons: 'As found.', reviewReason: 'The archive is another.' }, manager, deciding)
      .then({ ...determined(), data: { ...determined().data, overReview: seal('The archive is another.') } });
    given(...reported)
      .when(IssueDeterminationHandler, { caseId, reasons: 'As found.', reviewReason: 'x' }, manager, deciding)
      .refused('case.review-answer-needless');
  });
});
