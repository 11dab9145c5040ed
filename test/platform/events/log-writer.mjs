// Appends to the log in argv[2], eight streams at once, until it is killed or the log takes no more; tells each append before and after.
import { writeSync } from 'node:fs';
import { SqliteEventStore } from '../../../dist/platform/events/sqlite/sqlite-event-store.js';

/** Told at once, whole lines alone; a pipe that is full is written again once its reader has caught up. */
function tell(message) {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`);
  while (rest.length > 0)
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
}
const uuid = (writer, n, event) =>
  `00000000-0000-4000-8000-${[writer, n, event].map((part) => part.toString(16).padStart(4, '0')).join('')}`;

const eventsOf = (writer, n) =>
  Array.from({ length: 1 + (n % 3) }, (_, event) => ({
    id: uuid(writer, n, event),
    type: 'FindingRecorded',
    schema: 1,
    data: { writer, n, event, text: 'x'.repeat(500) },
    recordedAt: new Date(1_772_478_000_000 + n).toISOString(),
    actor: { person: 'ines', office: 'City Manager' },
    policyVersion: '5716',
    commandId: uuid(writer, n, 0xffff),
    commandHash: '',
    causationId: null,
    correlationId: 'crash',
  }));

async function write(store, writer) {
  for (let n = 0, expected = 'none'; ; n += 1) {
    const append = { stream: `case-${writer}`, expected, events: eventsOf(writer, n) };
    tell({ trying: append });
    try {
      const { revision } = await store.append(append.stream, expected, append.events);
      tell({ appended: { ...append, revision } });
      expected = revision;
    } catch (error) {
      return { ...append, message: error.message, readable: (await store.read(append.stream)).length };
    }
  }
}

const store = await SqliteEventStore.open({ directory: process.argv[2] });
const refused = await Promise.all(Array.from({ length: 8 }, (_, writer) => write(store, writer)));
await store.close();
tell({ refused });
