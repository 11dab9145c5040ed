import { AcknowledgePolicyHandler } from '../../../src/modules/policy/acknowledge-policy.js';
import { type Manner, PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { policies } from '../../../src/modules/policy/policy.js';
import { fold } from '../../../src/platform/events/stream.js';
import { caller, given, stored, today } from '../../kit/given.js';
import { entered, person, sam } from '../directory/people.js';
import { amended, first } from './versions.js';

const facts = { person: person('sam', entered()), policy: fold(policies, stored([first, amended])) };
const unknown = { ...facts, person: person('sam') };
const own = { personId: sam, version: '6001' };
const self = caller(sam);
const hana = caller('hana', 'HR');
const acknowledgedOn = (on: string, manner: Manner) => PolicyAcknowledged({ version: '6001', on, manner });

describe('acknowledging a version', () => {
  it('is open to everyone for themself, today', () =>
    given().when(AcknowledgePolicyHandler, own, self, facts).then(acknowledgedOn(today, 'signed-in')));
  it('goes on from version to version', () =>
    given(PolicyAcknowledged({ version: '5716', on: '2020-01-01', manner: 'signed-in' }))
      .when(AcknowledgePolicyHandler, own, self, facts)
      .then(acknowledgedOn(today, 'signed-in')));
  it('is entered by HR where it was given on paper', () =>
    given()
      .when(AcknowledgePolicyHandler, { ...own, on: '2021-08-01' }, hana, facts)
      .then(acknowledgedOn('2021-08-01', 'on-paper')));
  it('takes an earlier day that is entered afterwards', () =>
    given(acknowledgedOn(today, 'signed-in'))
      .when(AcknowledgePolicyHandler, { ...own, on: '2021-08-01' }, hana, facts)
      .then(acknowledgedOn('2021-08-01', 'on-paper')));
  it('is refused a second time', () =>
    given(acknowledgedOn('2021-08-01', 'on-paper')).when(AcknowledgePolicyHandler, own, self, facts).refused('acknowledgement.stands'));
  it('is refused for another person to everyone but HR', () =>
    given()
      .when(AcknowledgePolicyHandler, own, caller('o', 'City Manager', 'City Clerk', 'Director'), facts)
      .refused('access.not-permitted'));
  it('is refused for oneself on any other day, HR included', () => {
    given()
      .when(AcknowledgePolicyHandler, { ...own, on: '2026-03-01' }, self, facts)
      .refused('acknowledgement.on-another-day');
    given()
      .when(AcknowledgePolicyHandler, { ...own, on: '2026-03-01' }, caller(sam, 'HR'), facts)
      .refused('acknowledgement.on-another-day');
  });
  it('is refused ahead of its day', () =>
    given()
      .when(AcknowledgePolicyHandler, { ...own, on: '2026-03-03' }, hana, facts)
      .refused('acknowledgement.ahead'));
  it('is refused before the version was adopted', () =>
    given()
      .when(AcknowledgePolicyHandler, { ...own, on: '2021-06-06' }, hana, facts)
      .refused('acknowledgement.before-adoption'));
  it('is refused for a version that does not exist', () => {
    given()
      .when(AcknowledgePolicyHandler, { ...own, version: '9999' }, self, facts)
      .refused('acknowledgement.no-such-version');
    given()
      .when(AcknowledgePolicyHandler, own, self, { ...facts, policy: policies.initial })
      .refused('acknowledgement.no-such-version');
  });
  it('is refused for a person who was never entered', () =>
    given().when(AcknowledgePolicyHandler, own, hana, unknown).refused('acknowledgement.no-such-person'));
});
