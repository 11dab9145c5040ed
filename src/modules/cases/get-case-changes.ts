import { IsOptional, IsUUID } from 'class-validator';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, IsMoment, type QueryReads, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { itsCase } from '../procedure/procedure.public.js';
import { cases } from './case.js';
import type { CaseInFull, CaseMoment } from './case-details.js';
import { GetCaseHandler } from './get-case.js';

/**
 * A part of the case's answer that differs. Its name is the path of fields and ids that leads to
 * it: `allegations/6f1c…/finding/outcome`.
 */
export class ChangedField {
  field!: string;
  /** The value before; null where there was none. */
  @PersonRef() before!: unknown;
  /** The value after; null where none is left. */
  @PersonRef() after!: unknown;
}

export class CaseChanges {
  caseId!: string;
  /** The two moments, ISO 8601. */
  from!: string;
  to!: string;
  /** The events after the first moment, up to the second. */
  events!: CaseMoment[];
  /** The differences of the case's answer between the two. */
  fields!: ChangedField[];
}

/**
 * The changes of a case between two moments, for the people who read the case, as far as they may
 * read it.
 */
export class GetCaseChanges extends AsOfQuery<CaseChanges> {
  @IsUUID() caseId!: string;
  /** The earlier moment, in the form of `asOf`. */
  @IsMoment() from!: string;
  /** The later moment, in the form of `asOf`; the moment of `asOf` unless given. */
  @IsOptional() @IsMoment() to?: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);
const hasId = (value: unknown): value is { id: string } => isRecord(value) && typeof value.id === 'string';
const byId = (value: unknown): Record<string, unknown> | undefined =>
  Array.isArray(value) && value.length > 0 && value.every(hasId) ? Object.fromEntries(value.map((item) => [item.id, item])) : undefined;

/**
 * Where two answers differ, as the innermost fields that differ. Lists of things with ids are
 * compared thing by thing.
 */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): ChangedField[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [was, is] = [byId(before) ?? before, byId(after) ?? after];
  if (!isRecord(was) || !isRecord(is)) return [{ field: path.join('/'), before: before ?? null, after: after ?? null }];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields.flatMap((field) => differences(was[field], is[field], [...path, field]));
}

const refuses = platformRefusals('access.not-permitted', 'resource.not-found', 'as-of.reversed');

/** The case's answer at a moment; undefined before the case existed. */
async function answerAt(
  caseId: string,
  reads: QueryReads,
  refuse: Parameters<typeof GetCaseHandler.run>[3],
): Promise<CaseInFull | undefined> {
  const state = await reads.state(cases, caseId);
  if (state.status === 'absent') return undefined;
  return GetCaseHandler.run({ caseId } as never, state, reads, refuse);
}

export const GetCaseChangesHandler = streamQuery<GetCaseChanges, typeof cases, CaseChanges, typeof refuses>(GetCaseChanges, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: GetCaseHandler.may,
  refuses,
  async run({ caseId, from, to }, _, reads, refuse) {
    const [earlier, later] = [
      await reads.at({ field: 'from', text: from }),
      to === undefined ? reads : await reads.at({ field: 'to', text: to }),
    ];
    if (earlier.position > later.position) return refuse('as-of.reversed');
    const after = (await answerAt(caseId, later, refuse)) ?? refuse('resource.not-found');
    const before = await answerAt(caseId, earlier, refuse);
    const { timeline, ...is } = after;
    const { timeline: told = [], ...was } = before ?? ({} as Partial<CaseInFull>);
    return {
      caseId,
      from: earlier.moment,
      to: later.moment,
      events: timeline.slice(told.length),
      fields: differences(was, is),
    };
  },
});
