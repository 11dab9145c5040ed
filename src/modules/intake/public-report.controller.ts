import { Controller, HttpCode, Inject, Ip, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { withRequest } from '../../platform/access/request.js';
import { FollowUpCodes } from '../../platform/accounts/follow-up-codes.js';
import { IsProse } from '../../platform/ground/fields.js';
import { derivedId } from '../../platform/ground/ids.js';
import { Input } from '../../platform/http/input.js';
import { publicRequest } from '../../platform/http/public-request.js';
import { Public } from '../../platform/http/routes.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import { RateLimit } from '../../platform/throttling/rate-limit.js';
import type { AssignableOffice } from '../directory/directory.public.js';
import {
  codeHolder,
  FollowUpCode,
  followUpRefusals,
  GivenCode,
  intakeRate,
  limited,
  namedOffices,
  opened,
  publicRefusals,
  withoutReport,
} from '../reports/reports.public.js';
import { WriteAsSender } from './exchange-messages.js';
import { FollowedReport, FollowReport } from './follow-report.js';
import { ReportRetaliation, ReportRetaliationHandler } from './report-retaliation.js';

export class FollowUpMessage extends FollowUpCode {
  @IsProse(10_000) text!: string;
}

export class FollowUpRetaliation extends FollowUpCode {
  @IsProse(20_000) summary!: string;
  /** Offices whose holders it accuses, in addition to the people whom the report is about. */
  @IsOptional() @IsArray() @ArrayMaxSize(10) @ArrayUnique() @IsIn(namedOffices, { each: true }) about?: AssignableOffice[];
}

/** Follow-up of a report without a login. A token sent with the request is ignored. */
@Controller('api/reports')
export class PublicReportController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FollowUpCodes) private readonly codes: FollowUpCodes,
    @Inject(RateLimit) private readonly rates: RateLimit,
    @Inject(Unsealer) private readonly unsealer: Unsealer,
  ) {}

  /** The progress of the report, and the conversation about it. */
  @Public({ ...followUpRefusals, ...publicRefusals }, { answer: FollowedReport })
  @HttpCode(200)
  @Post('follow-up')
  async follow(@Input(FollowUpCode) { code }: FollowUpCode, @Ip() from: string): Promise<FollowedReport> {
    const reportId = await this.opened(code, from);
    const query = withRequest(Object.assign(new FollowReport(), { reportId }), publicRequest(codeHolder(reportId)));
    const followed = await this.queries.execute(query).catch(withoutReport);
    return (await this.unsealer.openAll(followed)) as FollowedReport;
  }

  /** Sends a message to the people who deal with the report. */
  @Public({ ...followUpRefusals, ...publicRefusals })
  @HttpCode(204)
  @Post('follow-up/messages')
  async write(@Input(FollowUpMessage) { code, text }: FollowUpMessage, @Ip() from: string): Promise<void> {
    const reportId = await this.opened(code, from);
    const command = Object.assign(new WriteAsSender(), { reportId, text });
    await this.commands.execute(withRequest(command, publicRequest(codeHolder(reportId)))).catch(withoutReport);
  }

  /** Reports retaliation against the sender of a report. The new report has a code of its own. */
  @Public({ ...followUpRefusals, ...publicRefusals }, { answer: GivenCode })
  @Post('follow-up/retaliation')
  async retaliation(@Input(FollowUpRetaliation) { code, summary, about }: FollowUpRetaliation, @Ip() from: string): Promise<GivenCode> {
    await limited(this.rates, 'intake', from, intakeRate);
    const reportId = await this.opened(code, from);
    const request = publicRequest(codeHolder(reportId));
    const command = Object.assign(new ReportRetaliation(), { reportId, summary, ...(about && { about }) });
    const own = await this.codes.issue(ReportRetaliationHandler.of(command, (name) => derivedId(request.commandId, name)));
    await this.commands.execute(withRequest(command, request)).catch(withoutReport);
    return { code: own };
  }

  private opened(code: string, from: string): Promise<string> {
    return opened(code, from, this.codes, this.rates);
  }
}
