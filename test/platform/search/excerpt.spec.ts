import { excerptOf } from '../../../src/platform/search/excerpt.js';

const many = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `w${from + i}`).join(' ');

describe('an excerpt', () => {
  it('is the whole of a short text, with each found word as it is written', () => {
    expect(excerptOf('Łukasz said: “ŁUKASZ, no!”', ['lukasz'])).toBe('«Łukasz» said: “«ŁUKASZ», no!”');
  });

  it('of a long text has what was found in the middle', () => {
    const text = `${many(0, 50)} parade ${many(50, 100)}.`;
    expect(excerptOf(text, ['parade'])).toBe(` … ${many(39, 50)} «parade» ${many(50, 62)} … `);
  });

  it('shows the part that holds most of the words', () => {
    const text = `parade ${many(0, 40)} parade overtime ${many(40, 80)}`;
    expect(excerptOf(text, ['parade', 'overtime'])).toContain('«parade» «overtime»');
  });

  it('begins and ends with the text where what was found is near', () => {
    const text = `parade ${many(0, 40)}`;
    expect(excerptOf(text, ['parade'])).toBe(`«parade» ${many(0, 23)} … `);
    expect(excerptOf(`${many(0, 40)} parade.`, ['parade'])).toBe(` … ${many(17, 40)} «parade».`);
  });

  it('of a text without the words is its beginning', () => expect(excerptOf(many(0, 30), ['x'])).toBe(`${many(0, 24)} … `));
});
