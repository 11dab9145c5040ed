import fc from 'fast-check';
import { CaseOpened, cases } from '../../../src/modules/cases/case.js';
import { caseRef, lettersFor, parsedRef, refOf } from '../../../src/modules/cases/case-ref.js';
import { OpenCaseHandler } from '../../../src/modules/cases/open-case.js';
import { Codec } from '../../../src/platform/events/codec.js';
import { fold } from '../../../src/platform/events/stream.js';
import { given, stored } from '../../kit/given.js';
import { caseId, deadlines, reportId, systemCaller, usual } from '../../kit/stories/a-case.js';

const ids = fc.uuid();
const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const opened = { reportId, accused: [], openedOn: '2024-12-31', dueAt: '2025-01-08T07:00:00.000Z' };

/** How people write a ref: every way that says the same. */
const written = (ref: string) =>
  fc
    .tuple(
      fc.array(fc.constantFrom('', ' ', '-', '–', '\u2011', '\u00a0'), { minLength: 10, maxLength: 10 }),
      fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }),
      fc.boolean(),
    )
    .map(([between, look, withC]) => {
      const [first = '', ...rest] = ref.replace('-', '');
      const letters = [...(withC ? [first] : []), ...rest].map((letter, at) => {
        const alike = letter === '0' ? 'Oo' : letter === '1' ? 'Il' : letter + letter.toLowerCase();
        return (letter + alike)[look[at]!]!;
      });
      return letters.map((letter, at) => between[at] + letter).join('');
    });

describe('the ref of a case', () => {
  it('is the year and six letters, none of which is taken for another', () =>
    fc.assert(
      fc.property(ids, days, (id, day) => {
        for (const letters of lettersFor(id)) {
          expect(letters).toMatch(/^[G-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{5}$/);
          expect(caseRef(letters, day)).toBe(`C${day.slice(2, 4)}-${letters}`);
        }
        expect(new Set(lettersFor(id)).size).toBe(lettersFor(id).length);
      }),
    ));

  it('is understood however it is written', () =>
    fc.assert(
      fc.property(
        fc.tuple(ids, days).chain(([id, day]) => {
          const ref = caseRef(lettersFor(id)[0]!, day);
          return fc.tuple(fc.constant(ref), written(ref));
        }),
        ([ref, text]) => expect(parsedRef(text)).toBe(ref),
      ),
    ));

  it.each([
    ['c26 wj5914', 'C26-WJ5914'],
    ['26WJ5914', 'C26-WJ5914'],
    ['C26-WJ59I4', 'C26-WJ5914'],
    ['c2o-wjoolI', 'C20-WJ0011'],
  ])('%s is %s', (text, ref) => expect(parsedRef(text)).toBe(ref));

  it.each([
    '',
    'C26',
    'C26-WJ591',
    'C26-WJ59145',
    'CC26-WJ5914',
    'D26-WJ5914',
    'C26-WJ591U',
    'CX6-WJ5914',
    'C26_WJ5914',
    'C26-WJ591ſ',
    'C26-ßßß914',
  ])('“%s” is none', (text) => expect(parsedRef(text)).toBeUndefined());

  it('is never read out of an id', () => fc.assert(fc.property(ids, (id) => expect(parsedRef(id)).toBeUndefined())));

  it('has the year in which the case was opened, in the city, and the letters that were reserved', () => {
    const facts = { reported: true, accused: [], chained: true, settled: usual, deadlines };
    const [event] = given().when(OpenCaseHandler, { reportId }, systemCaller, facts).events();
    expect(OpenCaseHandler.reserves?.(Object.assign(new OpenCaseHandler.command(), { reportId }))).toEqual([
      { field: null, kind: 'case-ref', value: lettersFor(caseId)[0], alternatives: lettersFor(caseId).slice(1) },
    ]);
    expect(event?.data).toMatchObject({ openedOn: '2026-03-02', ref: `C26-${lettersFor(caseId)[0]}` });
  });

  it('of a case from before refs were reserved follows from its id and year, and is never one that is reserved', () =>
    fc.assert(
      fc.property(ids, (id) => {
        const [record] = stored([CaseOpened({ ...opened, ref: null })], `case-${id}`);
        const { ref: _, ...data } = record!.data as { ref: null };
        const older = new Codec([CaseOpened]).decode({ ...record!, schema: 1, data });
        const ref = refOf(older as never);
        expect(ref).toMatch(/^C24-[0-9A-F][0-9A-HJKMNP-TV-Z]{5}$/);
        expect(fold(cases, [older])).toMatchObject({ status: 'triage', ref });
      }),
    ));
});
