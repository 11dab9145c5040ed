import { isUtf8 } from 'node:buffer';
import { sealedPrefix } from '../sealing/sealed.js';
import { type FieldError, invalid, malformed } from './problems.js';

/** Deepest nesting of arrays and objects that a body may have. */
export const deepest = 32;

// A lone half of a surrogate pair has no UTF-8, and many programs end a text at U+0000.
const noText = /[\0\p{Cs}]/u;

const textError = (field: string): FieldError => ({
  field,
  rule: 'text',
  message: `${field} has U+0000 or half a surrogate pair in it, which is no text`,
});

/**
 * Throws Refusal: 400 for a shape that no route takes, 422 with the field for a string that is not
 * valid text.
 */
function check(value: unknown, field: string, depth: number): void {
  if (typeof value === 'string') {
    if (noText.test(value)) invalid([textError(field)]);
    // If such text were stored, the server would open it on its way out as if Casebook had sealed
    // it.
    if (value.includes(sealedPrefix))
      invalid([{ field, rule: 'text', message: `${field} has the mark of sealed text in it (${sealedPrefix})` }]);
  } else if (typeof value === 'object' && value !== null) {
    if (depth > deepest) malformed(`it is nested deeper than ${deepest} levels`);
    for (const key of Object.keys(value)) {
      // Names such as `__proto__`, `constructor` and `hasOwnProperty` would replace properties that
      // every object has.
      if (key in Object.prototype && !Array.isArray(value)) malformed(`no field may be called ${key}`);
      const inner = field ? `${field}.${key}` : key;
      if (noText.test(key)) invalid([textError(field || 'the body')]);
      check((value as Record<string, unknown>)[key], inner, depth + 1);
    }
  }
}

/** Refuses names and texts that no route takes, at any depth. */
export const checkValues = (values: object): void => check(values, '', 1);

/**
 * Reads a JSON body: an object in UTF-8, no deeper than `deepest`. An empty body is the empty
 * object.
 */
export function readJson(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) malformed('its body is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    // The parser's error would quote the body.
    malformed('its body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) malformed('its body is not a JSON object');
  checkValues(value as object);
  return value as Record<string, unknown>;
}
