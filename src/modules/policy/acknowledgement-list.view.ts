import { office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { type Manner, PolicyAcknowledged } from './acknowledgement.js';
import { IsVersionName } from './clause-input.js';

const acknowledgementColumns = {
  person: text(),
  version: text(),
  on: text<Day>(),
  manner: text<Manner>(),
};
export type AcknowledgementRow = RowOf<typeof acknowledgementColumns>;

/** One row for each person and version, with the first day on which the person acknowledged it. */
export const acknowledgementList = view({
  name: 'acknowledgement_list',
  version: 1,
  columns: acknowledgementColumns,
  events: { PolicyAcknowledged },
  keys: { PolicyAcknowledged: ({ data, stream }) => [`${streamParts(stream).id}:${data.version}`] },
  fold: {
    PolicyAcknowledged: (row, { data, stream }): AcknowledgementRow =>
      row && row.on <= data.on ? row : { person: streamParts(stream).id, version: data.version, on: data.on, manner: data.manner },
  },
  listings: [{ by: ['version'], order: 'on' }],
});

/** Who acknowledged a version, and when. */
export class VersionAcknowledgement {
  /** Person id. */
  @PersonRef() person!: string;
  on!: Day;
  /** Given by the signed-in person, or given on paper and entered by HR. */
  manner!: Manner;
}

/** All people who acknowledged a version, the earliest first. */
export class ListVersionAcknowledgements extends PageQuery<VersionAcknowledgement> {
  @IsVersionName() version!: string;
}

export const ListVersionAcknowledgementsHandler = listQuery<ListVersionAcknowledgements, Page<VersionAcknowledgement>>(
  ListVersionAcknowledgements,
  {
    may: [office('HR'), office('City Attorney'), office('City Manager'), office('Auditor')],
    views: [acknowledgementList],
    async run({ version, limit, cursor }, reads) {
      const { items, next } = await reads.rows(acknowledgementList).page({ where: { version }, order: 'on', limit, cursor });
      return { items: items.map(({ person, on, manner }) => ({ person, on, manner })), next };
    },
  },
);
