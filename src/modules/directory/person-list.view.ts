import type { Office } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { DepartmentRef } from '../../platform/queries/names.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import {
  type AssignableOffice,
  assignmentsOn,
  type Dated,
  dated,
  departmentOf,
  inServiceOn,
  people,
  seeTracks,
  type Track,
  trackOn,
} from './person.js';

const personColumns = {
  name: text(),
  title: orNull(text()),
  /** The department of the last entry, for the list's filter. */
  department: orNull(text()),
  enteredAt: text(),
  /** JSON of Dated. Its meaning depends on the day that the answer shows. */
  dates: text(),
};
export type PersonRow = RowOf<typeof personColumns>;

const changed = (row: PersonRow | null, change: (before: Dated) => Partial<Dated>): PersonRow | null => {
  if (!row) return null;
  const before = JSON.parse(row.dates) as Dated;
  const after: Dated = { ...before, ...change(before) };
  return { ...row, dates: JSON.stringify(after), department: after.departments.at(-1)?.department ?? null };
};

/** All persons who were ever entered. */
export const personList = view({
  name: 'person_list',
  version: 2,
  columns: personColumns,
  events: people.events,
  fold: {
    PersonEntered: (_, { data, recordedAt }) => ({
      name: data.name,
      title: data.title,
      department: data.department,
      enteredAt: recordedAt,
      dates: JSON.stringify(dated.PersonEntered(data)),
    }),
    PersonRenamed: (row, { data }) => row && { ...row, name: data.name, title: data.title },
    EmploymentTrackChanged: (row, { data }) => changed(row, (before) => dated.EmploymentTrackChanged(before, data)),
    PersonTransferred: (row, { data }) => changed(row, (before) => dated.PersonTransferred(before, data)),
    OfficeAssigned: (row, { data }) => changed(row, (before) => dated.OfficeAssigned(before, data)),
    OfficeEnded: (row, { data }) => changed(row, (before) => dated.OfficeEnded(before, data)),
    PersonLeft: (row, { data }) => changed(row, (before) => dated.PersonLeft(before, data)),
    PersonReturned: (row, { data }) => changed(row, (before) => dated.PersonReturned(before, data)),
  },
  listings: [
    { by: [], order: 'enteredAt' },
    { by: ['department'], order: 'enteredAt' },
  ],
});

/** An office held on the day shown. */
export class OfficeHeld {
  office!: AssignableOffice;
  /** Id of the department; null for an office of the whole city. */
  @DepartmentRef() department!: string | null;
  acting!: boolean;
}

/** A person as of the day shown. */
export class Person {
  id!: string;
  name!: string;
  title!: string | null;
  /** Id of the department; null for none. */
  @DepartmentRef() department!: string | null;
  inService!: boolean;
  offices!: OfficeHeld[];
  /** Employment track; null for readers whom it does not concern. */
  track!: Track | null;
}

const seesTracks = (acts: Office): boolean => seeTracks.some((grant) => grant.office === acts);

export const personOn = (
  person: { id: string; name: string; title: string | null } & Dated,
  day: Day,
  viewer: { office: Office; person: string },
): Person => ({
  id: person.id,
  name: person.name,
  title: person.title,
  department: departmentOf(person, day) ?? null,
  inService: inServiceOn(person, day),
  offices: assignmentsOn(person, day).map(({ office, department, acting }) => ({ office, department, acting })),
  track: seesTracks(viewer.office) || viewer.person === person.id ? (trackOn(person, day) ?? null) : null,
});
