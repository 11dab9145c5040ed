import type { PasswordHasher } from './accounts/password-hasher.js';
import type { StoreAddress } from './events/store-address.js';
import { type Clock, SystemClock } from './ground/clock.js';
import { Log } from './logging/log.js';
import type { ModuleDefinition } from './module-definition.js';
import type { Place } from './postgres/address.js';
import type { ViewThread } from './views/view-thread-start.js';

/** One node: where its data is kept, and how it works. */
export interface NodeOptions {
  /**
   * Directory of the files of evidence. The log, views.db and accounts.db are there too, unless the
   * next three options say otherwise.
   */
  readonly directory: string;
  readonly events?: StoreAddress;
  /** Where the views' rows are. */
  readonly rows?: Place;
  /** Where accounts and keys are. */
  readonly accounts?: Place;
  /** Whether this node runs views and does due work; true unless given. */
  readonly runsViews?: boolean;
  readonly masterKeyFile: string;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  /** The system's clock unless given. */
  readonly clock?: Clock;
  /**
   * Beyond this lag, commands are refused until the views have caught up; 10,000 events unless
   * given.
   */
  readonly maxViewLag?: { readonly events: number } | { readonly milliseconds: number };
  /** The largest file that is accepted, in bytes; 256 MiB unless given. */
  readonly largestFile?: number;
  /** Origin under which browsers reach the server; undefined where they reach it directly. */
  readonly publicOrigin?: string | undefined;
  /** The views' thread, where it was started in advance. */
  readonly viewThread?: ViewThread;
  /** Nothing is logged unless given. */
  readonly log?: Log;
  /** How passwords are hashed; Argon2id unless given. */
  readonly hasher?: PasswordHasher;
}

/** A node's options with their defaults, and the modules that use the platform. */
export interface PlatformOptions extends NodeOptions {
  readonly events: StoreAddress;
  readonly rows: Place;
  readonly accounts: Place;
  readonly runsViews: boolean;
  readonly clock: Clock;
  readonly maxViewLag: NonNullable<NodeOptions['maxViewLag']>;
  readonly log: Log;
  readonly definitions: readonly ModuleDefinition[];
}

export const platformOptionsOf = (node: NodeOptions, definitions: readonly ModuleDefinition[]): PlatformOptions => {
  const here = { directory: node.directory };
  return {
    events: here,
    rows: here,
    accounts: here,
    runsViews: true,
    clock: new SystemClock(),
    maxViewLag: { events: 10_000 },
    log: new Log('silent'),
    ...node,
    definitions,
  };
};

/** Whether other nodes may exist: other nodes can reach its log and its accounts. */
export const isShared = ({ events, accounts }: PlatformOptions): boolean => !('directory' in accounts) && !('directory' in events);

/** Token under which `PlatformOptions` are provided. */
export const platformOptions = Symbol('PlatformOptions');
/** Token under which the database of accounts and keys (a DataSource) is provided. */
export const accountsDatabase = Symbol('AccountsDatabase');
/** Token under which the lock of the data directory is provided: a data directory has one node. */
export const directoryLock = Symbol('DirectoryLock');
