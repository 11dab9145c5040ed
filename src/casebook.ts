import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { RecordCaseLook } from './modules/case-file/case-file.public.js';
import { ViewWalls } from './modules/cases/cases.public.js';
import { officesOn, people, returnedOn } from './modules/directory/directory.public.js';
import { evidences } from './modules/evidence/evidence.public.js';
import { policies, policyId, versionOn } from './modules/policy/policy.public.js';
import { eventTypes, processes, slices, views } from './parts.js';
import type { Caller } from './platform/access/access.js';
import { withRequest } from './platform/access/request.js';
import { Accounts } from './platform/accounts/accounts.js';
import { FollowUpCodes } from './platform/accounts/follow-up-codes.js';
import { Executor } from './platform/commands/executor.js';
import type { AnySliceHandler, Receipt } from './platform/commands/slice.js';
import { Codec } from './platform/events/codec.js';
import { beginning } from './platform/events/envelope.js';
import type { EventStore } from './platform/events/event-store.js';
import { openEventStore } from './platform/events/open-store.js';
import { lock } from './platform/events/sqlite/lock.js';
import type { StoreAddress } from './platform/events/store-address.js';
import { Streams } from './platform/events/streams.js';
import { DirectoryFileStore, filesDirectory } from './platform/files/directory-file-store.js';
import type { FileStore } from './platform/files/file-store.js';
import { type Clock, dayIn, SystemClock } from './platform/ground/clock.js';
import type { Place } from './platform/postgres/address.js';
import { ProcessRunner } from './platform/processes/process-runner.js';
import { FirstLooks } from './platform/queries/first-looks.js';
import { ViewReader } from './platform/queries/reader.js';
import { platformRefusals, refuseFrom } from './platform/refusals/refuse.js';
import { awaitsMasterKey, loadMasterKey, type MasterKey } from './platform/sealing/master-key.js';
import { RecordKeys } from './platform/sealing/record-keys.js';
import { Sealer } from './platform/sealing/sealer.js';
import { SearchHost } from './platform/search/search-host.js';
import { MemoryRateLimit, type RateLimit } from './platform/throttling/rate-limit.js';
import { SharedRateLimit } from './platform/throttling/shared-rate-limit.js';
import { closeAccounts, openAccounts } from './platform/vault/database.js';
import { ViewHost } from './platform/views/view-host.js';
import type { ViewThread } from './platform/views/view-thread-start.js';

const refuse = refuseFrom(platformRefusals.table);

export interface CasebookOptions {
  /** Directory of the files of evidence; of log, views.db and accounts.db too, unless the next ones say otherwise. */
  readonly directory: string;
  readonly events?: StoreAddress;
  /** Where the views' rows are. */
  readonly rows?: Place;
  /** Where accounts and keys are. */
  readonly accounts?: Place;
  /** Whether this node runs views and does due work, as it does unless told otherwise. */
  readonly runsViews?: boolean;
  readonly masterKeyFile: string;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  readonly clock?: Clock;
  /** Beyond this, commands are refused until the views have caught up. */
  readonly maxViewLag?: { readonly events: number } | { readonly milliseconds: number };
  /** The largest file taken in, in bytes; 256 MiB unless given. */
  readonly largestFile?: number;
  /** The views' thread, where it was started ahead. */
  readonly viewThread?: ViewThread;
  readonly appended?: (seconds: number) => void;
  readonly warn?: (message: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** How long an answer waits for views and for the work that follows, in milliseconds. */
const patience = 2_000;
/** In bytes. */
const largestFile = 256 * 1024 * 1024;

/** One node of Casebook without its HTTP edge: the log, the views, the keys and what works on them. */
export class Casebook {
  private readonly byCommand = new Map<unknown, AnySliceHandler>(slices.map((slice) => [slice.command, slice]));

  private constructor(
    readonly store: EventStore,
    readonly codec: Codec,
    readonly streams: Streams,
    readonly master: MasterKey,
    readonly keys: RecordKeys,
    readonly sealer: Sealer,
    readonly accounts: Accounts,
    readonly followUpCodes: FollowUpCodes,
    readonly rates: RateLimit,
    readonly executor: Executor,
    readonly views: ViewHost,
    readonly reader: ViewReader,
    readonly files: FileStore,
    readonly work: ProcessRunner,
    readonly clock: Clock,
    readonly timeZone: string,
    private readonly accountsDb: DataSource,
    private readonly search: SearchHost,
    private readonly held: { close(): void } | undefined,
  ) {}

  /** Rejects with LogInUse, MasterKeyUnusable or LogTooNew where it cannot work; then nothing is left open. */
  static async open(options: CasebookOptions): Promise<Casebook> {
    const { directory, events = { directory }, timeZone, clock = new SystemClock(), maxViewLag = { events: 10_000 } } = options;
    const { rows = { directory }, accounts: place = { directory }, runsViews = true } = options;
    // Whatever has rows and accounts where other nodes reach them may have other nodes.
    const shared = !('directory' in place) && !('directory' in events);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const opened: (() => Promise<unknown>)[] = [];
    try {
      // What lies in a directory has one node, whoever keeps the log; the embedded log sees to it itself.
      const held = !('directory' in events) && ('directory' in rows || 'directory' in place) ? lock(directory, 500) : undefined;
      opened.push(async () => held?.close());
      const store = await openEventStore(events);
      opened.push(() => store.close());
      const accountsDb = await openAccounts(place);
      opened.push(() => closeAccounts(accountsDb));
      const master = loadMasterKey(options.masterKeyFile, {
        create: (await awaitsMasterKey(accountsDb)) && (await store.head()) === beginning,
      });
      const keys = await RecordKeys.open(accountsDb, master, clock);
      const sealer = new Sealer(keys);
      const accounts = await Accounts.open(accountsDb, master, clock);
      const codec = new Codec(eventTypes);
      const streams = new Streams(store, codec, { shared });
      const files = await DirectoryFileStore.open({
        directory: join(directory, filesDirectory),
        keys,
        largest: options.largestFile ?? largestFile,
        shared,
        held: async (id) => (await streams.folded(evidences, id)).revision >= 0,
      });
      const host = await ViewHost.start({
        directory,
        events,
        rows,
        runs: runsViews,
        views,
        warn: (message) => options.warn?.(message, {}),
        ...(options.viewThread && { started: options.viewThread }),
      });
      opened.push(() => host.close());
      const search = new SearchHost({ events, accounts: place, masterKeyFile: options.masterKeyFile }, (message) =>
        options.warn?.(message, {}),
      );
      opened.push(() => search.close());
      const reader: ViewReader = new ViewReader({
        store,
        codec,
        streams,
        clock,
        timeZone,
        host,
        search,
        looks: new FirstLooks((caseId, request) => casebook.execute(withRequest(Object.assign(new RecordCaseLook(), { caseId }), request))),
        walls: new ViewWalls((view, least) => reader.rowsNow(view, least)),
      });
      const casebook: Casebook = new Casebook(
        store,
        codec,
        streams,
        master,
        keys,
        sealer,
        accounts,
        new FollowUpCodes(accountsDb, master),
        shared ? new SharedRateLimit(accountsDb, master, clock) : new MemoryRateLimit(clock),
        new Executor({
          store,
          streams,
          sealer,
          clock,
          timeZone,
          hashKey: master.subKey('command-hashes').export(),
          claimKey: master.subKey('claimed-values').export(),
          policyVersionOn: async (day) => versionOn((await streams.folded(policies, policyId)).state, day)?.version ?? null,
          reads: (caller) => reader.current(caller),
          catchUp: {
            admitWork: () => {
              const lag = host.lag();
              if ('events' in maxViewLag ? lag.events > maxViewLag.events : lag.milliseconds > maxViewLag.milliseconds)
                refuse('view.lagging');
            },
            caughtUp: async (position, correlationId) => {
              const deadline = clock.now() + patience;
              const reached = (until: number) => host.reached(until, undefined, patience);
              const behind = await reached(position);
              return [...behind, ...(await casebook.work.settled(correlationId, reached, deadline))];
            },
          },
          appended: (seconds, position) => {
            host.wake(position);
            options.appended?.(seconds);
          },
        }),
        host,
        reader,
        files,
        new ProcessRunner({
          processes,
          rows: (view) => reader.rowsNow(view),
          mine: (view) => host.holds(view.table),
          execute: (command) => casebook.execute(command),
          clock,
          warn: (facts) => options.warn?.('work did not succeed', facts),
        }),
        clock,
        timeZone,
        accountsDb,
        search,
        held,
      );
      host.onAdvance((tables) => casebook.work.changed(tables));
      host.onHeld(() => casebook.work.held());
      return casebook;
    } catch (error) {
      for (const close of opened.reverse()) await close().catch(() => {});
      throw error;
    }
  }

  /** Begins to act on due work. */
  start(): void {
    this.work.start();
  }

  /** Carries out a command that carries its request. */
  execute(command: object): Promise<Receipt> {
    const slice = this.byCommand.get(command.constructor);
    if (!slice) throw new TypeError(`${command.constructor.name} is no command of Casebook`);
    return this.executor.run(slice, command);
  }

  /**
   * A person with the offices held today; undefined for someone who is not in service, or who left and came back after the credential
   * they show was given (`since`, ISO 8601): leaving ends them all.
   */
  async callerOf(person: string, since?: string): Promise<Caller | undefined> {
    const { state } = await this.streams.folded(people, person);
    if (state.status === 'absent') return undefined;
    const today = dayIn(this.timeZone, this.clock.now());
    const returned = returnedOn(state, today);
    if (since && returned && dayIn(this.timeZone, since) < returned) return undefined;
    const offices = officesOn(state, today);
    return offices.length > 0 ? { person, offices, today } : undefined;
  }

  /** Finishes what is in flight. */
  async close(): Promise<void> {
    await this.work.close();
    await this.search.close();
    await this.views.close();
    await this.store.close();
    await closeAccounts(this.accountsDb);
    this.held?.close();
  }
}
