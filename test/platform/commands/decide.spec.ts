import { decideOn, factsFor } from '../../../src/platform/commands/decide.js';
import { type Refusal, refusals, refuseFrom } from '../../../src/platform/refusals/refuse.js';

const refuses = refusals({
  'lamp.off': { status: 409, says: 'It is off.' },
  'lamp.colour-missing': { status: 422, says: 'Name a colour.' },
  'lamp.colour-needless': { status: 422, says: 'Name no colour.' },
}).table;
const context = { refuse: refuseFrom(refuses) };
const decide = (given: object, opened: unknown) => [{ type: 'Lit', data: { given, opened } }];
const lit = (given: object, opened: unknown) => [{ type: 'Lit', data: { given, opened } }];

const needs = { needs: [{ field: 'colour', code: 'lamp.colour-missing', facts: { colours: ['red'] }, unless: ['scene'] }] };
const leaves = { leaves: [{ field: 'colour', code: 'lamp.colour-needless', unless: ['scene'] }] };
const asking = (asks: object) => ({ opens: 'always' as const, refuses, decide, asks: () => asks });

const refusal = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    const { code, details } = error as Refusal;
    return { code, ...details };
  }
};

describe('a decision', () => {
  it('works on the state where it is always open', () =>
    expect(decideOn({ refuses, decide, opens: 'always' }, {}, { on: true }, context)).toEqual(lit({}, { on: true })));
  it('works on what opens worked out', () =>
    expect(decideOn({ refuses, decide, opens: ({ on }) => ({ was: on }) }, {}, { on: true }, context)).toEqual(lit({}, { was: true })));
  it('is not reached, and no field is judged, where it does not open', () => {
    const shut = { ...asking(needs), opens: () => context.refuse('lamp.off') };
    expect(refusal(() => decideOn(shut, {}, { on: false }, context))).toEqual({ code: 'lamp.off' });
  });
});

describe('a field that is asked for', () => {
  it('is missing where it is absent, null or an empty list', () => {
    for (const given of [{}, { colour: undefined }, { colour: null }, { colour: [] }])
      expect(refusal(() => decideOn(asking(needs), given, {}, context))).toEqual({
        ...{ code: 'lamp.colour-missing', colours: ['red'] },
        errors: [{ field: 'colour', rule: 'lamp.colour-missing', message: 'Name a colour.' }],
      });
    for (const given of [{ colour: 'red' }, { colour: false }, { colour: ['red'] }])
      expect(decideOn(asking(needs), given, {}, context)).toEqual(lit(given, {}));
  });
  it('is given in vain where it is to be left out', () => {
    expect(refusal(() => decideOn(asking(leaves), { colour: 'red' }, {}, context))).toMatchObject({
      code: 'lamp.colour-needless',
      errors: [{ field: 'colour' }],
    });
    for (const given of [{}, { colour: null }, { colour: [] }])
      expect(decideOn(asking(leaves), given, {}, context)).toEqual(lit(given, {}));
  });
  it('is left to the decision where another field lifts the claim', () => {
    const scene = { scene: 'evening' };
    expect(decideOn(asking(needs), scene, {}, context)).toEqual(lit(scene, {}));
    expect(decideOn(asking(leaves), { ...scene, colour: 'red' }, {}, context)).toEqual(lit({ ...scene, colour: 'red' }, {}));
    expect(refusal(() => decideOn(asking(needs), { scene: [] }, {}, context))).toMatchObject({ code: 'lamp.colour-missing' });
  });
});

describe('the facts of a command', () => {
  const knows = async (_: unknown, __: unknown, id: string) => ({ id });
  const gather = async ({ of }: { of: string }) => ({ of });
  it('are what it knows and what it gathers', async () => {
    const facts = (definition: object) => factsFor(definition, { of: 'b' }, {}, {} as never, 'a');
    expect(await facts({ knows, gather })).toEqual({ id: 'a', of: 'b' });
    expect(await facts({ knows })).toEqual({ id: 'a' });
    expect(await facts({ gather })).toEqual({ of: 'b' });
    expect(await facts({})).toBeUndefined();
  });
});
