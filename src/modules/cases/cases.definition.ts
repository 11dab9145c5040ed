import { pick } from '../../platform/events/event.js';
import type { ModuleDefinition } from '../../platform/module-definition.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { attachReport } from './attach-report.process.js';
import { cases } from './case.js';
import { caseTasks } from './case.tasks.js';
import { GetCaseActionsHandler } from './case-actions.js';
import { caseList } from './case-list.view.js';
import { caseWall } from './case-wall.view.js';
import { clauseCitation, ListClauseCitationsHandler } from './clause-citation.view.js';
import { CloseCaseHandler } from './close-case.js';
import { closeCase } from './close-case.process.js';
import { DeclareConflictHandler } from './declare-conflict.js';
import { SetAsideCaseHandler } from './decline-orphaned-case.js';
import { setAsideCase } from './decline-orphaned-case.process.js';
import { EscalateCaseHandler } from './escalate-case.js';
import { escalateCase } from './escalate-case.process.js';
import { GetCaseHandler } from './get-case.js';
import { GetCaseChangesHandler } from './get-case-changes.js';
import { GetCaseloadHandler } from './get-caseload.js';
import { GetMeasuresHandler } from './get-measures.js';
import { JoinReportHandler } from './join-report.js';
import { joinReport } from './join-report.process.js';
import { LinkCasesHandler } from './link-cases.js';
import { ListCasesHandler } from './list-cases.js';
import { OpenCaseHandler } from './open-case.js';
import { openCase } from './open-case.process.js';
import { PostponeDecisionHandler } from './postpone-decision.js';
import { RecordLinkHandler } from './record-link.js';
import { recordLink } from './record-link.process.js';
import { ReopenCaseHandler } from './reopen-case.js';
import { ResumeCaseHandler } from './resume-case.js';
import { SettleAuthorityHandler } from './settle-authority.js';
import { caseParties } from './standing.js';
import { SuspendCaseHandler } from './suspend-case.js';
import { TriageCaseHandler } from './triage-case.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const casesDefinition: ModuleDefinition = {
  name: 'cases',
  streams: [cases],
  parties: caseParties,
  commandHandlers: [
    OpenCaseHandler,
    TriageCaseHandler,
    EscalateCaseHandler,
    PostponeDecisionHandler,
    CloseCaseHandler,
    SuspendCaseHandler,
    ResumeCaseHandler,
    ReopenCaseHandler,
    DeclareConflictHandler,
    SettleAuthorityHandler,
    LinkCasesHandler,
    RecordLinkHandler,
    JoinReportHandler,
    SetAsideCaseHandler,
  ],
  queryHandlers: [
    GetCaseActionsHandler,
    ListCasesHandler,
    ListClauseCitationsHandler,
    GetCaseHandler,
    GetCaseChangesHandler,
    GetMeasuresHandler,
    GetCaseloadHandler,
  ],
  views: [caseList, caseWall, clauseCitation],
  tasks: [caseTasks],
  processes: [openCase, attachReport, escalateCase, closeCase, recordLink, joinReport, setAsideCase],
  routes: () => import('./cases.routes.js'),
  walls: [caseWall],
  // Two linked cases are both about the link.
  about: ({ data }) => ['caseId', 'other'].flatMap((field) => aboutItsCase({ data: { caseId: (data as Record<string, unknown>)[field] } })),
  sights: [GetCaseHandler, GetMeasuresHandler],
  clauses: {
    'VIO-1': { records: [cases.events.CaseOpened], monitors: [ListCasesHandler, openCase, escalateCase] },
    'VIO-2': {
      records: Object.values(
        pick(cases.events, 'MitigationBegun', 'MitigationCompleted', 'CaseReferred', 'ReferralAnswered', 'InterimMeasureOrdered'),
      ),
      monitors: [ListCasesHandler, GetMeasuresHandler],
    },
    'VIO-3': { records: [cases.events.DeterminationIssued], monitors: [ListCasesHandler, escalateCase] },
    'GEN-2': { records: [cases.events.SiteNamed] },
    'HOUSE-2': { records: [cases.events.AllegationFramed], monitors: [ListClauseCitationsHandler] },
  },
};
