import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type * as grpc from '@grpc/grpc-js';

/** A node as the others know it. */
export interface Member {
  readonly port: number;
  readonly leads: boolean;
  readonly alive: boolean;
}

const told = ({ port, leads, alive }: Member): gossipPb.MemberInfo => {
  const member = new gossipPb.MemberInfo();
  const endpoint = new gossipPb.EndPoint();
  endpoint.setAddress('127.0.0.1');
  endpoint.setPort(port);
  member.setHttpEndPoint(endpoint);
  member.setState(leads ? gossipPb.MemberInfo.VNodeState.LEADER : gossipPb.MemberInfo.VNodeState.FOLLOWER);
  member.setIsAlive(alive);
  const id = new sharedPb.UUID();
  id.setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`);
  member.setInstanceId(id);
  return member;
};

/** Answers who is in the cluster, and who leads it. */
export const addGossip = (server: grpc.Server, members: () => readonly Member[]): void =>
  server.addService(gossipGrpc.GossipService, {
    read: (_call: unknown, answer: grpc.sendUnaryData<gossipPb.ClusterInfo>) => {
      const info = new gossipPb.ClusterInfo();
      info.setMembersList(members().map(told));
      answer(null, info);
    },
  } as never);
