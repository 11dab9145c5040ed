import { AmendPolicyHandler } from '../../../src/modules/policy/amend-policy.js';
import { PolicyAmended, policies, versionOn } from '../../../src/modules/policy/policy.js';
import { fold } from '../../../src/platform/events/stream.js';
import { caller, given, stored } from '../../kit/given.js';
import { amended, clause, first, handbook, rescinded } from './versions.js';

const clerk = caller('cleo', 'City Clerk');
const of = { version: '110', base: '100', instrument: 'Resolution 110', adoptedOn: '2021-01-04', effectiveFrom: '2021-02-01' };
const untouched = { added: [], changed: [], removed: [], renumbered: [], moved: [] };
const was = handbook.data.clauses;
const named = (id: string) => was.find((one) => one.id === id)!;

const ids = (change: object): string[] => {
  const [event] = given(handbook)
    .when(AmendPolicyHandler, { ...of, ...change }, clerk)
    .events();
  return (event!.data as { clauses: { id: string }[] }).clauses.map(({ id }) => id);
};

describe('amending the policy', () => {
  it('changes what it names of a clause, and keeps the rest', () =>
    given(handbook)
      .when(
        AmendPolicyHandler,
        {
          ...of,
          changed: [
            { id: 'STD-1', text: 'As amended.' },
            { id: 'STD-3', force: 'must' },
          ],
        },
        clerk,
      )
      .then(
        PolicyAmended({
          ...of,
          changes: { ...untouched, changed: ['STD-1', 'STD-3'] },
          clauses: was.map((one) => ({
            ...one,
            ...(one.id === 'STD-1' && { text: 'As amended.' }),
            ...(one.id === 'STD-3' && { force: 'must' as const }),
          })),
          note: null,
        }),
      ));

  it('adds a clause, and renumbers those behind it, which stay the same clauses', () => {
    const { parent, ...added } = clause('STD-4', { parent: 'STD', number: '2' });
    const change = {
      added: [{ ...added, parent, after: 'STD-1' }],
      renumbered: [
        { id: 'STD-2', to: '3' },
        { id: 'STD-3', to: '4' },
      ],
    };
    const [event] = given(handbook)
      .when(AmendPolicyHandler, { ...of, ...change, note: 'On sources.' }, clerk)
      .events();
    expect(event?.data).toMatchObject({
      changes: {
        ...untouched,
        added: ['STD-4'],
        renumbered: [
          { id: 'STD-2', from: '2', to: '3' },
          { id: 'STD-3', from: '3', to: '4' },
        ],
      },
      note: 'On sources.',
    });
    const version = versionOn(fold(policies, stored([handbook, event!])), '2021-02-01')!;
    expect(version).toMatchObject({ version: '110', amends: { base: '100' } });
    expect(version.clauses.map(({ id, number }) => `${id} ${number}`)).toEqual([
      'STD II',
      'STD-1 1',
      'STD-4 2',
      'STD-2 3',
      'STD-2a a',
      'STD-2b b',
      'STD-3 4',
      'REC III',
      'REC-1 1',
    ]);
  });

  it('removes a clause with what stands below it', () =>
    expect(ids({ removed: ['STD-2', 'STD-2a', 'STD-2b'] })).toEqual(['STD', 'STD-1', 'STD-3', 'REC', 'REC-1']));
  it('removes a clause while what stood below it moves', () =>
    expect(ids({ removed: ['STD-2', 'STD-2b'], moved: [{ id: 'STD-2a', parent: 'STD', after: 'STD-1' }] })).toEqual([
      'STD',
      'STD-1',
      'STD-2a',
      'STD-3',
      'REC',
      'REC-1',
    ]));
  it('moves a part with all its clauses, and a clause to the first place', () => {
    expect(ids({ moved: [{ id: 'REC', after: null }] }).slice(0, 3)).toEqual(['REC', 'REC-1', 'STD']);
    expect(ids({ moved: [{ id: 'STD-2', parent: 'REC', after: null }] })).toEqual([
      'STD',
      'STD-1',
      'STD-3',
      'REC',
      'STD-2',
      'STD-2a',
      'STD-2b',
      'REC-1',
    ]);
  });
  it('adds a part with its clauses, last unless a place is named', () =>
    expect(ids({ added: [clause('SEC'), clause('SEC-1', { parent: 'SEC' })] }).slice(-2)).toEqual(['SEC', 'SEC-1']));
  it('takes a heading away where a text stays, and a text where a heading stays', () =>
    expect(
      ids({
        changed: [
          { id: 'STD', heading: null, text: 'Standards follow.' },
          { id: 'REC-1', heading: 'Kept', text: null },
        ],
      }),
    ).toHaveLength(was.length));
  it('may take effect ahead of today', () => {
    const ahead = { ...of, adoptedOn: '2026-03-02', effectiveFrom: '2026-07-01', removed: ['STD-3'] };
    const [event] = given(handbook).when(AmendPolicyHandler, ahead, clerk).events();
    const state = fold(policies, stored([handbook, event!]));
    expect([versionOn(state, '2026-06-30')?.version, versionOn(state, '2026-07-01')?.version]).toEqual(['100', '110']);
  });

  const change = { changed: [{ id: 'STD-1', text: 'As amended.' }] };
  it.each([
    ['under a name that was used', 'policy.version-exists', { version: '100' }, ['version']],
    ['of a version that there is not', 'policy.no-such-version', { base: '99' }, ['base']],
    ['adopted before what it amends', 'policy.adopted-before-base', { adoptedOn: '2020-01-05' }, ['adoptedOn']],
    ['ahead of its adoption', 'policy.adopted-ahead', { adoptedOn: '2026-03-03', effectiveFrom: '2026-03-03' }, ['adoptedOn']],
    ['with effect before its adoption', 'policy.effective-before-adoption', { effectiveFrom: '2021-01-03' }, ['effectiveFrom']],
    [
      'with effect on the day of another',
      'policy.effective-dates-descend',
      { adoptedOn: '2020-01-10', effectiveFrom: '2020-02-01' },
      ['effectiveFrom'],
    ],
    ['that changes nothing', 'policy.amends-nothing', { changed: [] }, []],
    ['that changes a clause into itself', 'policy.amends-nothing', { changed: [{ id: 'STD-1', text: named('STD-1').text }] }, []],
    [
      'that changes a clause twice',
      'policy.clause-named-twice',
      { changed: [...change.changed, ...change.changed] },
      ['changed.0.id', 'changed.1.id'],
    ],
    ['that changes a clause and removes it', 'policy.clause-named-twice', { ...change, removed: ['STD-1'] }, ['removed.0', 'changed.0.id']],
    [
      'that adds a clause and removes it',
      'policy.clause-named-twice',
      { added: [clause('SEC-1')], removed: ['SEC-1'] },
      ['removed.0', 'added.0.id'],
    ],
    ['that changes a clause that is not there', 'policy.no-such-clause', { changed: [{ id: 'STD-9', text: 'x' }] }, ['changed.0.id']],
    ['that removes a clause that is not there', 'policy.no-such-clause', { removed: ['STD-9'] }, ['removed.0']],
    ['that adds a clause that is there', 'policy.clause-id-used', { changed: [], added: [clause('STD-1')] }, ['added.0.id']],
    [
      'that adds a clause behind one that is no sibling',
      'policy.no-such-sibling',
      { added: [{ ...clause('SEC-1'), after: 'STD-1' }] },
      ['added.0.after'],
    ],
    [
      'that adds a clause below one that is not there',
      'policy.no-such-parent',
      { added: [clause('SEC-1', { parent: 'SEC' })] },
      ['added.0.parent'],
    ],
    ['that removes a clause and leaves what stood below it', 'policy.no-such-parent', { removed: ['STD-2'] }, ['removed.0']],
    [
      'that moves a clause below one that it adds nowhere',
      'policy.no-such-parent',
      { added: [clause('SEC-1', { parent: 'SEC' })], moved: [{ id: 'STD-3', parent: 'SEC-1' }] },
      ['added.0.parent'],
    ],
    ['that moves a clause below itself', 'policy.clause-below-itself', { moved: [{ id: 'STD', parent: 'STD-2' }] }, ['moved.0.parent']],
    ['that takes all that a clause says', 'policy.clause-says-nothing', { changed: [{ id: 'STD', heading: null }] }, ['changed.0']],
    ['that removes everything', 'policy.no-clauses', { changed: [], removed: was.map(({ id }) => id) }, ['removed']],
  ] as const)('is refused %s', (_, code, changes, fields) =>
    given(handbook)
      .when(AmendPolicyHandler, { ...of, ...change, ...(changes as object) }, clerk)
      .refused(code, fields),
  );

  it('is refused of any version but the last', () =>
    given(first, amended)
      .when(AmendPolicyHandler, { ...of, ...change, base: '5716', adoptedOn: '2022-01-03', effectiveFrom: '2022-02-01' }, clerk)
      .refused('policy.base-superseded'));
  it('is refused once the policy is rescinded', () =>
    given(handbook, rescinded)
      .when(AmendPolicyHandler, { ...of, ...change, adoptedOn: '2023-01-02', effectiveFrom: '2023-02-01' }, clerk)
      .refused('policy.nothing-to-amend'));
  it('never gives an id that a removed clause had to another one', () => {
    const [removing] = given(handbook)
      .when(AmendPolicyHandler, { ...of, removed: ['STD-3'] }, clerk)
      .events();
    const next = { ...of, version: '111', base: '110', adoptedOn: '2021-06-07', effectiveFrom: '2021-07-01' };
    given(handbook, removing!)
      .when(AmendPolicyHandler, { ...next, added: [clause('STD-3', { parent: 'STD' })] }, clerk)
      .refused('policy.clause-id-used', ['added.0.id']);
  });
  it('is refused where there is no policy', () =>
    given()
      .when(AmendPolicyHandler, { ...of, ...change }, clerk)
      .refused('resource.not-found'));
  it('is refused to everyone but the City Clerk', () =>
    given(handbook)
      .when(AmendPolicyHandler, { ...of, ...change }, caller('o', 'City Manager', 'City Attorney', 'HR'))
      .refused('access.not-permitted'));
});
