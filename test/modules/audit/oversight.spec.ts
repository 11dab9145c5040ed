import { accessLog, ListLooksHandler } from '../../../src/modules/audit/access-log.view.js';
import { ListLateStepsHandler, lateStepList } from '../../../src/modules/audit/late-step-list.view.js';
import { ListOverridesHandler, overrideList } from '../../../src/modules/audit/override-list.view.js';
import { CaseFileTaken, CaseSeen } from '../../../src/modules/case-file/case-access.js';
import { CaseEscalated, CaseSuspended, DeterminationIssued, FindingRecorded, WitnessNamed } from '../../../src/modules/cases/case.js';
import { InterimReviewFellDue } from '../../../src/modules/cases/case.measures.js';
import { GetCaseloadHandler } from '../../../src/modules/cases/get-caseload.js';
import { measuresFor } from '../../../src/modules/discipline/comparables.js';
import { ListComparablesHandler } from '../../../src/modules/discipline/list-comparables.js';
import { DisclosedEvidenceSeen, EvidenceDownloaded, EvidenceViewed } from '../../../src/modules/evidence/evidence.js';
import { HistoryLookedUp } from '../../../src/modules/histories/history-lookup.js';
import {
  AllegationPut,
  AllegationsSustained,
  ComparablesWeighed,
  DisciplineBecameFinal,
  DisciplineExpunged,
  DisciplineImposed,
  GrievanceCopyOverdue,
  NoActionTaken,
  ProceedingOpened,
  type ProceedingState,
  proceedingId,
  proceedings,
  ResponseLapsed,
} from '../../../src/modules/proceedings/proceeding.js';
import { CheckInOverdue, ReporterLookedUp } from '../../../src/modules/reports/report.events.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent, StoredEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { type Sealed, seal } from '../../../src/platform/sealing/sealed.js';
import { now, stored } from '../../kit/given.js';
import { type Asked, ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  determined,
  director,
  type Entry,
  filed,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  received,
  reportId,
  sam,
  settled,
  wes,
} from '../../kit/stories/a-case.js';
import { oral, proposed, readsOf, suspension } from '../../kit/stories/proceedings.js';

/** As the log holds it. */
const sealed = (text: string) => `sealed.v1.spec.${text}`;
const everyone = [manager, communications, attorney, clerk, hr, auditor, director, sam, ines];
const proceeding = proceedingId(caseId, sam.person);
const item = derivedId('spec', 'item');
const by = (who: Caller, recordedAt = now): Partial<StoredEvent> => ({
  actor: { person: who.person, office: who.offices[0]!.office },
  recordedAt,
});
const at = (minute: number) => `2026-03-02T20:${String(minute).padStart(2, '0')}:00.000Z`;
/** Rows for a gathering: one, and all that match. */
const rowsOf = (log: readonly StoredEvent[]) =>
  ((view: typeof overrideList) => {
    const all = [...rowsAfter(view, log)].map(([key, row]) => ({ ...row, key }));
    const fits = (row: object, where: object) => Object.entries(where).every(([name, value]) => row[name as never] === value);
    return {
      get: async (of: string) => all.find(({ key }) => key === of),
      all: async (where: object) => all.filter((row) => fits(row, where)),
    };
  }) as never;
const isNotFor = (read: Parameters<typeof ask>[0], query: object, log: StoredEvent[], may: readonly Caller[]) =>
  Promise.all(
    everyone.map(async (who) =>
      may.includes(who)
        ? expect(await ask(read, query, who, log)).toBeDefined()
        : expect(ask(read, query, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' }),
    ),
  );

describe('overrides', () => {
  const soleSource = FindingRecorded({
    allegationId,
    outcome: 'sustained',
    standard: 'preponderance',
    reasons: seal('So it is.'),
    soleSource: seal('It names the password.'),
  });
  const decided = DeterminationIssued({
    ...(determined().data as Parameters<typeof DeterminationIssued>[0]),
    acknowledgementReason: seal('Everybody knows it.'),
    departures: [{ allegationId, found: 'not-sustained', reasons: seal('I saw it.') }],
    overReview: seal('It suffices.'),
  });
  const weighed = (comparablesReason: Sealed | null) =>
    ComparablesWeighed({ caseId, compared: 2, lightest: 'a', heaviest: 'b', comparables: seal('[]'), comparablesReason });
  const log = logOf(
    ...caseEntries(opened([sam.person]), settled, framed()),
    [`case-${caseId}`, soleSource, by(ines, at(1))],
    [`case-${caseId}`, decided, by(manager, at(2))],
    [
      `proceeding-${proceeding}`,
      {
        ...proposed(suspension, { departure: seal('Too grave.') }),
        data: { ...proposed(suspension, { departure: seal('Too grave.') }).data, caseId },
      },
      by(manager, at(3)),
    ],
    [`proceeding-${proceeding}`, { ...proposed(oral), data: { ...proposed(oral).data, caseId } }, by(manager, at(4))],
    [`proceeding-${proceeding}`, weighed(null), by(manager, at(5))],
    [`proceeding-${proceeding}`, weighed(seal('Mended at once.')), by(director, at(0))],
  );
  const shown = async (query: object = {}, asked?: Asked) =>
    ((await ask(ListOverridesHandler, { limit: 50, ...query }, auditor, log, asked)) as { items: Record<string, unknown>[] }).items;

  it('are one row for each reason given, and none for what follows the rule', () => {
    const rows = [...rowsAfter(overrideList, log).values()];
    expect(rows.map(({ kind, by }) => [kind, by])).toEqual([
      ['sole-source', ines.person],
      ['acknowledgement', manager.person],
      ['finding', manager.person],
      ['proposed-rung', manager.person],
      ['comparables', director.person],
    ]);
  });
  it('are shown with who decided so and why, the latest first', async () => {
    const [first, ...rest] = await shown();
    expect(first).toEqual({
      eventId: log[5]!.id,
      kind: 'proposed-rung',
      caseId,
      allegationId: null,
      proceedingId: proceeding,
      by: manager.person,
      office: 'City Manager',
      reasons: sealed('Too grave.'),
      at: at(3),
    });
    expect(rest.map(({ kind }) => kind).sort()).toEqual(['acknowledgement', 'comparables', 'finding', 'sole-source']);
    expect(await shown({ kind: 'finding' })).toMatchObject([{ allegationId, reasons: sealed('I saw it.') }]);
    expect(await shown({ by: ines.person })).toMatchObject([{ kind: 'sole-source', allegationId }]);
    expect(await shown({ by: ines.person, kind: 'finding' })).toEqual([]);
  });
  it('do not name counsel’s review, of which the auditor does not know', async () => {
    expect(JSON.stringify(await shown())).not.toContain(sealed('It suffices.'));
  });
  it('of a case that is hidden from the auditor do not exist', async () => {
    expect(await shown({}, { hidden: [`case-${caseId}`] })).toEqual([]);
    expect(await shown({}, { hidden: [`proceeding-${proceeding}`] })).toHaveLength(3);
  });
  it('of a case in which the auditor is a witness have no reasons', async () => {
    const witnessed = [...log, ...logOf([`case-${caseId}`, WitnessNamed({ person: auditor.person })])];
    const { items } = (await ask(ListOverridesHandler, { limit: 50 }, auditor, witnessed)) as { items: { reasons: unknown }[] };
    expect(items.map(({ reasons }) => reasons)).toEqual([null, null, null, null, null]);
  });
  it('are the auditor’s alone', () => isNotFor(ListOverridesHandler, { limit: 50 }, log, [auditor]));
});

describe('late steps', () => {
  const due = '2026-03-01T07:00:00.000Z';
  const log = logOf(
    [`report-${reportId}`, received()],
    ...caseEntries(opened([sam.person]), settled),
    [`case-${caseId}`, CaseEscalated({ wasDueAt: due, to: 'City Manager' }), { recordedAt: at(1) }],
    [`case-${caseId}`, InterimReviewFellDue({ measureId: item, wasDueAt: due, to: 'City Manager' }), { recordedAt: at(2) }],
    [`proceeding-${proceeding}`, GrievanceCopyOverdue({ caseId, wasDueAt: due }), { recordedAt: at(3) }],
    [`report-${reportId}`, CheckInOverdue({ checkInId: item, wasDueAt: due }), { recordedAt: at(4) }],
    [`proceeding-${proceeding}`, ResponseLapsed({ caseId, respondBy: '2026-03-06' }), { recordedAt: at(5) }],
  );
  const shown = async (query: object = {}, asked?: Asked) =>
    ((await ask(ListLateStepsHandler, { limit: 50, ...query }, auditor, log, asked)) as { items: Record<string, unknown>[] }).items;

  it('are one row each', () => expect(rowsAfter(lateStepList, log).size).toBe(5));
  it('are shown with when they were due, the latest first', async () => {
    const items = await shown();
    expect(items.map(({ kind, stream, wasDue }) => [kind, stream, wasDue])).toEqual([
      ['response', `proceeding-${proceeding}`, '2026-03-06'],
      ['check-in', `report-${reportId}`, due],
      ['grievance-copy', `proceeding-${proceeding}`, due],
      ['interim-review', `case-${caseId}`, due],
      ['step', `case-${caseId}`, due],
    ]);
    expect(new Set(items.map((one) => one.caseId))).toEqual(new Set([caseId]));
    expect(await shown({ kind: 'step' })).toHaveLength(1);
  });
  it('of what is hidden from the caller do not exist', async () => {
    expect(await shown({}, { hidden: [`case-${caseId}`] })).toEqual([]);
    expect((await shown({}, { hidden: [`report-${reportId}`] })).map(({ kind }) => kind)).not.toContain('check-in');
  });
  it('are for the auditor and HR', () => isNotFor(ListLateStepsHandler, { limit: 50 }, log, [auditor, hr]));
});

describe('recorded looks', () => {
  const looks: Entry[] = [
    [`lookup-${sam.person}`, HistoryLookedUp({ purpose: 'audit', note: seal('Yearly.') }), by(hr, at(1))],
    [`lookup-${auditor.person}`, HistoryLookedUp({ purpose: 'audit', note: null }), by(hr, at(2))],
    [`lookup-${auditor.person}`, HistoryLookedUp({ purpose: 'own-record', note: null }), by(auditor, at(3))],
    [`report-${reportId}`, ReporterLookedUp({ purpose: 'interview', note: seal('Ask Rita.') }), by(ines, at(4))],
    [`evidence-${item}`, EvidenceViewed({ caseId }), by(manager, at(5))],
    [`evidence-${item}`, EvidenceDownloaded({ caseId, audience: 'counsel', purpose: seal('For advice.') }), by(attorney, at(6))],
    [`evidence-${item}`, DisclosedEvidenceSeen({ caseId, proceedingId: proceeding, how: 'viewed' }), by(sam, at(7))],
    [`look-${caseId}`, CaseSeen({ caseId }), by(manager, at(8))],
    [
      `look-${caseId}`,
      CaseFileTaken({
        caseId,
        audience: 'decider',
        subject: null,
        format: 'json',
        upTo: item,
        sha256: 'a'.repeat(64),
        purpose: seal('Hearing.'),
      }),
      by(manager, at(9)),
    ],
  ];
  const log = logOf([`report-${reportId}`, received()], ...caseEntries(opened([sam.person]), settled), ...looks);
  const shown = async (query: object = {}, asked?: Asked) =>
    ((await ask(ListLooksHandler, { limit: 50, ...query }, auditor, log, asked)) as { items: Record<string, unknown>[] }).items;

  it('are one row each, that at a reporter without its note', () => {
    const rows = [...rowsAfter(accessLog, log).values()];
    expect(rows).toHaveLength(9);
    expect(rows.find(({ kind }) => kind === 'reporter')).toMatchObject({ purpose: 'interview', note: null, caseId });
  });
  it('are shown with who looked at what and for what, the latest first', async () => {
    expect((await shown()).map(({ kind, at, by, purpose, note }) => [kind, at, by, purpose, note])).toEqual([
      ['case-file', caseId, manager.person, 'decider', sealed('Hearing.')],
      ['case', caseId, manager.person, null, null],
      ['disclosed-evidence', item, sam.person, 'viewed', null],
      ['evidence-downloaded', item, attorney.person, 'counsel', sealed('For advice.')],
      ['evidence-viewed', item, manager.person, null, null],
      ['reporter', reportId, ines.person, 'interview', null],
      ['history', auditor.person, auditor.person, 'own-record', null],
      ['history', sam.person, hr.person, 'audit', sealed('Yearly.')],
    ]);
    expect(await shown({ by: manager.person })).toHaveLength(3);
    expect(await shown({ kind: 'history' })).toHaveLength(2);
    expect(await shown({ kind: 'history', by: sam.person })).toEqual([]);
  });
  it('at one case are a list of their own, as are those at who sent a report', async () => {
    expect(await shown({ caseId })).toHaveLength(6);
    expect(await shown({ caseId: item })).toEqual([]);
    expect(await shown({ caseId, kind: 'case', by: manager.person })).toHaveLength(1);
    expect((await shown({ caseId, by: ines.person })).map(({ kind }) => kind)).toEqual(['reporter']);
    expect((await shown({ kind: 'reporter' })).map(({ at }) => at)).toEqual([reportId]);
  });
  it('in a case that is hidden from the auditor do not exist', async () =>
    expect((await shown({}, { hidden: [`case-${caseId}`] })).map(({ kind }) => kind)).toEqual(['history', 'history']));
  it('in a case in which the auditor is a witness have no notes', async () => {
    const witnessed = [...log, ...logOf([`case-${caseId}`, WitnessNamed({ person: auditor.person })])];
    const { items } = (await ask(ListLooksHandler, { limit: 50, kind: 'evidence-downloaded' }, auditor, witnessed)) as {
      items: { note: unknown }[];
    };
    expect(items.map(({ note }) => note)).toEqual([null]);
  });
  it('are the auditor’s alone', () => isNotFor(ListLooksHandler, { limit: 50 }, log, [auditor]));
});

describe('the caseload', () => {
  const [second, third, gone] = ['second', 'third', 'gone'].map((name) => derivedId('spec-load', name)) as [string, string, string];
  const days = (n: number) => new Date(Date.parse(now) + n * 86_400_000).toISOString();
  const of = (id: string, recordedAt: string, ...events: NewEvent[]): Entry[] =>
    events.map((event) => [`case-${id}`, event, { recordedAt }]);
  const log = logOf(
    ...of(caseId, days(0), opened([sam.person]), settled),
    ...of(second, days(1), opened(), settled, investigating, framed(), assigned),
    ...of(third, days(3), opened(), settled, investigating, framed(), assigned, filed),
    ...of(gone, days(3), opened(), settled, CaseSuspended({ cause: 'other' as never, reasons: seal('Rests.'), subjects: [] })),
  );
  const load = (who = manager, asked: Asked = { moment: days(10) }) => ask(GetCaseloadHandler, {}, who, log, asked);

  it('counts open cases by where they stand, on whom they wait and who investigates', async () =>
    expect(await load()).toEqual({
      moment: days(10),
      all: { cases: 4, overdue: 1, oldest: '2026-03-02', medianDaysInStatus: 7, medianDaysWaiting: 7 },
      byStatus: [
        expect.objectContaining({ status: 'triage', cases: 1, overdue: 1, medianDaysInStatus: 10 }),
        expect.objectContaining({ status: 'investigating', cases: 1, overdue: 0, medianDaysInStatus: 9 }),
        expect.objectContaining({ status: 'reported', cases: 1, medianDaysInStatus: 7 }),
        expect.objectContaining({ status: 'abeyance', cases: 1, overdue: 0 }),
      ],
      byWait: ['intake', 'investigator', 'decider', 'resumption'].map((waitingOn) => expect.objectContaining({ waitingOn, cases: 1 })),
      byInvestigator: [expect.objectContaining({ investigator: ines.person, cases: 1, medianDaysWaiting: 9 })],
    }));
  it('counts no case that is hidden from the caller', async () =>
    expect(await load(manager, { moment: days(10), hidden: [`case-${second}`, `case-${third}`, `case-${gone}`] })).toMatchObject({
      all: { cases: 1 },
      byStatus: [{ status: 'triage', cases: 1 }],
      byInvestigator: [],
    }));
  it('of no open case is nothing', async () =>
    expect(await ask(GetCaseloadHandler, {}, hr, [])).toMatchObject({ all: null, byStatus: [], byWait: [], byInvestigator: [] }));
  it('is for those who answer for the whole', () => isNotFor(GetCaseloadHandler, {}, log, [manager, hr, attorney, auditor]));
});

describe('comparable cases', () => {
  const other = (name: string) => derivedId('spec-comparable', name);
  const subject = wes.person;
  const ofOther = (name: string) => proceedingId(other(name), subject);
  const allegation = (name: string) => derivedId('spec-comparable-allegation', name);
  /** Another case about Wes, as far as its events go. */
  const course = (name: string, openedOn: string, ...rest: readonly ((caseId: string) => NewEvent)[]): Entry[] => [
    [`case-${other(name)}`, opened()],
    [`case-${other(name)}`, framed(subject, allegation(name))],
    ...[
      (caseId: string) => ProceedingOpened({ caseId, subject, track: 'police', department: null, openedOn }),
      (caseId: string) =>
        AllegationPut({
          caseId,
          allegation: { allegationId: allegation(name), clause: 'STD-4', policyVersion: '5716' },
          on: openedOn,
        }),
      (caseId: string) => AllegationsSustained({ caseId, allegationIds: [allegation(name)], by: 'determination', decides: 'City Manager' }),
      ...rest,
    ].map((step): Entry => [`proceeding-${ofOther(name)}`, step(other(name))]),
  ];
  const imposed = (departure: string | null, grievableUntil: string | null) => (caseId: string) =>
    DisciplineImposed({
      caseId,
      rung: oral,
      track: 'police',
      reducedFrom: null,
      considers: [item],
      reasons: seal('So.'),
      departure: departure === null ? null : seal(departure),
      act: null,
      effectiveOn: '2025-02-20',
      grievableUntil,
      countsUntil: null,
    });
  const noAction = (caseId: string) => NoActionTaken({ caseId, reasons: seal('Trained.'), act: null });
  const final = (caseId: string) => DisciplineBecameFinal({ caseId, on: '2025-03-03' });
  const expunged = (caseId: string) =>
    DisciplineExpunged({ caseId, on: '2025-05-01', orderedBy: 'arbitrator', orderedOn: '2025-04-01', order: seal('Out.') });
  const log = logOf(
    ...caseEntries(opened([sam.person]), settled, framed()),
    ...course('disciplined', '2025-01-02', imposed('Grave.', '2025-03-01T07:00:00.000Z'), final),
    ...course('let go', '2024-01-02', noAction),
    ...course('not final', '2025-06-02', imposed(null, '2026-03-11T06:00:00.000Z')),
    ...course('expunged', '2025-07-02', imposed(null, null), expunged),
  );
  const shown = async (query: object = {}, who = manager, asked?: Asked) =>
    ((await ask(ListComparablesHandler, { caseId, ...query }, who, log, asked)) as { items: object[] }).items;
  const common = { clauses: ['STD-4'], track: 'police', sustained: 1, reduced: false };
  const disciplined = {
    ...common,
    outcome: 'discipline',
    rung: 'oral-warning',
    rungName: 'oral-warning',
    discipline: true,
    departed: true,
    earlier: 1,
    year: 2025,
  };
  const letGo = { ...common, outcome: 'no-action', rung: null, rungName: null, discipline: false, departed: false, earlier: 0, year: 2024 };

  it('are what is over and stands, the latest first, without a name', async () => {
    expect(await shown()).toEqual([disciplined, letGo]);
    expect(JSON.stringify(await shown())).not.toContain(subject);
  });
  it('are of the clauses of the case alone', async () => {
    expect(await shown({ clause: 'STD-4' })).toHaveLength(2);
    expect(await shown({ clause: 'STD-3' })).toEqual([]);
  });
  it('leave out what is hidden from the caller, and what concerns themself', async () => {
    expect(await shown({}, manager, { hidden: [`case-${other('disciplined')}`] })).toEqual([letGo]);
    const own = { ...wes, offices: [{ office: 'City Manager' as const }] };
    expect(await shown({}, own)).toEqual([]);
  });
  it('measure a rung where they are of other people, the same track, a clause sustained here, and repeated as this is', async () => {
    const here = (track: 'police' | 'permanent', sustained = true): ProceedingState =>
      fold(
        proceedings,
        stored([
          ProceedingOpened({ caseId, subject: sam.person, track, department: null, openedOn: '2026-03-02' }),
          AllegationPut({ caseId, allegation: { allegationId, clause: 'STD-4', policyVersion: '5716' }, on: '2026-03-02' }),
          ...(sustained
            ? [AllegationsSustained({ caseId, allegationIds: [allegationId], by: 'determination', decides: 'City Manager' })]
            : []),
        ]),
      );
    const measures = (state: ProceedingState, repeated: boolean, who = manager) =>
      measuresFor(state, repeated, { ...readsOf(log, who), rows: rowsOf(log) });
    expect(await measures(here('police'), true)).toEqual([{ proceedingId: ofOther('disciplined'), rung: oral }]);
    expect(await measures(here('police'), false)).toEqual([]);
    expect(await measures(here('permanent'), true)).toEqual([]);
    expect(await measures(here('police', false), true)).toEqual([]);
    expect(await measures(here('police'), true, { ...wes, offices: manager.offices })).toEqual([]);
    const theirs = { ...here('police'), subject } as ProceedingState;
    expect(await measures(theirs, true)).toEqual([]);
  });
  it('are for who decides and counsel, and for no witness', async () => {
    await isNotFor(ListComparablesHandler, { caseId }, log, [manager, attorney]);
    const witnessed = [...log, ...logOf([`case-${caseId}`, WitnessNamed({ person: manager.person })])];
    await expect(ask(ListComparablesHandler, { caseId }, manager, witnessed)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });
});
