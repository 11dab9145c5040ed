import { createHash } from 'node:crypto';
import { caseIdOf } from '../../../src/modules/cases/open-case.js';
import {
  basisOf,
  basisOfReport,
  DraftAcknowledgementHandler,
  type LetterDraft,
  PreviewAcknowledgementHandler,
} from '../../../src/modules/letters/draft-letter.js';
import { GetLetterContentHandler, GetLetterHandler } from '../../../src/modules/letters/get-letter.js';
import { document, IssueAcknowledgementHandler, IssueLetterHandler, type Made } from '../../../src/modules/letters/issue-letter.js';
import { AcknowledgementIssued, LetterIssued } from '../../../src/modules/letters/letter.js';
import { letterList } from '../../../src/modules/letters/letter-list.view.js';
import { type Letters, ListLettersHandler, ListReportLettersHandler } from '../../../src/modules/letters/list-letters.js';
import { DisciplineExpunged } from '../../../src/modules/proceedings/proceeding.events.js';
import { FollowUpOffered, ReportAcknowledged, ReporterIdentified } from '../../../src/modules/reports/report.events.js';
import { codeHolder, mayBeWrittenTo, type PresentReport, reports } from '../../../src/modules/reports/report.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, stored, today, within } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import * as aCase from '../../kit/stories/a-case.js';
import { imposedSuspension } from '../../kit/stories/grievances.js';
import {
  auditor,
  caseId,
  clerk,
  communications,
  final,
  hr,
  manager,
  noticedSuspension,
  ofSam,
  responded,
  sam,
  stateOf,
  stranger,
  subject,
} from '../../kit/stories/proceedings.js';
import { maker, proceedingOf } from './issued.js';

const hash = (of: string) => createHash('sha256').update(of).digest('hex');
const template = { version: 0, effectiveFrom: '1970-01-01', instrument: 'Casebook' };
const state = stateOf(...noticedSuspension);
if (state.status === 'absent') throw new Error('there is a proceeding');
const made: Made = {
  html: '<p>…</p>',
  htmlSha256: hash('html'),
  pdf: 'JVBERg==',
  pdfSha256: hash('pdf'),
  template,
  basis: basisOf(state),
};
const sent = {
  on: today,
  template,
  html: seal(made.html),
  htmlSha256: made.htmlSha256,
  pdf: seal(made.pdf),
  pdfSha256: made.pdfSha256,
};
const issued = LetterIssued({ kind: 'notice', proceedingId: ofSam, addressee: sam, caseId, ...sent });
const issue = { kind: 'notice' as const, proceedingId: ofSam, [document]: made };
const facts = { proceeding: state, standing: 'uninvolved' as const };

describe('IssueLetter', () => {
  it('keeps the bytes sealed, with their hashes and the template’s version', () =>
    within(...noticedSuspension)
      .given()
      .when(IssueLetterHandler, issue, hr, facts)
      .then(issued));
  it('is refused where the matter moved on after the letter was made', () =>
    within(...noticedSuspension, responded)
      .given()
      .when(IssueLetterHandler, issue, hr, { ...facts, proceeding: stateOf(...noticedSuspension, responded) })
      .refused('letter.moved-on'));
  it('is nothing for a reporter or a witness', () =>
    within(...noticedSuspension)
      .given()
      .when(IssueLetterHandler, issue, hr, { ...facts, standing: 'recused' })
      .refused('access.not-permitted'));
  it('is not there for another subject of the case', () =>
    within(...noticedSuspension)
      .given()
      .when(IssueLetterHandler, issue, hr, { ...facts, standing: 'walled' })
      .refused('resource.not-found'));
  it.each([subject, stranger, auditor, communications])('is for whoever decides, serves or advises', (who) =>
    within(...noticedSuspension)
      .given()
      .when(IssueLetterHandler, issue, who, facts)
      .refused('access.not-permitted'),
  );
  it('never goes without its document', () =>
    expect(() =>
      within(...noticedSuspension)
        .given()
        .when(IssueLetterHandler, { kind: 'notice', proceedingId: ofSam }, hr, facts)
        .events(),
    ).toThrow('a letter is issued with its document'));
});

const { reportId, rita, ines, received, reportEntries, caseEntries, reportedBy } = aCase;
const reportEvents = [received(), reportedBy(rita.person), FollowUpOffered({}), ReportAcknowledged({ on: today })];
const report = (...events: typeof reportEvents) => fold(reports, stored(events, `report-${reportId}`)) as PresentReport;
const acknowledge = { reportId, [document]: { ...made, basis: basisOfReport(report(...reportEvents)) } };
const acknowledged = AcknowledgementIssued({ reportId, caseId: caseIdOf(reportId), ...sent });
const log = (...more: aCase.Entry[]) =>
  logOf(...aCase.city, ...reportEntries(...reportEvents), ...caseEntries(aCase.opened(), aCase.settled), ...more);
const acknowledging = (who = aCase.communications, events = reportEvents) =>
  aCase.factsOf(IssueAcknowledgementHandler, { reportId }, who, ...reportEntries(...events), ...caseEntries(aCase.opened(), aCase.settled));

describe('IssueAcknowledgement', () => {
  it('keeps the letter as part of the report’s record', async () =>
    within(...reportEvents)
      .given()
      .when(IssueAcknowledgementHandler, acknowledge, aCase.communications, await acknowledging())
      .then(acknowledged));
  it('is refused where the report moved on', async () =>
    within(...reportEvents)
      .given()
      .when(IssueAcknowledgementHandler, { ...acknowledge, [document]: made }, aCase.communications, await acknowledging())
      .refused('letter.moved-on'));
  it('is as if there were no report for whoever has no part in it', async () =>
    within(...reportEvents)
      .given()
      .when(IssueAcknowledgementHandler, acknowledge, stranger, await acknowledging(stranger))
      .refused('resource.not-found'));
});

describe('an acknowledgement', () => {
  const draw = async (
    read: typeof PreviewAcknowledgementHandler | typeof DraftAcknowledgementHandler,
    from = log(),
    who = aCase.communications,
  ) => maker.html((await ask(read, { reportId }, who, from)) as LetterDraft);

  it('names its addressee in the letter alone, and not in its preview', async () => {
    expect(await draw(DraftAcknowledgementHandler)).toContain('To N.:');
    const preview = await draw(PreviewAcknowledgementHandler);
    expect(preview).toContain('To [the name of whoever sent it]:');
    expect(preview).toContain('reached us on March 2, 2026');
  });
  it('goes to a name that was given, or to nobody’s', async () => {
    const sentBy = (...events: typeof reportEvents) =>
      logOf(
        ...aCase.city,
        ...reportEntries(received(), ...events, FollowUpOffered({}), ReportAcknowledged({ on: today })),
        ...caseEntries(aCase.opened(), aCase.settled),
      );
    const named = ReporterIdentified({ person: null, name: seal('Nora Quist'), contact: null, confidential: true });
    expect(await draw(DraftAcknowledgementHandler, sentBy(named))).toContain('To Nora Quist:');
    expect(await draw(DraftAcknowledgementHandler, sentBy())).toContain('To whoever sent us this report:');
  });
  it('waits until the report was taken up', async () => {
    const from = logOf(...aCase.city, ...reportEntries(...reportEvents.slice(0, 3)), ...caseEntries(aCase.opened(), aCase.settled));
    await expect(draw(PreviewAcknowledgementHandler, from)).rejects.toMatchObject({
      code: 'letter.value-missing',
      details: { missing: ['acknowledgedOn'] },
    });
  });
  it('is not written to whom nothing reaches', async () => {
    expect(mayBeWrittenTo(report(received()))).toBe(false);
    const from = logOf(...aCase.city, ...reportEntries(received()), ...caseEntries(aCase.opened(), aCase.settled));
    await expect(draw(PreviewAcknowledgementHandler, from)).rejects.toMatchObject({ code: 'letter.no-way-to-reach' });
  });
  it.each([rita, ines, stranger, caller('x')])('is drawn up by nobody else', async (who) =>
    expect(draw(PreviewAcknowledgementHandler, log(), who)).rejects.toMatchObject({ code: 'resource.not-found' }),
  );
});

describe('letters are listed', () => {
  const entries: aCase.Entry[] = [
    ['letter-1', issued],
    ['letter-2', acknowledged],
  ];
  it('in a row each', () =>
    expect(rowsAfter(letterList, logOf(...entries))).toEqual(
      new Map([
        ['1', { kind: 'notice', caseId, proceedingId: ofSam, reportId: null, issuedOn: today, pdfSha256: made.pdfSha256 }],
        [
          '2',
          { kind: 'acknowledgement', caseId: caseIdOf(reportId), proceedingId: null, reportId, issuedOn: today, pdfSha256: made.pdfSha256 },
        ],
      ]),
    ));
  const listed = async (query: object, who = hr, events = noticedSuspension) =>
    ((await ask(ListLettersHandler, query, who, logOf(...proceedingOf(...events), ...entries))) as Letters).items.map(({ id }) => id);

  it.each([hr, manager, clerk, auditor, subject])('for whom they are and those who keep them', async (who) => {
    expect(await listed({ proceedingId: ofSam }, who)).toEqual(['1']);
    expect(await listed({ caseId }, who)).toEqual(['1']);
  });
  it.each([stranger, communications])('and for nobody else', async (who) => expect(await listed({ proceedingId: ofSam }, who)).toEqual([]));
  it('an acknowledgement never among those of the case', async () => expect(await listed({ caseId: caseIdOf(reportId) })).toEqual([]));
  it('for a case or a proceeding', async () => {
    const unclear = { code: 'letter.scope-unclear', details: { errors: [{ field: 'caseId' }, { field: 'proceedingId' }] } };
    await expect(listed({})).rejects.toMatchObject(unclear);
    await expect(listed({ caseId, proceedingId: ofSam })).rejects.toMatchObject(unclear);
  });
  it('what was expunged to its subject, HR, counsel and the Auditor', async () => {
    const order = DisciplineExpunged({ caseId, on: today, orderedBy: 'court', orderedOn: today, order: seal('.') });
    const gone = [...imposedSuspension, final, order];
    expect(await listed({ proceedingId: ofSam }, hr, gone)).toEqual(['1']);
    expect(await listed({ proceedingId: ofSam }, clerk, gone)).toEqual([]);
  });
  it('those of a report to its sender and to those who deal with it', async () => {
    const of = async (who: typeof hr) => ((await ask(ListReportLettersHandler, { reportId }, who, log(...entries))) as Letters).items;
    for (const who of [rita, codeHolder(reportId), aCase.communications]) expect((await of(who)).map(({ id }) => id)).toEqual(['2']);
    await expect(of(stranger)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});

describe('a letter is read', () => {
  const all = (...events: aCase.Entry[]) =>
    log(...proceedingOf(...noticedSuspension), ['letter-1', issued], ['letter-2', acknowledged], ...events);
  const get = (letterId: string, who = hr) => ask(GetLetterHandler, { letterId }, who, all());
  const content = (letterId: string, who = hr) => ask(GetLetterContentHandler, { letterId }, who, all());

  it('with its hashes and its template', async () =>
    expect(await get('1')).toEqual({
      id: '1',
      kind: 'notice',
      caseId,
      proceedingId: ofSam,
      addressee: sam,
      reportId: null,
      on: today,
      template,
      htmlSha256: made.htmlSha256,
      pdfSha256: made.pdfSha256,
    }));
  it.each([hr, manager, subject])('by whom it is for and those who decide and keep it', async (who) =>
    expect(await content('1', who)).toMatchObject({ kind: 'notice', html: expect.stringContaining(made.html) }),
  );
  it.each([stranger, communications, rita])('and not at all by others', async (who) => {
    await expect(get('1', who)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(content('1', who)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
  it('by its sender alone, where it names them: who deals with the report sees that it was issued', async () => {
    for (const who of [rita, codeHolder(reportId)]) expect(await content('2', who)).toMatchObject({ kind: 'acknowledgement' });
    expect(await get('2', aCase.communications)).toMatchObject({ reportId, addressee: null });
    for (const who of [aCase.communications, hr, auditor, stranger])
      await expect(content('2', who)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});
