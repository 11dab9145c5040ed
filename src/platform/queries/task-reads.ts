import type { Caller } from '../access/access.js';
import { audiencesOf } from '../access/audiences.js';
import type { Standings } from '../access/parties.js';
import { streamName, streamParts } from '../events/envelope.js';
import type { Streams } from '../events/streams.js';
import { endOfDay } from '../ground/clock.js';
import { notDue } from '../rows/view.js';
import { type AnyTaskSource, ownersOf } from '../tasks/task.js';
import { owedIn, type TaskRow } from '../tasks/task-view.js';
import type { ActionReads, OwedStep, Reads, Rows, TaskReads, Thing } from './query-handler.js';

export interface TasksOptions {
  readonly sources: readonly AnyTaskSource[];
  /** Who asks; today's states of the streams. */
  readonly caller: Caller;
  readonly streams: Pick<Streams, 'folded'>;
  readonly standings: Pick<Standings, 'of'>;
  readonly actions: ActionReads;
  /** Rows and states of the moment shown. */
  readonly rows: Rows<TaskRow>;
  readonly state: Reads['state'];
  readonly timeZone: string;
}

/** A row's instant: a day ends at its end in the city. */
const instant = (text: string, timeZone: string): string | null => {
  if (text === notDue) return null;
  return text.length === 10 ? endOfDay(timeZone, text) : text;
};

/**
 * Reads what is owed. The rows say what was owed at the moment shown and by which office; today's
 * guards decide what of it a caller sees.
 */
export class Tasks implements TaskReads {
  constructor(private readonly options: TasksOptions) {}

  async owed() {
    const { caller, rows, actions } = this.options;
    const owners = [...ownersOf(caller), 'whoever may' as const];
    const found = (await Promise.all(owners.map((owner) => rows.all({ owner })))).flat();
    const seen = new Set<string>();
    const steps = await Promise.all(
      found.map(async (row) => {
        const owed = await this.step(row);
        const action = owed && (await actions.one(owed.command, owed.fields, caller));
        return action && { ...owed, action };
      }),
    );
    // Two offices of one person may owe the same step.
    return steps
      .filter((step) => step !== undefined)
      .filter(({ stream, step, fields }) => once(seen, `${stream}/${step}/${JSON.stringify(fields)}`));
  }

  async awaited(): Promise<OwedStep[]> {
    const { caller, rows } = this.options;
    const found = (await Promise.all(ownersOf(caller).map((watcher) => rows.all({ watcher })))).flat();
    const steps = await Promise.all(found.map(async (row) => ((await this.reads(row.stream)) ? this.step(row) : undefined)));
    return steps.filter((step) => step !== undefined);
  }

  async of({ stream, id }: Thing): Promise<OwedStep[]> {
    const { sources, caller, streams } = this.options;
    const mine: readonly string[] = [...ownersOf(caller), 'whoever may'];
    const { state } = await streams.folded(stream, id);
    const owed = owedIn(sources, stream, id, state).filter(({ owners }) => owners.some((owner) => mine.includes(owner)));
    const steps = await Promise.all(
      owed.map(({ step, fields, dueAt, owners }) =>
        this.step({
          ...{ stream: streamName(stream.name, id), step, fields: JSON.stringify(fields), dueAt: dueAt ?? notDue, since: '' },
          owner: owners.find((owner) => mine.includes(owner)) ?? 'whoever may',
        }),
      ),
    );
    return steps.filter((step) => step !== undefined).sort((a, b) => ((a.dueAt ?? notDue) < (b.dueAt ?? notDue) ? -1 : 1));
  }

  /** Whether the caller reads the stream today, and has no part in its matter. */
  private async reads(name: string): Promise<boolean> {
    const { caller, streams, standings, sources } = this.options;
    const { kind, id } = streamParts(name);
    const stream = sources.find((source) => source.stream.name === kind)?.stream;
    if (!stream) return false;
    const today = await streams.folded(stream, id);
    if (audiencesOf(stream, today.state, caller).length === 0) return false;
    return ((await standings.of({ stream }, caller, today)) ?? 'uninvolved') === 'uninvolved';
  }

  private async step(row: Omit<TaskRow, 'watcher'>): Promise<OwedStep | undefined> {
    const { sources, state, timeZone } = this.options;
    const source = sources.find((one) => one.stream.name === streamParts(row.stream).kind && row.step in one.steps);
    const declared = source?.steps[row.step];
    if (!source || !declared) return undefined;
    const { command, clause, right = false } = declared;
    const fields: Record<string, string> = JSON.parse(row.fields);
    const dueAt = row.dueAt === notDue && !right ? ((await source.due?.(fields, { state })) ?? null) : row.dueAt;
    return {
      ...{ stream: row.stream, step: row.step, command: command.name, clause, right, fields, owner: row.owner, since: row.since },
      dueAt: dueAt === null ? null : instant(dueAt, timeZone),
    };
  }
}

const once = (seen: Set<string>, key: string): boolean => !seen.has(key) && seen.add(key) !== undefined;
