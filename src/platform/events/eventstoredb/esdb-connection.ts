import { readFileSync } from 'node:fs';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  type ResolvedEvent,
  START,
  type StreamingRead,
  streamNameFilter,
  UnavailableError,
} from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import type { Position } from '../envelope.js';
import { StoreUnavailable } from '../event-store.js';
import type { EsdbAddress } from '../store-address.js';
import { type AppendAnswer, append, type ExpectedOnServer, type ProposedEvent } from './append-call.js';
import { backoff, isPassing, isSilence, Silence, unavailable } from './esdb-errors.js';
import { createUser, hasUser } from './user-calls.js';

/** Times in milliseconds. */
export interface EsdbTimes {
  /** Longest time of one call; for a read, the longest silence within it. */
  readonly deadline: number;
  /** All tries of one read or append together. */
  readonly patience: number;
  /** How long a start waits for a server that is absent or not ready. */
  readonly start: number;
}

/**
 * Seconds that one node is asked who leads, before the next is asked. The client asks them in any
 * order, including the one it left.
 */
const gossipTimeout = 2;

const usual: EsdbTimes = { deadline: 5_000, patience: 12_000, start: 60_000 };

/**
 * A client that closes a broken channel only when no call can be between fetching the channel and
 * using it: such a call would throw where nobody catches the error. The client also leaves a silent
 * server: a server that hangs keeps its connection while another node may lead.
 */
class Client extends EventStoreDBClient {
  constructor({ hosts, discover, tls }: EsdbAddress, rootCertificate: Buffer | undefined) {
    const security = tls ? { insecure: false, ...(rootCertificate && { rootCertificate }) } : { insecure: true };
    const [first] = hosts;
    if (!first) throw new TypeError('an address has at least one host');
    if (discover) super({ discover: first, gossipTimeout }, security);
    else if (hosts.length > 1) super({ endpoints: [...hosts], gossipTimeout }, security);
    else super({ endpoint: first }, security);
    const handle = this.handleError;
    this.handleError = async (client, error) => {
      await turn();
      // This waits for the channel that other calls seek. If none is found, those calls get the
      // error. Nobody handles it here, and unhandled it would end the process.
      await handle(client, isSilence(error) ? new UnavailableError(error as never) : error).catch(() => {});
    };
  }

  /** The channel of all calls from now on. Rejects where no server is found. */
  channel(): ReturnType<typeof this.getChannel> {
    return this.getChannel();
  }

  /** Makes later calls seek another server, unless they already use another channel. */
  leave(channel: Awaited<ReturnType<typeof this.channel>>, error: Silence): void {
    void this.handleError({ getChannel: () => channel } as never, error);
  }

  append(
    stream: string,
    expected: ExpectedOnServer,
    events: readonly ProposedEvent[],
    options: Parameters<typeof this.callArguments>[0],
  ): Promise<AppendAnswer> {
    return this.execute(streamsGrpc.StreamsClient, 'append', (client) => {
      const [metadata, call] = this.callArguments(options);
      return append(client, metadata, call, stream, expected, events);
    });
  }

  /** The client itself has no method for this call. */
  hasUser(login: string, options: Parameters<typeof this.callArguments>[0]): Promise<boolean> {
    return this.execute(usersGrpc.UsersClient, 'details', (client) => hasUser(client, ...this.callArguments(options), login));
  }

  /** The client itself has no method for this call either. */
  createUser(login: string, password: string, name: string, options: Parameters<typeof this.callArguments>[0]): Promise<void> {
    return this.execute(usersGrpc.UsersClient, 'createUser', (client) =>
      createUser(client, ...this.callArguments(options), login, password, name),
    );
  }

  /**
   * Does not wait for a server that is still being sought: while all servers hang, the search takes
   * most of a minute.
   */
  async end(): Promise<void> {
    await this.dispose();
    const closed = this.getChannel().then(
      (channel) => channel.close(),
      () => {},
    );
    await Promise.race([closed, pause(1_000, undefined, { ref: false })]);
  }
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Reads `login:password` from a file's first line. Throws an Error that never quotes the file. */
export function esdbCredentials(file: string): Credentials {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`the credentials file ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const [, username, password] = /^([^:\n]+):([^\n\r]+)\r?\n?$/.exec(text) ?? [];
  if (!username || !password) throw new Error(`the credentials file ${file} must hold one line: login:password`);
  return { username, password };
}

/**
 * Casebook's connection to the server. Every call has credentials and a deadline. Passing failures
 * are tried again, and silent calls are cut off.
 */
export class EsdbConnection {
  private closed = false;
  private readonly reads = new Set<(error: Error) => void>();
  private readonly waits = new Set<() => void>();

  private constructor(
    private readonly client: Client,
    readonly credentials: Credentials,
    readonly times: EsdbTimes,
    readonly prefix: string,
  ) {}

  /**
   * Waits for a server that is starting. Rejects with StoreUnavailable, or with an Error where a
   * file of the address cannot be used.
   */
  static async open(address: EsdbAddress, times: Partial<EsdbTimes> = {}, credentials?: Credentials): Promise<EsdbConnection> {
    const ca = address.caFile === undefined ? undefined : readFileSync(address.caFile);
    // With credentials the client uses the plain append call, whose failure belongs to that call.
    // Without TLS the client sends none.
    const who =
      credentials ??
      (address.credentialsFile === undefined ? { username: 'none', password: 'none' } : esdbCredentials(address.credentialsFile));
    const connection = new EsdbConnection(new Client(address, ca), who, { ...usual, ...times }, address.prefix);
    try {
      await connection.retrying(() => connection.lastOfAll(1), connection.times.start);
      return connection;
    } catch (error) {
      await connection.close();
      throw error instanceof StoreUnavailable
        ? new StoreUnavailable(error.reason.replace('EventStoreDB', `EventStoreDB at ${address.url}`), { cause: error })
        : unavailable(error, `EventStoreDB at ${address.url} cannot be used`);
    }
  }

  /** One try. Rejects with the client's errors. */
  append(stream: string, expected: ExpectedOnServer, events: readonly ProposedEvent[]): Promise<AppendAnswer> {
    const { deadline } = this.times;
    // The deadline belongs to the call, which begins only once the server is known: the client may
    // seek a server for most of a minute.
    return within(deadline + 1_000, this.client.append(stream, expected, events, { ...this.call, deadline }));
  }

  /** Events of one stream from a revision on. Tries again while the server is away. */
  readStream(stream: string, from: number, most: number): Promise<ResolvedEvent[]> {
    return this.retrying(() =>
      this.collect(this.client.readStream(stream, { ...this.call, fromRevision: BigInt(from), direction: FORWARDS, maxCount: most })),
    );
  }

  /** The last event of a stream. */
  async lastOf(stream: string): Promise<ResolvedEvent | undefined> {
    const [last] = await this.retrying(() =>
      this.collect(this.client.readStream(stream, { ...this.call, fromRevision: END, direction: BACKWARDS, maxCount: 1 })),
    );
    return last;
  }

  /**
   * Events of the whole log, those of other applications included, from `from` (inclusive) on; from
   * the start where `from` is left out.
   */
  page(from: Position | undefined, most: number): Promise<AllStreamResolvedEvent[]> {
    const fromPosition = from === undefined ? START : { commit: BigInt(from), prepare: BigInt(from) };
    return this.retrying(() => this.collect(this.client.readAll({ ...this.call, fromPosition, direction: FORWARDS, maxCount: most })));
  }

  /**
   * The last events of the whole log, those of other applications included, newest first. With
   * `before`, which must be the position of an event, those before it.
   */
  pageBefore(before: Position | undefined, most: number): Promise<AllStreamResolvedEvent[]> {
    return this.retrying(() => this.lastOfAll(most, before));
  }

  /**
   * Reports everything written to Casebook's streams from about now on. After a failure, a new
   * subscription must be made.
   */
  live(changed: () => void, failed: (error: Error) => void): () => void {
    const subscription = this.client.subscribeToAll({
      ...this.call,
      fromPosition: END,
      filter: streamNameFilter({ prefixes: [this.prefix] }),
    });
    subscription.on('confirmation', changed);
    subscription.on('data', changed);
    subscription.on('error', failed);
    subscription.on('end', () => failed(new Error('the subscription ended')));
    return () => {
      subscription.off('data', changed);
      subscription.unsubscribe().catch(() => {});
    };
  }

  /**
   * Tries again after passing failures. Rejects with the first other error, or with
   * StoreUnavailable once `patience` milliseconds are over.
   */
  async retrying<T>(work: () => Promise<T>, patience = this.times.patience): Promise<T> {
    const until = performance.now() + patience;
    for (let attempt = 0; ; attempt += 1) {
      if (this.closed) throw new StoreUnavailable('it is closed');
      try {
        return await work();
      } catch (error) {
        if (this.closed) throw new StoreUnavailable('it is closed', { cause: error });
        if (!isPassing(error)) throw error;
        if (performance.now() >= until) throw unavailable(error);
        await this.wait(backoff(attempt));
      }
    }
  }

  /** Ends early when the connection is closed. */
  wait(milliseconds: number): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waits.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.waits.add(end);
    });
  }

  /** Whether a user with this login exists. */
  hasUser(login: string): Promise<boolean> {
    return this.client.hasUser(login, { ...this.call, deadline: this.times.deadline });
  }

  /**
   * Creates a user without groups. Rejects with LoginConflictError where the login exists with
   * another password.
   */
  createUser(login: string, password: string, name: string): Promise<void> {
    return this.client.createUser(login, password, name, { ...this.call, deadline: this.times.deadline });
  }

  /** Deletes a stream at the given revision, in a way that lets it be written again. */
  async deleteAt(stream: string, revision: bigint): Promise<void> {
    await this.client.deleteStream(stream, { ...this.call, deadline: this.times.deadline, expectedRevision: revision });
  }

  /** Reads under way reject at once. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const end of [...this.waits]) end();
    for (const cut of [...this.reads]) cut(new StoreUnavailable('it is closed'));
    await this.client.end();
  }

  private get call(): { credentials: Credentials; requiresLeader: true } {
    return { credentials: this.credentials, requiresLeader: true };
  }

  private lastOfAll(most: number, before?: Position): Promise<AllStreamResolvedEvent[]> {
    const fromPosition = before === undefined ? END : { commit: BigInt(before), prepare: BigInt(before) };
    return this.collect(this.client.readAll({ ...this.call, fromPosition, direction: BACKWARDS, maxCount: most }));
  }

  /**
   * Reads a whole page, which its count bounds. The client sets no deadline on reads, so silence is
   * measured here.
   */
  private collect<T>(stream: StreamingRead<T>): Promise<T[]> {
    return new Promise((resolve, reject) => {
      const found: T[] = [];
      const { deadline } = this.times;
      const settle = () => {
        clearTimeout(timer);
        this.reads.delete(cut);
      };
      const cut = (error: Error) => {
        settle();
        stream.cancel().catch(() => {});
        reject(error);
      };
      let leave = (_: Silence) => {};
      const timer = setTimeout(() => {
        const silence = new Silence(deadline);
        leave(silence);
        cut(silence);
      }, deadline);
      // The silence is measured only once a server is found.
      this.client.channel().then(
        (channel) => {
          if (!this.reads.has(cut)) return;
          leave = (silence) => this.client.leave(channel, silence);
          timer.refresh();
        },
        () => {},
      );
      this.reads.add(cut);
      stream.on('data', (event: T) => {
        found.push(event);
        timer.refresh();
      });
      stream.on('error', (error: Error) => {
        settle();
        reject(error);
      });
      stream.on('end', () => {
        settle();
        resolve(found);
      });
    });
  }
}

function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Silence(milliseconds)), milliseconds);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
