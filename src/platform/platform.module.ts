import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import type { Caller } from './access/access.js';
import { Authenticator } from './access/authenticator.js';
import { Callers } from './access/callers.js';
import { countReaders } from './access/editions.js';
import { Standings } from './access/parties.js';
import { Accounts } from './accounts/accounts.js';
import { BearerAuthenticator } from './accounts/bearer-authenticator.js';
import { FollowUpCodes } from './accounts/follow-up-codes.js';
import { Actions } from './commands/actions.js';
import { CommandRunner } from './commands/command-handler.js';
import { Executor } from './commands/executor.js';
import { Codec } from './events/codec.js';
import { beginning } from './events/envelope.js';
import { EventStore } from './events/event-store.js';
import { openEventStore } from './events/open-store.js';
import { lock } from './events/sqlite/lock.js';
import { Streams } from './events/streams.js';
import { DirectoryFileStore, filesDirectory } from './files/directory-file-store.js';
import { FileStore } from './files/file-store.js';
import { FollowerRunner } from './followers/follower-runner.js';
import { Clock } from './ground/clock.js';
import type { Services } from './ground/services.js';
import { ServedRoutes } from './http/routes.js';
import { SessionCookie } from './http/session-cookie.js';
import { Lifetime } from './lifetime.js';
import { Log } from './logging/log.js';
import { Metrics } from './metrics/metrics.js';
import { answered, declared, eventTypesOf, foldsOf } from './module-definition.js';
import { accountsDatabase, directoryLock, isShared, type PlatformOptions, platformOptions } from './platform.options.js';
import { ProcessRunner } from './processes/process-runner.js';
import { FirstAccess } from './queries/first-access.js';
import { Names } from './queries/names.js';
import { Reader } from './queries/query-handler.js';
import { ViewReader } from './queries/reader.js';
import { Refs } from './queries/refs.js';
import { platformRefusals, refuseFrom } from './refusals/refuse.js';
import { storeRefusal } from './refusals/store-refusal.js';
import { Etags } from './sealing/etags.js';
import { awaitsMasterKey, loadMasterKey, MasterKey } from './sealing/master-key.js';
import { Moments } from './sealing/moments.js';
import { RecordKeys } from './sealing/record-keys.js';
import { Sealer } from './sealing/sealer.js';
import { Unsealer } from './sealing/unsealer.js';
import { SearchHost } from './search/search-host.js';
import { MemoryRateLimit, RateLimit } from './throttling/rate-limit.js';
import { SharedRateLimit } from './throttling/shared-rate-limit.js';
import { closeAccounts, openAccounts } from './vault/database.js';
import { ViewHost } from './views/view-host.js';

const refuse = refuseFrom(platformRefusals.table);

/** Milliseconds that an answer waits for the views and for the work that follows from it. */
const settleTimeoutMs = 2_000;
const largestFileBytes = 256 * 1024 * 1024;

/** The stores: log, accounts, keys and files. */
const keeping: FactoryProvider[] = [
  {
    provide: directoryLock,
    inject: [platformOptions, Lifetime],
    useFactory: ({ directory, events, rows, accounts }: PlatformOptions, lifetime: Lifetime) => {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // The embedded log has its own lock.
      const locks = !('directory' in events) && ('directory' in rows || 'directory' in accounts);
      return locks ? lifetime.opened(lock(directory, 500), (held) => held.close()) : null;
    },
  },
  {
    provide: EventStore,
    inject: [platformOptions, Lifetime, directoryLock],
    useFactory: async ({ events }: PlatformOptions, lifetime: Lifetime) =>
      lifetime.opened(await openEventStore(events), (store) => store.close()),
  },
  {
    provide: accountsDatabase,
    // Comes after the log: of two nodes on one directory, the second fails there and touches
    // nothing else.
    inject: [platformOptions, Lifetime, EventStore],
    useFactory: async ({ accounts }: PlatformOptions, lifetime: Lifetime) => lifetime.opened(await openAccounts(accounts), closeAccounts),
  },
  {
    provide: MasterKey,
    inject: [platformOptions, accountsDatabase, EventStore],
    useFactory: async ({ masterKeyFile }: PlatformOptions, accounts: DataSource, store: EventStore) =>
      loadMasterKey(masterKeyFile, { create: (await awaitsMasterKey(accounts)) && (await store.head()) === beginning }),
  },
  {
    provide: RecordKeys,
    inject: [accountsDatabase, MasterKey, Clock],
    useFactory: (accounts: DataSource, master: MasterKey, clock: Clock) => RecordKeys.open(accounts, master, clock),
  },
  {
    provide: Etags,
    inject: [MasterKey],
    useFactory: (master: MasterKey) => new Etags(master.subKey('editions'), master.subKey('edition-nonces')),
  },
  { provide: Moments, inject: [MasterKey], useFactory: (master: MasterKey) => new Moments(master.subKey('moments')) },
  { provide: Sealer, inject: [RecordKeys], useFactory: (keys: RecordKeys) => new Sealer(keys) },
  {
    provide: Accounts,
    inject: [accountsDatabase, MasterKey, Clock, platformOptions],
    useFactory: (accounts: DataSource, master: MasterKey, clock: Clock, { hasher }: PlatformOptions) =>
      Accounts.open(accounts, master, clock, hasher && { hasher }),
  },
  {
    provide: FollowUpCodes,
    inject: [accountsDatabase, MasterKey],
    useFactory: (accounts: DataSource, master: MasterKey) => new FollowUpCodes(accounts, master),
  },
  {
    provide: RateLimit,
    inject: [platformOptions, accountsDatabase, MasterKey, Clock],
    useFactory: (options: PlatformOptions, accounts: DataSource, master: MasterKey, clock: Clock) =>
      isShared(options) ? new SharedRateLimit(accounts, master, clock) : new MemoryRateLimit(clock),
  },
  {
    provide: Codec,
    inject: [platformOptions],
    useFactory: ({ definitions }: PlatformOptions) => new Codec(eventTypesOf(definitions)),
  },
  {
    provide: Streams,
    inject: [platformOptions, EventStore, Codec],
    useFactory: (options: PlatformOptions, store: EventStore, codec: Codec) =>
      new Streams(store, codec, { shared: isShared(options), count: countReaders }),
  },
  {
    provide: FileStore,
    inject: [platformOptions, RecordKeys, Streams],
    useFactory: (options: PlatformOptions, keys: RecordKeys, streams: Streams) =>
      DirectoryFileStore.open({
        directory: join(options.directory, filesDirectory),
        keys,
        largest: options.largestFile ?? largestFileBytes,
        shared: isShared(options),
        held: async (id) => {
          const folded = declared(options.definitions, 'files').map((stream) => streams.folded(stream, id));
          return (await Promise.all(folded)).some(({ revision }) => revision >= 0);
        },
      }),
  },
];

/** The parts that work on the stores: views, queries, commands and due work. */
const working: FactoryProvider[] = [
  {
    provide: Callers,
    inject: [platformOptions, Streams, Clock],
    useFactory: ({ definitions, timeZone }: PlatformOptions, streams: Streams, clock: Clock) =>
      answered(definitions, 'callers')(streams, clock, timeZone),
  },
  {
    provide: Standings,
    inject: [platformOptions, Streams],
    useFactory: ({ definitions }: PlatformOptions, streams: Streams) =>
      new Standings(
        definitions.flatMap(({ parties }) => parties ?? []),
        { state: async (stream, id) => (await streams.folded(stream, id)).state },
      ),
  },
  {
    provide: ViewHost,
    // Comes after the accounts: a start that fails because of its keys builds no view.
    inject: [platformOptions, Lifetime, Log, EventStore, Accounts],
    useFactory: async (options: PlatformOptions, lifetime: Lifetime, log: Log) => {
      const { directory, events, rows, runsViews, definitions, viewThread } = options;
      const host = await ViewHost.start({
        directory,
        events,
        rows,
        runs: runsViews,
        views: foldsOf(definitions),
        warn: (message) => log.warn(message),
        ...(viewThread && { started: viewThread }),
      });
      return lifetime.opened(host, () => host.close());
    },
  },
  {
    provide: SearchHost,
    inject: [platformOptions, Lifetime, Log],
    useFactory: ({ events, accounts, masterKeyFile }: PlatformOptions, lifetime: Lifetime, log: Log) =>
      lifetime.opened(new SearchHost({ events, accounts, masterKeyFile }, (message) => log.warn(message)), (search) => search.close()),
  },
  {
    provide: ViewReader,
    inject: [
      platformOptions,
      EventStore,
      Codec,
      Streams,
      Clock,
      ViewHost,
      SearchHost,
      Moments,
      Etags,
      Sealer,
      CommandBus,
      Standings,
      ServedRoutes,
    ],
    useFactory: (
      { timeZone, definitions }: PlatformOptions,
      store: EventStore,
      codec: Codec,
      streams: Streams,
      clock: Clock,
      host: ViewHost,
      search: SearchHost,
      moments: Moments,
      etags: Etags,
      unsealer: Sealer,
      commands: CommandBus,
      standings: Standings,
      served: ServedRoutes,
    ) => {
      const looks = new FirstAccess(definitions, (command) => commands.execute(command));
      const actions = new Actions({
        served: () => served.commands,
        streams,
        standings,
        reads: (caller) => reader.current(caller),
        clock,
        timeZone,
      });
      const reader: ViewReader = new ViewReader({
        ...{ store, codec, streams, clock, timeZone, host, search, moments, etags, unsealer, looks, definitions, standings, actions },
      });
      return reader;
    },
  },
  {
    provide: Names,
    inject: [platformOptions, Streams],
    useFactory: ({ definitions }: PlatformOptions, streams: Streams) => new Names(declared(definitions, 'namings'), streams),
  },
  {
    provide: Refs,
    inject: [platformOptions, ViewReader],
    useFactory: ({ definitions }: PlatformOptions, reader: ViewReader) =>
      new Refs(declared(definitions, 'refs'), (caller) => reader.current(caller)),
  },
  {
    provide: ProcessRunner,
    inject: [platformOptions, Lifetime, Log, Clock, EventStore, ViewHost, CommandBus, ModuleRef],
    useFactory: (
      { definitions }: PlatformOptions,
      lifetime: Lifetime,
      log: Log,
      clock: Clock,
      store: EventStore,
      host: ViewHost,
      commands: CommandBus,
      application: ModuleRef,
    ) => {
      const runner = new ProcessRunner({
        processes: declared(definitions, 'processes'),
        rows: ({ due }) => host.dueRows(due),
        mine: ({ due }) => host.holds(due.table),
        caughtUp: async ({ due }) => {
          const head = await store.head().catch((error: unknown) => {
            throw storeRefusal(error) ?? error;
          });
          await host.ready(due, head);
        },
        services: servicesOf(application),
        execute: (command) => commands.execute(command),
        clock,
        warn: (facts) => log.warn('work did not succeed', facts),
      });
      host.onAdvance((tables) => runner.changed(tables));
      host.onHeld(() => runner.held());
      return lifetime.opened(runner, () => runner.close());
    },
  },
  {
    provide: Executor,
    inject: [
      platformOptions,
      EventStore,
      Streams,
      Sealer,
      Etags,
      MasterKey,
      Clock,
      Metrics,
      ViewHost,
      ViewReader,
      ProcessRunner,
      Standings,
    ],
    useFactory: (
      { timeZone, maxViewLag, definitions }: PlatformOptions,
      store: EventStore,
      streams: Streams,
      sealer: Sealer,
      etags: Etags,
      master: MasterKey,
      clock: Clock,
      metrics: Metrics,
      host: ViewHost,
      reader: ViewReader,
      runner: ProcessRunner,
      standings: Standings,
    ) => {
      const executor = new Executor({
        store,
        streams,
        sealer,
        etags,
        clock,
        timeZone,
        hashKey: master.subKey('command-hashes').export(),
        claimKey: master.subKey('claimed-values').export(),
        policyVersionOn: (day) => answered(definitions, 'policyVersionOn')(streams, day),
        reads: (caller: Caller) => reader.current(caller),
        standings,
        catchUp: {
          admitWork: () => {
            const lag = host.lag();
            if ('events' in maxViewLag ? lag.events > maxViewLag.events : lag.milliseconds > maxViewLag.milliseconds)
              refuse('view.lagging');
          },
          caughtUp: async (position, correlationId) => {
            const deadline = clock.now() + settleTimeoutMs;
            const reached = (until: number) => host.reached(until, undefined, settleTimeoutMs);
            const behind = await reached(position);
            return [...behind, ...(await runner.settled(correlationId, reached, deadline))];
          },
        },
        appended: (seconds, position) => {
          host.wake(position);
          metrics.appendSeconds(seconds);
        },
      });
      metrics.queueDepth(() => executor.depth);
      metrics.viewLag(() => lagsOf(host));
      return executor;
    },
  },
];

/** The log followers. Their work may give commands, so they end before everything above. */
const following: FactoryProvider = {
  provide: FollowerRunner,
  inject: [platformOptions, Lifetime, Log, EventStore, accountsDatabase, Metrics, ModuleRef, Executor],
  useFactory: (
    options: PlatformOptions,
    lifetime: Lifetime,
    log: Log,
    store: EventStore,
    accounts: DataSource,
    metrics: Metrics,
    application: ModuleRef,
  ) => {
    const runner = new FollowerRunner({
      followers: declared(options.definitions, 'followers'),
      store,
      accounts,
      shared: isShared(options),
      services: servicesOf(application),
      log,
    });
    metrics.followerLag(async () => Object.fromEntries((await runner.progress()).map(({ name, lag }) => [name, lag])));
    return lifetime.opened(runner, () => runner.close());
  },
};

const servicesOf = (application: ModuleRef): Services => ({ get: (provider) => application.get(provider as never, { strict: false }) });

const lagsOf = (host: ViewHost): Record<string, number> =>
  Object.fromEntries(Object.entries(host.progress()).map(([table, { head, position }]) => [table, Math.max(0, head - position)]));

/** The names under which handlers, controllers and the HTTP edge know these parts. */
const ports = [
  { provide: CommandRunner, useExisting: Executor },
  { provide: Reader, useExisting: ViewReader },
  { provide: Unsealer, useExisting: Sealer },
  { provide: Authenticator, useClass: BearerAuthenticator },
];

/** A node of Casebook, for the handlers and controllers of the modules. */
@Module({})
export class PlatformModule {
  /**
   * `lifetime` ends everything that is opened. If the start fails half-way, the caller that starts
   * the application must end it. The start rejects with LogInUse, MasterKeyUnusable, LogTooNew or
   * StoreUnavailable where the node cannot work.
   */
  static forRoot(options: PlatformOptions, lifetime: Lifetime): DynamicModule {
    const given = [
      { provide: platformOptions, useValue: options },
      { provide: Lifetime, useValue: lifetime },
      { provide: Log, useValue: options.log },
      { provide: Clock, useValue: options.clock },
      { provide: SessionCookie, useValue: new SessionCookie(options.publicOrigin) },
    ];
    const providers = [...given, Metrics, ServedRoutes, ...keeping, ...working, following, ...ports];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
