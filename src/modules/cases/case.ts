import { office, role } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import type { Stream } from '../../platform/events/stream.js';
import { decidesFor, holding } from '../procedure/procedure.public.js';
import { type CaseAudience, caseShows } from './case.audiences.js';
import { caseEvents } from './case.events.js';
import { type Measures, measured, noMeasures } from './case.measures.js';
import {
  type Allegation,
  type CaseState,
  investigatorOf,
  type Present,
  presentCase,
  subjectsOf,
  suspendable,
  withFinding,
} from './case.state.js';
import { refOf } from './case-ref.js';

export * from './case.events.js';
export { caseRefusals } from './case.refusals.js';
export {
  type Allegation,
  awaitingFinding,
  type CaseState,
  type Determination,
  type Finding,
  inHand,
  isFraming,
  type Present as PresentCase,
  subjectsOf,
  underHold,
} from './case.state.js';

const changedAll = (state: Present, ids: readonly string[], change: Partial<Allegation>): ReadonlyMap<string, Allegation> =>
  new Map([...state.allegations].map(([id, allegation]) => [id, ids.includes(id) ? { ...allegation, ...change } : allegation]));

const withMeasures = (state: CaseState, change: (measures: Measures) => Measures): CaseState => ({
  ...presentCase(state),
  measures: change(presentCase(state).measures),
});

const workedOn = (state: CaseState, person: string): ReadonlySet<string> => new Set(presentCase(state).worked).add(person);

const resting = ({ status }: CaseState) => {
  const from = suspendable.find((one) => one === status);
  if (!from) throw new Error(`a case does not rest in ${status}`);
  return from;
};

const withoutInvestigator = (state: Present) => {
  const { investigator: _, ...matter } = { investigator: null, ...state };
  return matter;
};

export const cases: Stream<CaseState, typeof caseEvents> = {
  name: 'case',
  initial: { status: 'absent' },
  events: caseEvents,
  evolve: {
    CaseOpened: (_, { data, stream }) => ({
      status: 'triage',
      ref: refOf({ data, stream }),
      reports: [data.reportId],
      accused: data.accused,
      authority: { intake: [], decides: 'City Manager' },
      allegations: new Map(),
      witnesses: new Set(),
      worked: new Set(),
      openedOn: data.openedOn,
      dueAt: data.dueAt,
      escalated: null,
      triaged: null,
      ground: null,
      filed: null,
      review: null,
      returns: [],
      determination: null,
      reopenings: [],
      earlier: [],
      conflicts: new Map(),
      vacant: false,
      plan: null,
      engagement: null,
      links: [],
      measures: noMeasures,
    }),
    ReportJoined: (state, { data }) => ({
      ...presentCase(state),
      reports: data.reports,
      accused: [...new Set([...presentCase(state).accused, ...data.accused])],
    }),
    AuthoritySettled: (state, { data }) => ({
      ...presentCase(state),
      authority: { intake: data.intake, decides: data.decides },
      vacant: false,
    }),
    CaseDeclined: (state, { data }) => ({
      ...presentCase(state),
      status: 'declined',
      dueAt: null,
      triaged: data.reasons,
      ground: data.ground,
    }),
    CaseHandledInformally: (state, { data, actor }) => ({
      ...presentCase(state),
      worked: workedOn(state, actor.person),
      status: 'informal',
      dueAt: data.dueAt,
      triaged: data.reasons,
    }),
    InvestigationOpened: (state, { data }) => ({
      ...presentCase(state),
      status: 'investigating',
      investigator: null,
      dueAt: data.dueAt,
      triaged: data.reasons,
    }),
    AllegationFramed: (state, { data: { allegationId, subject, clause, policyVersion, deed, facts, unresolved } }) => ({
      ...presentCase(state),
      allegations: new Map(presentCase(state).allegations).set(allegationId, {
        subject,
        clause,
        policyVersion,
        deed,
        facts,
        unresolved,
        site: null,
        finding: null,
        determined: false,
        withdrawn: null,
      }),
    }),
    SiteNamed: (state, { data }) => ({
      ...presentCase(state),
      allegations: changedAll(presentCase(state), [data.allegationId], { site: data.siteId }),
    }),
    FactAdmitted: (state, { data }) =>
      withFinding(state, data.allegationId, { outcome: 'sustained', standard: 'admission', reasons: data.statement, soleSource: null }),
    WitnessNamed: (state, { data }) => ({ ...presentCase(state), witnesses: new Set(presentCase(state).witnesses).add(data.person) }),
    InvestigatorAssigned: (state, { data }) => ({
      ...presentCase(state),
      worked: workedOn(state, data.investigator),
      status: 'investigating',
      investigator: data.investigator,
      engagement: null,
    }),
    InvestigatorEngaged: (state, { data: { investigator, from, to, until, terms } }) => ({
      ...presentCase(state),
      worked: workedOn(state, investigator),
      status: 'investigating',
      investigator,
      engagement: { from, to, until, terms },
    }),
    InvestigatorReleased: (state) => {
      const matter = presentCase(state);
      if (!('investigator' in matter)) throw new Error('nobody investigates this case');
      return { ...matter, investigator: null, engagement: null };
    },
    FindingRecorded: (state, { data: { allegationId, ...finding } }) => withFinding(state, allegationId, finding),
    InvestigationReportFiled: (state, { data }) => ({
      ...presentCase(state),
      status: 'reported',
      investigator: investigatorOf(state),
      dueAt: data.dueAt,
      filed: data.summary,
      review: null,
    }),
    DeterminationIssued: (state, { data, recordedAt, actor }) => ({
      ...presentCase(state),
      worked: workedOn(state, actor.person),
      status: 'determined',
      investigator: investigatorOf(state),
      dueAt: data.dueAt,
      allegations: changedAll(
        presentCase(state),
        data.outcomes.map(({ allegationId }) => allegationId),
        { determined: true },
      ),
      determination: { ...data, at: recordedAt, office: actor.office },
    }),
    InvestigationResumed: (state, { data: { allegationIds, dueAt } }) => {
      const { determination, earlier } = presentCase(state);
      return {
        ...presentCase(state),
        status: 'investigating',
        investigator: investigatorOf(state),
        allegations: changedAll(presentCase(state), allegationIds, { finding: null, determined: false }),
        dueAt,
        filed: null,
        review: null,
        determination: null,
        earlier: [...earlier, ...(determination ? [determination] : [])],
      };
    },
    CaseEscalated: (state, { data }) => ({ ...presentCase(state), escalated: data.wasDueAt }),
    CaseClosed: (state) => ({ ...presentCase(state), status: 'closed', dueAt: null }),
    AuthorityVacated: (state) => ({ ...presentCase(state), vacant: true }),
    ConflictDeclared: (state, { data }) => ({
      ...presentCase(state),
      conflicts: new Map(presentCase(state).conflicts).set(data.person, data.reasons),
    }),
    AllegationWithdrawn: (state, { data: { allegationId, reasons, replacedBy } }) => ({
      ...presentCase(state),
      allegations: changedAll(presentCase(state), [allegationId], { withdrawn: { reasons, replacedBy } }),
    }),
    InvestigationPlanned: (state, { data: { scope, steps, amendedBecause } }) => ({
      ...presentCase(state),
      plan: { scope, steps, amendedBecause },
    }),
    InvestigationReportReviewed: (state, { data: { opinion, note } }) => ({ ...presentCase(state), review: { opinion, note } }),
    InvestigationReportReturned: (state, { data: { reasons, missing, setAside, dueAt }, recordedAt }) => ({
      ...presentCase(state),
      status: 'investigating',
      investigator: investigatorOf(state),
      dueAt,
      filed: null,
      review: null,
      returns: [...presentCase(state).returns, { at: recordedAt, summary: presentCase(state).filed, reasons, missing }],
      allegations: changedAll(presentCase(state), setAside, { finding: null }),
    }),
    CaseSuspended: (state, { data: { cause, reasons, subjects }, recordedAt }) => ({
      ...presentCase(state),
      status: 'abeyance',
      investigator: investigatorOf(state),
      dueAt: null,
      abeyance: { from: resting(state), since: recordedAt, cause, reasons, wasDueAt: presentCase(state).dueAt, subjects },
    }),
    CaseResumed: (state, { data }) => {
      if (state.status !== 'abeyance') throw new Error('the case does not rest');
      const { abeyance, investigator, ...matter } = state;
      if (abeyance.from === 'triage') return { ...matter, status: 'triage', dueAt: data.dueAt };
      return { ...matter, status: abeyance.from, investigator, dueAt: data.dueAt };
    },
    DecisionPostponed: (state, { data }) => ({ ...presentCase(state), dueAt: data.dueAt }),
    CaseReopened: (state, { data: { reasons, evidence, setAside, dueAt }, recordedAt }) => {
      const { determination, ...matter } = withoutInvestigator(presentCase(state));
      return {
        ...matter,
        status: 'triage',
        dueAt,
        triaged: null,
        ground: null,
        filed: null,
        review: null,
        determination: null,
        plan: null,
        engagement: null,
        earlier: [...matter.earlier, ...(determination ? [determination] : [])],
        reopenings: [...matter.reopenings, { at: recordedAt, reasons, evidence }],
        allegations: changedAll(
          presentCase(state),
          setAside.map(({ allegationId }) => allegationId),
          { finding: null, determined: false },
        ),
      };
    },
    CasesLinked: (state, { data }) => ({ ...presentCase(state), links: [...presentCase(state).links, data] }),
    MitigationBegun: (state, event) => withMeasures(state, (measures) => measured.MitigationBegun(measures, event)),
    MitigationCompleted: (state, event) => withMeasures(state, (measures) => measured.MitigationCompleted(measures, event)),
    CaseReferred: (state, event) => withMeasures(state, (measures) => measured.CaseReferred(measures, event)),
    ReferralAnswered: (state, event) => withMeasures(state, (measures) => measured.ReferralAnswered(measures, event)),
    HoldPlaced: (state, event) => withMeasures(state, (measures) => measured.HoldPlaced(measures, event)),
    HoldLifted: (state, event) => withMeasures(state, (measures) => measured.HoldLifted(measures, event)),
    InterimMeasureOrdered: (state, event) => withMeasures(state, (measures) => measured.InterimMeasureOrdered(measures, event)),
    InterimReviewFellDue: (state, event) => withMeasures(state, (measures) => measured.InterimReviewFellDue(measures, event)),
    InterimMeasureContinued: (state, event) => withMeasures(state, (measures) => measured.InterimMeasureContinued(measures, event)),
    InterimMeasureEnded: (state, event) => withMeasures(state, (measures) => measured.InterimMeasureEnded(measures, event)),
  },
  hiddenFrom: (state, person) => state.status !== 'absent' && subjectsOf(state).has(person),
  audiences: { of: (state, caller) => readersOfCase(state, caller), shows: caseShows },
};

/** The offices that take in reports about these subjects, and triage. */
export const intake = role('intake', cases, (state, caller) =>
  state.status === 'absent' ? undefined : holding(caller, state.authority.intake),
);
/** The authority that decides this case. */
export const decider = role('deciding authority', cases, (state, caller) =>
  state.status === 'absent' || state.vacant ? undefined : decidesFor(state.authority.decides, caller),
);
/** The investigator assigned to this case. */
export const investigator = role(
  'investigator',
  cases,
  (state, caller) =>
    'investigator' in state &&
    state.investigator === caller.person &&
    // An investigator from outside has this role only on the agreed days.
    (!state.engagement || (caller.today !== undefined && state.engagement.from <= caller.today && caller.today <= state.engagement.to)),
);

const readersOfCase = admittedTo<CaseState, CaseAudience>({
  intake: [intake],
  decider: [decider],
  investigator: [investigator],
  counsel: [office('City Attorney')],
  auditor: [office('Auditor')],
  hr: [office('HR')],
  mitigation: [office('Communications Manager'), office('City Manager')],
});
