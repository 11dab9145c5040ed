import { WitnessNamed } from '../../../src/modules/cases/case.js';
import { FileReportHandler } from '../../../src/modules/investigations/file-investigation-report.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { given } from '../../kit/given.js';
import {
  assigned,
  caseEntries,
  caseId,
  deadlines,
  factsOf,
  filed,
  found,
  framed,
  ines,
  investigating,
  manager,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]), deadlines };
const command = { caseId, summary: 'One allegation, sustained.' };

describe('filing the investigation report', () => {
  it('hands the case to who decides', () =>
    given(...underInvestigation, found())
      .when(FileReportHandler, command, ines, facts)
      .then(filed));

  it('is the investigator’s alone', () => {
    for (const who of [manager, wes])
      given(...underInvestigation, found())
        .when(FileReportHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation, found())
      .when(FileReportHandler, command, ines, { ...facts, reporters: new Set([ines.person]) })
      .refused('access.not-permitted');
    given(...underInvestigation, found())
      .when(FileReportHandler, command, ines, { ...facts, below: true })
      .refused('access.not-permitted');
    given(...underInvestigation, found(), WitnessNamed({ person: ines.person }))
      .when(FileReportHandler, command, ines, facts)
      .refused('access.not-permitted');
  });

  it('happens once', () =>
    given(...reported)
      .when(FileReportHandler, command, ines, facts)
      .refused('case.not-under-investigation'));

  it('answers an allegation at least, and every one of them', () => {
    given(...triage, investigating, assigned)
      .when(FileReportHandler, command, ines, facts)
      .refused('case.no-allegations');
    given(...underInvestigation)
      .when(FileReportHandler, command, ines, facts)
      .refused('case.findings-missing');
    given(...underInvestigation, found(), framed(wes.person, derivedId('spec', 'second')))
      .when(FileReportHandler, command, ines, facts)
      .refused('case.findings-missing');
  });

  it('needs a deadline for the determination', () =>
    given(...underInvestigation, found())
      .when(FileReportHandler, command, ines, { ...facts, deadlines: undefined })
      .refused('case.procedure-missing'));

  it('knows the deadlines', async () =>
    expect(
      await factsOf(
        FileReportHandler,
        command,
        ines,
        ...reportEntries(received(), reportedBy(rita.person)),
        ...caseEntries(...underInvestigation),
      ),
    ).toEqual({ deadlines }));
});
