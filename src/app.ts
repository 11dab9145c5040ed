import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { Casebook } from './casebook.js';
import { type Config, readConfig } from './config.js';
import type { Clock } from './platform/ground/clock.js';
import { configureHttp, httpAdapter } from './platform/http/http-app.js';
import { openApiDocument } from './platform/http/openapi.js';
import { type Route, ServedRoutes } from './platform/http/routes.js';
import { Lifetime } from './platform/lifetime.js';
import { Log, NestLog } from './platform/logging/log.js';
import type { NodeOptions } from './platform/platform.options.js';
import type { ViewThread } from './platform/views/view-thread-start.js';

/** Where a configuration keeps a node's data. */
export const nodeOf = ({ data, events, views, accounts, masterKeyFile, timeZone }: Config) => ({
  directory: data,
  events,
  rows: views,
  accounts,
  masterKeyFile,
  timeZone,
});

/**
 * The error of a failed start is thrown once everything that the start opened has ended; Nest
 * itself would log the error too.
 */
async function started<T>(lifetime: Lifetime, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    await lifetime.end().catch(() => {});
    throw error;
  }
}
const quietly = { logger: false, abortOnError: false } as const;

/**
 * A node without its HTTP edge, for the command line, the benchmarks and the specs. Rejects with
 * LogInUse, MasterKeyUnusable or LogTooNew where it cannot work; then nothing is left open.
 */
export async function openCasebook(node: NodeOptions): Promise<Casebook> {
  const lifetime = new Lifetime();
  const context = await started(lifetime, () =>
    NestFactory.createApplicationContext(AppModule.forRoot(node, lifetime, { answers: true }), quietly),
  );
  return context.get(Casebook);
}

export interface App {
  readonly nest: NestFastifyApplication;
  readonly casebook: Casebook;
  readonly routes: readonly Route[];
  /** Ends the server, then the parts behind it. */
  close(): Promise<void>;
}

export interface AppOptions extends Pick<NodeOptions, 'hasher'> {
  readonly log?: Log;
  readonly clock?: Clock;
  /** The views' thread, where it was started in advance. */
  readonly viewThread?: ViewThread;
}

/** The whole application, which does not listen yet. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? new Log(config.logLevel);
  const { role, maxViewLag, largestFile, publicOrigin } = config;
  const node = { ...nodeOf(config), runsViews: role !== 'web', maxViewLag, largestFile, publicOrigin, ...options, log };
  const lifetime = new Lifetime();
  const { nest, routes } = await started(lifetime, async () => {
    const nest = await NestFactory.create<NestFastifyApplication>(
      AppModule.forRoot(node, lifetime, { answers: role !== 'views' }),
      httpAdapter(config),
      { bodyParser: false, ...quietly },
    );
    nest.useLogger(new NestLog(log));
    const { master } = nest.get(Casebook);
    const routes = configureHttp(nest, { log, hashKey: master.subKey('command-ids').export() });
    nest.get(ServedRoutes).routes = routes;
    await nest.init();
    return { nest, routes };
  });
  const casebook = nest.get(Casebook);
  casebook.start();
  return {
    nest,
    casebook,
    routes,
    close: async () => {
      await nest.close();
      await log.flush();
    },
  };
}

/** The OpenAPI document and the routes, from an application on an empty store in `scratch`. */
export async function openApiOfApp(scratch: string): Promise<{ document: OpenAPIObject; routes: readonly Route[] }> {
  const config = readConfig({ CASEBOOK_DATA: scratch, CASEBOOK_LOG_LEVEL: 'silent' });
  const app = await createApp(config);
  try {
    return { document: openApiDocument(app.nest, app.routes), routes: app.routes };
  } finally {
    await app.close();
  }
}
