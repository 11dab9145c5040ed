import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { dayIn } from '../../platform/ground/clock.js';
import { wordsOf } from '../../platform/ground/spellings.js';
import { listQuery, PageQuery, type Row } from '../../platform/queries/query-handler.js';
import { directoryRefusals } from './directory.refusals.js';
import { findPeople } from './find-people.js';
import { type Dated, seeTracks } from './person.js';
import { type Person, type PersonRow, personList, personOn } from './person-list.view.js';

const ofRow = ({ key, name, title, dates }: Row<PersonRow>) => ({ id: key, name, title, ...(JSON.parse(dates) as Dated) });

/**
 * People of the city in order of entry, including those who left. With `q` or `ids`, those in
 * service come first, each group by name.
 */
export class ListPeople extends PageQuery<Person> {
  /**
   * Beginnings of words of the name, the title or an office held on the day shown. Case and accents
   * do not matter; in any spelling that people type.
   */
  @IsOptional() @IsString() @MinLength(1) @MaxLength(200) q?: string;
  /** Only these people: ids with commas between them, or the parameter repeated. */
  @IsOptional()
  @Transform(({ value }) => [value].flat().flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : part)))
  @IsUUID(undefined, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  ids?: string[];
  @IsOptional() @IsUUID() department?: string;
}

export const ListPeopleHandler = listQuery(ListPeople, {
  may: [...seeTracks, anyone],
  views: [personList],
  refuses: directoryRefusals('person.no-words'),
  async run({ q, ids, department, limit, cursor }, reads, refuse) {
    const day = dayIn(reads.timeZone, reads.moment);
    const viewer = { office: reads.office, person: reads.caller.person };
    const words = q === undefined ? [] : wordsOf(q).map(({ text }) => text);
    if (q !== undefined && words.length === 0) return refuse('person.no-words');
    const finds = q !== undefined || ids !== undefined;
    const page = finds
      ? await findPeople({ words, department, limit, cursor, ...(ids && { ids }) }, reads)
      : await reads.rows(personList).page({ where: department ? { department } : {}, order: 'enteredAt', limit, cursor });
    return { items: page.items.map((row) => personOn(ofRow(row), day, viewer)), next: page.next };
  },
});
