import { office } from '../../platform/access/access.js';
import { workEvents } from '../../platform/processes/work.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { type RowOf, text, whole } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';

const parkedColumns = {
  /** Name of the process that gave up. */
  process: text(),
  /** Key of the work within its process, such as the id of a case, a proceeding or a report. */
  about: text(),
  reason: text(),
  attempts: whole(),
  /** ISO 8601. */
  since: text(),
};
export type ParkedRow = RowOf<typeof parkedColumns>;

/** Work that processes gave up on and that nobody has released yet. */
export const parkedWork = view({
  name: 'parked_work',
  version: 1,
  columns: parkedColumns,
  events: workEvents,
  fold: {
    WorkParked: (_, { data, recordedAt }) => ({
      process: data.process,
      about: data.key,
      reason: data.reason,
      attempts: data.attempts,
      since: recordedAt,
    }),
    WorkReleased: () => null,
  },
  listings: [{ by: [], order: 'since' }],
});

/** A piece of work that a process gave up on. */
export class ParkedWork {
  /** The id that releases it. */
  id!: string;
  process!: string;
  about!: string;
  reason!: string;
  attempts!: number;
  since!: string;
}

/** Parked work, longest waiting first. */
export class ListParkedWork extends PageQuery<ParkedWork> {}

export const ListParkedWorkHandler = listQuery<ListParkedWork, Page<ParkedWork>>(ListParkedWork, {
  may: [office('IT Director'), office('City Manager'), office('Auditor')],
  views: [parkedWork],
  async run({ limit, cursor }, reads) {
    const { items, next } = await reads.rows(parkedWork).page({ order: 'since', limit, cursor });
    return { items: items.map(({ key, ...row }) => ({ id: key, ...row })), next };
  },
});
