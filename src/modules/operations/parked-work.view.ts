import { Column } from 'typeorm';
import { office } from '../../platform/access/access.js';
import { workEvents } from '../../platform/processes/work.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { VersionedRow, view } from '../../platform/rows/view.js';

export class ParkedRow extends VersionedRow {
  /** Name of the process that gave up. */
  @Column('text') process!: string;
  /** What it was about: a case, a proceeding, a report. */
  @Column('text') about!: string;
  @Column('text') reason!: string;
  @Column('int') attempts!: number;
  /** ISO 8601. */
  @Column('text') since!: string;
}

/** Work that processes gave up on, until someone releases it. */
export const parkedWork = view({
  name: 'parked_work',
  version: 1,
  row: ParkedRow,
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
  /** For releasing it. */
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
