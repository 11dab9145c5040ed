import type { Route } from '../../src/platform/http/routes.js';
import { day, minute, useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();

/** The address of every query, with who asks it here. What a look leaves in the log comes last. */
function addresses(matter: Matter): readonly (readonly [CastMember, string, string])[] {
  const subject = city.person('Subject');
  return [
    ['Employee', '/api/departments', '/api/departments'],
    ['HR', '/api/people', '/api/people'],
    ['HR', '/api/people/:personId', `/api/people/${subject}`],
    ['Employee', '/api/offices', '/api/offices'],
    ['Employee', '/api/policy', '/api/policy'],
    ['Employee', '/api/policy/versions', '/api/policy/versions'],
    ['HR', '/api/people/:personId/acknowledgements', `/api/people/${subject}/acknowledgements`],
    ['Employee', '/api/procedure', '/api/procedure'],
    ['City Manager', '/api/cases', '/api/cases'],
    ['City Manager', '/api/cases', '/api/cases?queue=needs-decision'],
    ['City Manager', '/api/cases', '/api/cases?queue=waiting'],
    ['City Manager', '/api/cases', '/api/cases?queue=overdue'],
    ['City Manager', '/api/cases', '/api/cases?queue=decided'],
    ['City Attorney', '/api/cases/:caseId', `/api/cases/${matter.caseId}`],
    ['City Attorney', '/api/cases/:caseId/measures', `/api/cases/${matter.caseId}/measures`],
    ['City Attorney', '/api/proceedings/:proceedingId', `/api/proceedings/${matter.proceeding}`],
    ['City Attorney', '/api/cases/:caseId/evidence', `/api/cases/${matter.caseId}/evidence`],
    ['City Attorney', '/api/cases/:caseId/interviews', `/api/cases/${matter.caseId}/interviews`],
    ['Communications Manager', '/api/reports/:reportId', `/api/reports/${matter.reportId}`],
    ['Communications Manager', '/api/reports/duties', '/api/reports/duties'],
    ['Reporter', '/api/reports/mine', '/api/reports/mine'],
    ['Reporter', '/api/reports/mine/:reportId', `/api/reports/mine/${matter.reportId}`],
    ['Employee', '/api/policy/amendments', '/api/policy/amendments'],
    ['Employee', '/api/policy/interpretations', '/api/policy/interpretations'],
    ['Employee', '/api/policy/redline', '/api/policy/redline?from=5716&to=5716'],
    ['Employee', '/api/policy/versions/:version', '/api/policy/versions/5716'],
    ['HR', '/api/policy/versions/:version/acknowledgements', '/api/policy/versions/5716/acknowledgements'],
    ['City Attorney', '/api/policy/clauses/:clause/cases', '/api/policy/clauses/STD-4/cases'],
    ['Employee', '/api/sites', '/api/sites'],
    ['City Manager', '/api/cases/:caseId/comparables', `/api/cases/${matter.caseId}/comparables`],
    ['City Manager', '/api/grievances', '/api/grievances'],
    ['City Manager', '/api/interim-reviews', '/api/interim-reviews'],
    ['Auditor', '/api/overrides', '/api/overrides'],
    ['Auditor', '/api/late-steps', '/api/late-steps'],
    ['City Clerk', '/api/letters/templates', '/api/letters/templates'],
    ['City Attorney', '/api/search', '/api/search?q=figures'],
    ['IT Director', '/api/work', '/api/work'],
    ['HR', '/api/tasks', '/api/tasks'],
    ['City Manager', '/api/tasks', '/api/tasks'],
    ['Auditor', '/api/events', '/api/events?limit=500'],
    ['Auditor', '/api/look-ups', '/api/look-ups'],
    ['HR', '/api/people/:personId/discipline-history', `/api/people/${subject}/discipline-history?purpose=discipline-decision`],
  ];
}
/** Queries of things that this case has none of, or of two moments; and looks, each of which is an event before its answer. */
/** What may be done is asked of the present alone: it has no past. */
const hasPast = (path: string): boolean => !path.endsWith('/actions');
const askedElsewhere = [
  '/api/audit/visibility',
  '/api/caseload',
  '/api/cases/:caseId/changes',
  '/api/cases/:caseId/file',
  '/api/letters',
  '/api/letters/:letterId',
  '/api/letters/:letterId/html',
  '/api/letters/:letterId/pdf',
  '/api/letters/acknowledgements',
  '/api/letters/acknowledgements/preview',
  '/api/letters/preview',
  '/api/looks',
  '/api/cases/:caseId/evidence/:evidenceId',
  '/api/cases/:caseId/evidence/:evidenceId/content',
  '/api/cases/:caseId/interviews/:interviewId',
  '/api/proceedings/:proceedingId/evidence',
  '/api/proceedings/:proceedingId/evidence/:evidenceId',
  '/api/proceedings/:proceedingId/evidence/:evidenceId/content',
  '/api/reports/:reportId/reporter',
  '/api/sites/:siteId',
];
const withAsOf = (path: string, asOf: string): string => `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(asOf)}`;

/** What every query answers now, and the moment that it shows: a position and a time. */
async function picture(matter: Matter) {
  // Whoever reads of the case for the first time leaves a look in the log.
  for (const [who, , path] of addresses(matter)) if (!path.includes('discipline-history')) await city.as(who).sees(path);
  const at = await city.head();
  const time = new Date(city.clock.now()).toISOString();
  city.clock.pass(minute);
  const answers: unknown[] = [];
  for (const [who, , path] of addresses(matter)) answers.push(withoutMoment(await city.as(who).sees(path)));
  return { at, time, answers };
}
/** A history says which moment it shows. */
const withoutMoment = ({ moment: _, ...answer }: { moment?: string }): unknown => answer;

describe('a case from report to final discipline', () => {
  const matter = new Matter(city);
  const pictures: Awaited<ReturnType<typeof picture>>[] = [];
  const caseNow = () => city.as('City Attorney').sees(`/api/cases/${matter.caseId}`);
  const proceedingNow = () => city.as('City Attorney').sees(`/api/proceedings/${matter.proceeding}`);
  const queue = async (who: CastMember, name: string): Promise<string[]> =>
    (await city.as(who).sees(`/api/cases?queue=${name}`)).items.map(({ id }: { id: string }) => id);
  const historyNow = (who: CastMember = 'HR', purpose = 'discipline-decision') =>
    city.as(who).sees(`/api/people/${city.person('Subject')}/discipline-history?purpose=${purpose}`);

  it('begins with a report, and its case waits to be triaged', async () => {
    await city.as('HR').does(`/api/people/${city.person('Subject')}/acknowledgements`, { version: '5716', on: '2026-01-12' });
    await matter.report();
    expect(await queue('Communications Manager', 'needs-decision')).toEqual([matter.caseId]);
    expect(await queue('City Clerk', 'needs-decision')).toEqual([]);
    expect(await caseNow()).toMatchObject({ status: 'triage', decides: 'City Manager', accused: [city.person('Subject')] });
  });

  it('is triaged and alleged, under the version in force on the day of the deed', async () => {
    await matter.triage();
    await matter.allege();
    expect(await caseNow()).toMatchObject({
      status: 'investigating',
      allegations: [{ subject: city.person('Subject'), clause: 'STD-4', policyVersion: '5716', deedFrom: '2026-02-27', finding: null }],
    });
    expect(await proceedingNow()).toMatchObject({ status: 'named', caseId: matter.caseId, waitsOn: { on: 'HR', for: 'information' } });
    pictures.push(await picture(matter));
  });

  it('is investigated, and its subject heard', async () => {
    await matter.assign();
    const finding = { allegationId: matter.allegationId, outcome: 'sustained', standard: 'preponderance', reasons: 'The page shows it.' };
    const early = await city
      .as('Director of Works')
      .post(`/api/cases/${matter.caseId}/findings`, { ...finding, reliesOnUndisclosedSourceAlone: false });
    expect(early).toMatchObject({ status: 409, body: { code: 'case.subject-not-heard', citation: 'VIO-3' } });
    await matter.inform();
    expect(await city.as('Subject').sees(`/api/proceedings/${matter.proceeding}`)).toMatchObject({ status: 'informed' });
    await matter.answer();
    expect(await proceedingNow()).toMatchObject({ answers: [{ to: 'allegations', statement: 'I took the figures from memory.' }] });
    await matter.find();
    await matter.file();
    expect(await caseNow()).toMatchObject({ status: 'reported', investigationSummary: 'One allegation, sustained.' });
    expect(await queue('City Manager', 'needs-decision')).toEqual([matter.caseId]);
    pictures.push(await picture(matter));
  });

  it('is determined, and shows that the policy had been acknowledged', async () => {
    await city.as('City Manager').does(`/api/cases/${matter.caseId}/determination`, { reasons: 'The finding is adopted.' });
    expect(await caseNow()).toMatchObject({ status: 'determined', determination: { acknowledged: [{ acknowledged: true }] } });
    expect(await proceedingNow()).toMatchObject({ status: 'sustained', waitsOn: { on: 'City Manager', for: 'decision' } });
  });

  it('leads to a proposal, counsel’s review, a notice and a response', async () => {
    await matter.propose();
    await matter.review();
    expect(await city.as('Subject').sees(`/api/proceedings/${matter.proceeding}`)).toMatchObject({ status: 'sustained', proposal: null });
    await matter.notice('2026-03-02');
    expect(await city.as('Subject').sees(`/api/proceedings/${matter.proceeding}`)).toMatchObject({
      status: 'noticed',
      review: null,
      notice: { rung: 'suspension', evidence: 'The post as captured.', respondBy: '2026-03-09' },
    });
    pictures.push(await picture(matter));
    const path = `/api/proceedings/${matter.proceeding}/discipline`;
    expect(await city.as('City Manager').post(path, { decision: 'impose', reasons: 'It stands.' })).toMatchObject({
      status: 409,
      body: { code: 'proceeding.response-pending' },
    });
    await matter.respond();
    await matter.discipline();
    expect(await historyNow()).toMatchObject({ final: [], open: [{ status: 'imposed', rung: 'suspension', counts: false }] });
    pictures.push(await picture(matter));
  });

  it('becomes final, and is closed, once the time to grieve has passed', async () => {
    await city.pass(13 * day);
    expect(await proceedingNow()).toMatchObject({ status: 'imposed' });
    await city.pass(2 * day);
    expect(await proceedingNow()).toMatchObject({ status: 'final', waitsOn: null });
    expect(await caseNow()).toMatchObject({ status: 'closed', dueAt: null, escalated: false });
    expect(await queue('City Manager', 'decided')).toEqual([matter.caseId]);
    expect(await historyNow()).toMatchObject({
      final: [
        {
          proceedingId: matter.proceeding,
          status: 'final',
          charges: [{ clause: 'STD-4', policyVersion: '5716', sustained: true }],
          rung: 'suspension',
          rungName: 'Suspension without pay',
          imposedOn: '2026-03-02',
          finalOn: '2026-03-17',
          countsUntil: '2029-03-02',
          counts: true,
        },
      ],
      open: [],
      withoutDiscipline: [],
    });
  });

  it('shows its subject the same on their own record, and nobody without a need', async () => {
    city.clock.pass(minute);
    expect((await historyNow('Subject', 'own-record')).final).toMatchObject([{ rung: 'suspension', reasons: 'It stands.' }]);
    const path = `/api/people/${city.person('Subject')}/discipline-history?purpose=discipline-decision`;
    expect(await city.as('Employee').get(path)).toMatchObject({ status: 403, body: { code: 'access.not-permitted' } });
  });

  it('leaves every look at the history on record, with its purpose', async () => {
    const { items } = await city.as('Auditor').sees('/api/look-ups');
    expect(items[0]).toMatchObject({ person: city.person('Subject'), by: city.person('Subject'), purpose: 'own-record' });
    expect(items).toHaveLength(7);
  });

  it('every query says which moment it shows, and every query of one thing has an ETag, the same while nothing changes', async () => {
    for (const [who, route, path] of addresses(matter)) {
      const of = city.routes.find(({ method, path: served }: Route) => method === 'GET' && served === route)?.queryHandler;
      const [first, again] = [await city.as(who).get(path), await city.as(who).get(path)];
      const told = ({ headers }: typeof first, name: string) => headers.get(name) ?? 'none';
      expect([path, told(first, 'casebook-moment')]).toEqual([path, expect.stringMatching(/^[\w-]{80}$/)]);
      expect([path, told(again, 'casebook-moment')]).not.toEqual([path, told(first, 'casebook-moment')]);
      const etag = of && 'stream' in of ? expect.stringMatching(/^"[\w-]{48}"$/) : 'none';
      expect([path, told(first, 'etag')]).toEqual([path, etag]);
      expect([path, told(again, 'etag')]).toEqual([path, told(first, 'etag')]);
    }
  });

  it('shows each earlier moment, by token and by time, and by position to the Auditor, on every query as it was', async () => {
    const queries = city.routes.filter(({ kind }: Route) => kind === 'query').map(({ path }: Route) => path);
    expect(new Set([...askedElsewhere, ...addresses(matter).map(([, route]) => route)])).toEqual(new Set(queries.filter(hasPast)));
    expect(new Set(pictures.map(({ answers }) => JSON.stringify(answers))).size).toBe(pictures.length);
    for (const { at, time, answers } of pictures)
      for (const [i, [who, , path]] of addresses(matter).entries())
        for (const asOf of [await city.moment(who, at), time, ...(who === 'Auditor' ? [`@${at}`] : [])]) {
          const answer = withoutMoment(await city.as(who).sees(withAsOf(path, asOf)));
          expect({ path, asOf, answer }).toEqual({ path, asOf, answer: answers[i] });
        }
  });
});

describe('the short path', () => {
  const matter = new Matter(city);

  it('takes three commands: a report, an admitted fact, and a warning', async () => {
    await matter.report('A photograph was posted without consent.');
    const admission = {
      subject: city.person('Subject'),
      clause: 'SEC-6',
      deedFrom: '2026-03-10',
      facts: 'It was up for an hour.',
      toldOn: '2026-03-11',
      statement: 'I had not asked.',
    };
    const triage = { decision: 'informal', reasons: 'Admitted at once.', admission };
    await city.as('Communications Manager').does(`/api/cases/${matter.caseId}/triage`, triage);
    const decision = { decision: 'impose', rung: 'coaching', reasons: 'Mended at once.', departureReason: 'Admitted and mended.' };
    const refused = await city.as('Director').post(`/api/proceedings/${matter.proceeding}/discipline`, decision);
    expect(refused).toMatchObject({ status: 422, body: { code: 'proceeding.departure-needless' } });
    const { departureReason: _, ...coaching } = decision;
    await city.as('Director').does(`/api/proceedings/${matter.proceeding}/discipline`, coaching);
    expect(await city.as('City Attorney').sees(`/api/cases/${matter.caseId}`)).toMatchObject({ status: 'closed' });
    const history = `/api/people/${city.person('Subject')}/discipline-history?purpose=promotion-review`;
    expect((await city.as('HR').sees(history)).final).toMatchObject([{ rung: 'suspension' }, { rung: 'coaching', discipline: false }]);
  });
});

describe('a case that nobody takes up', () => {
  const matter = new Matter(city, 'Designee');

  it('escalates once its time has passed, by a timer that survives a restart', async () => {
    await matter.report();
    await city.pass(4 * day);
    const read = () => city.as('City Attorney').sees(`/api/cases/${matter.caseId}`);
    expect(await read()).toMatchObject({ status: 'triage', escalated: false });
    await city.restart();
    await city.pass(2 * day);
    expect(await read()).toMatchObject({ status: 'triage', escalated: true });
    const { items } = await city.as('City Manager').sees('/api/cases?queue=overdue');
    expect(items).toMatchObject([{ id: matter.caseId, escalated: true }]);
    await city.pass(30 * day);
    const { timeline } = await read();
    expect(timeline.filter(({ type }: { type: string }) => type === 'CaseEscalated')).toHaveLength(1);
  });
});

describe('a case against the City Manager', () => {
  const matter = new Matter(city, 'City Manager', 'City Attorney');
  const act = { meetingOn: '2026-04-06', motion: 'M-14' };

  it('is taken in by the City Attorney and decided by Council, whose act the City Clerk enters', async () => {
    await matter.report('The City Manager answered a resident in anger.');
    const caseId = matter.caseId;
    expect(await city.as('Auditor').sees(`/api/cases/${caseId}`)).toMatchObject({ intake: ['City Attorney'], decides: 'Council' });
    const attorney = city.as('City Attorney');
    await attorney.does(`/api/cases/${caseId}/triage`, { decision: 'investigate', reasons: 'It stands in public.' });
    const allegation = { subject: city.person('City Manager'), clause: 'STD-7', deedFrom: '2026-03-20', facts: 'One reply.' };
    await attorney.does(`/api/cases/${caseId}/allegations`, allegation);
    matter.allegationId = (await city.as('Auditor').sees(`/api/cases/${caseId}`)).allegations[0].id;
    const unfit = { investigator: city.person('Director of Works') };
    expect(await attorney.post(`/api/cases/${caseId}/investigator`, unfit)).toMatchObject({ body: { code: 'case.not-eligible' } });
    await attorney.does(`/api/cases/${caseId}/investigator`, { investigator: city.person('City Attorney') });
    const today = new Date(city.clock.now()).toISOString().slice(0, 10);
    await matter.inform(today);
    await matter.answer('I was angry.');
    await matter.find();
    await matter.file();

    const determination = { reasons: 'Adopted.', acknowledgementReason: 'A City Manager answers for the policy.' };
    const by = (who: CastMember, body: object) => city.as(who).post(`/api/cases/${caseId}/determination`, body);
    expect(await by('City Manager', { ...determination, act })).toMatchObject({ status: 403 });
    expect(await by('City Clerk', determination)).toMatchObject({ status: 422, body: { code: 'case.act-missing' } });
    expect(await by('City Clerk', { ...determination, act })).toMatchObject({ status: 200 });

    const proposal = { rung: 'oral-warning', reasons: 'Once.', act };
    await city.as('City Clerk').does(`/api/proceedings/${matter.proceeding}/proposal`, proposal);
    const decision = { decision: 'impose', reasons: 'Council so moved.', act };
    await city.as('City Clerk').does(`/api/proceedings/${matter.proceeding}/discipline`, decision);
    const decided = await city.as('City Attorney').sees(`/api/proceedings/${matter.proceeding}`);
    expect(decided).toMatchObject({ status: 'imposed', decision: { rung: 'oral-warning', ...act } });
    await city.pass(15 * day);
    expect(await city.as('City Attorney').sees(`/api/cases/${caseId}`)).toMatchObject({ status: 'closed' });
  });
});

describe('a notice that its subject leaves unanswered', () => {
  const matter = new Matter(city, 'Employee', 'City Attorney');

  it('lapses when its time has run out, and discipline may follow', async () => {
    const today = new Date(city.clock.now()).toISOString().slice(0, 10);
    await matter.report();
    await matter.triage();
    await matter.allege();
    await matter.assign();
    await matter.inform(today);
    await city.pass(9 * day);
    await matter.find();
    await matter.file();
    await matter.determine();
    await matter.propose();
    await matter.review();
    const served = new Date(city.clock.now()).toISOString().slice(0, 10);
    await matter.notice(served);
    await city.pass(7 * day);
    const read = () => city.as('City Attorney').sees(`/api/proceedings/${matter.proceeding}`);
    expect(await read()).toMatchObject({ status: 'noticed' });
    await city.pass(day);
    expect(await read()).toMatchObject({ status: 'lapsed', waitsOn: { on: 'City Manager', for: 'decision' } });
    const late = await city.as('Employee').post(`/api/proceedings/${matter.proceeding}/response`, { kind: 'waiver' });
    expect(late).toMatchObject({ status: 409, body: { code: 'proceeding.nothing-to-answer' } });
    await matter.discipline();
    expect(await read()).toMatchObject({ status: 'imposed', decision: { rung: 'suspension' } });
  });
});
