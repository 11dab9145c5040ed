import { IsOptional, IsUUID } from 'class-validator';
import { Column } from 'typeorm';
import { anyone, publicly } from '../../platform/access/access.js';
import type { Day } from '../../platform/clock.js';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { AsOfQuery, detail, list } from '../../platform/views/read.js';
import { type Fields, VersionedRow, view } from '../../platform/views/view.js';
import { reports } from '../cases/cases.public.js';
import { letterEvents } from './letter.js';
import { letterRefusals } from './letter.refusals.js';
import { sightOfProceeding, sightOfReport } from './letter-access.js';
import type { LetterKind } from './letter-kinds.js';

const { LetterIssued, AcknowledgementIssued } = letterEvents;

export class LetterRow extends VersionedRow {
  @Column('text') kind!: LetterKind;
  @Column('text') caseId!: string;
  @Column('text', { nullable: true }) proceedingId!: string | null;
  @Column('text', { nullable: true }) reportId!: string | null;
  /** `YYYY-MM-DD`. */
  @Column('text') issuedOn!: string;
  @Column('text') pdfSha256!: string;
}

/** One row for each letter that was issued. */
export const letterList = view({
  name: 'letter_list',
  version: 1,
  row: LetterRow,
  events: { LetterIssued, AcknowledgementIssued },
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

export class ListedLetter {
  id!: string;
  kind!: LetterKind;
  on!: Day;
  /** SHA-256, 64 hexadecimal digits. */
  pdfSha256!: string;
}
/** By the day of their issue. */
export class Letters {
  items!: ListedLetter[];
}

/** The letters of a case or of a proceeding to its subjects, as far as the caller may see them; exactly one of the two is named. */
export class ListLetters extends AsOfQuery<Letters> {
  @IsOptional() @IsUUID() caseId?: string;
  @IsOptional() @IsUUID() proceedingId?: string;
}

/** The acknowledgements of a report. */
export class ListReportLetters extends AsOfQuery<Letters> {
  @IsUUID() reportId!: string;
}

type Item = Fields<LetterRow> & { readonly key: string };
const shown = (rows: readonly Item[]): Letters => ({
  items: [...rows]
    .sort((a, b) => a.issuedOn.localeCompare(b.issuedOn) || a.key.localeCompare(b.key))
    .map(({ key, kind, issuedOn, pdfSha256 }) => ({ id: key, kind, on: issuedOn, pdfSha256 })),
});

export const ListLettersHandler = list(ListLetters, {
  may: [anyone],
  views: [letterList],
  refuses: letterRefusals('letter.scope-unclear'),
  async run({ caseId, proceedingId }, reads, refuse): Promise<Letters> {
    if ((caseId === undefined) === (proceedingId === undefined)) return refuse('letter.scope-unclear');
    const rows = await reads.rows(letterList).all(caseId === undefined ? { proceedingId: proceedingId ?? null } : { caseId });
    // What a report's sender was written is listed with the report alone.
    const about = rows.flatMap((row) => (row.proceedingId === null ? [] : [{ row, proceeding: row.proceedingId }]));
    const sights = new Map<string, boolean>();
    for (const { proceeding } of about)
      if (!sights.has(proceeding)) sights.set(proceeding, (await sightOfProceeding(proceeding, reads.current)) !== 'nothing');
    return shown(about.flatMap(({ row, proceeding }) => (sights.get(proceeding) ? [row] : [])));
  },
});

export const ListReportLettersHandler = detail(ListReportLetters, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone, publicly],
  views: [letterList],
  refuses: platformRefusals('resource.not-found'),
  async run({ reportId }, _, reads, refuse): Promise<Letters> {
    if ((await sightOfReport(reportId, reads.current)) === 'nothing') return refuse('resource.not-found');
    return shown(await reads.rows(letterList).all({ reportId }));
  },
});
