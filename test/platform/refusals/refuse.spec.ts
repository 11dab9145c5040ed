import { pathsIn, type Refusal, type Refuse, refusals, refuseFrom } from '../../../src/platform/refusals/refuse.js';

const lampRefusals = refusals({
  'lamp.off': { status: 409, says: 'It is off.' },
  'lamp.too-bright': { fields: ['watts'], status: 422, says: 'It takes 40 watts at most.' },
  'lamp.unknown-colour': { fields: 'named', status: 422, says: 'There is no such colour.' },
});
const refuse = refuseFrom(lampRefusals.table);

const told = (run: () => never): unknown => {
  try {
    return run();
  } catch (error) {
    const { code, details } = error as Refusal;
    return { code, ...details };
  }
};
const names = (rule: string, message: string, ...fields: string[]) => fields.map((field) => ({ field, rule, message }));

describe('a refusal', () => {
  it('names no field where none is at fault', () => {
    expect(told(() => refuse('lamp.off'))).toEqual({ code: 'lamp.off' });
    expect(told(() => refuse('lamp.off', { since: '2026-03-02' }))).toEqual({ code: 'lamp.off', since: '2026-03-02' });
    expect(told(() => refuse('lamp.unknown-colour', { fields: [] }))).toEqual({ code: 'lamp.unknown-colour' });
  });
  it('names the field of its table', () =>
    expect(told(() => refuse('lamp.too-bright', { most: 40 }))).toEqual({
      ...{ code: 'lamp.too-bright', most: 40 },
      errors: names('lamp.too-bright', 'It takes 40 watts at most.', 'watts'),
    }));
  it('names the fields that the place says', () =>
    expect(told(() => refuse('lamp.unknown-colour', { fields: ['shades.1.colour', 'colour'] }))).toEqual({
      code: 'lamp.unknown-colour',
      errors: names('lamp.unknown-colour', 'There is no such colour.', 'shades.1.colour', 'colour'),
    }));

  it('does not compile where a place leaves out which field it is, or says it of a code whose table does', () => {
    // @ts-expect-error the table says that the place names the fields
    expect(told(() => refuse('lamp.unknown-colour'))).toEqual({ code: 'lamp.unknown-colour' });
    // @ts-expect-error the same, with other facts
    expect(told(() => refuse('lamp.unknown-colour', { known: 3 }))).toMatchObject({ known: 3 });
    // @ts-expect-error the table names the field
    expect(told(() => refuse('lamp.too-bright', { fields: ['colour'] }))).toMatchObject({ code: 'lamp.too-bright' });
    // @ts-expect-error a table names one field
    refusals({ 'lamp.unfit': { fields: ['watts', 'colour'], status: 422, says: 'It does not fit.' } });
    // @ts-expect-error a guard that several commands share is given what it refuses with as it is declared
    const shared: Refuse<'lamp.unknown-colour'> = refuse;
    expect(shared).toBe(refuse);
  });
});

it('the elements of a list that are at fault are named by their places', () => {
  expect(pathsIn('shades', ['red', 'blue', 'red'], (colour) => colour === 'red')).toEqual(['shades.0', 'shades.2']);
  expect(pathsIn('shades', [{ watts: 60 }, { watts: 40 }], ({ watts }) => watts > 40, 'watts')).toEqual(['shades.0.watts']);
  expect(pathsIn('shades', ['red', 'red'], (_, index) => index > 0)).toEqual(['shades.1']);
});
