import { derivedId } from '../../src/platform/ground/ids.js';
import { day, useCity } from '../kit/app.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const matter = new Matter(city, 'Subject', 'City Attorney');
const at = (path: string) => `/api/cases/${matter.caseId}/${path}`;
const as = (who: Parameters<typeof city.as>[0]) => city.as(who);
const shown = () => as('City Manager').sees(`/api/cases/${matter.caseId}`);
const listed = async () => (await as('HR').sees(`/api/cases?report=${matter.reportId}`)).items[0];

describe('a case beside its usual course', () => {
  let measureId: string;

  it('is mitigated, referred and held from the first hour', async () => {
    await matter.report();
    await as('Communications Manager').does(at('mitigation'), { what: 'The post is taken down.' });
    await as('City Attorney').does(at('holds'), { reasons: 'A claim is coming.' });
    await as('Communications Manager').does(at('referrals'), { to: 'insurer', body: 'The pool', reasons: 'A claim.', on: '2026-03-02' });
    expect(await listed()).toMatchObject({ status: 'triage', mitigationOpen: true, onHold: true, interimOverdue: false });

    const { mitigation, holds } = await as('Communications Manager').sees(at('measures'));
    expect(mitigation).toMatchObject([{ what: 'The post is taken down.', open: true }]);
    await as('City Manager').does(at(`mitigation/${mitigation[0].id}/completion`), { result: 'Gone by noon.' });
    await as('City Attorney').does(at(`holds/${holds[0].id}/lift`), { reasons: 'It was settled.' });
    expect(await listed()).toMatchObject({ mitigationOpen: false, onHold: false });
  });

  it('is nothing to its subject, whatever is done in it', async () => {
    const bodies = {
      mitigation: { what: 'x' },
      holds: { reasons: 'x' },
      conflict: { reasons: 'x' },
      reopening: { reasons: 'x', evidence: 'x' },
    };
    for (const [path, body] of Object.entries(bodies)) expect((await as('Subject').post(at(path), body)).status).toBe(403);
    expect((await as('Subject').get(at('measures'))).status).toBe(403);
  });

  it('rests, and falls due later by as long as it rested', async () => {
    await matter.triage();
    await matter.allege();
    await matter.assign();
    const { dueAt } = await shown();
    await as('City Manager').does(at('abeyance'), { cause: 'criminal-investigation', reasons: 'The police ask for it.' });
    await city.pass(40 * day);
    expect(await listed()).toMatchObject({ status: 'abeyance', waitingOn: 'resumption', escalated: false, dueAt: null });
    await as('City Manager').does(at('resumption'), { reasons: 'They are done.' });
    expect(Date.parse((await shown()).dueAt) - Date.parse(dueAt)).toBeGreaterThanOrEqual(40 * day);
  });

  it('is planned, and its allegation amended: the subject’s proceeding follows', async () => {
    await as('City Attorney').does(at('plan'), { scope: 'One post.', steps: [{ what: 'Ask the editor.', by: '2026-04-20' }] });
    const amended = { clause: 'STD-4', deedFrom: '2026-02-26', facts: 'The post names no source at all.', reasons: 'A day early.' };
    await as('City Attorney').does(at(`allegations/${matter.allegationId}/amendment`), amended);
    await city.settle();
    const { allegations } = await shown();
    expect(allegations).toMatchObject([{ withdrawn: true, replacedBy: allegations[1].id }, { withdrawn: false }]);
    const proceeding = await as('HR').sees(`/api/proceedings/${matter.proceeding}`);
    expect(proceeding.allegations).toMatchObject([{ id: allegations[1].id }]);
    matter.allegationId = allegations[1].id;
  });

  it('is returned with what is missing, and its finding made anew', async () => {
    await matter.inform('2026-04-11');
    await matter.answer();
    await matter.find('unfounded');
    await matter.file();
    await as('City Attorney').does(at('report/review'), { opinion: 'insufficient', note: 'Nobody asked the editor.' });
    const back = { reasons: 'Counsel is right.', missing: 'Ask the editor.', dueOn: '2026-05-20', setAside: [matter.allegationId] };
    await as('City Manager').does(at('report/return'), back);
    expect(await listed()).toMatchObject({ status: 'investigating', returned: true, findings: 0 });
    await matter.find('not-sustained');
    await matter.file();
  });

  it('is reopened after its close, determined against the finding, and decided', async () => {
    await matter.determine();
    await city.settle();
    expect(await listed()).toMatchObject({ status: 'closed' });
    const anew = { reasons: 'It changes everything.', evidence: 'The archive turned up.', setAside: [matter.allegationId] };
    await as('City Manager').does(at('reopening'), anew);
    await city.settle();
    expect(await listed()).toMatchObject({ status: 'triage', reopened: true, findings: 0 });
    expect(await as('HR').sees(`/api/proceedings/${matter.proceeding}`)).toMatchObject({ status: 'named' });

    await matter.triage('The archive is to be read.');
    const interim = { kind: 'access-suspended', subject: city.person('Subject'), what: 'The password is changed.', reasons: 'Until then.' };
    await as('City Manager').does(at('interim-measures'), { ...interim, reviewBy: '2026-04-20' });
    measureId = (await as('City Manager').sees(at('measures'))).interim[0].id;
    await matter.assign();
    await matter.inform('2026-04-11');
    await matter.answer('I stand by what I said.');
    await matter.find('unfounded');
    await matter.file();
    await matter.determine('The archive weighs more.', {
      departures: [{ allegationId: matter.allegationId, outcome: 'sustained', reasons: 'The archive shows the draft.' }],
    });
    await city.settle();
    expect(await shown()).toMatchObject({
      earlier: [{ departures: [] }],
      determination: { departures: [{ found: 'unfounded', outcome: 'sustained' }] },
    });
    expect(await as('HR').sees(`/api/proceedings/${matter.proceeding}`)).toMatchObject({ status: 'sustained' });
  });

  it('has its interim measure reviewed in time, or brought before who decides', async () => {
    await city.pass(20 * day);
    expect(await listed()).toMatchObject({ interimOverdue: true });
    const review = at(`interim-measures/${measureId}/review`);
    await as('City Manager').does(review, { decision: 'continue', reasons: 'Still so.', reviewBy: '2026-06-01' });
    await as('City Manager').does(review, { decision: 'end', reasons: 'Needless now.' });
    expect(await listed()).toMatchObject({ interimOverdue: false });
  });
});

describe('another case', () => {
  const other = new Matter(city, 'Subject', 'Director of Works');
  const of = (path: string) => `/api/cases/${other.caseId}/${path}`;

  it('is linked at both ends, and declined as a duplicate', async () => {
    await other.report('The same post.');
    await as('Communications Manager').does(of('links'), { other: matter.caseId, kind: 'duplicate' });
    await city.settle();
    const link = { caseId: other.caseId, other: matter.caseId, kind: 'duplicate' };
    expect((await shown()).links).toEqual([link]);
    expect((await as('City Manager').sees(`/api/cases/${other.caseId}`)).links).toEqual([link]);
    await as('Communications Manager').does(of('triage'), { decision: 'decline', ground: 'duplicate', reasons: 'Told twice.' });
  });

  it('is investigated by someone from outside, who is nobody there after the last day', async () => {
    const third = new Matter(city, 'Subject');
    await third.report('Another post.');
    await third.triage();
    await third.allege();
    const engage = `/api/cases/${third.caseId}/engagement`;
    const outsider = await as('HR').does('/api/people', { name: 'Olive Outside', track: 'contractor', from: '2026-01-01' });
    const token = (
      await city.casebook.accounts
        .create(outsider, 'outsider', derivedId('spec', 'password'))
        .then(() => city.casebook.accounts.issueToken(outsider, 'spec', 365))
    ).token;
    const olive = city.bearing(token);
    expect(await as('City Manager').post(`/api/cases/${third.caseId}/investigator`, { investigator: outsider })).toMatchObject({
      body: { code: 'case.engagement-missing' },
    });
    const today = (await as('City Manager').sees(`/api/cases/${third.caseId}`)).openedOn;
    await as('City Manager').does(engage, { investigator: outsider, from: today, to: today, terms: 'By the hour.' });
    expect((await olive.get(`/api/cases/${third.caseId}`)).status).toBe(200);
    city.clock.pass(day);
    expect((await olive.get(`/api/cases/${third.caseId}`)).status).toBe(403);
    await city.settle();
    expect(await as('City Manager').sees(`/api/cases/${third.caseId}`)).toMatchObject({ investigator: null, engagement: null });

    await as('City Manager').does(`/api/cases/${third.caseId}/investigator`, { investigator: city.person('Director of Works') });
    await as('Director of Works').does(`/api/cases/${third.caseId}/conflict`, { reasons: 'We are married.' });
    await as('City Manager').does(`/api/cases/${third.caseId}/conflict`, { reasons: 'I wrote the post.' });
    const seen = await as('City Attorney').sees(`/api/cases/${third.caseId}`);
    expect(seen).toMatchObject({ decides: 'Council', investigator: null });
    expect(seen.conflicts.map(({ reasons }: { reasons: string }) => reasons)).toEqual(['We are married.', 'I wrote the post.']);
    expect((await as('City Manager').get(`/api/cases/${third.caseId}`)).status).toBe(403);
  });
});

describe('a case that nobody is left to decide', () => {
  const stuck = new Matter(city, 'Subject');
  let today = '';
  const chained = (...decides: string[]) => ({
    effectiveFrom: today,
    instrument: 'Administrative order',
    lines: [{ office: null, track: null, intake: ['Communications Manager'], decides }],
  });

  it('waits until the City Clerk sets a chain and settles it', async () => {
    await stuck.report('One more post.');
    today = (await as('HR').sees(`/api/cases?report=${stuck.reportId}`)).items[0].openedOn;
    await as('City Clerk').does('/api/procedure/authorities', chained('City Manager'));
    await as('City Manager').does(`/api/cases/${stuck.caseId}/conflict`, { reasons: 'I wrote it.' });
    const row = async () => (await as('HR').sees(`/api/cases?report=${stuck.reportId}`)).items[0];
    expect(await row()).toMatchObject({ waitingOn: 'authority', decides: 'City Manager' });

    const settle = () => as('City Clerk').post(`/api/cases/${stuck.caseId}/authority`);
    expect(await settle()).toMatchObject({ status: 409, body: { code: 'case.nobody-decides' } });
    await as('City Clerk').does('/api/procedure/authorities', chained('City Manager', 'Council'));
    expect((await settle()).status).toBe(200);
    expect(await row()).toMatchObject({ waitingOn: 'intake', decides: 'Council' });
  });
});
