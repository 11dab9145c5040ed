import { isUUID } from 'class-validator';
import { streamParts } from '../../platform/events/envelope.js';
import { pick } from '../../platform/events/event.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import type { RefKind } from '../../platform/queries/refs.js';
import { text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { caseEvents } from './case.events.js';
import { cases } from './case.js';
import { parsedRef, refOf } from './case-ref.js';

/** JSON: ids of the cases with a ref. */
const columns = { cases: text() };

/**
 * One row for each ref. Several cases have the same one only where all of them were opened before
 * refs were reserved.
 */
export const caseRefList = view({
  name: 'case_ref',
  version: 1,
  columns,
  events: pick(caseEvents, 'CaseOpened'),
  keys: { CaseOpened: (event) => [refOf(event)] },
  fold: {
    CaseOpened: (row, { stream }) => ({ cases: JSON.stringify([...(row ? JSON.parse(row.cases) : []), streamParts(stream).id]) }),
  },
});

/** How a case is named by its ref. */
export const caseRefs: RefKind = {
  fields: ['caseId', 'other'],
  example: 'C26-WJ5914',
  parse: parsedRef,
  async find(ref, reads) {
    const row = await reads.rows(caseRefList).get(ref);
    const ids: string[] = row ? JSON.parse(row.cases) : [];
    if (ids.length < 2) return ids[0];
    // Nobody learns from an ambiguous ref that a case exists which is hidden from them.
    const { person } = reads.caller;
    const states = await Promise.all(ids.map(async (id) => ({ id, state: await reads.state(cases, id) })));
    const shown = states.filter(({ state }) => !cases.hiddenFrom?.(state, person));
    return shown.length === 1 ? shown[0]?.id : undefined;
  },
};

/** Id of the case that a text names, by its ref or by its id. It may be hidden from the caller. */
export function caseNamed(text: string, reads: Reads): Promise<string | undefined> {
  const ref = parsedRef(text);
  if (ref !== undefined) return caseRefs.find(ref, reads);
  const id = text.trim().toLowerCase();
  return Promise.resolve(isUUID(id) ? id : undefined);
}
