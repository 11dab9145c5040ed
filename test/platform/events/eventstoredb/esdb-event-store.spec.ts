import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { type EsdbAddress, esdbAddress } from '../../../../src/platform/events/store-address.js';
import { EsdbServer } from '../../../kit/esdb-server/server.js';
import { type OpenedStore, storeContract } from '../../../kit/store-contract.js';
import { addressOf } from './kit.js';

async function opened(address: EsdbAddress, end: () => void): Promise<OpenedStore> {
  let current = await EsdbEventStore.open(address);
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await EsdbEventStore.open(address);
      return current;
    },
    async dispose() {
      await current.close();
      end();
    },
  };
}

storeContract('EsdbEventStore', async () => {
  const server = await EsdbServer.start();
  return opened(addressOf(server), () => server.down());
});

// biome-ignore lint/style/noProcessEnv: which server to ask is said from outside
const { CASEBOOK_TEST_ESDB: real, CASEBOOK_TEST_ESDB_CREDENTIALS_FILE: credentialsFile, CASEBOOK_TEST_ESDB_CA_FILE: caFile } = process.env;
// A real one keeps what is written to it: each log there has streams of its own.
if (real !== undefined) {
  const address = esdbAddress(real, { credentialsFile, caFile });
  if (typeof address === 'string') throw new TypeError(`CASEBOOK_TEST_ESDB ${address}`);
  storeContract('EsdbEventStore on a real server', () => opened({ ...address, prefix: `casebook-test-${randomUUID()}-` }, () => {}));
}
