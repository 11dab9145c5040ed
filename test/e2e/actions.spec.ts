import { newId } from '../../src/platform/ground/ids.js';
import { useCity } from '../kit/app.js';
import type { CastMember } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();

interface Shown {
  readonly command: string;
  readonly path: string;
  readonly as: string;
  readonly open: boolean;
  readonly refusal: { readonly code: string; readonly citation: string | null } | null;
  readonly needs: readonly { readonly field: string; readonly code: string; readonly detail: string; readonly unless: string[] }[];
  readonly leaves: readonly { readonly field: string; readonly code: string }[];
  readonly choices: Readonly<Record<string, readonly unknown[]>>;
}
const actions = async (who: CastMember, path: string): Promise<Map<string, Shown>> => {
  const { items } = (await city.as(who).sees(`${path}/actions`)) as { items: Shown[] };
  expect(items.map(({ command }) => command)).toEqual(items.map(({ command }) => command).sort());
  return new Map(items.map((item) => [item.command, item]));
};

describe('what a person may do with a case', () => {
  it('follows its steps: who takes it in triages, who decides reads why they cannot yet', async () => {
    const matter = await new Matter(city).report();
    const path = `/api/cases/${matter.caseId}`;
    const intake = await actions('Communications Manager', path);
    expect(intake.get('TriageCase')).toMatchObject({
      ...{ path: `${path}/triage`, as: 'Communications Manager', open: true, refusal: null },
    });
    expect(intake.has('IssueDetermination')).toBe(false);
    const decider = await actions('City Manager', path);
    expect(decider.get('IssueDetermination')).toMatchObject({ open: false, refusal: { code: 'case.no-report-filed' } });
    const { code } = (await city.as('City Manager').post(`${path}/determination`, { reasons: 'Adopted.' })).body;
    expect(code).toBe('case.no-report-filed');
  });

  it('says which fields are asked for before anything is sent, and what they may be', async () => {
    const matter = await new Matter(city).report();
    await (await matter.triage()).allege();
    await (await (await (await matter.assign()).inform()).answer()).find();
    await matter.file();
    const path = `/api/cases/${matter.caseId}`;
    const decision = (await actions('City Manager', path)).get('IssueDetermination')!;
    expect(decision).toMatchObject({
      open: true,
      needs: [{ field: 'acknowledgementReason', code: 'case.acknowledgement-unexplained', unless: ['departures'] }],
      leaves: [
        { field: 'act', code: 'case.act-misplaced' },
        { field: 'reviewReason', code: 'case.review-answer-needless' },
      ],
      choices: { 'departures.allegationId': [matter.allegationId] },
    });
    const refused = await city.as('City Manager').post(`${path}/determination`, { reasons: 'Adopted.' });
    expect(refused.body).toMatchObject({
      code: 'case.acknowledgement-unexplained',
      errors: [{ field: 'acknowledgementReason', rule: 'case.acknowledgement-unexplained' }],
    });
  });

  it('is nothing for a subject, an employee, and of a case that is not there: all alike', async () => {
    const matter = await new Matter(city).report();
    const told = async (who: CastMember, caseId: string) => {
      const { status, body } = await city.as(who).get(`/api/cases/${caseId}/actions`);
      const { instance: _, ...rest } = body;
      return { status, rest };
    };
    const absent = await told('Employee', newId());
    expect(absent.status).toBe(404);
    for (const who of ['Subject', 'Employee', 'Reporter'] as const) expect(await told(who, matter.caseId)).toEqual(absent);
  });

  it('comes with the ETag and the moment on which a command is decided', async () => {
    const matter = await new Matter(city).report();
    const path = `/api/cases/${matter.caseId}`;
    const { body, headers } = await city.as('Communications Manager').get(`${path}/actions`);
    expect(body).toMatchObject({ etag: headers.get('etag'), moment: headers.get('casebook-moment') });
    const triage = { decision: 'investigate', reasons: 'If it is so, it broke the policy.' };
    const given = await city.as('Communications Manager').post(`${path}/triage`, triage, { 'if-match': body.etag });
    expect(given.status).toBe(200);
    const again = await city.as('Communications Manager').post(`${path}/triage`, triage, { 'if-match': body.etag });
    expect(again.body.code).toBe('precondition.stale');
    expect((await city.as('Communications Manager').sees('/api/actions')).etag).toBeNull();
  });

  it('is refused with the field to mend, where a field is at fault', async () => {
    const matter = await new Matter(city).report();
    const mitigation = { what: 'The post is taken down.', on: '2030-01-01' };
    const { body } = await city.as('Communications Manager').post(`/api/cases/${matter.caseId}/mitigation`, mitigation);
    expect(body).toMatchObject({
      code: 'measure.day-in-future',
      errors: [{ field: 'on', rule: 'measure.day-in-future', message: body.detail }],
    });
  });

  it('is nothing in the past', async () => {
    const matter = await new Matter(city).report();
    const past = encodeURIComponent(new Date(city.clock.now()).toISOString());
    city.clock.pass(1_000);
    const answer = await city.as('Communications Manager').sees(`/api/cases/${matter.caseId}/actions?asOf=${past}`);
    expect(answer.items).toEqual([]);
  });
});

describe('what a person may do elsewhere', () => {
  it('is shown for a proceeding, a report, a site, a person and the policy', async () => {
    const matter = await (await (await new Matter(city).report()).triage()).allege();
    expect((await actions('HR', `/api/proceedings/${matter.proceeding}`)).get('InformSubject')).toMatchObject({ open: true });
    const report = await actions('Communications Manager', `/api/reports/${matter.reportId}`);
    expect(report.get('AcknowledgeReport')).toMatchObject({ open: true });
    expect(report.get('DeclineReport')).toMatchObject({ open: false, refusal: { code: 'report.case-under-way' } });
    const site = await city.as('Communications Manager').does('/api/sites', {
      ...{ name: 'City page', platform: 'Somewhere', address: `https://social.example/${newId()}`, purpose: 'News.' },
    });
    expect([...(await actions('City Manager', `/api/sites/${site}`)).values()].map(({ command, open }) => [command, open])).toEqual(
      expect.arrayContaining([
        ['ApproveSite', true],
        ['RetireSite', false],
      ]),
    );
    expect((await actions('HR', `/api/people/${city.person('Employee')}`)).get('RecordReturn')).toMatchObject({
      ...{ open: false, refusal: { code: 'person.in-service' } },
    });
    expect([...(await actions('City Clerk', '/api/policy')).keys()]).toContain('AmendPolicy');
    expect([...(await actions('Employee', '/api/policy')).keys()]).toEqual([]);
  });

  it('is, without any thing, what they may start', async () => {
    const { items } = (await city.as('Employee').sees('/api/actions')) as { items: Shown[] };
    expect(items.map(({ command }) => command)).toEqual(['ReceiveReport', 'ReportRetaliation']);
  });
});
