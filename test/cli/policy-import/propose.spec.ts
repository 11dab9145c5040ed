import { proposalOf } from '../../../src/cli/policy-import/propose.js';
import { notesOf, read, text } from './read.js';

describe('a policy in Markdown', () => {
  const boards = text`
    # Town Noticeboard Policy

    Adopted by the council on 3 May 2021.

    ## Purpose

    This policy governs the boards that the town keeps,
    wherever they hang.

    ## Using the boards

    1. Staff shall pin a notice only with the *clerk's* leave.
    2. Every notice must:
       a. name its author;
       b. carry a date; and
       c. come down after thirty days, unless
          - the clerk extends it, or
          - it tells of a [danger](https://example.org).
    3. **Colours.** Notices should be plain.

    ## Removal

    The clerk may take down a notice that

    - insults a person;
    - sells goods.

    Visitors shall not write on notices.
  `;

  it('is a tree of its headings and lists, under a title', () => {
    expect(proposalOf(boards).title).toBe('Town Noticeboard Policy\nAdopted by the council on 3 May 2021.');
    expect(read(boards)).toEqual([
      'PUR [Purpose]',
      'PUR-1 This policy governs the boards that the town keeps, wherever they hang.',
      'USI [Using the boards]',
      "USI-1 1 Staff shall pin a notice only with the clerk's leave.",
      'USI-2 2 Every notice must:',
      'USI-2a a name its author;',
      'USI-2b b carry a date; and',
      'USI-2c c come down after thirty days, unless',
      'USI-2c.1 the clerk extends it, or',
      'USI-2c.2 it tells of a danger.',
      'USI-3 3 [Colours] Notices should be plain.',
      'REM [Removal]',
      'REM-1 The clerk may take down a notice that',
      'REM-1a insults a person;',
      'REM-1b sells goods.',
      'REM-2 Visitors shall not write on notices.',
    ]);
    expect(notesOf(boards)).toEqual([]);
  });

  it('says of each clause whom it binds, how, and at which line it stands', () => {
    const of = (id: string) => proposalOf(boards).clauses.find((clause) => clause.id === id);
    expect(of('USI-1')).toMatchObject({ parent: 'USI', line: 12, binds: 'staff', force: 'shall', sure: { binds: 'sure', force: 'sure' } });
    expect(of('USI-2a')).toMatchObject({ parent: 'USI-2', force: 'must', sure: { force: 'likely' } });
    expect(of('REM-1a')).toMatchObject({ binds: 'clerk', force: 'may' });
    expect(of('REM-2')).toMatchObject({ binds: 'visitors', force: 'shall not' });
    expect(of('PUR-1')).toMatchObject({ force: 'states', sure: { binds: 'unsure', force: 'unsure' } });
    expect(of('PUR')).toMatchObject({ text: '', force: 'states' });
  });

  it('may have headings below headings, underlined ones, and emphasis', () =>
    expect(
      read(text`
        Rules of the Pool
        =================

        Everyone
        --------

        ### In the water

        _Nobody_ shall **dive** from the \`rim\`.

        ### On the grass

        Dogs are not allowed.

        Children
        --------

        Children must be with a grown-up.
      `),
    ).toEqual([
      'EVE [Everyone]',
      'EVE-1 [In the water]',
      'EVE-1a Nobody shall dive from the rim.',
      'EVE-2 [On the grass]',
      'EVE-2a Dogs are not allowed.',
      'CHI [Children]',
      'CHI-1 Children must be with a grown-up.',
    ]));

  it('keeps the ids that it gives itself', () => {
    const given = text`
      ## STD - Standards

      - STD-4: Posts shall be true.
      - [STD-2] Posts shall be short.
      - Posts shall be dated.
      - STD-4. Posts shall be kind.
    `;
    expect(read(given)).toEqual([
      'STD [Standards]',
      'STD-4 Posts shall be true.',
      'STD-2 Posts shall be short.',
      'STD-1 Posts shall be dated.',
      'STD-3 Posts shall be kind.',
    ]);
    expect(notesOf(given)).toEqual(['6: the text gives the id STD-4 a second time; the clause got another one']);
  });

  it('leaves out what is no text, and says so', () => {
    const given = text`
      ---
      author: someone
      ---
      # Boards policy

      <!-- a draft
      of May -->

      ## Use

      ***

      Staff shall ask first.
    `;
    expect(read(given)).toEqual(['USE [Use]', 'USE-1 Staff shall ask first.']);
    expect(notesOf(given, 'left-out')).toEqual([
      '1: front matter: “---”',
      '2: front matter: “author: someone”',
      '3: front matter: “---”',
      '6: a comment: “<!-- a draft”',
      '7: a comment: “of May -->”',
      '11: a rule: “***”',
    ]);
  });

  it('reads rows of a table as text, and is unsure', () =>
    expect(
      notesOf(text`
        ## Fees

        | size | fee |
        | A4 | none |
      `),
    ).toEqual(['3: a row of a table was read as text', '4: a row of a table was read as text']));
});

describe('a policy as taken from a PDF', () => {
  const pages = text`
    TOWN OF EXAMPLE
    NOTICEBOARD POLICY
    Resolution No. 12

    I. PURPOSE

    This policy is for every board that the town
    keeps, and for whoever uses one for town busi-
    ness. Business hours are posted.

    II. RULES FOR STAFF

    A. Staff shall pin a notice only where the
       clerk has agreed, and shall tell the clerk

                             1
    \fTown of Example          Noticeboard Policy

       when it comes down.

    B. Staff shall not:
       1. pin a notice for a candidate;
       2. remove what another
          person has pinned;
          (a) except in an emergency;
          (b) or where the clerk asks;
       3. write on a notice.

    C. A notice about the long-
       term plan is welcome; the long-term plan is
       the council's.

                             2
    \fTown of Example          Noticeboard Policy

    III. RECORDS

    Every notice is a record. The Records Officer must keep a copy of it.

                             3
    \fTown of Example          Noticeboard Policy

    The copies are kept for ten years.

                             4
  `;

  it('is put together over the ends of lines and pages', () => {
    expect(proposalOf(pages).title).toBe('TOWN OF EXAMPLE NOTICEBOARD POLICY\nResolution No. 12');
    expect(read(pages)).toEqual([
      'PUR I [PURPOSE]',
      'PUR-1 This policy is for every board that the town keeps, and for whoever uses one for town business. Business hours are posted.',
      'RUL II [RULES FOR STAFF]',
      'RUL-1 A Staff shall pin a notice only where the clerk has agreed, and shall tell the clerk when it comes down.',
      'RUL-2 B Staff shall not:',
      'RUL-2a 1 pin a notice for a candidate;',
      'RUL-2b 2 remove what another person has pinned;',
      'RUL-2b.1 a except in an emergency;',
      'RUL-2b.2 b or where the clerk asks;',
      'RUL-2c 3 write on a notice.',
      "RUL-3 C A notice about the long-term plan is welcome; the long-term plan is the council's.",
      'REC III [RECORDS]',
      'REC-1 Every notice is a record. The Records Officer must keep a copy of it.',
      'REC-2 The copies are kept for ten years.',
    ]);
    expect(notesOf(pages)).toEqual([]);
  });

  it('tells the headers, footers and page numbers that it left out', () =>
    expect(notesOf(pages, 'left-out')).toEqual([
      '16: a page number: “1”',
      '17: a header or footer that repeats: “Town of Example Noticeboard Policy”',
      '33: a page number: “2”',
      '34: a header or footer that repeats: “Town of Example Noticeboard Policy”',
      '40: a page number: “3”',
      '41: a header or footer that repeats: “Town of Example Noticeboard Policy”',
      '45: a page number: “4”',
    ]));

  it('is read too where no form feed tells the pages', () => {
    const given = text`
      1. Staff shall ask the clerk before they

      Boards                Page 1 of 3
      Town of Example

      pin anything.
      2. Staff shall take notices down

      Boards                Page 2 of 3
      Town of Example

      in time.

      Page 3 of 3
    `;
    expect(read(given)).toEqual([
      'POL-1 1 Staff shall ask the clerk before they pin anything.',
      'POL-2 2 Staff shall take notices down in time.',
    ]);
    expect(notesOf(given, 'left-out')).toHaveLength(5);
  });

  it('is unsure of a hyphen that may belong to the word, and of a sentence over a page', () => {
    expect(notesOf('Staff look after the well-\nbeing of visitors.')).toEqual([
      '2: read “well-” and “being” over the end of a line as “wellbeing”',
    ]);
    expect(notesOf('The clerk keeps a copy for\n\fMontana and its archive.')).toEqual(['2: a sentence was read on over the end of a page']);
    expect(read('Visitors use e-\nMail.')).toEqual(['POL-1 Visitors use e-Mail.']);
    expect(read('Visitors use busi\u00ad\nness cards.')).toEqual(['POL-1 Visitors use business cards.']);
  });

  it('reads ligatures and unusual spaces as what they stand for', () =>
    expect(read('Staﬀ\u00a0shall ﬁle notices.')).toEqual(['POL-1 Staff shall file notices.']));

  it('leaves out a table of contents', () => {
    const given = 'BOARDS POLICY\n\nPURPOSE ........ 1\nRULES ......... 2\n\nPURPOSE\n\nBoards inform.\n\nRULES\n\nStaff shall ask.\n';
    expect(read(given)).toEqual(['PUR [PURPOSE]', 'PUR-1 Boards inform.', 'RUL [RULES]', 'RUL-1 Staff shall ask.']);
    expect(notesOf(given, 'left-out')).toHaveLength(2);
  });

  it('reads parts that are named, and dotted numbers', () =>
    expect(
      read(text`
        Section 1. Purpose
        Boards inform the public.

        Section 2. Use
        2.1 Staff shall ask the clerk.
        2.1.1 The clerk answers within a day.
        2.1.2 No answer is a refusal.
        2.2 Visitors may ask as well.

        Section 3: Records
        Every notice is kept.
      `),
    ).toEqual([
      'PUR Section 1 [Purpose]',
      'PUR-1 Boards inform the public.',
      'USE Section 2 [Use]',
      'USE-1 2.1 Staff shall ask the clerk.',
      'USE-1a 2.1.1 The clerk answers within a day.',
      'USE-1b 2.1.2 No answer is a refusal.',
      'USE-2 2.2 Visitors may ask as well.',
      'REC Section 3 [Records]',
      'REC-1 Every notice is kept.',
    ]));
});

describe('ids', () => {
  it('come from the headings, and differ', () =>
    expect(
      proposalOf('## Records\n\nOne.\n\n## Recovery\n\nTwo.\n\n## Record\n\nThree.\n\n## Rec\n\nFour.\n')
        .clauses.filter(({ parent }) => parent === null)
        .map(({ id }) => id),
    ).toEqual(['REC', 'RECO', 'RECORD', 'REC2']));
  it('count on past z', () => {
    const many = Array.from({ length: 28 }, (_, at) => `  - entry ${at};`).join('\n');
    expect(read(`1. These are:\n${many}`).slice(-2)).toEqual(['POL-1aa entry 26;', 'POL-1ab entry 27;']);
  });
});

describe('a text that makes no policy', () => {
  it('is refused where it is a title alone', () =>
    expect(() => proposalOf('# Boards policy\n')).toThrow('no clause was found: there is a title alone'));
  it('is refused with its line where it has too many clauses', () =>
    expect(() => proposalOf(Array.from({ length: 1001 }, (_, at) => `- Clause ${at} is.`).join('\n'))).toThrow(
      /^line 1000: more clauses stand|^line 1001: a version has 1000 clauses/,
    ));
  it('is refused with its line where a clause is too long', () =>
    expect(() => proposalOf(`## One\n\n${'word '.repeat(5000)}`)).toThrow(
      'line 3: one clause has 24999 characters here; it may have 20000',
    ));
  it('is refused with its line where clauses nest too deep', () =>
    expect(() => proposalOf(Array.from({ length: 12 }, (_, at) => `${'  '.repeat(at)}- level ${at}:`).join('\n'))).toThrow(
      /^line 7: more clauses stand below one another here than ids can tell apart$/,
    ));
});
