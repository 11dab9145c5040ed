import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { Authenticator } from '../access/authenticator.js';
import { Clock } from '../ground/clock.js';
import type { Log } from '../logging/log.js';
import { Metrics } from '../metrics/metrics.js';
import { Names } from '../queries/names.js';
import { Refs } from '../queries/refs.js';
import { Refusal } from '../refusals/refuse.js';
import { Etags } from '../sealing/etags.js';
import { Moments } from '../sealing/moments.js';
import { Unsealer } from '../sealing/unsealer.js';
import { answers } from './answer.hook.js';
import { hashKeyOn } from './input.js';
import { readJson } from './json-body.js';
import type { HttpReply, HttpRequest } from './message.js';
import { openApiDocument } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { httpRefusals } from './problems.js';
import { resolveRefs } from './refs.hook.js';
import { correlationIdOf } from './request-headers.js';
import { declaredOn, type Route, routesOf } from './routes.js';
import { SessionCookie } from './session-cookie.js';
import { signIn } from './sign-in.hook.js';

/** Timeouts in milliseconds. */
const timeouts = {
  /** To send the whole request. */
  request: 30_000,
  /** To send a request with a file. */
  upload: 15 * 60_000,
  headers: 10_000,
  /** An idle kept-alive connection. */
  keepAlive: 30_000,
  /** For requests in flight when the server closes; then their connections are cut. */
  closing: 10_000,
};
const mostConnections = 4096;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};
const closedPolicy = "default-src 'none'; frame-ancestors 'none'";
const docsPath = '/api/docs';
/**
 * The documentation page loads its own scripts, inlines its styles, and has images as data URLs.
 */
const docsPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

export interface HttpServerOptions {
  /** Largest request body, in bytes. */
  readonly bodyLimit: number;
  /** Addresses and networks (CIDR) of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

/**
 * The server's settings that must be known before the application is made. Pass the adapter to
 * `NestFactory.create` with `bodyParser: false`.
 */
export function httpAdapter({ bodyLimit, trustedProxies }: HttpServerOptions): FastifyAdapter {
  const options = {
    bodyLimit,
    requestTimeout: timeouts.upload,
    keepAliveTimeout: timeouts.keepAlive,
    http: { headersTimeout: timeouts.headers },
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestIdHeader: false as const,
    genReqId: (raw: IncomingMessage) => correlationIdOf(raw.headers),
    // While the server closes, a request on an open connection is still served; then the connection
    // ends.
    return503OnClosing: false,
    skipMiddie: true,
    // A URL that cannot be decoded is reported before any hook runs.
    frameworkErrors: (error: unknown, request: HttpRequest, reply: HttpReply) => {
      secure(request, reply);
      const filter = filters.get((request as unknown as { server: object }).server);
      if (filter) filter.answer(error, request, reply);
      else reply.code(503).send('');
    },
  };
  return new FastifyAdapter(options as never);
}

const hasBody = ({ headers }: IncomingMessage): boolean => 'content-length' in headers || 'transfer-encoding' in headers;
/**
 * The answer that Node itself gives to a request that takes too long. Uploads may take longer, so
 * Node's own limit is that of uploads.
 */
const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';

const filters = new WeakMap<object, ProblemFilter>();

function secure(request: HttpRequest, reply: HttpReply): void {
  const docs = request.url.startsWith(docsPath);
  reply.headers(securityHeaders);
  reply.header('content-security-policy', docs ? docsPolicy : closedPolicy);
  reply.header('x-correlation-id', request.id);
  if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
}

export interface HttpOptions {
  readonly log: Log;
  /** Keys the hash from which a command's id is made. */
  readonly hashKey: Buffer;
}

/**
 * Every declared route of the application. Throws a TypeError that names every undeclared route.
 */
export function routesIn(app: NestFastifyApplication): Route[] {
  const controllers = new Set<Type<unknown>>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) if (metatype) controllers.add(metatype as Type<unknown>);
  return routesOf(controllers);
}

/**
 * Puts the HTTP edge around an application made with `httpAdapter`, before it listens: sign-in,
 * input, problem documents, headers, documentation, logs and metrics. The application provides
 * Authenticator, SessionCookie, Unsealer and Metrics. Returns the application's routes; throws a
 * TypeError where one is not declared.
 */
export function configureHttp(app: NestFastifyApplication, parts: HttpOptions): readonly Route[] {
  const routes = routesIn(app);
  const metrics = app.get(Metrics, { strict: false });
  metrics.collectOfProcess();
  const filter = new ProblemFilter(routes, parts.log, metrics);
  app.useGlobalFilters(filter);
  configureServer(app, { ...parts, metrics, filter, routes });
  SwaggerModule.setup(docsPath, app, () => openApiDocument(app, routes), {
    jsonDocumentUrl: documentPath,
    raw: ['json'],
    customSiteTitle: 'Casebook API',
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return routes;
}

interface ServerOptions extends HttpOptions {
  readonly metrics: Metrics;
  readonly filter: ProblemFilter;
  readonly routes: readonly Route[];
}

const documentPath = '/api/openapi.json';
/** Requests that no controller serves: addresses that do not exist, and the documentation. */
const isOpen = ({ is404, routeOptions: { url } }: HttpRequest): boolean =>
  is404 || url === documentPath || url === docsPath || url?.startsWith(`${docsPath}/`) === true;

function configureServer(app: NestFastifyApplication, { log, hashKey, metrics, filter, routes }: ServerOptions): void {
  const server = app.getHttpAdapter().getInstance();
  filters.set(server, filter);
  server.decorate(hashKeyOn, hashKey);
  server.decorateRequest('caller');
  server.decorateRequest('token');
  server.decorateRequest('shown');
  server.server.maxConnections = mostConnections;

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, readJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });

  // Only a route that takes a form reads its parts.
  server.addContentTypeParser('multipart/form-data', (request, _payload, done) => {
    if (declaredOn(request as unknown as HttpRequest)?.upload) done(null, undefined);
    else done(new Refusal('request.media-type', httpRefusals.table['request.media-type']));
  });

  server.addHook('onRequest', (request, reply, done) => {
    secure(request as unknown as HttpRequest, reply as unknown as HttpReply);
    done();
  });
  server.addHook(
    'onRequest',
    signIn(app.get(Authenticator, { strict: false }), isOpen, app.get(SessionCookie, { strict: false })) as never,
  );
  server.addHook('onRequest', (request, reply, done) => {
    if (!request.raw.complete && hasBody(request.raw) && !declaredOn(request as unknown as HttpRequest)?.upload) {
      const cut = setTimeout(() => request.raw.complete || request.raw.socket.end(tooSlow), timeouts.request).unref();
      reply.raw.once('close', () => clearTimeout(cut));
    }
    done();
  });
  const strict = false;
  server.addHook('preHandler', resolveRefs(app.get(Refs, { strict })) as never);
  const edge = {
    unsealer: app.get(Unsealer, { strict }),
    moments: app.get(Moments, { strict }),
    etags: app.get(Etags, { strict }),
    names: app.get(Names, { strict }),
    clock: app.get(Clock, { strict }),
  };
  server.addHook('preSerialization', answers(edge, routes) as never);
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    const cut = setTimeout(() => server.server.closeAllConnections(), timeouts.closing).unref();
    server.server.once('close', () => clearTimeout(cut));
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    log.request({
      correlationId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}
