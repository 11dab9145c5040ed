import { Controller, Get, Inject, Ip, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { withRequest } from '../../platform/access/request.js';
import { FollowUpCodes } from '../../platform/accounts/follow-up-codes.js';
import type { Receipt } from '../../platform/commands/command-handler.js';
import { derivedId } from '../../platform/ground/ids.js';
import { Input } from '../../platform/http/input.js';
import { publicRequest } from '../../platform/http/public-request.js';
import { Commands, Public } from '../../platform/http/routes.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { RateLimit } from '../../platform/throttling/rate-limit.js';
import { GivenCode, intakeRate, limited, OfferedCode, publicRefusals } from './follow-up-code.js';
import { IntakePage, intakePage } from './public-report-form.js';
import { ReceivePublicReport, ReceivePublicReportHandler } from './receive-public-report.js';
import { ReceiveReport, ReceiveReportHandler } from './receive-report.js';
import { RelayReport, RelayReportHandler } from './relay-report.js';
import { reportRefusals } from './report.refusals.js';

/** The routes by which a report reaches the city. A token sent with a public report is ignored. */
@Controller('api/reports')
export class ReportsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(FollowUpCodes) private readonly codes: FollowUpCodes,
    @Inject(RateLimit) private readonly rates: RateLimit,
  ) {}

  @Commands(ReceiveReportHandler)
  receiveReport(@Input(ReceiveReport) command: ReceiveReport) {
    return this.commands.execute(command);
  }

  /**
   * The answer shows the code only once, for the office to read out to the sender. A repeat of the
   * same request shows another code.
   */
  @Commands(RelayReportHandler, 'relayed', platformRefusals('store.unavailable'), OfferedCode)
  async relayReport(@Input(RelayReport) command: RelayReport): Promise<Receipt & OfferedCode> {
    // The report comes first: a refused report leaves no code, and a caller who got no answer
    // repeats the request.
    const receipt = await this.commands.execute(command);
    return { ...receipt, code: await this.codes.issue(receipt.id) };
  }

  /** How to report, and the limits of confidentiality. */
  @Public({}, { answer: IntakePage })
  @Get('intake')
  intake(): IntakePage {
    return intakePage();
  }

  /** Reports a violation without a login. Only this answer shows the code. */
  @Public({ ...reportRefusals('report.too-many'), ...publicRefusals }, { answer: GivenCode })
  @Post('public')
  async receive(@Input(ReceivePublicReport) command: ReceivePublicReport, @Ip() from: string): Promise<GivenCode> {
    await limited(this.rates, 'intake', from, intakeRate);
    const request = publicRequest();
    // The code comes first: a code without a report is harmless, but a report without its code
    // would be lost to its sender.
    const code = await this.codes.issue(ReceivePublicReportHandler.of(command, (name) => derivedId(request.commandId, name)));
    await this.commands.execute(withRequest(command, request));
    return { code };
  }
}
