import { Command } from '@nestjs/cqrs';
import { IsString, IsUUID, MaxLength } from 'class-validator';
import { String as Text } from 'typebox';
import { system } from '../access/access.js';
import { event } from '../events/event.js';
import type { Stream } from '../events/stream.js';
import { refusals } from '../refusals/refuse.js';
import { commandHandler, type Receipt } from './command-handler.js';

const Id = Text({ format: 'uuid' });

/**
 * A value that must be unique was reserved for a stream, before the command that uses it was
 * decided. The reservation's stream id is a keyed hash of the value.
 */
export const ClaimTaken = event('ClaimTaken', 1, 'internal', {
  kind: Text({ maxLength: 60 }),
  holder: Text({ maxLength: 200 }),
  commandId: Id,
});
/** The command that uses the value was recorded: the value stays taken. */
export const ClaimConfirmed = event('ClaimConfirmed', 1, 'internal', {});
/** The command was refused or abandoned: the value is free. */
export const ClaimReleased = event('ClaimReleased', 1, 'internal', {});

export const claimEvents = { ClaimTaken, ClaimConfirmed, ClaimReleased };

interface Held {
  readonly kind: string;
  readonly holder: string;
  readonly commandId: string;
}
export type ReservationState = { readonly status: 'absent' } | ({ readonly status: 'taken' | 'confirmed' | 'released' } & Held);

const held = (state: ReservationState): Held => {
  if (state.status === 'absent') throw new Error('a claim starts with ClaimTaken');
  return state;
};

/**
 * Each unique value has its own stream. An append at `none`, or to a released stream, takes the
 * reservation.
 */
export const reservations: Stream<ReservationState, typeof claimEvents> = {
  name: 'claim',
  initial: { status: 'absent' },
  events: claimEvents,
  evolve: {
    ClaimTaken: (_, { data }) => ({ status: 'taken', ...data }),
    ClaimConfirmed: (state) => ({ ...held(state), status: 'confirmed' }),
    ClaimReleased: (state) => ({ ...held(state), status: 'released' }),
  },
  // Nobody: a reservation names the stream that needs it, which may be hidden from its reader.
  audiences: { of: () => [], shows: { ClaimTaken: { '*': [] }, ClaimConfirmed: { '*': [] }, ClaimReleased: { '*': [] } } },
};

export const reservationRefusals = refusals({
  'value.taken': { status: 409, says: 'This value is in use already; it must be unique.' },
  'claim.settled': { status: 409, says: 'This claim was settled already.' },
});

/** Reserves a value. The executor gives it before the command that needs the value. */
export class TakeClaim extends Command<Receipt> {
  @IsUUID() claimId!: string;
  @IsString() @MaxLength(60) kind!: string;
  @IsString() @MaxLength(200) holder!: string;
  @IsUUID() commandId!: string;
}

export const TakeClaimHandler = commandHandler(TakeClaim, {
  stream: reservations,
  of: ({ claimId }) => claimId,
  creates: true,
  extends: true,
  may: [system],
  refuses: reservationRefusals('value.taken'),
  opens: 'always',
  decide({ kind, holder, commandId }, state, { refuse }) {
    if (state.status === 'taken' || state.status === 'confirmed') return refuse('value.taken', { kind });
    return [ClaimTaken({ kind, holder, commandId })];
  },
});

/** Confirms a reservation whose command was recorded, and releases one whose command was not. */
export class SettleClaim extends Command<Receipt> {
  @IsUUID() claimId!: string;
}

export const SettleClaimHandler = commandHandler(SettleClaim, {
  stream: reservations,
  of: ({ claimId }) => claimId,
  may: [system],
  refuses: reservationRefusals('claim.settled'),
  opens: (state, { refuse }) => (state.status === 'taken' ? state : refuse('claim.settled')),
  gather: async (_, state, reads) => ({ used: state.status !== 'absent' && (await reads.recorded(state.holder, state.commandId)) }),
  decide(_, __, { facts: { used } }) {
    return [used ? ClaimConfirmed({}) : ClaimReleased({})];
  },
});
