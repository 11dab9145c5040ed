import { Type } from 'typebox';
import { event, pick } from '../../../src/platform/events/event.js';
import { type RowOf, text } from '../../../src/platform/rows/columns.js';
import { keyed, view } from '../../../src/platform/rows/view.js';

const Opened = event('Opened', 1, 'internal', { of: Type.String() });
const Named = event('Named', 1, 'internal', { of: Type.String(), name: Type.String() });
const Closed = event('Closed', 1, 'internal', { of: Type.String() });
const table = { Opened, Named, Closed };

const row = { of: text() };
type Row = RowOf<typeof row>;
const events = pick(table, 'Opened', 'Closed');
const ofOne = ({ data }: { readonly data: { readonly of: string } }): string[] => [data.of];
const ofName = ({ data }: { readonly data: { readonly name: string } }): string[] => [data.name];
const Opens = (_: Row | null, { data }: { readonly data: { readonly of: string } }): Row => ({ of: data.of });

describe('some events of a table', () => {
  test('are those that are named, in that order', () => {
    expect(pick(table, 'Closed', 'Opened')).toEqual({ Closed, Opened });
    expect(Object.keys(pick(table, 'Closed', 'Opened'))).toEqual(['Closed', 'Opened']);
  });

  test('have the same keys where they are told so', () => {
    expect(keyed(events, ofOne)).toEqual({ Opened: ofOne, Closed: ofOne });
  });

  test('are all folded, and no others, or it does not compile', () => {
    const of = { version: 1, columns: row, events, fold: { Opened: Opens, Closed: () => null } };
    const declared = [
      view({ ...of, name: 'whole', keys: keyed(events, ofOne) }),
      // @ts-expect-error: Closed is not folded
      view({ ...of, name: 'lacking', fold: { Opened: Opens } }),
      // @ts-expect-error: Named was not picked
      view({ name: 'excess', version: 1, columns: row, events, fold: { Opened: Opens, Closed: () => null, Named: () => null } }),
      // @ts-expect-error: neither of them has a name
      view({ ...of, name: 'misread', keys: keyed(events, ofName) }),
    ];
    expect(declared.map((one) => Object.keys(one.events))).toEqual(Array(4).fill(['Opened', 'Closed']));
    // @ts-expect-error: there is no such event
    expect(Object.keys(pick(table, 'Renamed'))).toEqual(['Renamed']);
  });
});
