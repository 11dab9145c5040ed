import type { StoredEvent } from '../../platform/events/event.js';
import { isSealed } from '../../platform/sealing/sealed.js';
import { compelledMarking, isWalledFromProsecutor } from '../evidence/evidence.public.js';
import { clauseOf, versionNamed } from '../policy/policy.public.js';
import type { CaseMaterial } from './case-file-material.js';

/** A JSON value of the file. Its texts may still be sealed. */
export type FileValue = string | number | boolean | null | readonly FileValue[] | { readonly [field: string]: FileValue };
export type FileEntry = { readonly [field: string]: FileValue };

/** What a reader is shown of the events of a case. */
export interface Reading {
  /** Whether the reader reads something of the event. */
  readonly reads: (event: StoredEvent) => boolean;
  readonly readsField: (event: StoredEvent, field: string) => boolean;
  /** The event's data as they are shown; null stands for a value that is not for the reader. */
  readonly data: (event: StoredEvent) => FileEntry;
}

/** The value, with null for each of its texts. */
export function withoutProse(value: unknown): FileValue {
  if (isSealed(value)) return null;
  if (Array.isArray(value)) return value.map(withoutProse);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, withoutProse(inner)]));
  return value as FileValue;
}

/** No file names the proceedings with which a rung was compared, because each has its own audience. */
const withoutOthers = ({ comparables: _, ...data }: FileEntry): FileEntry => data;

export const entryOf = (event: StoredEvent, { data }: Reading): FileEntry => ({
  at: event.recordedAt,
  what: event.type,
  office: event.actor.office,
  eventId: event.id,
  ...withoutOthers(data(event)),
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

/** Fields that record the reason for departing from a rule. */
export const reasonsToDepart = [
  'departure',
  'departures',
  'comparablesReason',
  'overReview',
  'acknowledgementReason',
  'soleSource',
] as const;
/** The reasons in an event of which the reader may know, whether or not they read them. */
export const departuresIn = (event: StoredEvent, { readsField }: Reading): (typeof reasonsToDepart)[number][] =>
  reasonsToDepart.filter((field) => {
    const value = (event.data as Record<string, unknown>)[field];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0) && readsField(event, field);
  });

export const letterOf = (
  { id, state, events: [issued] }: CaseMaterial['letters'][number],
  { readsField }: Pick<Reading, 'readsField'>,
): FileEntry => ({
  id,
  kind: state.kind,
  on: state.on,
  issuedAt: issued!.recordedAt,
  proceedingId: state.about === 'proceeding' ? state.proceedingId : null,
  addressee: state.about === 'proceeding' ? state.addressee : null,
  template: { ...state.template },
  htmlSha256: readsField(issued!, 'htmlSha256') ? state.htmlSha256 : null,
  pdfSha256: readsField(issued!, 'pdfSha256') ? state.pdfSha256 : null,
});

export const isReferral = (type: string): boolean => type === 'CaseReferred' || type === 'ReferralAnswered';
export const isGrievance = (type: string): boolean => type.startsWith('Grievance') || type.startsWith('HearingOfficer');

export function allegationTold(allegationId: string, { matter }: CaseMaterial, { data }: Reading): FileEntry {
  const framed = matter.events.find(
    ({ type, data }) => type === 'AllegationFramed' && (data as { allegationId: string }).allegationId === allegationId,
  );
  const { deed, facts } = data(framed!);
  return { deed: deed!, facts: facts! };
}

export function evidenceOf({ id, state, events }: CaseMaterial['evidence'][number], { data }: Reading): FileEntry {
  const [received] = events;
  const { caseId: _, ...shown } = data(received!);
  return { id, status: state.status, receivedAt: received!.recordedAt, ...shown, sha256: state.file?.sha256 ?? null };
}

/**
 * One interview. A reporter's interview shows only that it was held and what was said, not the name
 * or the people present.
 */
export function interviewOf({ id, state, events }: CaseMaterial['interviews'][number], { data }: Reading): FileEntry {
  const identified = state.with.as !== 'reporter';
  const said = (type: string): FileEntry => {
    const event = events.find((one) => one.type === type);
    return event ? data(event) : {};
  };
  const { name, person } = said('IntervieweeIdentified');
  const held = said('InterviewHeld');
  const spoken = { warning: held.warning!, summary: held.summary!, present: identified ? held.present! : null };
  return {
    id,
    status: state.status,
    basis: state.basis,
    on: state.on,
    as: state.with.as,
    person: identified ? (person ?? null) : null,
    name: identified ? (name ?? null) : null,
    ...(state.status === 'held' && spoken),
    recording: state.status === 'held' ? state.recording : null,
    marking: isWalledFromProsecutor(state) ? compelledMarking : null,
  };
}
