import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { requestOf, withRequest } from '../../platform/access/request.js';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { AcknowledgeReport, AcknowledgeReportHandler } from './acknowledge-report.js';
import { RecordCheckIn, RecordCheckInHandler } from './check-in.js';
import { DeclineReport, DeclineReportHandler } from './decline-report.js';
import { AnnounceDisclosure, AnnounceDisclosureHandler, DiscloseReporter, DiscloseReporterHandler } from './disclose-reporter.js';
import { WriteAsSender, WriteAsSenderHandler, WriteToSender, WriteToSenderHandler } from './exchange-messages.js';
import { FollowedReport, FollowReport, FollowReportHandler } from './follow-report.js';
import { GetReport, GetReportHandler, ReportInFull } from './get-report.js';
import { GetReporter, GetReporterHandler, ReporterOfReport } from './get-reporter.js';
import { ListOwnReports, ListOwnReportsHandler, OwnReports } from './list-own-reports.js';
import { MoveReport, MoveReportHandler } from './move-report.js';
import { RecordReporterLook } from './record-reporter-access.js';
import { ReferReport, ReferReportHandler } from './refer-report.js';
import { GetReportActions, GetReportActionsHandler } from './report-actions.js';
import { ListReportDuties, ListReportDutiesHandler, ReportDuties } from './report-duties.view.js';
import { ReportRetaliation, ReportRetaliationHandler } from './report-retaliation.js';

/** Reports for signed-in callers. PublicReportController serves callers without a login. */
@Controller('api')
export class ReportController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Answers(ListOwnReportsHandler, 'reports/mine', OwnReports)
  listOwnReports(@Input(ListOwnReports) query: ListOwnReports) {
    return this.queries.execute(query);
  }

  @Commands(ReportRetaliationHandler, 'reports/retaliation')
  reportRetaliation(@Input(ReportRetaliation) command: ReportRetaliation) {
    return this.commands.execute(command);
  }

  @Answers(ListReportDutiesHandler, 'reports/duties', ReportDuties)
  listReportDuties(@Input(ListReportDuties) query: ListReportDuties) {
    return this.queries.execute(query);
  }

  @Answers(FollowReportHandler, 'reports/mine/:reportId', FollowedReport)
  followReport(@Input(FollowReport) query: FollowReport) {
    return this.queries.execute(query);
  }

  @Commands(WriteAsSenderHandler, 'reports/mine/:reportId/messages')
  writeAsSender(@Input(WriteAsSender) command: WriteAsSender) {
    return this.commands.execute(command);
  }

  @Answers(GetReportHandler, 'reports/:reportId', ReportInFull)
  getReport(@Input(GetReport) query: GetReport) {
    return this.queries.execute(query);
  }

  @Answers(GetReportActionsHandler, 'reports/:reportId/actions', ActionsShown)
  getReportActions(@Input(GetReportActions) query: GetReportActions) {
    return this.queries.execute(query);
  }

  /** The access record is appended before the answer. If the append fails, nothing is shown. */
  @Answers(GetReporterHandler, 'reports/:reportId/reporter', ReporterOfReport)
  async getReporter(@Input(GetReporter) query: GetReporter) {
    const { caller, correlationId } = requestOf(query);
    const { reportId, purpose, note } = query;
    const look = Object.assign(new RecordReporterLook(), { reportId, purpose, ...(note !== undefined && { note }) });
    await this.commands.execute(withRequest(look, { caller, correlationId }));
    return this.queries.execute(query);
  }

  @Commands(AcknowledgeReportHandler, 'reports/:reportId/acknowledgement')
  acknowledgeReport(@Input(AcknowledgeReport) command: AcknowledgeReport) {
    return this.commands.execute(command);
  }

  @Commands(WriteToSenderHandler, 'reports/:reportId/messages')
  writeToSender(@Input(WriteToSender) command: WriteToSender) {
    return this.commands.execute(command);
  }

  @Commands(DeclineReportHandler, 'reports/:reportId/decline')
  declineReport(@Input(DeclineReport) command: DeclineReport) {
    return this.commands.execute(command);
  }

  @Commands(ReferReportHandler, 'reports/:reportId/referral')
  referReport(@Input(ReferReport) command: ReferReport) {
    return this.commands.execute(command);
  }

  @Commands(MoveReportHandler, 'reports/:reportId/case')
  moveReport(@Input(MoveReport) command: MoveReport) {
    return this.commands.execute(command);
  }

  @Commands(AnnounceDisclosureHandler, 'reports/:reportId/disclosures')
  announceDisclosure(@Input(AnnounceDisclosure) command: AnnounceDisclosure) {
    return this.commands.execute(command);
  }

  @Commands(DiscloseReporterHandler, 'reports/:reportId/disclosures/:disclosureId/decision')
  discloseReporter(@Input(DiscloseReporter) command: DiscloseReporter) {
    return this.commands.execute(command);
  }

  @Commands(RecordCheckInHandler, 'reports/:reportId/check-ins/:checkInId')
  recordCheckIn(@Input(RecordCheckIn) command: RecordCheckIn) {
    return this.commands.execute(command);
  }
}
