import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { beginning, type StoredRecord } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import { openLogReader } from '../events/open-store.js';
import { SystemClock } from '../ground/clock.js';
import { loadMasterKey } from '../sealing/master-key.js';
import { RecordKeys } from '../sealing/record-keys.js';
import { Sealer, tokensIn } from '../sealing/sealer.js';
import { openAccountsForReading } from '../vault/database.js';
import type { FromSearchThread, SearchThreadData, ToSearchThread } from './messages.js';
import { type IndexEntry, SearchIndex } from './search-index.js';
import type { Searchable } from './searchable.js';

/** Events indexed at once. */
const page = 500;
/**
 * Milliseconds after which it looks at the log unasked, so that a search has little left to read.
 */
const poll = 5_000;

/**
 * The work of a worker thread that answers searches. The application's worker file calls it with
 * the searchable events.
 */
export async function keepSearch(searchables: readonly Searchable[], decode: (record: StoredRecord) => StoredEvent): Promise<void> {
  if (!parentPort) throw new Error('searches are answered in a worker thread');
  const port = parentPort;
  const { events, accounts: place, masterKeyFile } = workerData as SearchThreadData;
  const types = new Map(searchables.map((one) => [one.event.type, one]));
  const log = await openLogReader(events);
  const accounts = await openAccountsForReading(place);
  const sealer = new Sealer(await RecordKeys.open(accounts, loadMasterKey(masterKeyFile), new SystemClock()));
  const index = new SearchIndex();
  let reached = beginning;
  let closing = false;

  async function entryOf(record: StoredRecord): Promise<IndexEntry | undefined> {
    const type = types.get(record.type);
    if (!type) return undefined;
    const event = decode(record);
    const sealed = await Promise.all(tokensIn(type.part ? type.part(event) : event.data).map((token) => sealer.open(token)));
    const text = [...sealed, ...(type.words?.(event) ?? [])].filter((part) => part !== undefined).join('\n');
    if (text === '') return undefined;
    const says = type.says?.(event);
    return { streams: type.leadsTo(event), eventId: event.id, position: event.position, text, ...(says && { says }) };
  }

  /** Indexes at most one page of new events; true where the page was full. */
  async function advance(): Promise<boolean> {
    const records = await log.readAll(reached, page);
    // An unreadable event stops its views. Here that event alone cannot be found.
    const entries = await Promise.all(records.map((record) => entryOf(record).catch(() => undefined)));
    index.add(entries.filter((entry) => entry !== undefined));
    reached = records.at(-1)?.position ?? reached;
    return records.length === page;
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: two runs that read the same page would index it twice. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const catchUp = async (until: number, pages = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let left = pages; left > 0 && !closing && reached < until && (await inTurn(advance)); left -= 1) await setImmediate();
  };
  /** Events that could not be read now are read with the next look. */
  const look = async (): Promise<void> => {
    try {
      await catchUp(await log.head());
    } catch {}
  };

  port.on('message', (message: ToSearchThread) => {
    if (message.kind === 'close') {
      closing = true;
      clearInterval(polling);
      void inTurn(async () => {
        index.close();
        await accounts.destroy();
        await log.close();
        port.close();
      });
      return;
    }
    const { id, words, upTo, limit, which } = message;
    void (async () => {
      // A short distance is caught up at once; a long one is reported.
      await catchUp(upTo, 10).catch(() => {});
      const behind = Math.max(0, upTo - reached);
      const answer: FromSearchThread = { kind: 'found', id, behind, hits: behind > 0 ? [] : index.search(words, upTo, limit, which) };
      port.postMessage(answer);
    })();
  });
  const polling = setInterval(() => void look(), poll);
  await look();
}
