import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Commands } from '../../platform/http/routes.js';
import { AmendAllegation, AmendAllegationHandler } from './amend-allegation.js';
import { DeclareConflict, DeclareConflictHandler } from '../cases/declare-conflict.js';
import { EngageInvestigator, EngageInvestigatorHandler } from './engage-investigator.js';
import { LinkCases, LinkCasesHandler } from '../cases/link-cases.js';
import { PlanInvestigation, PlanInvestigationHandler } from './plan-investigation.js';
import { ReleaseInvestigator, ReleaseInvestigatorHandler } from './release-investigator.js';
import { ReopenCase, ReopenCaseHandler } from '../cases/reopen-case.js';
import { ResumeCase, ResumeCaseHandler } from '../cases/resume-case.js';
import { ReturnReport, ReturnReportHandler } from './return-investigation-report.js';
import { ReviewReport, ReviewReportHandler } from './review-investigation-report.js';
import { SettleAuthority, SettleAuthorityHandler } from '../cases/settle-authority.js';
import { SuspendCase, SuspendCaseHandler } from '../cases/suspend-case.js';
import { WithdrawAllegation, WithdrawAllegationHandler } from './withdraw-allegation.js';

@Controller('api/cases/:caseId')
export class CaseCourseController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Commands(ReviewReportHandler, 'report/review')
  reviewReport(@Input(ReviewReport) command: ReviewReport) {
    return this.commands.execute(command);
  }

  @Commands(ReturnReportHandler, 'report/return')
  returnReport(@Input(ReturnReport) command: ReturnReport) {
    return this.commands.execute(command);
  }

  @Commands(SuspendCaseHandler, 'abeyance')
  suspendCase(@Input(SuspendCase) command: SuspendCase) {
    return this.commands.execute(command);
  }

  @Commands(ResumeCaseHandler, 'resumption')
  resumeCase(@Input(ResumeCase) command: ResumeCase) {
    return this.commands.execute(command);
  }

  @Commands(ReopenCaseHandler, 'reopening')
  reopenCase(@Input(ReopenCase) command: ReopenCase) {
    return this.commands.execute(command);
  }

  @Commands(DeclareConflictHandler, 'conflict')
  declareConflict(@Input(DeclareConflict) command: DeclareConflict) {
    return this.commands.execute(command);
  }

  @Commands(SettleAuthorityHandler, 'authority')
  settleAuthority(@Input(SettleAuthority) command: SettleAuthority) {
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

  @Commands(LinkCasesHandler, 'links')
  linkCases(@Input(LinkCases) command: LinkCases) {
    return this.commands.execute(command);
  }
}
