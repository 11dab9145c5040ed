import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { DepartmentRef, PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { type AssignableOffice, people, seeTracks, type Track } from './person.js';
import { Person, personOn } from './person-list.view.js';

/** An assignment with its dates. */
export class AssignmentOfPerson {
  assignmentId!: string;
  office!: AssignableOffice;
  @DepartmentRef() department!: string | null;
  from!: Day;
  until!: Day | null;
  acting!: boolean;
  @PersonRef() replaces!: string | null;
  @PersonRef() approvedBy!: string | null;
}

export class SpanOfService {
  from!: Day;
  until!: Day | null;
}

export class TrackFrom {
  track!: Track;
  from!: Day;
}

export class DepartmentFrom {
  @DepartmentRef() department!: string | null;
  from!: Day;
}

/**
 * A person with all dated entries. Days are the first and the last; an assignment that ends before
 * it begins was cancelled.
 */
export class PersonInFull extends Person {
  assignments!: AssignmentOfPerson[];
  departments!: DepartmentFrom[];
  /** Null for readers whom it does not concern. */
  services!: SpanOfService[] | null;
  /** Null for readers whom it does not concern. */
  tracks!: TrackFrom[] | null;
}

/** One person. */
export class GetPerson extends AsOfQuery<PersonInFull> {
  @IsUUID() personId!: string;
}

export const GetPersonHandler = streamQuery<GetPerson, typeof people, PersonInFull>(GetPerson, {
  stream: people,
  of: ({ personId }) => personId,
  may: [...seeTracks, anyone],
  async run(_, state, reads) {
    const person = personOn(state, dayIn(reads.timeZone, reads.moment), { office: reads.office, person: reads.caller.person });
    const concerned = person.track !== null;
    return {
      ...person,
      assignments: [...state.assignments],
      departments: [...state.departments],
      services: concerned ? [...state.services] : null,
      tracks: concerned ? [...state.tracks] : null,
    };
  },
});
