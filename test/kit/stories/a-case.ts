import {
  AllegationFramed,
  AuthoritySettled,
  CaseOpened,
  DeterminationIssued,
  FindingRecorded,
  InvestigationOpened,
  InvestigationReportFiled,
  InvestigatorAssigned,
} from '../../../src/modules/cases/case.js';
import { caseRef, lettersFor } from '../../../src/modules/cases/case-ref.js';
import { caseIdOf } from '../../../src/modules/cases/open-case.js';
import { OfficeAssigned, PersonEntered } from '../../../src/modules/directory/person.js';
import { PolicyVersionAdopted, policyId } from '../../../src/modules/policy/policy.js';
import { defaultProcedure } from '../../../src/modules/procedure/procedure.defaults.js';
import { ChainOfAuthoritiesSet, DeadlinesSet, LadderSet, procedureId } from '../../../src/modules/procedure/procedure.js';
import type { Outcome } from '../../../src/modules/procedure/vocabulary.js';
import { ReporterIdentified, ReportReceived } from '../../../src/modules/reports/report.js';
import { anyone, type Caller, publicly, system } from '../../../src/platform/access/access.js';
import { factsFor } from '../../../src/platform/commands/decide.js';
import type { NewEvent, StoredEvent } from '../../../src/platform/events/event.js';
import { type AnyStream, fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { Reads } from '../../../src/platform/queries/query-handler.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller } from '../given.js';
import { ask, logOf } from '../reads.js';

export const id = (name: string): string => derivedId('spec-person', name);
/**
 * One holder of each office, a reporter, a subject in a director's department, and an uninvolved
 * person.
 */
export const [manager, communications, attorney, clerk, hr, auditor, director] = [
  caller(id('manager'), 'City Manager'),
  caller(id('communications'), 'Communications Manager'),
  caller(id('attorney'), 'City Attorney'),
  caller(id('clerk'), 'City Clerk'),
  caller(id('hr'), 'HR'),
  caller(id('auditor'), 'Auditor'),
  caller(id('director'), 'Director'),
];
export const [sam, rita, ines, wes] = [caller(id('sam')), caller(id('rita')), caller(id('ines')), caller(id('wes'))];
export const systemCaller: Caller = { person: '00000000-0000-0000-0000-000000000000', offices: [{ office: 'System' }] };

export const parks = derivedId('spec-department', 'Parks');
export const reportId = derivedId('spec', 'report');
export const caseId = caseIdOf(reportId);
export const ref = caseRef(lettersFor(caseId)[0]!, '2026-03-02');
export const allegationId = derivedId('spec', 'allegation');
/**
 * Instants at which something is due: ends of days in Kalispell after 2026-03-02. Summer time
 * begins on 2026-03-08.
 */
export const dueAfter = {
  triage: '2026-03-08T07:00:00.000Z',
  investigation: '2026-04-02T06:00:00.000Z',
  determination: '2026-03-17T06:00:00.000Z',
  discipline: '2026-04-02T06:00:00.000Z',
};
export const deadlines = defaultProcedure.deadlines('2020-01-01');
export const chain = defaultProcedure.chain('2020-01-01');
export const usual = { intake: ['Communications Manager' as const, 'City Manager' as const], decides: 'City Manager' as const };

export const received = (accused: readonly string[] = []) =>
  ReportReceived({ channel: 'web', receivedOn: '2026-03-02', summary: seal('A post cites no source.'), accused: [...accused] });
export const reportedBy = (person: string | null) => ReporterIdentified({ person, name: null, contact: null, confidential: true });
export const opened = (accused: readonly string[] = []) =>
  CaseOpened({
    reportId,
    accused: [...accused],
    openedOn: '2026-03-02',
    dueAt: dueAfter.triage,
    ref,
  });
export const settled = AuthoritySettled({ intake: [...usual.intake], decides: 'City Manager' });
export const councilDecides = AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' });
export const investigating = InvestigationOpened({ reasons: seal('It is public.'), dueAt: dueAfter.investigation });
export const framed = (
  subject = sam.person,
  of = allegationId,
  deed: { from: string; to: string } | null = { from: '2026-02-20', to: '2026-02-21' },
) =>
  AllegationFramed({
    allegationId: of,
    subject,
    clause: 'STD-4',
    policyVersion: '5716',
    deed: deed ?? { unknown: seal('The page keeps no dates.') },
    facts: seal('Two posts cite no source.'),
    reports: [reportId],
    unresolved: [],
  });
export const assigned = InvestigatorAssigned({ investigator: ines.person });
export const found = (outcome: Outcome = 'sustained', of = allegationId) =>
  FindingRecorded({ allegationId: of, outcome, standard: 'preponderance', reasons: seal('No source is named.'), soleSource: null });
export const filed = InvestigationReportFiled({ summary: seal('One allegation, sustained.'), dueAt: dueAfter.determination });
export const determined = (outcome: Outcome = 'sustained') =>
  DeterminationIssued({
    outcomes: [{ allegationId, subject: sam.person, outcome }],
    acknowledged: [{ subject: sam.person, policyVersion: '5716', acknowledged: true }],
    acknowledgementReason: null,
    departures: [],
    overReview: null,
    reasons: seal('As found.'),
    act: null,
    dueAt: dueAfter.discipline,
  });

export const triage = [opened([sam.person]), settled];
export const underInvestigation = [...triage, investigating, framed(), assigned];
export const reported = [...underInvestigation, found(), filed];

export const version = (name: string, effectiveFrom: string, clauses = ['STD-4']) =>
  PolicyVersionAdopted({
    version: name,
    instrument: `Resolution ${name}`,
    adoptedOn: effectiveFrom,
    effectiveFrom,
    clauses: clauses.map((clause) => ({
      id: clause,
      parent: null,
      number: null,
      heading: null,
      text: 'As adopted.',
      binds: 'employees',
      force: 'shall',
    })),
    note: null,
  });

/** An entry for `logOf`. */
export type Entry = readonly [stream: string, event: NewEvent, envelope?: Partial<StoredEvent>];

const enter = (who: Caller, department: string | null = null): Entry[] => [
  [`person-${who.person}`, PersonEntered({ name: seal('N.'), title: null, department, track: 'permanent', from: '2020-01-01' })],
  ...who.offices
    .filter(({ office }) => office !== 'Employee')
    .map(
      ({ office }): Entry => [
        `person-${who.person}`,
        OfficeAssigned({
          assignmentId: derivedId('spec-assignment', who.person, office),
          office: office as 'HR',
          department: office === 'Director' ? department : null,
          from: '2020-01-01',
          until: null,
          acting: false,
          replaces: null,
          approvedBy: null,
        }),
      ],
    ),
];

/** Entries for `logOf`: a city with its people in office, its policy and its procedure. */
export const city: readonly Entry[] = [
  ...[manager, communications, attorney, clerk, hr, auditor, rita, ines, wes].flatMap((who) => enter(who)),
  ...[director, sam].flatMap((who) => enter(who, parks)),
  [`policy-${policyId}`, version('5716', '2015-04-20')],
  ...defaultProcedure
    .ladders('2020-01-01')
    .map(
      (ladder): Entry => [
        `procedure-${procedureId}`,
        LadderSet({ ...ladder, rungs: ladder.rungs.map((rung) => ({ ...rung, imposedBy: [...rung.imposedBy] })) }),
      ],
    ),
  [`procedure-${procedureId}`, ChainOfAuthoritiesSet({ ...chain, lines: [...chain.lines] })],
  [`procedure-${procedureId}`, DeadlinesSet(deadlines)],
];

/** Entries for `logOf`: the report's events, then the case's. */
export const reportEntries = (...events: NewEvent[]): Entry[] => events.map((event) => [`report-${reportId}`, event]);
export const caseEntries = (...events: NewEvent[]): Entry[] => events.map((event) => [`case-${caseId}`, event]);

/** The result of a `gather` over a log in memory. */
export async function gathered<T>(events: readonly StoredEvent[], gather: (reads: Reads) => Promise<T>, who: Caller = manager): Promise<T> {
  class Gathering {}
  return (await ask(
    { query: Gathering, may: [anyone, system, publicly], run: (_: unknown, reads: Reads) => gather(reads) } as never,
    {},
    who,
    events,
  )) as T;
}

/** A command's facts over a log in memory. The state of its stream is folded from the same log. */
export async function factsOf<C extends object, Known, Facts>(
  definition: {
    readonly command: new () => C;
    readonly stream: AnyStream;
    readonly of: (command: C, newId: (name: string) => string) => string;
    readonly knows?: (state: never, reads: Reads, id: string) => Promise<Known>;
    readonly gather?: (command: C, state: never, reads: Reads) => Promise<Facts>;
  },
  fields: object,
  who: Caller,
  ...entries: Entry[]
): Promise<Known & Facts> {
  const events = logOf(...city, ...entries);
  const command = Object.assign(new definition.command(), fields);
  const id = definition.of(command, (name) => name);
  const stream = `${definition.stream.name}-${id}`;
  const state = fold(
    definition.stream,
    events.filter((event) => event.stream === stream),
  );
  if (!definition.knows && !definition.gather) throw new Error(`${definition.command.name} gathers nothing`);
  return gathered(events, (reads) => factsFor(definition as never, command, state, reads, id), who) as Promise<Known & Facts>;
}
