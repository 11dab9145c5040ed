import type { Config } from '../config.js';
import { Failure, say } from './failure.js';

export interface PrepareOptions {
  readonly adminCredentialsFile: string;
  /** Replaces the server's other access lists. */
  readonly force?: boolean;
}

/**
 * Sets the rights of Casebook's user on EventStoreDB, and tests them as that user. Given again, it
 * changes nothing.
 */
export async function prepareStore({ events }: Config, { adminCredentialsFile, force }: PrepareOptions): Promise<void> {
  if ('directory' in events)
    throw new Failure('the log is in CASEBOOK_DATA, which needs no preparing; store prepare is for CASEBOOK_EVENTS=esdb://…');
  const { prepare } = await import('../platform/events/eventstoredb/access-lists.js');
  const { esdbCredentials } = await import('../platform/events/eventstoredb/esdb-connection.js');
  const { user, streams, log } = await prepare(events, { admin: esdbCredentials(adminCredentialsFile), ...(force && { force }) });
  say(`user     ${user === 'made' ? 'entered' : 'there already'}`);
  say(`streams  it may append and read, never delete nor cut: ${streams === 'set' ? 'set' : 'stood already'}`);
  say(`log      it may read the whole of it: ${log === 'set' ? 'set' : 'stood already'}`);
  say(`\n${events.url} is prepared.`);
}
