import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { Appender } from './appender.js';
import { lock } from './lock.js';
import { eventsFile, makeDurable, migrate } from './schema.js';
import type { WriterAnswer, WriterData, WriterRequest } from './writer.js';

/** Owns the log's only writing connection, and the lock, as long as the thread lives. */
if (parentPort) serve(parentPort, workerData as WriterData);

function serve(port: NonNullable<typeof parentPort>, { directory, busy, maxPages }: WriterData): void {
  const answer = (message: WriterAnswer) => port.postMessage(message);
  const failure = (error: unknown) => {
    const { name, message, code } = error as Error & { code?: string };
    return { name, message, code };
  };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const held = lock(directory, busy);
    const db = new Sqlite(join(directory, eventsFile));
    makeDurable(db);
    migrate(db);
    if (maxPages) db.pragma(`max_page_count = ${maxPages}`);
    const appender = new Appender(db);
    port.on('message', (request: WriterRequest) => {
      if (request.kind === 'append') {
        try {
          answer({ kind: 'appended', answers: appender.append(request.batch) });
        } catch (error) {
          answer({ kind: 'failed', failure: failure(error) });
        }
      } else if (request.kind === 'limit') db.pragma(`max_page_count = ${request.pages}`);
      else {
        // a reader elsewhere, or a full disk, may stop the checkpoint: then the write-ahead log
        // stays
        try {
          db.pragma('wal_checkpoint(TRUNCATE)');
        } catch {}
        db.close();
        held.close();
        answer({ kind: 'closed' });
        port.close();
      }
    });
    answer({ kind: 'ready' });
  } catch (error) {
    answer({ kind: 'refused', failure: failure(error) });
    port.close();
  }
}
