import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCasebook } from '../../src/app.js';
import type { Casebook } from '../../src/casebook.js';
import { demonstrate, isCutOff, mustNotExpose } from '../../src/demo/demonstrate.js';
import { procedure, procedureId } from '../../src/modules/procedure/procedure.js';
import { dayIn } from '../../src/platform/ground/clock.js';

describe('the demonstration city', () => {
  const directory = mkdtempSync(join(tmpdir(), 'casebook-demo-'));
  const timeZone = 'America/Denver';
  let casebook: Casebook;
  const logins = () =>
    JSON.parse(readFileSync(join(directory, 'demo-logins.json'), 'utf8')) as { login: string; password: string; token: string }[];

  beforeAll(async () => {
    casebook = await openCasebook({ directory, masterKeyFile: join(directory, 'master.key'), timeZone });
    casebook.start();
    await mustNotExpose(casebook, directory);
    await demonstrate(casebook, directory);
  });
  afterAll(async () => {
    await casebook.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets everybody of its cast sign in, with a token too', async () => {
    for (const { login, password, token } of logins()) {
      const signedIn = await casebook.accounts.signIn(login, password, '127.0.0.1');
      expect(await casebook.accounts.authenticate(token)).toBe(signedIn.person);
    }
  });

  it('has its holidays and its terms for reports set', async () => {
    const { state } = await casebook.streams.folded(procedure, procedureId);
    const year = Number(dayIn(timeZone, Date.now()).slice(0, 4));
    expect(state).toMatchObject({ status: 'set', reportTerms: [{ effectiveFrom: '2015-04-20', acknowledge: 5 }] });
    expect(state.status === 'set' && [...state.holidays.keys()]).toEqual([year, year + 1]);
  });

  it('does only what is missing where a start was cut off while it was set up', async () => {
    const before = (await casebook.store.readAll(0, 1_000)).filter(({ type }) => !type.startsWith('Claim')).map(({ id }) => id);
    writeFileSync(join(directory, 'demo-unfinished'), dayIn(timeZone, Date.now()));
    expect(isCutOff(directory)).toBe(true);
    await demonstrate(casebook, directory);
    expect(isCutOff(directory)).toBe(false);
    const after = (await casebook.store.readAll(0, 1_000)).filter(({ type }) => !type.startsWith('Claim')).map(({ id }) => id);
    expect(after).toEqual(before);
    const [first] = logins();
    await expect(casebook.accounts.signIn(first?.login ?? '', first?.password ?? '', '127.0.0.1')).resolves.toMatchObject({
      token: expect.any(String),
    });
  });

  it('is not served where others could reach its logins', () =>
    expect(mustNotExpose(casebook, directory)).rejects.toMatchObject({ name: 'DemonstrationExposed' }));
});
