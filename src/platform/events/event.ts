import { Object as ObjectSchema, type Static, type TObject, type TProperties } from 'typebox';
import { Compile } from 'typebox/compile';
import type { StoredRecord } from './envelope.js';

/** Who may ever see an event's data. Access, masking, redaction and disposal follow from it. */
export type Privacy = 'public' | 'internal' | 'personnel' | 'restricted';

/** What a decision produces. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /**
   * Time at which it took effect in the world (ISO 8601), where that is not the time of recording.
   */
  readonly effectiveAt?: string;
}

/** The form that folds and views receive: data in today's shape, sealed fields still sealed. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends StoredRecord {
  readonly type: Type;
  readonly data: Data;
}

export interface EventOptions<Data> {
  /** The record that the event's sealed fields belong to; the event's own stream unless given. */
  readonly record?: (data: Data) => string;
  /** From each older schema to the one after it, for example `{ 1: (v1) => v2 }`. */
  readonly upcast?: Readonly<Record<number, (older: never) => unknown>>;
  /**
   * The actor's identity is as secret as a restricted event's data, for example the author of a
   * report.
   */
  readonly hidesActor?: boolean;
}

export interface EventType<Type extends string, Props extends TProperties> {
  (data: Static<TObject<Props>>, effectiveAt?: string): NewEvent<Type, Static<TObject<Props>>>;
  readonly type: Type;
  readonly schema: number;
  readonly privacy: Privacy;
  readonly shape: TObject<Props>;
  /** True where some field of the data is sealed. */
  readonly sealed: boolean;
  readonly options: EventOptions<Static<TObject<Props>>>;
  /** The faults of the data, by field; empty where it fits. */
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

/** Some events of a table, by name: those of a stream that a view or a process folds. */
export const pick = <Table extends Readonly<Record<string, AnyEventType>>, Name extends keyof Table & string>(
  table: Table,
  ...names: readonly Name[]
): Pick<Table, Name> => Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>;
