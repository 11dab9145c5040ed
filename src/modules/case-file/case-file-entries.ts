import type { DataOf, StoredEvent } from '../../platform/events/event.js';
import { isSealed } from '../../platform/sealing/sealed.js';
import type { Allegation } from '../cases/cases.public.js';
import { compelledMarking, isWalledFromProsecutor } from '../evidence/evidence.public.js';
import { clauseOf, versionNamed } from '../policy/policy.public.js';
import { ComparablesWeighed } from '../proceedings/proceedings.public.js';
import type { Rules } from './case-file-audience.js';
import type { CaseMaterial } from './case-file-material.js';

/** A value of the file: JSON; texts may still be sealed. */
export type FileValue = string | number | boolean | null | readonly FileValue[] | { readonly [field: string]: FileValue };
export type FileEntry = { readonly [field: string]: FileValue };

/** Data without what someone wrote, where that is not shown. */
export function told(value: unknown, prose: boolean): FileValue {
  if (isSealed(value)) return prose ? value : null;
  if (Array.isArray(value)) return value.map((item) => told(item, prose));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, told(inner, prose)]));
  return value as FileValue;
}

/** Which proceedings a rung was measured by is in no file: each has an audience of its own. */
function withoutOthers({ type, data }: StoredEvent): object {
  if (type !== ComparablesWeighed.type) return data as object;
  const { comparables: _, ...weighed } = data as DataOf<typeof ComparablesWeighed>;
  return weighed;
}

export const entryOf = (event: StoredEvent, prose: boolean): FileEntry => ({
  at: event.recordedAt,
  what: event.type,
  office: event.actor.office,
  eventId: event.id,
  ...(told(withoutOthers(event), prose) as FileEntry),
});

export const policyText = ({ policy }: CaseMaterial, { clause, policyVersion }: { clause: string; policyVersion: string }): FileEntry => {
  const version = versionNamed(policy, policyVersion);
  const found = version && clauseOf(version, clause);
  return {
    clause,
    policyVersion,
    instrument: version?.instrument ?? null,
    effectiveFrom: version?.effectiveFrom ?? null,
    heading: found?.heading ?? null,
    textInForce: found?.text ?? null,
  };
};

/** Fields in which a decision departs from what is usual, with its reason. */
export const reasonsToDepart = [
  'departure',
  'departures',
  'comparablesReason',
  'overReview',
  'acknowledgementReason',
  'soleSource',
] as const;
export const hasDepartureReasons = ({ data }: StoredEvent): boolean =>
  reasonsToDepart.some((field) => {
    const value = (data as Record<string, unknown>)[field];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  });

/** Letters about the proceedings named, and to whoever sent a report; what they say is kept with their bytes. */
export const lettersShown = (
  { letters }: CaseMaterial,
  proceedings: ReadonlySet<string>,
  acknowledgements: boolean,
): CaseMaterial['letters'] =>
  letters.filter(({ state }) => (state.about === 'proceeding' ? proceedings.has(state.proceedingId) : acknowledgements));

export const letterOf = ({ id, state, events }: CaseMaterial['letters'][number]): FileEntry => ({
  id,
  kind: state.kind,
  on: state.on,
  issuedAt: events[0]!.recordedAt,
  proceedingId: state.about === 'proceeding' ? state.proceedingId : null,
  addressee: state.about === 'proceeding' ? state.addressee : null,
  template: { ...state.template },
  htmlSha256: state.htmlSha256,
  pdfSha256: state.pdfSha256,
});

export const isReferral = (type: string): boolean => type === 'CaseReferred' || type === 'ReferralAnswered';
export const isGrievance = (type: string): boolean => type.startsWith('Grievance') || type.startsWith('HearingOfficer');

export function allegationTold(allegationId: string, { matter }: CaseMaterial, rules: Rules): FileValue {
  const framed = matter.events.find(
    ({ type, data }) => type === 'AllegationFramed' && (data as { allegationId: string }).allegationId === allegationId,
  );
  const { deed, facts } = framed!.data as Pick<Allegation, 'deed' | 'facts'>;
  return told({ deed, facts }, rules.prose(framed!));
}

export function evidenceOf({ id, state, events }: CaseMaterial['evidence'][number], rules: Rules): FileEntry {
  const [received] = events;
  const { caseId: _, counselBasis, ...data } = told(received!.data, rules.prose(received!)) as Record<string, FileValue>;
  const basis = { counselBasis: rules.counsel ? counselBasis! : null };
  return { id, status: state.status, receivedAt: received!.recordedAt, ...data, ...basis, sha256: state.file?.sha256 ?? null };
}

/** Of a reporter only that someone was heard, and what was said: not with whom, nor who was there. */
export function interviewOf({ id, state, events }: CaseMaterial['interviews'][number], rules: Rules): FileEntry {
  const identified = state.with.as !== 'reporter';
  const prose = (events_: readonly StoredEvent[]) => rules.prose(events_.at(-1)!);
  const said = told(
    state.status === 'held' ? { warning: state.warning, summary: state.summary, present: identified ? state.present : null } : {},
    prose(events),
  ) as FileEntry;
  return {
    id,
    status: state.status,
    basis: state.basis,
    on: state.on,
    as: state.with.as,
    person: identified ? state.with.person : null,
    name: identified ? told(state.with.name, prose(events)) : null,
    ...said,
    recording: state.status === 'held' ? state.recording : null,
    marking: isWalledFromProsecutor(state) ? compelledMarking : null,
  };
}
