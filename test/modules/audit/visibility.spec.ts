import { GetVisibilityHandler, openedBy, type ServedRoute, type Visibility } from '../../../src/modules/audit/get-visibility.js';
import { CaseOpened } from '../../../src/modules/cases/case.js';
import { people } from '../../../src/modules/directory/person.js';
import { anyone, office, role } from '../../../src/platform/access/access.js';
import { derivedId } from '../../../src/platform/ids.js';
import { caller, now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { assigned, entered, id } from '../directory/people.js';

const [one, two, aude] = [id('one'), id('two'), caller(id('aude'), 'Auditor')];
const opened = (...accused: string[]) => CaseOpened({ reportId: derivedId('spec', 'r'), accused, openedOn: '2026-03-02', dueAt: now });
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
