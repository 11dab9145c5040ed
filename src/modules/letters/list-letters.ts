import { IsOptional, IsUUID } from 'class-validator';
import { anyone, publicly } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, listQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { reports } from '../reports/reports.public.js';
import { letterRefusals } from './letter.refusals.js';
import { type LetterSight, sightOfProceeding, sightOfReport } from './letter-access.js';
import type { LetterKind } from './letter-kinds.js';
import { type LetterRow, letterList } from './letter-list.view.js';

export class ListedLetter {
  id!: string;
  kind!: LetterKind;
  on!: Day;
  /** SHA-256 of the PDF, 64 hexadecimal digits; null where the caller does not read the content. */
  pdfSha256!: string | null;
}
/** Sorted by the day of issue. */
export class Letters {
  items!: ListedLetter[];
}

/**
 * The letters of a case or of a proceeding to its subjects that the caller may see. Give exactly
 * one of the two ids.
 */
export class ListLetters extends AsOfQuery<Letters> {
  @IsOptional() @IsUUID() caseId?: string;
  @IsOptional() @IsUUID() proceedingId?: string;
}

/** The acknowledgements of a report. */
export class ListReportLetters extends AsOfQuery<Letters> {
  @IsUUID() reportId!: string;
}

type Item = LetterRow & { readonly key: string };
const shown = (rows: readonly Item[], readsContent: (row: Item) => boolean): Letters => ({
  items: [...rows]
    .sort((a, b) => a.issuedOn.localeCompare(b.issuedOn) || a.key.localeCompare(b.key))
    .map((row) => ({ id: row.key, kind: row.kind, on: row.issuedOn, pdfSha256: readsContent(row) ? row.pdfSha256 : null })),
});

export const ListLettersHandler = listQuery(ListLetters, {
  may: [anyone],
  views: [letterList],
  refuses: letterRefusals('letter.scope-unclear'),
  async run({ caseId, proceedingId }, reads, refuse): Promise<Letters> {
    if ((caseId === undefined) === (proceedingId === undefined))
      return refuse('letter.scope-unclear', { fields: ['caseId', 'proceedingId'] });
    const rows = await reads.rows(letterList).all(caseId === undefined ? { proceedingId: proceedingId ?? null } : { caseId });
    // Letters to a report's sender are listed only with the report.
    const about = rows.flatMap((row) => (row.proceedingId === null ? [] : [{ row, proceeding: row.proceedingId }]));
    const sights = new Map<string | null, LetterSight>();
    for (const { proceeding } of about)
      if (!sights.has(proceeding)) sights.set(proceeding, await sightOfProceeding(proceeding, reads.current));
    return shown(
      about.filter(({ proceeding }) => sights.get(proceeding) !== 'nothing').map(({ row }) => row),
      ({ proceedingId }) => sights.get(proceedingId) === 'content',
    );
  },
});

export const ListReportLettersHandler = streamQuery(ListReportLetters, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone, publicly],
  views: [letterList],
  refuses: platformRefusals('resource.not-found'),
  async run({ reportId }, _, reads, refuse): Promise<Letters> {
    const sight = await sightOfReport(reportId, reads.current);
    if (sight === 'nothing') return refuse('resource.not-found');
    return shown(await reads.rows(letterList).all({ reportId }), () => sight === 'content');
  },
});
