import type { Type } from '@nestjs/common';
import { admit, anyone, type Grant } from '../access/access.js';
import { streamName } from '../events/envelope.js';
import type { AnyStream, StateOf } from '../events/stream.js';
import type { Claim } from '../refusals/claims.js';
import { platformRefusals, type Refusal, type RefusalTable } from '../refusals/refuse.js';
import { type Action, AsOfQuery, type OwedStep, type QueryReads, streamQuery, type Thing } from './query-handler.js';

/** A field that must be given, or left out, as things stand now. */
export class FieldClaim {
  field!: string;
  /** Code of the refusal of a command that does not comply. */
  code!: string;
  /** The refusal in a sentence. */
  detail!: string;
  /** Fields that lift the claim if one of them is given. */
  unless!: string[];
  /** What the refusal would tell besides. */
  facts!: Record<string, unknown>;
}

/** Why a command would be refused now, whatever its fields say. */
export class Guard {
  code!: string;
  detail!: string;
  /** Id of the clause or house rule that forbids it. */
  citation!: string | null;
}

/** A command that the caller may give, or could give but for a guard. */
export class ActionShown {
  /** Name of the command. */
  command!: string;
  /** It is a POST to this path. Parts in braces are fields; `choices` may list their values. */
  path!: string;
  /** The office in which the caller would act. */
  as!: string;
  /** Whether no guard stands in the way. */
  open!: boolean;
  /** Null where it is open. */
  refusal!: Guard | null;
  /** When the step that it does is due; null where the caller owes no such step, or nothing limits it. */
  due!: string | null;
  /** It does the most urgent step that the caller owes here and can do now. */
  main!: boolean;
  needs!: FieldClaim[];
  leaves!: FieldClaim[];
  /** The values that a field may have, by the field's path. */
  choices!: Record<string, unknown[]>;
}

/** What the caller may do. */
export class ActionsShown {
  /** For the If-Match of a command that is decided on this answer; null where it is of no one thing. */
  etag!: string | null;
  /** The moment of the answer: a token for this caller. */
  moment!: string;
  /** Sorted by command; empty for a past moment. One at most is `main`. */
  items!: ActionShown[];
}

/** What a handler answers; the edge adds the ETag and the moment. */
export type Actions = Pick<ActionsShown, 'items'>;

/** A query for what the caller may do. */
export abstract class ActionsQuery extends AsOfQuery<Actions> {}

const claim =
  (refuses: RefusalTable) =>
  ({ field, code, unless = [], facts = {} }: Claim): FieldClaim => ({
    ...{ field, code, detail: refuses[code]?.says ?? '', unless: [...unless], facts: { ...facts } },
  });

const guard = ({ code, terms }: Refusal): Guard => ({ code, detail: terms.says, citation: terms.cites ?? null });

/** `/api/cases/:caseId/findings` with the values of these fields, and braces around the other parameters. */
export const pathOf = (path: string, fields: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => fields[name] ?? `{${name}}`);

/** The steps that the caller owes, the most urgent first. */
type Owed = readonly Pick<OwedStep, 'command' | 'dueAt'>[];

const shown = (thing: Partial<Thing>, { command, path, as, refusal, asks, refuses }: Action, owed: Owed, main?: string): ActionShown => {
  return {
    command,
    path: pathOf(path, thing.field === undefined ? {} : { [thing.field]: thing.id ?? '' }),
    as,
    open: refusal === undefined,
    refusal: refusal ? guard(refusal) : null,
    due: owed.find((step) => step.command === command)?.dueAt ?? null,
    main: command === main,
    needs: (asks.needs ?? []).map(claim(refuses)),
    leaves: (asks.leaves ?? []).map(claim(refuses)),
    choices: Object.fromEntries(Object.entries(asks.choices ?? {}).map(([field, values]) => [field, [...values]])),
  };
};

/** The actions that start something. */
export const startingActions = async (reads: QueryReads): Promise<Actions> => ({
  items: reads.past ? [] : (await reads.actions.starting(reads.caller)).map((action) => shown({}, action, [])),
});

/**
 * Makes a Nest query handler for what the caller may do with one thing. A thing on which the caller
 * may do nothing is answered like one that is not there, unless a grant of `reads` lets them see it.
 * `field` names the thing in commands.
 */
export const actionsQuery = <Q extends ActionsQuery, S extends AnyStream>(
  query: Type<Q>,
  { stream, of, field, reads: seen }: { stream: S; of: (query: Q) => string; field?: string; reads: readonly Grant<StateOf<S>>[] },
) =>
  streamQuery(query, {
    stream,
    of,
    may: [anyone],
    impartial: { notNeeded: 'Each command is judged by itself.' },
    refuses: platformRefusals('resource.not-found'),
    async run(asked, _, reads, refuse): Promise<Actions> {
      if ((await reads.hiddenStreams()).has(streamName(stream.name, of(asked)))) return refuse('resource.not-found');
      const thing = { stream, id: of(asked), ...(field !== undefined && { field }) };
      const actions = await reads.actions.on(thing, reads.caller);
      if (actions.length === 0 && !admit(seen, reads.caller, await reads.current.state(stream, thing.id)))
        return refuse('resource.not-found');
      if (reads.past) return { items: [] };
      const owed = await reads.tasks.of(thing);
      const main = owed.find(({ command }) => actions.some((action) => action.command === command && !action.refusal))?.command;
      return { items: actions.map((action) => shown(thing, action, owed, main)) };
    },
  });
