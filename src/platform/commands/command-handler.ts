import { Inject, Injectable, type Type } from '@nestjs/common';
import { type Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Caller, Grant, Office } from '../access/access.js';
import type { Edition } from '../access/editions.js';
import type { Impartial } from '../access/parties.js';
import type { Position } from '../events/envelope.js';
import type { NewEvent } from '../events/event.js';
import type { AnyStream, EventsOf, PresentState, StateOf } from '../events/stream.js';
import type { Day } from '../ground/clock.js';
import type { Reads } from '../queries/query-handler.js';
import type { Asks } from '../refusals/claims.js';
import type { NamedCodes, PlainCodes, RefusalTable, Refuse } from '../refusals/refuse.js';

/** Carries out a command as its definition declares it. */
export abstract class CommandRunner {
  abstract run(definition: AnyCommandDefinition, command: object): Promise<Receipt>;
}

/** Everything that a decision may know besides the command and the state. */
export interface Context<Facts = unknown, Plain extends string = string, Named extends string = never> {
  /** The moment of the decision: ISO 8601, UTC, milliseconds. */
  readonly now: string;
  /** The same moment's day in the city's time zone. */
  readonly today: Day;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  readonly caller: Caller;
  /** The office in which the caller acts here. */
  readonly office: Office;
  /** Id of the stream decided on, without its kind. */
  readonly id: string;
  /** Id of the stream that the command is judged on; its own where `judgedOn` names no other. */
  readonly judgedId: string;
  /** An id for a new thing: the same for a repeat of the same command. */
  readonly newId: (name: string) => string;
  readonly facts: Facts;
  /** The value that each reservation of the command got, in the order of `reserves`. */
  readonly reserved: readonly string[];
  readonly refuse: Refuse<Plain, Named>;
}
/** The context of a decision that refuses with the codes of a table. */
export type ContextOf<Facts, R extends RefusalTable> = Context<Facts, PlainCodes<R>, NamedCodes<R>>;

/** What `opens` and `asks` may know besides the state. */
export type OpenContext<Known = unknown, Plain extends string = string, Named extends string = never> = Omit<
  Context<Known, Plain, Named>,
  'newId' | 'reserved'
>;
export type OpenContextOf<Known, R extends RefusalTable> = OpenContext<Known, PlainCodes<R>, NamedCodes<R>>;

/** The state on which a command is judged: present, unless the command may start its stream. */
export type StateFor<S extends AnyStream, New extends boolean> = New extends true ? StateOf<S> : PresentState<S>;

/** A value that nobody else may use, for example a department's name. */
export interface Reservation<Field extends string = string> {
  /** The command's field that holds it; null where no field does. */
  readonly field: Field | null;
  readonly kind: string;
  /** Compared as it is: normalize it first. */
  readonly value: string;
  /** Values of which the first free one is reserved where `value` is taken. */
  readonly alternatives?: readonly string[];
}

/**
 * A stream of another kind on whose state a command is judged, for example the case to which an
 * item of evidence belongs.
 */
export interface JudgedOn<C, J extends AnyStream> {
  readonly stream: J;
  readonly of: (command: C) => string;
}

/** The answer to a command. */
export interface Receipt {
  /** Id of the thing that the command was about or created. */
  readonly id: string;
  /** `kind-id` of the stream that was appended to. */
  readonly stream: string;
  /** The stream as the command left it, for the caller's audiences. */
  readonly edition: Edition;
  /** A position at which everything the command recorded can be read. */
  readonly position: Position;
  /** Views and processes that had not reached `position` when the answer was given. */
  readonly behind: readonly string[];
}

export interface CommandDefinition<
  C,
  S extends AnyStream,
  Facts,
  R extends RefusalTable,
  New extends boolean,
  J extends AnyStream = S,
  Known = unknown,
  Opened = StateFor<S, New>,
> {
  readonly stream: S;
  /** Which stream of that kind; a command that makes one derives it from `newId`. */
  readonly of: (command: C, newId: (name: string) => string) => string;
  /**
   * The command may start its stream: `decide` also gets the absent state. Without `creates`, an
   * absent stream is refused with resource.not-found.
   */
  readonly creates?: New;
  /**
   * Needs `creates`. The first command starts the stream and later ones extend it, as for a
   * register that grows.
   */
  readonly extends?: boolean;
  /**
   * Values that must be unique among all streams. Each is reserved before the decision. If others
   * hold one and its alternatives, the command is refused with `value.taken`.
   */
  readonly reserves?: (command: C) => readonly Reservation<keyof C & string>[];
  /**
   * One refusal of the command's own, given in place of `value.taken`. It names the holder's id as
   * `heldBy`, so use it only where every permitted caller may know the holder.
   */
  readonly taken?: RefusalTable;
  /**
   * The stream whose roles and walls decide on this command: `may` is judged on its state. If it is
   * absent or hidden from the caller, the command is refused with resource.not-found.
   */
  readonly judgedOn?: JudgedOn<C, J>;
  /**
   * Any one of these lets a caller in; the first that does names the office. All other callers get
   * the same refusal.
   */
  readonly may: readonly Grant<StateOf<J>>[];
  /**
   * Present where a person with a part in the matter may give the command. Asked only where the
   * stream on which it is judged has parties.
   */
  readonly impartial?: Impartial;
  /** Every refusal that `opens`, `asks` and `decide` can give. */
  readonly refuses: R;
  /**
   * Reads the facts on which `opens`, `asks` and `decide` rest, whatever the command's fields say.
   * `opens` and `asks` may tell the caller all of them, so it reads only what the caller may read.
   */
  readonly knows?: (state: StateFor<S, New>, reads: Reads, id: string) => Promise<Known>;
  /**
   * Pure: the guards that need no field. Returns the state, narrowed, or what it worked out, on
   * which `asks` and `decide` work. `always` where there is no such guard.
   */
  readonly opens: 'always' | ((state: StateFor<S, New>, context: OpenContextOf<Known, R>) => Opened);
  /**
   * Pure: the fields that must be given or left out as things stand now. The platform refuses a
   * command that does not comply, before `decide`.
   */
  readonly asks?: (opened: Opened, context: OpenContextOf<Known, R>) => Asks<keyof C & string, keyof R & string>;
  /**
   * Reads further facts from elsewhere, which depend on the command's fields. The decision writes the facts it relied on
   * into its event. Runs again when the decision is made anew on a later revision.
   */
  readonly gather?: (command: C, state: StateOf<S>, reads: Reads) => Promise<Facts>;
  /** Pure: the same command, state and context give the same events, at least one. */
  readonly decide: (command: C, opened: Opened, context: ContextOf<Known & Facts, R>) => EventsOf<S>[];
}

export type AnyCommandDefinition = Omit<
  // biome-ignore lint/suspicious/noExplicitAny: the widest definition
  CommandDefinition<any, AnyStream, any, RefusalTable, boolean, AnyStream>,
  'knows' | 'opens' | 'asks' | 'decide'
> & {
  // biome-ignore lint/suspicious/noExplicitAny: the widest definition
  readonly knows?: (state: any, reads: Reads, id: string) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the widest definition
  readonly opens: 'always' | ((state: any, context: any) => unknown);
  // biome-ignore lint/suspicious/noExplicitAny: the widest definition
  readonly asks?: (opened: any, context: any) => Asks;
  // biome-ignore lint/suspicious/noExplicitAny: the widest definition
  readonly decide: (command: any, state: any, context: any) => NewEvent[];
};
// biome-ignore lint/suspicious/noExplicitAny: the widest handler
export type AnyCommandHandler = Type<ICommandHandler<any>> & AnyCommandDefinition & { readonly command: Type<Command<Receipt>> };
export type CommandHandlerOf<
  C extends Command<Receipt>,
  S extends AnyStream,
  Facts,
  R extends RefusalTable,
  New extends boolean,
  J extends AnyStream = S,
  Known = unknown,
  Opened = StateFor<S, New>,
> = Type<ICommandHandler<C>> & CommandDefinition<C, S, Facts, R, New, J, Known, Opened> & { readonly command: Type<C> };

/** Makes a Nest command handler of a definition; the module lists it among its providers. */
export function commandHandler<
  C extends Command<Receipt>,
  S extends AnyStream,
  R extends RefusalTable,
  Facts = unknown,
  const New extends boolean = false,
  J extends AnyStream = S,
  Known = unknown,
  Opened = StateFor<S, New>,
>(
  command: Type<C>,
  definition: CommandDefinition<C, S, Facts, R, New, J, Known, Opened>,
): CommandHandlerOf<C, S, Facts, R, New, J, Known, Opened> {
  @Injectable()
  class Handler {
    constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}
    execute(given: C): Promise<Receipt> {
      return this.runner.run(Handler as unknown as AnyCommandDefinition, given);
    }
  }
  CommandHandler(command)(Handler);
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Object.assign(Handler, definition, { command }) as never;
}
