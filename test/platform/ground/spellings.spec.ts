import { plain, spellings, spellingsWithin, wordsOf } from '../../../src/platform/ground/spellings.js';

const alike = (one: string, other: string) => spellings(one).some((form) => spellings(other).includes(form));

describe('a name as people type it', () => {
  it.each([
    ['İbrahim', 'Ibrahim'],
    ['İbrahim', 'ibrahim'],
    ['Işık', 'isik'],
    ['Olúṣẹ́gun', 'Olusegun'],
    ['Olúṣẹ́gun'.normalize('NFD'), 'Olúṣẹ́gun'.normalize('NFC')],
    ['Łukasz', 'LUKASZ'],
    ['Żółć', 'zolc'],
    ['Straßer', 'STRASSER'],
    ['STRAẞE', 'strasse'],
    ['Ørsted', 'Orsted'],
    ['Ørsted', 'Oersted'],
    ['Müller', 'Muller'],
    ['Müller', 'MUELLER'],
    ['Åse', 'Aase'],
    ['Đặng', 'dang'],
    ['Ægir', 'aegir'],
    ['Þóra', 'Thora'],
    ['Ƙwari', 'kwari'],
    ['O’Brien', "O'Brien"],
    ['O’Brien', 'obrien'],
    ['ﬁnch', 'Finch'],
    ['Ｆｉｎｃｈ', 'finch'],
    ['Иванов', 'ИВАНОВ'],
  ])('%s is %s', (one, other) => {
    expect(alike(one, other)).toBe(true);
    expect(alike(other, one)).toBe(true);
  });

  it.each([
    ['Muller', 'Moller'],
    ['Łukasz', 'Tukasz'],
    ['Bell', 'Bel'],
  ])('%s is not %s', (one, other) => expect(alike(one, other)).toBe(false));

  it('is one word, with its marks and apostrophes', () => {
    expect(wordsOf('Olúṣẹ́gun O’Brien-Żółć, ’tis 12').map(({ text }) => text)).toEqual(['Olúṣẹ́gun', 'O’Brien', 'Żółć', 'tis', '12']);
    expect(wordsOf('a b')[1]).toEqual({ text: 'b', at: 2 });
  });

  it('is found by a part of it, too', () => expect(spellingsWithin('O’Brien')).toEqual(['obrien', 'o', 'brien']));

  it('keeps letters that nobody types in another way', () => expect(plain('王 Иванов')).toBe('王 иванов'));
});
