import { Worker } from 'node:worker_threads';
import { workerUrl } from '../ground/worker-url.js';
import type { FromSearchThread, Search, SearchThreadData, ToSearchThread } from './messages.js';
import type { Hit } from './searchable.js';

/** The index is being built, or its thread is starting anew. */
export class SearchBuilding extends Error {
  constructor() {
    super('the search index is being built');
  }
}

interface Asked {
  readonly resolve: (hits: readonly Hit[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The server's end of the search: a thread that keeps opened texts in memory and nowhere else. The
 * thread starts with the first search, so that a server without searches pays nothing. It starts
 * again after it has died.
 */
export class SearchHost {
  private worker: Worker | undefined;
  private readonly asked = new Map<number, Asked>();
  private next = 0;

  constructor(
    private readonly data: SearchThreadData,
    private readonly warn: (message: string) => void = () => {},
  ) {}

  /** The hits for the words in the texts of events up to a position, best first. Rejects with SearchBuilding. */
  search(search: Search): Promise<readonly Hit[]> {
    const worker = this.running();
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      worker.postMessage({ kind: 'search', id, ...search } satisfies ToSearchThread);
    });
  }

  async close(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ kind: 'close' } satisfies ToSearchThread);
    await ended;
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(workerUrl(import.meta.url, '../../search.worker.js'), { workerData: this.data, name: 'search' });
    this.worker = worker;
    worker.unref();
    worker.on('message', ({ id, hits, behind }: FromSearchThread) => {
      const asked = this.asked.get(id);
      this.asked.delete(id);
      if (behind > 0) asked?.reject(new SearchBuilding());
      else asked?.resolve(hits);
    });
    worker.on('error', (error) => this.warn(`the search's thread died and begins anew with the next search: ${error.message}`));
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.asked.values()) reject(new SearchBuilding());
      this.asked.clear();
    });
    return worker;
  }
}
