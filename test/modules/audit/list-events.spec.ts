import { Object as Shape, String as Text } from 'typebox';
import { streams } from '../../../src/definitions.js';
import { type AuditedEvents, ListEventsHandler } from '../../../src/modules/audit/list-events.js';
import { CasesLinked, ConflictDeclared, InvestigationReportReviewed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { HistoryLookedUp } from '../../../src/modules/histories/history-lookup.js';
import { LegalReviewRecorded } from '../../../src/modules/proceedings/proceeding.js';
import { ReporterIdentified, ReporterLookedUp, ReportReceived, SenderWrittenTo } from '../../../src/modules/reports/report.events.js';
import { type AnyEventType, event } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { entered, id, sam } from '../directory/people.js';

const types = Object.values(Object.assign({}, ...streams.map(({ events }) => events))) as AnyEventType[];
const received = ReportReceived({ channel: 'web', receivedOn: '2026-03-02', summary: seal('It is so.'), accused: [] });
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

  it('withholds the data of an event that the table shows to nobody in the log, and whoever did what hides its doer', async () => {
    const byRosa = { actor: { person: 'rosa', office: 'Employee' } };
    const log = logOf(
      ['report-1', received, { causationId: id('cause'), ...byRosa }],
      ['report-1', ReporterIdentified({ person: 'rosa', name: null, contact: seal('I saw it'), confidential: true }), byRosa],
      ['report-1', SenderWrittenTo({ text: seal('We are on it.') })],
    );
    const { items } = await read({}, log);
    const nobody = { actor: null, commandId: null, causationId: null, correlationId: null, withheld: true };
    expect(items).toMatchObject([
      { ...nobody, data: { channel: 'web', summary: '[sealed]' } },
      { ...nobody, data: null },
      { actor: { person: 'someone' }, commandId: log[2]!.commandId, data: null, withheld: true },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/rosa|saw it|on it/);
  });

  it('withholds the fields that the Auditor may not read', async () => {
    const looked = ReporterLookedUp({ purpose: 'protection', note: seal('Rosa is at risk.') });
    expect((await read({}, logOf(['report-1', looked]))).items).toMatchObject([
      { data: { purpose: 'protection', note: '[withheld]' }, actor: { person: 'someone' }, withheld: true },
    ]);
  });

  it('leaves out events of which the Auditor may not know: witnesses, conflicts, opinions of counsel', async () => {
    const log = logOf(
      ['case-1', WitnessNamed({ person: id('witness') })],
      ['case-1', ConflictDeclared({ person: id('kin'), reasons: seal('My kin.') })],
      ['case-1', InvestigationReportReviewed({ opinion: 'insufficient', note: seal('Privileged.') })],
      ['proceeding-1', LegalReviewRecorded({ caseId: id('case'), opinion: 'insufficient', note: seal('Privileged.') })],
      [samIs, entered()],
    );
    expect(await read({}, log)).toMatchObject({ items: [{ position: '5' }], next: null });
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
    const [one, two] = [id('one'), id('two')];
    const linked = CasesLinked({ caseId: one, other: two, kind: 'related' });
    const log = logOf([`case-${one}`, linked], [`case-${two}`, linked]);
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
