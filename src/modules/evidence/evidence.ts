import { Enum, Boolean as Flag, Integer, Object as Shape, String as Text } from 'typebox';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import { type DataOf, event, type StoredEvent } from '../../platform/events/event.js';
import type { Shows, Stream } from '../../platform/events/stream.js';
import type { NamedFile } from '../../platform/files/file-store.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { cases } from '../cases/cases.public.js';
import { DayText, Id, OrNull } from '../procedure/procedure.public.js';
import { among, works } from './evidence.audiences.js';

export const forms = ['file', 'thing'] as const;
export type FormOfEvidence = (typeof forms)[number];
/** The audiences for whom a copy may be taken. */
export const audiences = [
  'investigation',
  'decision',
  'counsel',
  'notice',
  'grievance',
  'records-request',
  'other-body',
  'police',
  'prosecutor',
] as const;
export type Audience = (typeof audiences)[number];

/** The sealed fields of evidence, and the file itself, are sealed under the key of their case. */
export const recordOfCase = (caseId: string): string => streamName(cases.name, caseId);
const sealedForCase = { record: ({ caseId }: { caseId: string }) => recordOfCase(caseId) };
const caseId = Id();

/**
 * `mediaType` is the type of the content. `claimedType` is the type that its name falsely claims.
 */
export const EvidenceFile = () =>
  Shape(
    {
      name: SealedText(),
      bytes: Integer({ minimum: 1 }),
      /** SHA-256 of the plain content. */
      sha256: Text({ pattern: '^[0-9a-f]{64}$' }),
      mediaType: Text(),
      claimedType: OrNull(Text()),
    },
    { additionalProperties: false },
  );

/**
 * A file, or a physical thing that is kept somewhere. `source` is the person from whom it came.
 * `compelled` says that it holds a compelled statement. `counselBasis` says why counsel admitted
 * material from an employee's personal account.
 */
export const EvidenceReceived = event(
  'EvidenceReceived',
  1,
  'personnel',
  {
    caseId,
    form: Enum(forms),
    description: SealedText(),
    obtained: SealedText(),
    collectedOn: OrNull(DayText()),
    collectedBy: OrNull(SealedText()),
    source: OrNull(SealedText()),
    custodian: OrNull(SealedText()),
    location: OrNull(SealedText()),
    compelled: Flag(),
    fromPersonalAccount: Flag(),
    counselBasis: OrNull(SealedText()),
    file: OrNull(EvidenceFile()),
  },
  sealedForCase,
);
/** The event's actor looked at all that is recorded of the item. */
export const EvidenceViewed = event('EvidenceViewed', 1, 'personnel', { caseId });
export const EvidenceDownloaded = event(
  'EvidenceDownloaded',
  1,
  'personnel',
  { caseId, audience: Enum(audiences), purpose: SealedText() },
  sealedForCase,
);
/** The item, or the medium that holds it, went into other hands or to another place. */
export const EvidenceTransferred = event(
  'EvidenceTransferred',
  1,
  'personnel',
  { caseId, on: DayText(), custodian: SealedText(), location: SealedText(), reason: SealedText() },
  sealedForCase,
);
/** A better item replaced this one, which stays where it is. */
export const EvidenceSuperseded = event('EvidenceSuperseded', 1, 'personnel', { caseId, by: Id(), reason: SealedText() }, sealedForCase);
/** Nobody relies on it any more. It stays where it is. */
export const EvidenceWithdrawn = event('EvidenceWithdrawn', 1, 'personnel', { caseId, reason: SealedText() }, sealedForCase);
/**
 * The subject may see the item from now on, described as `shownAs`. If a part is withheld, they do
 * not see the content.
 */
export const EvidenceDisclosed = event(
  'EvidenceDisclosed',
  1,
  'personnel',
  {
    caseId,
    proceedingId: Id(),
    subject: Id(),
    shownAs: SealedText(),
    withheld: OrNull(Shape({ what: SealedText(), why: SealedText() }, { additionalProperties: false })),
  },
  sealedForCase,
);
/**
 * A subject, or the hearing officer of their grievance, looked at a disclosed item or took a copy
 * of it.
 */
export const DisclosedEvidenceSeen = event('DisclosedEvidenceSeen', 1, 'personnel', {
  caseId,
  proceedingId: Id(),
  how: Enum(['viewed', 'downloaded']),
});

export const evidenceEvents = {
  EvidenceReceived,
  EvidenceViewed,
  EvidenceDownloaded,
  EvidenceTransferred,
  EvidenceSuperseded,
  EvidenceWithdrawn,
  EvidenceDisclosed,
  DisclosedEvidenceSeen,
};

export interface StoredFile {
  readonly name: Sealed;
  readonly bytes: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly claimedType: string | null;
}
export interface Disclosure {
  readonly shownAs: Sealed;
  readonly withheld: { readonly what: Sealed; readonly why: Sealed } | null;
}
interface Item {
  readonly caseId: string;
  /** Null for a physical thing. */
  readonly file: StoredFile | null;
  /** Holds a compelled statement. */
  readonly compelled: boolean;
  /** By the id of the subject's proceeding. */
  readonly disclosed: ReadonlyMap<string, Disclosure>;
}
export type EvidenceState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'held' | 'withdrawn' } & Item)
  | ({ readonly status: 'superseded'; readonly by: string } & Item);
export type PresentEvidence = Exclude<EvidenceState, { status: 'absent' }>;

const item = (state: EvidenceState): PresentEvidence => {
  if (state.status === 'absent') throw new Error('evidence starts with EvidenceReceived');
  return state;
};
const unchanged = (state: EvidenceState): EvidenceState => item(state);

/**
 * Who reads of an item of evidence. `subject`: to whom it was disclosed, and the hearing officer of
 * their grievance. `prosecutor`: for whom a file of the case is made.
 */
type EvidenceAudience = (typeof works)[number] | 'auditor' | 'subject' | 'prosecutor';
/** The auditor sees that an item is there and through whose hands it went, and nothing written. */
const handled = { '*': [...works, 'auditor', 'prosecutor'], prose: [...works, 'prosecutor'] } as const;
const disclosed = [...works, 'subject', 'prosecutor'] as const;
const looked = { '*': [...works, 'auditor', 'prosecutor'] } as const;

const shows: Shows<typeof evidenceEvents, EvidenceAudience> = {
  EvidenceReceived: { ...handled, counselBasis: works },
  EvidenceViewed: looked,
  // The auditor lists who took a copy, and for what purpose.
  EvidenceDownloaded: looked,
  EvidenceTransferred: handled,
  EvidenceSuperseded: handled,
  EvidenceWithdrawn: handled,
  EvidenceDisclosed: { ...handled, shownAs: disclosed, withheld: disclosed },
  DisclosedEvidenceSeen: looked,
};

export const evidences: Stream<EvidenceState, typeof evidenceEvents> = {
  name: 'evidence',
  initial: { status: 'absent' },
  events: evidenceEvents,
  evolve: {
    EvidenceReceived: (_, { data: { caseId, file, compelled } }) => ({ status: 'held', caseId, file, compelled, disclosed: new Map() }),
    EvidenceViewed: unchanged,
    EvidenceDownloaded: unchanged,
    EvidenceTransferred: unchanged,
    EvidenceSuperseded: (state, { data }) => ({ ...item(state), status: 'superseded', by: data.by }),
    EvidenceWithdrawn: (state) => {
      const { caseId, file, compelled, disclosed } = item(state);
      return { status: 'withdrawn', caseId, file, compelled, disclosed };
    },
    EvidenceDisclosed: (state, { data: { proceedingId, shownAs, withheld } }) => ({
      ...item(state),
      disclosed: new Map(item(state).disclosed).set(proceedingId, { shownAs, withheld }),
    }),
    DisclosedEvidenceSeen: unchanged,
  },
  audiences: { of: among(works), shows },
};

/** The file that an event names; undefined for every other event. */
export function fileOf({ type, stream, data }: StoredEvent): NamedFile | undefined {
  if (type !== EvidenceReceived.type) return undefined;
  const { caseId, file } = data as DataOf<typeof EvidenceReceived>;
  return file ? { id: streamParts(stream).id, record: recordOfCase(caseId), bytes: file.bytes, sha256: file.sha256 } : undefined;
}
