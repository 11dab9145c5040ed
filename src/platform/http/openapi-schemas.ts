import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

export type Json = Record<string, unknown>;

type Refinement = (constraints: readonly unknown[]) => Json;

/** What rules of ours and the commonest of class-validator say of a field, in JSON Schema. */
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

/**
 * A class's schema with what its validation says added: formats and bounds, and which fields are required. Descriptions, enums and
 * nested types come from the document's own exploring of the class, which knows more.
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
    if (rule.type === 'conditionalValidation') optional.add(name);
    const refinement = refinements[rule.name ?? '']?.(rule.constraints ?? []);
    if (!refinement) continue;
    const property = properties[name];
    // A rule for each item narrows the items; a reference is narrowed where it is declared.
    const target = rule.each ? ((property.items ??= {}) as Json) : property;
    if (!('$ref' in target) && !('allOf' in target)) Object.assign(target, refinement);
  }
  const required = Object.keys(properties).filter((name) => !optional.has(name) && rules.some((rule) => rule.propertyName === name));
  return { ...schema, type: 'object', properties, required };
}
