import { AdoptPolicyVersion } from '../../../src/modules/policy/adopt-policy-version.js';
import { resolution5716 } from '../../../src/modules/policy/kalispell.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';

const problems = (change: object): string[] => {
  try {
    instanceOf(AdoptPolicyVersion, { ...resolution5716, ...change });
  } catch (error) {
    if (error instanceof Refusal)
      return (error.details.errors as { field: string; rule: string }[]).map(({ field, rule }) => `${field} ${rule}`);
    throw error;
  }
  return [];
};
const clause = { id: 'STD-4', text: 'Content is factual.', binds: 'employees', force: 'shall' };

describe('a version as it is sent', () => {
  it('fits', () => expect(problems({})).toEqual([]));
  it('may leave its note out', () => expect(problems({ note: undefined })).toEqual([]));
  it('may have no clauses, for the decision to refuse', () => expect(problems({ clauses: [] })).toEqual([]));
  it.each(['STD', 'STD-4', 'CIV-5a', 'CIV-5ab', 'CIV-5a.2', 'CIV-5a.2.10'])('names a clause %s', (id) =>
    expect(problems({ clauses: [{ ...clause, id }] })).toEqual([]),
  );
  it('may have a clause that is a heading alone', () =>
    expect(problems({ clauses: [{ ...clause, id: 'STD', text: undefined, heading: 'Standards', number: 'IV.' }] })).toEqual([]));
  it.each([
    ['version', { version: 'res 5716' }, 'version matches'],
    ['adoptedOn', { adoptedOn: '2015-02-30' }, 'adoptedOn isDay'],
    ['effectiveFrom', { effectiveFrom: undefined }, 'effectiveFrom required'],
    ['instrument', { instrument: ' ' }, 'instrument isName'],
    ['unknown', { extra: 1 }, 'extra unknown'],
    ['id', { clauses: [{ ...clause, id: 'std4' }] }, 'clauses.0.id matches'],
    ['parent', { clauses: [{ ...clause, parent: 'std' }] }, 'clauses.0.parent matches'],
    ['number', { clauses: [{ ...clause, number: ' 4' }] }, 'clauses.0.number matches'],
    ['heading', { clauses: [{ ...clause, heading: 'Two\nlines' }] }, 'clauses.0.heading isName'],
    ['force', { clauses: [clause, { ...clause, force: 'would' }] }, 'clauses.1.force isIn'],
    ['text', { clauses: [{ ...clause, text: '' }] }, 'clauses.0.text isProse'],
    ['unknown in a clause', { clauses: [{ ...clause, weight: 1 }] }, 'clauses.0.weight unknown'],
    ['clauses', { clauses: 'STD-4' }, 'clauses isArray'],
    ['a clause', { clauses: ['STD-4'] }, 'clauses.0 nestedValidation'],
  ])('is refused for its %s', (_, change, problem) => expect(problems(change)).toContain(problem));
});
