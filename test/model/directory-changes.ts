import { AssignOffice } from '../../src/modules/directory/assign-office.js';
import { ChangeTrack } from '../../src/modules/directory/change-track.js';
import { type AssignableOffice, departmentOf, inServiceOn, officesOn, people } from '../../src/modules/directory/directory.public.js';
import { EndOffice } from '../../src/modules/directory/end-office.js';
import { RecordDeparture } from '../../src/modules/directory/record-departure.js';
import { RecordReturn } from '../../src/modules/directory/record-return.js';
import { TransferPerson } from '../../src/modules/directory/transfer-person.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import type { CastMember } from '../kit/city.js';
import type { CityModel } from './city-model.js';
import type { Dice } from './dice.js';
import type { Fields } from './scene.js';

const seats: readonly CastMember[] = ['City Manager', 'Communications Manager', 'City Attorney', 'City Clerk', 'HR'];
const tracks = ['permanent', 'probationary', 'collective-agreement', 'police', 'managerial'] as const;
const made = <C extends object>(type: new () => C, fields: Fields): object => Object.assign(new type(), fields);

/** What happens in the town beside its cases: people leave and return, change their track, department or office, and stand in for others. */
export async function life(
  town: CityModel,
  cast: ReadonlyMap<CastMember, string>,
  /** Whom cases are about: things happen to them above all. */
  subjects: readonly string[],
  dice: Dice,
): Promise<object | undefined> {
  const { today } = town;
  const all = await Promise.all([...cast].map(async ([who, id]) => ({ who, id, state: (await town.streams.folded(people, id)).state })));
  const here = all.filter(({ state }) => state.status !== 'absent' && state.status !== 'left' && inServiceOn(state, today));
  const departments = [...new Set(here.flatMap(({ state }) => departmentOf(state, today) ?? []))];
  const gone = dice.of(all.filter(({ state }) => state.status === 'left'));
  if (gone && dice.roll(3)) {
    const track = dice.of(tracks);
    return made(RecordReturn, { personId: gone.id, from: plusDays(today, 1), track, department: dice.of([...departments, null]) ?? null });
  }
  const holds = (office: AssignableOffice) => here.filter(({ state }) => officesOn(state, today).some((held) => held.office === office));
  const vacant = seats.find((seat) => holds(seat as AssignableOffice).length === 0);
  if (vacant && dice.roll(4)) {
    const own = here.find(({ who }) => who === vacant);
    if (own && dice.once(2)) return made(AssignOffice, { personId: own.id, office: vacant });
    return made(AssignOffice, { personId: dice.of(here)?.id, office: vacant, acting: true, until: plusDays(today, 5 + dice.roll(40)) });
  }
  const likely: readonly CastMember[] = ['Subject', 'Employee', 'Designee', 'Director', 'City Manager', 'HR', 'IT Director'];
  const subject = dice.roll(3) ? dice.of(subjects) : undefined;
  const someone = here.find(({ id }) => id === subject) ?? here.find(({ who }) => who === dice.of(likely)) ?? dice.of(here);
  if (!someone) return undefined;
  const personId = someone.id;
  switch (dice.roll(7)) {
    case 0:
      return made(RecordDeparture, { personId, on: today });
    case 1:
      return made(ChangeTrack, { personId, track: dice.of(tracks), from: today });
    case 2:
      return made(TransferPerson, { personId, department: dice.of([...departments, null]) ?? null, from: today });
    case 3: {
      const held = someone.state.status === 'absent' ? undefined : dice.of(someone.state.assignments);
      return held && made(EndOffice, { personId, assignmentId: held.assignmentId, until: plusDays(today, -1) });
    }
    case 4:
      return made(AssignOffice, { personId, office: 'Director', department: dice.of(departments) });
    default: {
      const office = dice.of(seats);
      const replaces = dice.of(holds(office as AssignableOffice))?.id;
      return made(AssignOffice, { personId, office, acting: true, replaces, until: plusDays(today, 3 + dice.roll(30)) });
    }
  }
}
