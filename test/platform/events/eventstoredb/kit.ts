import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EsdbTimes } from '../../../../src/platform/events/eventstoredb/esdb-connection.js';
import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { type EsdbAddress, type EsdbFiles, esdbAddress } from '../../../../src/platform/events/store-address.js';
import { EsdbServer } from '../../../kit/esdb-server/server.js';

/** Of the authority that the server's certificate comes from, or of another one. */
export const certificate = (name: 'ours' | 'other'): string =>
  fileURLToPath(new URL(`../../../../node_modules/.cache/test-certificates/${name}/casebook/ca.crt`, import.meta.url));

export function addressOf(server: EsdbServer, files: EsdbFiles = {}): EsdbAddress {
  const address = esdbAddress(server.url, files);
  if (typeof address === 'string') throw new TypeError(address);
  return address;
}

/** Rejects where it does not come about: a spec that waits for ever keeps its process from ending. */
export const until = async (what: () => boolean, milliseconds = 20_000): Promise<void> => {
  for (const end = performance.now() + milliseconds; !what(); ) {
    if (performance.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** What a spec opened, closed after it. */
export class Bench {
  private readonly ends: (() => unknown)[] = [];

  async server(options: Parameters<typeof EsdbServer.start>[0] = {}): Promise<EsdbServer> {
    const server = await EsdbServer.start(options);
    this.ends.push(() => server.down());
    return server;
  }

  async store(server: EsdbServer, times: Partial<EsdbTimes> = {}, files: EsdbFiles = {}): Promise<EsdbEventStore> {
    const store = await EsdbEventStore.open(addressOf(server, files), { deadline: 1_000, patience: 8_000, start: 5_000, ...times });
    this.ends.unshift(() => store.close());
    return store;
  }

  opened(store: EsdbEventStore): EsdbEventStore {
    this.ends.unshift(() => store.close());
    return store;
  }

  /** A file that holds a text. */
  file(text: string): string {
    const directory = mkdtempSync(join(tmpdir(), 'casebook-esdb-'));
    this.ends.push(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'file'), text);
    return join(directory, 'file');
  }

  async clear(): Promise<void> {
    for (const end of this.ends.splice(0)) await end();
  }
}
