import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { DepartmentRef, PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery, type Row, type Rows } from '../../platform/queries/query-handler.js';
import { flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { type AssignableOffice, assignableOffices, calledOff, covers, OfficeAssigned, OfficeEnded, overlap, PersonLeft } from './person.js';

const officeHoldingColumns = {
  person: text(),
  office: text<AssignableOffice>(),
  department: orNull(text()),
  fromDay: text<Day>(),
  untilDay: orNull(text<Day>()),
  acting: flag(),
  replaces: orNull(text()),
};
export type OfficeHoldingRow = RowOf<typeof officeHoldingColumns>;

const span = ({ fromDay, untilDay }: Pick<OfficeHoldingRow, 'fromDay' | 'untilDay'>) => ({ from: fromDay, until: untilDay });

const endedOn = (row: OfficeHoldingRow | null, until: Day): OfficeHoldingRow | null => {
  const ended = row && { ...row, untilDay: until };
  return ended && calledOff(span(ended)) ? null : ended;
};

/**
 * Office holdings with their first and last days: one row for each assignment that was not
 * cancelled.
 */
export const officeHolding = view({
  name: 'office_holding',
  version: 1,
  columns: officeHoldingColumns,
  events: { OfficeAssigned, OfficeEnded, PersonLeft },
  keys: {
    OfficeAssigned: ({ data }) => [data.assignmentId],
    OfficeEnded: ({ data }) => [data.assignmentId],
    PersonLeft: ({ data }) => data.ends,
  },
  fold: {
    OfficeAssigned: (_, { data, stream }) => ({
      person: streamParts(stream).id,
      office: data.office as AssignableOffice,
      department: data.department,
      fromDay: data.from,
      untilDay: data.until,
      acting: data.acting,
      replaces: data.replaces,
    }),
    OfficeEnded: (row, { data }) => endedOn(row, data.until),
    PersonLeft: (row, { data }) => endedOn(row, data.on),
  },
  listings: [
    { by: [], order: 'fromDay' },
    { by: ['office'], order: 'fromDay' },
    { by: ['person'], order: 'fromDay' },
    { by: ['office', 'person'], order: 'fromDay' },
  ],
});

/**
 * Person ids of the holders of an office on the day, acting holders first; only of one department
 * if it is named.
 */
export async function holdersOn(
  rows: Pick<Rows<OfficeHoldingRow>, 'all'>,
  office: AssignableOffice,
  day: Day,
  department?: string,
): Promise<string[]> {
  const held = (await rows.all({ office })).filter((row) => covers(span(row), day) && (!department || row.department === department));
  return [...new Set(held.sort((a, b) => Number(b.acting) - Number(a.acting)).map(({ person }) => person))];
}

/** Other people's holdings that exclude another holder on those days. */
export const inTheWay = (
  rows: readonly Row<OfficeHoldingRow>[],
  wanted: { person: string; department: string | null; from: Day; until: Day | null },
): Row<OfficeHoldingRow> | undefined =>
  rows.find((row) => !row.acting && row.person !== wanted.person && row.department === wanted.department && overlap(span(row), wanted));

/** One assignment of an office to a person. Days are the first and the last. */
export class OfficeHolding {
  assignmentId!: string;
  @PersonRef() person!: string;
  office!: AssignableOffice;
  @DepartmentRef() department!: string | null;
  from!: Day;
  until!: Day | null;
  acting!: boolean;
  /** Person id of the person whom an acting holder replaces. */
  @PersonRef() replaces!: string | null;
  /** Whether it is in effect on the day that the answer shows. */
  inEffect!: boolean;
}

/** Office holdings, the earliest first. */
export class ListOfficeHoldings extends PageQuery<OfficeHolding> {
  @IsOptional() @IsIn(assignableOffices) office?: AssignableOffice;
  @IsOptional() @IsUUID() person?: string;
}

export const ListOfficeHoldingsHandler = listQuery<ListOfficeHoldings, Page<OfficeHolding>>(ListOfficeHoldings, {
  may: [anyone],
  views: [officeHolding],
  async run({ office, person, limit, cursor }, reads) {
    const day = dayIn(reads.timeZone, reads.moment);
    const page = await reads
      .rows(officeHolding)
      .page({ where: { ...(office && { office }), ...(person && { person }) }, order: 'fromDay', limit, cursor });
    return {
      next: page.next,
      items: page.items.map(({ key, fromDay, untilDay, ...row }) => ({
        assignmentId: key,
        person: row.person,
        office: row.office,
        department: row.department,
        from: fromDay,
        until: untilDay,
        acting: row.acting,
        replaces: row.replaces,
        inEffect: covers({ from: fromDay, until: untilDay }, day),
      })),
    };
  },
});
