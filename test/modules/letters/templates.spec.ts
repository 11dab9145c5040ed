import { LetterTemplateSet, letterTemplates, letterTemplatesId, templateOn } from '../../../src/modules/letters/letter-template.js';
import { ListLetterTemplatesHandler, type TemplatesInForce } from '../../../src/modules/letters/list-letter-templates.js';
import { SetLetterTemplateHandler } from '../../../src/modules/letters/set-letter-template.js';
import { fold } from '../../../src/platform/events/stream.js';
import { given, stored, today } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { attorney, clerk, hr, stranger } from '../../kit/stories/proceedings.js';

const set = (change: Partial<Parameters<typeof LetterTemplateSet>[0]> = {}) =>
  LetterTemplateSet({
    kind: 'notice',
    effectiveFrom: today,
    instrument: 'Memorandum 7',
    author: null,
    body: '# Notice\n\nTo {{subjectName}}',
    ...change,
  });
const { kind, effectiveFrom, instrument, body } = set().data;
const command = { kind, effectiveFrom, instrument, body };

describe('SetLetterTemplate', () => {
  it('sets the wording of a kind from a day on', () => given().when(SetLetterTemplateHandler, command, clerk).then(set()));
  it('goes on with those set before', () =>
    given(set())
      .when(SetLetterTemplateHandler, { ...command, author: 'Counsel', effectiveFrom: '2026-04-01' }, attorney)
      .then(set({ author: 'Counsel', effectiveFrom: '2026-04-01' })));
  it('takes effect today or later', () =>
    given()
      .when(SetLetterTemplateHandler, { ...command, effectiveFrom: '2026-03-01' }, clerk)
      .refused('letter.template-backdated'));
  it('names placeholders of its kind alone', () =>
    given()
      .when(SetLetterTemplateHandler, { ...command, body: '# Notice\n\n{{reporterName}}' }, clerk)
      .refused('letter.unknown-placeholder'));
  it('holds no code', () =>
    given()
      .when(SetLetterTemplateHandler, { ...command, body: '# Notice\n\n{{#each x}}' }, clerk)
      .refused('letter.template-malformed'));
  it('begins with a title', () =>
    given()
      .when(SetLetterTemplateHandler, { ...command, body: 'To you' }, clerk)
      .refused('letter.title-missing'));
  it.each([hr, stranger])('is for the City Clerk and the City Attorney', (who) =>
    given().when(SetLetterTemplateHandler, command, who).refused('access.not-permitted'),
  );
});

describe('the template in force', () => {
  const state = fold(
    letterTemplates,
    stored([set(), set({ effectiveFrom: '2026-04-01', body: '# Later' }), set({ body: '# Better' }), set({ kind: 'no-action' })]),
  );
  it.each([
    ['2026-03-01', 0],
    ['2026-03-02', 3],
    ['2026-03-31', 3],
    ['2026-04-01', 2],
  ])('on %s is version %i', (day, version) => expect(templateOn(state, 'notice', day)).toMatchObject({ version, kind: 'notice' }));

  it('is listed by kind with what it may name', async () => {
    const log = logOf([`templates-${letterTemplatesId}`, set()]);
    const { on, items } = (await ask(ListLetterTemplatesHandler, {}, hr, log)) as TemplatesInForce;
    expect(on).toBe(today);
    expect(items[0]).toMatchObject({
      kind: 'notice',
      version: 1,
      instrument: 'Memorandum 7',
      placeholders: expect.arrayContaining(['respondBy']),
    });
    expect(items[1]).toMatchObject({ kind: 'discipline-imposed', version: 0 });
    const before = (await ask(ListLetterTemplatesHandler, { on: '2026-01-01' }, hr, log)) as TemplatesInForce;
    expect(before.items[0]).toMatchObject({ version: 0, instrument: 'Casebook' });
    await expect(ask(ListLetterTemplatesHandler, {}, stranger, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });
});
