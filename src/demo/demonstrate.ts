import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Casebook } from '../casebook.js';
import { cases } from '../modules/cases/case.js';
import { defaultProcedure } from '../modules/cases/defaults.js';
import { SetChainOfAuthorities } from '../modules/cases/set-chain-of-authorities.js';
import { SetDeadlines } from '../modules/cases/set-deadlines.js';
import { SetLadder } from '../modules/cases/set-ladder.js';
import { AssignOffice } from '../modules/directory/assign-office.js';
import { EnterDepartment } from '../modules/directory/enter-department.js';
import { EnterPerson } from '../modules/directory/enter-person.js';
import { AcknowledgePolicy } from '../modules/policy/acknowledge-policy.js';
import { AdoptPolicyVersion } from '../modules/policy/adopt-policy-version.js';
import { resolution5716 } from '../modules/policy/kalispell.js';
import { systemCaller } from '../platform/access/access.js';
import { dayIn } from '../platform/clock.js';
import { withRequest } from '../platform/commands/context.js';
import { newId } from '../platform/ids.js';
import { demoCases } from './cases.js';
import { type Act, type CastMember, cast, departments } from './city.js';

interface DemoLogin {
  readonly name: string;
  readonly office: string;
  readonly login: string;
  readonly password: string;
  readonly token: string;
}

const loginsFile = (directory: string): string => join(directory, 'demo-logins.json');
/** Stands while the city is being set up: a city cut off half-way has nobody who could sign in. */
const unfinishedFile = (directory: string): string => join(directory, 'demo-unfinished');
const adopted = '2015-04-20';

/** The process ended while it set up the demonstration city. */
export class DemonstrationCutOff extends Error {
  constructor(directory: string) {
    super(`The demonstration city in ${directory} was cut off while it was being set up: remove that directory and start again.`);
    this.name = 'DemonstrationCutOff';
  }
}

/** Throws DemonstrationCutOff where the directory holds half a demonstration city. */
export function checkDemonstration(directory: string): void {
  if (existsSync(unfinishedFile(directory))) throw new DemonstrationCutOff(directory);
}

/** Sets up the demonstration city on an empty store: through commands, each judged as everyone's are. */
export async function demonstrate(casebook: Casebook, directory: string): Promise<void> {
  writeFileSync(unfinishedFile(directory), '', { mode: 0o600 });
  const people = new Map<CastMember, string>();
  const act: Act = async (who, command, fields) => {
    const caller = who === 'system' ? systemCaller : await casebook.callerOf(people.get(who) ?? '');
    if (!caller) throw new Error(`${who} is not in service`);
    return casebook.execute(withRequest(Object.assign(new command(), fields), { caller, correlationId: newId() }));
  };

  const departmentIds = new Map<string, string>();
  for (const name of departments) departmentIds.set(name, (await act('system', EnterDepartment, { name })).id);
  for (const [who, { name, title, department, track, office }] of Object.entries(cast) as [CastMember, (typeof cast)[CastMember]][]) {
    const departmentId = department && (departmentIds.get(department) ?? null);
    const { id } = await act('system', EnterPerson, { name, title, department: departmentId, track, from: adopted });
    people.set(who, id);
    if (office && office !== 'Designee')
      await act('system', AssignOffice, { personId: id, office, department: office === 'Director' ? departmentId : null, from: adopted });
  }
  const idOf = (who: CastMember): string => people.get(who) ?? '';
  await act('parks', AssignOffice, {
    personId: idOf('designee'),
    office: 'Designee',
    department: departmentIds.get('Parks and Recreation') ?? null,
  });

  await act('clerk', AdoptPolicyVersion, resolution5716);
  await act('clerk', SetChainOfAuthorities, defaultProcedure.chain(adopted) as never);
  await act('clerk', SetDeadlines, defaultProcedure.deadlines(adopted));
  for (const ladder of defaultProcedure.ladders(adopted)) await act('hr', SetLadder, ladder as never);
  for (const who of ['operator', 'ranger', 'designee'] as const)
    await act(who, AcknowledgePolicy, { personId: idOf(who), version: '5716' });

  const allegation = async (caseId: string): Promise<string> => {
    const { state } = await casebook.streams.folded(cases, caseId);
    return state.status === 'absent' ? '' : ([...state.allegations.keys()][0] ?? '');
  };
  await demoCases(act, { id: idOf, allegation }, dayIn(casebook.timeZone, casebook.clock.now()));
  await signUp(casebook, directory, idOf);
  rmSync(unfinishedFile(directory));
}

async function signUp(casebook: Casebook, directory: string, idOf: (who: CastMember) => string): Promise<void> {
  const logins: DemoLogin[] = [];
  for (const [who, { name, office, login }] of Object.entries(cast) as [CastMember, (typeof cast)[CastMember]][]) {
    const password = randomBytes(12).toString('base64url');
    await casebook.accounts.create(idOf(who), login, password);
    const { token } = await casebook.accounts.issueToken(idOf(who), 'demonstration', 365);
    logins.push({ name, office: office ?? 'Employee', login, password, token });
  }
  writeFileSync(loginsFile(directory), `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Prints the demonstration logins, where there are any, and three commands to try. */
export function showLogins(directory: string, address: string): void {
  let logins: DemoLogin[];
  try {
    logins = JSON.parse(readFileSync(loginsFile(directory), 'utf8')) as DemoLogin[];
  } catch {
    return;
  }
  const tokenOf = (office: string) => logins.find((login) => login.office === office)?.token ?? '';
  const rows = logins.map(
    ({ name, office, login, password }) => `  ${name.padEnd(18)} ${office.padEnd(24)} ${login.padEnd(16)} ${password}`,
  );
  const curl = (office: string, path: string) => `  curl -s -H 'Authorization: Bearer ${tokenOf(office)}' '${address}${path}'`;
  process.stdout.write(
    [
      '',
      `Demonstration logins (name, office, login, password; with tokens in ${loginsFile(directory)}):`,
      ...rows,
      '',
      'Try, as the City Manager, what needs a decision; as HR, the policy in force; as the auditor, the log:',
      curl('City Manager', '/api/cases?queue=needs-decision'),
      curl('HR', '/api/policy'),
      curl('Auditor', '/api/events?after=0&limit=5'),
      '',
      '',
    ].join('\n'),
  );
}
