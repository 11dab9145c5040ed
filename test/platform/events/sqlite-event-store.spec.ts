import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import { storeContract } from '../../kit/store-contract.js';

storeContract('SqliteEventStore', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'casebook-log-'));
  let current = await SqliteEventStore.open({ directory });
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await SqliteEventStore.open({ directory });
      return current;
    },
    async dispose() {
      await current.close();
      await rm(directory, { recursive: true });
    },
  };
});
