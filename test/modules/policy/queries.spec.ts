import { type Manner, PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { acknowledgementList, ListVersionAcknowledgementsHandler } from '../../../src/modules/policy/acknowledgement-list.view.js';
import { GetPolicyHandler } from '../../../src/modules/policy/get-policy.js';
import { GetPolicyVersionHandler } from '../../../src/modules/policy/get-policy-version.js';
import { GetRedlineHandler, type PolicyRedline } from '../../../src/modules/policy/get-redline.js';
import { ListAcknowledgementsHandler } from '../../../src/modules/policy/list-acknowledgements.js';
import { ListAmendmentsHandler, type PolicyInstruments } from '../../../src/modules/policy/list-amendments.js';
import { ListInterpretationsHandler, type PolicyInterpretations } from '../../../src/modules/policy/list-interpretations.js';
import { ListPolicyVersionsHandler } from '../../../src/modules/policy/list-policy-versions.js';
import { InterpretationRecorded, PolicyAmended, policyId } from '../../../src/modules/policy/policy.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { caller } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { sam } from '../directory/people.js';
import { amended, clause, first, handbook, read, rescinded, unresolved } from './versions.js';

const stream = `policy-${policyId}`;
const log = logOf([stream, first], [stream, unresolved], [stream, amended]);
const eve = caller('eve');

describe('the policy', () => {
  it('is shown as in force on a day, with what is unresolved', async () =>
    expect(await ask(GetPolicyHandler, { on: '2020-01-01' }, eve, log)).toEqual({
      on: '2020-01-01',
      ...first.data,
      base: null,
      unresolved: [unresolved.data],
    }));

  it('is shown as of today unless a day is named, in the time zone of the city', async () => {
    expect(await ask(GetPolicyHandler, {}, eve, log)).toEqual({ on: '2026-03-02', ...amended.data, base: null, unresolved: [] });
    // Midnight in Greenwich is the evening before in Kalispell.
    expect(await ask(GetPolicyHandler, {}, eve, log, { moment: '2021-07-01T00:00:00Z' })).toMatchObject({
      on: '2021-06-30',
      version: '5716',
    });
    expect(await ask(GetPolicyHandler, {}, eve, log, { moment: '2021-07-01T06:00:00Z' })).toMatchObject({
      on: '2021-07-01',
      version: '6001',
    });
  });

  it('is refused for a day before the first version', async () =>
    expect(ask(GetPolicyHandler, { on: '2015-04-19' }, eve, log)).rejects.toMatchObject({
      code: 'policy.none-in-force',
      details: { on: '2015-04-19' },
    }));
  it('is not found where none was adopted', async () =>
    expect(ask(GetPolicyHandler, {}, eve, [])).rejects.toMatchObject({ code: 'resource.not-found' }));
  it('is refused to nobody in service', async () =>
    expect(ask(GetPolicyHandler, {}, { person: 'x', offices: [] }, log)).rejects.toMatchObject({ code: 'access.not-permitted' }));

  it('lists its versions in the order in which they take effect', async () =>
    expect(await ask(ListPolicyVersionsHandler, {}, eve, log)).toEqual({
      items: [
        { ...first.data, base: null, clauses: first.data.clauses.length },
        { ...amended.data, base: null, clauses: 1 },
      ],
    }));
});

describe('a version', () => {
  it('is shown whole, in force or not', async () => {
    const whole = await ask(GetPolicyVersionHandler, { version: '5716' }, eve, log);
    expect(whole).toEqual({ ...first.data, base: null });
  });
  it('that there is not is not found', async () =>
    expect(ask(GetPolicyVersionHandler, { version: '1' }, eve, log)).rejects.toMatchObject({
      code: 'policy.unknown-version',
      details: { errors: [{ field: 'version' }] },
    }));
});

const changed = PolicyAmended({
  version: '110',
  base: '100',
  instrument: 'Resolution 110',
  adoptedOn: '2021-01-04',
  effectiveFrom: '2021-02-01',
  changes: {
    added: ['STD-4'],
    changed: ['STD-1'],
    removed: ['STD-2', 'STD-2a', 'STD-2b'],
    renumbered: [{ id: 'STD-3', from: '3', to: '2' }],
    moved: ['REC'],
  },
  clauses: [
    clause('REC', { number: 'III', heading: 'Public records', text: '' }),
    clause('REC-1', { parent: 'REC', number: '1' }),
    clause('STD', { number: 'II', heading: 'Standards', text: '' }),
    clause('STD-1', { parent: 'STD', number: '1', text: 'The whole text of STD-1.', force: 'must' }),
    clause('STD-3', { parent: 'STD', number: '2' }),
    clause('STD-4', { parent: 'STD', number: '3' }),
  ],
  note: null,
});
const amendedLog = logOf([stream, handbook], [stream, changed], [stream, rescinded]);

describe('the redline between two versions', () => {
  const same = (text: string) => (text === '' ? [] : [{ kind: 'same', text }]);

  it('goes by clause id, word by word', async () => {
    const { items } = (await ask(GetRedlineHandler, { from: '100', to: '110' }, eve, amendedLog)) as PolicyRedline;
    expect(items.map(({ id, status, moved }) => `${id} ${status}${moved ? ' moved' : ''}`)).toEqual([
      'REC changed moved',
      'REC-1 unchanged',
      'STD unchanged',
      'STD-1 changed',
      'STD-2 removed',
      'STD-2a removed',
      'STD-2b removed',
      'STD-3 unchanged',
      'STD-4 added',
    ]);
    const of = (id: string) => items.find((item) => item.id === id);
    expect(of('STD-1')).toEqual({
      id: 'STD-1',
      status: 'changed',
      before: { number: '1', binds: 'employees', force: 'shall' },
      after: { number: '1', binds: 'employees', force: 'must' },
      renumbered: null,
      moved: false,
      heading: [],
      text: [...same('The '), { kind: 'added', text: 'whole ' }, ...same('text of STD-1.')],
    });
    expect(of('STD-3')).toMatchObject({ renumbered: { from: '3', to: '2' }, text: same('The text of STD-3.') });
    expect(of('STD-4')).toMatchObject({ before: null, text: [{ kind: 'added', text: 'The text of STD-4.' }] });
    expect(of('STD-2a')).toMatchObject({ after: null, text: [{ kind: 'removed', text: 'The text of STD-2a.' }] });
    expect(of('REC')?.heading).toEqual([
      { kind: 'removed', text: 'Records' },
      { kind: 'added', text: 'Public records' },
    ]);
  });

  it('of a version with itself shows nothing changed', async () => {
    const { items } = (await ask(GetRedlineHandler, { from: '100', to: '100' }, eve, amendedLog)) as PolicyRedline;
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['unchanged']));
  });
  it('needs both versions', async () =>
    expect(ask(GetRedlineHandler, { from: '100', to: '1' }, eve, amendedLog)).rejects.toMatchObject({
      code: 'policy.unknown-version',
      details: { version: '1' },
    }));
});

describe('the instruments', () => {
  it('are listed with what each did, in the order of their effect', async () => {
    const { changes, base, clauses: _, ...made } = changed.data;
    const adoption = { ...handbook.data, kind: 'adoption', base: null, changes: null, clauses: undefined };
    expect(await ask(ListAmendmentsHandler, {}, eve, amendedLog)).toEqual({
      items: [
        adoption,
        { ...made, kind: 'amendment', base, changes },
        { ...rescinded.data, kind: 'rescission', version: null, base: null, changes: null },
      ],
    });
  });
  it('include those of which it is unresolved what they did', async () =>
    expect(((await ask(ListAmendmentsHandler, {}, eve, log)) as PolicyInstruments).items.map(({ kind }) => kind)).toEqual([
      'adoption',
      'unresolved',
      'adoption',
    ]));
});

describe('the interpretations', () => {
  const later = InterpretationRecorded({ ...read.data, interpretationId: derivedId('spec', 'later'), clause: 'STD-4', on: '2020-05-01' });
  const interpreted = logOf([stream, first], [stream, read], [stream, later]);
  const clausesShown = async (query: object) =>
    ((await ask(ListInterpretationsHandler, query, eve, interpreted)) as PolicyInterpretations).items.map((item) => item.clause);

  it('are listed, the latest first', async () => {
    expect(await clausesShown({})).toEqual(['STD-4', 'STD-3']);
    const { interpretationId: id, ...rest } = read.data;
    expect(await ask(ListInterpretationsHandler, { clause: 'STD-3' }, eve, interpreted)).toEqual({ items: [{ id, ...rest }] });
  });
  it('are listed of a clause or a version', async () => {
    expect(await clausesShown({ clause: 'STD-4' })).toEqual(['STD-4']);
    expect(await clausesShown({ version: '6001' })).toEqual([]);
    expect(await clausesShown({ version: '5716', clause: 'STD-3' })).toEqual(['STD-3']);
  });
});

describe('the acknowledgements of a version', () => {
  const rita = derivedId('spec-person', 'rita');
  const by = (person: string, version: string, on: string, manner: Manner) =>
    [`acknowledgement-${person}`, PolicyAcknowledged({ version, on, manner })] as const;
  const given = logOf(
    by(sam, '5716', '2020-01-01', 'signed-in'),
    by(rita, '5716', '2019-06-01', 'on-paper'),
    by(sam, '6001', '2021-08-01', 'signed-in'),
    by(sam, '5716', '2018-01-01', 'on-paper'),
  );

  it.each(['HR', 'City Attorney', 'City Manager', 'Auditor'] as const)('are shown to the %s, each with its first day', async (office) =>
    expect(await ask(ListVersionAcknowledgementsHandler, { version: '5716', limit: 50 }, caller('o', office), given)).toEqual({
      items: [
        { person: sam, on: '2018-01-01', manner: 'on-paper' },
        { person: rita, on: '2019-06-01', manner: 'on-paper' },
      ],
      next: null,
    }),
  );
  it('are refused to everyone else', async () =>
    expect(
      ask(ListVersionAcknowledgementsHandler, { version: '5716', limit: 50 }, caller('o', 'City Clerk', 'Director'), given),
    ).rejects.toMatchObject({ code: 'access.not-permitted' }));
  it('are a row for each person and version', () =>
    expect([...rowsAfter(acknowledgementList, given).keys()]).toEqual([`${sam}:5716`, `${rita}:5716`, `${sam}:6001`]));
});

describe('the acknowledgements of a person', () => {
  const given = { version: '5716', on: '2020-01-01', manner: 'on-paper' as const };
  const acknowledgements = logOf([`acknowledgement-${sam}`, PolicyAcknowledged(given)]);

  it.each([
    ['themself', caller(sam)],
    ['HR', caller('hana', 'HR')],
  ])('are shown to %s', async (_, who) =>
    expect(await ask(ListAcknowledgementsHandler, { personId: sam }, who, acknowledgements)).toEqual({ items: [given] }),
  );
  it('are none before the first', async () =>
    expect(await ask(ListAcknowledgementsHandler, { personId: sam }, caller(sam), [])).toEqual({ items: [] }));
  it('are refused to everyone else', async () =>
    expect(
      ask(ListAcknowledgementsHandler, { personId: sam }, caller('o', 'City Manager', 'Auditor'), acknowledgements),
    ).rejects.toMatchObject({
      code: 'access.not-permitted',
    }));
});
