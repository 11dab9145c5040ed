import type { Type } from '@nestjs/common';
import type { Caller, Office } from '../access/access.js';
import type { StateReads } from '../access/parties.js';
import type { AnyStream, StateOf } from '../events/stream.js';

/**
 * Who owes a step: the holders of an office, a Director of one department, one person, or whoever the
 * command's own guards let in, where another stream says who that is.
 */
export type Owner = Office | `Director of ${string}` | `person ${string}` | 'whoever may';

export const person = (id: string): Owner => `person ${id}`;
export const directorOfDepartment = (department: string): Owner => `Director of ${department}`;

/** The owners that a caller is. */
export const ownersOf = ({ person: id, offices }: Caller): readonly Owner[] => [
  ...new Set<Owner>([
    person(id),
    ...offices.map(({ office }) => office),
    ...offices.flatMap(({ office, department }) => (office === 'Director' && department ? [directorOfDepartment(department)] : [])),
  ]),
];

/** A step that somebody owes, as a stream's state has it. */
export interface Task<Step extends string = string> {
  readonly step: Step;
  /** Any one of them does it. */
  readonly owners: readonly Owner[];
  /** The fields of the command that name the thing: at least the id of the stream. */
  readonly fields: Readonly<Record<string, string>>;
  /** ISO 8601 instant, or the last day in the city; null where nothing limits it. */
  readonly dueAt: string | null;
  /** Who waits for it, besides those who owe it. */
  readonly watcher?: Owner;
}

export interface TaskStep {
  /** The command that does it. */
  readonly command: Type;
  /** Id of the clause that asks for it; null where no clause does. */
  readonly clause: string | null;
  /** It is a right, which ends when its time does: nobody is late with it. */
  readonly right?: true;
}

/** The steps that follow from the state of one kind of stream. */
export interface TaskSource<S extends AnyStream = AnyStream, Step extends string = string> {
  readonly stream: S;
  /** Raise it with every change of what `of` gives. */
  readonly version: number;
  readonly steps: Readonly<Record<Step, TaskStep>>;
  /** Pure: the steps that are owed in this state. */
  readonly of: (state: StateOf<S>, id: string) => readonly Task<Step>[];
  /** When a step without a time of its own is due, where another stream says so. */
  readonly due?: (fields: Readonly<Record<string, string>>, reads: StateReads) => Promise<string | null>;
}

// biome-ignore lint/suspicious/noExplicitAny: each source knows its own state
export type AnyTaskSource = TaskSource<any, any>;

/** Infers the state and the steps. */
export const tasksOf = <S extends AnyStream, const Step extends string>(source: TaskSource<S, Step>): TaskSource<S, Step> => source;
