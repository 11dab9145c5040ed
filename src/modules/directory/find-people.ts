import { type Day, dayIn } from '../../platform/ground/clock.js';
import { plain, spellings, spellingsWithin, wordsOf } from '../../platform/ground/spellings.js';
import type { Page, QueryReads, Row } from '../../platform/queries/query-handler.js';
import { assignmentsOn, type Dated, inServiceOn } from './person.js';
import { type PersonRow, personList } from './person-list.view.js';

/** Whom to find. */
export interface Wanted {
  readonly words?: readonly string[];
  readonly ids?: readonly string[];
  readonly department?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const list = 'people found';
const byOrder = (one: Found, other: Found): number => (isAfter(one, other) ? 1 : -1);
const isAfter = (one: Omit<Found, 'row'>, other: Omit<Found, 'row'>): boolean =>
  one.order === other.order ? one.key > other.key : one.order > other.order;

interface Found {
  readonly row: Row<PersonRow>;
  readonly order: string;
  readonly key: string;
}

/** All rows, or those of one department, as of one position. */
async function allRows(department: string | undefined, reads: QueryReads): Promise<Row<PersonRow>[]> {
  const rows: Row<PersonRow>[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await reads.rows(personList).page({ where: department ? { department } : {}, order: 'enteredAt', limit: 2_000, cursor });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
    more = page.next !== null;
  }
  return rows;
}

async function rowsOf(ids: readonly string[], department: string | undefined, reads: QueryReads) {
  const rows = await Promise.all([...new Set(ids)].map((id) => reads.rows(personList).get(id)));
  return rows.filter((row) => row !== undefined).filter((row) => department === undefined || row.department === department);
}

const isMeant = (words: readonly string[], name: string, title: string, { dates }: PersonRow, day: Day): boolean => {
  const offices = assignmentsOn(JSON.parse(dates) as Dated, day).map(({ office }) => office);
  const has = wordsOf([name, title, ...offices].join(' ')).flatMap(({ text }) => spellingsWithin(text));
  return words.every((word) => spellings(word).some((form) => has.some((one) => one.startsWith(form))));
};

/**
 * A page of the people meant, in service first, then by name. Names and titles are opened to be
 * compared; the rows keep the tokens. All pages show the position of the first.
 */
export async function findPeople(wanted: Wanted, reads: QueryReads): Promise<Page<Row<PersonRow>>> {
  const { words = [], ids, department, limit, cursor } = wanted;
  const after = cursor === undefined ? undefined : reads.cursors.decode(list, cursor);
  const then = after ? await reads.at(after.position) : reads;
  const day = dayIn(reads.timeZone, reads.moment);
  const rows = await (ids ? rowsOf(ids, department, then) : allRows(department, then));
  const [names, titles] = await Promise.all([
    reads.opened(rows.map(({ name }) => name)),
    reads.opened(rows.map(({ title }) => title ?? '')),
  ]);
  const found = rows.flatMap((row, at): Found[] => {
    const [name, title] = [names[at] ?? '', titles[at] ?? ''];
    if (!isMeant(words, name, title, row, day)) return [];
    return [{ row, key: row.key, order: `${inServiceOn(JSON.parse(row.dates) as Dated, day) ? 0 : 1} ${plain(name)}` }];
  });
  const from = after ? { order: String(after.order), key: after.key } : undefined;
  const rest = found.filter((one) => !from || isAfter(one, from)).sort(byOrder);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const next =
    last && rest.length > limit ? reads.cursors.encode(list, { position: then.position, order: last.order, key: last.key }) : null;
  return { items: shown.map(({ row }) => row), next };
}
