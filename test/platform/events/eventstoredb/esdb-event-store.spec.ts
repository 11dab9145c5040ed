import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { type EsdbAddress, esdbAddress } from '../../../../src/platform/events/store-address.js';
import { EsdbServer } from '../../../kit/esdb-server/server.js';
import { type OpenedStore, records, storeContract, stream, wholeLog } from '../../../kit/store-contract.js';
import { addressOf, Bench } from './kit.js';

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

/** On a server that keeps what is written to it: a log of its own, whose streams no Casebook takes for its own. */
const apart = (address: EsdbAddress): EsdbAddress => ({ ...address, prefix: `contract-${randomUUID()}-` });

describe('the suite', () => {
  const bench = new Bench();
  afterEach(() => bench.clear());

  it('adds nothing to a log of Casebook on the server that it runs against', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    await store.append(stream(), 'none', records(2));
    const log = await wholeLog(store);
    const tested = bench.opened(await EsdbEventStore.open(apart(addressOf(server))));
    await tested.append(stream(), 'none', records(3));
    expect(await wholeLog(tested)).toHaveLength(3);
    expect(await wholeLog(store)).toEqual(log);
  });
});

// biome-ignore lint/style/noProcessEnv: which server to ask is said from outside
const { CASEBOOK_TEST_ESDB: real, CASEBOOK_TEST_ESDB_CREDENTIALS_FILE: credentialsFile, CASEBOOK_TEST_ESDB_CA_FILE: caFile } = process.env;
if (real !== undefined) {
  const address = esdbAddress(real, { credentialsFile, caFile });
  if (typeof address === 'string') throw new TypeError(`CASEBOOK_TEST_ESDB ${address}`);
  storeContract('EsdbEventStore on a real server', () => opened(apart(address), () => {}));
}
