import type { Receipt } from '../commands/command-handler.js';
import type { Clock } from '../ground/clock.js';
import { type Actions, ActionsShown } from '../queries/actions-query.js';
import type { Names } from '../queries/names.js';
import type { Etags } from '../sealing/etags.js';
import type { Moments } from '../sealing/moments.js';
import type { Unsealer } from '../sealing/unsealer.js';
import type { Declared } from './declared.js';
import type { HttpReply, HttpRequest } from './message.js';
import { declaredOn, type Route } from './routes.js';

/**
 * The answer to a command. `moment` and `behind` tell a client what a later query should wait for.
 */
export interface CommandAnswer {
  readonly id: string;
  readonly stream: string;
  /** Also the ETag, for the If-Match of a later command. */
  readonly etag: string;
  /** A token for this caller, for `minMoment` and `asOf`. */
  readonly moment: string;
  readonly behind: readonly string[];
}

export interface Edge {
  readonly unsealer: Unsealer;
  readonly moments: Moments;
  readonly etags: Etags;
  readonly names: Names;
  readonly clock: Clock;
}

/**
 * Turns the results of handlers into answers: receipts with ETag and Location, query results with
 * their sealed texts opened. It is a hook and not one of Nest's interceptors, whose observables
 * cost more than the whole validation of a command.
 */
export function answers({ unsealer, moments, etags, names, clock }: Edge, routes: readonly Route[]) {
  const details = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path.replace(/:\w+$/, ':')));

  function commandAnswer(receipt: Receipt, { commandHandler, answer }: Declared, request: HttpRequest, reply: HttpReply): CommandAnswer {
    const { id, stream, edition, position, behind, ...beside } = receipt;
    const etag = etags.of(stream, edition);
    const moment = moments.tokenOf({ position, time: new Date(clock.now()).toISOString() }, request.caller?.person ?? '');
    reply.header('etag', etag);
    // A Location is given only where the new thing has an address below the route that made it.
    if (commandHandler?.creates && details.has(`${request.routeOptions.url ?? ''}/:`))
      reply.header('location', `${request.url.split('?', 1)[0]}/${id}`);
    return { id, stream, etag, moment, behind, ...(answer && beside) };
  }

  /** The answer with `names`, where the request wants them and its caller reads them. */
  async function withNames(answer: object, { query, caller, shown }: HttpRequest): Promise<unknown> {
    if ((query as { names?: unknown }).names !== 'true' || !caller || !shown) return answer;
    const named = await names.of(answer, caller, shown);
    return named ? { ...answer, names: await unsealer.openAll(named) } : answer;
  }

  return (request: HttpRequest, reply: HttpReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void => {
    const declared = declaredOn(request);
    if (declared?.kind === 'command') done(null, commandAnswer(payload as Receipt, declared, request, reply));
    else if (declared?.answer === ActionsShown) {
      const actions = { etag: reply.getHeader('etag') ?? null, moment: reply.getHeader('casebook-moment'), ...(payload as Actions) };
      withNames(actions, request).then((answer) => done(null, answer), done);
    } else if (declared?.kind === 'query' && !declared.sealed)
      unsealer
        .openAll(payload)
        .then((opened) => withNames(opened as object, request))
        .then((answer) => done(null, answer), done);
    else done(null, payload);
  };
}
