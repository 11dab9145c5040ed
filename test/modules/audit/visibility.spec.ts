import { GetVisibilityHandler, openedBy, type ServedRoute, type Visibility } from '../../../src/modules/audit/get-visibility.js';
import { CaseOpened, WitnessNamed } from '../../../src/modules/cases/case.js';
import { people } from '../../../src/modules/directory/person.js';
import { anyone, office, role } from '../../../src/platform/access/access.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  auditor,
  caseEntries,
  caseId,
  hr,
  ines,
  received,
  reportEntries,
  reportedBy,
  rita,
  sam,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';
import { ofSam, opened as openedFor } from '../../kit/stories/items.js';
import { assigned, entered, id } from '../directory/people.js';

const [one, two, aude] = [id('one'), id('two'), caller(id('aude'), 'Auditor')];
const opened = (...accused: string[]) =>
  CaseOpened({ reportId: derivedId('spec', 'r'), accused, openedOn: '2026-03-02', dueAt: now, ref: null });
const holding = (person: string, from: string, until: string | null) =>
  [`person-${person}`, assigned('HR', { assignmentId: derivedId('spec-held', person), from, until })] as const;
const log = logOf(
  [`person-${one}`, entered()],
  holding(one, '2020-01-01', '2030-01-01'),
  ['case-a', opened(one)],
  ['case-b', opened(one, aude.person)],
  holding(two, '2019-01-01', '2019-12-31'),
  ['case-c', opened(one)],
);
const see = async (query: object, hidden: string[] = [], who = aude) =>
  (await ask(GetVisibilityHandler, { office: 'HR', ...query }, who, log, { hidden })) as Visibility;

describe('what an office could see', () => {
  it('names who held it on the day, and counts what was hidden from each of them then', async () => {
    expect(await see({})).toMatchObject({ office: 'HR', moment: now, position: '6', holders: [{ person: one, hiddenCases: 3 }] });
    expect((await see({ at: '@3' })).holders).toEqual([{ person: one, hiddenCases: 1 }]);
    expect((await see({ at: '@1' })).holders).toEqual([]);
  });

  it('does not count what is hidden from whoever asks', async () =>
    expect((await see({}, ['case-b'])).holders).toEqual([{ person: one, hiddenCases: 2 }]));

  it('tells nobody how many cases are hidden from themself', async () =>
    expect((await see({}, ['case-a', 'case-b', 'case-c'], caller(one, 'HR', 'Auditor'))).holders).toEqual([
      { person: one, hiddenCases: null },
    ]));

  it('is refused to everyone but the Auditor', async () =>
    expect(see({}, [], caller(one, 'HR', 'City Manager', 'City Attorney'))).rejects.toMatchObject({ code: 'access.not-permitted' }));

  it('tells the routes that the office opens from those that only a part played in something does', () => {
    const investigates = role('investigator', people, () => undefined);
    const route = (path: string, kind: ServedRoute['kind'], ...grants: ServedRoute['grants'][number][]): ServedRoute => ({
      method: 'GET',
      path,
      kind,
      grants,
      input: { name: `Of${path}` },
    });
    const routes = [
      route('/e', 'query', office('Auditor')),
      route('/d', 'query', investigates, office('HR')),
      route('/c', 'command', investigates),
      route('/b', 'query', anyone),
      route('/a', 'public'),
      route('/f', 'authenticated'),
    ];
    expect(openedBy('HR', routes)).toEqual({
      opens: [
        { method: 'GET', path: '/a', name: 'Of/a', by: 'anyone, without signing in' },
        { method: 'GET', path: '/b', name: 'Of/b', by: 'anyone in service' },
        { method: 'GET', path: '/d', name: 'Of/d', by: 'HR' },
        { method: 'GET', path: '/f', name: 'Of/f', by: 'anyone signed in' },
      ],
      byPart: [{ method: 'GET', path: '/c', name: 'Of/c', parts: ['investigator'] }],
    });
  });
});

describe('what an office could see of a case', () => {
  const by = (who: { person: string }, name: 'HR' | 'Auditor' | 'City Manager', from = '2020-01-01') =>
    [`person-${who.person}`, assigned(name, { assignmentId: derivedId('spec-sight', who.person, name), from, until: null })] as const;
  const alleged = logOf(
    ...reportEntries(received([sam.person]), reportedBy(rita.person)),
    ...caseEntries(...underInvestigation, WitnessNamed({ person: wes.person })),
    [`proceeding-${ofSam}`, openedFor],
    [`person-${hr.person}`, entered()],
    by(hr, 'HR'),
    [`person-${rita.person}`, entered()],
    by(rita, 'HR'),
    [`person-${ines.person}`, entered()],
    by(ines, 'City Manager', '2031-01-01'),
    [`person-${sam.person}`, entered()],
    by(sam, 'HR'),
  );
  const seen = async (query: object, who = auditor, from = alleged) =>
    ((await ask(GetVisibilityHandler, { office: 'HR', caseId, ...query }, who, from)) as Visibility).ofCase!;
  const shownIn = ({ sights }: { sights: { query: string; shown: boolean }[] }) =>
    sights.filter(({ shown }) => shown).map(({ query }) => query);

  it('is what its queries would have answered, part by part, by their own rules', async () => {
    const ofHr = await seen({});
    expect([ofHr.held, ofHr.files, shownIn(ofHr)]).toEqual([null, ['hr', 'public'], ['GetCase', 'GetProceeding']]);
    const parts = ofHr.sights.find(({ query }) => query === 'GetCase')!.parts;
    expect(parts).toContain('allegations');
    expect(parts).not.toContain('reports');
    const ofManager = await seen({ office: 'City Manager' });
    expect(ofManager.sights.find(({ query }) => query === 'GetCase')!.parts).toEqual(expect.arrayContaining(['reports', 'witnesses']));
    expect(shownIn(ofManager)).toContain('ListEvidence');
    expect(ofManager.files).toEqual(['decider', 'subject', 'prosecutor', 'public']);
  });

  it('is as of the moment: nothing before there was a case, no proceeding before it began', async () => {
    expect(await seen({ at: '@1' })).toMatchObject({ sights: [], files: [] });
    expect((await seen({ at: '@4' })).sights.filter(({ proceedingId }) => proceedingId !== null)).toEqual([]);
  });

  it('of a person named follows whether they held the office then, the parts they played and the walls', async () => {
    expect(await seen({ person: hr.person })).toMatchObject({ held: true, files: ['hr', 'public'] });
    expect(await seen({ person: sam.person })).toMatchObject({ held: true, files: [] });
    expect(shownIn(await seen({ person: sam.person }))).toEqual([]);
    const investigates = await seen({ person: ines.person, office: 'City Manager' });
    expect(investigates.held).toBe(false);
    expect(shownIn(investigates)).toEqual(expect.arrayContaining(['GetCase', 'ListEvidence', 'ListInterviews']));
    expect(await seen({ person: id('nobody') })).toMatchObject({ held: false, files: [] });
  });

  it('does not tell a reporter from another holder of the office', async () =>
    expect(await seen({ person: rita.person })).toEqual(await seen({ person: hr.person })));

  it('is told of no case that the auditor does not read', async () => {
    const witnessed = [...alleged, ...logOf(...caseEntries(WitnessNamed({ person: auditor.person })))];
    await expect(seen({}, auditor, witnessed)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(seen({ caseId: id('nothing') })).rejects.toMatchObject({ code: 'resource.not-found' });
    expect(((await ask(GetVisibilityHandler, { office: 'HR' }, auditor, alleged)) as Visibility).ofCase).toBeNull();
  });
});
