import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { anyone, type Office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import { pathOf } from '../../platform/queries/actions-query.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, listQuery, type OwedStep } from '../../platform/queries/query-handler.js';

export const urgencies = ['very-overdue', 'overdue', 'due-soon', 'later', 'waiting-on-others'] as const;
export type Urgency = (typeof urgencies)[number];

const day = 86_400_000;
/** A step that is past due for longer than this is very overdue. */
const veryLateMs = 7 * day;
/** A step that falls due within this time is due soon. */
const soonMs = 3 * day;

/** What the step is about. */
export class TaskThing {
  /** `case`, `proceeding`, `report`, `interview`, `site` or `work` */
  kind!: string;
  id!: string;
}

/** Why the step cannot be done yet. */
export class TaskGuard {
  code!: string;
  detail!: string;
}

/** A step that the caller owes, or that somebody else owes and the caller waits for. */
export class TaskShown {
  /** `determine` */
  step!: string;
  thing!: TaskThing;
  /** Name of the command that does it. */
  command!: string;
  /** It is a POST to this path. Parts in braces are fields. Null where somebody else owes the step. */
  path!: string | null;
  /** The office in which the caller does it; null where somebody else owes the step. */
  as!: Office | null;
  /** The office that owes it; null where a person owes it, or the thing says who. */
  office!: string | null;
  /** Person id of the person who owes it; null where an office owes it. */
  @PersonRef() person!: string | null;
  /** When they came to owe it. */
  since!: string;
  /** Null where nothing limits it. */
  dueAt!: string | null;
  /** Id of the clause that asks for it; null where no clause does. */
  clause!: string | null;
  /** It is the caller’s right, not a duty. */
  right!: boolean;
  /** What stands in the way now; null where nothing does, and for a past moment. */
  waitsFor!: TaskGuard | null;
}

export class TaskGroup {
  urgency!: Urgency;
  /** Of all steps of the group. */
  count!: number;
  /** The most urgent first. */
  items!: TaskShown[];
}

/** What the caller owes, in the order of urgency, and what the caller waits for. */
export class TasksShown {
  groups!: TaskGroup[];
}

/** What the caller owes: the steps of their offices and their own. */
export class GetTasks extends AsOfQuery<TasksShown> {
  /** Most items in a group. */
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
}

/** Undefined where the time of a right is over. */
function urgencyOf({ dueAt, right }: OwedStep, moment: number): Urgency | undefined {
  if (dueAt === null) return 'later';
  const left = Date.parse(dueAt) - moment;
  if (left <= 0) return right ? undefined : left < -veryLateMs ? 'very-overdue' : 'overdue';
  return left <= soonMs ? 'due-soon' : 'later';
}

const byUrgency = (a: TaskShown, b: TaskShown): number => {
  const [first, second] = [a.dueAt ?? '9', b.dueAt ?? '9'];
  if (first !== second) return first < second ? -1 : 1;
  if (a.since !== b.since) return a.since < b.since ? -1 : 1;
  return `${a.thing.id}${a.step}${a.path}` < `${b.thing.id}${b.step}${b.path}` ? -1 : 1;
};

const named = ({ stream, step, fields }: OwedStep): string => `${stream}/${step}/${JSON.stringify(fields)}`;

const shown = ({ stream, step, command, owner, since, dueAt, clause, right }: OwedStep): TaskShown => {
  const person = owner.startsWith('person ');
  return {
    step,
    thing: streamParts(stream),
    command,
    path: null,
    as: null,
    office: person || owner === 'whoever may' ? null : (owner.split(' of ')[0] ?? null),
    person: person ? owner.slice('person '.length) : null,
    since,
    dueAt,
    clause,
    right,
    waitsFor: null,
  };
};

export const GetTasksHandler = listQuery(GetTasks, {
  may: [anyone],
  async run({ limit }, reads): Promise<TasksShown> {
    const [owed, awaited] = await Promise.all([reads.tasks.owed(), reads.tasks.awaited()]);
    const moment = Date.parse(reads.moment);
    const groups = new Map<Urgency, TaskShown[]>(urgencies.map((urgency) => [urgency, []]));
    for (const one of owed) {
      const urgency = urgencyOf(one, moment);
      const { path, as, refusal } = one.action;
      const waitsFor = refusal && !reads.past ? { code: refusal.code, detail: refusal.terms.says } : null;
      if (urgency) groups.get(urgency)?.push({ ...shown(one), path: pathOf(path, one.fields), as, waitsFor });
    }
    const mine = new Set(owed.map(named));
    for (const one of awaited) if (!mine.has(named(one)) && urgencyOf(one, moment)) groups.get('waiting-on-others')?.push(shown(one));
    return {
      groups: [...groups].map(([urgency, items]) => ({ urgency, count: items.length, items: items.sort(byUrgency).slice(0, limit) })),
    };
  },
});
