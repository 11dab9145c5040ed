import fc from 'fast-check';
import { amendmentOf, changesBetween } from '../../../src/cli/policy-import/match.js';
import { proposalOf } from '../../../src/cli/policy-import/propose.js';
import { amendedBy, type Clause, misplaced } from '../../../src/modules/policy/clause.js';
import { clause } from '../../modules/policy/versions.js';
import { text } from './read.js';

const boards = text`
  ## Purpose

  1. Boards inform the public about the work of the town.

  ## Use

  1. Staff shall ask the clerk before they pin a notice.
  2. Every notice must carry the name of its author.
  3. Notices should be plain:
     a. no bright colours;
     b. no pictures of animals.

  ## Records

  1. The clerk keeps a copy of every notice for ten years.
`;
const bare = ({ id, parent, number, heading, text: words, binds, force }: Clause): Clause => ({
  id,
  parent,
  number,
  heading,
  text: words,
  binds,
  force,
});
const base = proposalOf(boards).clauses.map(bare);
const amend = (given: string, used: string[] = []) => {
  const amendment = amendmentOf(base, used, proposalOf(given));
  // What is proposed makes the text that was read.
  expect(amendedBy(base, amendment.changes)).toEqual(amendment.clauses.map(bare));
  return amendment;
};
const empty = { removed: [], added: [], changed: [], renumbered: [], moved: [] };

describe('a text against a version', () => {
  it('of the same words changes nothing, however its lines are broken', () => {
    expect(amend(boards).changes).toEqual(empty);
    expect(amend(boards.replace('about the work', 'about\nthe work')).changes).toEqual(empty);
    expect(amend(boards.replace('## Use', '## USE')).changes).toEqual(empty);
  });

  it('adds a clause, and renumbers those behind it', () => {
    const { changes, notes } = amend(
      boards
        .replace('2. Every notice must', '2. Staff shall be polite to one another.\n3. Every notice must')
        .replace('3. Notices', '4. Notices'),
    );
    expect(changes).toEqual({
      ...empty,
      added: [
        {
          id: 'USE-4',
          parent: 'USE',
          number: '2',
          heading: null,
          text: 'Staff shall be polite to one another.',
          binds: 'staff',
          force: 'shall',
          after: 'USE-1',
        },
      ],
      renumbered: [
        { id: 'USE-2', to: '3' },
        { id: 'USE-3', to: '4' },
      ],
    });
    expect(notes).toEqual([]);
  });

  it('changes a clause whose words changed in part, and keeps what was entered of it', () => {
    const entered = base.map((one) => (one.id === 'USE-1' ? { ...one, binds: 'employees of the town' } : one));
    const { changes } = amendmentOf(entered, [], proposalOf(boards.replace('pin a notice.', 'pin or move a notice.')));
    expect(changes).toEqual({ ...empty, changed: [{ id: 'USE-1', text: 'Staff shall ask the clerk before they pin or move a notice.' }] });
  });
  it('changes the force where the word that binds changed', () =>
    expect(amend(boards.replace('Staff shall ask', 'Staff must ask')).changes.changed).toEqual([
      { id: 'USE-1', text: 'Staff must ask the clerk before they pin a notice.', force: 'must' },
    ]));
  it('changes a heading', () =>
    expect(amend(boards.replace('## Records', '## Public records')).changes.changed).toEqual([{ id: 'REC', heading: 'Public records' }]));

  it('removes a clause with what stands below it', () => {
    const { changes } = amend(boards.replace(/ *3\. Notices[\s\S]*animals\.\n/, ''));
    expect(changes).toEqual({ ...empty, removed: ['USE-3', 'USE-3a', 'USE-3b'] });
  });

  it('moves a part with its clauses', () => {
    const [, before = '', use = '', records = ''] = /^([\s\S]*)(## Use[\s\S]*)(## Records[\s\S]*)$/.exec(boards) ?? [];
    expect(amend(`${before}${records}\n${use}`).changes).toEqual({ ...empty, moved: [{ id: 'REC', parent: null, after: 'PUR' }] });
  });
  it('moves a clause to another part, which keeps its id', () =>
    expect(
      amend(
        boards
          .replace('2. Every notice must carry the name of its author.\n', '')
          .replace('3. Notices', '2. Notices')
          .replace('for ten years.', 'for ten years.\n2. Every notice must carry the name of its author.'),
      ).changes,
    ).toEqual({ ...empty, renumbered: [{ id: 'USE-3', to: '2' }], moved: [{ id: 'USE-2', parent: 'REC', after: 'REC-1' }] }));

  it('is unsure of a clause that keeps few of its words, or its number alone', () => {
    const half = amend(boards.replace('must carry the name of its author', 'must show its date and bear the name of a desk'));
    expect(half.changes.changed.map(({ id }) => id)).toEqual(['USE-2']);
    expect(half.notes.map(({ says }) => says)).toEqual([expect.stringMatching(/^taken for USE-2, of which \d\d% of the words are left$/)]);
    const fewer = amend(boards.replace('must carry the name of its author', 'is signed at the bottom by whoever wrote it in blue ink'));
    expect(fewer.notes.map(({ says }) => says)).toEqual(['taken for USE-2 by its number alone; it may be another clause in its place']);
  });

  it('never gives an id that some version had', () => {
    const [added] = amend(boards.replace('for ten years.', 'for ten years.\n2. Nobody else shall keep copies.'), ['REC-2', 'REC-3']).changes
      .added;
    expect(added?.id).toBe('REC-4');
    const [part] = amend(`${boards}\n## Recourse\n\n1. Visitors may complain.\n`, ['RECO-1']).changes.added;
    expect(part?.id).toBe('RECOURSE');
  });
  it('follows the ids that the text gives', () => {
    const { changes, notes } = amend(`${boards}2. USE-1: Something else entirely is meant here.\n3. REC-7: A new one is here.\n`);
    expect(changes.changed).toEqual([expect.objectContaining({ id: 'USE-1' })]);
    expect(changes.added.map(({ id }) => id)).toEqual(['USE-4', 'REC-7']);
    expect(notes).toEqual([]);
  });
});

describe('the changes between two trees', () => {
  const tree = fc.array(
    fc.record({ at: fc.nat(30), depth: fc.nat(3), number: fc.option(fc.constantFrom('1', '2', 'a')), words: fc.constantFrom('x', 'y') }),
    {
      minLength: 1,
      maxLength: 14,
    },
  );
  /** Clauses with ids out of a small stock, so that two trees share some. */
  const clauses = tree.map((parts) => {
    const made: Clause[] = [];
    const open: string[] = [];
    for (const { at, depth, number, words } of parts) {
      const id = `ONE-${at}`;
      if (made.some((other) => other.id === id)) continue;
      open.length = Math.min(depth, open.length);
      made.push(clause(id, { parent: open.at(-1) ?? null, number, text: words }));
      open.push(id);
    }
    return made;
  });

  it('make the one out of the other', () => {
    fc.assert(
      fc.property(clauses, clauses, (before, after) => {
        expect(misplaced(after)).toBeUndefined();
        expect(amendedBy(before, changesBetween(before, after))).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });
});
