import { newId } from '../../src/platform/ground/ids.js';
import { refusalsOf } from '../../src/platform/http/openapi-errors.js';
import type { Route } from '../../src/platform/http/routes.js';
import { type Answer, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { hasField } from '../kit/fields.js';

const city = useCity();
const nobody = newId();

/** The code of a refusal, with the whole of what it says of the fields. */
const told = ({ body: { code, errors } }: Answer) => ({ code, errors });
const refused = async (who: CastMember, path: string, body: object) => told(await city.as(who).post(path, body));
const naming = (code: string, message: string, ...fields: string[]) => ({
  code,
  errors: fields.map((field) => ({ field, rule: code, message })),
});

describe('a refusal names the fields at fault, and no other', () => {
  it('the base of an amendment, not the name of the new version', async () => {
    const amendment = { version: '6001', base: '1', instrument: 'Resolution 6001', adoptedOn: '2026-03-01', effectiveFrom: '2026-03-01' };
    expect(await refused('City Clerk', '/api/policy/amendments', amendment)).toEqual(
      naming('policy.no-such-version', 'There is no such version of the policy.', 'base'),
    );
  });

  it('the person to whom an entry is moved, not the one who has it', async () => {
    const paper = { track: 'permanent', rung: 'oral-warning', imposedOn: '2020-01-06', source: 'Personnel file.' };
    const entries = `/api/people/${city.person('Subject')}/prior-discipline`;
    const entry = await city.as('HR').does(entries, paper);
    const move = { ...paper, to: nobody, correction: 'Another of that name.', authority: 'City Manager' };
    expect(await refused('HR', `${entries}/${entry}/person`, move)).toEqual(
      naming('history.unknown-person', 'This person is not in the directory.', 'to'),
    );
    expect(await refused('HR', `/api/people/${nobody}/prior-discipline`, paper)).toEqual(
      naming('history.unknown-person', 'This person is not in the directory.', 'personId'),
    );
  });

  it.each(['/api/reports', '/api/reports/relayed'])('whoever of a report to %s is unknown, the second of the accused too', async (path) => {
    const report = { channel: 'telephone', summary: 'A comment was deleted.', ...(path === '/api/reports' && { from: 'another' }) };
    const [known, says] = [city.person('Subject'), 'A person named in the report is not in the directory.'];
    for (const [people, ...fields] of [
      [{ accused: [known], reporterPerson: nobody }, 'reporterPerson'],
      [{ accused: [known, nobody], reporterPerson: known }, 'accused.1'],
      [{ accused: [nobody], reporterPerson: nobody }, 'accused.0', 'reporterPerson'],
    ] as const)
      expect(await refused('City Clerk', path, { ...report, ...people })).toEqual(naming('report.unknown-person', says, ...fields));
  });

  it('the value that another thing has, by the field that holds it', async () => {
    expect(await refused('HR', '/api/departments', { name: 'Parks' })).toEqual(
      naming('value.taken', 'This value is in use already; it must be unique.', 'name'),
    );
  });

  it('the parameter of a query', async () => {
    const answer = await city.as('Employee').get('/api/policy/redline?from=5716&to=1');
    expect(told(answer)).toEqual(naming('policy.unknown-version', 'There is no such version of the policy.', 'to'));
  });

  it('none, where the thing as it stands refuses', async () => {
    const site = await city.as('Communications Manager').does('/api/sites', {
      ...{ name: 'Parks', platform: 'other', address: 'https://parks.example.gov/', purpose: 'News.' },
    });
    expect(await refused('Communications Manager', `/api/sites/${site}/suspension`, { cause: 'other', reasons: 'x' })).toEqual({
      code: 'site.not-active',
    });
  });
});

it('every refusal of a route that names one field names one that the route takes', () => {
  const takes = (route: Route, field: string): boolean => {
    const input = route.upload ?? route.input;
    return (route.upload !== undefined && field === 'file') || (input !== undefined && hasField(input, field));
  };
  const named = city.routes.flatMap((route) =>
    Object.entries(refusalsOf(route, true)).flatMap(([code, { fields }]) =>
      Array.isArray(fields) ? [{ route, code, field: String(fields[0]) }] : [],
    ),
  );
  expect(named.length).toBeGreaterThan(150);
  expect(
    named.flatMap(({ route, code, field }) => (takes(route, field) ? [] : [`${route.method} ${route.path} ${code}: ${field}`])),
  ).toEqual([]);
});
