import { IsOptional, IsUUID } from 'class-validator';
import { type Office, office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { HistoryLookedUp, type Purpose } from './history-lookup.js';

const historyLookupColumns = {
  person: text(),
  by: text(),
  office: text<Office>(),
  purpose: text<Purpose>(),
  note: orNull(text()),
  at: text(),
};
export type HistoryLookupRow = RowOf<typeof historyLookupColumns>;

/** Every recorded look-up of a disciplinary history. */
export const historyLookupList = view({
  name: 'look_up_list',
  version: 1,
  columns: historyLookupColumns,
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

/** One look-up of a person's disciplinary history. */
export class LookUp {
  /** Id of the event that recorded it. */
  id!: string;
  /** Person id of the history's owner. */
  @PersonRef() person!: string;
  /** Person id of the reader. */
  @PersonRef() by!: string;
  office!: Office;
  purpose!: Purpose;
  note!: string | null;
  /** ISO 8601. */
  at!: string;
}

/** History look-ups with reader, time and purpose; the latest first. */
export class ListLookUps extends PageQuery<LookUp> {
  /** Person id of the history's owner. */
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
      // A look-up by another person would reveal to the caller a case that they may not see.
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
