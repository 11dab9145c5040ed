import { CaseOpened, cases, WitnessNamed } from '../../../src/modules/cases/case.js';
import { standingOf } from '../../../src/modules/cases/standing.js';
import { EmploymentTrackChanged, OfficeAssigned, PersonEntered } from '../../../src/modules/directory/person.js';
import { type DecideDiscipline, DecideDisciplineHandler } from '../../../src/modules/discipline/decide-discipline.js';
import { earlierAmong, knowsDiscipline } from '../../../src/modules/discipline/discipline-guards.js';
import { LadderSet, procedureId } from '../../../src/modules/procedure/procedure.js';
import { type PresentProceeding, ProceedingOpened } from '../../../src/modules/proceedings/proceeding.js';
import { ReporterIdentified, ReportReceived } from '../../../src/modules/reports/report.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  caseId,
  id,
  ladder,
  manager,
  parks,
  proposed,
  readsOf,
  sam,
  stateOf,
  suspension,
  sustained,
} from '../../kit/stories/proceedings.js';

const [report, reporter, witness, before] = [id('report'), id('reporter'), id('witness'), id('before')];
const entered = (department: string | null, track: 'permanent' | 'police' = 'permanent') =>
  PersonEntered({ name: seal('A person'), title: null, department, track, from: '2020-01-01' });
const held = (office: 'City Manager' | 'Director', department: string | null) =>
  OfficeAssigned({
    assignmentId: id(office),
    office,
    department,
    from: '2020-01-01',
    until: null,
    acting: false,
    replaces: null,
    approvedBy: null,
  });
const procedure = `procedure-${procedureId}`;

const log = logOf(
  [procedure, LadderSet({ ...ladder, rungs: [...ladder.rungs] })],
  [procedure, LadderSet({ ...ladder, rungs: [...ladder.rungs], effectiveFrom: '2026-03-03', instrument: 'Tomorrow’s' })],
  [`person-${sam}`, entered(parks)],
  [`person-${sam}`, held('Director', parks)],
  [`person-${id('clerk')}`, entered(parks)],
  [`person-${manager.person}`, entered(null)],
  [`person-${manager.person}`, held('City Manager', null)],
  [`report-${report}`, ReportReceived({ channel: 'web', receivedOn: '2026-02-01', summary: seal('A post.'), accused: [sam] })],
  [`report-${report}`, ReporterIdentified({ person: reporter, name: null, contact: null, confidential: true })],
  [`case-${caseId}`, CaseOpened({ reportId: report, accused: [sam, id('kim')], openedOn: '2026-02-01', dueAt: now, ref: null })],
  [`case-${caseId}`, WitnessNamed({ person: witness })],
  [`proceeding-${before}`, ProceedingOpened({ caseId: id('other'), subject: sam, track: null, department: null, openedOn: '2025-01-01' })],
);
const gather = async (who = manager, considers: string[] = [], events = log) => {
  const reads = readsOf(events, who);
  return { ...(await knowsDiscipline(stateOf(...sustained) as PresentProceeding, reads)), ...(await earlierAmong(considers, reads)) };
};

describe('what a decision on discipline gathers', () => {
  it('is the ladder in force today for the subject’s track of today', async () => {
    expect((await gather()).ladder).toEqual(ladder);
    const changed = logOf(...log.map((event) => [event.stream, event] as const), [
      `person-${sam}`,
      EmploymentTrackChanged({ track: 'police', from: '2026-03-02' }),
    ]);
    expect((await gather(manager, [], changed)).ladder).toBeUndefined();
    expect((await gather(manager, [], log.slice(2))).ladder).toBeUndefined();
    expect((await gather(manager, [], log.slice(0, 2))).ladder).toBeUndefined();
  });

  it('is whether the subject stands above the caller', async () => {
    expect((await gather()).subjectIsSuperior).toBe(false);
    expect((await gather(caller(id('clerk')))).subjectIsSuperior).toBe(true);
  });

  it('is how the earlier proceedings stand', async () =>
    expect((await gather(manager, [before])).earlier.get(before)).toMatchObject({ status: 'named', subject: sam }));

  it('is the earlier proceedings of the proposal, unless the decision names others', async () => {
    const state = stateOf(...sustained, proposed(suspension, { considers: [before] }));
    const decide = (considers?: string[]) =>
      DecideDisciplineHandler.gather!({ considers } as DecideDiscipline, state, readsOf(log, manager));
    expect([...(await decide()).earlier.keys()]).toEqual([before]);
    expect([...(await decide([])).earlier.keys()]).toEqual([]);
    expect([...(await decide([id('third')])).earlier.keys()]).toEqual([id('third')]);
  });
});

describe('standing to a case', () => {
  const standing = async (person: string, events = log) => {
    const reads = readsOf(events, manager);
    return standingOf(person, await reads.state(cases, caseId), reads);
  };
  it('is walled for everyone it accuses', async () => {
    expect(await standing(sam)).toBe('walled');
    expect(await standing(id('kim'))).toBe('walled');
  });
  it('is recused for its reporters and witnesses', async () => {
    expect(await standing(reporter)).toBe('recused');
    expect(await standing(witness)).toBe('recused');
  });
  it('is apart for everyone else', async () => {
    expect(await standing(manager.person)).toBe('uninvolved');
    expect(await standing(reporter, [])).toBe('uninvolved');
  });
});
