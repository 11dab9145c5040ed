import { IsOptional, IsUUID } from 'class-validator';
import { Column } from 'typeorm';
import { anyone, type Office, office } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { listQuery, type Page, PageQuery, type Row } from '../../platform/queries/query-handler.js';
import { type Fields, VersionedRow, view } from '../../platform/rows/view.js';
import {
  type AssignableOffice,
  assignmentsOn,
  type Dated,
  dated,
  departmentOf,
  inServiceOn,
  people,
  type Track,
  trackOn,
} from './person.js';

export class PersonRow extends VersionedRow {
  @Column('text') name!: string;
  @Column('text', { nullable: true }) title!: string | null;
  /** The department entered last, for the listing. */
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text') enteredAt!: string;
  /** JSON of Dated: what it says depends on the day that the answer shows. */
  @Column('text') dates!: string;
}

const changed = (row: Fields<PersonRow> | null, change: (before: Dated) => Partial<Dated>): Fields<PersonRow> | null => {
  if (!row) return null;
  const before = JSON.parse(row.dates) as Dated;
  const after: Dated = { ...before, ...change(before) };
  return { ...row, dates: JSON.stringify(after), department: after.departments.at(-1)?.department ?? null };
};

/** Everyone ever entered. */
export const personList = view({
  name: 'person_list',
  version: 2,
  row: PersonRow,
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

/** An office as it is held on the day shown. */
export class OfficeHeld {
  office!: AssignableOffice;
  /** Id of the department; null for an office of the whole city. */
  department!: string | null;
  acting!: boolean;
}

/** A person as of the day shown. */
export class Person {
  id!: string;
  name!: string;
  title!: string | null;
  /** Id of the department; null for none. */
  department!: string | null;
  inService!: boolean;
  offices!: OfficeHeld[];
  /** Employment track; null to those whom it does not concern. */
  track!: Track | null;
}

/** Who sees on which terms others serve. Everyone else in service comes in by `anyone` and does not. */
export const seeTracks = [office('HR'), office('City Manager'), office('City Attorney'), office('Auditor')];
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

const ofRow = ({ key, name, title, dates }: Row<PersonRow>) => ({ id: key, name, title, ...(JSON.parse(dates) as Dated) });

/** People of the city in the order they were entered, those who left included. */
export class ListPeople extends PageQuery<Person> {
  @IsOptional() @IsUUID() department?: string;
}

export const ListPeopleHandler = listQuery<ListPeople, Page<Person>>(ListPeople, {
  may: [...seeTracks, anyone],
  views: [personList],
  async run({ department, limit, cursor }, reads) {
    const day = dayIn(reads.timeZone, reads.moment);
    const viewer = { office: reads.office, person: reads.caller.person };
    const page = await reads.rows(personList).page({ where: department ? { department } : {}, order: 'enteredAt', limit, cursor });
    return { items: page.items.map((row) => personOn(ofRow(row), day, viewer)), next: page.next };
  },
});
