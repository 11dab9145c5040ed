import { Object as Shape, String as Text } from 'typebox';
import { type AuditedEvents, ListEventsHandler } from '../../../src/modules/audit/list-events.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { HistoryLookedUp } from '../../../src/modules/histories/history-lookup.js';
import { event } from '../../../src/platform/events/event.js';
import { SealedText, seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { entered, id, sam } from '../directory/people.js';

const Told = event('Told', 1, 'restricted', { by: Text(), words: SealedText() }, { hidesActor: true });
const Tipped = event('Tipped', 1, 'personnel', { channel: Text() }, { hidesActor: true });
const Walled = event('Walled', 1, 'restricted', { why: Text() });
const types = [PersonEntered, Told, Tipped, Walled, HistoryLookedUp];
const aude = caller(id('aude'), 'Auditor');
const samIs = `person-${sam}`;

const read = async (query: object, log: ReturnType<typeof logOf>, hidden: string[] = []) =>
  (await ask(ListEventsHandler, query, aude, log, { hidden, types })) as AuditedEvents;
const many = (...streams: string[]) => logOf(...streams.map((stream) => [stream, entered()] as const));

describe('the log as an auditor reads it', () => {
  it('shows an event with its envelope, sealed fields masked', async () => {
    const log = logOf([samIs, PersonEntered({ ...entered().data, title: seal('Arborist') })]);
    const { items, next } = await read({}, log);
    expect(next).toBeNull();
    expect(items).toEqual([
      {
        id: log[0]!.id,
        type: 'PersonEntered',
        schema: 1,
        stream: samIs,
        revision: 0,
        position: '1',
        recordedAt: now,
        effectiveAt: null,
        policyVersion: '5716',
        actor: { person: 'someone', office: 'Employee' },
        commandId: log[0]!.commandId,
        causationId: null,
        correlationId: log[0]!.correlationId,
        data: { ...entered().data, name: '[sealed]', title: '[sealed]' },
        withheld: false,
      },
    ]);
  });

  it('withholds the data of a restricted event, and whoever did what hides its doer', async () => {
    const log = logOf(
      [
        'report-1',
        Told({ by: 'rosa', words: seal('I saw it') }),
        { causationId: id('cause'), actor: { person: 'rosa', office: 'Employee' } },
      ],
      ['report-1', Tipped({ channel: 'web' }), { actor: { person: 'rosa', office: 'Employee' } }],
      ['case-1', Walled({ why: 'kin' })],
    );
    const { items } = await read({}, log);
    const nobody = { actor: null, commandId: null, causationId: null, correlationId: null, withheld: true };
    expect(items).toMatchObject([
      { ...nobody, data: null },
      { ...nobody, data: { channel: 'web' } },
      { actor: { person: 'someone' }, commandId: log[2]!.commandId, data: null, withheld: true },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/rosa|saw it|kin/);
  });

  it('withholds what no code understands', async () => {
    const { items } = (await ask(ListEventsHandler, {}, aude, logOf([samIs, entered()]), { types: [] })) as AuditedEvents;
    expect(items).toMatchObject([{ type: 'PersonEntered', actor: null, data: null, withheld: true }]);
  });

  it('leaves out streams that are hidden from the auditor, and looks at the auditor by others', async () => {
    const own = `lookup-${id('aude')}`;
    const log = logOf(
      ['case-1', entered()],
      [own, HistoryLookedUp({ purpose: 'audit', note: null })],
      [own, HistoryLookedUp({ purpose: 'own-record', note: null }), { actor: { person: id('aude'), office: 'Auditor' } }],
      [samIs, entered()],
    );
    expect((await read({}, log, ['case-1'])).items.map(({ position }) => position)).toEqual(['3', '4']);
  });

  it('leaves out a link to or from a case that is hidden from the auditor', async () => {
    const Linked = event('Linked', 1, 'personnel', { caseId: Text(), other: Text() });
    const [one, two] = [id('one'), id('two')];
    const log = logOf([`case-${one}`, Linked({ caseId: one, other: two })], [`case-${two}`, Linked({ caseId: one, other: two })]);
    expect((await read({ limit: 5 }, log)).items).toHaveLength(2);
    for (const hidden of [one, two]) expect((await read({ limit: 5 }, log, [`case-${hidden}`])).items).toEqual([]);
  });

  it('leaves out what no code understands where it names something hidden, whatever it calls it', async () => {
    const [matter, seen] = [id('one'), id('two')];
    const Newer = event('Newer', 1, 'personnel', { places: Shape({ first: Text() }) });
    const log = logOf(['newer-1', Newer({ places: { first: matter } })], ['newer-2', Newer({ places: { first: seen } })]);
    const { items } = (await ask(ListEventsHandler, {}, aude, log, { types: [], hidden: [`case-${matter}`] })) as AuditedEvents;
    expect(items.map(({ stream }) => stream)).toEqual(['newer-2']);
  });

  it('pages until the end, past any number of hidden events', async () => {
    const log = many('a-1', 'h-1', 'h-1', 'h-1', 'h-1', 'h-1', 'h-1', 'b-1', 'c-1', 'h-1');
    const one = await read({ limit: 2 }, log, ['h-1']);
    expect([one.items.map(({ stream }) => stream), one.next]).toEqual([['a-1', 'b-1'], '8']);
    const two = await read({ limit: 2, after: one.next }, log, ['h-1']);
    expect([two.items.map(({ stream }) => stream), two.next]).toEqual([['c-1'], null]);
    expect(await read({ after: '10' }, log)).toEqual({ items: [], next: null });
    expect((await read({ limit: 10 }, log)).next).toBeNull();
    expect((await read({ limit: 9 }, log)).next).toBe('9');
  });

  it('is refused to everyone but the Auditor', async () =>
    expect(ask(ListEventsHandler, {}, caller('o', 'City Manager', 'City Attorney', 'IT Director', 'HR'), [])).rejects.toMatchObject({
      code: 'access.not-permitted',
    }));
});
