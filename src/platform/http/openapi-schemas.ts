import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import { marksOf } from '../queries/names.js';
import type { RefKind } from '../queries/refs.js';

export type Json = Record<string, unknown>;
export type Operation = Json & { parameters?: Json[]; responses?: Record<string, Json> };

type Refinement = (constraints: readonly unknown[]) => Json;

/** JSON Schema for the house's own validation rules and the commonest ones of class-validator. */
const refinements: Readonly<Record<string, Refinement>> = {
  isDay: () => ({ type: 'string', format: 'date' }),
  isInstant: () => ({ type: 'string', format: 'date-time' }),
  isProse: ([max]) => ({ type: 'string', minLength: 1, maxLength: max }),
  isName: ([max]) => ({ type: 'string', minLength: 1, maxLength: max }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isIn: ([values]) => ({ enum: values }),
  isEnum: ([, values]) => ({ enum: values }),
  isInt: () => ({ type: 'integer' }),
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  min: ([least]) => ({ minimum: least }),
  max: ([most]) => ({ maximum: most }),
  minLength: ([least]) => ({ minLength: least }),
  maxLength: ([most]) => ({ maxLength: most }),
  matches: ([pattern]) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  arrayMinSize: ([least]) => ({ minItems: least }),
  arrayMaxSize: ([most]) => ({ maxItems: most }),
  arrayUnique: () => ({ uniqueItems: true }),
};

const typeOf = (designed: unknown): Json => {
  if (designed === String) return { type: 'string' };
  if (designed === Number) return { type: 'number' };
  if (designed === Boolean) return { type: 'boolean' };
  if (designed === Array) return { type: 'array', items: {} };
  return {};
};

const isNullable = ({ type }: Json): boolean => Array.isArray(type) && type.includes('null');
const orNull = ({ type, enum: values, ...refinement }: Json): Json => ({
  ...refinement,
  ...(type !== undefined && { type: [type, 'null'] }),
  ...(values !== undefined && { enum: [...(values as unknown[]), null] }),
});

export const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
const isNull = (choice: unknown): boolean => choice === null || (choice as Json).type === 'null';

/**
 * Corrects a schema of the plugin. Enumerations and alternatives are sorted by their text, null
 * last: the compiler lists them in the order in which it met them, and that changes when a file
 * moves. If the plugin says only "object", the type is `unknown`: any JSON.
 */
export function asMeant(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asMeant);
  if (typeof schema !== 'object' || schema === null) return schema;
  const meant = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const inner = asMeant(value);
      const isChoice = (key === 'enum' || key === 'anyOf' || key === 'oneOf') && Array.isArray(inner);
      return [
        key,
        isChoice ? inner.sort((a, b) => Number(isNull(a)) - Number(isNull(b)) || byText(JSON.stringify(a), JSON.stringify(b))) : inner,
      ];
    }),
  );
  const isUnknown = meant.type === 'object' && !['properties', 'additionalProperties', 'allOf'].some((key) => key in meant);
  if (isUnknown) delete meant.type;
  return meant;
}

/** The classes of the fields that `@ValidateNested` looks into, by field. */
function nestedIn(type: Type<object>): Map<string, Type<object>> {
  const nested = new Map<string, Type<object>>();
  for (const { type: kind, propertyName } of getMetadataStorage().getTargetValidationMetadatas(type, '', true, false)) {
    if (kind !== 'nestedValidation') continue;
    // The class of a field's value is known only from converting one; class-transformer offers no
    // other way.
    const [made] = (plainToInstance(type, { [propertyName]: [{}] }) as Record<string, object[]>)[propertyName] ?? [];
    if (made && made.constructor !== Object) nested.set(propertyName, made.constructor as Type<object>);
  }
  return nested;
}

/** The class and every class nested in its fields, at any depth. */
export function withNested(type: Type<object>, found = new Set<Type<object>>()): Set<Type<object>> {
  if (found.has(type)) return found;
  found.add(type);
  for (const inner of nestedIn(type).values()) withNested(inner, found);
  return found;
}

type Described = Type<unknown> & { _OPENAPI_METADATA_FACTORY?(): Record<string, { type?: string | (() => unknown) }> };

/**
 * The classes of a class's fields, its own and inherited, as the plugin recorded them; none where
 * the build ran without the plugin.
 */
function classesIn(type: Described): Described[] {
  const classes: Described[] = [];
  for (let level = type; typeof level?._OPENAPI_METADATA_FACTORY === 'function'; level = Object.getPrototypeOf(level))
    for (const { type: of } of Object.values(level._OPENAPI_METADATA_FACTORY()))
      classes.push(...([typeof of === 'function' ? of() : undefined].flat().filter((found) => typeof found === 'function') as Described[]));
  return classes;
}

/**
 * The classes of the document by their names. Throws a TypeError where two have the same name: one
 * schema would describe both.
 */
export function classesByName(types: Iterable<Type<unknown>>): ReadonlyMap<string, Type<unknown>> {
  const byName = new Map<string, Type<unknown>>();
  const check = (type: Type<unknown>): void => {
    const known = byName.get(type.name);
    if (known && known !== type) throw new TypeError(`Two classes of the API document are called ${type.name}`);
    if (known) return;
    byName.set(type.name, type);
    for (const inner of classesIn(type)) check(inner);
  };
  for (const type of types) check(type);
  return byName;
}

/** A class's schema in which the fields that hold ids of people or departments say so. */
export function withMarks(type: Type<unknown>, schema: Json): Json {
  const properties = { ...(schema.properties as Record<string, Json> | undefined) };
  for (const [field, kind] of marksOf(type)) {
    const property = properties[field];
    if (property) properties[field] = { ...property, [`x-${kind}-ref`]: true };
  }
  return Object.keys(properties).length > 0 ? { ...schema, properties } : schema;
}

/**
 * A class's schema with the facts of its validation: formats, bounds and required fields.
 * Descriptions, enums and nested types come from the document's own exploration of the class, which
 * knows more.
 */
export function refined(type: Type<object>, schema: Json | undefined): Json {
  const properties: Record<string, Json> = {};
  for (const [name, property] of Object.entries((schema?.properties as Record<string, Json> | undefined) ?? {}))
    properties[name] = { ...property };
  const optional = new Set<string>();
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  for (const rule of rules) {
    const name = rule.propertyName;
    properties[name] ??= typeOf(Reflect.getMetadata('design:type', type.prototype, name));
    // A field whose rules apply even when it is absent must be sent.
    if (rule.type === 'conditionalValidation' && !rule.constraints[0]({}, undefined)) optional.add(name);
    const refinement = refinements[rule.name ?? '']?.(rule.constraints ?? []);
    if (!refinement) continue;
    const property = properties[name];
    // A rule for each item narrows the items; a referenced schema is narrowed where it is declared.
    const items = (property.items ?? {}) as Json;
    if (rule.each) property.items = items;
    const target = rule.each ? items : property;
    if (!('$ref' in target) && !('allOf' in target)) Object.assign(target, isNullable(target) ? orNull(refinement) : refinement);
  }
  for (const [name, inner] of nestedIn(type)) {
    const reference = { $ref: getSchemaPath(inner) };
    const property = properties[name];
    if (property?.type === 'array') property.items = reference;
    else if (property && !('$ref' in property) && !('allOf' in property)) properties[name] = reference;
  }
  for (const [name, property] of Object.entries(properties)) if ('default' in property) optional.add(name);
  const required = Object.keys(properties).filter((name) => !optional.has(name) && rules.some((rule) => rule.propertyName === name));
  // The plugin wrongly marks a field with a default as required.
  const { required: _, ...rest } = schema ?? {};
  return { ...rest, type: 'object', properties, additionalProperties: false, ...(required.length > 0 && { required }) };
}

const fieldsWithRefs = (schema: Json | undefined, refs: readonly RefKind[]): [field: string, property: Json, example: string][] =>
  refs.flatMap(({ fields, example }) =>
    fields.flatMap((field) => {
      const property = (schema?.properties as Record<string, Json> | undefined)?.[field];
      return property ? [[field, property, example] as [string, Json, string]] : [];
    }),
  );

/** Whether a field of a request may hold a ref. */
export const hasRefs = (schema: Json | undefined, refs: readonly RefKind[]): boolean => fieldsWithRefs(schema, refs).length > 0;

/** A request's schema in which the fields that take an id take a ref too. */
export function withRefs(schema: Json, refs: readonly RefKind[]): Json {
  const changed = fieldsWithRefs(schema, refs).map(([field, { format: _, description, ...property }, example]) => {
    const takes = [description, `An id, or a ref as people say and type it: \`${example}\`.`].filter(Boolean).join(' ');
    return [field, { ...property, description: takes, examples: [example] }];
  });
  return { ...schema, properties: { ...(schema.properties as Record<string, Json>), ...Object.fromEntries(changed) } };
}
