import { acknowledged, acknowledgements, PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { resolution5716 } from '../../../src/modules/policy/kalispell.js';
import {
  ContinuityUnresolved,
  clauseOf,
  inForceThroughout,
  PolicyVersionAdopted,
  policies,
  unresolvedOn,
  versionOn,
  versionsOver,
} from '../../../src/modules/policy/policy.js';
import { clauses } from '../../../src/obligations.js';
import { fold } from '../../../src/platform/events/stream.js';
import { stored } from '../../kit/given.js';
import { amended, first, handbook, rescinded, unresolved } from './versions.js';

const state = fold(policies, stored([first, unresolved, amended]));

describe('the version in force', () => {
  it('is the last that took effect by the day', () => {
    expect(['2015-04-19', '2015-04-20', '2021-06-30', '2021-07-01'].map((day) => versionOn(state, day)?.version)).toEqual([
      undefined,
      '5716',
      '5716',
      '6001',
    ]);
    expect(versionOn(policies.initial, '2020-01-01')).toBeUndefined();
  });

  it('may be several over an interval', () => {
    const over = (from: string, to: string) => versionsOver(state, from, to).map(({ version }) => version);
    expect(over('2014-01-01', '2015-04-19')).toEqual([]);
    expect(over('2014-01-01', '2015-04-20')).toEqual(['5716']);
    expect(over('2021-06-30', '2021-07-01')).toEqual(['5716', '6001']);
    expect(over('2021-07-01', '2021-07-01')).toEqual(['6001']);
    expect(versionsOver(policies.initial, '2014-01-01', '2030-01-01')).toEqual([]);
  });

  it('has its own clauses', () => {
    const version = versionOn(state, '2020-01-01')!;
    expect(clauseOf(version, 'STD-4')).toMatchObject({ id: 'STD-4', force: 'shall', binds: 'employees who submit content' });
    expect(clauseOf(version, 'STD-99')).toBeUndefined();
    expect(clauseOf(versionOn(state, '2022-01-01')!, 'STD-4')).toMatchObject({ text: 'Content is accurate.' });
  });

  it('may be unresolved, from the instrument in question to the next version', () => {
    const open = (day: string) => unresolvedOn(state, day).map(({ instrument }) => instrument);
    expect([open('2014-01-01'), open('2019-04-14'), open('2019-04-15'), open('2021-06-30'), open('2021-07-01')]).toEqual([
      [],
      [],
      ['Resolution 5917'],
      ['Resolution 5917'],
      [],
    ]);
  });
});

describe('a rescission', () => {
  const again = PolicyVersionAdopted({ ...handbook.data, version: '101', adoptedOn: '2023-01-02', effectiveFrom: '2023-02-01' });
  const ended = fold(policies, stored([handbook, rescinded, again]));

  it('leaves no version in force until another one takes effect', () => {
    expect(['2022-01-31', '2022-02-01', '2023-01-31', '2023-02-01'].map((day) => versionOn(ended, day)?.version)).toEqual([
      '100',
      undefined,
      undefined,
      '101',
    ]);
    expect(versionsOver(ended, '2022-01-31', '2022-06-01').map(({ version }) => version)).toEqual(['100']);
    expect(versionsOver(ended, '2022-06-01', '2022-07-01')).toEqual([]);
    expect(versionsOver(ended, '2022-06-01', '2023-07-01').map(({ version }) => version)).toEqual(['101']);
    expect(unresolvedOn(ended, '2022-06-01')).toEqual([]);
  });

  it('interrupts an interval', () => {
    expect(inForceThroughout(ended, '2020-02-01', '2022-01-31')).toBe(true);
    expect(inForceThroughout(ended, '2020-01-31', '2022-01-31')).toBe(false);
    expect(inForceThroughout(ended, '2020-02-01', '2022-02-01')).toBe(false);
    expect(inForceThroughout(ended, '2022-01-31', '2023-02-01')).toBe(false);
    expect(inForceThroughout(ended, '2023-02-01', '2030-02-01')).toBe(true);
    expect(inForceThroughout(policies.initial, '2020-02-01', '2020-02-01')).toBe(false);
  });
});

describe('the clauses of Resolution 5716', () => {
  const ids = resolution5716.clauses.map(({ id }) => id);

  it('are all that the obligations name, with the ten grounds of CIV-5', () => {
    const policys = clauses.filter((id) => !id.startsWith('HOUSE-'));
    expect(ids.filter((id) => !/[a-z]$/.test(id))).toEqual(policys);
    expect(ids.filter((id) => /[a-z]$/.test(id))).toEqual([...'abcdefghij'].map((letter) => `CIV-5${letter}`));
  });

  it('bind with the force that the obligations give them', () => {
    const forced = (force: string) => resolution5716.clauses.filter((clause) => clause.force === force).map(({ id }) => id);
    expect(forced('should')).toEqual(['CON-3', 'CON-4', 'COM-4', 'SEC-8', 'SEC-9']);
    expect(forced('shall not')).toEqual(['COM-3', 'CIV-3']);
    expect(forced('must')).toEqual(['SEC-1', 'SEC-2', 'SEC-3', 'SEC-4', 'SEC-5', 'SEC-6', 'SEC-7']);
    expect(forced('may').filter((id) => !id.startsWith('CIV-5'))).toEqual(['VIO-3', 'CIV-6']);
  });

  it('fit the event', () => expect(PolicyVersionAdopted.problems(first.data)).toEqual([]));
  it('stand below one another as their letters say', () =>
    expect(first.data.clauses.filter(({ parent }) => parent !== null).map(({ id, parent }) => [id, parent])).toEqual(
      [...'abcdefghij'].map((letter) => [`CIV-5${letter}`, 'CIV-5']),
    ));
  it('leave the question of Resolution 5917 to a command of its own', () =>
    expect(ContinuityUnresolved.problems(unresolved.data)).toEqual([]));
});

describe('an acknowledgement', () => {
  it('counts from its day on, for its version alone', () => {
    const given = fold(acknowledgements, stored([PolicyAcknowledged({ version: '5716', on: '2026-02-01', manner: 'signed-in' })]));
    expect(acknowledged(given, '5716', '2026-01-31')).toBe(false);
    expect(acknowledged(given, '5716', '2026-02-01')).toBe(true);
    expect(acknowledged(given, '6001', '2026-02-01')).toBe(false);
    expect(acknowledged(acknowledgements.initial, '5716', '2026-02-01')).toBe(false);
  });
});
