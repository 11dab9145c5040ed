import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { AssignInvestigator, AssignInvestigatorHandler } from '../investigations/assign-investigator.js';
import { ClauseCitation, ListClauseCitations, ListClauseCitationsHandler } from './clause-citation.view.js';
import { FileReport, FileReportHandler } from '../investigations/file-investigation-report.js';
import { FrameAllegation, FrameAllegationHandler } from '../investigations/frame-allegation.js';
import { CaseInFull, GetCase, GetCaseHandler } from './get-case.js';
import { CaseChanges, GetCaseChanges, GetCaseChangesHandler } from './get-case-changes.js';
import { GetProcedure, GetProcedureHandler, ProcedureInForce } from '../procedure/get-procedure.js';
import { IssueDetermination, IssueDeterminationHandler } from '../investigations/issue-determination.js';
import { CaseSummary, ListCases, ListCasesHandler } from './list-cases.js';
import { NameWitness, NameWitnessHandler } from '../investigations/name-witness.js';
import { RecordFinding, RecordFindingHandler } from '../investigations/record-finding.js';
import { SetChainOfAuthorities, SetChainOfAuthoritiesHandler } from '../procedure/set-chain-of-authorities.js';
import { SetDeadlines, SetDeadlinesHandler } from '../procedure/set-deadlines.js';
import { SetLadder, SetLadderHandler } from '../procedure/set-ladder.js';
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

  @Commands(TriageCaseHandler, 'cases/:caseId/triage')
  triageCase(@Input(TriageCase) command: TriageCase) {
    return this.commands.execute(command);
  }

  @Commands(FrameAllegationHandler, 'cases/:caseId/allegations')
  frameAllegation(@Input(FrameAllegation) command: FrameAllegation) {
    return this.commands.execute(command);
  }

  @Commands(NameWitnessHandler, 'cases/:caseId/witnesses')
  nameWitness(@Input(NameWitness) command: NameWitness) {
    return this.commands.execute(command);
  }

  @Commands(AssignInvestigatorHandler, 'cases/:caseId/investigator')
  assignInvestigator(@Input(AssignInvestigator) command: AssignInvestigator) {
    return this.commands.execute(command);
  }

  @Commands(RecordFindingHandler, 'cases/:caseId/findings')
  recordFinding(@Input(RecordFinding) command: RecordFinding) {
    return this.commands.execute(command);
  }

  @Commands(FileReportHandler, 'cases/:caseId/report')
  fileReport(@Input(FileReport) command: FileReport) {
    return this.commands.execute(command);
  }

  @Commands(IssueDeterminationHandler, 'cases/:caseId/determination')
  issueDetermination(@Input(IssueDetermination) command: IssueDetermination) {
    return this.commands.execute(command);
  }

  @Commands(SetLadderHandler, 'procedure/ladders')
  setLadder(@Input(SetLadder) command: SetLadder) {
    return this.commands.execute(command);
  }

  @Commands(SetChainOfAuthoritiesHandler, 'procedure/authorities')
  setChainOfAuthorities(@Input(SetChainOfAuthorities) command: SetChainOfAuthorities) {
    return this.commands.execute(command);
  }

  @Commands(SetDeadlinesHandler, 'procedure/deadlines')
  setDeadlines(@Input(SetDeadlines) command: SetDeadlines) {
    return this.commands.execute(command);
  }

  @Answers(GetProcedureHandler, 'procedure', ProcedureInForce)
  getProcedure(@Input(GetProcedure) query: GetProcedure) {
    return this.queries.execute(query);
  }
}
