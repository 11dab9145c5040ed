import { IsOptional } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { type LetterKind, letterKinds, placeholders } from './letter-kinds.js';
import { letterTemplates, letterTemplatesId, templateOn } from './letter-template.js';

export class TemplateInForce {
  kind!: LetterKind;
  /** Counts the templates of the kind; 0 is Casebook's own. */
  version!: number;
  effectiveFrom!: Day;
  instrument!: string;
  author!: string | null;
  body!: string;
  /** What a template of this kind may name. */
  placeholders!: string[];
}
export class TemplatesInForce {
  on!: Day;
  items!: TemplateInForce[];
}

/** The wording of each kind of letter on a day. */
export class ListLetterTemplates extends AsOfQuery<TemplatesInForce> {
  /** A day in the city's time zone; the day shown unless given. */
  @IsOptional() @IsDay() on?: Day;
}

export const ListLetterTemplatesHandler = listQuery<ListLetterTemplates, TemplatesInForce, Record<never, never>>(ListLetterTemplates, {
  may: [office('City Clerk'), office('City Attorney'), office('HR'), office('City Manager'), office('Auditor')],
  async run({ on }, reads) {
    const day = on ?? dayIn(reads.timeZone, reads.moment);
    const state = await reads.state(letterTemplates, letterTemplatesId);
    const items = letterKinds.map((kind) => ({ ...templateOn(state, kind, day), placeholders: [...placeholders[kind]] }));
    return { on: day, items };
  },
});
