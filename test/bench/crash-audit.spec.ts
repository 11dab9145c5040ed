import { describe, expect, it } from '@jest/globals';
import { audit, type GivenCommand, type ListedCase, type ShownEvent } from '../../bench/crash-audit.mjs';

const ines = '1f4e3c52-0000-4000-8000-000000000001';
const system = { person: '00000000-0000-0000-0000-000000000000', office: 'System' };
type Happened = Pick<ShownEvent, 'type' | 'stream' | 'revision' | 'commandId'> & Partial<ShownEvent>;

/** A log that numbers its events itself. */
const logOf = (...events: Happened[]): ShownEvent[] =>
  events.map((event, i) => ({ id: `e${i + 1}`, position: String(i + 1), actor: system, data: {}, ...event }));

/** One report with its case, which was triaged and has an allegation: what the commands below must leave. */
const happened: readonly Happened[] = [
  { type: 'ReportReceived', stream: 'report-r1', revision: 0, commandId: null, actor: null },
  { type: 'ReporterIdentified', stream: 'report-r1', revision: 1, commandId: null, actor: null, data: null },
  { type: 'CaseOpened', stream: 'case-c1', revision: 0, commandId: 'w1', data: { reportId: 'r1' } },
  { type: 'AuthoritySettled', stream: 'case-c1', revision: 1, commandId: 'w1' },
  { type: 'ReportAttached', stream: 'report-r1', revision: 2, commandId: 'w2', data: { caseId: 'c1' } },
  {
    type: 'InvestigationOpened',
    stream: 'case-c1',
    revision: 2,
    commandId: 'k2',
    actor: { person: ines, office: 'City Manager' },
  },
  {
    type: 'AllegationFramed',
    stream: 'case-c1',
    revision: 3,
    commandId: 'k3',
    actor: { person: ines, office: 'City Manager' },
    data: { allegationId: 'a1', clause: 'STD-4' },
  },
  { type: 'AllegationPut', stream: 'proceeding-p1', revision: 0, commandId: 'w3', data: { allegation: { allegationId: 'a1' } } },
];

const given = (key: string, first: string, stream: string, more: Partial<GivenCommand> = {}): GivenCommand => ({
  name: first,
  key,
  person: ines,
  first,
  receipts: [{ id: stream, stream, etag: `"of ${key}"` }],
  denied: [],
  ...more,
});
const framed = given('3', 'AllegationFramed', 'case-c1', { shows: { clause: 'STD-4' } });
const commands: readonly GivenCommand[] = [given('1', 'ReportReceived', 'report-r1'), given('2', 'InvestigationOpened', 'case-c1'), framed];
const listed: readonly ListedCase[] = [{ id: 'c1', status: 'investigating', allegations: 1, findings: 0 }];

const judged = (change: Partial<Parameters<typeof audit>[0]> = {}) =>
  audit({ commands, log: logOf(...happened), cases: listed, since: 0, ...change });
const without = (type: string): ShownEvent[] => logOf(...happened).filter((event) => event.type !== type);

describe('the audit after crashes', () => {
  it('is content with a log that holds every acknowledged command once', () => {
    expect(judged()).toEqual({ acknowledged: 3, lost: [], doubled: [], faults: [] });
  });

  it('counts as acknowledged what was answered with a receipt alone', () => {
    const refused = given('4', 'WitnessNamed', 'case-c1', { receipts: [] });
    expect(judged({ commands: [...commands, refused] })).toMatchObject({ acknowledged: 3, lost: [] });
  });

  describe('finds lost', () => {
    it('an acknowledged command whose event is gone', () => {
      expect(judged({ log: without('AllegationFramed').filter(({ type }) => type !== 'AllegationPut') }).lost).toEqual([
        'AllegationFramed 3, acknowledged in case-c1, is not in the log',
      ]);
    });

    it('an acknowledged report whose last event is gone', () => {
      const log = logOf(...happened.filter(({ stream }) => stream !== 'report-r1'));
      expect(judged({ log }).lost[0]).toBe('ReportReceived 1, acknowledged in report-r1, is not in the log');
    });

    it('a command in whose place another event stands', () => {
      const log = logOf(...happened.map((event) => (event.commandId === 'k2' ? { ...event, type: 'CaseDeclined' } : event)));
      expect(judged({ log }).lost[0]).toBe('InvestigationOpened 2, acknowledged in case-c1, is not in the log');
    });

    it('a command whose event holds what was never sent', () => {
      expect(judged({ commands: [...commands.slice(0, 2), { ...framed, shows: { clause: 'SEC-2' } }] }).lost[0]).toContain(
        'holds other data than was sent',
      );
    });

    it('a command in whose place the event of another stands', () => {
      const other = { ...framed, key: '4' };
      expect(judged({ commands: [...commands, other] }).lost).toEqual([
        'AllegationFramed 4, acknowledged in case-c1, is the AllegationFramed of another command',
      ]);
    });

    it('a command that was recorded as done by someone else', () => {
      const other = { ...framed, person: 'somebody else' };
      expect(judged({ commands: [...commands.slice(0, 2), other] }).lost[0]).toContain('was recorded as done by someone else');
    });

    it('a command whose repeat was refused', () => {
      const denied = { ...framed, denied: ['case.not-framing'] };
      expect(judged({ commands: [...commands.slice(0, 2), denied] }).lost[0]).toContain('then its repeat refused: case.not-framing');
    });

    it.each([
      ['CaseOpened', 'ReportReceived r1 has no CaseOpened'],
      ['ReportAttached', 'CaseOpened r1 to case c1 has no ReportAttached'],
      ['AllegationPut', 'AllegationFramed a1 has no AllegationPut'],
    ])('the reaction %s', (type, says) => {
      expect(judged({ log: without(type) }).lost).toContain(says);
    });

    it('the closing of a case in which nothing is left to do', () => {
      const declined: Happened = { type: 'CaseDeclined', stream: 'case-c2', revision: 0, commandId: 'k9' };
      expect(judged({ log: logOf(...happened, declined) }).lost).toEqual(['CaseDeclined case-c2 has no CaseClosed']);
    });
  });

  it('takes the first look at a case in a sign-in for what a read leaves, and a second for doubled', () => {
    const seen = (revision: number): Happened => ({
      type: 'CaseSeen',
      stream: 'look-l1',
      revision,
      commandId: `l${revision}`,
      actor: null,
    });
    expect(judged({ log: logOf(...happened, seen(0)) }).doubled).toEqual([]);
    expect(judged({ log: logOf(...happened, seen(0), seen(1)) }).doubled).toEqual([
      'CaseSeen in look-l1 revision 1 belongs to no acknowledged command',
    ]);
  });

  describe('finds doubled', () => {
    it('an event that no acknowledged command accounts for', () => {
      const again: Happened = {
        type: 'ReportReceived',
        stream: 'report-r2',
        revision: 0,
        commandId: null,
        actor: null,
      };
      expect(judged({ log: logOf(...happened, again) }).doubled).toEqual([
        'ReportReceived in report-r2 revision 0 belongs to no acknowledged command',
      ]);
    });

    it('but none that was there before', () => {
      expect(judged({ commands: [], since: happened.length }).doubled).toEqual([]);
    });

    it('a command that was carried out twice', () => {
      const again: Happened = { type: 'CaseEscalated', stream: 'case-c1', revision: 4, commandId: 'w1' };
      expect(judged({ log: logOf(...happened, again) }).doubled).toEqual(['command w1 was carried out twice, last in case-c1']);
    });

    it('a repeat that was told another receipt', () => {
      const told = { ...framed, receipts: [...framed.receipts, { id: 'case-c1', stream: 'case-c1', etag: '"other"' }] };
      expect(judged({ commands: [...commands.slice(0, 2), told] }).doubled).toEqual([
        'AllegationFramed 3 was told case-c1 "of 3", then case-c1 "other"',
      ]);
    });

    it('a second reaction to one cause', () => {
      const again: Happened = { type: 'CaseOpened', stream: 'case-c2', revision: 0, commandId: 'w9', data: { reportId: 'r1' } };
      expect(judged({ log: logOf(...happened, again) }).doubled).toEqual(['CaseOpened r1 is there 2 times']);
    });

    it('a reaction to nothing', () => {
      const astray: Happened = {
        type: 'AllegationPut',
        stream: 'proceeding-p2',
        revision: 0,
        commandId: 'w9',
        data: { allegation: { allegationId: 'a9' } },
      };
      expect(judged({ log: logOf(...happened, astray) }).doubled).toEqual(['AllegationPut a9 was caused by nothing']);
    });

    it('a name that must be unique', () => {
      const entered = (id: string, name: string): Happened => ({
        type: 'DepartmentEntered',
        stream: `department-${id}`,
        revision: 0,
        commandId: id,
        data: { name },
      });
      expect(judged({ log: logOf(...happened, entered('d1', 'Parks'), entered('d2', 'PARKS')) }).doubled).toEqual([
        'the department name parks is there 2 times',
      ]);
    });
  });

  describe('finds at fault', () => {
    it('a gap in a stream', () => {
      const log = logOf(...happened.map((event) => (event.type === 'AllegationPut' ? { ...event, revision: 1 } : event)));
      expect(judged({ log }).faults).toEqual(['proceeding-p1 should continue at revision 0, but continues at 1']);
    });

    it('a position that goes back', () => {
      const log = logOf(...happened).map((event, i) => (i === 7 ? { ...event, position: '7' } : event));
      expect(judged({ log }).faults).toEqual(['position 7 does not ascend']);
    });

    it('work that was parked', () => {
      const parked: Happened = {
        type: 'WorkParked',
        stream: 'work-1',
        revision: 0,
        commandId: 'w9',
        data: { process: 'open_case', key: 'r1', reason: 'unexpected TypeError' },
      };
      expect(judged({ log: logOf(...happened, parked) }).faults).toEqual(['open_case r1 was parked: unexpected TypeError']);
    });

    it.each<[string, ListedCase[]]>([
      ['the list of cases does not show c1', []],
      ['the list of cases shows c1 2 times', [...listed, ...listed]],
      ['the list of cases shows c1 as triage; by the log it is investigating', [{ ...listed[0]!, status: 'triage' }]],
      ['the list of cases miscounts the allegations or findings of c1', [{ ...listed[0]!, allegations: 2 }]],
      ['the list of cases shows c9, which is not in the log', [...listed, { ...listed[0]!, id: 'c9' }]],
    ])('%s', (says, cases) => {
      expect(judged({ cases }).faults).toEqual([says]);
    });
  });
});
