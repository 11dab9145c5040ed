import { Column } from 'typeorm';
import { office } from '../access/access.js';
import { list, type Page, PageQuery, type Row } from '../views/read.js';
import { VersionedRow, view } from '../views/view.js';
import { workEvents } from './work.js';

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
    WorkParked: (_, { data, recordedAt }) => ({ process: data.process, about: data.key, reason: data.reason, attempts: data.attempts, since: recordedAt }),
    WorkReleased: () => null,
  },
  listings: [{ by: [], order: 'since' }],
});

/** Parked work, longest waiting first. */
export class ListParkedWork extends PageQuery<Row<ParkedRow>> {}

export const ListParkedWorkHandler = list(ListParkedWork, {
  may: [office('IT Director'), office('City Manager'), office('Auditor')],
  views: [parkedWork],
  run: ({ limit, cursor }, reads): Promise<Page<Row<ParkedRow>>> => reads.rows(parkedWork).page({ order: 'since', limit, cursor }),
});
