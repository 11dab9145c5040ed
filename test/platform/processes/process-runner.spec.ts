import { jest } from '@jest/globals';
import { Command } from '@nestjs/cqrs';
import { requestOf } from '../../../src/platform/access/request.js';
import type { Receipt } from '../../../src/platform/commands/command-handler.js';
import { event } from '../../../src/platform/events/event.js';
import { process } from '../../../src/platform/processes/process.js';
import { ProcessRunner } from '../../../src/platform/processes/process-runner.js';
import type { ParkWork } from '../../../src/platform/processes/work.js';
import { platformRefusals, Refusal } from '../../../src/platform/refusals/refuse.js';
import { type DueRows, duePage, type OwedRow } from '../../../src/platform/rows/due-work.js';
import { noServices } from './kit.js';

class Remind extends Command<Receipt> {
  key!: string;
}
const Promised = event('Promised', 1, 'internal', {});
const reminding = process({
  name: 'remind',
  version: 1,
  events: { Promised },
  fold: { Promised: () => ({ dueAt: null, data: {} }) },
  act: (_, key) => Object.assign(new Remind(), { key }),
});

const start = Date.parse('2026-03-02T17:00:00.000Z');
const at = (milliseconds: number) => new Date(start + milliseconds).toISOString();
const row = (key: string, dueAt: string | null): OwedRow => ({
  key,
  dueAt,
  data: {},
  causedBy: `cause of ${key}`,
  correlationId: key,
  parked: null,
});

/** A runner over rows that the test changes, on a clock that `pass` moves; `looks` counts what it asks of the list. */
function running(rows: OwedRow[], execute: (command: Remind | ParkWork) => void = () => {}) {
  let now = start;
  const told = { looks: 0, done: [] as (Remind | ParkWork)[] };
  const owed = rows.filter(({ dueAt }) => dueAt !== null).sort((a, b) => (a.dueAt! < b.dueAt! ? -1 : 1));
  const list: DueRows = {
    get: async (key) => rows.find((one) => one.key === key),
    async due(instant, after) {
      told.looks += 1;
      return owed.filter(({ dueAt }) => dueAt! <= instant && (!after || dueAt! > after.dueAt!)).slice(0, duePage);
    },
    next: async (instant) => owed.find(({ dueAt }) => dueAt! > instant)?.dueAt ?? undefined,
  };
  const runner = new ProcessRunner({
    processes: [reminding],
    rows: () => list,
    execute: async (command) => {
      execute(command as Remind | ParkWork);
      told.done.push(command as Remind | ParkWork);
      return { id: '', stream: '', edition: { audiences: ['admitted'], count: 1 }, position: 1, behind: [] };
    },
    clock: { now: () => now },
    warn: () => {},
    services: noServices,
    attempts: 2,
    backoff: 10,
  });
  const pass = async (milliseconds: number) => {
    for (const until = now + milliseconds; now < until; ) {
      now += 10;
      await jest.advanceTimersByTimeAsync(10);
    }
  };
  return { runner, told, pass, keys: () => told.done.map((command) => command.key) };
}

describe('acting on due work', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sleeps while nothing is owed, whatever is known that may come to be owed', async () => {
    const { runner, told, pass, keys } = running([row('someday', null)]);
    runner.start();
    await pass(1_000);
    const before = told.looks;
    await pass(10_000);
    expect(told.looks).toBe(before);
    expect(keys()).toEqual([]);
    await pass(30_000);
    expect(told.looks).toBeGreaterThan(before);
    await runner.close();
  });

  it('does what is due, and what falls due when its time has come', async () => {
    const { runner, pass, keys } = running([row('now', at(-5)), row('soon', at(4_000)), row('someday', null)]);
    runner.start();
    await pass(100);
    expect(keys()).toEqual(['now']);
    await pass(3_000);
    expect(keys()).toEqual(['now']);
    await pass(1_000);
    expect(keys()).toEqual(['now', 'soon']);
    await runner.close();
  });

  it('does all of a long queue, each piece once', async () => {
    const all = Array.from({ length: 250 }, (_, i) => row(`piece ${i}`, at(-1_000 + i)));
    const { runner, pass, keys } = running(all);
    runner.start();
    await pass(100);
    expect(new Set(keys()).size).toBe(250);
    expect(keys()).toHaveLength(250);
    await runner.close();
  });

  it('gives the command an id that a repeat shares, on behalf of what caused the work', async () => {
    const first = running([row('now', at(-5))]);
    first.runner.start();
    await first.pass(100);
    const again = running([row('now', at(-5))]);
    again.runner.start();
    await again.pass(100);
    const [one, other] = [first, again].map(({ told }) => requestOf(told.done[0] as Remind));
    expect(one?.commandId).toBeDefined();
    expect(other?.commandId).toBe(one?.commandId);
    expect(one).toMatchObject({ causationId: 'cause of now', correlationId: 'now' });
    await first.runner.close();
    await again.runner.close();
  });

  it('parks what is refused again and again', async () => {
    const { runner, told, pass } = running([row('now', at(-5))], (command) => {
      if (command instanceof Remind) throw new Refusal('resource.not-found', platformRefusals.table['resource.not-found']);
    });
    runner.start();
    await pass(100);
    expect(told.done).toEqual([expect.objectContaining({ process: 'remind', key: 'now', attempts: 2 })]);
    await runner.close();
  });

  it('tries again what finds the log away for as long as it takes', async () => {
    let away = true;
    const { runner, told, pass, keys } = running([row('now', at(-5))], () => {
      if (away) throw new Refusal('store.unavailable', platformRefusals.table['store.unavailable']);
    });
    runner.start();
    await pass(5_000);
    expect(told.done).toEqual([]);
    away = false;
    await pass(30_000);
    expect(keys()).toEqual(['now']);
    await runner.close();
  });
});
