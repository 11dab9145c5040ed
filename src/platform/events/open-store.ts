import type { EventStore, LogReader } from './event-store.js';
import { SqliteLogReader } from './sqlite/log-reader.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';
import type { StoreAddress } from './store-address.js';

/**
 * Opens a log for reading; creates nothing where there is none. Rejects with the adapter's error.
 */
export async function openLogReader(address: StoreAddress): Promise<LogReader> {
  if ('directory' in address) return SqliteLogReader.open(address.directory);
  // the client is large: a node with its log in a directory does not load it
  const { EsdbLogReader } = await import('./eventstoredb/esdb-log-reader.js');
  return EsdbLogReader.open(address);
}

/**
 * Opens a log for reading and writing. Rejects with the adapter's error; then nothing is left open.
 */
export async function openEventStore(address: StoreAddress): Promise<EventStore> {
  if ('directory' in address) return SqliteEventStore.open(address);
  const { EsdbEventStore } = await import('./eventstoredb/esdb-event-store.js');
  return EsdbEventStore.open(address);
}
