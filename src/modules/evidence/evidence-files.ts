import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { withRequest } from '../../platform/access/request.js';
import type { Receipt } from '../../platform/commands/command-handler.js';
import { detect, endingOf, falselyClaimed } from '../../platform/files/content-type.js';
import { FileStore, type Received } from '../../platform/files/file-store.js';
import { attachment, safeName } from '../../platform/files/safe-name.js';
import { derivedId } from '../../platform/ground/ids.js';
import { instanceOf } from '../../platform/http/input.js';
import type { HttpReply } from '../../platform/http/message.js';
import type { Upload } from '../../platform/http/upload.js';
import { refuseFrom } from '../../platform/refusals/refuse.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import { AddEvidence, type EvidenceForm, type FoundFile, fittingType, refusesUnfit } from './add-evidence.js';
import { recordOfCase } from './evidence.js';
import { AdmitEvidence, type ContentOfEvidence } from './get-evidence.js';

const refuse = refuseFrom(refusesUnfit);

/** Takes files in and gives them out, between the form, the file store and the commands. */
@Injectable()
export class EvidenceFiles {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(Unsealer) private readonly edge: Unsealer,
  ) {}

  /**
   * Reads the form only for a caller who may add to the case. The file is on disk before the event
   * that names it.
   */
  async take(upload: Upload<EvidenceForm>): Promise<Receipt> {
    const { caseId } = await this.admitted(instanceOf(AdmitEvidence, upload.params), upload);
    // The same id as the command will derive.
    const file = { id: derivedId(upload.request.commandId, 'evidence'), record: recordOfCase(caseId) };
    const { form, taken } = await upload.receive({
      largest: this.files.largest,
      take: async ({ name, content }) => ({ name: safeName(name), received: await this.files.receive(content, file) }),
      drop: ({ received }) => received.drop(),
    });
    const { name, received } = taken;
    const found = await this.found(name, received, form);
    const command = Object.assign(new AddEvidence(), { caseId, form, file: found });
    return received.keep(() => this.commands.execute(withRequest(command, upload.request)));
  }

  /**
   * Streams the content that `ask` admits to, as a download that no browser opens in its own
   * window. `record` records the access before the first byte. With `named` the download has the
   * file's own name; a subject gets a name that tells nothing.
   */
  async give(
    ask: () => Promise<ContentOfEvidence>,
    record: () => Promise<unknown>,
    reply: HttpReply,
    { named }: { readonly named: boolean },
  ): Promise<Readable> {
    const { id, record: owner, file } = await ask();
    const content = await this.files.open({ id, record: owner });
    let name = `evidence-${id}.${endingOf(file.mediaType)}`;
    try {
      await record();
      if (named) ({ name } = (await this.edge.openAll({ name: file.name })) as { name: string });
    } catch (error) {
      await content.close();
      throw error;
    }
    reply.headers({
      'content-type': 'application/octet-stream',
      'content-length': content.bytes,
      'content-disposition': attachment(name),
    });
    const stream = Readable.from(content.content(), { objectMode: false });
    stream.once('close', () => void content.close());
    return stream;
  }

  private async admitted(query: AdmitEvidence, { request: { caller, correlationId } }: Upload<EvidenceForm>): Promise<AdmitEvidence> {
    await this.queries.execute(withRequest(query, { caller, correlationId }));
    return query;
  }

  /**
   * The facts about a file. A file that cannot be added is dropped before anything is reserved for
   * it.
   */
  private async found(name: string, received: Received, form: EvidenceForm): Promise<FoundFile> {
    try {
      const { bytes, sha256 } = received;
      const detected = await detect(received);
      const claimedType = 'mediaType' in detected ? falselyClaimed(name, detected.mediaType) : null;
      const found = { name, bytes, sha256, detected, claimedType };
      fittingType(form, found, refuse);
      return found;
    } catch (error) {
      await received.drop();
      throw error;
    }
  }
}
