import type { AnyEventType, NewEvent } from '../../src/platform/events/event.js';
import { seal } from '../../src/platform/sealing/sealed.js';
import { now, today } from './given.js';

interface Shape {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly 'x-sealed'?: boolean;
}

/** The text that is planted in a field of an event. It names the field, so that whoever is shown it betrays itself. */
export const plantedIn = (type: string, field: string): string => `‹planted ${type}.${field}›`;
/** The fields whose planted texts stand in an answer: `Type.field`. */
export const plantsIn = (answer: string): ReadonlySet<string> => new Set([...answer.matchAll(/‹planted ([\w.]+)›/g)].map(([, of]) => of!));

const holdsText = (shape: Shape): boolean => JSON.stringify(shape).includes('x-sealed');

function sample(shape: Shape, text: string, ids: (field: string) => string, field: string): unknown {
  if (shape['x-sealed']) return seal(text);
  if (shape.anyOf) {
    const [first] = [...shape.anyOf].sort((a, b) => Number(holdsText(b)) - Number(holdsText(a)));
    return sample(first!, text, ids, field);
  }
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  if (shape.properties) {
    const entries = Object.entries(shape.properties);
    return Object.fromEntries(entries.map(([name, inner]) => [name, sample(inner, text, ids, name)]));
  }
  if (shape.type === 'array') return [sample(shape.items!, text, ids, field)];
  if (shape.type === 'boolean') return false;
  if (shape.type === 'integer') return shape.minimum ?? 0;
  if (shape.format === 'uuid') return ids(field);
  if (shape.format === 'date') return today;
  if (shape.pattern?.includes('T')) return now;
  if (shape.pattern?.includes('64')) return 'a'.repeat(64);
  return 'some';
}

/**
 * An event of the type with every field given: each text is planted, and `ids` gives an id by the
 * name of its field. `more` overrides fields.
 */
export function plantedEvent(type: AnyEventType, ids: (field: string) => string, more: object = {}): NewEvent {
  const properties = (type.shape as unknown as Shape).properties ?? {};
  const data = Object.fromEntries(
    Object.entries(properties).map(([field, shape]) => [field, sample(shape, plantedIn(type.type, field), ids, field)]),
  );
  return { type: type.type, data: { ...data, ...more } } as NewEvent;
}

/** The fields of an event that hold texts. */
export const textsOf = (type: AnyEventType): string[] =>
  Object.entries((type.shape as unknown as Shape).properties ?? {}).flatMap(([field, shape]) => (holdsText(shape) ? [field] : []));
