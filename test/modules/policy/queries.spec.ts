import { PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { GetPolicyHandler } from '../../../src/modules/policy/get-policy.js';
import { ListAcknowledgementsHandler } from '../../../src/modules/policy/list-acknowledgements.js';
import { ListPolicyVersionsHandler } from '../../../src/modules/policy/list-policy-versions.js';
import { policyId } from '../../../src/modules/policy/policy.js';
import { caller } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { sam } from '../directory/people.js';
import { amended, first, unresolved } from './versions.js';

const stream = `policy-${policyId}`;
const log = logOf([stream, first], [stream, unresolved], [stream, amended]);
const eve = caller('eve');

describe('the policy', () => {
  it('is shown as in force on a day, with what is unresolved', async () =>
    expect(await ask(GetPolicyHandler, { on: '2020-01-01' }, eve, log)).toEqual({
      on: '2020-01-01',
      ...first.data,
      unresolved: [unresolved.data],
    }));

  it('is shown as of today unless a day is named, in the time zone of the city', async () => {
    expect(await ask(GetPolicyHandler, {}, eve, log)).toEqual({ on: '2026-03-02', ...amended.data, unresolved: [] });
    // Midnight in Greenwich is the evening before in Kalispell.
    expect(await ask(GetPolicyHandler, {}, eve, log, { moment: '2021-07-01T00:00:00Z' })).toMatchObject({
      on: '2021-06-30',
      version: '5716',
    });
    expect(await ask(GetPolicyHandler, {}, eve, log, { moment: '2021-07-01T06:00:00Z' })).toMatchObject({
      on: '2021-07-01',
      version: '6001',
    });
  });

  it('is refused for a day before the first version', async () =>
    expect(ask(GetPolicyHandler, { on: '2015-04-19' }, eve, log)).rejects.toMatchObject({
      code: 'policy.none-in-force',
      details: { on: '2015-04-19' },
    }));
  it('is not found where none was adopted', async () =>
    expect(ask(GetPolicyHandler, {}, eve, [])).rejects.toMatchObject({ code: 'resource.not-found' }));
  it('is refused to nobody in service', async () =>
    expect(ask(GetPolicyHandler, {}, { person: 'x', offices: [] }, log)).rejects.toMatchObject({ code: 'access.not-permitted' }));

  it('lists its versions in the order in which they take effect', async () =>
    expect(await ask(ListPolicyVersionsHandler, {}, eve, log)).toEqual({
      items: [
        { ...first.data, clauses: first.data.clauses.length },
        { ...amended.data, clauses: 1 },
      ],
    }));
});

describe('the acknowledgements of a person', () => {
  const given = { version: '5716', on: '2020-01-01', manner: 'on-paper' as const };
  const acknowledgements = logOf([`acknowledgement-${sam}`, PolicyAcknowledged(given)]);

  it.each([
    ['themself', caller(sam)],
    ['HR', caller('hana', 'HR')],
  ])('are shown to %s', async (_, who) =>
    expect(await ask(ListAcknowledgementsHandler, { personId: sam }, who, acknowledgements)).toEqual({ items: [given] }),
  );
  it('are none before the first', async () =>
    expect(await ask(ListAcknowledgementsHandler, { personId: sam }, caller(sam), [])).toEqual({ items: [] }));
  it('are refused to everyone else', async () =>
    expect(
      ask(ListAcknowledgementsHandler, { personId: sam }, caller('o', 'City Manager', 'Auditor'), acknowledgements),
    ).rejects.toMatchObject({
      code: 'access.not-permitted',
    }));
});
