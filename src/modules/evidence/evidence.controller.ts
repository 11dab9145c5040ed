import type { Readable } from 'node:stream';
import { Controller, Inject, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { requestOf, withRequest } from '../../platform/access/request.js';
import { Input } from '../../platform/http/input.js';
import type { HttpReply } from '../../platform/http/message.js';
import { Answers, Commands, Downloads, Uploads } from '../../platform/http/routes.js';
import { Incoming, type Upload } from '../../platform/http/upload.js';
import { AddEvidenceHandler, EvidenceForm } from './add-evidence.js';
import { DiscloseEvidence, DiscloseEvidenceHandler } from './disclose-evidence.js';
import {
  DisclosedInFull,
  DisclosedItem,
  GetDisclosedContent,
  GetDisclosedContentHandler,
  GetDisclosedEvidence,
  GetDisclosedEvidenceHandler,
  ListDisclosedEvidence,
  ListDisclosedEvidenceHandler,
} from './disclosed-evidence.view.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceSummary, ListEvidence, ListEvidenceHandler } from './evidence-list.view.js';
import { EvidenceInFull, GetEvidence, GetEvidenceContent, GetEvidenceContentHandler, GetEvidenceHandler } from './get-evidence.js';
import { LogPhysicalEvidence, LogPhysicalEvidenceHandler } from './log-physical-evidence.js';
import { RecordDisclosedLook, RecordEvidenceDownload, RecordEvidenceView } from './record-evidence-access.js';
import { SupersedeEvidence, SupersedeEvidenceHandler } from './supersede-evidence.js';
import { TransferEvidence, TransferEvidenceHandler } from './transfer-evidence.js';
import { WithdrawEvidence, WithdrawEvidenceHandler } from './withdraw-evidence.js';

@Controller('api')
export class EvidenceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(EvidenceFiles) private readonly files: EvidenceFiles,
  ) {}

  /**
   * Adds a file to the evidence of a case. Its part is called file, and its content tells its type.
   */
  @Uploads(AddEvidenceHandler, 'cases/:caseId/evidence', EvidenceForm)
  addEvidence(@Incoming(EvidenceForm) upload: Upload<EvidenceForm>) {
    return this.files.take(upload);
  }

  @Commands(LogPhysicalEvidenceHandler, 'cases/:caseId/evidence/things')
  logPhysicalEvidence(@Input(LogPhysicalEvidence) command: LogPhysicalEvidence) {
    return this.commands.execute(command);
  }

  @Answers(ListEvidenceHandler, 'cases/:caseId/evidence', EvidenceSummary)
  listEvidence(@Input(ListEvidence) query: ListEvidence) {
    return this.queries.execute(query);
  }

  /** The access is on record before anything is answered. */
  @Answers(GetEvidenceHandler, 'cases/:caseId/evidence/:evidenceId', EvidenceInFull)
  async getEvidence(@Input(GetEvidence) query: GetEvidence) {
    const { caseId, evidenceId } = query;
    await this.recorded(query, Object.assign(new RecordEvidenceView(), { caseId, evidenceId }));
    return this.queries.execute(query);
  }

  @Downloads(GetEvidenceContentHandler, 'cases/:caseId/evidence/:evidenceId/content', ['application/octet-stream'])
  getEvidenceContent(
    @Input(GetEvidenceContent) query: GetEvidenceContent,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Readable> {
    const { caseId, evidenceId, audience, purpose } = query;
    const record = Object.assign(new RecordEvidenceDownload(), { caseId, evidenceId, audience, purpose });
    return this.files.give(
      () => this.queries.execute(query),
      () => this.recorded(query, record),
      reply,
      { named: true },
    );
  }

  @Commands(TransferEvidenceHandler, 'cases/:caseId/evidence/:evidenceId/transfers')
  transferEvidence(@Input(TransferEvidence) command: TransferEvidence) {
    return this.commands.execute(command);
  }

  @Commands(SupersedeEvidenceHandler, 'cases/:caseId/evidence/:evidenceId/supersession')
  supersedeEvidence(@Input(SupersedeEvidence) command: SupersedeEvidence) {
    return this.commands.execute(command);
  }

  @Commands(WithdrawEvidenceHandler, 'cases/:caseId/evidence/:evidenceId/withdrawal')
  withdrawEvidence(@Input(WithdrawEvidence) command: WithdrawEvidence) {
    return this.commands.execute(command);
  }

  @Commands(DiscloseEvidenceHandler, 'cases/:caseId/evidence/:evidenceId/disclosures')
  discloseEvidence(@Input(DiscloseEvidence) command: DiscloseEvidence) {
    return this.commands.execute(command);
  }

  @Answers(ListDisclosedEvidenceHandler, 'proceedings/:proceedingId/evidence', DisclosedItem)
  listDisclosedEvidence(@Input(ListDisclosedEvidence) query: ListDisclosedEvidence) {
    return this.queries.execute(query);
  }

  @Answers(GetDisclosedEvidenceHandler, 'proceedings/:proceedingId/evidence/:evidenceId', DisclosedInFull)
  async getDisclosedEvidence(@Input(GetDisclosedEvidence) query: GetDisclosedEvidence) {
    const { proceedingId, evidenceId } = query;
    await this.recorded(query, Object.assign(new RecordDisclosedLook(), { proceedingId, evidenceId, how: 'viewed' }));
    return this.queries.execute(query);
  }

  @Downloads(GetDisclosedContentHandler, 'proceedings/:proceedingId/evidence/:evidenceId/content', ['application/octet-stream'])
  getDisclosedContent(
    @Input(GetDisclosedContent) query: GetDisclosedContent,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Readable> {
    const { proceedingId, evidenceId } = query;
    const record = Object.assign(new RecordDisclosedLook(), { proceedingId, evidenceId, how: 'downloaded' });
    return this.files.give(
      () => this.queries.execute(query),
      () => this.recorded(query, record),
      reply,
      { named: false },
    );
  }

  /** Gives a command as the caller of the query. */
  private recorded(query: object, look: RecordEvidenceView | RecordEvidenceDownload | RecordDisclosedLook): Promise<unknown> {
    const { caller, correlationId } = requestOf(query);
    return this.commands.execute(withRequest(look, { caller, correlationId }));
  }
}
