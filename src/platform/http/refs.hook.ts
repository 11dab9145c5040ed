import type { Refs } from '../queries/refs.js';
import type { HttpRequest } from './message.js';

const isObject = (values: unknown): values is Record<string, unknown> => typeof values === 'object' && values !== null;

/** Puts ids in the place of refs, in the path, the query string and the body, once the caller is known. */
export const resolveRefs =
  (refs: Refs) =>
  ({ caller, params, query, body }: HttpRequest, _: unknown, done: (error?: Error) => void): void => {
    const given = caller ? [params, query, body] : [];
    const resolving = given.flatMap((values) => (isObject(values) && refs.resolve(values, caller!)) || []);
    if (resolving.length === 0) done();
    else Promise.all(resolving).then(() => done(), done);
  };
