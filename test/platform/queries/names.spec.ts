import { type Caller, office, publicCaller, systemCaller } from '../../../src/platform/access/access.js';
import type { AnyStream } from '../../../src/platform/events/stream.js';
import type { Streams } from '../../../src/platform/events/streams.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { DepartmentRef, marksOf, Names, naming, PersonRef } from '../../../src/platform/queries/names.js';

class Parcel {
  @PersonRef() carriedBy!: string | null;
  @PersonRef() handledBy!: string[];
}
class RoutedParcel extends Parcel {
  @DepartmentRef() sortedIn!: string;
}

const [ann, bob, post] = [newId(), newId(), newId()];
const stream = (name: string): AnyStream => ({ name, initial: undefined, events: {}, evolve: {} });
const states: Record<string, string> = { [`person-${ann}`]: 'Ann', [`person-${bob}`]: 'Bob', [`department-${post}`]: 'Post' };
const read: string[] = [];
const streams = {
  folded: async ({ name }: AnyStream, id: string) => {
    read.push(id);
    return { state: states[`${name}-${id}`] };
  },
  foldedAsOf: async ({ name }: AnyStream, id: string, position: number) => ({ state: `${states[`${name}-${id}`]} at ${position}` }),
} as unknown as Streams;
const called = (state: string | undefined) => (state === undefined ? undefined : { name: state, title: null });
const names = new Names(
  [
    naming('person', { stream: stream('person'), may: [office('Employee')], called }),
    naming('department', { stream: stream('department'), may: [office('Employee')], called }),
  ],
  streams,
);
const employee: Caller = { person: newId(), offices: [{ office: 'Employee' }] };
const now = { position: 7, past: false };

describe('names for the ids in an answer', () => {
  beforeEach(() => {
    read.length = 0;
  });

  it('are given for each marked field: a text, null or a list, at any depth', async () =>
    expect(
      await names.of({ items: [{ carriedBy: ann, handledBy: [bob, ann], sortedIn: post }, { carriedBy: null }] }, employee, now),
    ).toEqual({
      [ann]: { name: 'Ann', title: null },
      [bob]: { name: 'Bob', title: null },
      [post]: { name: 'Post', title: null },
    }));

  it('read nobody whom the answer does not show in such a field', async () => {
    expect(await names.of({ id: ann, carriedBy: null, handledBy: [] }, employee, now)).toEqual({});
    expect(await names.of({ carriedBy: 'Ann herself', note: bob }, employee, now)).toEqual({});
    expect(read).toEqual([]);
  });

  it('leave out an id that nobody has', async () => expect(await names.of({ carriedBy: newId() }, employee, now)).toEqual({}));

  it('are those of the moment that the answer shows', async () =>
    expect(await names.of({ carriedBy: ann }, employee, { position: 3, past: true })).toEqual({
      [ann]: { name: 'Ann at 3', title: null },
    }));

  it.each([publicCaller, systemCaller, { person: ann, offices: [] }])('are not given to a caller who reads no names', async (caller) => {
    expect(await names.of({ carriedBy: ann }, caller, now)).toBeUndefined();
    expect(read).toEqual([]);
  });

  it('go by the marks of a class, inherited ones included', () =>
    expect(Object.fromEntries(marksOf(RoutedParcel))).toEqual({ carriedBy: 'person', handledBy: 'person', sortedIn: 'department' }));
});
