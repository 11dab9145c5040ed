import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Casebook } from '../casebook.js';
import { cases } from '../modules/cases/cases.public.js';
import { AssignOffice, EnterDepartment, EnterPerson } from '../modules/directory/directory.public.js';
import { AcknowledgePolicy, AdoptPolicyVersion, resolution5716 } from '../modules/policy/policy.public.js';
import {
  defaultProcedure,
  defaultReportTerms,
  SetChainOfAuthorities,
  SetDeadlines,
  SetGrievanceSteps,
  SetHolidays,
  SetLadder,
  SetReportTerms,
} from '../modules/procedure/procedure.public.js';
import { systemCaller } from '../platform/access/access.js';
import { withRequest } from '../platform/access/request.js';
import { type Day, dayIn } from '../platform/ground/clock.js';
import { derivedId, newId } from '../platform/ground/ids.js';
import { Refusal } from '../platform/refusals/refuse.js';
import { demoCases } from './cases.js';
import { type ActAs, type CastMember, cast, demoDepartments } from './city.js';

interface DemoLogin {
  readonly name: string;
  readonly office: string;
  readonly login: string;
  readonly password: string;
  readonly token: string;
}

const loginsFile = (directory: string): string => join(directory, 'demo-logins.json');
/** This file exists while the city is being set up, and holds the day on which that began. */
const unfinishedFile = (directory: string): string => join(directory, 'demo-unfinished');
const adopted = '2015-04-20';
/** Milliseconds without progress that the views of an empty store may take. */
const listsTimeoutMs = 60_000;

/**
 * The demonstration's logins, which were shown on a screen, would be reachable from other machines.
 */
export class DemonstrationExposed extends Error {
  constructor(directory: string) {
    super(
      `${directory} holds the demonstration city, whose logins work on this machine alone: serve another CASEBOOK_DATA, or this one on loopback without NODE_ENV=production.`,
    );
    this.name = 'DemonstrationExposed';
  }
}

const commandIdOf = (step: number): string => derivedId('demonstration', String(step));

/** Throws DemonstrationExposed where the log begins with the demonstration's first command. */
export async function mustNotExpose(casebook: Casebook, directory: string): Promise<void> {
  // The reservation of the first department's name comes before the department.
  const first = await casebook.store.readAll(0, 2);
  if (first.some(({ commandId }) => commandId === commandIdOf(1))) throw new DemonstrationExposed(directory);
}

/**
 * Whether a start was cut off during the setup of the demonstration city. Another setup continues
 * from there.
 */
export const isCutOff = (directory: string): boolean => existsSync(unfinishedFile(directory));

/** The day on which the setup began: a repeat then gives exactly the same commands. */
function firstDay(directory: string, today: Day): Day {
  if (isCutOff(directory)) return readFileSync(unfinishedFile(directory), 'utf8') || today;
  writeFileSync(unfinishedFile(directory), today, { mode: 0o600 });
  return today;
}

/**
 * Sets up the demonstration city on an empty store, through commands that are judged like all
 * others. Their ids follow from their order, so that a repeat after a crash does only the missing
 * ones. Rejects with ViewsUnbuilt where a view that its commands read is not available.
 */
export async function demonstrate(casebook: Casebook, directory: string): Promise<void> {
  // On a slow machine, and on PostgreSQL, a node needs a moment until it has every view.
  await casebook.views.allBuilt(listsTimeoutMs);
  const today = firstDay(directory, dayIn(casebook.timeZone, casebook.clock.now()));
  let step = 0;
  const people = new Map<CastMember, string>();
  const act: ActAs = async (who, command, fields) => {
    const caller = who === 'system' ? systemCaller : await casebook.callers.of(people.get(who) ?? '');
    if (!caller) throw new Error(`${who} is not in service`);
    step += 1;
    const request = { caller, correlationId: newId(), commandId: commandIdOf(step) };
    return casebook.execute(withRequest(Object.assign(new command(), fields), request));
  };

  const departmentIds = new Map<string, string>();
  for (const name of demoDepartments) departmentIds.set(name, (await act('system', EnterDepartment, { name })).id);
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
  for (const one of defaultProcedure.grievances(adopted)) await act('hr', SetGrievanceSteps, one as never);
  const year = Number(today.slice(0, 4));
  // Due dates late in the year are in the next one.
  for (const one of [year, year + 1]) await act('clerk', SetHolidays, defaultProcedure.holidays(one) as never);
  await act('hr', SetReportTerms, { ...defaultReportTerms, effectiveFrom: adopted });
  for (const who of ['operator', 'ranger', 'designee'] as const)
    await act(who, AcknowledgePolicy, { personId: idOf(who), version: '5716' });

  const allegation = async (caseId: string): Promise<string> => {
    const { state } = await casebook.streams.folded(cases, caseId);
    return state.status === 'absent' ? '' : ([...state.allegations.keys()][0] ?? '');
  };
  await demoCases(act, { id: idOf, allegation }, today);
  await signUp(casebook, directory, idOf);
  rmSync(unfinishedFile(directory));
}

async function signUp(casebook: Casebook, directory: string, idOf: (who: CastMember) => string): Promise<void> {
  const logins: DemoLogin[] = [];
  for (const [who, { name, office, login }] of Object.entries(cast) as [CastMember, (typeof cast)[CastMember]][]) {
    const password = randomBytes(12).toString('base64url');
    await casebook.accounts.create(idOf(who), login, password).catch(async (error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'account.exists')) throw error;
      await casebook.accounts.setPassword(idOf(who), password);
    });
    const { token } = await casebook.accounts.issueToken(idOf(who), 'demonstration', 365);
    logins.push({ name, office: office ?? 'Employee', login, password, token });
  }
  writeFileSync(loginsFile(directory), `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
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
