import { type CaseInFull, GetCaseHandler } from '../../../src/modules/cases/get-case.js';
import { type CaseSummary, ListCasesHandler } from '../../../src/modules/cases/list-cases.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { AnyQueryHandler } from '../../../src/platform/queries/query-handler.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { toldBy, toldIn } from '../../kit/case-row.js';
import type { CityModel } from '../city-model.js';
import type { Dice } from '../dice.js';

/** A gist that stands as a reader finds it: the words of the summary in one line, cut at a word. */
const cut = (summary: string): string => {
  let line = '';
  const words = summary.split(/\s+/).filter(Boolean);
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if ([...longer].length > 90 - (at === words.length - 1 ? 0 : 1)) return `${line}…`;
    line = longer;
  }
  return line;
};

/**
 * Throws where a row of a caller's list tells more or less of a case than the case itself, now or
 * at a moment in the past. Returns what the rows told.
 */
export async function rowsTellWhatCasesShow(city: CityModel, caller: Caller, dice: Dice): Promise<string[]> {
  const told: string[] = [];
  const answered = async (read: AnyQueryHandler, query: object, position?: number): Promise<unknown> => {
    try {
      return await city.ask(read, query, caller, position);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  };
  for (const position of [undefined, 1 + dice.roll(city.head)]) {
    const page = (await answered(ListCasesHandler, { limit: 200 }, position)) as { items: CaseSummary[] } | null;
    for (const row of page?.items ?? []) {
      const due = toldBy((await answered(GetCaseHandler, { caseId: row.id }, position)) as CaseInFull | null, cut);
      const at = { caseId: row.id, position, caller };
      expect({ ...at, ...toldIn(row) }).toEqual({ ...at, ...due });
      told.push(`a row ${due.readable ? `with${due.gist === null ? 'out a' : ' a'} gist` : 'of a case that is not read'}`);
    }
  }
  return told;
}
