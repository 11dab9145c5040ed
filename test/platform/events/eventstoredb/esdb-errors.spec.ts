import * as grpc from '@grpc/grpc-js';
import { isPassing, isTurnedAway } from '../../../../src/platform/events/eventstoredb/esdb-errors.js';

/** What the library throws at a call on a channel that was closed before. */
function ofShutChannel(): unknown {
  const channel = new grpc.Channel('127.0.0.1:1', grpc.credentials.createInsecure(), {});
  channel.close();
  try {
    channel.createCall('/any', Number.POSITIVE_INFINITY, null, null, null);
  } catch (error) {
    return error;
  }
  throw new Error('a closed channel takes calls');
}

describe('a call on a channel that another call has closed', () => {
  it.each([
    ['Channel has been shut down', ofShutChannel],
    ['The channel has been closed', () => new Error('The channel has been closed')],
  ])('is tried again (%s), though it may have been sent', (message, given) => {
    const error = given();
    expect(error).toMatchObject({ message });
    expect(isPassing(error)).toBe(true);
    expect(isTurnedAway(error)).toBe(false);
  });

  it('is not taken for every error without a class', () => {
    expect(isPassing(new Error('a mistake of ours'))).toBe(false);
  });
});
