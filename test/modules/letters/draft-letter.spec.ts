import { WitnessNamed } from '../../../src/modules/cases/case.js';
import { PreviewLetterHandler } from '../../../src/modules/letters/draft-letter.js';
import { worded } from '../../../src/modules/letters/fill-letter.js';
import { LetterTemplateSet, letterTemplatesId } from '../../../src/modules/letters/letter-template.js';
import { DisciplineExpunged } from '../../../src/modules/proceedings/proceeding.events.js';
import { NothingSustained } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { today } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { opened } from '../../kit/stories/a-case.js';
import { answeredStep, decidedStep, granted, grieved, imposedSuspension } from '../../kit/stories/grievances.js';
import {
  answered,
  attorney,
  auditor,
  caseId,
  coaching,
  director,
  final,
  hr,
  imposed,
  manager,
  named,
  noAction,
  noticed,
  noticedSuspension,
  ofSam,
  post,
  proposed,
  proposedSuspension,
  responded,
  reviewedSuspension,
  stranger,
  subject,
  suspension,
  sustained,
} from '../../kit/stories/proceedings.js';
import { draft, maker, proceedingOf, read, surroundings } from './issued.js';

it('days are worded', () => expect([worded('2026-03-02'), worded('2027-12-31')]).toEqual(['March 2, 2026', 'December 31, 2027']));

describe('a letter says what the record holds', () => {
  it('in a notice: what, why, on which evidence, until when and to whom to respond', async () => {
    const html = await read('notice', noticedSuspension);
    for (const said of [
      '<h1>Notice of proposed discipline</h1>',
      'Reference: C26-WJ5914',
      'To Sam Rivers:',
      'the following measure against you: suspension',
      '<li>STD-4, policy version 5716: As adopted.</li>',
      'The captured post.',
      'No earlier discipline is considered.',
      'until the end of March 6, 2026',
      'Respond to the City Manager',
      'No meeting is set; you may ask for one.',
      'served on February 27, 2026 (in person)',
      'Hanna Ross<br>\nHR',
      'March 2, 2026',
    ])
      expect([said, html.includes(said)]).toEqual([said, true]);
  });

  it('in a notice: earlier discipline and a meeting', async () => {
    const html = await read('notice', [...reviewedSuspension, noticed(suspension, { considers: [post], meetingOn: '2026-03-04' })]);
    expect(html).toContain('Earlier discipline on your record is considered: 1 decision.');
    expect(html).toContain('A meeting is set for March 4, 2026.');
  });

  it('in a decision: reasons, effect and the steps of the grievance', async () => {
    const html = await read('discipline-imposed', imposedSuspension);
    for (const said of [
      'has decided on the following measure: suspension',
      'takes effect on February 20, 2026',
      'As proposed.',
      'It stays on your record without an end.',
      'You may file a grievance until the end of March 10, 2026.',
      '<li>Human Resources: heard by HR; brought within 14 calendar days</li>',
      '<li>Arbitration: heard by An arbitrator; brought within 5 business days</li>',
    ])
      expect([said, html.includes(said)]).toEqual([said, true]);
  });

  it('in a decision that cannot be grieved: that it is final', async () => {
    const events = [...sustained, proposed(coaching), imposed(coaching, { grievableUntil: null, countsUntil: '2027-02-20' })];
    const html = await read('discipline-imposed', events);
    expect(html).toContain('This decision is final');
    expect(html).toContain('It counts until the end of February 20, 2027.');
  });

  it('where no action follows: why', async () =>
    expect(await read('no-action', [...noticedSuspension, responded, noAction])).toContain('Trained since.'));

  it('where nothing was sustained: what the subject was told of', async () =>
    expect(await read('not-sustained', [...answered, NothingSustained({ caseId })])).toContain('<li>STD-4, policy version 5716'));

  it('in an answer to a grievance: the decision, what stands and what comes next', async () => {
    const html = await read('grievance-answer', answeredStep);
    for (const said of [
      'at this step: Human Resources',
      'The decision: denied.',
      'It stands.',
      'This measure stands: suspension.',
      'until the end of March 12, 2026',
    ])
      expect([said, html.includes(said)]).toEqual([said, true]);
    const reversed = await read('grievance-answer', [...grieved, granted]);
    expect(reversed).toContain('Nothing of the discipline stands.');
    expect(reversed).toContain('The procedure ends here.');
  });

  it('on an expungement: who ordered it', async () => {
    const order = DisciplineExpunged({ caseId, on: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: seal('Award 12.') });
    const html = await read('expungement', [...imposedSuspension, final, order]);
    expect(html).toContain('ordered on March 1, 2026 by an arbitrator');
    expect(html).toContain('Award 12.');
    await expect(draft('discipline-imposed', [...imposedSuspension, final, order])).rejects.toMatchObject({ code: 'letter.out-of-step' });
  });
});

describe('a letter follows from a step', () => {
  it.each([
    ['notice', proposedSuspension],
    ['discipline-imposed', noticedSuspension],
    ['discipline-imposed', [...grieved, granted]],
    ['no-action', noticedSuspension],
    ['not-sustained', answered],
    // Whoever was told of nothing gets no letter that tells it.
    ['not-sustained', [...named, NothingSustained({ caseId })]],
    ['grievance-answer', imposedSuspension],
    ['grievance-answer', grieved],
    ['expungement', imposedSuspension],
  ] as const)('%s not before it was taken', async (kind, events) =>
    expect(draft(kind, events)).rejects.toMatchObject({ code: 'letter.out-of-step' }),
  );

  it('and is of now', async () =>
    expect(
      PreviewLetterHandler.run(
        Object.assign(new PreviewLetterHandler.query(), { kind: 'notice', proceedingId: ofSam }) as never,
        {} as never,
        { past: true } as never,
        ((code: string) => {
          throw new Error(code);
        }) as never,
      ),
    ).rejects.toThrow('letter.of-the-past'));
});

describe('who drafts', () => {
  it.each([manager, hr, attorney])('whoever decides, serves or advises', async (who) =>
    expect(await draft('notice', noticedSuspension, who)).toMatchObject({
      kind: 'notice',
      template: { version: 0, instrument: 'Casebook' },
    }),
  );
  it.each([subject, auditor, director, stranger])('and nobody else', async (who) =>
    expect(draft('notice', noticedSuspension, who)).rejects.toMatchObject({ code: 'access.not-permitted' }),
  );
  it('nor a witness, with the answer that all get', async () => {
    const log = logOf(
      ...surroundings,
      [`case-${caseId}`, opened()],
      [`case-${caseId}`, WitnessNamed({ person: hr.person })],
      ...proceedingOf(...noticedSuspension),
    );
    await expect(ask(PreviewLetterHandler, { kind: 'notice', proceedingId: ofSam }, hr, log)).rejects.toMatchObject({
      code: 'access.not-permitted',
    });
  });
});

describe('a document is made', () => {
  it('of the template of the day', async () => {
    const set = LetterTemplateSet({ kind: 'notice', effectiveFrom: today, instrument: 'Memo', author: null, body: '# Ours\n\n{{rung}}' });
    const made = await draft('notice', noticedSuspension, hr, [...surroundings, [`templates-${letterTemplatesId}`, set]]);
    expect(made.template).toEqual({ version: 1, effectiveFrom: today, instrument: 'Memo' });
    expect(await maker.html(made)).toContain('<p>suspension</p>');
  });

  it('not where the record lacks a value: it is named', async () => {
    const made = await draft('notice', noticedSuspension, hr, []);
    await expect(maker.html(made)).rejects.toMatchObject({
      code: 'letter.value-missing',
      details: { missing: ['caseRef', 'subjectName', 'clauses', 'signatoryName'] },
    });
  });

  it('not where a key was destroyed', async () => {
    const made = await draft('notice', noticedSuspension);
    await expect(maker.html({ ...made, values: { ...made.values, evidence: '[destroyed]' } })).rejects.toMatchObject({
      code: 'letter.value-missing',
      details: { missing: ['evidence'] },
    });
  });

  it('not where its typeface lacks a character', async () => {
    const made = await draft('notice', noticedSuspension);
    await expect(maker.make({ ...made, values: { ...made.values, subjectName: '王' } })).rejects.toMatchObject({
      code: 'letter.unprintable',
      details: { characters: ['王'] },
    });
  });

  it('with the hashes of its bytes, the same each time', async () => {
    const made = await draft('notice', noticedSuspension);
    const first = await maker.make(made);
    expect(first).toEqual(await maker.make(made));
    expect([first.htmlSha256, first.pdfSha256]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('anew once the matter moved on', async () =>
    expect((await draft('notice', noticedSuspension)).basis).not.toBe((await draft('notice', [...noticedSuspension, responded])).basis));
});

it('a step decided is worded', async () =>
  expect(await read('grievance-answer', [...grieved, decidedStep({ outcome: 'modified' })])).toContain('granted in part'));
