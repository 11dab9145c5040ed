import { type CaseFile, hasFile } from '../../../src/modules/case-file/case-file.js';
import { type FileAudience, fileAudiences } from '../../../src/modules/case-file/case-file-audience.js';
import { pageOf } from '../../../src/modules/case-file/case-file-html.js';
import { type CaseMaterial, gatherCase } from '../../../src/modules/case-file/case-file-material.js';
import { type DraftedFile, draftFile, finishFile } from '../../../src/modules/case-file/case-file-render.js';
import { ConflictDeclared, WitnessNamed } from '../../../src/modules/cases/case.js';
import { CaseReferred } from '../../../src/modules/cases/case.measures.js';
import { PersonEntered, PersonRenamed } from '../../../src/modules/directory/person.js';
import { IntervieweeIdentified, InterviewHeld, InterviewPlanned } from '../../../src/modules/evidence/interview.js';
import { letterEvents } from '../../../src/modules/letters/letter.js';
import { policyId } from '../../../src/modules/policy/policy.js';
import {
  AllegationTakenBack,
  ComparablesWeighed,
  DisciplineExpunged,
  GrievanceDecided,
  ProceedingHeld,
} from '../../../src/modules/proceedings/proceeding.events.js';
import {
  AllegationPut,
  AllegationsSustained,
  DisciplineBecameFinal,
  DisciplineImposed,
  DisciplineProposed,
  LegalReviewRecorded,
} from '../../../src/modules/proceedings/proceeding.js';
import { ReporterIdentified } from '../../../src/modules/reports/report.js';
import type { StoredEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { logOf } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  caseEntries,
  caseId,
  opened as caseOpened,
  determined,
  filed,
  found,
  framed,
  id,
  ines,
  investigating,
  ref,
  reportEntries,
  received as reported,
  reportId,
  rita,
  sam,
  settled,
  version,
  wes,
} from '../../kit/stories/a-case.js';
import { disclosed, evidenceId, ofSam, opened, received, sha256, told } from '../../kit/stories/items.js';
import { written } from '../../kit/stories/proceedings.js';

const [compelledItem, voluntary, compelled, asReporter] = ['compelled-item', 'voluntary', 'compelled', 'as-reporter'].map((name) =>
  derivedId('spec-file', name),
) as [string, string, string, string];
const named = (who: string, name: string) =>
  [`person-${who}`, PersonEntered({ name: seal(name), title: null, department: null, track: 'permanent', from: '2020-01-01' })] as const;
const [notice, acknowledgement] = [derivedId('spec-file', 'notice'), derivedId('spec-file', 'acknowledgement')];
const alleged = (allegation: string, facts: string) => {
  const event = framed(sam.person, allegation);
  return { ...event, data: { ...event.data, facts: seal(facts) } };
};
const bytes = { html: seal('<p>Dear Sam</p>'), htmlSha256: 'a'.repeat(64), pdf: seal('JVBERi0='), pdfSha256: 'b'.repeat(64) };
const template = { version: 0, effectiveFrom: '2020-01-01', instrument: 'Casebook' };
const interview = (which: string, basis: 'voluntary' | 'compelled', as: 'reporter' | 'witness' | 'subject', person: string) =>
  [
    [`interview-${which}`, InterviewPlanned({ caseId, basis, on: '2026-02-25', place: null })],
    [`interview-${which}`, IntervieweeIdentified({ caseId, as, person, name: null })],
    [
      `interview-${which}`,
      InterviewHeld({
        caseId,
        on: '2026-02-25',
        place: seal('Room 2'),
        present: seal(`Present: ${as}`),
        warning: basis === 'compelled' ? seal('You must answer.') : null,
        summary: seal(`Heard ${basis}; Rita Quillfeather was named.`),
        recording: null,
      }),
    ],
  ] as const;

const whole: readonly StoredEvent[] = logOf(
  [`policy-${policyId}`, version('5716', '2015-04-20')],
  named(sam.person, 'Sam Subjectson'),
  named(rita.person, 'Rita Quillfeather'),
  named(ines.person, 'Ines Investor'),
  named(wes.person, 'Wes Witnessman'),
  ...reportEntries(
    reported([sam.person]),
    ReporterIdentified({ person: rita.person, name: null, contact: seal('rita@example.org'), confidential: true }),
  ),
  ...caseEntries(caseOpened([sam.person]), settled, investigating, framed(), assigned, WitnessNamed({ person: wes.person })),
  ...caseEntries(WitnessNamed({ person: rita.person }), ConflictDeclared({ person: id('kin'), reasons: seal('A cousin.') })),
  [`proceeding-${ofSam}`, opened],
  [
    `proceeding-${ofSam}`,
    AllegationPut({ caseId, allegation: { allegationId, clause: 'STD-4', policyVersion: '5716' }, on: '2026-02-02' }),
  ],
  [`proceeding-${ofSam}`, told],
  [`evidence-${evidenceId}`, received({ source: seal('From QUILLFEATHER, by rita@example.org') })],
  [`evidence-${evidenceId}`, disclosed(false)],
  ...interview(voluntary, 'voluntary', 'witness', wes.person),
  ...interview(asReporter, 'voluntary', 'reporter', rita.person),
  [`evidence-${compelledItem}`, received({ compelled: true, description: seal('Compelled recording') })],
  ...interview(compelled, 'compelled', 'subject', sam.person),
  ...caseEntries(
    found(),
    filed,
    determined(),
    CaseReferred({ referralId: id('referral'), to: 'insurer', body: seal('Pool'), reasons: seal('Cover'), on: '2026-02-28' }),
  ),
  [`proceeding-${ofSam}`, AllegationsSustained({ caseId, allegationIds: [allegationId], by: 'determination', decides: 'City Manager' })],
  [
    `proceeding-${ofSam}`,
    DisciplineProposed({
      caseId,
      on: '2026-03-02',
      rung: written,
      track: 'permanent',
      ladderFrom: '2020-01-01',
      nextRung: 'oral-warning',
      considers: [],
      reasons: seal('Proposed so.'),
      departure: seal('It was grave.'),
      act: null,
    }),
  ],
  [`proceeding-${ofSam}`, LegalReviewRecorded({ caseId, opinion: 'sufficient', note: seal('Counsel is content.') })],
  [
    `letter-${notice}`,
    letterEvents.LetterIssued({ kind: 'notice', proceedingId: ofSam, addressee: sam.person, caseId, on: '2026-03-02', template, ...bytes }),
  ],
  [`letter-${acknowledgement}`, letterEvents.AcknowledgementIssued({ reportId, caseId, on: '2026-03-02', template, ...bytes })],
);
const imposed: readonly StoredEvent[] = logOf(
  [
    `proceeding-${ofSam}`,
    DisciplineImposed({
      caseId,
      rung: written,
      track: 'permanent',
      reducedFrom: null,
      considers: [],
      reasons: seal('Imposed so.'),
      departure: null,
      act: null,
      effectiveOn: '2026-03-03',
      grievableUntil: null,
      countsUntil: null,
    }),
  ],
  [`proceeding-${ofSam}`, DisciplineBecameFinal({ caseId, on: '2026-03-04' })],
);
const longer = [...whole, ...imposed.map((event) => ({ ...event, position: whole.length + event.position, revision: 10 }))];

async function gather(log: readonly StoredEvent[], position = log.length): Promise<CaseMaterial | undefined> {
  return gatherCase(caseId, {
    head: log[position - 1]!.id,
    moment: '2026-03-02T19:00:00.000Z',
    items: { evidence: [compelledItem, evidenceId], interviews: [compelled, voluntary, asReporter], letters: [acknowledgement, notice] },
    history: async (stream) => log.filter((event) => event.stream === stream && event.position <= position),
  });
}
const open = (drafted: DraftedFile): DraftedFile => JSON.parse(JSON.stringify(drafted).replaceAll('sealed.v1.spec.', ''));
const finished = (drafted: DraftedFile): CaseFile => finishFile(open(drafted), JSON.parse(JSON.stringify(drafted)));
const fileFor = async (audience: FileAudience, log = whole, position = log.length): Promise<CaseFile> =>
  finished(draftFile((await gather(log, position))!, audience, sam.person));
const textFor = async (audience: FileAudience, log = whole) => JSON.stringify(await fileFor(audience, log));

describe('the file of a case', () => {
  it('says what it shows: case, audience, and the last event that it shows, with its time', async () =>
    expect((await fileFor('decider')).about).toEqual({
      caseId,
      ref,
      audience: 'decider',
      moment: whole.at(-1)!.recordedAt,
      headEventId: whole.at(-1)!.id,
    }));

  it('says the same whatever happened elsewhere, or in the case where the audience may not read it', async () => {
    const elsewhere = {
      ...whole[0]!,
      position: whole.length + 1,
      stream: 'person-x',
      id: id('elsewhere'),
      recordedAt: '2026-04-01T00:00:00.000Z',
    };
    const declared = logOf(...caseEntries(ConflictDeclared({ person: wes.person, reasons: seal('Kin.') })))[0]!;
    const hidden = { ...declared, position: whole.length + 2, id: id('hidden'), recordedAt: '2026-04-02T00:00:00.000Z' };
    for (const audience of ['hr', 'auditor', 'prosecutor', 'subject', 'public'] as const)
      expect((await fileFor(audience, [...whole, elsewhere, hidden])).about).toEqual((await fileFor(audience)).about);
    expect((await fileFor('counsel', [...whole, elsewhere, hidden])).about).toMatchObject({
      headEventId: hidden.id,
      moment: hidden.recordedAt,
    });
  });

  it('of the public names no event: it says the moment that was asked for', async () =>
    expect((await fileFor('public')).about).toEqual({ caseId, ref, audience: 'public', moment: '2026-03-02T19:00:00.000Z' }));

  it('is nothing where there is no case yet', async () => expect(await gather(whole, 3)).toBeUndefined());

  it('has, for who decides, allegations with the text in force, findings, decisions, evidence with hashes, custody and departures', async () => {
    const { parts } = await fileFor('decider');
    expect(parts.allegations).toMatchObject([
      {
        clause: 'STD-4',
        instrument: 'Resolution 5716',
        textInForce: 'As adopted.',
        facts: 'Two posts cite no source.',
        finding: 'sustained',
      },
    ]);
    expect(parts.findings).toMatchObject([{ what: 'FindingRecorded', standard: 'preponderance', reasons: 'No source is named.' }]);
    expect(parts.determinations).toMatchObject([{ what: 'DeterminationIssued', reasons: 'As found.' }]);
    expect(parts.evidence).toMatchObject([
      { id: evidenceId, sha256 },
      { id: compelledItem, compelled: true },
    ]);
    expect(parts.custody).toMatchObject([{ evidenceId, what: 'EvidenceDisclosed', shownAs: 'A capture.' }]);
    expect(parts.overrides).toMatchObject([{ what: 'DisciplineProposed', departure: 'It was grave.' }]);
    expect(parts.referrals).toMatchObject([{ to: 'insurer', body: 'Pool' }]);
    expect(parts.proceedings!.map(({ what }) => what)).toContain('LegalReviewRecorded');
    expect(parts.people).toContainEqual({ id: sam.person, name: 'Sam Subjectson' });
    expect(parts.timeline!.map(({ at }) => at)).toHaveLength(new Set(parts.timeline!.map(({ eventId }) => eventId)).size);
  });

  it.each(fileAudiences)('tells %s nothing of who sent the report', async (audience) => {
    const text = await textFor(audience, longer);
    expect(text).not.toMatch(/quillfeather|rita@/i);
    expect(text).not.toContain(rita.person);
    expect(text).not.toContain('sealed.v1');
  });

  it.each([
    ['first', 'It was Rita who wrote.', 'It was [withheld] who wrote.'],
    ['last', 'Ms QUILLFEATHER’s note', 'Ms [withheld]’s note'],
    ['whole, however it is spaced', 'by rita  quillfeather.', 'by [withheld].'],
    ['nick', 'Birdie told me, so did birdie.', '[withheld] told me, so did [withheld].'],
    ['former', 'Rita Plumage, as she was; Plumage.', '[withheld], as she was; [withheld].'],
    ['no part of another word', 'Margarita and the ritas of Plumages', 'Margarita and the ritas of Plumages'],
    ['no title or initial', 'Ms Van B. wrote', 'Ms Van B. wrote'],
  ])('takes a reporter’s %s name out of what others wrote', async (_, typed, shown) => {
    const log = logOf(
      ...whole.map(({ stream, ...event }) => [stream, event] as const),
      [`person-${rita.person}`, PersonRenamed({ name: seal('Ms Rita B. "Birdie" van Quillfeather'), title: null })],
      [`person-${rita.person}`, PersonRenamed({ name: seal('Rita Plumage'), title: null })],
      [`person-${rita.person}`, PersonRenamed({ name: seal('Rita Quillfeather'), title: null })],
      ...caseEntries(alleged(id('typed'), typed)),
    );
    for (const audience of ['counsel', 'decider', 'auditor'] as const)
      expect((await fileFor(audience, log)).parts.allegations!.at(-1)).toMatchObject({ facts: shown });
  });

  it('looks for a part of a name in what people wrote alone, so that offices and the policy’s words stay', async () => {
    const log = logOf(...whole.map(({ stream, ...event }) => [stream, event] as const), [
      `person-${rita.person}`,
      PersonRenamed({ name: seal('City As Quillfeather'), title: null }),
    ]);
    const { parts } = await fileFor('decider', log);
    expect(parts.allegations).toMatchObject([{ textInForce: 'As adopted.' }]);
    expect(parts.summary).toMatchObject([{ decides: 'City Manager' }]);
    expect(parts.determinations).toMatchObject([{ reasons: '[withheld] found.' }]);
  });

  it('names whoever came by name alone to nobody, in any part of it', async () => {
    const log = whole.map((event) =>
      event.type === 'ReporterIdentified'
        ? { ...event, data: { ...(event.data as object), person: null, name: 'sealed.v1.spec.Walt Inn', contact: null } }
        : event,
    );
    const more = [...log, ...logOf(...caseEntries(alleged(id('walt'), 'walt saw it, Inn too')))].map((event, at) => ({
      ...event,
      position: at + 1,
    }));
    expect(JSON.stringify((await fileFor('counsel', more)).parts)).not.toMatch(/\bwalt\b|\binn\b/i);
  });

  it('lists the letters of a proceeding with their hashes, and acknowledgements to who reads the reports', async () => {
    const listed = async (audience: FileAudience) => (await fileFor(audience)).parts.letters?.map(({ kind }) => kind);
    expect(await listed('decider')).toEqual(['notice', 'acknowledgement']);
    expect(await listed('counsel')).toEqual(['notice', 'acknowledgement']);
    for (const audience of ['hr', 'auditor', 'prosecutor', 'subject'] as const) expect(await listed(audience)).toEqual(['notice']);
    expect(await listed('public')).toBeUndefined();
    const { parts } = await fileFor('hr');
    expect(parts.letters).toMatchObject([
      { id: notice, addressee: sam.person, on: '2026-03-02', htmlSha256: 'a'.repeat(64), pdfSha256: 'b'.repeat(64) },
    ]);
    expect(parts.timeline!.at(-1)).toMatchObject({ what: 'LetterIssued', of: 'letter' });
    expect(JSON.stringify(parts)).not.toMatch(/Dear Sam|JVBERi/);
  });

  it('gives the Auditor what they read where it stands: the case, no opinion of counsel, evidence by its hash', async () => {
    const { parts } = await fileFor('auditor');
    expect(parts.reports).toHaveLength(1);
    expect(parts.findings).toMatchObject([{ reasons: 'No source is named.' }]);
    expect(parts.evidence).toMatchObject([{ sha256, description: null }, { compelled: true }]);
    expect(parts.interviews).toEqual([]);
    expect(parts.summary).toMatchObject([{ witnesses: null }]);
    expect(JSON.stringify(parts)).not.toMatch(/Counsel is content|Witnessman|A cousin|Heard /);
  });

  it('shows why someone declared a conflict to counsel alone', async () => {
    expect(await textFor('counsel')).toContain('A cousin.');
    for (const audience of fileAudiences.filter((one) => one !== 'counsel')) expect(await textFor(audience)).not.toContain('A cousin.');
  });

  it('shows HR outcomes and due process without what was written in the case', async () => {
    const { parts } = await fileFor('hr');
    expect(parts.allegations).toMatchObject([{ facts: null, finding: 'sustained' }]);
    expect([parts.reports, parts.evidence, parts.interviews]).toEqual([[], [], []]);
    expect(parts.overrides).toMatchObject([{ departure: 'It was grave.' }]);
    expect(JSON.stringify(parts)).not.toMatch(/Witnessman|No source is named|cite no source/);
  });

  it('gives a prosecutor no compelled statement, and nothing that may be made of one', async () => {
    const { parts } = await fileFor('prosecutor');
    expect(parts.interviews).toMatchObject([{ id: voluntary, basis: 'voluntary' }]);
    expect(parts.evidence).toMatchObject([{ id: evidenceId, description: 'The page.' }]);
    expect(parts.allegations).toMatchObject([{ facts: 'Two posts cite no source.' }]);
    expect(parts.findings).toMatchObject([{ outcome: 'sustained', reasons: null }]);
    const text = JSON.stringify(parts);
    expect(text).not.toMatch(/[Cc]ompelled recording|Heard compelled|You must answer|As found|Imposed so|Counsel is content|Proposed so/);
    expect(text).not.toContain(compelled);
    expect(text).not.toContain(compelledItem);
  });

  it('gives the subject their own due process as they were told of it', async () => {
    const before = await fileFor('subject');
    expect(before.parts.proceedings!.map(({ what }) => what)).toEqual([
      'ProceedingOpened',
      'AllegationPut',
      'SubjectInformed',
      'AllegationsSustained',
    ]);
    expect(before.parts.evidence).toEqual([{ id: evidenceId, shownAs: 'A capture.', withheld: null, sha256 }]);
    const text = await textFor('subject', longer);
    expect(text).toContain('Proposed so.');
    expect(text).not.toMatch(/Counsel is content|Witnessman|No source is named|As found|Heard/);
    expect(before.parts.people).toEqual([{ id: sam.person, name: 'Sam Subjectson' }]);
  });

  it('tells the subject neither why it was held, nor of an allegation they were not told of, nor of an order to expunge', async () => {
    const more = logOf(
      [`proceeding-${ofSam}`, ProceedingHeld({ caseId, on: '2026-03-02', reasons: seal('The police asked.'), withCase: false })],
      [`proceeding-${ofSam}`, AllegationTakenBack({ caseId, allegationId: id('untold'), on: '2026-03-02' })],
      [
        `proceeding-${ofSam}`,
        DisciplineExpunged({ caseId, on: '2026-03-02', orderedBy: 'court', orderedOn: '2026-03-02', order: seal('Order 1') }),
      ],
    );
    const material = (await gather(whole))!;
    const proceedings = material.proceedings.map((one) => ({ ...one, events: [...one.events, ...more] }));
    const shown = draftFile({ ...material, proceedings }, 'subject', sam.person).file.parts.proceedings!;
    expect(shown.at(-1)).toMatchObject({ what: 'ProceedingHeld', reasons: null });
    expect(JSON.stringify(shown)).not.toMatch(/police asked|Order 1/);
    expect(JSON.stringify(shown)).not.toContain(id('untold'));
  });

  it('is no file for a subject who was told of nothing, or for anyone else', async () => {
    const untold = (await gather(
      whole.filter(({ type }) => !['SubjectInformed', 'AllegationsSustained', 'DisciplineProposed', 'LegalReviewRecorded'].includes(type)),
    ))!;
    expect([hasFile(untold, sam.person), hasFile((await gather(whole))!, sam.person), hasFile((await gather(whole))!, wes.person)]).toEqual(
      [false, true, false],
    );
    expect(draftFile(untold, 'subject', wes.person).file.parts).toEqual({});
  });

  it('names nobody to the public, and no discipline before it is final', async () => {
    const text = await textFor('public');
    for (const { person } of [sam, rita, ines, wes]) expect(text).not.toContain(person);
    expect(text).not.toMatch(/Subjectson|Investor|Witnessman|cite no source|written-warning/);
    expect(text).not.toContain(ofSam);
    expect((await fileFor('public')).parts.proceedings).toEqual([{ subject: 'Subject 1', over: false, discipline: null }]);
    expect((await fileFor('public', longer)).parts.proceedings).toEqual([
      { subject: 'Subject 1', over: true, discipline: 'written-warning' },
    ]);
  });

  it.each(fileAudiences)('is the same for %s at the same position, whatever came after', async (audience) => {
    const [once, again, later] = [await fileFor(audience), await fileFor(audience), await fileFor(audience, longer, whole.length)];
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
    expect(JSON.stringify(later)).toBe(JSON.stringify(once));
    expect(pageOf(later)).toBe(pageOf(once));
    expect(JSON.stringify(await fileFor(audience, longer))).not.toBe(JSON.stringify(once));
  });

  it('says why a rung is none that comparable cases came to, without saying which those are, and to the subject nothing of it', async () => {
    const weighed = ComparablesWeighed({
      caseId,
      compared: 2,
      lightest: 'suspension',
      heaviest: 'discharge',
      comparables: seal(`["${id('other')}"]`),
      comparablesReason: seal('It was mended.'),
    });
    const more = logOf([`proceeding-${ofSam}`, weighed]).map((event) => ({ ...event, position: longer.length + 1, revision: 12 }));
    const { parts } = await fileFor('decider', [...longer, ...more]);
    expect(parts.overrides).toContainEqual(expect.objectContaining({ what: 'ComparablesWeighed', comparablesReason: 'It was mended.' }));
    for (const audience of fileAudiences) expect(await textFor(audience, [...longer, ...more])).not.toContain(id('other'));
    expect(await textFor('subject', [...longer, ...more])).not.toMatch(/ComparablesWeighed|It was mended/);
  });

  it('has grievances apart', async () => {
    const decided = GrievanceDecided({
      caseId,
      on: '2026-03-20',
      outcome: 'denied',
      index: 0,
      rung: null,
      countsUntil: null,
      reversed: false,
      reasons: seal('It stands.'),
      heardBy: null,
      act: null,
      advanceUntil: null,
    });
    const material = (await gather(whole))!;
    const [event] = logOf([`proceeding-${ofSam}`, decided]);
    const proceedings = material.proceedings.map((one) => ({ ...one, events: [...one.events, event!] }));
    const { file } = draftFile({ ...material, proceedings }, 'decider');
    expect(file.parts.grievances).toMatchObject([{ what: 'GrievanceDecided', outcome: 'denied' }]);
    expect(file.parts.proceedings!.map(({ what }) => what)).not.toContain('GrievanceDecided');
  });
});

describe('the page of a case file', () => {
  it('is one page with landmarks, headings in order and headed tables, without scripts', async () => {
    const page = pageOf(await fileFor('decider'));
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    for (const landmark of ['<header>', '<nav aria-label="Contents">', '<main id="main">']) expect(page).toContain(landmark);
    expect(page).not.toMatch(/<script|<img|<link|src=|http:\/\/|https:\/\//);
    expect(page.match(/<table>/g)!).toHaveLength(page.match(/<caption>/g)!.length);
    expect(page.match(/<table>/g)!).toHaveLength(page.match(/<thead>/g)!.length);
    expect(page).toContain('<th scope="col">');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, one]) => one);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(page).toContain(whole.at(-1)!.id);
  });

  it('tells who and what in words: people by name, the id beside it where two bear the same, events as they are read', async () => {
    const file = await fileFor('decider');
    const page = pageOf(file);
    expect(page).toContain('Finding recorded');
    const [main] = page.split('<h2 id="people">');
    expect(main).toContain('Sam Subjectson');
    expect(main).not.toContain(sam.person);
    expect(page).toContain(`<th scope="row">${sam.person}</th>`);
    const twice = { ...file.parts, people: [...file.parts.people!, { id: id('other'), name: 'Sam Subjectson' }] };
    expect(pageOf({ ...file, parts: twice })).toContain(`Sam Subjectson (${sam.person})`);
    expect(JSON.stringify(file.parts.allegations)).toContain(sam.person);
  });

  it('takes what was written for text', async () => {
    const file = await fileFor('decider');
    const page = pageOf({ ...file, parts: { reports: [{ summary: '<script>alert("x")</script> & more\nand more' }] } });
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more<br>and more');
  });
});
