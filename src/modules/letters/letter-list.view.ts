import { pick } from '../../platform/events/event.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { letterEvents } from './letter.js';
import type { LetterKind } from './letter-kinds.js';

const letterColumns = {
  kind: text<LetterKind>(),
  caseId: text(),
  proceedingId: orNull(text()),
  reportId: orNull(text()),
  /** `YYYY-MM-DD`. */
  issuedOn: text(),
  pdfSha256: text(),
};
export type LetterRow = RowOf<typeof letterColumns>;

/** One row for each issued letter. */
export const letterList = view({
  name: 'letter_list',
  version: 1,
  columns: letterColumns,
  events: pick(letterEvents, 'LetterIssued', 'AcknowledgementIssued'),
  fold: {
    LetterIssued: (_, { data: { kind, caseId, proceedingId, on, pdfSha256 } }): LetterRow => ({
      kind,
      caseId,
      proceedingId,
      reportId: null,
      issuedOn: on,
      pdfSha256,
    }),
    AcknowledgementIssued: (_, { data: { caseId, reportId, on, pdfSha256 } }): LetterRow => ({
      kind: 'acknowledgement',
      caseId,
      proceedingId: null,
      reportId,
      issuedOn: on,
      pdfSha256,
    }),
  },
  listings: [
    { by: ['caseId'], order: 'issuedOn' },
    { by: ['proceedingId'], order: 'issuedOn' },
    { by: ['reportId'], order: 'issuedOn' },
  ],
});
