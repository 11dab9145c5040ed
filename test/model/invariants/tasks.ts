import { cases } from '../../../src/modules/cases/case.js';
import { caseList } from '../../../src/modules/cases/case-list.view.js';
import { GetTasksHandler, type TaskShown, type TasksShown } from '../../../src/modules/tasks/get-tasks.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { type Owner, ownersOf } from '../../../src/platform/tasks/task.js';
import { type CityModel, taskRows } from '../city-model.js';
import type { Walk } from '../random-walk.js';

/** The guards that others must clear before a step can be done. It stays on the desk of who owes it. */
const cleared = [
  'case.findings-missing',
  'case.no-allegations',
  'case.procedure-missing',
  'case.nobody-decides',
  'grievance.officer-hears',
  'grievance.own-decision',
  'proceeding.case-closed',
  'proceeding.case-rests',
  'report.sender-unreachable',
  'site.no-it-director',
];

/** Nobody judges a superior, and an outsider investigates only on the days of the engagement: then others must act first. */
const judged = ['investigate', 'determine', 'propose-discipline', 'decide-discipline', 'decide-grievance'];

const owedBy = async (city: CityModel, caller: Caller): Promise<TaskShown[]> => {
  const { groups } = (await city.ask(GetTasksHandler, { limit: 200 }, caller)) as TasksShown;
  return groups.filter(({ urgency }) => urgency !== 'waiting-on-others').flatMap(({ items }) => items);
};

/**
 * Each step that is owed stands on the desk of somebody, unless all who hold the office have a part in the
 * matter or answer to its subject. Each step on a desk can be done, or waits for something that is named. A case in which
 * something remains to be done has a step. Answers with the steps met, by name.
 */
export async function nothingIsForgotten(city: CityModel, walk: Walk): Promise<string[]> {
  const everyone = (
    await Promise.all([...walk.people.values(), walk.whistle, ...walk.outsiders].map((person) => city.callerOf(person)))
  ).filter((caller) => caller !== undefined);
  const desks = new Map<string, Set<Caller>>();
  const met: string[] = [];
  for (const caller of everyone)
    for (const { step, thing, waitsFor, path } of await owedBy(city, caller)) {
      const key = `${thing.kind}-${thing.id}/${step}`;
      desks.set(key, (desks.get(key) ?? new Set()).add(caller));
      if (waitsFor)
        expect({ step, code: waitsFor.code, known: cleared.includes(waitsFor.code) }).toEqual({ step, code: waitsFor.code, known: true });
      expect(path).not.toContain(':');
      met.push(`on a desk: ${step}`);
    }
  const rows = city.rowsOf(taskRows);
  for (const row of rows) {
    const { stream, step, owner } = row;
    const holders = everyone.filter((caller) => ownersOf(caller).includes(owner as Owner));
    if (desks.has(`${stream}/${step}`) || judged.includes(step)) continue;
    const apart = await Promise.all(holders.map((caller) => city.isApart(stream, caller)));
    const forgotten = holders.filter((_, at) => apart[at]).map(({ offices }) => offices.map(({ office }) => office).join());
    expect({ step, owner, dueAt: row.dueAt, forgotten, past: forgotten.length > 0 ? city.pastOf(stream) : [] }).toEqual({
      ...{ step, owner, dueAt: row.dueAt, forgotten: [], past: [] },
    });
  }
  const owing = new Set(rows.map(({ stream }) => stream));
  for (const { key, waitingOn, proceedings } of city.rowsOf(caseList)) {
    const streams = [`${cases.name}-${key}`, ...Object.keys(JSON.parse(proceedings)).map((id) => `proceeding-${id}`)];
    const owed = waitingOn === 'nobody' || streams.some((stream) => owing.has(stream));
    expect({ waitingOn, owed, past: owed ? [] : streams.flatMap((stream) => city.pastOf(stream)) }).toEqual({
      waitingOn,
      owed: true,
      past: [],
    });
  }
  return met;
}
