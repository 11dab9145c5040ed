import { PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { AmendPolicyHandler } from '../../../src/modules/policy/amend-policy.js';
import { GetPolicyVersionHandler } from '../../../src/modules/policy/get-policy-version.js';
import { GetRedlineHandler } from '../../../src/modules/policy/get-redline.js';
import { ListAmendmentsHandler } from '../../../src/modules/policy/list-amendments.js';
import { ListPolicyVersionsHandler } from '../../../src/modules/policy/list-policy-versions.js';
import {
  PolicyAmended,
  PolicyChangeWithdrawn,
  PolicyRescinded,
  PolicyVersionAdopted,
  policies,
  policyId,
  versionOn,
} from '../../../src/modules/policy/policy.js';
import { RescindPolicyHandler } from '../../../src/modules/policy/rescind-policy.js';
import { WithdrawPolicyChangeHandler } from '../../../src/modules/policy/withdraw-policy-change.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { caller, given, now, stored, today } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { gathered } from '../../kit/stories/a-case.js';
import { amended, first, handbook, read, rescinded } from './versions.js';

const clerk = caller('cleo', 'City Clerk');
const ahead = { adoptedOn: today, effectiveFrom: '2026-07-01' };
const next = PolicyVersionAdopted({ ...handbook.data, ...ahead, version: '7000' });
const amendment = PolicyAmended({
  ...amended.data,
  ...ahead,
  version: '7001',
  base: '5716',
  changes: { added: [], changed: ['STD-1'], removed: [], renumbered: [], moved: [] },
});
const rescission = PolicyRescinded({ ...rescinded.data, ...ahead });
const taken = (event: { data: { version?: string; instrument: string; effectiveFrom: string } }) =>
  PolicyChangeWithdrawn({
    version: event.data.version ?? null,
    instrument: event.data.instrument,
    effectiveFrom: event.data.effectiveFrom,
    reasons: 'A wrong date.',
  });
const reasons = 'A wrong date.';
const facts = { acknowledged: false };

describe('taking back what was entered of the policy by mistake', () => {
  it.each([
    ['an adoption', [first], next],
    ['an amendment', [first], amendment],
    ['a rescission', [first], rescission],
  ] as const)('is of %s that lies ahead', (_, past, change) => {
    const version = 'version' in change.data ? change.data.version : null;
    given(...past, change)
      .when(WithdrawPolicyChangeHandler, { version, reasons }, clerk, facts)
      .then(taken(change));
    const state = (...events: NewEvent[]) => fold(policies, stored(events));
    expect(state(...past, change, taken(change))).toEqual(state(...past));
    expect(versionOn(state(...past, change), '2026-08-01')?.version).not.toBe('5716');
    expect(versionOn(state(...past, change, taken(change)), '2026-08-01')?.version).toBe('5716');
  });
  it('is refused once it is in effect, from its first day on', () => {
    for (const effectiveFrom of [today, '2026-01-01']) {
      const change = PolicyVersionAdopted({ ...next.data, adoptedOn: '2026-01-01', effectiveFrom });
      given(first, change).when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, facts).refused('policy.in-effect');
    }
    given(handbook, rescinded).when(WithdrawPolicyChangeHandler, { reasons }, clerk, facts).refused('policy.in-effect');
  });
  it('is refused where there is none', () => {
    given(first)
      .when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, facts)
      .refused('policy.no-such-version', ['version']);
    given(first).when(WithdrawPolicyChangeHandler, { reasons }, clerk, facts).refused('policy.not-rescinded');
  });
  it('is refused before what followed it is taken back', () => {
    const later = PolicyAmended({ ...amendment.data, base: '7000', effectiveFrom: '2026-08-01' });
    given(first, next, later).when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, facts).refused('policy.followed');
    given(first, next, later, taken(later)).when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, facts).then(taken(next));
  });
  it('is refused once somebody said how it is read, or acknowledged it', async () => {
    const interpreted = { ...read, data: { ...read.data, version: '7000' } };
    given(first, next, interpreted)
      .when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, facts)
      .refused('policy.version-interpreted');
    given(first, next)
      .when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, clerk, { acknowledged: true })
      .refused('policy.version-acknowledged');
    const log = logOf(['acknowledgement-pat', PolicyAcknowledged({ version: '7000', on: today, manner: 'signed-in' })]);
    const asked = (version?: string) =>
      gathered(log, (reads) => WithdrawPolicyChangeHandler.gather!({ version, reasons } as never, {} as never, reads), clerk);
    expect(await asked('7000')).toEqual({ acknowledged: true });
    expect([await asked('7001'), await asked()]).toEqual([facts, facts]);
  });
  it('is the City Clerk’s', () =>
    given(first, next)
      .when(WithdrawPolicyChangeHandler, { version: '7000', reasons }, caller('o', 'City Manager', 'City Attorney', 'HR'), facts)
      .refused('access.not-permitted'));
  it('is followed by every list, the text and the redline', async () => {
    const log = logOf(...[first, next, taken(next)].map((event) => [`policy-${policyId}`, event] as const));
    const pat = caller('pat');
    const named = ({ items }: { items: { version: string | null }[] }) => items.map(({ version }) => version);
    for (const lists of [ListPolicyVersionsHandler, ListAmendmentsHandler])
      expect(named((await ask(lists, {}, pat, log, { moment: now })) as never)).toEqual(['5716']);
    const unknown = { code: 'policy.unknown-version' };
    await expect(ask(GetRedlineHandler, { from: '5716', to: '7000' }, pat, log)).rejects.toMatchObject(unknown);
    await expect(ask(GetPolicyVersionHandler, { version: '7000' }, pat, log)).rejects.toMatchObject(unknown);
  });
  it('leaves room for what should have been entered', () => {
    given(first, rescission, taken(rescission)).when(RescindPolicyHandler, rescission.data, clerk).then(rescission);
    const { changes: _, clauses: __, ...fields } = amendment.data;
    given(first, amendment, taken(amendment))
      .when(AmendPolicyHandler, { ...fields, base: '5716', removed: [first.data.clauses[0]!.id] }, clerk)
      .events();
  });
});
