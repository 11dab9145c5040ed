import { Type } from 'typebox';
import { event } from '../../../src/platform/events/event.js';
import { bigWhole, flag, orNull, type RowOf, text, whole } from '../../../src/platform/rows/columns.js';
import { RowShape } from '../../../src/platform/rows/row-shape.js';
import { view } from '../../../src/platform/rows/view.js';

const Lent = event('Lent', 1, 'internal', { title: Type.String() });
const columns = { status: text<'lent' | 'back'>(), pages: whole(), bytes: bigWhole(), late: flag(), to: orNull(text()) };
type Loan = RowOf<typeof columns>;
const loan: Loan = { status: 'lent', pages: 3, bytes: 2 ** 40, late: false, to: null };

const of = { version: 1, columns, events: { Lent } };
const loans = view({ ...of, name: 'loan', fold: { Lent: () => loan }, listings: [{ by: ['status'], order: 'pages' }] });
const shape = RowShape.of(loans);

describe('The columns of a view', () => {
  it('are the members of its row, or it does not compile', () => {
    const declared = [
      loans,
      // @ts-expect-error: a status that is none
      view({ ...of, name: 'other', fold: { Lent: () => ({ ...loan, status: 'lost' }) } }),
      // @ts-expect-error: text in a column of whole numbers
      view({ ...of, name: 'kind', fold: { Lent: () => ({ ...loan, pages: '3' }) } }),
      // @ts-expect-error: null where none may be
      view({ ...of, name: 'empty', fold: { Lent: () => ({ ...loan, late: null }) } }),
      // @ts-expect-error: four columns are left out
      view({ ...of, name: 'lacking', fold: { Lent: () => ({ status: 'lent' }) } }),
      // @ts-expect-error: a column of the platform is none of the fold's
      view({ ...of, name: 'version', fold: { Lent: (row) => row && { ...loan, pages: row.validFrom } } }),
      // @ts-expect-error: a list that is sorted by no column
      view({ ...of, name: 'sorted', fold: { Lent: () => loan }, listings: [{ by: [], order: 'shelf' }] }),
    ];
    expect(declared.map(({ table }) => table)).toEqual(
      ['loan', 'other', 'kind', 'empty', 'lacking', 'version', 'sorted'].map((name) => `${name}_v1`),
    );
  });

  it('take what fits them, and null only where it may be', () => {
    expect(shape.take({ ...loan })).toEqual(loan);
    expect(() => shape.take({ ...loan, late: null })).toThrow('column late is null but not nullable');
    expect(() => shape.take({ ...loan, pages: 1.5 })).toThrow('column pages (whole) is given a number that does not fit');
    expect(() => shape.take({ ...loan, status: 7 })).toThrow('column status (text) is given a number that does not fit');
    expect(() => shape.take({ ...loan, late: 1 })).toThrow('column late (boolean) is given a number that does not fit');
  });

  it('are what a list is sorted and compared by', () => {
    const sorted = { ...loans, listings: [{ by: ['status'], order: 'shelf' }] };
    expect(() => RowShape.of(sorted as never)).toThrow('loan_v1 lists by shelf, which is no column');
  });
});
