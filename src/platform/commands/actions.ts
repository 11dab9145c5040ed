import type { Caller } from '../access/access.js';
import type { Standings } from '../access/parties.js';
import type { Streams } from '../events/streams.js';
import { type Clock, dayIn } from '../ground/clock.js';
import { newId } from '../ground/ids.js';
import type { Action, ActionReads, Reads, Thing } from '../queries/query-handler.js';
import { Refusal, refuseFrom } from '../refusals/refuse.js';
import type { AnyCommandDefinition } from './command-handler.js';
import { openedOn } from './decide.js';
import { judge } from './judge.js';

/** A command and the route that takes it. */
export interface ServedCommand {
  readonly definition: AnyCommandDefinition;
  readonly name: string;
  /** `/api/cases/:caseId/findings` */
  readonly path: string;
}

export interface ActionsOptions {
  readonly served: () => readonly ServedCommand[];
  readonly streams: Pick<Streams, 'folded'>;
  readonly standings: Pick<Standings, 'of'>;
  readonly reads: (caller: Caller) => Reads;
  readonly clock: Clock;
  readonly timeZone: string;
}

interface Target {
  readonly id: string;
  /** The stream that the command is judged on, if it is not its own. */
  readonly judgedOn?: string;
}

/** What the command is given to, as far as these fields say; undefined where it needs others. */
function targetOf({ of, judgedOn }: AnyCommandDefinition, fields: object): Target | undefined {
  try {
    const id: unknown = of(fields, newId);
    const judged: unknown = judgedOn?.of(fields);
    if (typeof id !== 'string' || (judgedOn && typeof judged !== 'string')) return undefined;
    return { id, ...(typeof judged === 'string' && { judgedOn: judged }) };
  } catch {
    return undefined;
  }
}

/**
 * Answers what a caller may do. It runs the very guards that the executor runs: `judge`, then
 * `opens`. A command that they refuse with access.not-permitted, resource.not-found or
 * resource.exists is not listed.
 */
export class Actions implements ActionReads {
  constructor(private readonly options: ActionsOptions) {}

  /** The commands on a thing, sorted by name. */
  async on({ stream, id, field }: Thing, caller: Caller): Promise<Action[]> {
    const fields = field === undefined ? {} : { [field]: id };
    return this.listed(caller, ({ definition, path }) => {
      const target = targetOf(definition, fields);
      if (!target) return undefined;
      const { judgedOn } = definition;
      const isAbout = judgedOn
        ? judgedOn.stream === stream && target.judgedOn === id
        : (definition.stream === stream && target.id === id) || (field !== undefined && path.includes(`/:${field}`));
      return isAbout ? target : undefined;
    });
  }

  /** The commands that name no existing thing, sorted by name. */
  async starting(caller: Caller): Promise<Action[]> {
    return this.listed(caller, ({ definition }) => (definition.judgedOn ? undefined : targetOf(definition, {})));
  }

  /** One command on the thing that these fields name; undefined where it would not be listed. */
  async one(command: string, fields: object, caller: Caller): Promise<Action | undefined> {
    const served = this.options.served().find(({ name }) => name === command);
    const target = served && targetOf(served.definition, fields);
    return served && target && this.action(served, target, caller);
  }

  private async listed(caller: Caller, target: (served: ServedCommand) => Target | undefined): Promise<Action[]> {
    const asked = this.options.served().map(async (served) => {
      const on = target(served);
      return on && this.action(served, on, caller);
    });
    const actions = (await Promise.all(asked)).filter((action) => action !== undefined);
    return actions.sort((a, b) => (a.command < b.command ? -1 : 1));
  }

  /** The command as this caller may give it to this target; undefined where it is not listed. */
  async action(served: ServedCommand, { id, judgedOn }: Target, caller: Caller): Promise<Action | undefined> {
    const { definition, name: command, path } = served;
    const { streams, standings, reads, timeZone } = this.options;
    const own = await streams.folded(definition.stream, id);
    const over = definition.judgedOn && judgedOn !== undefined ? await streams.folded(definition.judgedOn.stream, judgedOn) : undefined;
    try {
      const judged = { ...definition, stream: definition.judgedOn?.stream ?? definition.stream };
      const office = judge(definition, caller, own, over, await standings.of(judged, caller, over ?? own));
      const now = new Date(this.options.clock.now()).toISOString();
      const context = {
        ...{ now, today: dayIn(timeZone, now), timeZone, caller, office, id, judgedId: judgedOn ?? id },
        facts: await definition.knows?.(own.state, reads(caller), id),
        refuse: refuseFrom(definition.refuses),
      };
      const shown = { command, path, as: office, refuses: definition.refuses };
      try {
        const opened = openedOn(definition, own.state, context);
        return { ...shown, asks: definition.asks?.(opened, context) ?? {} };
      } catch (error) {
        if (!(error instanceof Refusal) || unlisted.has(error.code)) throw error;
        return { ...shown, refusal: error, asks: {} };
      }
    } catch (error) {
      if (error instanceof Refusal && unlisted.has(error.code)) return undefined;
      throw error;
    }
  }
}

const unlisted: ReadonlySet<string> = new Set(['access.not-permitted', 'resource.not-found', 'resource.exists']);
