import { type DeedFields, deedRefusals, IsDayOrInstant, lastDayOf, pinned } from '../../../src/modules/cases/deed.js';
import { ContinuityUnresolved, PolicyAmended, PolicyRescinded, policies } from '../../../src/modules/policy/policy.js';
import { fold } from '../../../src/platform/events/stream.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { refuseFrom } from '../../../src/platform/refusals/refuse.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now, stored, today } from '../../kit/given.js';
import { version } from '../../kit/stories/a-case.js';

const first = version('5716', '2015-04-20', ['STD-4', 'STD-9']);
const second = version('5917', '2019-04-15', ['STD-4']);
const pin = (fields: Omit<DeedFields, 'clause'> & { clause?: string }, ...policy: Parameters<typeof stored>[0][number][]) =>
  pinned({ clause: 'STD-4', ...fields }, fold(policies, stored(policy)), {
    now,
    today,
    timeZone: 'America/Denver',
    refuse: refuseFrom(deedRefusals),
  });
const code = (of: () => unknown): unknown => {
  try {
    return of();
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const both = [first, second];

describe('a deed', () => {
  it('is judged by the version in force on its day', () => {
    expect(pin({ deedFrom: '2019-04-14' }, ...both)).toMatchObject({
      policyVersion: '5716',
      deed: { from: '2019-04-14', to: '2019-04-14' },
    });
    expect(pin({ deedFrom: '2019-04-15' }, ...both)).toMatchObject({ policyVersion: '5917' });
    expect(pin({ deedFrom: '2019-04-15', deedTo: '2026-03-02' }, ...both)).toMatchObject({
      policyVersion: '5917',
      deed: { to: '2026-03-02' },
    });
  });

  it('has its day in the city, whatever the offset of the time given', () => {
    expect(pin({ deedFrom: '2019-04-15T05:59:59Z' }, ...both)).toMatchObject({
      policyVersion: '5716',
      deed: { from: '2019-04-14', to: '2019-04-14' },
    });
    expect(pin({ deedFrom: '2019-04-15T06:00:00Z' }, ...both)).toMatchObject({ policyVersion: '5917' });
    expect(pin({ deedFrom: '2019-04-15T00:30:00+02:00' }, ...both)).toMatchObject({ policyVersion: '5716' });
  });

  it('is not judged by two versions at once', () => {
    expect(code(() => pin({ deedFrom: '2019-04-14', deedTo: '2019-04-15' }, ...both))).toBe('case.deed-spans-versions');
    expect(code(() => pin({ deedFrom: '2019-04-15T05:59:00Z', deedTo: '2019-04-15T06:01:00Z' }, ...both))).toBe('case.deed-spans-versions');
  });

  it('before the first version violates none', () => {
    expect(code(() => pin({ deedFrom: '2015-04-19' }, ...both))).toBe('case.no-policy-then');
    expect(code(() => pin({ deedFrom: '2015-04-19', deedTo: '2015-05-01' }, ...both))).toBe('case.no-policy-then');
    expect(code(() => pin({ deedFrom: '2020-01-01' }))).toBe('case.no-policy-then');
    expect(code(() => pin({ deedUnknownBecause: 'No dates.' }, version('6000', '2026-04-01')))).toBe('case.no-policy-then');
  });

  it('violates a clause that the version has', () => {
    expect(pin({ deedFrom: '2016-01-01', clause: 'STD-9' }, ...both)).toMatchObject({ clause: 'STD-9' });
    expect(code(() => pin({ deedFrom: '2020-01-01', clause: 'STD-9' }, ...both))).toBe('case.unknown-clause');
  });

  it('violates a clause that an amendment took away since', () => {
    const [kept] = second.data.clauses;
    const amendment = PolicyAmended({
      version: '6000',
      base: '5917',
      instrument: 'Resolution 6000',
      adoptedOn: '2025-01-06',
      effectiveFrom: '2025-02-01',
      changes: { added: ['STD-5'], changed: [], removed: ['STD-4'], renumbered: [], moved: [] },
      clauses: [{ ...kept!, id: 'STD-5' }],
      note: null,
    });
    expect(pin({ deedFrom: '2025-01-31' }, ...both, amendment)).toMatchObject({ clause: 'STD-4', policyVersion: '5917' });
    expect(code(() => pin({ deedFrom: '2025-02-01' }, ...both, amendment))).toBe('case.unknown-clause');
    expect(pin({ deedFrom: '2025-02-01', clause: 'STD-5' }, ...both, amendment)).toMatchObject({ policyVersion: '6000' });
    expect(code(() => pin({ deedFrom: '2025-01-31', deedTo: '2025-02-01' }, ...both, amendment))).toBe('case.deed-spans-versions');
  });

  it('done while the policy was rescinded violates none', () => {
    const ended = PolicyRescinded({ instrument: 'Resolution 5800', adoptedOn: '2017-01-09', effectiveFrom: '2017-02-01', note: null });
    expect(pin({ deedFrom: '2017-01-31' }, first, ended, second)).toMatchObject({ policyVersion: '5716' });
    expect(code(() => pin({ deedFrom: '2017-02-01' }, first, ended, second))).toBe('case.no-policy-then');
    expect(code(() => pin({ deedFrom: '2017-01-31', deedTo: '2017-02-01' }, first, ended, second))).toBe('case.no-policy-then');
    expect(pin({ deedFrom: '2019-04-15' }, first, ended, second)).toMatchObject({ policyVersion: '5917' });
    expect(code(() => pin({ deedUnknownBecause: 'No dates.' }, first, ended))).toBe('case.deed-undatable');
  });

  it('lies in the past, to the minute where it is told', () => {
    expect(code(() => pin({ deedFrom: '2026-03-03' }, first))).toBe('case.deed-in-future');
    expect(code(() => pin({ deedFrom: '2026-03-01', deedTo: '2026-03-03' }, first))).toBe('case.deed-in-future');
    expect(code(() => pin({ deedFrom: '2026-03-02T19:00:01Z' }, first))).toBe('case.deed-in-future');
    expect(pin({ deedFrom: '2026-03-02T19:00:00Z' }, first)).toMatchObject({ deed: { from: today } });
  });

  it('ends after it begins', () =>
    expect(code(() => pin({ deedFrom: '2026-02-02', deedTo: '2026-02-01' }, first))).toBe('case.deed-reversed'));

  it('has a day, or a reason why nobody knows it', () => {
    for (const unclear of [
      {},
      { deedTo: '2026-01-01' },
      { deedFrom: '2026-01-01', deedUnknownBecause: 'x' },
      { deedTo: '2026-01-01', deedUnknownBecause: 'x' },
    ])
      expect(code(() => pin(unclear, first))).toBe('case.deed-unclear');
  });

  it('of an unknown day is judged where one version alone was ever in force', () => {
    expect(pin({ deedUnknownBecause: 'No dates.' }, first)).toMatchObject({ policyVersion: '5716', deed: { unknown: seal('No dates.') } });
    expect(pin({ deedUnknownBecause: 'No dates.' }, first, version('6000', '2026-04-01'))).toMatchObject({ policyVersion: '5716' });
    expect(code(() => pin({ deedUnknownBecause: 'No dates.' }, ...both))).toBe('case.deed-undatable');
  });

  it('says which instruments leave open whether its version was in force', () => {
    const open = ContinuityUnresolved({ instrument: 'Resolution 5917', on: '2019-04-15', question: 'Was it carried forward?' });
    expect(pin({ deedFrom: '2019-04-14' }, first, open).unresolved).toEqual([]);
    expect(pin({ deedFrom: '2019-04-14', deedTo: '2019-04-15' }, first, open).unresolved).toEqual(['Resolution 5917']);
    expect(pin({ deedUnknownBecause: 'No dates.' }, first, open).unresolved).toEqual(['Resolution 5917']);
  });

  it('has a last day, unless its day is unknown', () => {
    expect(lastDayOf({ from: '2026-01-01', to: '2026-01-02' })).toBe('2026-01-02');
    expect(lastDayOf({ unknown: seal('No dates.') })).toBeNull();
  });
});

describe('a day or an instant', () => {
  class Form {
    @IsDayOrInstant() at!: string;
  }
  it.each(['2026-02-28', '2026-02-28T10:00:00Z', '2026-02-28T10:00:00-07:00'])('takes %s', (at) =>
    expect(instanceOf(Form, { at })).toEqual({ at }),
  );
  it.each(['2026-02-30', '2026-02-30T10:00:00Z', '2026-02-28T10:00:00', 'yesterday', '', 20260228])('refuses %s', (at) =>
    expect(() => instanceOf(Form, { at })).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ field: 'at', rule: 'isDayOrInstant' })] } }),
    ),
  );
});
