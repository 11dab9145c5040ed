import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import * as grpc from '@grpc/grpc-js';
import { failure } from './wire.js';

/** A node of the cluster, as another node knows it. */
export interface Member {
  readonly port: number;
  /** `unknown` without a majority: such a node refuses calls, and clients do not choose it. */
  readonly state: 'leader' | 'follower' | 'unknown';
  readonly alive: boolean;
}

const { LEADER, FOLLOWER, UNKNOWN } = gossipPb.MemberInfo.VNodeState;
const states = { leader: LEADER, follower: FOLLOWER, unknown: UNKNOWN };

const told = ({ port, state, alive }: Member): gossipPb.MemberInfo => {
  const member = new gossipPb.MemberInfo();
  const endpoint = new gossipPb.EndPoint();
  endpoint.setAddress('127.0.0.1');
  endpoint.setPort(port);
  member.setHttpEndPoint(endpoint);
  member.setState(states[state]);
  member.setIsAlive(alive);
  const id = new sharedPb.UUID();
  id.setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`);
  member.setInstanceId(id);
  return member;
};

/** The failure of a server that is starting, or that lost its cluster's majority. */
export const notReady = (): grpc.ServiceError => failure(grpc.status.UNAVAILABLE, 'Server Is Not Ready', 'not-ready');

/**
 * The failure of a call that only the leader may carry out, if this node does not lead by its
 * knowledge of the cluster. A node that knows no leader names itself.
 */
export function notLeader(metadata: grpc.Metadata, port: number, members: readonly Member[]): grpc.ServiceError | undefined {
  const self = members.find((member) => member.port === port);
  if (self?.state === 'unknown') return notReady();
  if (metadata.get('requires-leader')[0] !== 'true') return undefined;
  if (!self || self.state === 'leader') return undefined;
  const leader = members.find(({ state }) => state === 'leader') ?? self;
  return failure(grpc.status.NOT_FOUND, 'Leader info available', 'not-leader', {
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(leader.port),
  });
}

/**
 * Answers with the cluster's members and its leader. Does not answer if `members` returns
 * undefined.
 */
export const addGossip = (server: grpc.Server, members: () => readonly Member[] | undefined): void =>
  server.addService(gossipGrpc.GossipService, {
    read: (_call: unknown, answer: grpc.sendUnaryData<gossipPb.ClusterInfo>) => {
      const known = members();
      if (!known) return;
      const info = new gossipPb.ClusterInfo();
      info.setMembersList(known.map(told));
      answer(null, info);
    },
  } as never);
