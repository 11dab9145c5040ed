import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '../logging/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { Refusal } from '../refusals/refuse.js';
import type { HttpReply, HttpRequest } from './message.js';
import { httpRefusals, internalProblem, type Problem, problemMedia, problemOf, refusalOf } from './problems.js';
import { methodsAt, type Route } from './routes.js';

/** Answers every failure with a problem document, and logs the failures that should not happen. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: readonly Route[],
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<HttpRequest>(), http.getResponse<HttpReply>());
  }

  answer(error: unknown, request: HttpRequest, reply: HttpReply): void {
    const problem = this.problem(error, request);
    this.metrics.refused(problem.code);
    if (reply.sent) return;
    // As bytes: Fastify adds a charset to text, but this media type has none.
    const bytes = Buffer.from(JSON.stringify(problem.body));
    reply.code(problem.status).headers(problem.headers).header('content-type', problemMedia).send(bytes);
  }

  private problem(error: unknown, request: HttpRequest): Problem {
    const refusal = refusalOf(error);
    if (!refusal) {
      this.log.failed('request failed', error, {
        correlationId: request.id,
        method: request.method,
        route: request.routeOptions?.url ?? 'none',
      });
      return internalProblem(request.id);
    }
    if (refusal.code === 'route.not-found') {
      const allow = methodsAt(this.routes, request.url.split('?', 1)[0] ?? '');
      const code = 'route.method-not-allowed';
      if (allow.length > 0) return problemOf(new Refusal(code, httpRefusals.table[code], { allow }), request.id);
    }
    return problemOf(refusal, request.id);
  }
}
