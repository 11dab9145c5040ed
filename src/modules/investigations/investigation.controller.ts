import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Commands } from '../../platform/http/routes.js';
import { AmendAllegation, AmendAllegationHandler } from './amend-allegation.js';
import { AssignInvestigator, AssignInvestigatorHandler } from './assign-investigator.js';
import { EngageInvestigator, EngageInvestigatorHandler } from './engage-investigator.js';
import { FileReport, FileReportHandler } from './file-investigation-report.js';
import { FrameAllegation, FrameAllegationHandler } from './frame-allegation.js';
import { IssueDetermination, IssueDeterminationHandler } from './issue-determination.js';
import { NameWitness, NameWitnessHandler } from './name-witness.js';
import { PlanInvestigation, PlanInvestigationHandler } from './plan-investigation.js';
import { RecordFinding, RecordFindingHandler } from './record-finding.js';
import { ReleaseInvestigator, ReleaseInvestigatorHandler } from './release-investigator.js';
import { ReturnReport, ReturnReportHandler } from './return-investigation-report.js';
import { ReviewReport, ReviewReportHandler } from './review-investigation-report.js';
import { WithdrawAllegation, WithdrawAllegationHandler } from './withdraw-allegation.js';

@Controller('api/cases/:caseId')
export class InvestigationController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Commands(ReviewReportHandler, 'report/review')
  reviewReport(@Input(ReviewReport) command: ReviewReport) {
    return this.commands.execute(command);
  }

  @Commands(ReturnReportHandler, 'report/return')
  returnReport(@Input(ReturnReport) command: ReturnReport) {
    return this.commands.execute(command);
  }

  @Commands(AmendAllegationHandler, 'allegations/:allegationId/amendment')
  amendAllegation(@Input(AmendAllegation) command: AmendAllegation) {
    return this.commands.execute(command);
  }

  @Commands(WithdrawAllegationHandler, 'allegations/:allegationId/withdrawal')
  withdrawAllegation(@Input(WithdrawAllegation) command: WithdrawAllegation) {
    return this.commands.execute(command);
  }

  @Commands(PlanInvestigationHandler, 'plan')
  planInvestigation(@Input(PlanInvestigation) command: PlanInvestigation) {
    return this.commands.execute(command);
  }

  @Commands(EngageInvestigatorHandler, 'engagement')
  engageInvestigator(@Input(EngageInvestigator) command: EngageInvestigator) {
    return this.commands.execute(command);
  }

  @Commands(ReleaseInvestigatorHandler, 'investigator/release')
  releaseInvestigator(@Input(ReleaseInvestigator) command: ReleaseInvestigator) {
    return this.commands.execute(command);
  }

  @Commands(FrameAllegationHandler, 'allegations')
  frameAllegation(@Input(FrameAllegation) command: FrameAllegation) {
    return this.commands.execute(command);
  }

  @Commands(NameWitnessHandler, 'witnesses')
  nameWitness(@Input(NameWitness) command: NameWitness) {
    return this.commands.execute(command);
  }

  @Commands(AssignInvestigatorHandler, 'investigator')
  assignInvestigator(@Input(AssignInvestigator) command: AssignInvestigator) {
    return this.commands.execute(command);
  }

  @Commands(RecordFindingHandler, 'findings')
  recordFinding(@Input(RecordFinding) command: RecordFinding) {
    return this.commands.execute(command);
  }

  @Commands(FileReportHandler, 'report')
  fileReport(@Input(FileReport) command: FileReport) {
    return this.commands.execute(command);
  }

  @Commands(IssueDeterminationHandler, 'determination')
  issueDetermination(@Input(IssueDetermination) command: IssueDetermination) {
    return this.commands.execute(command);
  }
}
