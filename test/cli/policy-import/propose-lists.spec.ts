import { notesOf, read, text } from './read.js';

describe('lists', () => {
  it('nest by their numbers where no indent tells', () =>
    expect(
      read(text`
        1. First shall come:
        a. one of these:
        (i) a stamp;
        (ii) a seal;
        b. a date.
        2. Second comes the rest.
      `),
    ).toEqual([
      'POL-1 1 First shall come:',
      'POL-1a a one of these:',
      'POL-1a.1 i a stamp;',
      'POL-1a.2 ii a seal;',
      'POL-1b b a date.',
      'POL-2 2 Second comes the rest.',
    ]));

  it('tell the letter i from the numeral', () => {
    const letters = [...'abcdefghij'].map((letter) => `(${letter}) ground ${letter};`).join('\n');
    expect(read(`A notice goes where it is:\n${letters}\n`).slice(-2)).toEqual(['POL-1i i ground i;', 'POL-1j j ground j;']);
  });

  it('nest by their bullets and indents', () =>
    expect(
      read(text`
        ## Boards

        • large:
          o In the hall
          o At the door
        • small:
          - by the gate;
            - the left one;
          - by the lake.
      `),
    ).toEqual([
      'BOA [Boards]',
      'BOA-1 large:',
      'BOA-1a In the hall',
      'BOA-1b At the door',
      'BOA-2 small:',
      'BOA-2a by the gate;',
      'BOA-2a.1 the left one;',
      'BOA-2b by the lake.',
    ]));

  it('may have a bullet on a line of its own, and more than one paragraph in an item', () =>
    expect(
      read(text`
        •
        Staff shall ask.

        1. The clerk answers.

           The answer is in writing.
        2. The answer is kept.
      `),
    ).toEqual(['POL-1 Staff shall ask.', 'POL-1a 1 The clerk answers.\n\nThe answer is in writing.', 'POL-1b 2 The answer is kept.']));

  it('do not begin within a sentence', () => {
    const given = text`
      The fee is set by the council under chapter
      7. It is paid at the desk.
    `;
    expect(read(given)).toEqual(['POL-1 The fee is set by the council under chapter 7. It is paid at the desk.']);
    expect(notesOf(given)).toEqual(['2: “7. It is paid at the desk.” was read as the middle of a sentence, not as an item']);
  });

  it('that skip a number, begin in the middle or begin again are told', () => {
    expect(notesOf('1. One is.\n2. Two is.\n4. Four is.\n')).toEqual(['3: numbering goes from 2 to 4 here']);
    expect(notesOf('3. Three is.\n4. Four is.\n')).toEqual(['1: a list begins here with 3, not with 1']);
    expect(notesOf('1. One is.\n2. Two is.\n1. One again is.\n')).toEqual([
      '3: numbering begins again here; it was read as going on with the same list',
    ]);
  });

  it('leave out an item that says nothing', () => {
    expect(read('1. One is.\n2.\n\n## End\n\nIt ends.')).toEqual(['POL-1 1 One is.', 'END [End]', 'END-1 It ends.']);
    expect(notesOf('1. One is.\n2.\n\n## End\n\nIt ends.', 'left-out')).toEqual(['2: an item without a text']);
  });
});
