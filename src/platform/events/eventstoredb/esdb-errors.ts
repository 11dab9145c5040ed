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

/**
 * The node is a follower and knows no leader. It does not refuse the request, although the error
 * has no class of its own.
 */
const isLeaderless = (error: unknown): boolean => error instanceof UnknownError && says(error, /No leader info available/);

/**
 * No node took the call: it was sent to none, or to a node that does not carry out such calls now.
 * A write that failed this way did not happen.
 */
export const isTurnedAway = (error: unknown): boolean =>
  error instanceof NotLeaderError ||
  isLeaderless(error) ||
  (error instanceof UnavailableError && says(error, /Server Is (Not Ready|Too Busy)/)) ||
  says(error, /^Failed to discover/);

/**
 * The server or the way to it failed: another try may succeed. A write that failed this way may
 * have happened, unless it was turned away.
 */
export const isPassing = (error: unknown): boolean =>
  isTurnedAway(error) ||
  error instanceof UnavailableError ||
  error instanceof DeadlineExceededError ||
  error instanceof TimeoutError ||
  error instanceof CancelledError ||
  error instanceof Silence ||
  // of a call on a channel that was just closed: the client gives these errors no class
  says(error, /Channel has been shut down|channel has been closed/);

/** The server refused the position or could not interpret it. */
export const isRefusedPosition = (error: unknown): boolean =>
  (error instanceof UnknownError && !isLeaderless(error)) || error instanceof InvalidArgumentError;

export const isDenied = (error: unknown): boolean => error instanceof AccessDeniedError;
export const isNotFound = (error: unknown): boolean => error instanceof StreamNotFoundError;
export const isDeleted = (error: unknown): boolean => error instanceof StreamDeletedError;

/** The message exceeds gRPC's own limit, which is far above the server's limit on an append. */
export const isMessageTooLarge = (error: unknown): boolean => error instanceof UnknownError && (error as { code?: unknown }).code === 8;

/** The server said nothing within the time it was given. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`the server said nothing for ${milliseconds} ms`);
  }
}

/** Nothing came within the time of a call. */
export const isSilence = (error: unknown): boolean =>
  error instanceof Silence || convertToCommandError(error as Error) instanceof DeadlineExceededError;

/**
 * An error for people: one line without the credentials of an address, which the client never puts
 * into one.
 */
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

/**
 * Milliseconds before the next try: twice as long each time, with a random part so that nodes
 * differ.
 */
export const backoff = (attempt: number, most = 2_000): number =>
  Math.min(most, 25 * 2 ** Math.min(attempt, 16)) * (0.5 + Math.random() / 2);
