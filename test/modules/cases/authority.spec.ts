import {
  candidate,
  type Holder,
  investigatesSuperior,
  mayInvestigate,
  naming,
  partiesOf,
  sameAuthority,
  settle,
} from '../../../src/modules/cases/authority.js';
import { cases, WitnessNamed } from '../../../src/modules/cases/case.js';
import { recused, reportersIn } from '../../../src/modules/cases/reporters.js';
import { OfficeAssigned, PersonEntered } from '../../../src/modules/directory/person.js';
import type { Party } from '../../../src/modules/procedure/procedure.js';
import type { Office } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  assigned,
  attorney,
  caseEntries,
  chain,
  city,
  communications,
  director,
  gathered,
  id,
  ines,
  manager,
  opened,
  parks,
  received,
  reportEntries,
  reportedBy,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  usual,
  wes,
} from '../../kit/stories/a-case.js';

const free = (person: string): Holder => ({ person, party: false, answersToSubject: false });
const party = (person: string): Holder => ({ person, party: true, answersToSubject: false });
const below = (person: string): Holder => ({ person, party: false, answersToSubject: true });
const holding = (change: Partial<Record<Office, Holder[]>> = {}) =>
  new Map<Office, Holder[]>(
    Object.entries({
      'City Manager': [free('m')],
      'Communications Manager': [free('c')],
      'City Attorney': [free('a')],
      'City Clerk': [free('k')],
      ...change,
    }) as [Office, Holder[]][],
  );
const someone: Party = { person: 's', offices: [{ office: 'Employee' }], track: 'permanent' };
const theManager: Party = { person: 'm', offices: [{ office: 'City Manager' }], track: 'managerial' };
const theSpeaker: Party = { person: 'c', offices: [{ office: 'Communications Manager' }], track: 'managerial' };

describe('settling who takes in and who decides', () => {
  it('follows the chain where nobody is a party', () => expect(settle(chain, [someone], holding())).toEqual(usual));

  it('leaves out of intake an office whose holders are all parties', () => {
    expect(settle(chain, [someone], holding({ 'Communications Manager': [party('c')] }))).toEqual({
      intake: ['City Manager'],
      decides: 'City Manager',
    });
    expect(settle(chain, [someone], holding({ 'Communications Manager': [party('c'), free('d')] }))).toEqual(usual);
  });

  it('passes over an authority of whose holders one is a party, its stand-in with it', () => {
    expect(settle(chain, [someone], holding({ 'City Manager': [party('m')] }))?.decides).toBe('Council');
    expect(settle(chain, [someone], holding({ 'City Manager': [free('acting'), party('m')] }))?.decides).toBe('Council');
  });

  it('lets nobody judge a superior, though they may take in', () =>
    expect(settle(chain, [someone], holding({ 'City Manager': [below('m')] }))).toEqual({ intake: usual.intake, decides: 'Council' }));

  it('has Council decide, and the City Attorney take in, where the City Manager is the subject', () =>
    expect(settle(chain, [theManager, someone], holding({ 'City Manager': [party('m')] }))).toEqual({
      intake: ['City Attorney'],
      decides: 'Council',
    }));

  it('keeps the Communications Manager out of a case against them', () =>
    expect(settle(chain, [theSpeaker], holding({ 'Communications Manager': [party('c')] }))).toEqual({
      intake: ['City Manager', 'City Attorney'],
      decides: 'City Manager',
    }));

  it('lets those who act for the authority take in where nobody else is left', () => {
    const accusedManager = { 'City Manager': [party('m')], 'City Attorney': [party('a')] };
    expect(settle(chain, [theManager], holding(accusedManager))).toEqual({ intake: ['City Clerk'], decides: 'Council' });
    expect(settle(chain, [theManager], holding({ ...accusedManager, 'City Clerk': [party('k')] }))).toBeUndefined();
  });

  it('names nobody where every authority of the line is a party', () => {
    const short = { ...chain, lines: [{ office: null, track: null, intake: ['City Clerk' as const], decides: ['City Manager' as const] }] };
    expect(settle(short, [someone], holding({ 'City Manager': [party('m')] }))).toBeUndefined();
    expect(settle({ ...chain, lines: [] }, [someone], holding())).toBeUndefined();
  });

  it('waits for whoever will hold an office that is vacant', () =>
    expect(settle(chain, [someone], holding({ 'City Manager': [], 'Communications Manager': [] }))).toEqual(usual));

  it('tells whether anything changed', () => {
    expect(sameAuthority(usual, { ...usual, intake: [...usual.intake].reverse() })).toBe(true);
    expect(sameAuthority(usual, { ...usual, intake: ['City Manager'] })).toBe(false);
    expect(sameAuthority(usual, { ...usual, decides: 'Council' })).toBe(false);
  });
});

describe('the parties of a case', () => {
  const state = fold(cases, stored([...triage, WitnessNamed({ person: wes.person })]));
  it('are its subjects, reporters and witnesses, and whoever is being named', () => {
    const { subjects, all } = partiesOf(state, new Set([rita.person]), { subject: ines.person });
    expect([...subjects]).toEqual([sam.person, ines.person]);
    expect([...all]).toEqual([sam.person, ines.person, rita.person, wes.person]);
    expect([...partiesOf(state, new Set(), { witness: ines.person }).all]).toEqual([sam.person, wes.person, ines.person]);
    expect([...partiesOf({ status: 'absent' }, new Set()).all]).toEqual([]);
  });
  it('recuse reporters and witnesses', () => {
    expect(recused(state, new Set([rita.person]), rita.person)).toBe(true);
    expect(recused(state, new Set(), wes.person)).toBe(true);
    expect(recused(state, new Set([rita.person]), manager.person)).toBe(false);
    expect(recused({ status: 'absent' }, new Set(), manager.person)).toBe(false);
  });
  it('know reporters among the city’s people alone', async () => {
    const of = (person: string | null) =>
      gathered(logOf(...reportEntries(received(), reportedBy(person))), async (reads) => [...(await reportersIn(state, reads))]);
    expect(await of(rita.person)).toEqual([rita.person]);
    expect(await of(null)).toEqual([]);
  });
});

describe('who may investigate', () => {
  it('is nobody who is a party, answers to a subject, or decides', () => {
    expect(mayInvestigate(free('i'), ['m'])).toBe(true);
    expect(mayInvestigate(party('i'), ['m'])).toBe(false);
    expect(mayInvestigate(below('i'), ['m'])).toBe(false);
    expect(mayInvestigate(free('m'), ['m'])).toBe(false);
  });
});

describe('someone who serves the city by contract', () => {
  const outside = id('outside');
  const entered = (change: object = {}): readonly [string, NewEvent] => [
    `person-${outside}`,
    PersonEntered({ name: seal('O'), title: null, department: null, track: 'contractor', from: '2020-01-01', ...change }),
  ];
  const asOutsider = (subject: string, ...entries: readonly (readonly [string, NewEvent])[]) =>
    gathered(logOf(...city, ...entries), (reads) =>
      candidate(outside, { subjects: new Set([subject]), all: new Set([subject]) }, [], reads),
    );

  it('answers to nobody but who engages them, and so may investigate a City Manager', async () =>
    expect(await asOutsider(manager.person, entered())).toEqual({ inService: true, may: true, outside: true }));
  it('answers to their director where they serve in a department', async () =>
    expect(await asOutsider(director.person, entered({ department: parks }))).toMatchObject({ may: false }));
  it('answers to the City Manager where they serve in a department, or hold an office', async () => {
    expect(await asOutsider(manager.person, entered({ department: parks }))).toMatchObject({ may: false });
    const office = OfficeAssigned({
      assignmentId: id('assignment'),
      office: 'IT Director',
      department: null,
      from: '2020-01-01',
      until: null,
      acting: false,
      replaces: null,
      approvedBy: null,
    });
    expect(await asOutsider(manager.person, entered(), [`person-${outside}`, office])).toMatchObject({ may: false });
  });
  it('is no outsider as an employee', async () =>
    expect(await asOutsider(manager.person, entered({ track: 'permanent' }))).toMatchObject({ may: false, outside: false }));
});

describe('whoever investigates somebody who has come to stand above them', () => {
  const of = (subject: string) =>
    gathered(
      logOf(...city, ...caseEntries(opened([subject]))),
      (reads) => investigatesSuperior(fold(cases, stored([opened([subject])])), reads),
      communications,
    );
  it('is told apart from whoever may go on', async () => {
    expect(await of(manager.person)).toEqual({ below: true });
    expect(await of(sam.person)).toEqual({});
  });
});

describe('how a case stands once a party is named', () => {
  const state = fold(cases, stored(underInvestigation));
  const log = logOf(...city, ...reportEntries(received(), reportedBy(rita.person)));
  const named = (added: Parameters<typeof naming>[1], of = state) => gathered(log, (reads) => naming(of, added, reads));

  it('is as before where the party holds no office', async () =>
    expect(await named({ subject: wes.person })).toEqual({
      reporters: new Set([rita.person]),
      known: true,
      settled: usual,
      investigatorStays: true,
    }));
  it('moves to others where the party takes in or decides', async () => {
    expect(await named({ subject: manager.person })).toMatchObject({ settled: { intake: ['City Attorney'], decides: 'Council' } });
    expect(await named({ witness: manager.person })).toMatchObject({ settled: { intake: ['Communications Manager'], decides: 'Council' } });
    expect(await named({ subject: communications.person })).toMatchObject({
      settled: { intake: ['City Manager', 'City Attorney'], decides: 'City Manager' },
    });
  });
  it('costs the investigator the case who is the party, or answers to it', async () => {
    expect(await named({ witness: ines.person })).toMatchObject({ investigatorStays: false });
    expect(await named({ subject: manager.person })).toMatchObject({ investigatorStays: false });
    const samInvestigates = fold(
      cases,
      stored([opened(), settled, ...underInvestigation.slice(2, 3), { ...assigned, data: { investigator: sam.person } }]),
    );
    expect(await named({ subject: director.person }, samInvestigates)).toMatchObject({ investigatorStays: false });
    expect(await named({ subject: wes.person }, samInvestigates)).toMatchObject({ investigatorStays: true });
  });
  it('knows only people in the directory', async () => expect(await named({ subject: id('nobody') })).toMatchObject({ known: false }));
  it('cannot be told without a chain', async () =>
    expect(await gathered(logOf(), (reads) => naming(state, { subject: attorney.person }, reads))).toMatchObject({ settled: undefined }));
});
