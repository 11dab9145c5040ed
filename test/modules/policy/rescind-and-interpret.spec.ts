import { PolicyRescinded } from '../../../src/modules/policy/policy.js';
import { RecordInterpretationHandler } from '../../../src/modules/policy/record-interpretation.js';
import { RescindPolicyHandler } from '../../../src/modules/policy/rescind-policy.js';
import { caller, given } from '../../kit/given.js';
import { amended, first, handbook, read, rescinded } from './versions.js';

const clerk = caller('cleo', 'City Clerk');

describe('rescinding the policy', () => {
  it('ends the last version', () => given(handbook).when(RescindPolicyHandler, rescinded.data, clerk).then(rescinded));
  it('may lie ahead, with a note', () => {
    const ahead = { ...rescinded.data, adoptedOn: '2026-03-02', effectiveFrom: '2026-07-01', note: 'Replaced by state law.' };
    given(handbook).when(RescindPolicyHandler, ahead, clerk).then(PolicyRescinded(ahead));
  });
  it.each([
    ['ahead of its adoption', 'policy.adopted-ahead', { adoptedOn: '2026-03-03', effectiveFrom: '2026-03-03' }],
    ['with effect before its adoption', 'policy.effective-before-adoption', { effectiveFrom: '2022-01-02' }],
    ['with effect from the day of the version', 'policy.effective-dates-descend', { adoptedOn: '2020-01-20', effectiveFrom: '2020-02-01' }],
  ] as const)('is refused %s', (_, code, change) =>
    given(handbook)
      .when(RescindPolicyHandler, { ...rescinded.data, ...change }, clerk)
      .refused(code),
  );
  it('is refused a second time', () =>
    given(handbook, rescinded)
      .when(RescindPolicyHandler, { ...rescinded.data, adoptedOn: '2023-01-02', effectiveFrom: '2023-02-01' }, clerk)
      .refused('policy.rescinded'));
  it('is refused where there is no policy', () => given().when(RescindPolicyHandler, rescinded.data, clerk).refused('resource.not-found'));
  it('is refused to everyone but the City Clerk', () =>
    given(handbook)
      .when(RescindPolicyHandler, rescinded.data, caller('o', 'City Manager', 'City Attorney', 'HR'))
      .refused('access.not-permitted'));
});

describe('recording an interpretation', () => {
  const { interpretationId: _, ...given_ } = read.data;

  it.each(['City Attorney', 'City Clerk'] as const)('is open to the %s', (office) =>
    given(first, amended).when(RecordInterpretationHandler, given_, caller('o', office)).then(read),
  );
  it.each([
    ['of a version that there is not', 'policy.no-such-version', { version: '1' }, ['version']],
    ['of a clause that the version does not have', 'policy.no-such-clause', { version: '6001', on: '2022-01-01' }, ['clause']],
    ['ahead of its day', 'policy.interpreted-ahead', { on: '2026-03-03' }, ['on']],
    ['before the version was adopted', 'policy.interpreted-before-adoption', { on: '2015-04-19' }, ['on']],
  ] as const)('is refused %s', (_, code, change, fields) =>
    given(first, amended)
      .when(RecordInterpretationHandler, { ...given_, ...change }, clerk)
      .refused(code, fields),
  );
  it('is refused a second time, and taken on another day', () => {
    given(first, read).when(RecordInterpretationHandler, given_, clerk).refused('policy.interpretation-stands');
    expect(
      given(first, read)
        .when(RecordInterpretationHandler, { ...given_, on: '2019-05-01', answer: 'It may.' }, clerk)
        .events(),
    ).toHaveLength(1);
  });
  it('is refused to everyone else', () =>
    given(first)
      .when(RecordInterpretationHandler, given_, caller('o', 'City Manager', 'HR'))
      .refused('access.not-permitted'));
});
