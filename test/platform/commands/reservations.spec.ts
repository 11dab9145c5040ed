import { systemCaller } from '../../../src/platform/access/access.js';
import {
  ClaimConfirmed,
  ClaimReleased,
  ClaimTaken,
  SettleClaimHandler,
  TakeClaimHandler,
} from '../../../src/platform/commands/reservations.js';
import { settleClaim } from '../../../src/platform/processes/settle-reservation.process.js';
import { caller, given, now, stored } from '../../kit/given.js';

const claimId = '7d3f4c5a-8a0e-4b5c-9a45-0b1a2c3d4e5f';
const commandId = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const take = { claimId, kind: 'department-name', holder: 'department-1', commandId };
const taken = ClaimTaken({ kind: take.kind, holder: take.holder, commandId });

describe('claiming a value that must be unique', () => {
  it('takes what nobody holds', () => given().when(TakeClaimHandler, take, systemCaller).then(taken));
  it('takes again what was released', () => given(taken, ClaimReleased({})).when(TakeClaimHandler, take, systemCaller).then(taken));
  it('is refused while another command holds it', () => given(taken).when(TakeClaimHandler, take, systemCaller).refused('value.taken'));
  it('is refused for good once confirmed', () =>
    given(taken, ClaimConfirmed({})).when(TakeClaimHandler, take, systemCaller).refused('value.taken'));
  it('is no business of people', () => given().when(TakeClaimHandler, take, caller('ines', 'IT Director')).refused('access.not-permitted'));
});

describe('settling a claim', () => {
  it('confirms it where the command was recorded', () =>
    given(taken).when(SettleClaimHandler, { claimId }, systemCaller, { used: true }).then(ClaimConfirmed({})));
  it('releases it where the command was refused or abandoned', () =>
    given(taken).when(SettleClaimHandler, { claimId }, systemCaller, { used: false }).then(ClaimReleased({})));
  it('is refused a second time', () =>
    given(taken, ClaimReleased({})).when(SettleClaimHandler, { claimId }, systemCaller, { used: false }).refused('claim.settled'));
});

describe('the process that settles abandoned claims', () => {
  const fold = settleClaim.due.fold as Record<string, (row: unknown, event: unknown, key: string) => { dueAt: string } | null>;
  const [event] = stored([taken], `claim-${claimId}`);
  it('owes it a minute after the claim', () => {
    const row = fold.ClaimTaken?.(null, event, claimId);
    expect(Date.parse(row?.dueAt ?? '') - Date.parse(now)).toBe(60_000);
  });
  it('owes nothing once it is settled', () => {
    const row = fold.ClaimTaken?.(null, event, claimId);
    expect(fold.ClaimConfirmed?.(row, { ...event, type: 'ClaimConfirmed', data: {} }, claimId)).toBeNull();
    expect(fold.ClaimReleased?.(row, { ...event, type: 'ClaimReleased', data: {} }, claimId)).toBeNull();
  });
});
