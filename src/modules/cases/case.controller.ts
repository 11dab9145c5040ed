import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { GetCaseActions, GetCaseActionsHandler } from './case-actions.js';
import { ClauseCitation, ListClauseCitations, ListClauseCitationsHandler } from './clause-citation.view.js';
import { DeclareConflict, DeclareConflictHandler } from './declare-conflict.js';
import { CaseInFull, GetCase, GetCaseHandler } from './get-case.js';
import { CaseChanges, GetCaseChanges, GetCaseChangesHandler } from './get-case-changes.js';
import { Caseload, GetCaseload, GetCaseloadHandler } from './get-caseload.js';
import { GetMeasures, GetMeasuresHandler, MeasuresShown } from './get-measures.js';
import { LinkCases, LinkCasesHandler } from './link-cases.js';
import { CaseSummary, ListCases, ListCasesHandler } from './list-cases.js';
import { ReopenCase, ReopenCaseHandler } from './reopen-case.js';
import { ResumeCase, ResumeCaseHandler } from './resume-case.js';
import { SettleAuthority, SettleAuthorityHandler } from './settle-authority.js';
import { SuspendCase, SuspendCaseHandler } from './suspend-case.js';
import { TriageCase, TriageCaseHandler } from './triage-case.js';

@Controller('api')
export class CaseController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Answers(ListCasesHandler, 'cases', CaseSummary)
  listCases(@Input(ListCases) query: ListCases) {
    return this.queries.execute(query);
  }

  @Answers(ListClauseCitationsHandler, 'policy/clauses/:clause/cases', ClauseCitation)
  listClauseCitations(@Input(ListClauseCitations) query: ListClauseCitations) {
    return this.queries.execute(query);
  }

  @Answers(GetCaseChangesHandler, 'cases/:caseId/changes', CaseChanges)
  getCaseChanges(@Input(GetCaseChanges) query: GetCaseChanges) {
    return this.queries.execute(query);
  }

  @Answers(GetCaseHandler, 'cases/:caseId', CaseInFull)
  getCase(@Input(GetCase) query: GetCase) {
    return this.queries.execute(query);
  }

  @Answers(GetCaseActionsHandler, 'cases/:caseId/actions', ActionsShown)
  getCaseActions(@Input(GetCaseActions) query: GetCaseActions) {
    return this.queries.execute(query);
  }

  @Commands(TriageCaseHandler, 'cases/:caseId/triage')
  triageCase(@Input(TriageCase) command: TriageCase) {
    return this.commands.execute(command);
  }

  @Answers(GetCaseloadHandler, 'caseload', Caseload)
  getCaseload(@Input(GetCaseload) query: GetCaseload) {
    return this.queries.execute(query);
  }

  @Commands(SuspendCaseHandler, 'cases/:caseId/abeyance')
  suspendCase(@Input(SuspendCase) command: SuspendCase) {
    return this.commands.execute(command);
  }

  @Commands(ResumeCaseHandler, 'cases/:caseId/resumption')
  resumeCase(@Input(ResumeCase) command: ResumeCase) {
    return this.commands.execute(command);
  }

  @Commands(ReopenCaseHandler, 'cases/:caseId/reopening')
  reopenCase(@Input(ReopenCase) command: ReopenCase) {
    return this.commands.execute(command);
  }

  @Commands(DeclareConflictHandler, 'cases/:caseId/conflict')
  declareConflict(@Input(DeclareConflict) command: DeclareConflict) {
    return this.commands.execute(command);
  }

  @Commands(SettleAuthorityHandler, 'cases/:caseId/authority')
  settleAuthority(@Input(SettleAuthority) command: SettleAuthority) {
    return this.commands.execute(command);
  }

  @Commands(LinkCasesHandler, 'cases/:caseId/links')
  linkCases(@Input(LinkCases) command: LinkCases) {
    return this.commands.execute(command);
  }

  @Answers(GetMeasuresHandler, 'cases/:caseId/measures', MeasuresShown)
  getMeasures(@Input(GetMeasures) query: GetMeasures) {
    return this.queries.execute(query);
  }
}
