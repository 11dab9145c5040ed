import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { RecordLookUp, RecordLookUpHandler } from '../../dist/modules/histories/record-history-lookup.js';
import { AcknowledgePolicy, AcknowledgePolicyHandler } from '../../dist/modules/policy/acknowledge-policy.js';
import { AdoptPolicyVersion, AdoptPolicyVersionHandler } from '../../dist/modules/policy/adopt-policy-version.js';
import { withRequest } from '../../dist/platform/access/request.js';
import { newId } from '../../dist/platform/ground/ids.js';
import { enter } from '../generate.mjs';
import { copyOf, discard, inFlight, interleaved, median, summed } from '../kit.mjs';
import { bareWriter } from './bare-writer.mjs';
import { commandNode } from './node.mjs';

const width = 64;
const request = (person, office) => ({ caller: { person, offices: [{ office }] }, correlationId: newId(), commandId: newId() });
/** Number of persons between the two acknowledgements of one person. */
const lag = 128;

/**
 * Each person acknowledges one version (a new stream; the person is read from the log), and later
 * another (a stream that is already folded).
 */
async function acknowledging({ executor }, people) {
  const clerk = request(newId(), 'City Clerk');
  const second = { version: '5716b', instrument: 'Resolution 5716b', adoptedOn: '2016-01-04', effectiveFrom: '2016-01-04', note: null };
  const clauses = [{ id: 'VIO-1', text: 'A violation is reported.', binds: 'everyone', force: 'shall' }];
  await executor.run(AdoptPolicyVersionHandler, withRequest(Object.assign(new AdoptPolicyVersion(), { ...second, clauses }), clerk));
  return (index) => {
    const turn = index >> 1;
    // Every second command extends a stream that was begun some time ago; the very first commands
    // have none yet.
    const goesOn = index % 2 === 1 && turn >= lag;
    const person = goesOn ? people[turn - lag] : people[index % 2 === 0 ? turn : people.length - 1 - turn];
    const command = Object.assign(new AcknowledgePolicy(), { personId: person, version: goesOn ? '5716b' : '5716' });
    return executor.run(AcknowledgePolicyHandler, withRequest(command, request(person, 'Employee')));
  };
}

/**
 * The rows that the log holds after `from`, in the form of its tables; a stream comes with its
 * first event.
 */
function rowsOf(directory, from) {
  const db = new Sqlite(join(directory, 'events.db'), { readonly: true });
  const names = new Map(db.prepare('SELECT id, name FROM streams').raw().all());
  const rows = db
    .prepare(
      `SELECT position, stream, revision, lower(hex(id)), latest, type, schema, envelope, data FROM events WHERE position > ? ORDER BY position`,
    )
    .raw()
    .all(from);
  db.close();
  return rows.map((row) => [row[2] === 0 ? [row[1], names.get(row[1])] : null, row]);
}

/**
 * Commands without HTTP, 64 in flight, against bare SQL that commits exactly the same rows in the
 * same way.
 */
export async function commandFloor({ data, full }) {
  const rounds = full ? 9 : 5;
  const count = full ? 20_000 : 4_000;
  const base = copyOf(data, 'people');
  const people = await enter(base, count / 2 + lag);
  let rows = [];
  const ours = async () => {
    const directory = copyOf(base, 'command');
    const node = await commandNode(directory);
    const acknowledge = await acknowledging(node, people);
    const before = await node.store.head();
    const seconds = await inFlight(width, count, acknowledge);
    const head = await node.store.head();
    if (head - before !== count) throw new Error(`${count} commands left ${head - before} events`);
    await node.close();
    rows = rowsOf(directory, before);
    discard(directory);
    return count / seconds;
  };
  const bare = async () => {
    const directory = copyOf(base, 'bare');
    const writer = await bareWriter(join(directory, 'events.db'));
    const seconds = await inFlight(width, rows.length, (index) => writer.append(rows[index]));
    await writer.close();
    discard(directory);
    return rows.length / seconds;
  };
  await ours();
  await bare();
  const [commands, sql] = await interleaved(rounds, ours, bare);
  discard(base);
  const bytes = median(rows.map(([, row]) => row[7].length + row[8].length));
  return {
    name: 'command',
    floor: 0.65,
    ratio: median(commands) / median(sql),
    unit: 'commands/s',
    measured: summed(commands),
    against: summed(sql),
    ran:
      `AcknowledgePolicy ${count} times a round, ${width} in flight: half start a stream (the person is read from the log first), half go on ` +
      `with one; ${bytes} bytes of envelope and data; against bare SQL group commit of the same rows; ${rounds} rounds in turn`,
  };
}

/**
 * 64 writers on one stream against one writer on one stream. Every success is checked in the log
 * afterwards.
 */
export async function hotStreamFloor({ data, full }) {
  const rounds = full ? 9 : 2;
  const [many, few] = full ? [20_000, 1_500] : [3_000, 300];
  const copy = copyOf(data, 'hot');
  const people = await enter(copy, 2 * rounds + 2);
  const node = await commandNode(copy);
  let at = 0;
  const round = (writers, count) => async () => {
    const person = people[at];
    at += 1;
    const ids = new Set();
    const seconds = await inFlight(writers, count, async () => {
      const caller = request(person, 'Employee');
      ids.add(caller.commandId);
      const command = Object.assign(new RecordLookUp(), { personId: person, purpose: 'own-record' });
      await node.executor.run(RecordLookUpHandler, withRequest(command, caller));
    });
    const events = await node.store.read(`lookup-${person}`);
    const stored = new Set(events.map(({ commandId }) => commandId));
    const whole = events.length === count && stored.size === count && [...ids].every((id) => stored.has(id));
    if (!whole) throw new Error(`${count} successes, ${events.length} events, ${stored.size} commands: lost or doubled`);
    return count / seconds;
  };
  await round(width, few)();
  await round(1, few)();
  const [together, alone] = await interleaved(rounds, round(width, many), round(1, few));
  await node.close();
  discard(copy);
  return {
    name: 'hot-stream',
    floor: 6,
    ratio: median(together) / median(alone),
    unit: 'successes/s',
    measured: summed(together),
    against: summed(alone),
    ran:
      `RecordLookUp on one stream, ${many} by ${width} writers against ${few} by one, a stream for each of ${rounds} rounds in turn; ` +
      'every command found once in the log, none lost or doubled',
  };
}
