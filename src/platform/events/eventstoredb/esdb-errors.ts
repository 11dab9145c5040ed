import {
  AccessDeniedError,
  CancelledError,
  convertToCommandError,
  DeadlineExceededError,
  InvalidArgumentError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  TimeoutError,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';
import { StoreUnavailable } from '../event-store.js';

const says = (error: unknown, what: RegExp): boolean => error instanceof Error && what.test(error.message);

/** A node that follows and does not know whom: no refusal of what was asked, though it comes as an error of no kind. */
const isLeaderless = (error: unknown): boolean => error instanceof UnknownError && says(error, /No leader info available/);

/** Nobody took the call: it was sent to nobody, or to a node that does not carry out such calls now. A write that failed so did not happen. */
export const isTurnedAway = (error: unknown): boolean =>
  error instanceof NotLeaderError ||
  isLeaderless(error) ||
  (error instanceof UnavailableError && says(error, /Server Is (Not Ready|Too Busy)/)) ||
  says(error, /^Failed to discover/);

/** The server or the way to it failed: another try may do. A write that failed so may have happened, unless it was turned away. */
export const isPassing = (error: unknown): boolean =>
  isTurnedAway(error) ||
  error instanceof UnavailableError ||
  error instanceof DeadlineExceededError ||
  error instanceof TimeoutError ||
  error instanceof CancelledError ||
  error instanceof Silence ||
  // of a call on a channel that was just closed: the client gives these no class
  says(error, /Channel has been shut down|channel has been closed/);

/** The server said no to the position or could not make sense of it. */
export const isRefusedPosition = (error: unknown): boolean =>
  (error instanceof UnknownError && !isLeaderless(error)) || error instanceof InvalidArgumentError;

export const isDenied = (error: unknown): boolean => error instanceof AccessDeniedError;
export const isNotFound = (error: unknown): boolean => error instanceof StreamNotFoundError;
export const isDeleted = (error: unknown): boolean => error instanceof StreamDeletedError;

/** gRPC's own limit on a message, far above the server's on an append. */
export const isMessageTooLarge = (error: unknown): boolean => error instanceof UnknownError && (error as { code?: unknown }).code === 8;

/** The server said nothing within the time it was given. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`the server said nothing for ${milliseconds} ms`);
  }
}

/** Nothing came within the time that a call has. */
export const isSilence = (error: unknown): boolean =>
  error instanceof Silence || convertToCommandError(error as Error) instanceof DeadlineExceededError;

/** For a person: one line without addresses' credentials, which the client never puts into one. */
export function unavailable(error: unknown, what = 'EventStoreDB does not answer'): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  if (isDenied(error))
    return new StoreUnavailable(
      'EventStoreDB refuses these credentials, or they may not do this: `npx casebook store prepare` sets what Casebook needs',
      {
        cause: error,
      },
    );
  return new StoreUnavailable(`${what}: ${error instanceof Error ? error.message.split('. Resolution note')[0] : String(error)}`, {
    cause: error,
  });
}

/** Milliseconds before the next try: twice as long each time, and never the same for two nodes. */
export const backoff = (attempt: number, most = 2_000): number =>
  Math.min(most, 25 * 2 ** Math.min(attempt, 16)) * (0.5 + Math.random() / 2);
