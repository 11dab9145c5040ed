import { Enum, Integer, Object as Shape, type Static, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import { DayText, Id } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { type LetterKind, proceedingKinds } from './letter-kinds.js';

const Sha256 = () => Text({ pattern: '^[0-9a-f]{64}$' });
const UsedTemplate = () =>
  Shape({ version: Integer({ minimum: 0 }), effectiveFrom: DayText(), instrument: Text() }, { additionalProperties: false });

/**
 * A letter as it was sent. `html`, and `pdf` in base64, hold its exact bytes. The hashes of those
 * bytes have 64 hexadecimal digits.
 */
const sent = () => ({
  caseId: Id(),
  on: DayText(),
  template: UsedTemplate(),
  html: SealedText(),
  htmlSha256: Sha256(),
  pdf: SealedText(),
  pdfSha256: Sha256(),
});

/** A letter to the subject of a proceeding, sealed under the proceeding's record. */
export const LetterIssued = event(
  'LetterIssued',
  1,
  'personnel',
  { kind: Enum([...proceedingKinds]), proceedingId: Id(), addressee: Id(), ...sent() },
  { record: ({ proceedingId }) => `proceeding-${proceedingId}` },
);
/**
 * The acknowledgement to the sender of a report, sealed under the report's record, because it names
 * the sender.
 */
export const AcknowledgementIssued = event(
  'AcknowledgementIssued',
  1,
  'restricted',
  { reportId: Id(), ...sent() },
  { record: ({ reportId }) => `report-${reportId}` },
);

export const letterEvents = { LetterIssued, AcknowledgementIssued };

interface Issued {
  readonly kind: LetterKind;
  readonly caseId: string;
  readonly on: string;
  readonly template: Static<ReturnType<typeof UsedTemplate>>;
  readonly htmlSha256: string;
  readonly pdfSha256: string;
}
export type LetterState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'issued'; readonly about: 'proceeding'; readonly proceedingId: string; readonly addressee: string } & Issued)
  | ({ readonly status: 'issued'; readonly about: 'report'; readonly reportId: string } & Issued);
export type IssuedLetter = Exclude<LetterState, { status: 'absent' }>;

/**
 * Who reads of a letter. `keepers`: the offices and authorities that keep papers. `prosecutor`: for
 * whom a file of the case is made.
 */
export type LetterAudience = 'subject' | 'keepers' | 'decider' | 'counsel' | 'hr' | 'auditor' | 'sender' | 'dealing' | 'prosecutor';

const keeping = ['subject', 'keepers', 'decider', 'counsel', 'hr', 'auditor'] as const;
const dealing = ['dealing', 'decider', 'counsel'] as const;
const hashes = (readers: readonly LetterAudience[]) => ({ htmlSha256: readers, pdfSha256: readers });

/** Issued letters. An issued letter never changes. */
export const letters: Stream<LetterState, typeof letterEvents> = {
  name: 'letter',
  initial: { status: 'absent' },
  events: letterEvents,
  evolve: {
    LetterIssued: (_, { data: { html: _html, pdf: _pdf, ...data } }) => ({ status: 'issued', about: 'proceeding', ...data }),
    AcknowledgementIssued: (_, { data: { html: _html, pdf: _pdf, ...data } }) => ({
      status: 'issued',
      about: 'report',
      kind: 'acknowledgement',
      ...data,
    }),
  },
  audiences: {
    // Its query judges the caller by the proceeding or the report.
    of: (state): readonly LetterAudience[] => {
      if (state.status === 'absent') return [];
      return state.about === 'proceeding' ? keeping : [...dealing, 'sender'];
    },
    shows: {
      LetterIssued: { '*': [...keeping, 'prosecutor'], prose: keeping, ...hashes(keeping) },
      // A hash lets whoever can guess the text know that they guessed right: the letter names the sender.
      AcknowledgementIssued: { '*': [...dealing, 'sender'], prose: ['sender'], ...hashes(['sender']), knows: ['auditor'] },
    },
  },
};
