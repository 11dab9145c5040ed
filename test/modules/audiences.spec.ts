import { streams } from '../../src/definitions.js';
import { shownOf } from '../../src/platform/access/audiences.js';
import type { AnyEventType } from '../../src/platform/events/event.js';
import type { AnyStream } from '../../src/platform/events/stream.js';

const typesOf = (stream: AnyStream): AnyEventType[] => Object.values(stream.events);
/** Those who never read a restricted event: it names a reporter, or a person whom only few may know. */
const outsiders = ['auditor', 'public', 'communications', 'staff'];

describe('the table of audiences', () => {
  it('is declared by every stream that holds events about persons', () => {
    const without = streams.filter(
      (stream) => !stream.audiences && typesOf(stream).some(({ privacy }) => privacy === 'personnel' || privacy === 'restricted'),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('lets nobody from outside the matter read a restricted event', () => {
    const open = streams.flatMap((stream) =>
      typesOf(stream)
        .filter(({ privacy }) => privacy === 'restricted')
        .flatMap(({ type }) =>
          Object.entries(shownOf(stream, type)).flatMap(([field, audiences]) =>
            field === 'knows' ? [] : (audiences ?? []).filter((one) => outsiders.includes(one)).map((one) => `${type}.${field}: ${one}`),
          ),
        ),
    );
    expect(open).toEqual([]);
  });

  it('shows to the public no whole event about a person, and nothing that somebody wrote', () => {
    const open = streams.flatMap((stream) =>
      typesOf(stream)
        .filter(({ privacy }) => privacy === 'personnel')
        .flatMap(({ type, shape }) =>
          Object.entries(shownOf(stream, type))
            .filter(
              ([field, audiences]) =>
                audiences?.includes('public') &&
                (field === '*' || field === 'prose' || JSON.stringify(shape.properties[field as never])?.includes('x-sealed')),
            )
            .map(([field]) => `${type}.${field}`),
        ),
    );
    expect(open).toEqual([]);
  });

  it('has every event that hides its actor known to the log', () => {
    const unknown = streams.flatMap((stream) =>
      typesOf(stream)
        .filter(({ options }) => options.hidesActor)
        .filter(({ type }) => !Object.values(shownOf(stream, type)).some((audiences) => audiences?.includes('auditor')))
        .map(({ type }) => type),
    );
    expect(unknown).toEqual([]);
  });
});
