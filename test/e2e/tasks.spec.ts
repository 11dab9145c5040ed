import type { TaskShown, TasksShown, Urgency } from '../../src/modules/tasks/get-tasks.js';
import type { ActionsShown } from '../../src/platform/queries/actions-query.js';
import { day, minute, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();

const groups = async (who: CastMember, query = ''): Promise<TasksShown['groups']> =>
  ((await city.as(who).sees(`/api/tasks${query}`)) as TasksShown).groups;
/** What is on a person's desk, and what they wait for: the step, its thing, its group. */
const desk = async (who: CastMember, query = ''): Promise<[step: string, thing: string, Urgency][]> =>
  (await groups(who, query)).flatMap(({ urgency, items }) =>
    items.map(({ step, thing }): [string, string, Urgency] => [step, thing.id, urgency]),
  );
const task = async (who: CastMember, step: string): Promise<TaskShown | undefined> =>
  (await groups(who)).flatMap(({ items }) => items).find((item) => item.step === step);
const actions = async (who: CastMember, path: string) => {
  const { items } = (await city.as(who).sees(`${path}/actions`)) as ActionsShown;
  return {
    main: items.filter(({ main }) => main).map(({ command }) => command),
    due: Object.fromEntries(items.filter(({ due }) => due !== null).map(({ command, due }) => [command, due])),
  };
};
const asOf = (time: string): string => `?asOf=${encodeURIComponent(time)}`;

describe('a case, from desk to desk', () => {
  const matter = new Matter(city);
  const ofCase = () => `/api/cases/${matter.caseId}`;
  const ofProceeding = () => `/api/proceedings/${matter.proceeding}`;
  let assigned = '';

  it('begins with those who take it in, and is on nobody else’s desk', async () => {
    await matter.report();
    const triage = ['triage', matter.caseId, 'later'];
    for (const who of ['Communications Manager', 'City Manager'] as const) expect(await desk(who)).toContainEqual(triage);
    for (const who of ['Subject', 'Reporter', 'Employee', 'HR', 'City Attorney', 'IT Director', 'Auditor'] as const)
      expect([who, await desk(who)]).toEqual([who, []]);
    const { due, main } = await actions('Communications Manager', ofCase());
    expect({ due, main }).toEqual({ due: { TriageCase: (await task('Communications Manager', 'triage'))!.dueAt }, main: ['TriageCase'] });
  });

  it('an assigned investigator finds the case, with its time and what is still missing; who decides waits for them', async () => {
    await (await matter.triage()).allege();
    expect(await desk('Director of Works')).toEqual([]);
    await matter.assign();
    assigned = new Date(city.clock.now()).toISOString();
    city.clock.pass(minute);
    // Whoever investigates may also write to the sender.
    const receipt = ['acknowledge-report', matter.reportId, 'later'];
    expect(await desk('Director of Works')).toEqual([['investigate', matter.caseId, 'later'], receipt]);
    const item = await task('Director of Works', 'investigate');
    expect(item).toMatchObject({
      ...{ step: 'investigate', thing: { kind: 'case', id: matter.caseId }, command: 'FileReport', path: `${ofCase()}/report` },
      ...{
        person: city.person('Director of Works'),
        office: null,
        clause: 'VIO-3',
        right: false,
        waitsFor: { code: 'case.findings-missing' },
      },
    });
    expect(await desk('City Manager')).toContainEqual(['investigate', matter.caseId, 'waiting-on-others']);
    // The report is due, and not yet what they can do.
    expect(await actions('Director of Works', ofCase())).toEqual({ main: [], due: { FileReport: item!.dueAt } });
  });

  it('HR finds the subject to inform, and the subject the answer that they may give', async () => {
    expect(await desk('HR')).toEqual([['inform-subject', matter.proceeding, 'later']]);
    expect(await desk('Subject')).toEqual([]);
    await matter.inform();
    const answer = await task('Subject', 'answer-allegations');
    expect(answer).toMatchObject({ path: `${ofProceeding()}/response`, as: 'Employee', right: true, person: city.person('Subject') });
    expect(await actions('Subject', ofProceeding())).toEqual({ main: ['RecordResponse'], due: { RecordResponse: answer!.dueAt } });
    expect(await desk('HR')).toEqual([['answer-allegations', matter.proceeding, 'waiting-on-others']]);
    await matter.answer();
    expect([await desk('Subject'), await desk('HR')]).toEqual([[], []]);
  });

  it('counsel finds the report to review, and who decides the decision', async () => {
    await matter.find();
    expect((await actions('Director of Works', ofCase())).main).toEqual(['FileReport']);
    await matter.file();
    expect(await desk('City Attorney')).toEqual([['review-report', matter.caseId, 'later']]);
    expect(await desk('City Manager')).toContainEqual(['determine', matter.caseId, 'later']);
    expect((await desk('Director of Works')).map(([step]) => step)).not.toContain('investigate');
    expect((await actions('City Attorney', ofCase())).main).toEqual(['ReviewReport']);
  });

  it('counsel finds a grave proposal to review, and then HR the notice to serve', async () => {
    await (await matter.determine()).propose();
    expect(await desk('City Attorney')).toEqual([['review-proposal', matter.proceeding, 'later']]);
    expect(await desk('HR')).toEqual([]);
    await matter.review();
    expect(await desk('City Attorney')).toEqual([]);
    expect(await desk('HR')).toEqual([['serve-notice', matter.proceeding, 'later']]);
    const { due, main } = await actions('HR', ofProceeding());
    expect({ due, main }).toEqual({ due: { ServeNotice: (await task('HR', 'serve-notice'))!.dueAt }, main: ['ServeNotice'] });
  });

  it('grows more urgent as its time runs out', async () => {
    const left = Date.parse((await task('HR', 'serve-notice'))!.dueAt!) - city.clock.now();
    city.clock.pass(left - 3 * day);
    expect(await desk('HR')).toEqual([['serve-notice', matter.proceeding, 'due-soon']]);
    city.clock.pass(3 * day);
    expect(await desk('HR')).toEqual([['serve-notice', matter.proceeding, 'overdue']]);
    city.clock.pass(7 * day + 1);
    expect(await desk('HR')).toEqual([['serve-notice', matter.proceeding, 'very-overdue']]);
  });

  it('shows, as of a past moment, who owed what then, to those who may see it today', async () => {
    expect(await desk('Director of Works', asOf(assigned))).toContainEqual(['investigate', matter.caseId, 'later']);
    expect(await desk('HR', asOf(assigned))).toEqual([['inform-subject', matter.proceeding, 'later']]);
    expect(await desk('City Attorney', asOf(assigned))).toEqual([]);
    for (const who of ['Subject', 'Reporter', 'Employee'] as const) expect([who, await desk(who, asOf(assigned))]).toEqual([who, []]);
    const [item] = (await groups('Director of Works', asOf(assigned))).flatMap(({ items }) => items);
    expect(item).toMatchObject({ step: 'investigate', waitsFor: null });
  });
});

describe('asking for what one owes', () => {
  it.each(['limit=0', 'limit=201', 'limit=many', 'limit=1.5'])('with %s is refused, with the field', async (query) => {
    const { status, body } = await city.as('HR').get(`/api/tasks?${query}`);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(new Set(body.errors.map(({ field }: { field: string }) => field))).toEqual(new Set(['limit']));
  });

  it('with a field that there is not is refused, with the field', async () => {
    const { status, body } = await city.as('HR').get(`/api/tasks?person=${city.person('Subject')}`);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'request.invalid', errors: [{ field: 'person' }] } });
  });

  it('as of a moment to come or of no moment is refused', async () => {
    const tomorrow = new Date(city.clock.now() + day).toISOString();
    expect((await city.as('HR').get(`/api/tasks${asOf(tomorrow)}`)).body).toMatchObject({ status: 400, code: 'as-of.future' });
    expect((await city.as('HR').get('/api/tasks?asOf=yesterday')).body.errors).toMatchObject([{ field: 'asOf' }]);
  });

  it('without a login is refused', async () => {
    expect((await city.bearing().get('/api/tasks')).status).toBe(401);
  });
});
