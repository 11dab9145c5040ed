import { randomUUID } from 'node:crypto';
import { eventTypes, processes } from '../../src/definitions.js';
import { systemCaller } from '../../src/platform/access/access.js';
import { withRequest } from '../../src/platform/access/request.js';
import { TakeClaim } from '../../src/platform/commands/reservations.js';
import { Codec } from '../../src/platform/events/codec.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { EsdbEventStore } from '../../src/platform/events/eventstoredb/esdb-event-store.js';
import { esdbAddress } from '../../src/platform/events/store-address.js';
import { derivedId, newId } from '../../src/platform/ground/ids.js';
import type { DueRow } from '../../src/platform/rows/keyed-fold.js';
import { CityApp, day } from '../kit/app.js';
import { type Node, Nodes } from '../kit/nodes.js';
import { Matter } from '../kit/stories/matter.js';

const nodes = new Nodes();
const reports = 10;
const claims = 3;
let city: CityApp;
let matter: Matter;
let [web, secondWeb, first, second, third]: Node[] = [];
let store: EsdbEventStore;
/** How far the log went before anything was due. */
let before = 0;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
async function until(what: string, holds: () => boolean | Promise<boolean>, patience = 120_000): Promise<void> {
  for (const started = performance.now(); !(await holds()); await pause(10))
    if (performance.now() - started > patience) throw new Error(`${what} was waited for in vain`);
}

/** What nodes asked the log to take, from a call on, by those whose connections these are not. */
const appends = (from = 0, except: ReadonlySet<string> = new Set()) =>
  nodes.log.calls.slice(from).filter(({ method, peer }) => method === 'append' && !except.has(peer));
const peersOf = (calls: readonly { readonly peer: string }[]): Set<string> => new Set(calls.map(({ peer }) => peer));

async function wholeLog(): Promise<StoredEvent[]> {
  const codec = new Codec(eventTypes);
  return (await store.readAll(0, 100_000)).map((record) => codec.decode(record));
}

interface Work extends Pick<DueRow, 'causedBy' | 'dueAt'> {
  readonly of: string;
  readonly commandId: string;
}
/** All that came to be owed as the processes fold the log, and which of it still is. */
function owedIn(log: readonly StoredEvent[]): { ever: Map<string, Work>; still: Work[] } {
  const now = new Date().toISOString();
  const ever = new Map<string, Work>();
  const still: Work[] = [];
  const fellDue = (work: Work | undefined, by: string): work is Work => work?.dueAt != null && work.dueAt <= by;
  for (const { name, due } of processes) {
    const rows = new Map<string, DueRow>();
    const workOf = (key: string): Work | undefined => {
      const row = rows.get(key);
      return (
        row && {
          of: name,
          causedBy: row.causedBy,
          dueAt: row.dueAt,
          commandId: derivedId('work', name, row.causedBy, key, String(row.dueAt)),
        }
      );
    };
    for (const event of log) {
      if (!(event.type in due.events)) continue;
      for (const key of due.keys?.[event.type]?.(event as never) ?? [event.stream.slice(event.stream.indexOf('-') + 1)]) {
        const work = workOf(key);
        if (fellDue(work, event.recordedAt)) ever.set(work.commandId, work);
        const row = due.fold[event.type]?.(rows.get(key) ?? null, event as never, key);
        if (row) rows.set(key, row);
        else rows.delete(key);
      }
    }
    still.push(...[...rows.keys()].map(workOf).filter((work) => fellDue(work, now)));
  }
  return { ever, still };
}
const allDone = () => until('all that is due', async () => owedIn(await wholeLog()).still.length === 0);

/** Two months ago: a city whose one node has nothing due yet, for its time stands still. */
async function twoMonthsAgo(): Promise<void> {
  city = new CityApp(nodes.environment());
  // whole days, so that it stays noon in the city
  city.clock.pass(Math.floor((Date.now() - city.clock.now()) / day - 60) * day);
  await city.open();
  const today = dayOf(city.clock.now());
  for (let i = 0; i < reports; i += 1) await new Matter(city).report(`Report ${i}.`);
  const reporter = city.as('Reporter');
  const reportId = await reporter.does('/api/reports', { channel: 'web', summary: 'x', from: 'self' });
  await reporter.does('/api/reports/retaliation', { reportId, summary: 'I was moved.' });
  matter = await new Matter(city).report();
  await matter.triage();
  await matter.allege('The post names no source.', { deedFrom: dayOf(city.clock.now() - day) });
  const measure = { kind: 'access-suspended', subject: city.person('Subject'), what: 'The password.', reasons: 'Until then.' };
  await city
    .as('City Manager')
    .does(`/api/cases/${matter.caseId}/interim-measures`, { ...measure, reviewBy: dayOf(city.clock.now() + day) });
  await matter.assign();
  await matter.inform(today);
  await matter.answer();
  await matter.find();
  await matter.file();
  await matter.determine();
  await matter.propose();
  await matter.review();
  await matter.notice(today);
  for (let i = 0; i < claims; i += 1) {
    const claim = { claimId: newId(), kind: 'spec', holder: `nobody-${newId()}`, commandId: newId() };
    await city.casebook.execute(withRequest(Object.assign(new TakeClaim(), claim), { caller: systemCaller, correlationId: newId() }));
  }
  await city.settle();
}

beforeAll(async () => {
  await nodes.open();
  await twoMonthsAgo();
  const address = esdbAddress(nodes.log.url, {});
  if (typeof address === 'string') throw new TypeError(address);
  store = await EsdbEventStore.open(address);
  before = (await wholeLog()).length;
  [web, secondWeb, first, second, third] = await Promise.all(
    (['web', 'web', 'views', 'views', 'views'] as const).map((role) => nodes.start(role)),
  );
});
afterAll(async () => {
  await store?.close();
  await city?.close();
  await nodes.close();
});

it('what fell due is done though the node that does it is killed, and the next one is stopped and goes on', async () => {
  const began = nodes.log.calls.length;
  let [firstArrive, secondArrive] = [() => {}, () => {}];
  const ofFirst = { kind: 'held', until: new Promise<void>((resolve) => (firstArrive = resolve)) } as const;
  const ofSecond = { kind: 'held', until: new Promise<void>((resolve) => (secondArrive = resolve)) } as const;
  const [written, lost] = [{ kind: 'stall', written: true } as const, { kind: 'stall' } as const];
  for (const waiting of [second, third]) waiting?.child.kill('SIGSTOP');

  // Of what the first one sends, some arrives long after its end, some is written and not answered, some is lost.
  nodes.log.next('append', ofFirst, ofFirst, ofFirst, ofFirst, ofFirst, written, written, written, lost, lost, lost);
  await city.close();
  await until('the first node', () => appends(began).length >= 13);
  const byFirst = peersOf(appends(began));
  expect(byFirst.size).toBe(1);

  // All that the second one does is on its way when it is stopped.
  nodes.log.next('append', lost, ofSecond, lost, ofSecond, lost, ofSecond);
  await first?.kill();
  second?.child.kill('SIGCONT');
  await until('the second node', () => appends(began, byFirst).length >= 6);
  second?.child.kill('SIGSTOP');
  const bySecond = peersOf(appends(began, byFirst));
  expect(bySecond.size).toBe(1);

  third?.child.kill('SIGCONT');
  await until('the third node', () => appends(began, new Set([...byFirst, ...bySecond])).length >= 1);
  firstArrive();
  second?.child.kill('SIGCONT');
  await allDone();
  secondArrive();
  // longer than a call may last: what was lost is asked for again by then
  await pause(5_500);
  for (const node of [second, third]) expect(node?.ended).toBe(false);
});

it('what follows from what comes in is done by the node that holds it alone', async () => {
  const began = nodes.log.calls.length;
  const token = city.as('Reporter').authorization.slice('Bearer '.length);
  const report = (i: number) =>
    (i % 2 ? web : secondWeb)?.as(token).post('/api/reports', { channel: 'web', summary: `Now ${i}.`, from: 'self' });
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => report(i)));
  expect(answers.map((answer) => answer?.status)).toEqual(Array(6).fill(201));
  await allDone();
  const sent = appends(began);
  expect(peersOf(sent.filter(({ stream }) => stream.startsWith('casebook-case-'))).size).toBe(1);
  const senders = new Map<string, Set<string>>();
  for (const { ids, peer } of sent) for (const id of ids) senders.set(id, (senders.get(id) ?? new Set()).add(peer));
  expect([...senders.values()].filter(({ size }) => size > 1)).toEqual([]);
});

it('a notice that is asked for on two nodes under one key is issued once', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const letter = { kind: 'notice', proceedingId: matter.proceeding };
  const token = city.as('HR').authorization.slice('Bearer '.length);
  const answers = await Promise.all([web, secondWeb, web, secondWeb].map((node) => node?.as(token).post('/api/letters', letter, key)));
  expect(answers.map((answer) => answer?.status)).toEqual(Array(4).fill(201));
  expect(new Set(answers.map((answer) => answer?.body.id)).size).toBe(1);
});

describe('the whole log then', () => {
  let log: StoredEvent[];
  beforeAll(async () => {
    log = await wholeLog();
  });

  it('holds each thing that fell due once', () => {
    const count = (type: string) => log.slice(before).filter((event) => event.type === type).length;
    expect(count('CaseEscalated')).toBe(reports + 3);
    expect(count('ResponseLapsed')).toBe(1);
    expect(count('CheckInOverdue')).toBe(1);
    expect(count('InterimReviewFellDue')).toBe(1);
    expect(count('ClaimReleased')).toBe(claims);
    expect(count('CaseOpened')).toBe(6);
    expect(count('ReportAttached')).toBe(6);
    expect(count('LetterIssued')).toBe(1);
    expect(count('WorkParked')).toBe(0);
  });

  it('holds for each piece of work one command, whose id follows from the work, in one place', () => {
    const { ever } = owedIn(log);
    const done = new Map<string, StoredEvent[]>();
    for (const event of log) done.set(event.commandId, [...(done.get(event.commandId) ?? []), event]);
    for (const [commandId, { of, causedBy }] of ever) {
      const events = done.get(commandId) ?? [];
      expect({ of, causedBy, events: events.length > 0 }).toEqual({ of, causedBy, events: true });
      expect(new Set(events.map(({ stream, causationId }) => `${stream} ${causationId}`))).toEqual(
        new Set([`${events[0]?.stream} ${causedBy}`]),
      );
      expect(events.map(({ revision }) => revision)).toEqual(events.map((_, i) => (events[0]?.revision ?? 0) + i));
    }
    const unaccounted = log.filter(
      ({ actor, causationId, commandId }) => actor.office === 'System' && causationId !== null && !ever.has(commandId),
    );
    expect(unaccounted.map(({ type }) => type)).toEqual([]);
  });

  it('was written without a refusal: who came second was given the first one’s receipt', () => {
    const refused = /"reason":"(?!store\.)[^"]*".*work did not succeed/;
    for (const node of [first, second, third]) expect(node?.said.split('\n').filter((line) => refused.test(line))).toEqual([]);
  });
});
