import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { SearchBuilding, SearchHost } from '../../src/platform/search/search-host.js';
import { minute, useCity } from '../kit/app.js';
import { type CastMember, members, nameOf } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const matter = new Matter(city, 'Subject', 'Director of Works');
const found = (who: CastMember, q: string, more = '') => city.as(who).sees(`/api/search?q=${encodeURIComponent(q)}${more}`);
const inCases = async (who: CastMember, q: string, more = '') =>
  (await found(who, q, more)).cases.map(({ id, places }: { id: string; places: { in: string }[] }) => [id, places.map((one) => one.in)]);

/** What is written where, and who reads it there. */
const planted = {
  summary: 'plantedsummary',
  facts: 'plantedfacts',
  finding: 'plantedfinding',
  filed: 'plantedfiled',
  determined: 'planteddetermined',
  answer: 'plantedanswer',
  proposal: 'plantedproposal',
  opinion: 'plantedopinion',
  evidence: 'plantedevidence',
  source: 'plantedsource',
  interview: 'plantedinterview',
  reported: 'plantedreported',
  present: 'plantedpresent',
};
const prose: CastMember[] = ['City Manager', 'Communications Manager', 'City Attorney', 'Auditor', 'Director of Works'];
const readers: Record<string, CastMember[]> = {
  [planted.summary]: prose,
  [planted.facts]: prose,
  [planted.finding]: prose,
  [planted.filed]: prose,
  [planted.determined]: prose,
  [planted.answer]: prose,
  [planted.proposal]: ['City Manager', 'City Attorney', 'Auditor'],
  [planted.opinion]: [],
  [planted.evidence]: ['City Manager', 'Communications Manager', 'City Attorney', 'Director of Works'],
  [planted.source]: [],
  [planted.interview]: ['City Manager', 'City Attorney', 'Director of Works'],
  // What a reporter says is the investigator's alone to find.
  [planted.reported]: ['Director of Works'],
  [planted.present]: [],
};
let before = 0;

beforeAll(async () => {
  await matter.report(`The ${planted.summary} of the page.`);
  await matter.triage();
  await matter.allege(`It shows ${planted.facts}, “quoted”.`);
  await matter.assign();
  await matter.inform();
  await matter.answer(`I say ${planted.answer}.`);
  const by = city.as('Director of Works');
  const things = { obtained: 'Handed in.', collectedOn: '2026-03-02', collectedBy: 'A clerk', custodian: 'A clerk', location: 'Safe 2' };
  await by.does(`/api/cases/${matter.caseId}/evidence/things`, {
    ...things,
    description: `A ${planted.evidence}.`,
    source: `From ${planted.source}.`,
  });
  const hold = async (as: string, person: CastMember, summary: string) => {
    const planned = { as, person: city.person(person), basis: 'voluntary', on: '2026-03-02' };
    const interview = await by.does(`/api/cases/${matter.caseId}/interviews`, planned);
    const held = { on: '2026-03-02', place: 'City hall', present: planted.present, representativeAsked: false, summary };
    await by.does(`/api/cases/${matter.caseId}/interviews/${interview}/record`, held);
  };
  await hold('witness', 'Employee', `They said ${planted.interview}.`);
  await hold('reporter', 'Reporter', `They said ${planted.reported}.`);
  before = await city.head();
  city.clock.pass(minute);
  await matter.find('sustained', `So ${planted.finding}.`);
  await matter.file(`All in all ${planted.filed}.`);
  await matter.determine(`Therefore ${planted.determined}.`);
  await matter.propose(`As ${planted.proposal}.`);
  await matter.review(`Beware of ${planted.opinion}.`);
});

describe('a word of a case', () => {
  it.each(Object.entries(readers))('%s is found by those who read it there, and by nobody else', async (word, may) => {
    const finders: CastMember[] = [];
    const answers = await Promise.all(members.map(async (who) => [who, await found(who, word)] as const));
    for (const [who, answer] of answers) {
      if (answer.cases.length > 0) finders.push(who);
      else expect(JSON.stringify(answer)).not.toContain(word);
      expect(answer).toMatchObject({ people: [], more: false });
    }
    expect(finders.sort()).toEqual([...may].sort());
  });

  it('is shown with the words around it', async () => {
    expect((await found('City Manager', 'PLANTEDFACTS quoted')).cases).toEqual([
      {
        id: matter.caseId,
        ref: expect.stringMatching(/^C26-/),
        status: 'determined',
        openedOn: '2026-03-02',
        places: [{ in: 'case', id: matter.caseId, excerpt: expect.stringContaining('«plantedfacts»') }],
      },
    ]);
  });

  it('is found by its beginning, with the clause and the version of the policy', async () => {
    expect(await inCases('Auditor', 'plantedfac 5716 STD-4')).toEqual([[matter.caseId, ['case']]]);
    expect(await inCases('Auditor', 'plantedfacts 5917')).toEqual([]);
  });

  it('is found as of a moment at which it stood there', async () => {
    expect(await inCases('Auditor', planted.facts, `&asOf=@${before}`)).toEqual([[matter.caseId, ['case']]]);
    expect(await inCases('Auditor', planted.finding, `&asOf=@${before}`)).toEqual([]);
  });

  it('stands in no file, searched or not, and is found again after a restart', async () => {
    const holds = () =>
      readdirSync(city.directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(planted.facts))
        .map(({ name }) => name);
    expect(await inCases('City Manager', planted.facts)).toHaveLength(1);
    expect(holds()).toEqual([]);
    await city.restart(() => expect(holds()).toEqual([]));
    expect(city.logged()).not.toContain(planted.facts);
    for (let tries = 0; tries < 50; tries += 1) {
      const { status, body } = await city.as('City Manager').get(`/api/search?q=${planted.facts}`);
      if (status === 200) {
        expect(body.cases).toHaveLength(1);
        break;
      }
      expect(body.code).toBe('search.building');
    }
    expect(await inCases('Subject', planted.facts)).toEqual([]);
  });
});

describe('a person’s name', () => {
  const name = nameOf('Subject');
  it('leads to the person, and to the cases that accuse them for those who read these', async () => {
    const answers = await Promise.all(members.map(async (who) => [who, await found(who, name)] as const));
    for (const [who, { cases, people }] of answers) {
      expect(people).toEqual([{ id: city.person('Subject'), excerpt: '«Jonas» «Wray»', former: false }]);
      expect([who, cases.map(({ id }: { id: string }) => id)]).toEqual([who, prose.includes(who) ? [matter.caseId] : []]);
    }
  });

  it('of a reporter or a witness leads to no case', async () => {
    for (const other of ['Reporter', 'Employee'] as const)
      for (const { cases } of await Promise.all(members.map((who) => found(who, nameOf(other))))) expect(cases).toEqual([]);
  });
});

describe('somebody who is called by another name now', () => {
  const people = async (who: CastMember, q: string, more = '') => (await found(who, q, more)).people;
  let then = 0;
  beforeAll(async () => {
    then = await city.head();
    city.clock.pass(minute);
    await city.as('HR').does(`/api/people/${city.person('Subject')}/name`, { name: 'Olúṣẹ́gun Wray-Żółć', title: null });
  });

  it('is found by the name that stands, in any spelling, by everybody in service', async () => {
    const one = { id: city.person('Subject'), excerpt: '«Olúṣẹ́gun» Wray-«Żółć»', former: false };
    for (const who of ['Employee', 'HR', 'City Manager'] as const)
      for (const q of ['Olúṣẹ́gun Żółć', 'olusegun zolc', 'ZOLC OLUSEGUN']) expect(await people(who, q)).toEqual([one]);
    expect((await city.as('Employee').sees('/api/people?q=zolc')).items.map(({ id }: { id: string }) => id)).toEqual([one.id]);
    expect(await inCases('City Manager', 'zolc')).toEqual([[matter.caseId, ['person']]]);
  });

  it('is found by the former name by HR alone, who is told that it is one', async () => {
    for (const who of members)
      expect([who, await people(who, 'Jonas')]).toEqual([
        who,
        who === 'HR' ? [{ id: city.person('Subject'), excerpt: '«Jonas» Wray', former: true }] : [],
      ]);
    expect(await inCases('City Manager', 'Jonas')).toEqual([]);
  });

  it('is found by the name of the moment shown', async () => {
    expect(await people('Auditor', 'Jonas', `&asOf=@${then}`)).toMatchObject([{ id: city.person('Subject'), former: false }]);
    expect(await people('Auditor', 'zolc', `&asOf=@${then}`)).toEqual([]);
  });
});

describe('a search', () => {
  it.each([
    ['', 'request.invalid'],
    ['x'.repeat(201), 'request.invalid'],
    ['""', 'search.no-words'],
    [' - ', 'search.no-words'],
  ])('for %j is refused', async (q, code) => {
    const { status, body } = await city.as('Auditor').get(`/api/search?q=${encodeURIComponent(q)}`);
    expect([status, body.code]).toEqual([422, code]);
  });

  it.each(['plantedfacts"', '"plantedfacts" OR x', 'plantedfacts*', 'text:plantedfacts', 'NEAR(plantedfacts)', "plantedfacts'; --"])(
    'for %j takes words for words',
    async (q) => {
      const cases = await inCases('Auditor', q);
      // Operators are words too: those that stand nowhere find nothing.
      expect(cases).toEqual(/OR|text|NEAR/.test(q) ? [] : [[matter.caseId, ['case']]]);
    },
  );

  it('says that what can be searched is still being read', async () => {
    const reading = jest.spyOn(SearchHost.prototype, 'search').mockRejectedValueOnce(new SearchBuilding());
    const { status, body } = await city.as('Auditor').get('/api/search?q=planted');
    expect([status, body.code]).toEqual([503, 'search.building']);
    reading.mockRestore();
  });

  it('answers nobody in less than its even time', async () => {
    for (const who of ['City Manager', 'Subject', 'Employee'] as const) {
      const begun = performance.now();
      await found(who, planted.facts);
      expect(performance.now() - begun).toBeGreaterThan(240);
    }
  });
});
