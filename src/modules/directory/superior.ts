import type { Day } from '../../platform/ground/clock.js';
import { departmentOf, holdsOn, type PersonState, trackOn } from './person.js';

/**
 * Offices that Council may fill itself. Such holders answer to Council and not to the City Manager.
 */
const councilsOwn = ['City Attorney', 'City Clerk'] as const;

/**
 * Whether `a` is above `b` in the line of authority on a day. A City Manager, acting or not, is
 * above everyone except another City Manager, elected officials, and a City Attorney or City Clerk
 * whom Council appointed. A Director is above the people of that department who do not direct it
 * too. Council is no person and nobody's superior here, although a City Manager answers only to
 * Council.
 */
export function isSuperior(a: PersonState, b: PersonState, day: Day): boolean {
  if (a.status === 'absent' || b.status === 'absent' || a.id === b.id) return false;
  if (holdsOn(b, 'City Manager', day)) return false;
  if (holdsOn(a, 'City Manager', day)) {
    const track = trackOn(b, day);
    if (track === 'elected-official') return false;
    return !(track === 'appointed-by-council' && councilsOwn.some((office) => holdsOn(b, office, day)));
  }
  const department = departmentOf(b, day);
  return department !== undefined && holdsOn(a, 'Director', day, department) && !holdsOn(b, 'Director', day, department);
}
