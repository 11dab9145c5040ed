const deepest = 200;
const loneSurrogate = /\p{Surrogate}/u;

/** Whether UTF-8 can hold the text: it contains no lone half of a surrogate pair. */
export const wellFormed = (text: string): boolean => !loneSurrogate.test(text);

/**
 * The value as JSON that reads back as exactly the same value. Throws a TypeError, naming the field
 * below `name`, where JSON would change it.
 */
export function jsonText(value: unknown, name: string): string {
  const flaw = flawIn(value, 0);
  if (flaw !== undefined) throw new TypeError(`${name}${flaw}`);
  return JSON.stringify(value);
}

/**
 * `.path[0] is …`, or undefined. The path is built on the way back, so that sound data pays nothing
 * for it.
 */
function flawIn(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return wellFormed(value) ? undefined : ' holds half of a surrogate pair';
    case 'number':
      if (!Number.isFinite(value)) return ` is ${value}, which JSON has no number for`;
      return Object.is(value, -0) ? ' is -0, which JSON reads back as 0' : undefined;
    case 'boolean':
      return undefined;
    case 'object':
      return value === null ? undefined : flawInside(value, depth);
    default:
      return ` is ${typeof value === 'undefined' ? 'undefined; leave the field out or set it to null' : `a ${typeof value}, which JSON cannot hold`}`;
  }
}

function flawInside(value: object, depth: number): string | undefined {
  if (depth >= deepest) return ` is nested deeper than ${deepest} levels`;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      const flaw = flawIn(value[i], depth + 1);
      if (flaw !== undefined) return `[${i}]${flaw}`;
    }
    return undefined;
  }
  // a root prototype, from whichever realm; any other object is an instance that JSON would flatten
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return ` is an instance of ${value.constructor?.name}, not plain data`;
  if (Object.getOwnPropertySymbols(value).length > 0) return ' has a symbol for a key';
  for (const [key, held] of Object.entries(value)) {
    if (!wellFormed(key)) return ' has a key that holds half of a surrogate pair';
    const flaw = flawIn(held, depth + 1);
    if (flaw !== undefined) return `.${key}${flaw}`;
  }
  return undefined;
}
