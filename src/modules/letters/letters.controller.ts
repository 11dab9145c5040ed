import { Controller, Inject, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { requestOf, withRequest } from '../../platform/access/request.js';
import type { Receipt } from '../../platform/commands/command-handler.js';
import { Input } from '../../platform/http/input.js';
import type { HttpReply } from '../../platform/http/message.js';
import { Answers, Commands, Downloads } from '../../platform/http/routes.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import {
  DraftAcknowledgement,
  type LetterDraft,
  PreviewAcknowledgement,
  PreviewAcknowledgementHandler,
  PreviewLetter,
  PreviewLetterHandler,
} from './draft-letter.js';
import { GetLetter, GetLetterContent, GetLetterContentHandler, GetLetterHandler, type LetterContent, LetterShown } from './get-letter.js';
import { document, IssueAcknowledgement, IssueAcknowledgementHandler, IssueLetter, IssueLetterHandler } from './issue-letter.js';
import { letterRefusals } from './letter.refusals.js';
import { contentSecurityPolicy, htmlDownload, type OpenedLetter, openedLetter, pdfDownload } from './letter-download.js';
import { LetterMaker, makingRefuses } from './letter-maker.js';
import { ListLetterTemplates, ListLetterTemplatesHandler, TemplatesInForce } from './list-letter-templates.js';
import { Letters, ListLetters, ListLettersHandler, ListReportLetters, ListReportLettersHandler } from './list-letters.js';
import { SetLetterTemplate, SetLetterTemplateHandler } from './set-letter-template.js';

@Controller('api/letters')
export class LettersController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LetterMaker) private readonly maker: LetterMaker,
    @Inject(Unsealer) private readonly unsealer: Unsealer,
  ) {}

  @Commands(SetLetterTemplateHandler, 'templates')
  setTemplate(@Input(SetLetterTemplate) command: SetLetterTemplate) {
    return this.commands.execute(command);
  }

  @Answers(ListLetterTemplatesHandler, 'templates', TemplatesInForce)
  listTemplates(@Input(ListLetterTemplates) query: ListLetterTemplates) {
    return this.queries.execute(query);
  }

  /** The letter as an HTML page. */
  @Downloads(PreviewLetterHandler, 'preview', ['text/html'], makingRefuses)
  async preview(@Input(PreviewLetter) query: PreviewLetter, @Res({ passthrough: true }) reply: HttpReply): Promise<string> {
    return page(reply, await this.maker.html(await this.queries.execute(query)));
  }

  @Commands(IssueLetterHandler, '', { ...letterRefusals('letter.out-of-step'), ...makingRefuses })
  issue(@Input(IssueLetter) command: IssueLetter): Promise<Receipt> {
    const { kind, proceedingId } = command;
    return this.issued(command, Object.assign(new PreviewLetter(), { kind, proceedingId }));
  }

  @Answers(ListLettersHandler, '', Letters)
  list(@Input(ListLetters) query: ListLetters) {
    return this.queries.execute(query);
  }

  /** The acknowledgement as an HTML page, without the name of the report's sender. */
  @Downloads(PreviewAcknowledgementHandler, 'acknowledgements/preview', ['text/html'], makingRefuses)
  async previewAcknowledgement(
    @Input(PreviewAcknowledgement) query: PreviewAcknowledgement,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    return page(reply, await this.maker.html(await this.queries.execute(query)));
  }

  @Commands(IssueAcknowledgementHandler, 'acknowledgements', { ...letterRefusals('letter.no-way-to-reach'), ...makingRefuses })
  acknowledge(@Input(IssueAcknowledgement) command: IssueAcknowledgement): Promise<Receipt> {
    return this.issued(command, Object.assign(new DraftAcknowledgement(), { reportId: command.reportId }));
  }

  @Answers(ListReportLettersHandler, 'acknowledgements', Letters)
  listAcknowledgements(@Input(ListReportLetters) query: ListReportLetters) {
    return this.queries.execute(query);
  }

  @Answers(GetLetterHandler, ':letterId', LetterShown)
  get(@Input(GetLetter) query: GetLetter) {
    return this.queries.execute(query);
  }

  /** The letter as it was issued, as an HTML page. */
  @Downloads(GetLetterContentHandler, ':letterId/html', ['text/html'])
  async html(@Input(GetLetterContent) query: GetLetterContent, @Res({ passthrough: true }) reply: HttpReply): Promise<Buffer> {
    return htmlDownload(await this.content(query), reply);
  }

  /** The letter as it was issued, as a PDF. */
  @Downloads(GetLetterContentHandler, ':letterId/pdf', ['application/pdf'])
  async pdf(@Input(GetLetterContent) query: GetLetterContent, @Res({ passthrough: true }) reply: HttpReply): Promise<Buffer> {
    return pdfDownload(await this.content(query), reply);
  }

  /** Makes the document and executes the command with it, as the caller. */
  private async issued(command: IssueLetter | IssueAcknowledgement, ask: PreviewLetter | DraftAcknowledgement): Promise<Receipt> {
    const { caller, correlationId } = requestOf(command);
    const draft = (await this.queries.execute(withRequest(ask, { caller, correlationId }))) as LetterDraft;
    command[document] = { ...(await this.maker.make(draft)), template: draft.template, basis: draft.basis };
    return this.commands.execute(command);
  }

  private async content(query: GetLetterContent): Promise<OpenedLetter> {
    return openedLetter((await this.unsealer.openAll(await this.queries.execute(query))) as LetterContent);
  }
}

function page(reply: HttpReply, html: string): string {
  reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy });
  return html;
}
