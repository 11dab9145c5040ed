import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Casebook } from './casebook.js';
import { type Config, readConfig } from './config.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { CaseFileModule } from './modules/case-file/case-file.module.js';
import { CasesModule } from './modules/cases/cases.module.js';
import { DirectoryModule } from './modules/directory/directory.module.js';
import { DisciplineModule } from './modules/discipline/discipline.module.js';
import { EvidenceModule } from './modules/evidence/evidence.module.js';
import { GrievancesModule } from './modules/grievances/grievances.module.js';
import { HistoriesModule } from './modules/histories/histories.module.js';
import { IntakeModule } from './modules/intake/intake.module.js';
import { InvestigationsModule } from './modules/investigations/investigations.module.js';
import { LettersModule } from './modules/letters/letters.module.js';
import { MeasuresModule } from './modules/measures/measures.module.js';
import { PolicyModule } from './modules/policy/policy.module.js';
import { ProcedureModule } from './modules/procedure/procedure.module.js';
import { ProceedingsModule } from './modules/proceedings/proceedings.module.js';
import { ReportsModule } from './modules/reports/reports.module.js';
import { SearchModule } from './modules/search/search.module.js';
import { SitesModule } from './modules/sites/sites.module.js';
import { views, workParts } from './parts.js';
import { Authenticator } from './platform/access/authenticator.js';
import { AccountsController } from './platform/accounts/accounts.controller.js';
import { Accounts } from './platform/accounts/accounts.js';
import { FollowUpCodes } from './platform/accounts/follow-up-codes.js';
import type { Clock } from './platform/clock.js';
import { CommandRunner } from './platform/commands/slice.js';
import { FileStore } from './platform/files/file-store.js';
import { HealthController } from './platform/http/health.controller.js';
import { configureHttp, httpAdapter } from './platform/http/http-app.js';
import { openApiDocument } from './platform/http/openapi.js';
import { RateLimit } from './platform/http/rate-limit.js';
import { Readiness, type ReadyReport } from './platform/http/readiness.js';
import { type Route, ServedRoutes } from './platform/http/routes.js';
import { SessionCookie } from './platform/http/session-cookie.js';
import { Log, NestLog } from './platform/logging/log.js';
import { Metrics } from './platform/metrics/metrics.js';
import { WorkController } from './platform/processes/work.controller.js';
import { Edge } from './platform/sealing/edge.js';
import { Reader } from './platform/views/read.js';
import type { ViewThread } from './platform/views/view-thread-start.js';

/** The HTTP edge's wiring around an opened Casebook. */
@Module({})
class AppModule {
  /** A node that only runs views answers for its health, and nothing else. */
  static of(casebook: Casebook, metrics: Metrics, cookie: SessionCookie, answers: boolean): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        ...(answers
          ? [
              DirectoryModule,
              PolicyModule,
              SitesModule,
              ProcedureModule,
              ProceedingsModule,
              ReportsModule,
              CasesModule,
              EvidenceModule,
              HistoriesModule,
              IntakeModule,
              InvestigationsModule,
              DisciplineModule,
              MeasuresModule,
              GrievancesModule,
              LettersModule,
              SearchModule,
              CaseFileModule,
              AuditModule,
            ]
          : []),
      ],
      controllers: [HealthController, ...(answers ? [AccountsController, WorkController] : [])],
      // What the modules' handlers run on.
      global: true,
      exports: [CommandRunner, Reader, ServedRoutes, FileStore, Edge, FollowUpCodes, RateLimit],
      providers: [
        ...workParts.slices,
        ...workParts.reads,
        { provide: Casebook, useValue: casebook },
        Shutdown,
        { provide: CommandRunner, useValue: casebook.executor },
        { provide: Reader, useValue: casebook.reader },
        { provide: Accounts, useValue: casebook.accounts },
        { provide: FollowUpCodes, useValue: casebook.followUpCodes },
        { provide: RateLimit, useValue: casebook.rates },
        { provide: ServedRoutes, useValue: new ServedRoutes() },
        { provide: Metrics, useValue: metrics },
        { provide: SessionCookie, useValue: cookie },
        { provide: Edge, useValue: casebook.sealer },
        { provide: FileStore, useValue: casebook.files },
        { provide: Readiness, useValue: { report: () => readiness(casebook) } satisfies Readiness },
        {
          provide: Authenticator,
          useValue: {
            async authenticate(token: string) {
              const bearer = await casebook.accounts.bearer(token);
              const caller = bearer && (await casebook.callerOf(bearer.person, bearer.issuedAt));
              return caller && { ...caller, signIn: bearer.tokenId };
            },
          } satisfies Authenticator,
        },
      ],
    };
  }
}

async function readiness(casebook: Casebook): Promise<ReadyReport> {
  const reports = casebook.views.progress();
  const head = await casebook.store.head().catch(() => undefined);
  return {
    ready: head !== undefined,
    store: head === undefined ? { state: 'unavailable', says: 'The event log cannot be read.' } : { state: 'ready', head: String(head) },
    views: views.map(({ name, version, table }) => {
      const { state, position, message } = reports[table] ?? { state: 'building' as const, position: 0, message: undefined };
      return { name, version, state, lag: Math.max(0, (head ?? 0) - position), ...(message !== undefined && { says: message }) };
    }),
  };
}

const lagsOf = (casebook: Casebook): Record<string, number> =>
  Object.fromEntries(Object.entries(casebook.views.progress()).map(([table, { head, position }]) => [table, Math.max(0, head - position)]));

/** Ends what is behind the server once its last request was answered. */
@Injectable()
class Shutdown implements OnApplicationShutdown {
  constructor(@Inject(Casebook) private readonly casebook: Casebook) {}
  onApplicationShutdown(): Promise<void> {
    return this.casebook.close();
  }
}

export interface App {
  readonly nest: NestFastifyApplication;
  readonly casebook: Casebook;
  readonly routes: readonly Route[];
  /** Ends the server, then what is behind it. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly log?: Log;
  readonly clock?: Clock;
  /** The views' thread, where it was started ahead. */
  readonly viewThread?: ViewThread;
}

/** The whole application, not listening yet. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? new Log(config.logLevel);
  const metrics = new Metrics();
  const casebook = await Casebook.open({
    directory: config.data,
    events: config.events,
    rows: config.views,
    accounts: config.accounts,
    runsViews: config.role !== 'web',
    masterKeyFile: config.masterKeyFile,
    timeZone: config.timeZone,
    maxViewLag: config.maxViewLag,
    largestFile: config.largestFile,
    appended: (seconds) => metrics.appendSeconds(seconds),
    warn: (message, facts) => log.warn(message, facts),
    ...(options.clock && { clock: options.clock }),
    ...(options.viewThread && { viewThread: options.viewThread }),
  });
  metrics.queueDepth(() => casebook.executor.depth);
  metrics.viewLag(() => lagsOf(casebook));
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(casebook, metrics, new SessionCookie(config.publicOrigin), config.role !== 'views'),
    httpAdapter(config),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new NestLog(log),
    },
  );
  const routes = configureHttp(nest, { log, hashKey: casebook.master.subKey('command-ids').export() });
  nest.get(ServedRoutes).routes = routes;
  await nest.init();
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
