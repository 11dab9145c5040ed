import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCasebook as openNode } from '../dist/app.js';
import { eventTypes } from '../dist/definitions.js';
import { demonstrate } from '../dist/demo/demonstrate.js';
import { EnterPerson } from '../dist/modules/directory/enter-person.js';
import { PersonEntered } from '../dist/modules/directory/person.js';
import { HistoryLookedUp } from '../dist/modules/histories/history-lookup.js';
import { PolicyAcknowledged } from '../dist/modules/policy/acknowledgement.js';
import { systemCaller } from '../dist/platform/access/access.js';
import { withRequest } from '../dist/platform/access/request.js';
import { SqliteEventStore } from '../dist/platform/events/sqlite/sqlite-event-store.js';
import { dice, sealer, wholeCase } from './case-events.mjs';
import { inFlight } from './kit.mjs';

const schemas = new Map(eventTypes.map(({ type, schema }) => [type, schema]));
const hour = 3_600_000;
/** Beginning of the city's past. */
const epoch = Date.UTC(2016, 0, 4, 16);
/** Number of cases that are open at the same time. */
const open = 2_000;

/** Opens the data in `directory` like the server, but does no due work. */
export const openCasebook = (directory, clock) =>
  openNode({
    directory,
    masterKeyFile: join(directory, 'master.key'),
    timeZone: 'America/Denver',
    maxViewLag: { events: 1e9 },
    ...(clock && { clock }),
  });

/**
 * The demonstration city of 2016 with `count` more people, all entered through commands. Returns
 * their ids, HR's person, a token of HR's and one of the Auditor's.
 */
export async function city(directory, count) {
  let tick = epoch;
  const casebook = await openCasebook(directory, {
    now: () => {
      tick += 5;
      return tick;
    },
  });
  casebook.start();
  await demonstrate(casebook, directory);
  const people = [];
  const request = { caller: systemCaller, correlationId: dice(1).uuid() };
  await inFlight(64, count, async (index) => {
    const command = Object.assign(new EnterPerson(), {
      name: `Person Number ${index}`,
      title: 'Clerk',
      track: 'permanent',
      from: '2015-05-01',
    });
    people.push((await casebook.execute(withRequest(command, request))).id);
  });
  const logins = JSON.parse(readFileSync(join(directory, 'demo-logins.json'), 'utf8'));
  const holder = (name) => casebook.accounts.authenticate(logins.find(({ office }) => office === name).token);
  const [hr, auditor] = [await holder('HR'), await holder('Auditor')];
  await casebook.close();
  // The demonstration's own tokens have expired since 2016.
  const today = await openCasebook(directory);
  const [token, audit] = await Promise.all([hr, auditor].map(async (who) => (await today.accounts.issueToken(who, 'bench', 30)).token));
  await today.close();
  return { people, hr, token, audit };
}

/** Enters `count` people at once, directly through the store; returns their ids. */
export async function enter(directory, count, seed = 3) {
  const rolled = dice(seed);
  const store = await SqliteEventStore.open({ directory });
  const people = Array.from({ length: count }, rolled.uuid);
  const actor = { person: rolled.uuid(), office: 'HR' };
  const made = people.map((person) => {
    const sealed = sealer(rolled);
    const { type, data } = PersonEntered({ name: sealed(16), title: sealed(20), department: null, track: 'permanent', from: '2015-05-01' });
    const ids = { id: rolled.uuid(), commandId: rolled.uuid(), correlationId: rolled.uuid(), causationId: null };
    const record = { ...ids, type, schema: 1, data, recordedAt: new Date(epoch).toISOString(), actor, policyVersion: null };
    return store.append(`person-${person}`, 'none', [{ ...record, commandHash: 'x'.repeat(43) }]);
  });
  await Promise.all(made);
  await store.close();
  return people;
}

/**
 * Writes cases, acknowledgements and history look-ups to the log until it holds `events`, directly
 * through the store. 95 of 100 events belong to cases; `open` cases run side by side. All due work
 * is due in ten years, so that a server that starts on the data has no work to catch up.
 */
export async function generate(directory, events, { people, seed = 7 }) {
  const rolled = dice(seed);
  const store = await SqliteEventStore.open({ directory });
  const revisions = new Map();
  const known = async (stream) => {
    const last = (await store.read(stream)).at(-1);
    if (last) revisions.set(stream, last.revision);
  };
  let written = await store.head();
  if (seed !== 7) for (const person of people) for (const kind of ['acknowledgement', 'lookup']) await known(`${kind}-${person}`);
  const step = Math.floor((8 * 365 * 24 * hour) / Math.max(events, 1));
  let now = epoch + 24 * hour + written * step;
  const at = () => ({
    day: new Date(now).toISOString().slice(0, 10),
    due: (days) => new Date(now + (10 * 365 + days) * 24 * hour + rolled.below(hour)).toISOString(),
  });
  const begin = () => wholeCase({ people, rolled, at });
  const cases = Array.from({ length: Math.min(open, Math.ceil(events / 50)) }, begin);
  let waiting = [];

  const append = (stream, decided, office) => {
    const commandId = rolled.uuid();
    const actor = { person: rolled.pick(people), office };
    const commandHash = rolled.uuid().replaceAll('-', '').padEnd(43, 'x');
    const correlationId = rolled.uuid();
    const records = decided.map(({ type, data }) => ({
      id: rolled.uuid(),
      type,
      schema: schemas.get(type),
      data,
      recordedAt: new Date(now).toISOString(),
      actor,
      policyVersion: '5716',
      commandId,
      commandHash,
      causationId: null,
      correlationId,
    }));
    const before = revisions.get(stream) ?? -1;
    revisions.set(stream, before + records.length);
    waiting.push(store.append(stream, before < 0 ? 'none' : before, records));
    written += records.length;
    now += step * records.length;
  };

  while (written < events) {
    const other = rolled.random();
    if (other < 0.03) {
      const given = { version: '5716', on: at().day, manner: rolled.chance(0.2) ? 'on-paper' : 'signed-in' };
      append(`acknowledgement-${rolled.pick(people)}`, [PolicyAcknowledged(given)], 'Employee');
    } else if (other < 0.06) append(`lookup-${rolled.pick(people)}`, [HistoryLookedUp({ purpose: 'audit', note: null })], 'Auditor');
    else {
      const turn = rolled.below(cases.length);
      const { value, done } = cases[turn].next();
      if (done) cases[turn] = begin();
      else append(...value);
    }
    if (waiting.length >= 2048) {
      await Promise.all(waiting);
      waiting = [];
    }
  }
  await Promise.all(waiting);
  const head = await store.head();
  await store.close();
  return head;
}
