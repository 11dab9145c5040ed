import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beginning, type StoredRecord } from '../../../../src/platform/events/envelope.js';
import type { EsdbTimes } from '../../../../src/platform/events/eventstoredb/esdb-connection.js';
import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { EsdbLogReader } from '../../../../src/platform/events/eventstoredb/esdb-log-reader.js';
import { type EsdbAddress, type EsdbFiles, esdbAddress } from '../../../../src/platform/events/store-address.js';
import { ServerLog } from '../../../kit/esdb-server/log.js';
import { EsdbServer } from '../../../kit/esdb-server/server.js';

/** Of the authority that the server's certificate comes from, or of another one. */
export const certificate = (name: 'ours' | 'other'): string =>
  fileURLToPath(new URL(`../../../../node_modules/.cache/test-certificates/${name}/casebook/ca.crt`, import.meta.url));

export function addressOf(server: EsdbServer, files: EsdbFiles = {}): EsdbAddress {
  return addressAt(server.url, files);
}

function addressAt(url: string, files: EsdbFiles = {}): EsdbAddress {
  const address = esdbAddress(url, files);
  if (typeof address === 'string') throw new TypeError(address);
  return address;
}

/** Rejects where it does not come about: a spec that waits for ever keeps its process from ending. */
export const until = async (what: () => boolean, milliseconds = 120_000): Promise<void> => {
  for (const end = performance.now() + milliseconds; !what(); ) {
    if (performance.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Nodes that hold one log and know alike who leads: the first of those that are up, until told otherwise; nobody once half of them are away. */
export class Cluster {
  leader = (): number | undefined => this.nodes.find(({ place }) => place.alive)?.place.port;

  constructor(readonly nodes: readonly EsdbServer[]) {
    for (const node of nodes)
      node.members = () => {
        const leader = this.leader();
        const places = nodes.map(({ place }) => place);
        const gone = leader === undefined || places.some(({ port }) => port === leader) ? [] : [{ port: leader, alive: false }];
        const lost = places.filter(({ alive }) => alive).length * 2 <= places.length;
        return [...places, ...gone].map((place) => ({
          ...place,
          state: lost && place.alive ? 'unknown' : place.port === leader ? 'leader' : 'follower',
        }));
      };
  }

  node(index: number): EsdbServer {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`the cluster has no node ${index}`);
    return node;
  }

  /** From now on this one leads; nobody does where it is left out. */
  lead(index?: number): void {
    this.leader = () => (index === undefined ? undefined : this.node(index).place.port);
  }

  /** Appends that each node was asked for. */
  get appends(): number[] {
    return this.nodes.map((node) => node.count('append'));
  }

  /** To all of them, found by gossip; or to one alone, whose word is taken. */
  url(only?: number): string {
    const nodes = only === undefined ? this.nodes : [this.node(only)];
    return `esdb://${nodes.map(({ place }) => `127.0.0.1:${place.port}`).join(',')}?tls=${this.node(0).secure}`;
  }
}

/** Reads on whenever `watch` calls back, as the views do, and never unasked: an event is heard only where the reader was told. */
export function readOn(log: EsdbLogReader): { readonly heard: StoredRecord[]; readonly failures: unknown[]; readonly unwatch: () => void } {
  const heard: StoredRecord[] = [];
  const failures: unknown[] = [];
  const read = async () => void heard.push(...(await log.readAll(heard.at(-1)?.position ?? beginning, 1_000)));
  let last = Promise.resolve();
  const unwatch = log.watch(() => {
    last = last.then(read).catch((error: unknown) => void failures.push(error));
  });
  return { heard, failures, unwatch };
}

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

  async reader(url: string, times: Partial<EsdbTimes> = {}): Promise<EsdbLogReader> {
    const reader = await EsdbLogReader.open(addressAt(url), { deadline: 1_000, patience: 15_000, start: 15_000, ...times });
    this.ends.unshift(() => reader.close());
    return reader;
  }

  async cluster(count: number, options: { readonly secure?: boolean } = {}): Promise<Cluster> {
    const log = new ServerLog();
    const nodes: EsdbServer[] = [];
    for (let i = 0; i < count; i += 1) nodes.push(await this.server({ ...options, log }));
    return new Cluster(nodes);
  }

  async storeAt(url: string, times: Partial<EsdbTimes> = {}, files: EsdbFiles = {}): Promise<EsdbEventStore> {
    return this.opened(await EsdbEventStore.open(addressAt(url, files), { deadline: 1_000, patience: 60_000, start: 60_000, ...times }));
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
