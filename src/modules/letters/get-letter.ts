import { IsUUID } from 'class-validator';
import { anyone, publicly } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import type { DataOf } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { itsCase } from '../procedure/procedure.public.js';
import { type IssuedLetter, type LetterIssued, letters } from './letter.js';
import { sightOf } from './letter-access.js';
import type { LetterKind } from './letter-kinds.js';

export class TemplateUsed {
  /** Number of the template of its kind; 0 is Casebook's own. */
  version!: number;
  effectiveFrom!: Day;
  instrument!: string;
}

/** An issued letter, without its content. */
export class LetterShown {
  id!: string;
  kind!: LetterKind;
  caseId!: string;
  /** Null for an acknowledgement. */
  proceedingId!: string | null;
  /** Person id of the subject; null for an acknowledgement. */
  @PersonRef() addressee!: string | null;
  /** Null unless it is an acknowledgement. */
  reportId!: string | null;
  on!: Day;
  template!: TemplateUsed;
  /**
   * SHA-256 of the bytes, 64 hexadecimal digits; null where the caller does not read the content,
   * which a hash would let them guess.
   */
  htmlSha256!: string | null;
  pdfSha256!: string | null;
}

export class GetLetter extends AsOfQuery<LetterShown> {
  @IsUUID() letterId!: string;
}

/** The content of a letter as it was issued. */
export class GetLetterContent extends AsOfQuery<LetterContent> {
  @IsUUID() letterId!: string;
}

export interface LetterContent {
  readonly kind: LetterKind;
  readonly on: Day;
  /** Sealed. */
  readonly html: string;
  /** Sealed; base64. */
  readonly pdf: string;
}

const letter = {
  stream: letters,
  of: ({ letterId }: { readonly letterId: string }) => letterId,
  refuses: platformRefusals('resource.not-found'),
  // The sender of a report reads its acknowledgement: an access record would reveal who that is.
  recordsAccessTo: (_: unknown, state: IssuedLetter) => (state.about === 'proceeding' ? itsCase(state) : undefined),
};

export const GetLetterHandler = streamQuery(GetLetter, {
  ...letter,
  may: [anyone],
  async run({ letterId: id }, state, reads, refuse): Promise<LetterShown> {
    const sight = await sightOf(state, reads.current);
    if (sight === 'nothing') return refuse('resource.not-found');
    const { kind, caseId, on, template } = state;
    const { htmlSha256, pdfSha256 } = sight === 'content' ? state : { htmlSha256: null, pdfSha256: null };
    const about =
      state.about === 'proceeding'
        ? { proceedingId: state.proceedingId, addressee: state.addressee, reportId: null }
        : { proceedingId: null, addressee: null, reportId: state.reportId };
    return { id, kind, caseId, ...about, on, template: { ...template }, htmlSha256, pdfSha256 };
  },
});

export const GetLetterContentHandler = streamQuery(GetLetterContent, {
  ...letter,
  // The holder of a report's follow-up code has no login.
  may: [anyone, publicly],
  async run({ letterId }, state, reads, refuse): Promise<LetterContent> {
    if ((await sightOf(state, reads.current)) !== 'content') return refuse('resource.not-found');
    const [issued] = await reads.history(streamName(letters.name, letterId));
    if (!issued) return refuse('resource.not-found');
    const { html, pdf } = issued.data as Pick<DataOf<typeof LetterIssued>, 'html' | 'pdf'>;
    return { kind: state.kind, on: state.on, html, pdf };
  },
});
