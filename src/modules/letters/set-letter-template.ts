import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { letterRefusals } from './letter.refusals.js';
import { type LetterKind, letterKinds, placeholders } from './letter-kinds.js';
import { LetterTemplateSet, letterTemplates, letterTemplatesId } from './letter-template.js';
import { placeholdersIn, strayBraces, titleOf } from './template.js';

/** Sets the wording of a kind of letter from a day on. Issued letters do not change. */
export class SetLetterTemplate extends Command<Receipt> {
  @IsIn(letterKinds) kind!: LetterKind;
  @IsDay() effectiveFrom!: Day;
  /** The instrument that sets it: an administrative order, a memorandum. */
  @IsName() instrument!: string;
  /** The author of the wording. */
  @IsOptional() @IsName() author?: string | null;
  /**
   * `# ` before the title, `## ` before a heading, `- ` before an item of a list, a blank line
   * between paragraphs, `{{name}}` for a value.
   */
  @IsProse(20_000) body!: string;
}

export const SetLetterTemplateHandler = commandHandler(SetLetterTemplate, {
  stream: letterTemplates,
  of: () => letterTemplatesId,
  creates: true,
  extends: true,
  may: [office('City Clerk'), office('City Attorney')],
  refuses: letterRefusals('letter.template-backdated', 'letter.unknown-placeholder', 'letter.template-malformed', 'letter.title-missing'),
  opens: 'always',
  decide({ kind, effectiveFrom, instrument, author, body }, _, { today, refuse }) {
    if (effectiveFrom < today) return refuse('letter.template-backdated', { earliest: today });
    const known: readonly string[] = placeholders[kind];
    const unknown = placeholdersIn(body).filter((name) => !known.includes(name));
    if (unknown.length > 0) return refuse('letter.unknown-placeholder', { unknown, known });
    if (strayBraces(body)) return refuse('letter.template-malformed');
    if (titleOf(body) === undefined) return refuse('letter.title-missing');
    return [LetterTemplateSet({ kind, effectiveFrom, instrument, author: author ?? null, body })];
  },
});
