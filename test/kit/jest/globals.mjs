/** `@jest/globals` for one file. Jest gives its own only to modules that it loads itself. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globalThis;
