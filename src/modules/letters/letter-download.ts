import { fileRefusals } from '../../platform/files/file-store.js';
import { attachment } from '../../platform/files/safe-name.js';
import type { HttpReply } from '../../platform/http/message.js';
import { refuseFrom } from '../../platform/refusals/refuse.js';
import { isUnopened } from '../../platform/sealing/sealer.js';
import type { LetterContent } from './get-letter.js';

const refuse = refuseFrom(fileRefusals.table);
/** Only the letter's own style applies; nothing else runs or loads. */
export const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

export interface OpenedLetter {
  readonly html: string;
  /** Base64. */
  readonly pdf: string;
  /** File name without its extension. */
  readonly name: string;
}

/**
 * A letter whose seals were opened. Refuses with file.unreadable if its record's key is missing or
 * was destroyed.
 */
export function openedLetter({ kind, on, html, pdf }: LetterContent): OpenedLetter {
  if (isUnopened(html)) return refuse('file.unreadable');
  return { html, pdf, name: `${kind}-${on}` };
}

const saved = (name: string) => ({ 'content-disposition': attachment(name) });

/** The letter as it was issued, as an HTML page. */
export function htmlDownload({ html, name }: OpenedLetter, reply: HttpReply): Buffer {
  reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    ...saved(`${name}.html`),
  });
  return Buffer.from(html);
}

/** The letter as it was issued, as a PDF. */
export function pdfDownload({ pdf, name }: OpenedLetter, reply: HttpReply): Buffer {
  reply.headers({ 'content-type': 'application/pdf', ...saved(`${name}.pdf`) });
  return Buffer.from(pdf, 'base64');
}
