import { IsOptional, IsUUID } from 'class-validator';
import { Column } from 'typeorm';
import { type Office, office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { VersionedRow, view } from '../../platform/rows/view.js';
import { HistoryLookedUp, type Purpose } from './history-lookup.js';

export class HistoryLookupRow extends VersionedRow {
  @Column('text') person!: string;
  @Column('text') by!: string;
  @Column('text') office!: Office;
  @Column('text') purpose!: Purpose;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text') at!: string;
}

/** Every recorded look at a disciplinary history. */
export const historyLookupList = view({
  name: 'look_up_list',
  version: 1,
  row: HistoryLookupRow,
  events: { HistoryLookedUp },
  keys: { HistoryLookedUp: ({ id }) => [id] },
  fold: {
    HistoryLookedUp: (_, { data, stream, actor, recordedAt }) => ({
      person: streamParts(stream).id,
      by: actor.person,
      office: actor.office as Office,
      purpose: data.purpose,
      note: data.note,
      at: recordedAt,
    }),
  },
  listings: [
    { by: [], order: 'at' },
    { by: ['person'], order: 'at' },
  ],
});

/** One look at a person's disciplinary history. */
export class LookUp {
  /** Id of the event that recorded it. */
  id!: string;
  /** Whose history. */
  person!: string;
  /** Who looked. */
  by!: string;
  office!: Office;
  purpose!: Purpose;
  note!: string | null;
  /** ISO 8601. */
  at!: string;
}

/** Who looked up whose disciplinary history, when and for what; the latest first. */
export class ListLookUps extends PageQuery<LookUp> {
  /** Whose history was looked up. */
  @IsOptional() @IsUUID() person?: string;
}

export const ListLookUpsHandler = listQuery<ListLookUps, Page<LookUp>>(ListLookUps, {
  may: [office('Auditor'), office('HR')],
  views: [historyLookupList],
  async run({ person, limit, cursor }, reads) {
    const { items, next } = await reads.rows(historyLookupList).page({
      where: person ? { person } : {},
      order: 'at',
      direction: 'DESC',
      limit,
      cursor,
      // A look by somebody else would tell its subject of a case that is not theirs to see.
      except: (row) => row.person === reads.caller.person && row.by !== reads.caller.person,
    });
    return {
      items: items.map(({ key, ...row }) => ({
        id: key,
        person: row.person,
        by: row.by,
        office: row.office,
        purpose: row.purpose,
        note: row.note,
        at: row.at,
      })),
      next,
    };
  },
});
