import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb, {
  type AppendReq,
  type AppendResp,
  type DeleteReq,
  type DeleteResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import usersPb, { type CreateReq, type DetailsReq } from '@eventstore/db-client/generated/users_pb.js';
import * as grpc from '@grpc/grpc-js';
import { type Right, ServerAccess } from './access.js';
import { addGossip, type Member, notLeader, notReady } from './gossip.js';
import { type Expected, type Given, type Kept, ServerLog } from './log.js';
import * as wire from './wire.js';

/** A fault for one call. The server does this instead of answering. */
export type Fault =
  /** Fails the call before or, if `written`, after carrying it out. */
  | {
      readonly kind: 'fail';
      readonly code: grpc.status;
      readonly details?: string;
      readonly exception?: string;
      readonly written?: boolean;
    }
  /** Never answers. Carries the call out if `written`. */
  | { readonly kind: 'stall'; readonly written?: boolean }
  /** Carries the call out after so many milliseconds, and then answers. */
  | { readonly kind: 'late'; readonly milliseconds: number }
  /** Carries the call out once this promise is settled, and then answers. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** Breaks off a read after so many events. */
  | { readonly kind: 'break'; readonly after: number };

export type Method = 'append' | 'read' | 'subscribe';
export interface Call {
  readonly method: Method;
  readonly authorization: string | undefined;
  /**
   * Address of the client's end of the connection. A client keeps one connection until it breaks.
   */
  readonly peer: string;
  readonly stream: string;
  /** Milliseconds from now, as the caller set it; undefined for none. */
  readonly deadline: number | undefined;
  readonly ids: readonly string[];
  readonly expected?: Expected;
}

const pem = (name: string): Buffer =>
  readFileSync(new URL(`../../../node_modules/.cache/test-certificates/ours/eventstore1/${name}`, import.meta.url));

/**
 * The part of an EventStoreDB server that Casebook uses, in this process, on a real socket. It can
 * be told to fail.
 */
export class EsdbServer {
  readonly access: ServerAccess;
  readonly calls: Call[] = [];
  /** Trailers of a failure that the server was told to give. */
  trailers: Readonly<Record<string, string>> = {};
  /** Faults by method. A call takes the oldest one; without a fault it is carried out normally. */
  private readonly faults = new Map<Method, Fault[]>();
  private server: grpc.Server | undefined;
  private port = 0;
  private notReady = false;
  /** The server hangs: it takes every call and answers none. */
  mute = false;
  /**
   * The cluster's members as this node knows them, itself included. If it knows nobody, it leads.
   */
  members: () => readonly Member[] = () => [];

  private constructor(
    readonly log: ServerLog,
    readonly secure: boolean,
  ) {
    this.access = new ServerAccess(log);
  }

  /**
   * Starts a server. With `secure` it uses TLS, with a certificate of the test run's setup, and
   * users.
   */
  static async start({ secure = false, log = new ServerLog(), port = 0 } = {}): Promise<EsdbServer> {
    const server = new EsdbServer(log, secure);
    server.port = port;
    await server.up();
    return server;
  }

  /** The server's port, and whether it listens. */
  get place(): { readonly port: number; readonly alive: boolean } {
    return { port: this.port, alive: this.server !== undefined };
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=${this.secure}`;
  }

  /** Sets faults for the next calls of a method, in order. */
  next(method: Method, ...faults: readonly Fault[]): void {
    this.faults.set(method, [...(this.faults.get(method) ?? []), ...faults]);
  }

  count(method: Method): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  /** With `false`, the server answers as if it were starting: it says that it is not ready. */
  ready(ready: boolean): void {
    this.notReady = !ready;
  }

  /** Breaks every connection, as kill -9 does. */
  down(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  /** Serves again, on the same port as before. */
  async up(): Promise<void> {
    const server = new grpc.Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: grpc.sendUnaryData<featuresPb.SupportedMethods>) => answer(null, features()),
    });
    server.addService(streamsGrpc.StreamsService, {
      append: (call: grpc.ServerReadableStream<AppendReq, AppendResp>, answer: grpc.sendUnaryData<AppendResp>) => this.append(call, answer),
      read: (call: grpc.ServerWritableStream<ReadReq, ReadResp>) => this.read(call),
      delete: (call: grpc.ServerUnaryCall<DeleteReq, DeleteResp>, answer: grpc.sendUnaryData<DeleteResp>) => this.remove(call, answer),
      batchAppend: (call: EventEmitter) =>
        call.emit('error', wire.failure(grpc.status.UNIMPLEMENTED, 'the batch path takes the whole process down')),
    } as never);
    server.addService(usersGrpc.UsersService, {
      create: (call: grpc.ServerUnaryCall<CreateReq, usersPb.CreateResp>, answer: grpc.sendUnaryData<usersPb.CreateResp>) =>
        this.createUser(call, answer),
      details: (call: grpc.ServerWritableStream<DetailsReq, usersPb.DetailsResp>) => this.userDetails(call),
    } as never);
    addGossip(server, () => (this.mute ? undefined : this.members()));
    const credentials = this.secure
      ? grpc.ServerCredentials.createSsl(null, [{ cert_chain: pem('node.crt'), private_key: pem('node.key') }])
      : grpc.ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.port}`, credentials, (error, port) => (error ? reject(error) : resolve(port))),
    );
    this.server = server;
  }

  /** Writes events as another client would. */
  foreign(stream: string, events: readonly Partial<Given>[], expected: Expected = 'any'): void {
    const given = events.map((event) => ({
      id: crypto.randomUUID(),
      type: 'Noise',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      metadata: new Uint8Array(),
      ...event,
    }));
    this.log.append(stream, expected, given);
    this.log.bus.emit('written');
  }

  private append(call: grpc.ServerReadableStream<AppendReq, AppendResp>, answer: grpc.sendUnaryData<AppendResp>): void {
    let stream = '';
    let expected: Expected = 'any';
    const given: Given[] = [];
    call.on('error', () => {});
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (options) {
        stream = wire.streamNameOf(options.getStreamIdentifier());
        expected = wire.expectedOf(options);
      } else if (message) given.push(wire.givenOf(message));
    });
    call.on('end', () => {
      const fault = this.begin(
        'append',
        call,
        stream,
        given.map(({ id }) => id),
        expected,
      );
      if (this.mute) return;
      const refused = this.refused(call, stream, '$w') ?? this.deferred(call);
      if (refused) {
        answer(refused);
        return;
      }
      const act = (): [grpc.ServiceError | null, AppendResp?] => {
        const outcome = this.log.append(stream, expected, given);
        if (outcome.kind === 'deleted') return [streamDeleted(stream)];
        if (outcome.kind === 'too-large') return [tooLarge()];
        if (outcome.kind === 'wrong') return [null, wire.wrongVersion(outcome.actual, expected)];
        this.log.bus.emit('written');
        return [null, wire.written(outcome.revision, outcome.position)];
      };
      if (!fault) {
        answer(...act());
        return;
      }
      if (fault.kind === 'late') {
        setTimeout(() => answer(...act()), fault.milliseconds);
        return;
      }
      if (fault.kind === 'held') {
        void fault.until.then(() => answer(...act()));
        return;
      }
      if ('written' in fault && fault.written) act();
      if (fault.kind === 'fail') answer(wire.failure(fault.code, fault.details ?? 'told to', fault.exception, this.trailers));
    });
  }

  private read(call: grpc.ServerWritableStream<ReadReq, ReadResp>): void {
    const options = call.request.getOptions() as wire.Options;
    const live = options.hasSubscription();
    const stream = options.hasStream() ? wire.streamNameOf(options.getStream()?.getStreamIdentifier()) : '$all';
    const fault = this.begin(live ? 'subscribe' : 'read', call, stream, []);
    if (this.mute) return;
    const refused = this.refused(call, stream, '$r') ?? this.deferred(call);
    if (refused) {
      call.emit('error', refused);
      return;
    }
    if (fault?.kind === 'fail') {
      call.emit('error', wire.failure(fault.code, fault.details ?? 'told to', fault.exception, this.trailers));
      return;
    }
    if (fault?.kind === 'stall') return;
    if (live) {
      this.subscribe(call, options);
      return;
    }
    const found = stream === '$all' ? this.ofAll(options) : this.ofStream(stream, options);
    if (found instanceof Error) {
      call.emit('error', found);
      return;
    }
    if (found === undefined) {
      call.write(wire.notFound(stream));
      call.end();
      return;
    }
    const send = () => {
      for (const event of found.slice(0, fault?.kind === 'break' ? fault.after : found.length)) call.write(wire.read(event));
      if (fault?.kind === 'break') call.emit('error', wire.failure(grpc.status.UNAVAILABLE, 'Connection dropped'));
      else call.end();
    };
    if (fault?.kind === 'late') setTimeout(send, fault.milliseconds);
    else if (fault?.kind === 'held') void fault.until.then(send);
    else send();
  }

  private ofStream(stream: string, options: wire.Options): readonly Kept[] | grpc.ServiceError | undefined {
    if (this.log.isTombstoned(stream)) return streamDeleted(stream);
    const visible = this.log.visible(stream);
    if (!visible) return undefined;
    const asked = options.getStream();
    const from = asked?.hasStart() ? 0 : asked?.hasEnd() ? Number.MAX_SAFE_INTEGER : Number(asked?.getRevision());
    const forwards = options.getReadDirection() === 0;
    const rows = forwards
      ? visible.filter(({ revision }) => revision >= from)
      : visible.filter(({ revision }) => revision <= from).reverse();
    return rows.slice(0, Math.min(rows.length, Number(options.getCount())));
  }

  /**
   * A forward read includes the position, a backward read does not. A position at which no record
   * begins is an error.
   */
  private ofAll(options: wire.Options): readonly Kept[] | grpc.ServiceError {
    const asked = options.getAll();
    const forwards = options.getReadDirection() === 0;
    const { all } = this.log;
    let index = asked?.hasStart() ? 0 : all.length;
    if (asked?.hasPosition()) {
      const position = Number(asked.getPosition()?.getCommitPosition());
      index = lowerBound(all, position);
      if (index < all.length && all[index]?.position !== position)
        return wire.failure(grpc.status.UNKNOWN, 'Unexpected error: InvalidReadException');
    }
    const count = Number(options.getCount());
    return forwards ? all.slice(index, index + Math.min(count, all.length)) : all.slice(Math.max(0, index - count), index).reverse();
  }

  private subscribe(call: grpc.ServerWritableStream<ReadReq, ReadResp>, options: wire.Options): void {
    const asked = options.getAll();
    const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
    const position = asked?.hasPosition() ? Number(asked.getPosition()?.getCommitPosition()) : undefined;
    let next = asked?.hasStart() ? 0 : position === undefined ? this.log.all.length : lowerBound(this.log.all, position + 1);
    call.write(wire.confirmation());
    const pump = () => {
      for (; next < this.log.all.length; next += 1) {
        const event = this.log.all[next] as Kept;
        if (prefixes.length === 0 || prefixes.some((prefix) => event.stream.startsWith(prefix))) call.write(wire.read(event));
      }
    };
    pump();
    call.write(wire.caughtUp());
    this.log.bus.on('written', pump);
    call.on('cancelled', () => this.log.bus.off('written', pump));
    call.on('error', () => this.log.bus.off('written', pump));
  }

  private remove(call: grpc.ServerUnaryCall<DeleteReq, DeleteResp>, answer: grpc.sendUnaryData<DeleteResp>): void {
    const options = call.request.getOptions();
    const stream = wire.streamNameOf(options?.getStreamIdentifier());
    const refused = this.refused(call, stream, '$d') ?? this.deferred(call);
    const current = this.log.visible(stream)?.at(-1)?.revision;
    const trailers = { 'stream-name': stream, 'expected-version': options?.getRevision() ?? '-2', 'actual-version': String(current ?? -1) };
    if (refused) answer(refused);
    else if (options?.hasRevision() && Number(options.getRevision()) !== current)
      answer(wire.failure(grpc.status.FAILED_PRECONDITION, 'WrongExpectedVersion', 'wrong-expected-version', trailers));
    else {
      this.log.softDelete(stream);
      answer(null, new streamsPb.DeleteResp());
    }
  }

  private createUser(call: grpc.ServerUnaryCall<CreateReq, usersPb.CreateResp>, answer: grpc.sendUnaryData<usersPb.CreateResp>): void {
    const refused = this.refused(call, '$users', '$w');
    if (refused) {
      answer(refused);
      return;
    }
    const options = call.request.getOptions();
    const login = options?.getLoginName() ?? '';
    const there = this.access.users.get(login);
    // A user that exists with the same password may be created again.
    if (there && there.password !== options?.getPassword()) {
      answer(wire.failure(grpc.status.FAILED_PRECONDITION, 'User conflict', 'user-conflict', { 'login-name': login }));
      return;
    }
    this.access.users.set(login, there ?? { password: options?.getPassword() ?? '', groups: options?.getGroupsList() ?? [] });
    answer(null, new usersPb.CreateResp());
  }

  private userDetails(call: grpc.ServerWritableStream<DetailsReq, usersPb.DetailsResp>): void {
    const login = call.request.getOptions()?.getLoginName() ?? '';
    const unknown = () =>
      this.access.users.has(login)
        ? undefined
        : wire.failure(grpc.status.NOT_FOUND, `User '${login}' is not found.`, 'user-not-found', { 'login-name': login });
    const refused = this.refused(call, '$users', '$r') ?? unknown();
    if (refused) {
      call.emit('error', refused);
      return;
    }
    const details = new usersPb.DetailsResp.UserDetails();
    details.setLoginName(login);
    const answer = new usersPb.DetailsResp();
    answer.setUserDetails(details);
    call.write(answer);
    call.end();
  }

  private begin(
    method: Method,
    call: { metadata: grpc.Metadata; getDeadline(): grpc.Deadline; getPeer(): string },
    stream: string,
    ids: readonly string[],
    expected?: Expected,
  ): Fault | undefined {
    const deadline = Number(call.getDeadline());
    this.calls.push({
      method,
      authorization: call.metadata.get('authorization')[0]?.toString(),
      peer: call.getPeer(),
      stream,
      ids,
      deadline: Number.isFinite(deadline) ? deadline - Date.now() : undefined,
      ...(expected !== undefined && { expected }),
    });
    return this.faults.get(method)?.shift();
  }

  /** The failure that sends the client to the leader, if this node follows one. */
  private deferred({ metadata }: { metadata: grpc.Metadata }): grpc.ServiceError | undefined {
    return notLeader(metadata, this.port, this.members());
  }

  private refused(call: { metadata: grpc.Metadata }, stream: string, right: Right): grpc.ServiceError | undefined {
    if (this.notReady) return notReady();
    if (!this.secure) return undefined;
    const login = this.access.userOf(call.metadata.get('authorization')[0]?.toString());
    if (login === null) return wire.failure(grpc.status.UNAUTHENTICATED, 'Not Authenticated');
    if (login === undefined || !this.access.may(login, stream, right))
      return wire.failure(grpc.status.PERMISSION_DENIED, 'Access Denied', 'access-denied');
    return undefined;
  }
}

function features(): featuresPb.SupportedMethods {
  const answer = new featuresPb.SupportedMethods();
  answer.setEventStoreServerVersion('23.10.1');
  for (const name of ['read', 'append', 'batchappend']) {
    const method = new featuresPb.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    answer.addMethods(method);
  }
  return answer;
}

const streamDeleted = (stream: string): grpc.ServiceError =>
  wire.failure(grpc.status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, 'stream-deleted', { 'stream-name': stream });
const tooLarge = (): grpc.ServiceError =>
  wire.failure(grpc.status.INVALID_ARGUMENT, 'Maximum Append Size of 1048576 Exceeded.', 'maximum-append-size-exceeded', {
    'maximum-append-size': '1048576',
  });

function lowerBound(events: readonly Kept[], position: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
