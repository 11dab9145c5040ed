import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { definitions, eventTypes } from '../../dist/definitions.js';
import { policies, policyId, versionOn } from '../../dist/modules/policy/policy.js';
import { countReaders } from '../../dist/platform/access/editions.js';
import { Standings } from '../../dist/platform/access/parties.js';
import { Executor } from '../../dist/platform/commands/executor.js';
import { Codec } from '../../dist/platform/events/codec.js';
import { openEventStore } from '../../dist/platform/events/open-store.js';
import { Streams } from '../../dist/platform/events/streams.js';
import { dayIn, SystemClock } from '../../dist/platform/ground/clock.js';
import { loadMasterKey } from '../../dist/platform/sealing/master-key.js';
import { RecordKeys } from '../../dist/platform/sealing/record-keys.js';
import { Sealer } from '../../dist/platform/sealing/sealer.js';
import { closeAccounts, openAccounts } from '../../dist/platform/vault/database.js';

const timeZone = 'America/Denver';

/**
 * Only the command path, assembled as in Casebook: log, keys, folded streams and executor; no views
 * and no HTTP. The log is in the directory unless given.
 */
export async function commandNode(directory, events = { directory }) {
  const clock = new SystemClock();
  const store = await openEventStore(events);
  const accounts = await openAccounts({ directory });
  const master = loadMasterKey(join(directory, 'master.key'), { create: false });
  const sealer = new Sealer(await RecordKeys.open(accounts, master, clock));
  const codec = new Codec(eventTypes);
  const streams = new Streams(store, codec, { count: countReaders });
  const state = async (stream, id) => (await streams.folded(stream, id)).state;
  const executor = new Executor({
    store,
    streams,
    sealer,
    clock,
    timeZone,
    hashKey: randomBytes(32),
    claimKey: randomBytes(32),
    policyVersionOn: async (day) => versionOn((await streams.folded(policies, policyId)).state, day)?.version ?? null,
    reads: (caller) => {
      const now = new Date(clock.now()).toISOString();
      return { caller, now, today: dayIn(timeZone, now), timeZone, state };
    },
    standings: new Standings(
      definitions.flatMap(({ parties }) => parties ?? []),
      { state },
    ),
    catchUp: { admitWork: () => {}, caughtUp: async () => [] },
  });
  return {
    store,
    executor,
    async close() {
      await store.close();
      await closeAccounts(accounts);
    },
  };
}
