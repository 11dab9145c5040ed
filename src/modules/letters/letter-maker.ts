import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuseFrom } from '../../platform/refusals/refuse.js';
import { isUnopened } from '../../platform/sealing/sealer.js';
import { Unsealer } from '../../platform/sealing/unsealer.js';
import type { LetterDraft } from './draft-letter.js';
import { letterRefusals } from './letter.refusals.js';
import { htmlOf } from './render-html.js';
import { pdfOf, unprintable } from './render-pdf.js';
import { type Block, blocksOf, placeholdersIn, titleOf } from './template.js';

/** A letter as a document. */
export interface MadeLetter {
  readonly html: string;
  readonly htmlSha256: string;
  /** Base64. */
  readonly pdf: string;
  readonly pdfSha256: string;
}

export const makingRefuses = letterRefusals('letter.value-missing', 'letter.unprintable');
const refuse = refuseFrom(makingRefuses);

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * Makes documents from drafts at the edge. No code behind the edge sees names or prose unsealed.
 */
@Injectable()
export class LetterMaker {
  constructor(@Inject(Unsealer) private readonly unsealer: Unsealer) {}

  /**
   * HTML of a draft. Refuses with letter.value-missing, which names the placeholders without a
   * value, or with letter.unprintable.
   */
  async html(draft: LetterDraft): Promise<string> {
    const { title, blocks } = await this.filled(draft);
    return htmlOf(title, blocks);
  }

  /** The document in both forms, with their hashes. Refuses as `html` does. */
  async make(draft: LetterDraft): Promise<MadeLetter> {
    const { title, blocks } = await this.filled(draft);
    const html = htmlOf(title, blocks);
    const pdf = await pdfOf(title, blocks, draft.at);
    return { html, htmlSha256: sha256(html), pdf: pdf.toString('base64'), pdfSha256: sha256(pdf) };
  }

  private async filled({ body, values }: LetterDraft): Promise<{ title: string; blocks: Block[] }> {
    const opened = (await this.unsealer.openAll(values)) as LetterDraft['values'];
    const named = placeholdersIn(body);
    const missing = named.filter((name) => !opened[name]?.trim() || isUnopened(opened[name]));
    if (missing.length > 0) refuse('letter.value-missing', { missing });
    const given = Object.fromEntries(named.map((name) => [name, (opened[name] ?? '').normalize('NFC')]));
    const blocks = blocksOf(body, given);
    const characters = await unprintable(blocks);
    if (characters.length > 0) refuse('letter.unprintable', { characters: characters.slice(0, 20) });
    return { title: titleOf(body) ?? '', blocks };
  }
}
