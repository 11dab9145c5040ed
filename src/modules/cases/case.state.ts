import type { DataOf } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import type { AbeyanceCause, DeclineGround, Deed, LinkKind, Outcome, SettledAuthority, Standard } from '../procedure/procedure.public.js';
import type { DeterminationIssued } from './case.events.js';
import { isHeld, type Measures } from './case.measures.js';

export interface Finding {
  readonly outcome: Outcome;
  readonly standard: Standard | 'admission';
  readonly reasons: Sealed;
  /**
   * Why an undisclosed, uncorroborated source alone suffices; null where the finding does not rest
   * on one.
   */
  readonly soleSource: Sealed | null;
}
export interface Allegation {
  readonly subject: string;
  readonly clause: string;
  readonly policyVersion: string;
  readonly deed: Deed;
  readonly facts: Sealed;
  /** Id of the site that the allegation is about; null where it is about none. */
  readonly site: string | null;
  /** Instruments that leave it open in law whether the version was still in force on that day. */
  readonly unresolved: readonly string[];
  readonly finding: Finding | null;
  /** A determination decided it. */
  readonly determined: boolean;
  /** Dropped before its finding, or replaced by an amended one. */
  readonly withdrawn: { readonly reasons: Sealed; readonly replacedBy: string | null } | null;
}
/** A report that the deciding authority sent back. */
export interface Returned {
  /** ISO 8601 */
  readonly at: string;
  readonly summary: Sealed | null;
  readonly reasons: Sealed;
  readonly missing: Sealed;
}
export interface Reopening {
  /** ISO 8601 */
  readonly at: string;
  readonly reasons: Sealed;
  readonly evidence: Sealed;
}
export interface Plan {
  readonly scope: Sealed;
  readonly steps: readonly { readonly what: Sealed; readonly by: Day | null }[];
  readonly amendedBecause: Sealed | null;
}
/** The first and the last day on which a person from outside investigates. */
export interface Engagement {
  readonly from: Day;
  readonly to: Day;
  /** End of the last day, ISO 8601. */
  readonly until: string;
  readonly terms: Sealed;
}
/** `kind` is the relation of `caseId` to `other`; one of the two is the case itself. */
export interface Link {
  readonly caseId: string;
  readonly other: string;
  readonly kind: LinkKind;
}
export interface Determination extends DataOf<typeof DeterminationIssued> {
  /** ISO 8601 */
  readonly at: string;
  /** The office in which it was issued. */
  readonly office: string;
}
interface Matter {
  /** What people call it: `C26-WJ5914`. */
  readonly ref: string;
  readonly reports: readonly string[];
  readonly accused: readonly string[];
  readonly authority: SettledAuthority;
  readonly allegations: ReadonlyMap<string, Allegation>;
  readonly witnesses: ReadonlySet<string>;
  /**
   * Person ids of everyone who investigated the case or decided in it; none of them hears a
   * grievance.
   */
  readonly worked: ReadonlySet<string>;
  readonly openedOn: string;
  /** When the current step is due; null where nothing is. */
  readonly dueAt: string | null;
  /** The last `dueAt` that was escalated. */
  readonly escalated: string | null;
  /** Reasons of the triage decision. */
  readonly triaged: Sealed | null;
  /** Why it was declined; null otherwise. */
  readonly ground: DeclineGround | null;
  /** Summary of the investigation report. */
  readonly filed: Sealed | null;
  /** Counsel's review of the latest report. */
  readonly review: { readonly opinion: 'sufficient' | 'insufficient'; readonly note: Sealed } | null;
  readonly returns: readonly Returned[];
  readonly determination: Determination | null;
  readonly reopenings: readonly Reopening[];
  /** Determinations from before the case was reopened. */
  readonly earlier: readonly Determination[];
  /** The people who declared a conflict, each with the reasons. */
  readonly conflicts: ReadonlyMap<string, Sealed>;
  /** Nobody is left who may decide, until the authority is settled anew. */
  readonly vacant: boolean;
  readonly plan: Plan | null;
  /** The engagement of an investigator from outside. */
  readonly engagement: Engagement | null;
  readonly links: readonly Link[];
  readonly measures: Measures;
}
/** The states in which a case may rest. */
export const suspendable = ['triage', 'investigating', 'reported'] as const;
export interface Abeyance {
  readonly from: (typeof suspendable)[number];
  /** ISO 8601 */
  readonly since: string;
  readonly cause: AbeyanceCause;
  readonly reasons: Sealed;
  /** When the current step was due. */
  readonly wasDueAt: string | null;
  /** Person ids of those whose proceedings rest with the case. */
  readonly subjects: readonly string[];
}
export type CaseState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'triage' } & Matter)
  | ({ readonly status: 'declined' | 'informal' | 'closed' } & Matter)
  | ({ readonly status: 'investigating'; readonly investigator: string | null } & Matter)
  | ({ readonly status: 'reported' | 'determined'; readonly investigator: string | null } & Matter)
  | ({ readonly status: 'abeyance'; readonly investigator: string | null; readonly abeyance: Abeyance } & Matter);
export type Present = Exclude<CaseState, { status: 'absent' }>;

export const presentCase = (state: CaseState): Present => {
  if (state.status === 'absent') throw new Error('a case starts with CaseOpened');
  return state;
};
export const investigatorOf = (state: CaseState): string | null => ('investigator' in state ? state.investigator : null);
export const withFinding = (state: CaseState, allegationId: string, finding: Finding): CaseState => {
  const matter = presentCase(state);
  const allegation = matter.allegations.get(allegationId);
  if (!allegation) throw new Error(`no allegation ${allegationId}`);
  return {
    ...matter,
    allegations: new Map(matter.allegations).set(allegationId, { ...allegation, finding, determined: finding.standard === 'admission' }),
  };
};

/** Everyone whom the case is about: accused in a report, or the subject of an allegation. */
export const subjectsOf = (state: Present): ReadonlySet<string> =>
  new Set([...state.accused, ...[...state.allegations.values()].map(({ subject }) => subject)]);

/** The allegations that still need a finding or the determination, by id. */
export const inHand = (state: Present): [string, Allegation][] =>
  [...state.allegations].filter(([, { determined, withdrawn }]) => !determined && !withdrawn);

/** Whether allegations are still framed. */
export const isFraming = (state: Present): state is Extract<Present, { status: 'triage' | 'investigating' }> =>
  state.status === 'triage' || state.status === 'investigating';

/** Ids of the allegations in hand that have no finding. */
export const awaitingFinding = (state: Present): string[] =>
  inHand(state)
    .filter(([, { finding }]) => !finding)
    .map(([id]) => id);

/** Whether a legal hold forbids the disposal of anything of the case. */
export const underHold = (state: CaseState): boolean => state.status !== 'absent' && isHeld(state.measures);
