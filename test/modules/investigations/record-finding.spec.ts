import { FindingRecorded, WitnessNamed } from '../../../src/modules/cases/case.js';
import { RecordFindingHandler } from '../../../src/modules/investigations/record-finding.js';
import {
  AllegationPut,
  ProceedingOpened,
  proceedingId,
  proceedings,
  SubjectAnswered,
  SubjectInformed,
} from '../../../src/modules/proceedings/proceeding.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored } from '../../kit/given.js';
import {
  allegationId,
  caseEntries,
  caseId,
  communications,
  factsOf,
  found,
  ines,
  manager,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  sam,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const openedProceeding = ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-02-22' });
const put = AllegationPut({ caseId, allegation: { allegationId, clause: 'STD-4', policyVersion: '5716' }, on: '2026-02-22' });
const told = (answerBy: string) =>
  SubjectInformed({ caseId, allegationIds: [allegationId], service: 'in-person', on: '2026-02-23', answerBy });
const answered = SubjectAnswered({ caseId, kind: 'meeting', on: '2026-02-24', statement: seal('I wrote it.') });
const proceeding = (...events: Parameters<typeof stored>[0][number][]) => fold(proceedings, stored([openedProceeding, put, ...events]));

const facts = { reporters: new Set([rita.person]), proceeding: proceeding(told('2026-03-09'), answered) };
const finding = {
  caseId,
  allegationId,
  outcome: 'sustained' as const,
  standard: 'preponderance' as const,
  reasons: 'No source is named.',
  reliesOnUndisclosedSourceAlone: false,
};
const unfounded = { ...finding, outcome: 'unfounded' as const };

describe('recording a finding', () => {
  it('settles one allegation', () =>
    given(...underInvestigation)
      .when(RecordFindingHandler, finding, ines, facts)
      .then(found()));

  it('is the investigator’s alone', () => {
    for (const who of [manager, communications, wes])
      given(...underInvestigation)
        .when(RecordFindingHandler, finding, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation)
      .when(RecordFindingHandler, finding, ines, { ...facts, reporters: new Set([ines.person]) })
      .refused('access.not-permitted');
    given(...underInvestigation)
      .when(RecordFindingHandler, finding, ines, { ...facts, below: true })
      .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: ines.person }))
      .when(RecordFindingHandler, finding, ines, facts)
      .refused('access.not-permitted');
  });

  it('happens during the investigation', () =>
    given(...reported)
      .when(RecordFindingHandler, finding, ines, facts)
      .refused('case.not-under-investigation'));

  it('settles an allegation of this case, once', () => {
    given(...underInvestigation)
      .when(RecordFindingHandler, { ...finding, allegationId: derivedId('spec', 'other') }, ines, facts)
      .refused('case.no-such-allegation', ['allegationId']);
    given(...underInvestigation, found('unfounded'))
      .when(RecordFindingHandler, finding, ines, facts)
      .refused('case.finding-stands');
  });

  it('sustains nothing before the subject was told and could answer', () => {
    const unheard = [proceedings.initial, proceeding(), proceeding(told('2026-03-02')), proceeding(told('2026-03-09'))];
    for (const one of unheard)
      given(...underInvestigation)
        .when(RecordFindingHandler, finding, ines, { ...facts, proceeding: one })
        .refused('case.subject-not-heard', ['outcome']);
    given(...underInvestigation)
      .when(RecordFindingHandler, finding, ines, { ...facts, proceeding: proceeding(told('2026-03-01')) })
      .then(found());
    given(...underInvestigation)
      .when(RecordFindingHandler, unfounded, ines, { ...facts, proceeding: proceeding() })
      .then(found('unfounded'));
  });

  it('sustains nothing on an undisclosed source alone without saying why', () => {
    const alone = { ...finding, reliesOnUndisclosedSourceAlone: true };
    given(...underInvestigation)
      .when(RecordFindingHandler, alone, ines, facts)
      .refused('case.sole-source-unexplained');
    given(...underInvestigation)
      .when(RecordFindingHandler, { ...alone, soleSourceReason: 'It is a log.' }, ines, facts)
      .then(
        FindingRecorded({
          allegationId,
          outcome: 'sustained',
          standard: 'preponderance',
          reasons: seal('No source is named.'),
          soleSource: seal('It is a log.'),
        }),
      );
    given(...underInvestigation)
      .when(RecordFindingHandler, { ...unfounded, reliesOnUndisclosedSourceAlone: true }, ines, facts)
      .then(found('unfounded'));
  });

  it('takes such a reason with nothing else', () => {
    for (const other of [finding, { ...unfounded, reliesOnUndisclosedSourceAlone: true }])
      given(...underInvestigation)
        .when(RecordFindingHandler, { ...other, soleSourceReason: 'x' }, ines, facts)
        .refused('case.sole-source-needless');
  });

  it('gathers the subject’s proceeding', async () => {
    const entries = [...reportEntries(received(), reportedBy(rita.person)), ...caseEntries(...underInvestigation)];
    const stream = `proceeding-${proceedingId(caseId, sam.person)}`;
    expect(await factsOf(RecordFindingHandler, finding, ines, ...entries, [stream, openedProceeding], [stream, put])).toMatchObject({
      proceeding: { status: 'named' },
    });
    expect(await factsOf(RecordFindingHandler, { ...finding, allegationId: derivedId('spec', 'other') }, ines, ...entries)).toMatchObject({
      proceeding: { status: 'absent' },
    });
  });
});
