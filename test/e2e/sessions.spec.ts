import { useCity } from '../kit/app.js';

const city = useCity();
const password = 'a long enough password';
const ownPage = { 'sec-fetch-site': 'same-origin' };

async function signIn(body: object = {}, headers: Record<string, string> = {}) {
  return city.bearing().post('/api/sessions', { login: 'browser', password, cookie: true, ...body }, headers);
}
const cookieOf = (answer: { headers: Headers }): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('a session in a browser', () => {
  let cookie: string;
  let person: string;

  beforeAll(async () => {
    person = await city.as('HR').does('/api/people', { name: 'Bea Browser', track: 'permanent', from: '2020-01-01' });
    await city.casebook.accounts.create(person, 'browser', password);
    cookie = cookieOf(await signIn());
  });

  it('is a cookie that no script reads and no other site is sent', async () => {
    const answer = await signIn({}, ownPage);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(/^casebook=cb_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(answer.text).not.toContain('cb_');
    expect(answer.body).toEqual({ id: expect.any(String), person, expiresAt: expect.any(String) });
  });

  it('reads', async () => {
    const answer = await city.bearing().get('/api/me', { cookie });
    expect(answer.body).toEqual({ person, offices: [{ office: 'Employee' }], today: '2026-03-02' });
  });

  it('changes something from a page of this server alone', async () => {
    const report = { channel: 'web', summary: 'A post is wrong.', from: 'self' };
    const from = async (headers: Record<string, string>) =>
      (await city.bearing().post('/api/reports', report, { cookie, ...headers })).body;
    const others: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of others) expect(await from(headers)).toMatchObject({ status: 403, code: 'access.cross-site' });
    expect(await from(ownPage)).toMatchObject({ stream: expect.stringMatching(/^report-/) });
    expect(await from({ origin: city.address })).toMatchObject({ stream: expect.stringMatching(/^report-/) });
  });

  it('is not what a header with another token says', async () => {
    expect((await city.bearing().get('/api/me', { cookie, authorization: 'Bearer cb_nothing' })).status).toBe(401);
  });

  it('is not begun by another site', async () => {
    expect((await signIn({}, { 'sec-fetch-site': 'cross-site' })).body).toMatchObject({ code: 'access.cross-site' });
    expect((await signIn({}, { origin: 'https://evil.example' })).body).toMatchObject({ code: 'access.cross-site' });
  });

  it('ends when they sign out', async () => {
    const other = cookieOf(await signIn());
    const answer = await city.bearing().send('DELETE', '/api/sessions/current', undefined, { cookie: other, ...ownPage });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toBe('casebook=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    expect((await city.bearing().get('/api/me', { cookie: other })).status).toBe(401);
    expect((await city.bearing().get('/api/me', { cookie })).status).toBe(200);
  });

  it('ends when the person leaves, and does not come back with them', async () => {
    const hr = city.as('HR');
    const day = (n: number) => new Date(city.clock.now() + n * 24 * 3_600_000).toISOString().slice(0, 10);
    await hr.does(`/api/people/${person}/departure`, { on: day(-1) });
    expect((await city.bearing().get('/api/me', { cookie })).status).toBe(401);
    city.clock.pass(24 * 3_600_000);
    cookie = cookieOf(await signIn());
    city.clock.pass(24 * 3_600_000);
    await hr.does(`/api/people/${person}/return`, { from: day(0), track: 'permanent' });
    expect((await city.bearing().get('/api/me', { cookie })).status).toBe(401);
    expect((await city.bearing().get('/api/me', { cookie: cookieOf(await signIn()) })).status).toBe(200);
  });
});
