import { reports } from '../../src/modules/reports/report.js';
import { streamName } from '../../src/platform/events/envelope.js';
import { useCity } from '../kit/app.js';
import { toldBy, toldIn } from '../kit/case-row.js';
import { type CastMember, members } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
const sources = 'A post on the budget\ngives figures  that nobody can trace, and names no source for any of them.';
const begins = 'A post on the budget gives figures that nobody can trace, and names no source for any of…';
const matter = new Matter(city);
const byHr = { summary: 'A page praises a candidate.', from: 'self', channel: 'web' };
let ofHr = '';
let site = '';
let before = '';

const rowOf = async (who: CastMember, reportId: string, query = '') => {
  const { items } = await city.as(who).sees(`/api/cases?report=${reportId}${query}`);
  expect(items).toHaveLength(1);
  return toldIn(items[0]);
};
const unread = { readable: false, about: null, clauses: null, gist: null, site: null };

beforeAll(async () => {
  await matter.report(sources);
  await city.settle();
  before = new Date(city.clock.now()).toISOString();
  city.clock.pass(60_000);
  const page = { name: 'Kalispell', platform: 'other', address: 'https://example.org/kalispell', purpose: 'News.' };
  site = await city.as('Communications Manager').does('/api/sites', page);
  await matter.triage();
  await matter.allege('The post names no source.', { siteId: site });
  ofHr = await city.as('HR').does('/api/reports', { ...byHr, accused: [city.person('Employee')] });
  await city.settle();
});

describe('a row of the case list', () => {
  it('says whom the case is about, which clauses and sites, and how its report begins', async () => {
    const whole = { readable: true, about: [city.person('Subject')], clauses: ['STD-4'], gist: begins, site: [site] };
    for (const who of ['Communications Manager', 'City Manager', 'City Attorney', 'Auditor'] as const)
      expect(await rowOf(who, matter.reportId)).toEqual(whole);
    expect(await rowOf('HR', matter.reportId)).toEqual({ ...whole, gist: null });
    expect(await rowOf('City Clerk', matter.reportId)).toEqual(unread);
  });

  it('says of a moment in the past what was so then', async () => {
    const then = { readable: true, about: [city.person('Subject')], clauses: [], gist: begins, site: [] };
    expect(await rowOf('City Manager', matter.reportId, `&asOf=${before}`)).toEqual(then);
    expect(await rowOf('City Clerk', matter.reportId, `&asOf=${before}`)).toEqual(unread);
  });

  it('leads HR into no refusal where HR reported the case', async () => {
    expect((await city.as('HR').get(`/api/cases?report=${ofHr}`)).body.items).toHaveLength(1);
    expect(await rowOf('HR', ofHr)).toEqual(unread);
    expect(await rowOf('City Manager', ofHr)).toMatchObject({ readable: true, gist: byHr.summary });
  });

  it('agrees with the case itself, for everyone who may list cases, in every list', async () => {
    let compared = 0;
    for (const who of members) {
      for (const query of ['', '?queue=needs-decision', '?queue=waiting', `?asOf=${before}`]) {
        const list = await city.as(who).get(`/api/cases${query}`);
        if (list.status === 403) continue;
        for (const row of list.body.items) {
          const one = await city.as(who).get(`/api/cases/${row.id}${query.startsWith('?asOf') ? query : ''}`);
          expect([200, 403, 404]).toContain(one.status);
          const cut = (summary: string) => (summary === sources ? begins : summary);
          expect({ who, query, ...toldIn(row) }).toEqual({ who, query, ...toldBy(one.status === 200 ? one.body : null, cut) });
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('has no gist once the text was destroyed', async () => {
    await city.casebook.keys.destroy(streamName(reports.name, matter.reportId));
    expect(await rowOf('City Manager', matter.reportId)).toMatchObject({ readable: true, clauses: ['STD-4'], gist: null });
  });
});
