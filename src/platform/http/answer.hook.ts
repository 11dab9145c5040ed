import type { Receipt } from '../commands/command-handler.js';
import type { Unsealer } from '../sealing/unsealer.js';
import type { Declared } from './declared.js';
import type { HttpReply, HttpRequest } from './message.js';
import { etagOf } from './request-headers.js';
import { declaredOn, type Route } from './routes.js';

/**
 * The answer to a command. `position` and `behind` tell a client what a later query should wait
 * for.
 */
export interface CommandAnswer {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly behind: readonly string[];
}

const revisionOf = (answer: unknown): number | undefined => {
  const { revision } = (answer ?? {}) as { revision?: unknown };
  return typeof revision === 'number' ? revision : undefined;
};

/**
 * Turns the results of handlers into answers: receipts with ETag and Location, query results with
 * their sealed texts opened. It is a hook and not one of Nest's interceptors, whose observables
 * cost more than the whole validation of a command.
 */
export function answers(edge: Unsealer, routes: readonly Route[]) {
  const details = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path.replace(/:\w+$/, ':')));

  function commandAnswer(receipt: Receipt, { commandHandler, answer }: Declared, request: HttpRequest, reply: HttpReply): CommandAnswer {
    const { id, stream, revision, position, behind, ...beside } = receipt;
    reply.header('etag', etagOf(revision));
    // A Location is given only where the new thing has an address below the route that made it.
    if (commandHandler?.creates && details.has(`${request.routeOptions.url ?? ''}/:`))
      reply.header('location', `${request.url.split('?', 1)[0]}/${id}`);
    return { id, stream, revision, position: String(position), behind, ...(answer && beside) };
  }

  return (request: HttpRequest, reply: HttpReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void => {
    const declared = declaredOn(request);
    if (declared?.kind === 'command') done(null, commandAnswer(payload as Receipt, declared, request, reply));
    else if (declared?.kind === 'query') {
      const revision = revisionOf(payload);
      if (revision !== undefined) reply.header('etag', etagOf(revision));
      if (declared.sealed) done(null, payload);
      else edge.openAll(payload).then((opened) => done(null, opened), done);
    } else done(null, payload);
  };
}
