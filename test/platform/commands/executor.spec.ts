import { Command } from '@nestjs/cqrs';
import { String as Text } from 'typebox';
import { anyone, type Caller, office, system, systemCaller } from '../../../src/platform/access/access.js';
import { countReaders } from '../../../src/platform/access/editions.js';
import { partiesOf, Standings } from '../../../src/platform/access/parties.js';
import { withRequest } from '../../../src/platform/access/request.js';
import type { Reservation } from '../../../src/platform/commands/command-handler.js';
import { type AnyCommandDefinition, commandHandler, type Receipt } from '../../../src/platform/commands/command-handler.js';
import { Executor } from '../../../src/platform/commands/executor.js';
import { ClaimConfirmed, ClaimReleased, ClaimTaken } from '../../../src/platform/commands/reservations.js';
import { Codec } from '../../../src/platform/events/codec.js';
import { event } from '../../../src/platform/events/event.js';
import { AppendTooLarge, OutcomeUnknown } from '../../../src/platform/events/event-store.js';
import { SqliteEventStore } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import { Streams } from '../../../src/platform/events/streams.js';
import { derivedId, newId } from '../../../src/platform/ground/ids.js';
import { type Refusal, refusals } from '../../../src/platform/refusals/refuse.js';
import { MasterKey } from '../../../src/platform/sealing/master-key.js';
import { RecordKeys } from '../../../src/platform/sealing/record-keys.js';
import { SealedText, seal } from '../../../src/platform/sealing/sealed.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import { etags, etagsOf } from '../../kit/etags.js';
import { caller } from '../../kit/given.js';
import { Opened, SetClock } from '../accounts/directory.js';

const LedgerOpened = event('LedgerOpened', 1, 'personnel', { title: SealedText() });
const LineEntered = event('LineEntered', 1, 'internal', { amount: Text() });
const events = { LedgerOpened, LineEntered };
/** From this day on, a ledger of that title is opened. */
const later = '2026-03-04';

type LedgerState = { status: 'absent' } | { status: 'open'; title: string; lines: readonly string[] };
const ledgers: Stream<LedgerState, typeof events> = {
  name: 'ledger',
  initial: { status: 'absent' },
  events,
  evolve: {
    LedgerOpened: (_, { data }) => ({ status: 'open', title: data.title, lines: [] }),
    LineEntered: (state, { data }) => (state.status === 'open' ? { ...state, lines: [...state.lines, data.amount] } : state),
  },
  hiddenFrom: (_, person) => person === 'walled',
};
const tableOf = refusals({ 'ledger.full': { status: 409, says: 'This ledger is full.' } });

class OpenLedger extends Command<Receipt> {
  title!: string;
}
const OpenLedgerHandler = commandHandler(OpenLedger, {
  stream: ledgers,
  of: (_, id) => id('ledger'),
  creates: true,
  reserves: ({ title }): Reservation<'title'>[] => [
    { field: 'title', kind: 'title', value: title, alternatives: title === 'any' ? ['other', 'third'] : [] },
  ],
  may: [office('HR')],
  refuses: tableOf('ledger.full'),
  opens: 'always',
  decide: ({ title }, _, { today, reserved: [reserved = ''], refuse }) =>
    title === 'refused' || (title === 'later' && today < later) ? refuse('ledger.full') : [LedgerOpened({ title: seal(reserved) })],
});
class EnterLine extends Command<Receipt> {
  ledgerId!: string;
  amount!: string;
}
const EnterLineHandler = commandHandler(EnterLine, {
  stream: ledgers,
  of: ({ ledgerId }) => ledgerId,
  may: [anyone],
  refuses: tableOf('ledger.full'),
  opens: 'always',
  decide: ({ amount }, { lines }, { refuse }) => (lines.length >= 200 ? refuse('ledger.full') : [LineEntered({ amount })]),
});

const NoteSent = event('NoteSent', 1, 'personnel', {}, { hidesActor: true });
const notes: Stream<{ status: 'absent' | 'sent' }, { NoteSent: typeof NoteSent }> = {
  name: 'note',
  initial: { status: 'absent' },
  events: { NoteSent },
  evolve: { NoteSent: () => ({ status: 'sent' }) },
};
class SendNote extends Command<Receipt> {}
const SendNoteHandler = commandHandler(SendNote, {
  stream: notes,
  of: (_, id) => id('note'),
  creates: true,
  may: [anyone],
  refuses: {},
  opens: 'always',
  decide: () => [NoteSent({})],
});

const hr = caller('ines', 'HR');
const opened = new Opened();
afterEach(() => opened.clean());

class FileNote extends Command<Receipt> {
  ledgerId!: string;
  title!: string;
}
const FileNoteHandler = commandHandler(FileNote, {
  stream: notes,
  of: (_, id) => id('note'),
  creates: true,
  reserves: ({ title }): Reservation<'title'>[] => [{ field: 'title', kind: 'note', value: title }],
  judgedOn: { stream: ledgers, of: ({ ledgerId }: FileNote) => ledgerId },
  may: [anyone],
  refuses: {},
  opens: 'always',
  decide: () => [NoteSent({})],
});

async function node(directory: string) {
  const store = await SqliteEventStore.open({ directory });
  opened.closing(() => store.close());
  const accounts = await opened.accounts(directory);
  const clock = new SetClock();
  const keys = await RecordKeys.open(accounts, new MasterKey(Buffer.alloc(32, 7), 'spec'), clock);
  const codec = new Codec([NoteSent, LedgerOpened, LineEntered, ClaimTaken, ClaimConfirmed, ClaimReleased]);
  const streams = new Streams(store, codec, { count: countReaders });
  const executor = new Executor({
    store,
    streams,
    sealer: new Sealer(keys),
    etags,
    clock,
    timeZone: 'America/Denver',
    hashKey: Buffer.alloc(32, 1),
    claimKey: Buffer.alloc(32, 2),
    policyVersionOn: async () => '5716',
    reads: () => ({ recorded: async () => false }) as never,
    standings: new Standings([partiesOf(ledgers, async (_, person) => (person === 'rita' ? 'recused' : 'uninvolved'))], {
      state: async (stream) => stream.initial,
    }),
    catchUp: { admitWork: () => {}, caughtUp: async () => [] },
  });
  const run = (handler: AnyCommandDefinition, command: object, who: Caller = hr, more: { commandId?: string; ifMatch?: string } = {}) =>
    executor.run(handler, withRequest(command, { caller: who, correlationId: newId(), ...more }));
  const open = (title: string, commandId = newId()) =>
    run(OpenLedgerHandler as AnyCommandDefinition, Object.assign(new OpenLedger(), { title }), hr, { commandId });
  const enter = (ledgerId: string, amount: string, more: { commandId?: string; ifMatch?: string } = {}, who = hr) =>
    run(EnterLineHandler as AnyCommandDefinition, Object.assign(new EnterLine(), { ledgerId, amount }), who, more);
  return { store, streams, clock, executor, run, open, enter };
}
const refused = (code: string) => expect.objectContaining({ code });

describe('carrying out a command', () => {
  it('seals, records who did it in which office under which version, and gives a receipt', async () => {
    const { store, open } = await node(opened.directory());
    const receipt = await open('petty cash');
    const [first] = await store.read(receipt.stream);
    expect(receipt).toEqual({
      id: receipt.id,
      stream: `ledger-${receipt.id}`,
      edition: { audiences: ['admitted'], count: 1 },
      position: first?.position,
      behind: [],
    });
    expect(first).toMatchObject({
      type: 'LedgerOpened',
      actor: { person: 'ines', office: 'HR' },
      policyVersion: '5716',
      recordedAt: '2026-03-02T19:00:00.000Z',
    });
    expect(first?.data).toEqual({ title: expect.stringMatching(/^sealed\.v1\./) });
    await store.close();
  });

  it('gives a repeat the first receipt, through a restart, and refuses the same key with another body', async () => {
    const directory = opened.directory();
    const before = await node(directory);
    const { id } = await before.open('petty cash');
    const commandId = newId();
    const first = await before.enter(id, '10', { commandId });
    expect(await before.enter(id, '10', { commandId })).toEqual(first);
    await before.store.close();

    const after = await node(directory);
    expect(await after.enter(id, '10', { commandId })).toEqual(first);
    await expect(after.enter(id, '11', { commandId })).rejects.toEqual(refused('idempotency.key-reused'));
    expect(await after.store.read(first.stream)).toHaveLength(2);
    await after.store.close();
  });

  it('lets commands to one stream decide on one another in turn: none lost, none doubled, the limit kept', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream } = await open('petty cash');
    const commandIds = Array.from({ length: 300 }, () => newId());
    const outcomes = await Promise.allSettled(
      commandIds.flatMap((commandId, i) => [enter(id, String(i), { commandId }), enter(id, String(i), { commandId })]),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(400);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refused('ledger.full'));
    const recorded = (await store.read(stream)).slice(1).map(({ commandId }) => commandId);
    expect(recorded).toHaveLength(200);
    expect(new Set(recorded).size).toBe(200);
    await store.close();
  });

  it('decides anew on the true state when another node was first', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream } = await open('petty cash');
    await enter(id, '1');
    const [, line] = await store.read(stream);
    if (!line) throw new Error('no line');
    await store.append(stream, 1, [{ ...line, id: derivedId('foreign'), commandId: newId(), data: { amount: 'foreign' } }]);
    const receipt = await enter(id, '2');
    expect(receipt.edition.count).toBe(4);
    expect((await store.read(stream, 1)).map(({ data }) => (data as { amount: string }).amount)).toEqual(['1', 'foreign', '2']);
    await store.close();
  });

  it('refuses a stale If-Match and says what changed, without persons', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream, edition } = await open('petty cash');
    await enter(id, '1');
    const refusal = (await enter(id, '2', { ifMatch: etags.of(stream, edition) }).catch((error: unknown) => error)) as Refusal;
    expect(refusal.code).toBe('precondition.stale');
    const changes = [{ type: 'LineEntered', at: '2026-03-02T19:00:00.000Z', office: 'HR' }];
    expect(refusal.details).toEqual({ etag: expect.any(String), changes });
    await expect(enter(id, '2', { ifMatch: refusal.details.etag as string })).resolves.toMatchObject({ edition: { count: 3 } });
    await store.close();
  });

  it('refuses every ETag that does not open alike: made up, of another stream, audience or city', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream, edition } = await open('petty cash');
    for (const ifMatch of [
      '"x"',
      etags.of('ledger-other', edition),
      etags.of(stream, { ...edition, audiences: ['others'] }),
      etagsOf(7).of(stream, edition),
      etags.of(stream, edition).replace(/..."$/, '"'),
    ])
      await expect(enter(id, '1', { ifMatch })).rejects.toMatchObject({
        code: 'precondition.stale',
        details: { etag: etags.of(stream, edition) },
      });
    expect(await store.read(stream)).toHaveLength(1);
    await store.close();
  });

  it('gives a repeat the edition that the command left, not the one that stands', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id } = await open('petty cash');
    const commandId = newId();
    const together = await Promise.all([enter(id, '1', { commandId }), enter(id, '2')]);
    expect(together.map(({ edition }) => edition.count)).toEqual([2, 3]);
    expect((await enter(id, '1', { commandId })).edition).toEqual(together[0].edition);
    await store.close();
  });

  it('answers the same to whom a stream is hidden from as for one that does not exist, and the same to everyone not admitted', async () => {
    const { store, open, enter, run } = await node(opened.directory());
    const { id } = await open('petty cash');
    const head = await store.head();
    const walled = (await enter(id, '1', {}, caller('walled')).catch((error: unknown) => error)) as Refusal;
    const absent = (await enter(newId(), '1', {}, caller('walled')).catch((error: unknown) => error)) as Refusal;
    expect([walled.code, walled.details]).toEqual([absent.code, absent.details]);
    await expect(
      run(OpenLedgerHandler as AnyCommandDefinition, Object.assign(new OpenLedger(), { title: 'x' }), caller('otto')),
    ).rejects.toEqual(refused('access.not-permitted'));
    expect(await store.head()).toBe(head);
    await store.close();
  });
});

describe('a person with a part in the matter', () => {
  const rita = caller('rita', 'HR');
  it('is refused before If-Match, and reserves no value', async () => {
    const { store, open, enter, run } = await node(opened.directory());
    const { id } = await open('petty cash');
    const head = await store.head();
    for (const ifMatch of ['"x"', '"y"']) await expect(enter(id, '1', { ifMatch }, rita)).rejects.toEqual(refused('access.not-permitted'));
    const file = (who?: Caller) =>
      run(FileNoteHandler as AnyCommandDefinition, Object.assign(new FileNote(), { ledgerId: id, title: 'lunch' }), who);
    await expect(file(rita)).rejects.toEqual(refused('access.not-permitted'));
    expect(await store.head()).toBe(head);
    await file();
    await store.close();
  });
  it('is not asked for where the System acts', async () => {
    const { store, open, run } = await node(opened.directory());
    const { id } = await open('petty cash');
    const bySystem = { ...EnterLineHandler, may: [system] } as never;
    await run(bySystem, Object.assign(new EnterLine(), { ledgerId: id, amount: '1' }), { ...systemCaller, person: 'rita' });
    await store.close();
  });
});

describe('a command whose doer is hidden', () => {
  it('is tied by no correlation to what its doer did beside it', async () => {
    const { store, executor } = await node(opened.directory());
    const correlationId = newId();
    const send = () => executor.run(SendNoteHandler as AnyCommandDefinition, withRequest(new SendNote(), { caller: hr, correlationId }));
    const receipts = await Promise.all([send(), send()]);
    const events = (await Promise.all(receipts.map(({ stream }) => store.read(stream)))).flat();
    expect(new Set(events.map((event) => event.correlationId)).size).toBe(2);
    expect(events.map((event) => event.correlationId)).not.toContain(correlationId);
    await store.close();
  });
});

describe('values that must be unique', () => {
  it('lets one of many win, and frees a value whose command was refused', async () => {
    const { store, open } = await node(opened.directory());
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open('petty cash')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refused('value.taken'));
    await expect(open('refused')).rejects.toEqual(refused('ledger.full'));
    await expect(open('refused')).rejects.toEqual(refused('ledger.full'));
    await store.close();
  });

  it('gives each of many one of the alternatives, and tells the decision which', async () => {
    const { store, streams, open } = await node(opened.directory());
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => open('any')));
    const receipts = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const states = await Promise.all(receipts.map(({ id }) => streams.folded(ledgers, id)));
    expect(new Set(states.map(({ state }) => (state as { title: string }).title)).size).toBe(3);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refused('value.taken'));
    await expect(open('third')).rejects.toEqual(refused('value.taken'));
    await store.close();
  });

  it('reserves anew for the repeat of a command that was refused before', async () => {
    const { store, clock, open } = await node(opened.directory());
    const commandId = newId();
    await expect(open('later', commandId)).rejects.toEqual(refused('ledger.full'));
    clock.pass(2 * 24 * 60 * 60_000);
    await open('later', commandId);
    await expect(open('later')).rejects.toEqual(refused('value.taken'));
    await store.close();
  });

  it('gives the repeat of a creation the first receipt, although the value is taken by then', async () => {
    const { store, open } = await node(opened.directory());
    const commandId = newId();
    const first = await open('petty cash', commandId);
    expect(await open('petty cash', commandId)).toEqual(first);
    await store.close();
  });
});

describe('a full disk', () => {
  it('refuses with store.unavailable, writes nothing, and recovers when space returns', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream } = await open('petty cash');
    store.limitPages(1);
    await expect(enter(id, 'x'.repeat(60_000))).rejects.toEqual(refused('store.unavailable'));
    expect(await store.read(stream)).toHaveLength(1);
    store.limitPages(1_000_000);
    await expect(enter(id, '1')).resolves.toMatchObject({ edition: { count: 2 } });
    await store.close();
  });
});

describe('a store that takes less at once, or goes away', () => {
  it('decides commands that share a commit in smaller batches, and refuses alone what does not fit alone', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id, stream } = await open('petty cash');
    const append = store.append.bind(store);
    const sizes: number[] = [];
    store.append = async (name, expected, events) => {
      const size = JSON.stringify(events).length;
      sizes.push(events.length);
      if (size > 4_000) throw new AppendTooLarge(name, size, 4_000);
      return append(name, expected, events);
    };
    const lines = Array.from({ length: 40 }, (_, i) => enter(id, i === 20 ? 'x'.repeat(5_000) : String(i)));
    const outcomes = await Promise.allSettled(lines);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => reason)).toEqual([refused('store.too-large')]);
    expect(outcomes[20]?.status).toBe('rejected');
    const kept = (await store.read(stream)).slice(1).map(({ data }) => (data as { amount: string }).amount);
    expect(kept).toEqual(Array.from({ length: 40 }, (_, i) => String(i)).filter((amount) => amount !== '20'));
    expect(Math.max(...sizes)).toBe(40);
    await store.close();
  });

  it('does not say that nothing was recorded where that is not known, and gives the repeat its receipt', async () => {
    const { store, open, enter } = await node(opened.directory());
    const { id } = await open('petty cash');
    const append = store.append.bind(store);
    store.append = async (...given) => {
      await append(...given);
      throw new OutcomeUnknown('the server went away');
    };
    const commandId = newId();
    await expect(enter(id, '1', { commandId })).rejects.toEqual(refused('store.unsettled'));
    store.append = append;
    await expect(enter(id, '1', { commandId })).resolves.toMatchObject({ edition: { count: 2 } });
    await store.close();
  });
});
