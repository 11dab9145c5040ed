import type { Type } from '@nestjs/common';
import { type AnyGrant, admit, type Caller } from '../access/access.js';
import type { Position } from '../events/envelope.js';
import type { AnyStream, StateOf } from '../events/stream.js';
import type { Streams } from '../events/streams.js';

/** What answers name by ids that a reader wants in words. */
export type NamedKind = 'person' | 'department';

/** Marked fields of classes of answers, each with what its ids name. */
const marks = new Map<object, Map<string, NamedKind>>();

const mark = (kind: NamedKind) => (): PropertyDecorator => (of, field) =>
  void marks.set(of.constructor, new Map(marks.get(of.constructor)).set(String(field), kind));

/**
 * A field of an answer that holds ids of people: a string, null or a list of strings. Where other
 * things share the field, their ids stay without names.
 */
export const PersonRef = mark('person');
/** A field of an answer that holds ids of departments. */
export const DepartmentRef = mark('department');

/** The marked fields of a class, inherited ones included. */
export function marksOf(type: Type<unknown>): ReadonlyMap<string, NamedKind> {
  const parent = Object.getPrototypeOf(type) as Type<unknown> | null;
  return new Map([...(parent ? marksOf(parent) : []), ...(marks.get(type) ?? [])]);
}

/** What is called by an id. Texts may be sealed. */
export interface Called {
  readonly name: string;
  /** Null where it has none. */
  readonly title: string | null;
}

/** How one kind of thing is named. */
export interface Naming {
  readonly kind: NamedKind;
  /** Who reads the names, judged on today's offices. */
  readonly may: readonly AnyGrant[];
  readonly stream: AnyStream;
  /** Undefined for an absent one. */
  readonly called: (state: never) => Called | undefined;
}

/** Declares how the things of a stream are named. */
export const naming = <S extends AnyStream>(
  kind: NamedKind,
  declared: { readonly stream: S; readonly may: readonly AnyGrant[]; readonly called: (state: StateOf<S>) => Called | undefined },
): Naming => ({ kind, ...declared });

/** The moment that an answer shows. */
export interface ShownMoment {
  readonly position: Position;
  /** True where the request named a past moment. */
  readonly past: boolean;
}

const anId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Names for the ids in answers. An answer is a plain object and does not know its class, so marked
 * fields are found by their names: a name that is marked in one class has the same meaning in all.
 */
export class Names {
  #kindOf: ReadonlyMap<string, NamedKind> | undefined;

  constructor(
    private readonly namings: readonly Naming[],
    private readonly streams: Pick<Streams, 'folded' | 'foldedAsOf'>,
  ) {}

  /**
   * What the ids in the marked fields of an answer are called at the moment that it shows, by id;
   * undefined for a caller who reads no names. An id that nothing has is left out.
   */
  async of(answer: unknown, caller: Caller, { position, past }: ShownMoment): Promise<Readonly<Record<string, Called>> | undefined> {
    const readable = this.namings.filter(({ may }) => admit(may, caller, undefined) !== undefined);
    if (readable.length === 0) return undefined;
    const found = this.idsIn(answer);
    const named = readable.flatMap(({ kind, stream, called }) =>
      [...(found.get(kind) ?? [])].map(async (id) => {
        const { state } = await (past ? this.streams.foldedAsOf(stream, id, position) : this.streams.folded(stream, id));
        return [id, called(state as never)] as const;
      }),
    );
    return Object.fromEntries((await Promise.all(named)).filter((entry): entry is [string, Called] => entry[1] !== undefined));
  }

  private idsIn(answer: unknown): ReadonlyMap<NamedKind, ReadonlySet<string>> {
    // At the first answer, all classes of answers are loaded.
    this.#kindOf ??= new Map([...marks.values()].flatMap((fields) => [...fields]));
    const kindOf = this.#kindOf;
    const found = new Map<NamedKind, Set<string>>();
    const look = (value: unknown, kind?: NamedKind): void => {
      if (typeof value === 'string') {
        if (kind && anId.test(value)) found.set(kind, (found.get(kind) ?? new Set()).add(value));
      } else if (Array.isArray(value)) for (const item of value) look(item, kind);
      else if (value !== null && typeof value === 'object')
        for (const [field, inner] of Object.entries(value)) look(inner, kindOf.get(field));
    };
    look(answer);
    return found;
  }
}
