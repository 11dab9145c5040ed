import { AdoptPolicyVersionHandler } from '../../../src/modules/policy/adopt-policy-version.js';
import { resolution5716 } from '../../../src/modules/policy/kalispell.js';
import { NoteUnresolvedContinuityHandler } from '../../../src/modules/policy/note-unresolved-continuity.js';
import { PolicyVersionAdopted } from '../../../src/modules/policy/policy.js';
import { caller, given } from '../../kit/given.js';
import { amended, clause, first, handbook, rescinded, unresolved } from './versions.js';

const clerk = caller('cleo', 'City Clerk');
const amendment = { ...amended.data, note: undefined };

describe('adopting a version', () => {
  it('starts the policy', () =>
    given()
      .when(AdoptPolicyVersionHandler, resolution5716, clerk)
      .then(PolicyVersionAdopted({ ...first.data, note: resolution5716.note! })));
  it('goes on with it', () => given(first).when(AdoptPolicyVersionHandler, amendment, clerk).then(amended));
  it('may lie ahead of its effect', () =>
    given(first)
      .when(AdoptPolicyVersionHandler, { ...amendment, adoptedOn: '2026-03-02', effectiveFrom: '2026-07-01' }, clerk)
      .then(PolicyVersionAdopted({ ...amended.data, adoptedOn: '2026-03-02', effectiveFrom: '2026-07-01' })));
  it('is refused under a name that was used', () =>
    given(first, amended)
      .when(AdoptPolicyVersionHandler, { ...amendment, version: '5716', effectiveFrom: '2022-01-01' }, clerk)
      .refused('policy.version-exists'));
  it('is refused ahead of its adoption', () =>
    given(first)
      .when(AdoptPolicyVersionHandler, { ...amendment, adoptedOn: '2026-03-03', effectiveFrom: '2026-03-03' }, clerk)
      .refused('policy.adopted-ahead'));
  it('is refused with effect before its adoption', () =>
    given(first)
      .when(AdoptPolicyVersionHandler, { ...amendment, effectiveFrom: '2021-06-06' }, clerk)
      .refused('policy.effective-before-adoption'));
  it.each(['2021-07-01', '2021-06-30'])('is refused with effect from %s where another has it from 2021-07-01', (effectiveFrom) =>
    given(first, amended)
      .when(AdoptPolicyVersionHandler, { ...amendment, version: '6002', effectiveFrom }, clerk)
      .refused('policy.effective-dates-descend'),
  );
  it('is refused without a clause', () =>
    given()
      .when(AdoptPolicyVersionHandler, { ...resolution5716, clauses: [] }, clerk)
      .refused('policy.no-clauses', ['clauses']));
  it('is refused with a clause twice', () =>
    given()
      .when(AdoptPolicyVersionHandler, { ...resolution5716, clauses: [...resolution5716.clauses, resolution5716.clauses[0]!] }, clerk)
      .refused('policy.duplicate-clause', ['clauses.58.id']));
  it('may be a tree', () =>
    given()
      .when(AdoptPolicyVersionHandler, { ...handbook.data, clauses: [...handbook.data.clauses] }, clerk)
      .then(handbook));
  it('takes the place of one that was rescinded', () => {
    const again = { ...handbook.data, version: '101', adoptedOn: '2023-01-02', effectiveFrom: '2023-02-01', clauses: [clause('STD-1')] };
    given(handbook, rescinded).when(AdoptPolicyVersionHandler, again, clerk).then(PolicyVersionAdopted(again));
    given(handbook, rescinded)
      .when(AdoptPolicyVersionHandler, { ...again, adoptedOn: '2022-01-03', effectiveFrom: '2022-02-01' }, clerk)
      .refused('policy.effective-dates-descend');
  });
  it.each([
    ['below a clause that is not there', 'policy.no-such-parent', [clause('STD-1', { parent: 'STD' })], ['clauses.0.parent']],
    [
      'before the clause that it stands below',
      'policy.clause-out-of-place',
      [clause('STD-1', { parent: 'STD' }), clause('STD')],
      ['clauses.0'],
    ],
    [
      'below a clause that another one has closed',
      'policy.clause-out-of-place',
      [clause('STD'), clause('REC'), clause('STD-1', { parent: 'STD' })],
      ['clauses.2'],
    ],
    ['that says nothing', 'policy.clause-says-nothing', [clause('STD', { text: '' })], ['clauses.0']],
  ] as const)('is refused with a clause %s', (_, code, clauses, fields) =>
    given()
      .when(AdoptPolicyVersionHandler, { ...handbook.data, clauses: [...clauses] }, clerk)
      .refused(code, fields),
  );
  it('is refused to everyone but the City Clerk', () =>
    given()
      .when(AdoptPolicyVersionHandler, resolution5716, caller('o', 'City Manager', 'City Attorney', 'HR', 'Communications Manager'))
      .refused('access.not-permitted'));
});

describe('noting that continuity is unresolved', () => {
  it.each(['City Clerk', 'City Attorney'] as const)('is open to the %s', (office) =>
    given(first).when(NoteUnresolvedContinuityHandler, unresolved.data, caller('o', office)).then(unresolved),
  );
  it('is refused a second time for one instrument', () =>
    given(first, unresolved).when(NoteUnresolvedContinuityHandler, unresolved.data, clerk).refused('policy.continuity-noted'));
  it('is refused for a day before the first version', () =>
    given(first)
      .when(NoteUnresolvedContinuityHandler, { ...unresolved.data, on: '2011-01-01' }, clerk)
      .refused('policy.nothing-to-continue'));
  it('is refused where no policy was adopted', () =>
    given().when(NoteUnresolvedContinuityHandler, unresolved.data, clerk).refused('resource.not-found'));
  it('is refused to everyone else', () =>
    given(first)
      .when(NoteUnresolvedContinuityHandler, unresolved.data, caller('o', 'City Manager', 'HR'))
      .refused('access.not-permitted'));
});
