import type { Casebook } from '../../src/casebook.js';
import { AssignOffice } from '../../src/modules/directory/assign-office.js';
import type { AssignableOffice, Track } from '../../src/modules/directory/directory.public.js';
import { EnterDepartment } from '../../src/modules/directory/enter-department.js';
import { EnterPerson } from '../../src/modules/directory/enter-person.js';
import { AdoptPolicyVersion } from '../../src/modules/policy/adopt-policy-version.js';
import { resolution5716 } from '../../src/modules/policy/kalispell.js';
import { defaultProcedure } from '../../src/modules/procedure/procedure.defaults.js';
import { SetChainOfAuthorities } from '../../src/modules/procedure/set-chain-of-authorities.js';
import { SetDeadlines } from '../../src/modules/procedure/set-deadlines.js';
import { SetGrievanceSteps } from '../../src/modules/procedure/set-grievance-steps.js';
import { SetLadder } from '../../src/modules/procedure/set-ladder.js';
import { systemCaller } from '../../src/platform/access/access.js';
import { withRequest } from '../../src/platform/access/request.js';
import type { Receipt } from '../../src/platform/commands/command-handler.js';
import { newId } from '../../src/platform/ground/ids.js';

interface Member {
  readonly name: string;
  readonly track: Track;
  readonly department?: 'Parks' | 'Works';
  readonly office?: AssignableOffice;
}

/** One holder for each office, called by it, who holds no other; and some without one. Nobody of them exists. */
const cast = {
  'City Manager': { name: 'Greta Ashby', track: 'managerial', office: 'City Manager' },
  'Communications Manager': { name: 'Paul Verne', track: 'managerial', office: 'Communications Manager' },
  'IT Director': { name: 'Nadia Frost', track: 'managerial', office: 'IT Director' },
  'City Attorney': { name: 'Hugo Marsh', track: 'appointed-by-council', office: 'City Attorney' },
  'City Clerk': { name: 'Lena Orr', track: 'appointed-by-council', office: 'City Clerk' },
  HR: { name: 'Dov Salter', track: 'managerial', office: 'HR' },
  Director: { name: 'Iris Cole', track: 'managerial', department: 'Parks', office: 'Director' },
  Designee: { name: 'Milo Quint', track: 'permanent', department: 'Parks', office: 'Designee' },
  Auditor: { name: 'Vera Stone', track: 'contractor', office: 'Auditor' },
  Employee: { name: 'Abel Finch', track: 'permanent', department: 'Works' },
  'Director of Works': { name: 'Rosa Blum', track: 'managerial', department: 'Works', office: 'Director' },
  Reporter: { name: 'Kit Larkin', track: 'permanent', department: 'Works' },
  Subject: { name: 'Jonas Wray', track: 'permanent', department: 'Parks' },
} as const satisfies Record<string, Member>;
export type CastMember = keyof typeof cast;
export const members = Object.keys(cast) as CastMember[];
export const nameOf = (who: CastMember): string => cast[who].name;
/** Those who hold one office each and nothing else, and an employee without one. */
export const officeHolders = members.filter((who) => who !== 'Director of Works' && who !== 'Reporter' && who !== 'Subject');

/** Since when everyone is in service, and the policy and the procedure are in force. */
export const since = '2015-04-20';

export type People = ReadonlyMap<CastMember, string>;

/** Carries out a command as one of the city's people, with the offices of today, or as Casebook itself. */
export type Act = <C extends object>(who: CastMember | 'system', command: new () => C, fields: Partial<C>) => Promise<Receipt>;

/** Commands given in process. */
export const actingOn =
  (casebook: Casebook, people: People): Act =>
  async (who, command, fields) => {
    const caller = who === 'system' ? systemCaller : await casebook.callers.of(people.get(who) ?? '');
    if (!caller) throw new Error(`${who} is not in service`);
    return casebook.execute(withRequest(Object.assign(new command(), fields), { caller, correlationId: newId() }));
  };

/** Sets up a small city on an empty store through commands: departments, people, offices, the policy and the procedure. */
export async function setUpCity(casebook: Casebook): Promise<People> {
  const people = new Map<CastMember, string>();
  const act = actingOn(casebook, people);
  const departments = new Map<string, string>();
  for (const name of ['Parks', 'Works']) departments.set(name, (await act('system', EnterDepartment, { name })).id);
  for (const who of members) {
    const { name, track, department, office }: Member = cast[who];
    const departmentId = departments.get(department ?? '') ?? null;
    const { id } = await act('system', EnterPerson, { name, track, department: departmentId, from: since });
    people.set(who, id);
    if (!office || office === 'Designee') continue;
    await act('system', AssignOffice, { personId: id, office, department: office === 'Director' ? departmentId : null, from: since });
  }
  const parks = departments.get('Parks') ?? null;
  await act('Director', AssignOffice, { personId: people.get('Designee') ?? '', office: 'Designee', department: parks });
  await act('City Clerk', AdoptPolicyVersion, resolution5716);
  await act('City Clerk', SetChainOfAuthorities, defaultProcedure.chain(since) as never);
  await act('City Clerk', SetDeadlines, defaultProcedure.deadlines(since));
  for (const ladder of defaultProcedure.ladders(since)) await act('HR', SetLadder, ladder as never);
  for (const one of defaultProcedure.grievances(since)) await act('HR', SetGrievanceSteps, one as never);
  return people;
}
