import { Enum, Boolean as Flag, Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { type Caller, type Office, role } from '../../platform/access/access.js';
import { refusals } from '../../platform/commands/refuse.js';
import type { Stream } from '../../platform/commands/stream.js';
import { type DataOf, event } from '../../platform/events/event.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import {
  Act,
  AuthorityName,
  DayText,
  Deed,
  Id,
  Instant,
  OfficeName,
  OrNull,
  type Outcome,
  outcomes,
  type SettledAuthority,
  type Standard,
  standards,
} from './shapes.js';

/** A report became a matter of its own. `dueAt` is when triage is due. */
export const CaseOpened = event('CaseOpened', 1, 'personnel', {
  reportId: Id(),
  accused: ListOf(Id()),
  openedOn: DayText(),
  dueAt: Instant(),
});
/**
 * Another report is dealt with in this case. `subjects` are all whom the case is about with it, and `reports` all of its reports, so
 * that every one of those is walled from every one of these.
 */
export const ReportJoined = event('ReportJoined', 1, 'personnel', {
  reportId: Id(),
  accused: ListOf(Id()),
  subjects: ListOf(Id()),
  reports: ListOf(Id()),
});
/** Who takes in and who decides, from the chain in force; settled anew when a party is named. */
export const AuthoritySettled = event('AuthoritySettled', 1, 'personnel', { intake: ListOf(OfficeName()), decides: AuthorityName() });
export const CaseDeclined = event('CaseDeclined', 1, 'personnel', { reasons: SealedText() });
export const CaseHandledInformally = event('CaseHandledInformally', 1, 'personnel', { reasons: SealedText(), dueAt: Instant() });
export const InvestigationOpened = event('InvestigationOpened', 1, 'personnel', { reasons: SealedText(), dueAt: Instant() });
/**
 * `reports` are the case's reports, so that the subject is walled from those too; `unresolved` are instruments that leave open in
 * law whether the version still was in force on the day of the deed.
 */
export const AllegationFramed = event('AllegationFramed', 1, 'personnel', {
  allegationId: Id(),
  subject: Id(),
  clause: Text(),
  policyVersion: Text(),
  deed: Deed(),
  facts: SealedText(),
  reports: ListOf(Id()),
  unresolved: ListOf(Text()),
});
/** The short path: the subject was told of the allegation, could answer, and admits it. */
export const FactAdmitted = event('FactAdmitted', 1, 'personnel', {
  allegationId: Id(),
  subject: Id(),
  toldOn: DayText(),
  statement: SealedText(),
});
export const WitnessNamed = event('WitnessNamed', 1, 'personnel', { person: Id() });
export const InvestigatorAssigned = event('InvestigatorAssigned', 1, 'personnel', { investigator: Id() });
/** A party was named with whom the investigator assigned has a conflict; another one is to be assigned. */
export const InvestigatorReleased = event('InvestigatorReleased', 1, 'personnel', { investigator: Id() });
/** `soleSource` tells that it rests on an undisclosed, uncorroborated source alone, and why that suffices. */
export const FindingRecorded = event('FindingRecorded', 1, 'personnel', {
  allegationId: Id(),
  outcome: Enum(outcomes),
  standard: Enum(standards),
  reasons: SealedText(),
  soleSource: OrNull(SealedText()),
});
/** `dueAt` is when the determination is due. */
export const InvestigationReportFiled = event('InvestigationReportFiled', 1, 'personnel', { summary: SealedText(), dueAt: Instant() });
/** `acknowledged` shows for each subject and version whether it had been acknowledged on the day of the deed. */
export const DeterminationIssued = event('DeterminationIssued', 1, 'personnel', {
  outcomes: ListOf(Shape({ allegationId: Id(), subject: Id(), outcome: Enum(outcomes) }, { additionalProperties: false })),
  acknowledged: ListOf(Shape({ subject: Id(), policyVersion: Text(), acknowledged: Flag() }, { additionalProperties: false })),
  acknowledgementReason: OrNull(SealedText()),
  reasons: SealedText(),
  act: OrNull(Act()),
  dueAt: Instant(),
});
/** The step in hand is past due. */
export const CaseEscalated = event('CaseEscalated', 1, 'personnel', { wasDueAt: Instant(), to: AuthorityName() });
export const CaseClosed = event('CaseClosed', 1, 'personnel', { on: DayText() });

export const caseEvents = {
  CaseOpened,
  ReportJoined,
  AuthoritySettled,
  CaseDeclined,
  CaseHandledInformally,
  InvestigationOpened,
  AllegationFramed,
  FactAdmitted,
  WitnessNamed,
  InvestigatorAssigned,
  InvestigatorReleased,
  FindingRecorded,
  InvestigationReportFiled,
  DeterminationIssued,
  CaseEscalated,
  CaseClosed,
};

export interface Finding {
  readonly outcome: Outcome;
  readonly standard: Standard | 'admission';
  readonly reasons: Sealed;
  /** Why an undisclosed, uncorroborated source alone suffices, where it rests on one. */
  readonly soleSource: Sealed | null;
}
export interface Allegation {
  readonly subject: string;
  readonly clause: string;
  readonly policyVersion: string;
  readonly deed: Deed;
  readonly facts: Sealed;
  /** Instruments that leave open in law whether the version still was in force on that day. */
  readonly unresolved: readonly string[];
  readonly finding: Finding | null;
}
export interface Determination extends DataOf<typeof DeterminationIssued> {
  /** ISO 8601 */
  readonly at: string;
  /** In which office it was issued. */
  readonly office: string;
}
interface Matter {
  readonly reports: readonly string[];
  readonly accused: readonly string[];
  readonly authority: SettledAuthority;
  readonly allegations: ReadonlyMap<string, Allegation>;
  readonly witnesses: ReadonlySet<string>;
  readonly openedOn: string;
  /** When the step in hand is due; null where none is. */
  readonly dueAt: string | null;
  /** The `dueAt` that was escalated last. */
  readonly escalated: string | null;
  /** Reasons of the triage decision. */
  readonly triaged: Sealed | null;
  /** Summary of the investigation report. */
  readonly filed: Sealed | null;
  readonly determination: Determination | null;
}
export type CaseState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'triage' } & Matter)
  | ({ readonly status: 'declined' | 'informal' | 'closed' } & Matter)
  | ({ readonly status: 'investigating'; readonly investigator: string | null } & Matter)
  | ({ readonly status: 'reported' | 'determined'; readonly investigator: string } & Matter);
type Present = Exclude<CaseState, { status: 'absent' }>;

const present = (state: CaseState): Present => {
  if (state.status === 'absent') throw new Error('a case starts with CaseOpened');
  return state;
};
const investigatorOf = (state: CaseState): string => {
  if (!('investigator' in state) || !state.investigator) throw new Error('no investigator was assigned');
  return state.investigator;
};
const withFinding = (state: CaseState, allegationId: string, finding: Finding): CaseState => {
  const matter = present(state);
  const allegation = matter.allegations.get(allegationId);
  if (!allegation) throw new Error(`no allegation ${allegationId}`);
  return { ...matter, allegations: new Map(matter.allegations).set(allegationId, { ...allegation, finding }) };
};

/** Everyone whom the case is about: accused in a report, or the subject of an allegation. */
export const subjectsOf = (state: Present): ReadonlySet<string> =>
  new Set([...state.accused, ...[...state.allegations.values()].map(({ subject }) => subject)]);

export const cases: Stream<CaseState, typeof caseEvents> = {
  name: 'case',
  initial: { status: 'absent' },
  events: caseEvents,
  evolve: {
    CaseOpened: (_, { data }) => ({
      status: 'triage',
      reports: [data.reportId],
      accused: data.accused,
      authority: { intake: [], decides: 'City Manager' },
      allegations: new Map(),
      witnesses: new Set(),
      openedOn: data.openedOn,
      dueAt: data.dueAt,
      escalated: null,
      triaged: null,
      filed: null,
      determination: null,
    }),
    ReportJoined: (state, { data }) => ({
      ...present(state),
      reports: data.reports,
      accused: [...new Set([...present(state).accused, ...data.accused])],
    }),
    AuthoritySettled: (state, { data }) => ({ ...present(state), authority: { intake: data.intake, decides: data.decides } }),
    CaseDeclined: (state, { data }) => ({ ...present(state), status: 'declined', dueAt: null, triaged: data.reasons }),
    CaseHandledInformally: (state, { data }) => ({ ...present(state), status: 'informal', dueAt: data.dueAt, triaged: data.reasons }),
    InvestigationOpened: (state, { data }) => ({
      ...present(state),
      status: 'investigating',
      investigator: null,
      dueAt: data.dueAt,
      triaged: data.reasons,
    }),
    AllegationFramed: (state, { data: { allegationId, subject, clause, policyVersion, deed, facts, unresolved } }) => ({
      ...present(state),
      allegations: new Map(present(state).allegations).set(allegationId, {
        subject,
        clause,
        policyVersion,
        deed,
        facts,
        unresolved,
        finding: null,
      }),
    }),
    FactAdmitted: (state, { data }) =>
      withFinding(state, data.allegationId, { outcome: 'sustained', standard: 'admission', reasons: data.statement, soleSource: null }),
    WitnessNamed: (state, { data }) => ({ ...present(state), witnesses: new Set(present(state).witnesses).add(data.person) }),
    InvestigatorAssigned: (state, { data }) => ({ ...present(state), status: 'investigating', investigator: data.investigator }),
    InvestigatorReleased: (state) => ({ ...present(state), status: 'investigating', investigator: null }),
    FindingRecorded: (state, { data: { allegationId, ...finding } }) => withFinding(state, allegationId, finding),
    InvestigationReportFiled: (state, { data }) => ({
      ...present(state),
      status: 'reported',
      investigator: investigatorOf(state),
      dueAt: data.dueAt,
      filed: data.summary,
    }),
    DeterminationIssued: (state, { data, recordedAt, actor }) => ({
      ...present(state),
      status: 'determined',
      investigator: investigatorOf(state),
      dueAt: data.dueAt,
      determination: { ...data, at: recordedAt, office: actor.office },
    }),
    CaseEscalated: (state, { data }) => ({ ...present(state), escalated: data.wasDueAt }),
    CaseClosed: (state) => ({ ...present(state), status: 'closed', dueAt: null }),
  },
  hiddenFrom: (state, person) => state.status !== 'absent' && subjectsOf(state).has(person),
};

const holding = (caller: Caller, among: readonly Office[]): Office | undefined =>
  among.find((office) => caller.offices.some((held) => held.office === office));

/** The office in which a caller decides for an authority: Council's act is entered by the City Clerk or, in their place, the City Attorney. */
export const decidesFor = (authority: SettledAuthority['decides'], caller: Caller): Office | undefined =>
  holding(caller, authority === 'Council' ? ['City Clerk', 'City Attorney'] : [authority]);

/** Those who take in reports about these subjects, and triage. */
export const intake = role('intake', cases, (state, caller) =>
  state.status === 'absent' ? undefined : holding(caller, state.authority.intake),
);
/** Who decides this case. */
export const decider = role('deciding authority', cases, (state, caller) =>
  state.status === 'absent' ? undefined : decidesFor(state.authority.decides, caller),
);
/** The investigator assigned to this case. */
export const investigator = role('investigator', cases, (state, caller) => 'investigator' in state && state.investigator === caller.person);

export const caseRefusals = refusals({
  'case.not-in-triage': { status: 409, says: 'This case is no longer in triage.' },
  'case.not-under-investigation': { status: 409, cites: 'VIO-3', says: 'This case is not under investigation.' },
  'case.not-framing': { status: 409, says: 'Allegations are framed, and witnesses named, in triage or during the investigation.' },
  'case.allegations-open': { status: 409, cites: 'VIO-3', says: 'An allegation that was framed gets its finding: open the investigation.' },
  'case.other-intake': { status: 409, says: 'Others take in what concerns this person; frame the allegation, and it goes to them.' },
  'case.no-report-filed': { status: 409, cites: 'VIO-3', says: 'A determination follows the investigation report.' },
  'case.already-determined': { status: 409, says: 'This case was determined meanwhile.' },
  'case.no-such-allegation': { status: 404, says: 'This case has no such allegation.' },
  'case.finding-stands': { status: 409, says: 'This allegation has its finding.' },
  'case.findings-missing': { status: 409, cites: 'VIO-3', says: 'Every allegation needs its finding first.' },
  'case.no-allegations': { status: 409, cites: 'VIO-3', says: 'A report of an investigation answers an allegation at least.' },
  'case.subject-not-heard': {
    status: 409,
    cites: 'VIO-3',
    says: 'Nothing is sustained before the subject was told of the allegation and could answer.',
  },
  'case.sole-source-unexplained': {
    status: 422,
    says: 'A finding on an undisclosed, uncorroborated source alone states why that suffices.',
  },
  'case.sole-source-needless': { status: 422, says: 'A reason for relying on a sole source goes with a sustained finding alone.' },
  'case.not-eligible': { status: 409, says: 'This person cannot investigate this case.' },
  'case.unknown-person': { status: 422, says: 'This person is not in the directory.' },
  'case.unknown-clause': { status: 422, cites: 'HOUSE-2', says: 'The policy version in force on the day of the deed has no such clause.' },
  'case.no-policy-then': { status: 422, cites: 'HOUSE-2', says: 'No version of the policy was in force on the day of the deed.' },
  'case.deed-in-future': { status: 422, says: 'The deed lies in the future.' },
  'case.deed-reversed': { status: 422, says: 'The deed ends before it begins.' },
  'case.deed-spans-versions': {
    status: 422,
    cites: 'HOUSE-2',
    says: 'Two versions of the policy were in force during the deed; frame one allegation for each.',
  },
  'case.deed-undatable': {
    status: 422,
    cites: 'HOUSE-2',
    says: 'More than one version of the policy has been in force; say at least between which days the deed was done.',
  },
  'case.deed-unclear': { status: 422, cites: 'HOUSE-2', says: 'Say when the deed was done, or why that is unknown: one of the two.' },
  'case.witness-named': { status: 409, says: 'This person is a witness already.' },
  'case.witness-is-subject': { status: 422, says: 'The subject of an allegation is heard as such, not as a witness.' },
  'case.admission-misplaced': { status: 422, says: 'An admission goes with the informal way.' },
  'case.told-in-future': { status: 422, says: 'The subject was told on a day that has not come.' },
  'case.acknowledgement-unexplained': {
    status: 422,
    cites: 'HOUSE-2',
    says: 'A subject had not acknowledged the version in force; say why that does not matter here.',
  },
  'case.act-missing': { status: 422, says: 'Council decides this case: name its meeting and motion.' },
  'case.act-misplaced': { status: 422, says: 'An act with meeting and motion is Council’s; this case is not decided by Council.' },
  'case.meeting-in-future': { status: 422, says: 'Council’s meeting lies in the future.' },
  'case.not-due': { status: 409, says: 'The step in hand is not past due.' },
  'case.not-closable': { status: 409, says: 'A case is closed once every proceeding in it is final.' },
  'case.nobody-decides': { status: 409, says: 'The chain of authorities names nobody who may decide this case; the City Clerk sets one.' },
  'case.procedure-missing': { status: 409, says: 'The city has set no chain of authorities or no deadlines yet.' },
});
