import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Casebook } from './casebook.js';
import { definitions } from './definitions.js';
import { moduleAnswers } from './module-answers.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { CaseFileModule } from './modules/case-file/case-file.module.js';
import { CasesModule } from './modules/cases/cases.module.js';
import { DirectoryModule } from './modules/directory/directory.module.js';
import { DisciplineModule } from './modules/discipline/discipline.module.js';
import { EvidenceModule } from './modules/evidence/evidence.module.js';
import { GrievancesModule } from './modules/grievances/grievances.module.js';
import { HistoriesModule } from './modules/histories/histories.module.js';
import { IdentityModule } from './modules/identity/identity.module.js';
import { IntakeModule } from './modules/intake/intake.module.js';
import { InvestigationsModule } from './modules/investigations/investigations.module.js';
import { LettersModule } from './modules/letters/letters.module.js';
import { MeasuresModule } from './modules/measures/measures.module.js';
import { HealthController } from './modules/operations/health.controller.js';
import { NodeReadiness } from './modules/operations/node-readiness.js';
import { OperationsModule } from './modules/operations/operations.module.js';
import { Readiness } from './modules/operations/readiness.js';
import { PolicyModule } from './modules/policy/policy.module.js';
import { ProcedureModule } from './modules/procedure/procedure.module.js';
import { ProceedingsModule } from './modules/proceedings/proceedings.module.js';
import { ReportsModule } from './modules/reports/reports.module.js';
import { SearchModule } from './modules/search/search.module.js';
import { SitesModule } from './modules/sites/sites.module.js';
import type { Lifetime } from './platform/lifetime.js';
import { PlatformModule } from './platform/platform.module.js';
import { type NodeOptions, platformOptionsOf } from './platform/platform.options.js';

/** The handlers and routes of each room. */
const rooms = [
  IdentityModule,
  OperationsModule,
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
];

/** The handlers without the routes, for a node that does due work and answers no requests. */
@Module({ providers: definitions.flatMap(({ commandHandlers, queryHandlers }) => [...commandHandlers, ...queryHandlers]) })
class HandlersModule {}

@Module({})
export class AppModule {
  /**
   * `lifetime` ends everything that the node opens. `answers` says whether the node has routes
   * besides those of its health.
   */
  static forRoot(node: NodeOptions, lifetime: Lifetime, { answers }: { readonly answers: boolean }): DynamicModule {
    const platform = PlatformModule.forRoot(platformOptionsOf(node, definitions, moduleAnswers), lifetime);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), platform, ...(answers ? rooms : [HandlersModule])],
      controllers: [HealthController],
      providers: [Casebook, { provide: Readiness, useClass: NodeReadiness }],
    };
  }
}
