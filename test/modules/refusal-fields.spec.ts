import { commandHandlers, queryHandlers } from '../../src/definitions.js';
import type { RefusalTable } from '../../src/platform/refusals/refuse.js';
import { hasField } from '../kit/fields.js';

const requests = [
  ...commandHandlers.map(({ command, refuses, taken }) => ({ request: command, refuses: { ...refuses, ...taken } as RefusalTable })),
  ...queryHandlers.map(({ query, refuses }) => ({ request: query, refuses: (refuses ?? {}) as RefusalTable })),
];
const refused = requests.flatMap(({ request, refuses }) =>
  Object.entries(refuses).map(([code, { fields }]) => ({ request, code, fields })),
);

describe('the field that a refusal names', () => {
  it('is a field of every command and query that can give it', () => {
    const strays = refused.flatMap(({ request, code, fields }) =>
      Array.isArray(fields)
        ? fields.filter((field) => !hasField(request, field)).map((field) => `${code}: ${request.name} has no ${field}`)
        : [],
    );
    expect(strays).toEqual([]);
  });
  it('is one, or is named where it is refused', () => {
    // What a table may say: the types ask each place that refuses with the other codes for its fields.
    const several = refused.filter(({ fields }) => fields !== undefined && fields !== 'named' && fields.length !== 1);
    expect(several).toEqual([]);
    expect(new Set(refused.filter(({ fields }) => fields).map(({ code }) => code)).size).toBeGreaterThan(150);
  });
});
