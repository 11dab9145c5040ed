import { String as Text } from 'typebox';
import { event } from '../../../src/platform/events/event.js';
import { SearchIndex } from '../../../src/platform/search/search-index.js';
import { searchable, wordsOf } from '../../../src/platform/search/searchable.js';

describe('the index', () => {
  const index = new SearchIndex();
  afterAll(() => index.close());
  const entry = (position: number, stream: string, text: string) => ({ streams: [stream], eventId: `e${position}`, position, text });
  index.add([
    entry(1, 'case-a', 'A post about the parade on Main Street was left wrong for a week.'),
    entry(2, 'case-b', 'The señor’s café was named; the parade was not.'),
    entry(3, 'case-a', 'Overtime was claimed for answering comments.'),
    { ...entry(4, 'case-c', 'Parades, parades, parades.'), streams: ['case-c', 'case-d'] },
  ]);
  const found = (search: string, upTo = 9, limit = 9) => index.search(wordsOf(search), upTo, limit).map(({ stream }) => stream);

  it('finds every stream in which a word occurs, or begins one', () => {
    expect(found('parade').sort()).toEqual(['case-a', 'case-b', 'case-c', 'case-d']);
    expect(found('para').sort()).toEqual(['case-a', 'case-b', 'case-c', 'case-d']);
    expect(found('arade')).toEqual([]);
  });

  it('finds a stream that holds all words, be it in different events', () => {
    expect(found('parade overtime')).toEqual(['case-a']);
    expect(found('overtime café')).toEqual([]);
  });

  it('knows letters without their accents, and no difference of case', () => {
    expect(found('SENOR CAFE')).toEqual(['case-b']);
  });

  it('finds nothing of later events', () => {
    expect(found('overtime', 2)).toEqual([]);
    expect(found('parade', 1)).toEqual(['case-a']);
  });

  it('shows the words around what was found', () => {
    const [hit] = index.search(['overtime'], 9, 1);
    expect(hit).toEqual({ stream: 'case-a', eventId: 'e3', position: 3, excerpt: '«Overtime» was claimed for answering comments.' });
  });

  it('finds a name by its own spelling, and typed plainly', () => {
    const names = new SearchIndex();
    names.add([entry(1, 'person-a', 'Olúṣẹ́gun Żółć'), entry(2, 'person-b', 'Jürgen Straßer'), entry(3, 'person-c', 'Siobhán O’Brien')]);
    const by = (search: string) => names.search(wordsOf(search), 9, 9).map(({ stream }) => stream);
    for (const search of ['Olúṣẹ́gun', 'olusegun', 'ZOLC', 'Żół']) expect(by(search)).toEqual(['person-a']);
    for (const search of ['Jürgen', 'juergen strasser', 'JURGEN STRASSER']) expect(by(search)).toEqual(['person-b']);
    for (const search of ["O'Brien", 'obrien', 'brien siobhan']) expect(by(search)).toEqual(['person-c']);
    expect(names.search(wordsOf('zolc'), 9, 9)[0]?.excerpt).toBe('Olúṣẹ́gun «Żółć»');
    names.close();
  });

  it('finds what stands at the moment, and what stood before when it is asked for that', () => {
    const names = new SearchIndex();
    const named = (position: number, text: string) => ({ ...entry(position, 'person-a', text), says: 'name' });
    names.add([named(1, 'Jonas Wray'), { ...entry(2, 'person-b', 'Wray Stone'), says: 'name' }]);
    names.add([named(5, 'Jonas Bell')]);
    const by = (search: string, upTo: number, which?: 'replaced') =>
      names.search(wordsOf(search), upTo, 9, which).map(({ stream, excerpt }) => `${stream} ${excerpt}`);
    expect(by('wray', 4).sort()).toEqual(['person-a Jonas «Wray»', 'person-b «Wray» Stone']);
    expect(by('wray', 5)).toEqual(['person-b «Wray» Stone']);
    expect(by('jonas', 5)).toEqual(['person-a «Jonas» Bell']);
    expect(by('wray', 5, 'replaced')).toEqual(['person-a Jonas «Wray»']);
    expect(by('wray', 4, 'replaced')).toEqual([]);
    names.close();
  });

  it('gives no more than asked for, and nothing for no words', () => {
    expect(found('parade', 9, 2)).toHaveLength(2);
    expect(found('  ')).toEqual([]);
  });

  it.each(['"', 'a" OR "b', 'NEAR(', 'text:parade', '*', '^parade', "'; DROP TABLE entry", '\u0000', 'x'.repeat(5_000)])(
    'takes %j for words and nothing else',
    (search) => expect(() => found(search)).not.toThrow(),
  );

  it('counts eight words', () => expect(wordsOf('a b c d e f g h i j')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']));
});

it('a restricted event cannot be searched', () => {
  const Secret = event('Secret', 1, 'restricted', { who: Text() });
  expect(() => searchable(Secret, () => [])).toThrow('Secret is restricted');
});

it('a part of an event is searched, with words of its own', () => {
  const Told = event('Told', 1, 'personnel', { who: Text() });
  const part = () => 'x';
  expect(searchable(Told, () => ['case-a'], { part })).toEqual({ event: Told, leadsTo: expect.any(Function), part });
});
