import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryFileStore, presence, stateOfFile } from '../../../src/platform/files/directory-file-store.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { platformRefusals, Refusal } from '../../../src/platform/refusals/refuse.js';
import { loadMasterKey } from '../../../src/platform/sealing/master-key.js';
import { RecordKeys } from '../../../src/platform/sealing/record-keys.js';
import { Opened, SetClock } from '../accounts/directory.js';

const opened = new Opened();
const held = new Set<string>();
let keys: RecordKeys;
let directory: string;
let store: DirectoryFileStore;
const record = 'case-1';

beforeAll(async () => {
  keys = await RecordKeys.open(
    await opened.accounts(opened.directory()),
    loadMasterKey(join(opened.directory(), 'master.key'), { create: true }),
    new SetClock(),
  );
});
beforeEach(async () => {
  held.clear();
  directory = join(opened.directory(), 'files');
  store = await start();
});
afterAll(() => opened.clean());

const start = () => DirectoryFileStore.open({ directory, keys, largest: 1_000_000, held: async (id) => held.has(id) });
async function* pieces(...all: (string | Error)[]) {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
  }
}
const place = (id: string) => join(directory, id.slice(0, 2), id);
const incoming = () => readdirSync(join(directory, 'incoming'));
/** What the event's append does. */
const recording = (id: string) => async () => {
  held.add(id);
  return 'recorded';
};
const refusing = (code: 'resource.exists' | 'store.unavailable' | 'store.unsettled') => async () => {
  throw new Refusal(code, platformRefusals.table[code]);
};

async function kept(content: string): Promise<{ id: string; record: string; bytes: number; sha256: string }> {
  const id = newId();
  const { bytes, sha256, keep } = await store.receive(pieces(content), { id, record });
  expect(await keep(recording(id))).toBe('recorded');
  return { id, record, bytes, sha256 };
}

describe('a file', () => {
  it('is in its place before its event is recorded, and only there after', async () => {
    const id = newId();
    const received = await store.receive(pieces('one ', 'two'), { id, record });
    expect(received).toMatchObject({ bytes: 7, sha256: createHash('sha256').update('one two').digest('hex') });
    expect((await received.read(4, 10)).toString()).toBe('two');
    expect(existsSync(place(id))).toBe(false);
    await received.keep(async () => {
      expect(existsSync(place(id))).toBe(true);
      held.add(id);
    });
    expect(incoming()).toEqual([]);
    const content = await store.open({ id, record });
    expect((await content.read(0, 100)).toString()).toBe('one two');
    await content.close();
  });

  it('that is cut off, too large, or refused leaves nothing', async () => {
    const id = newId();
    await expect(store.receive(pieces('one', new Error('cut off')), { id, record })).rejects.toThrow('cut off');
    await expect(store.receive(pieces('x'.repeat(1_000_001)), { id, record })).rejects.toMatchObject({ code: 'file.too-large' });
    const received = await store.receive(pieces('one'), { id, record });
    await expect(received.keep(refusing('resource.exists'))).rejects.toMatchObject({ code: 'resource.exists' });
    await (await store.receive(pieces('one'), { id, record })).drop();
    expect([incoming(), existsSync(place(id))]).toEqual([[], false]);
  });

  it('of which nobody knows whether it was recorded is looked after at the next start', async () => {
    const [lost, written] = [newId(), newId()];
    for (const [id, code] of [
      [lost, 'store.unavailable'],
      [written, 'store.unsettled'],
    ] as const) {
      const received = await store.receive(pieces('one'), { id, record });
      await expect(received.keep(refusing(code))).rejects.toMatchObject({ code });
      expect(existsSync(place(id))).toBe(true);
    }
    held.add(written);
    store = await start();
    expect([incoming(), existsSync(place(lost)), existsSync(place(written))]).toEqual([[], false, true]);
  });

  it('that came again after such a failure takes its place', async () => {
    const id = newId();
    const first = await store.receive(pieces('one'), { id, record });
    await expect(first.keep(refusing('store.unavailable'))).rejects.toThrow();
    const again = await store.receive(pieces('two'), { id, record });
    await again.keep(recording(id));
    store = await start();
    const content = await store.open({ id, record });
    expect((await content.read(0, 9)).toString()).toBe('two');
    await content.close();
  });

  it('that an event names is never replaced', async () => {
    const { id } = await kept('one');
    const before = readFileSync(place(id));
    const other = await store.receive(pieces('another'), { id, record });
    await expect(other.keep(refusing('resource.exists'))).rejects.toThrow();
    expect(readFileSync(place(id))).toEqual(before);
    expect(incoming()).toEqual([]);
  });

  it('that came in by parts when the server was killed is swept', async () => {
    writeFileSync(join(directory, 'incoming', 'abc.part'), 'half');
    store = await start();
    expect(incoming()).toEqual([]);
  });

  it('is told apart as whole, missing, altered or destroyed', async () => {
    const file = await kept('The content.');
    const state = (change: Partial<typeof file> = {}) => stateOfFile(directory, keys, { ...file, ...change });
    expect(await state()).toBe('whole');
    expect(await state({ sha256: '0'.repeat(64) })).toBe('altered');
    expect(await state({ bytes: 3 })).toBe('altered');
    expect(await state({ id: newId() })).toBe('missing');
    expect([await presence(directory, file), await presence(directory, { ...file, id: newId() })]).toEqual(['unread', 'missing']);
    const bytes = readFileSync(place(file.id));
    writeFileSync(place(file.id), Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]));
    expect(await state()).toBe('altered');
    await expect(store.open({ id: newId(), record })).rejects.toMatchObject({ code: 'file.unreadable' });
  });

  it('whose record’s key was destroyed is unreadable for good', async () => {
    const id = newId();
    const received = await store.receive(pieces('To be disposed of.'), { id, record: 'case-gone' });
    await received.keep(recording(id));
    await keys.destroy('case-gone');
    await expect(store.open({ id, record: 'case-gone' })).rejects.toMatchObject({ code: 'file.unreadable' });
    expect(await stateOfFile(directory, keys, { id, record: 'case-gone', bytes: received.bytes, sha256: received.sha256 })).toBe(
      'destroyed',
    );
  });

  it('for which the disk has no room is refused clearly', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    await expect(store.receive(pieces('one', full), { id: newId(), record })).rejects.toMatchObject({
      code: 'file.disk-full',
      terms: { status: 503 },
    });
    expect(incoming()).toEqual([]);
  });
});

describe('a directory that several nodes use', () => {
  const node = () => DirectoryFileStore.open({ directory, keys, largest: 1_000_000, shared: true, held: async (id) => held.has(id) });
  const age = (file: string, minutes: number) => {
    const then = new Date(Date.now() - minutes * 60_000);
    utimesSync(file, then, then);
  };

  it('keeps what another node is taking in, and not what nobody has touched for an hour', async () => {
    const [one, id] = [await node(), newId()];
    const { bytes, sha256, keep } = await one.receive(pieces('coming in'), { id, record });
    for (const [name, minutes] of [
      ['young.part', 59],
      ['old.part', 61],
    ] as const) {
      writeFileSync(join(directory, 'incoming', name), 'half');
      age(join(directory, 'incoming', name), minutes);
    }
    await node();
    expect(incoming().filter((name) => name.endsWith('.part'))).toEqual(['young.part']);
    expect(await keep(recording(id))).toBe('recorded');
    expect(await stateOfFile(directory, keys, { id, record, bytes, sha256 })).toBe('whole');
  });

  it('takes no file’s place while another node may be recording it', async () => {
    const [one, two, id] = [await node(), await node(), newId()];
    const [first, second] = [await one.receive(pieces('first'), { id, record }), await two.receive(pieces('second'), { id, record })];
    await first.keep(async () => {
      await expect(second.keep(recording(id))).rejects.toMatchObject({ code: 'store.contended' });
      held.add(id);
    });
    expect(await stateOfFile(directory, keys, { id, record, ...first })).toBe('whole');
    held.delete(id);
    age(place(id), 2);
    const later = await two.receive(pieces('later'), { id, record });
    expect(await later.keep(recording(id))).toBe('recorded');
  });
});
