import { Controller, Inject, Res } from '@nestjs/common';
import { attachment } from '../../platform/files/safe-name.js';
import { Input } from '../../platform/http/input.js';
import type { HttpReply } from '../../platform/http/message.js';
import { Downloads } from '../../platform/http/routes.js';
import { CaseFileDesk } from './case-file-export.js';
import { GetCaseFile, GetCaseFileHandler } from './get-case-file.js';

/** Only the page's own style applies; nothing else runs or loads. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const types = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

@Controller('api')
export class CaseFileController {
  constructor(@Inject(CaseFileDesk) private readonly desk: CaseFileDesk) {}

  /** The file of a case. The access record is appended before the first byte is sent. */
  @Downloads(GetCaseFileHandler, 'cases/:caseId/file', ['text/html', 'application/json'])
  async getCaseFile(@Input(GetCaseFile) query: GetCaseFile, @Res({ passthrough: true }) reply: HttpReply): Promise<Buffer> {
    const { text, sha256 } = await this.desk.give(query);
    reply.headers({
      'content-type': types[query.format],
      'content-security-policy': policy,
      'content-disposition': attachment(`case-file.${query.format}`),
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    });
    return Buffer.from(text);
  }
}
