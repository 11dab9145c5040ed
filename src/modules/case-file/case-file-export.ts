import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { requestOf, withRequest } from '../../platform/access/request.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import type { CaseFile } from './case-file.js';
import { type DraftedFile, finishFile, textOfFile } from './case-file-render.js';
import type { GetCaseFile } from './get-case-file.js';
import { RecordCaseFile } from './record-case-access.js';

/** A case file as the reader receives it. */
export interface GivenFile {
  readonly file: CaseFile;
  readonly text: string;
  /** SHA-256 of the text as UTF-8, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A bus for messages that carry their request. */
interface Bus {
  execute(message: object): Promise<unknown>;
}

/**
 * Makes case files at the edge, where sealed texts are opened. Records each file before the reader
 * gets it.
 */
@Injectable()
export class CaseFileDesk {
  constructor(
    @Inject(CommandBus) private readonly commands: Bus,
    @Inject(QueryBus) private readonly queries: Bus,
    @Inject(Unsealer) private readonly unsealer: Unsealer,
  ) {}

  /** The finished file. Refuses as the query does. */
  async give(query: GetCaseFile): Promise<GivenFile> {
    const drafted = (await this.queries.execute(query)) as DraftedFile;
    const file = finishFile((await this.unsealer.openAll(drafted)) as DraftedFile, drafted);
    const text = textOfFile(file, query.format);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const { caller, correlationId } = requestOf(query);
    const { caseId, audience, subject, format, purpose } = query;
    const given = { caseId, audience, ...(subject !== undefined && { subject }), format, purpose };
    const look = Object.assign(new RecordCaseFile(), { ...given, upTo: drafted.upTo, sha256 });
    await this.commands.execute(withRequest(look, { caller, correlationId }));
    return { file, text, sha256 };
  }
}
