import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pagesOf, transfer } from '../../src/cli/transfer.js';
import type { StoredRecord } from '../../src/platform/events/envelope.js';
import type { EventStore } from '../../src/platform/events/event-store.js';
import { openEventStore } from '../../src/platform/events/open-store.js';
import { esdbAddress, type StoreAddress } from '../../src/platform/events/store-address.js';
import { EsdbServer } from '../kit/esdb-server/server.js';
import { record, records, stream, wholeLog } from '../kit/store-contract.js';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const last of undo.splice(0).reverse()) await last();
});

const cli = join(process.cwd(), 'dist/bundle/cli.js');
const run = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; errors: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { env, timeout: 240_000 }, (_, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'casebook-copy-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
async function server(): Promise<EsdbServer> {
  const started = await EsdbServer.start();
  undo.push(() => started.down());
  return started;
}
async function opened(address: StoreAddress): Promise<EventStore> {
  const store = await openEventStore(address);
  undo.push(() => store.close());
  return store;
}
const at = (esdb: EsdbServer): StoreAddress => {
  const address = esdbAddress(esdb.url, {});
  if (typeof address === 'string') throw new TypeError(address);
  return address;
};

/** Interleaved streams with runs of every length, one longer than an append of the copy, and data of every kind. */
async function written(store: EventStore): Promise<readonly StoredRecord[]> {
  const names = [stream(), stream(), stream(), stream()];
  const revisions = new Map<string, number>();
  for (const [index, length] of [1, 3, 2, 250, 1, 1, 5, 2, 1, 4].entries()) {
    const name = names[index % names.length] as string;
    const events = [
      ...records(length - 1),
      record({
        effectiveAt: '2026-02-28',
        policyVersion: null,
        causationId: name.slice(5),
        data: { text: 'naïve 😀', list: [1, null, -2.5] },
      }),
    ];
    const before = revisions.get(name);
    revisions.set(name, (await store.append(name, before ?? 'none', events)).revision);
  }
  return wholeLog(store, 1_000);
}
const apart = (log: readonly StoredRecord[]) => log.map(({ position: _, ...event }) => event);

describe('casebook copy', () => {
  it('moves a log to EventStoreDB and back, the same event by event, and proves it', async () => {
    const [here, back, esdb] = [scratch(), scratch(), await server()];
    const store = await openEventStore({ directory: here });
    const log = await written(store);
    await store.close();

    const out = await run(['copy', '--from', here, '--to', esdb.url]);
    expect(out).toMatchObject({ code: 0, errors: expect.stringContaining('copying') });
    expect(out.out).toContain(`${log.length} events copied; esdb://`);
    const digest = /^([0-9a-f]{64}) {2}both logs/m.exec(out.out)?.[1];
    expect(digest).toBeDefined();
    const there = await wholeLog(await opened(at(esdb)), 1_000);
    expect(apart(there)).toEqual(apart(log));
    expect(there.map(({ position }) => position)).not.toEqual(log.map(({ position }) => position));

    const home = await run(['copy', '--from', esdb.url, '--to', back]);
    expect(home).toMatchObject({ code: 0 });
    expect(home.out).toContain(`${digest}  both logs`);
    expect(await wholeLog(await opened({ directory: back }), 1_000)).toEqual(log);

    expect((await run(['copy', '--from', here, '--to', esdb.url])).out).toMatch(/^0 events copied; .*\n/);
  });

  it('refuses what cannot be meant', async () => {
    const [here, empty] = [scratch(), scratch()];
    expect(await run(['copy', '--from', here, '--to', here])).toMatchObject({
      code: 2,
      errors: 'casebook: copy takes two different stores\n',
    });
    expect(await run(['copy', '--from', here, '--to', empty])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('there is no event log at'),
    });
    expect(existsSync(join(empty, 'events.db'))).toBe(false);
    expect(await run(['copy', '--from', here, '--to', 'postgres://host'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--to takes a directory'),
    });
    const secret = await run(['copy', '--from', here, '--to', 'esdb://me:hunter2@host']);
    expect(secret).toMatchObject({ code: 1, errors: expect.stringContaining('--to holds credentials') });
    expect(secret.errors).not.toContain('hunter2');
    const store = await openEventStore({ directory: here });
    await store.append(stream(), 'none', records(2));
    await opened({ directory: empty });
    expect(await run(['copy', '--from', here, '--to', empty])).toMatchObject({ code: 1, errors: expect.stringContaining('is in use') });
    await store.close();
  });
});

for (const kind of ['directory', 'EventStoreDB'] as const)
  describe(`a log being copied into ${kind === 'directory' ? 'a directory' : kind}`, () => {
    const target = async () => opened(kind === 'directory' ? { directory: scratch() } : at(await server()));

    it('goes on where it was cut off, wherever that was, and doubles nothing', async () => {
      const source = await opened({ directory: scratch() });
      const log = await written(source);
      const until = await source.head();
      const whole = await transfer(pagesOf(source, until), await target());
      expect(whole).toMatchObject({ events: log.length, written: log.length, streams: 4 });
      for (const cut of [1, 4, 100, 206, 207, log.length - 1]) {
        const to = await target();
        const broken = async function* () {
          for await (const page of pagesOf(source, until)) yield page.slice(0, cut);
          throw new Error('the power went');
        };
        await expect(transfer(broken(), to)).rejects.toThrow('the power went');
        const kept = await wholeLog(to, 1_000);
        expect(kept.length).toBeLessThanOrEqual(cut);
        expect(apart(kept)).toEqual(apart(log.slice(0, kept.length)));
        const again = await transfer(pagesOf(source, until), to);
        expect(again).toEqual({ ...whole, written: log.length - kept.length });
        expect(apart(await wholeLog(to, 1_000))).toEqual(apart(log));
      }
    });

    it('is refused where something else is there, and nothing of it is touched', async () => {
      const source = await opened({ directory: scratch() });
      await written(source);
      const until = await source.head();
      const [first] = await source.readAll(0, 1);
      if (!first) throw new Error('nothing was written');
      const { position: _, stream: name, revision: __, ...event } = first;
      const others: [string, Parameters<EventStore['append']>][] = [
        ['another log', [stream(), 'none', [record()]]],
        ['the same event in another stream', [stream(), 'none', [event]]],
        ['the same event, changed', [name, 'none', [{ ...event, data: { finding: 'unfounded' } }]]],
        ['the same event, recorded at another time', [name, 'none', [{ ...event, recordedAt: '2026-03-02T19:00:00.001Z' }]]],
      ];
      for (const [what, append] of others) {
        const to = await target();
        await to.append(...append);
        const refused = await transfer(pagesOf(source, until), to).catch((error: unknown) => error);
        expect({ what, refused }).toEqual({
          what,
          refused: expect.objectContaining({ message: expect.stringContaining('holds something else') }),
        });
        expect(await wholeLog(to)).toHaveLength(1);
      }
    });

    it('is refused where more is there than the source has, or somebody else writes meanwhile', async () => {
      const source = await opened({ directory: scratch() });
      await written(source);
      const until = await source.head();
      const more = await target();
      await transfer(pagesOf(source, until), more);
      await more.append(stream(), 'none', [record()]);
      await expect(transfer(pagesOf(source, until), more)).rejects.toThrow('the target holds more than the source');

      const shared = await target();
      let disturbed = false;
      const disturbing = transfer(pagesOf(source, until), shared, () => {
        if (disturbed) return;
        disturbed = true;
        void shared.append(stream(), 'none', [record()]);
      });
      await expect(disturbing).rejects.toThrow('somebody else wrote to the target');
    });
  });

describe('casebook log import', () => {
  const exported = async (): Promise<{ file: string; log: readonly StoredRecord[]; lines: string[] }> => {
    const directory = scratch();
    const store = await openEventStore({ directory });
    const log = await written(store);
    await store.close();
    const file = join(directory, 'log.jsonl');
    expect(await run(['log', 'export', '--out', file], { CASEBOOK_DATA: directory })).toMatchObject({ code: 0 });
    return { file, log, lines: readFileSync(file, 'utf8').trimEnd().split('\n') };
  };

  it('brings back what log export wrote, into a directory and into EventStoreDB, and goes on when it is given again', async () => {
    const { file, log, lines } = await exported();
    const directory = scratch();
    writeFileSync(join(directory, 'half.jsonl'), `${lines.slice(0, 120).join('\n')}\n`);
    const half = await run(['log', 'import', join(directory, 'half.jsonl')], { CASEBOOK_DATA: directory });
    expect(half).toMatchObject({ code: 0, out: expect.stringContaining('120 events imported') });
    const rest = await run(['log', 'import', file], { CASEBOOK_DATA: directory });
    expect(rest).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${log.length - 120} events imported; the log holds ${log.length} events`),
    });
    expect(await wholeLog(await opened({ directory }), 1_000)).toEqual(log);

    const esdb = await server();
    const over = await run(['log', 'import', file], { CASEBOOK_DATA: scratch(), CASEBOOK_EVENTS: esdb.url });
    expect(over).toMatchObject({ code: 0 });
    expect(/^[0-9a-f]{64}/m.exec(over.out)?.[0]).toBe(/^[0-9a-f]{64}/m.exec(rest.out)?.[0]);
    expect(apart(await wholeLog(await opened(at(esdb)), 1_000))).toEqual(apart(log));
  });

  it('takes a line to end at a line feed alone, whatever a text holds', async () => {
    const [there, here] = [scratch(), scratch()];
    const text = ['\u2028', '\u2029', '\u0085', '\v', '\f', '\r', '\r\n', '\n'].map((end) => `one${end}two`).join(' and ');
    const store = await openEventStore({ directory: there });
    await store.append(stream(), 'none', [record({ data: { text, [text]: [text] } }), record()]);
    const log = await wholeLog(store);
    await store.close();
    const file = join(there, 'log.jsonl');
    expect(await run(['log', 'export', '--out', file], { CASEBOOK_DATA: there })).toMatchObject({ code: 0 });
    // between the fields of an event other white space may stand; a last line may lack its end
    const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${first.replace('{', '{\r')}\r\n${second}`);
    expect(await run(['log', 'import', file], { CASEBOOK_DATA: here })).toMatchObject({ code: 0 });
    expect(await wholeLog(await opened({ directory: here }))).toEqual(log);
  });

  it('refuses a file that is no whole log, naming the line, and writes nothing', async () => {
    const { lines } = await exported();
    const directory = scratch();
    const file = join(directory, 'bad.jsonl');
    const third = JSON.parse(lines[2] as string);
    const changed = (fields: object) => [...lines.slice(0, 2), JSON.stringify({ ...third, ...fields }), ...lines.slice(3)];
    const wrong: [string[], RegExp][] = [
      [[...lines.slice(0, 2), '{"half', ...lines.slice(3)], /line 3 of .* is not JSON/],
      [[...lines.slice(0, 2), '[]', ...lines.slice(3)], /line 3 of .* is not an event/],
      [[...lines.slice(0, 2), ...lines.slice(3)], /line 3 of .* goes on with revision 2 instead of 1/],
      [[...lines.slice(0, 3), lines[2] as string], /line 4 of .* goes on with revision 1 instead of 2/],
      [lines.slice(1), /line 2 of .*|line \d+ of .* instead of 0/],
      [changed({ recordedAt: 'yesterday' }), /line 3 of .*: event FindingRecorded: recordedAt must be ISO 8601/],
      [changed({ stream: 'case' }), /line 3 of .*: stream must be/],
      [changed({ revision: -1 }), /line 3 of .*: revision must be/],
      [changed({ actor: null }), /line 3 of .*: actor must be/],
      [changed({ colour: 'red' }), /line 3 of .* has a field "colour"/],
      [changed({ id: JSON.parse(lines[0] as string).id }), /line 3 of .* comes a second time/],
    ];
    for (const [text, says] of wrong) {
      writeFileSync(file, `${text.join('\n')}\n`);
      const { importLog } = await import('../../src/cli/log-import.js');
      await expect(importLog({ events: { directory } } as never, file)).rejects.toThrow(says);
      expect(existsSync(join(directory, 'events.db'))).toBe(false);
    }
    expect(await run(['log', 'import', join(directory, 'none')], { CASEBOOK_DATA: directory })).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^casebook: there is no file /),
    });
  });
});
