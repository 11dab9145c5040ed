import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { defaultProcedure } from '../../src/modules/procedure/procedure.defaults.js';
import { minute, useCity } from '../kit/app.js';

const city = useCity();
const today = '2026-03-02';

describe('work that cannot be done', () => {
  let reportId = '';
  const caseExists = async () => (await city.casebook.store.read(`case-${caseIdOf(reportId)}`)).length > 0;

  it('is named by the answer, tried again, and in the end parked with its reason', async () => {
    const lines = [{ office: null, track: null, intake: ['Communications Manager'], decides: ['City Manager'] }];
    await city.as('City Clerk').does('/api/procedure/authorities', { effectiveFrom: today, instrument: 'A gap', lines });
    const accused = [city.person('City Manager')];
    const report = { channel: 'web', summary: 'Nobody may decide this.', accused, from: 'self' };
    const answer = await city.as('Reporter').post('/api/reports', report);
    expect(answer).toMatchObject({ status: 201, body: { behind: ['open_case'] } });
    reportId = answer.body.id;
    expect((await city.as('IT Director').sees('/api/work')).items).toEqual([]);
    for (let tries = 1; tries < 6; tries += 1) await city.pass(minute);
    expect((await city.as('IT Director').sees('/api/work')).items).toEqual([
      {
        id: expect.any(String),
        process: 'open_case',
        about: reportId,
        reason: expect.stringMatching(/^case\.nobody-decides: /),
        attempts: 6,
        since: new Date(city.clock.now()).toISOString(),
      },
    ]);
    expect(await caseExists()).toBe(false);
  });

  it('stays parked through time and restarts', async () => {
    const head = await city.head();
    await city.restart();
    await city.pass(60 * minute);
    expect((await city.as('Auditor').sees('/api/work')).items).toHaveLength(1);
    expect(await city.head()).toBe(head);
  });

  it('is done once what stood in its way is mended, and the IT Director releases it', async () => {
    await city.as('City Clerk').does('/api/procedure/authorities', { ...defaultProcedure.chain(today) });
    expect(await caseExists()).toBe(false);
    const [{ id }] = (await city.as('IT Director').sees('/api/work')).items;
    expect(await city.as('HR').post(`/api/work/${id}/release`)).toMatchObject({ status: 403 });
    await city.as('IT Director').does(`/api/work/${id}/release`);
    await city.settle();
    expect(await caseExists()).toBe(true);
    expect((await city.as('IT Director').sees('/api/work')).items).toEqual([]);
    expect(await city.as('City Attorney').sees(`/api/cases/${caseIdOf(reportId)}`)).toMatchObject({ decides: 'Council' });
    expect(await city.as('IT Director').post(`/api/work/${id}/release`)).toMatchObject({ status: 409, body: { code: 'work.not-parked' } });
  });
});
