import { Controller, HttpCode, Inject, Ip, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { withRequest } from '../../platform/access/request.js';
import { FollowUpCodes } from '../../platform/accounts/follow-up-codes.js';
import { fileRefusals } from '../../platform/files/file-store.js';
import { Input } from '../../platform/http/input.js';
import type { HttpReply } from '../../platform/http/message.js';
import { publicRequest } from '../../platform/http/public-request.js';
import { Public } from '../../platform/http/routes.js';
import { platformRefusals, refuseFrom } from '../../platform/refusals/refuse.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import { RateLimit } from '../../platform/throttling/rate-limit.js';
import { codeHolder, FollowUpCode, followUpRefusals, opened, withoutReport } from '../reports/reports.public.js';
import { GetLetterContent, type LetterContent } from './get-letter.js';
import { letterRefusals } from './letter.refusals.js';
import { htmlDownload, type OpenedLetter, openedLetter, pdfDownload } from './letter-download.js';
import { Letters, ListReportLetters } from './list-letters.js';

const refuse = refuseFrom(letterRefusals.table);
const unavailable = platformRefusals('view.building', 'view.stopped', 'store.unavailable');
const contentRefusals = {
  ...followUpRefusals,
  ...letterRefusals('letter.not-of-this-report'),
  ...fileRefusals('file.unreadable'),
  ...unavailable,
};

export class FollowUpLetter extends FollowUpCode {
  @IsUUID() letterId!: string;
}

/**
 * Acknowledgements for the holder of a report's follow-up code, without a login. A token sent with
 * the request is ignored.
 */
@Controller('api/reports/follow-up/letters')
export class PublicLettersController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FollowUpCodes) private readonly codes: FollowUpCodes,
    @Inject(RateLimit) private readonly rates: RateLimit,
    @Inject(Unsealer) private readonly unsealer: Unsealer,
  ) {}

  /** The acknowledgements that were issued for the report. */
  @Public({ ...followUpRefusals, ...unavailable }, { answer: Letters })
  @HttpCode(200)
  @Post()
  async list(@Input(FollowUpCode) { code }: FollowUpCode, @Ip() from: string): Promise<Letters> {
    return this.lettersOf(await opened(code, from, this.codes, this.rates));
  }

  /** An acknowledgement as it was issued, as an HTML page. */
  @Public(contentRefusals, { media: ['text/html'], download: true })
  @HttpCode(200)
  @Post('html')
  async html(
    @Input(FollowUpLetter) input: FollowUpLetter,
    @Ip() from: string,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Buffer> {
    return htmlDownload(await this.content(input, from), reply);
  }

  /** An acknowledgement as it was issued, as a PDF. */
  @Public(contentRefusals, { media: ['application/pdf'], download: true })
  @HttpCode(200)
  @Post('pdf')
  async pdf(
    @Input(FollowUpLetter) input: FollowUpLetter,
    @Ip() from: string,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Buffer> {
    return pdfDownload(await this.content(input, from), reply);
  }

  private async content({ code, letterId }: FollowUpLetter, from: string): Promise<OpenedLetter> {
    const reportId = await opened(code, from, this.codes, this.rates);
    // Read the report first: a code whose report was never written must get the same answer as a
    // wrong code.
    const { items } = await this.lettersOf(reportId);
    if (!items.some(({ id }) => id === letterId)) return refuse('letter.not-of-this-report');
    const query = withRequest(Object.assign(new GetLetterContent(), { letterId }), publicRequest(codeHolder(reportId)));
    return openedLetter((await this.unsealer.openAll(await this.queries.execute(query))) as LetterContent);
  }

  private lettersOf(reportId: string): Promise<Letters> {
    const query = withRequest(Object.assign(new ListReportLetters(), { reportId }), publicRequest(codeHolder(reportId)));
    return this.queries.execute(query).catch(withoutReport);
  }
}
