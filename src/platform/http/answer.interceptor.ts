import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, mergeMap, type Observable } from 'rxjs';
import type { Receipt } from '../commands/slice.js';
import type { Edge } from '../sealing/edge.js';
import type { HttpReply, HttpRequest } from './message.js';
import { etagOf } from './request-headers.js';
import { type Declared, declaredOf, type Route } from './routes.js';

/** The answer to a command: `position` and `behind` tell a later query what to wait for. */
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

/** Shapes what handlers return into answers: receipts with ETag and Location, query results with what is sealed opened. */
export class AnswerInterceptor implements NestInterceptor {
  private readonly details: ReadonlySet<string>;

  constructor(
    private readonly edge: Edge,
    routes: readonly Route[],
  ) {
    this.details = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path.replace(/:\w+$/, ':')));
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const declared = declaredOf(context.getHandler());
    const http = context.switchToHttp();
    const reply = http.getResponse<HttpReply>();
    if (declared?.kind === 'command')
      return next.handle().pipe(map((receipt: Receipt) => this.commandAnswer(receipt, declared, http.getRequest<HttpRequest>(), reply)));
    if (declared?.kind === 'query') return next.handle().pipe(mergeMap((answer) => this.queryAnswer(answer, declared, reply)));
    return next.handle();
  }

  private commandAnswer(receipt: Receipt, { slice }: Declared, request: HttpRequest, reply: HttpReply): CommandAnswer {
    const { id, stream, revision, position, behind } = receipt;
    reply.header('etag', etagOf(revision));
    const path = request.routeOptions.url ?? '';
    // Only where the new thing has an address below the one that made it.
    if (slice?.creates && this.details.has(`${path}/:`)) reply.header('location', `${request.url.split('?', 1)[0]}/${id}`);
    return { id, stream, revision, position: String(position), behind };
  }

  private async queryAnswer(answer: unknown, { sealed }: Declared, reply: HttpReply): Promise<unknown> {
    const revision = revisionOf(answer);
    if (revision !== undefined) reply.header('etag', etagOf(revision));
    return sealed ? answer : this.edge.openAll(answer);
  }
}
