import { Column } from 'typeorm';
import { pick } from '../../platform/events/event.js';
import { type Fields, VersionedRow, view } from '../../platform/rows/view.js';
import { letterEvents } from './letter.js';
import type { LetterKind } from './letter-kinds.js';

export class LetterRow extends VersionedRow {
  @Column('text') kind!: LetterKind;
  @Column('text') caseId!: string;
  @Column('text', { nullable: true }) proceedingId!: string | null;
  @Column('text', { nullable: true }) reportId!: string | null;
  /** `YYYY-MM-DD`. */
  @Column('text') issuedOn!: string;
  @Column('text') pdfSha256!: string;
}

/** One row for each issued letter. */
export const letterList = view({
  name: 'letter_list',
  version: 1,
  row: LetterRow,
  events: pick(letterEvents, 'LetterIssued', 'AcknowledgementIssued'),
  fold: {
    LetterIssued: (_, { data: { kind, caseId, proceedingId, on, pdfSha256 } }): Fields<LetterRow> => ({
      kind,
      caseId,
      proceedingId,
      reportId: null,
      issuedOn: on,
      pdfSha256,
    }),
    AcknowledgementIssued: (_, { data: { caseId, reportId, on, pdfSha256 } }): Fields<LetterRow> => ({
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
