import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { EsdbServer } from '../../../kit/esdb-server/server.js';
import { storeContract } from '../../../kit/store-contract.js';
import { addressOf } from './kit.js';

storeContract('EsdbEventStore', async () => {
  const server = await EsdbServer.start();
  let current = await EsdbEventStore.open(addressOf(server));
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await EsdbEventStore.open(addressOf(server));
      return current;
    },
    async dispose() {
      await current.close();
      server.down();
    },
  };
});
