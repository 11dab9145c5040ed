import { Object as ObjectSchema, type Static, type TObject, type TProperties } from 'typebox';
import { Compile } from 'typebox/compile';
import type { StoredRecord } from './envelope.js';

/** Who may ever see an event's data; access, masking, redaction and disposal read it. */
export type Privacy = 'public' | 'internal' | 'personnel' | 'restricted';

/** What a decision produces. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /** ISO 8601; when it took effect in the world, where that is not the moment it was recorded. */
  readonly effectiveAt?: string;
}

/** What folds and views get: today's shape of the data, sealed fields still sealed. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends StoredRecord {
  readonly type: Type;
  readonly data: Data;
}

export interface EventOptions<Data> {
  /** Whose record the event's sealed fields belong to; the event's own stream unless said otherwise. */
  readonly record?: (data: Data) => string;
  /** From each older schema to the one after it, for example `{ 1: (v1) => v2 }`. */
  readonly upcast?: Readonly<Record<number, (older: never) => unknown>>;
  /** The doer's identity is as secret as a restricted event's data: a report's author. */
  readonly hidesActor?: boolean;
}

export interface EventType<Type extends string, Props extends TProperties> {
  (data: Static<TObject<Props>>, effectiveAt?: string): NewEvent<Type, Static<TObject<Props>>>;
  readonly type: Type;
  readonly schema: number;
  readonly privacy: Privacy;
  readonly shape: TObject<Props>;
  /** Some field of it is sealed. */
  readonly sealed: boolean;
  readonly options: EventOptions<Static<TObject<Props>>>;
  /** What is wrong with the data, by field; empty when it fits. */
  problems(data: unknown): string[];
  check(data: unknown): boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the widest event type
export type AnyEventType = EventType<any, any>;
export type DataOf<E> = E extends EventType<string, infer P> ? Static<TObject<P>> : never;

/**
 * Declares an event once: its name, schema version, privacy and the shape that is checked on write and on read.
 * Changing the shape means raising `schema` and adding an upcast from the one before.
 */
export function event<const Type extends string, Props extends TProperties>(
  type: Type,
  schema: number,
  privacy: Privacy,
  props: Props,
  options: EventOptions<Static<TObject<Props>>> = {},
): EventType<Type, Props> {
  for (let older = 1; older < schema; older += 1)
    if (!options.upcast?.[older]) throw new TypeError(`${type}: schema ${schema} needs an upcast from ${older}`);
  const shape = ObjectSchema(props, { additionalProperties: false });
  const validator = Compile(shape);
  const make = (data: unknown, effectiveAt?: string) => ({ type, data, ...(effectiveAt && { effectiveAt }) });
  return Object.assign(make, {
    type,
    schema,
    privacy,
    shape,
    sealed: JSON.stringify(shape).includes('"x-sealed":true'),
    options,
    check: (data: unknown) => validator.Check(data),
    problems: (data: unknown) => [...validator.Errors(data)].map((error) => `${error.instancePath || '/'} ${error.message}`),
  }) as never;
}

/** Some events of a table, by name: what a view or a process folds of a stream. */
export const pick = <Table extends Readonly<Record<string, AnyEventType>>, Name extends keyof Table & string>(
  table: Table,
  ...names: readonly Name[]
): Pick<Table, Name> => Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>;
