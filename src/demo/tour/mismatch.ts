/**
 * Expected content of an answer: every named key, at any depth. A function judges its own part; an
 * array holds an expectation for each place.
 */
export type Expected = unknown;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const told = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

/**
 * The first place where an answer differs from the expectation, with its value there; undefined
 * where it fits.
 */
export function mismatch(actual: unknown, expected: Expected, at = 'the answer'): string | undefined {
  if (typeof expected === 'function') return expected(actual) ? undefined : `${at} is ${told(actual)}, which is not what the story says`;
  if (!isObject(expected)) return actual === expected ? undefined : `${at} is ${told(actual)} and should be ${told(expected)}`;
  if (!isObject(actual)) return `${at} is ${told(actual)} and should be ${told(expected)}`;
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length))
    return `${at} is ${told(actual)} and should have ${expected.length} entries`;
  for (const [key, value] of Object.entries(expected)) {
    const found = mismatch(actual[key], value, at === 'the answer' ? key : `${at}.${key}`);
    if (found) return found;
  }
  return undefined;
}
