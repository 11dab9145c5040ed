import { convertToCommandError, WrongExpectedVersionError } from '@eventstore/db-client';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb, { type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position } from '../envelope.js';

/** An event as bytes: exactly the bytes that were checked and measured are sent. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  /** JSON. */
  readonly data: Uint8Array;
  /** JSON. */
  readonly metadata?: Uint8Array;
}

export type ExpectedOnServer = bigint | 'no_stream';

export interface AppendAnswer {
  readonly revision: number;
  readonly position: Position;
}

type Call = Parameters<StreamsClient['append']>;

/**
 * The plain append call, one message per event in one call, as the client's own `appendToStream`
 * makes it with credentials. It sends bytes and does not wait between messages, because an append
 * is small enough to lie in memory whole. Rejects with the client's errors.
 */
export function append(
  client: StreamsClient,
  metadata: Call[0],
  options: Call[1],
  stream: string,
  expected: ExpectedOnServer,
  events: readonly ProposedEvent[],
): Promise<AppendAnswer> {
  return new Promise((resolve, reject) => {
    const call = client.append(metadata, options, (error, answer) => {
      if (error) return reject(convertToCommandError(error));
      const wrong = answer?.getWrongExpectedVersion();
      if (wrong)
        return reject(
          new WrongExpectedVersionError(null as never, {
            streamName: stream,
            current: wrong.hasCurrentRevision() ? BigInt(wrong.getCurrentRevision()) : 'no_stream',
            expected,
          }),
        );
      resolve(answered(answer));
    });
    call.on('error', reject);
    call.write(optionsOf(stream, expected));
    for (const event of events) call.write(proposed(event));
    call.end();
  });
}

function optionsOf(stream: string, expected: ExpectedOnServer) {
  const name = new sharedPb.StreamIdentifier();
  name.setStreamName(bytes(stream));
  const options = new streamsPb.AppendReq.Options();
  options.setStreamIdentifier(name);
  if (expected === 'no_stream') options.setNoStream(new sharedPb.Empty());
  else options.setRevision(expected.toString());
  const request = new streamsPb.AppendReq();
  request.setOptions(options);
  return request;
}

function proposed({ id, type, data, metadata }: ProposedEvent) {
  const uuid = new sharedPb.UUID();
  uuid.setString(id);
  const message = new streamsPb.AppendReq.ProposedMessage();
  message.setId(uuid);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(data);
  if (metadata) message.setCustomMetadata(metadata);
  const request = new streamsPb.AppendReq();
  request.setProposedMessage(message);
  return request;
}

function answered(answer: AppendResp | undefined): AppendAnswer {
  const success = answer?.getSuccess();
  return {
    revision: Number(success?.getCurrentRevision() ?? -1),
    position: Number(success?.getPosition()?.getCommitPosition() ?? -1),
  };
}

/** Bytes in an array of their own, which the wire's encoder takes unchanged. */
export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
