import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { DataSource } from 'typeorm';
import { Accounts } from '../../../src/platform/accounts/accounts.js';
import { Argon2Hasher, PasswordHasher } from '../../../src/platform/accounts/password-hasher.js';
import { StoreUnavailable } from '../../../src/platform/events/event-store.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { loadMasterKey, type MasterKey } from '../../../src/platform/sealing/master-key.js';
import { closeAccounts, reading } from '../../../src/platform/vault/database.js';
import { AccountRow, SignInFailureRow, TokenRow } from '../../../src/platform/vault/tables.js';
import { databases, holdNextRead, nothingWritable, Opened, placesHolding, SetClock, withoutTurns } from './directory.js';

/** Counts what it is asked; argon2 itself has tests of its own. */
class CountingHasher extends PasswordHasher {
  readonly verified: string[] = [];
  /** Set to hold verifications back. */
  gate: Promise<unknown> = Promise.resolve();
  async hash(password: string): Promise<string> {
    return `hashed ${Buffer.from(password).toString('hex')}`;
  }
  async verify(hash: string, password: string): Promise<boolean> {
    this.verified.push(hash);
    await this.gate;
    return hash === (await this.hash(password));
  }
}

const login = 'ines.planted@example.org';
const password = 'correct horse battery';
const from = '192.0.2.7';
const ines = randomUUID();
const minute = 60_000;
const hour = 60 * minute;

describe.each(databases)('On %s', (kind) => {
  const opened = new Opened(kind);
  let directory: string;
  let database: DataSource;
  let master: MasterKey;
  let clock: SetClock;
  let hasher: CountingHasher;
  let accounts: Accounts;

  beforeEach(async () => {
    directory = opened.directory();
    database = await opened.accounts(directory);
    master = loadMasterKey(join(opened.directory(), 'master.key'), { create: true });
    clock = new SetClock();
    hasher = new CountingHasher();
    accounts = await Accounts.open(database, master, clock, { hasher });
    await accounts.create(ines, login, password);
  });
  afterEach(() => opened.clean());

  async function restart(): Promise<void> {
    await closeAccounts(database);
    database = await opened.accounts(directory);
    accounts = await Accounts.open(database, master, clock, { hasher });
  }

  async function refused(work: Promise<unknown>): Promise<{ code: string; status: number; details: Readonly<Record<string, unknown>> }> {
    const refusal = await work.then(
      () => {
        throw new Error('not refused');
      },
      (error) => error,
    );
    if (!(refusal instanceof Refusal)) throw refusal;
    return { code: refusal.code, status: refusal.terms.status, details: refusal.details };
  }

  const wrong = (of = login, at = from) => refused(accounts.signIn(of, 'not the password', at));
  const refusedSignIn = { code: 'sign-in.refused', status: 401, details: {} };
  const mustWait = (retryAfter: number) => ({ code: 'sign-in.too-many', status: 429, details: { retryAfter } });

  describe('an account', () => {
    it('is given another password, which ends every token it had', async () => {
      const before = await accounts.signIn(login, password, from);
      await accounts.setPassword(ines, 'another correct horse');
      expect(await accounts.authenticate(before.token)).toBeUndefined();
      expect(await wrong()).toEqual(refusedSignIn);
      expect(await refused(accounts.signIn(login, password, from))).toEqual(refusedSignIn);
      expect((await accounts.signIn(login, 'another correct horse', from)).person).toBe(ines);
    });

    it('keeps its password where the new one is unfit, and gets none where it is disabled or was never made', async () => {
      expect(await refused(accounts.setPassword(ines, 'too short'))).toMatchObject({ code: 'account.password-unfit' });
      expect((await accounts.signIn(login, password, from)).person).toBe(ines);
      expect(await refused(accounts.setPassword(randomUUID(), password))).toMatchObject({ code: 'account.not-found' });
      await accounts.disable(ines);
      expect(await refused(accounts.setPassword(ines, password))).toMatchObject({ code: 'account.not-found' });
    });

    it('is found by its login', async () => {
      expect(await accounts.personOf(` ${login.toUpperCase()} `)).toBe(ines);
      expect(await accounts.personOf('nobody')).toBeUndefined();
      expect(await refused(accounts.personOf(' '))).toMatchObject({ code: 'account.login-unfit' });
    });

    it('signs in by login, whatever its case and the space around it', async () => {
      for (const form of [login, ` ${login.toUpperCase()} `, login.replace('ines', '\uff49\uff4e\uff45\uff53')])
        expect(await accounts.authenticate((await accounts.signIn(form, password, from)).token)).toBe(ines);
    });

    it.each([
      ['eleven characters', 'x'.repeat(11)],
      ['two hundred and one', 'x'.repeat(201)],
      ['eleven that count twice in UTF-16', '\u{1f600}'.repeat(11)],
      ['half a surrogate pair', `${'x'.repeat(20)}\ud800`],
    ])('refuses a password of %s', async (_, unfit) => {
      expect(await refused(accounts.create(randomUUID(), 'other', unfit))).toEqual({
        code: 'account.password-unfit',
        status: 422,
        details: { errors: [expect.objectContaining({ field: 'password' })] },
      });
      expect(await reading(database, (manager) => manager.count(AccountRow))).toBe(1);
    });

    it('takes passwords of twelve and of two hundred characters', async () => {
      for (const fit of ['x'.repeat(12), '\u{1f600}'.repeat(200)]) {
        await accounts.create(randomUUID(), `with ${fit.length}`, fit);
        await accounts.signIn(`with ${fit.length}`, fit, from);
      }
    });

    it.each(['', '   ', 'x'.repeat(201), 'a\u0000b', 'a\ud800'])('refuses a login that is none', async (unfit) => {
      expect(await refused(accounts.create(randomUUID(), unfit, password))).toMatchObject({
        code: 'account.login-unfit',
        details: { errors: [{ field: 'login' }] },
      });
    });

    it('is the only one of its person and of its login', async () => {
      expect(await refused(accounts.create(ines, 'another', password))).toMatchObject({ code: 'account.exists', status: 409 });
      expect(await refused(accounts.create(randomUUID(), login.toUpperCase(), password))).toMatchObject({
        code: 'account.login-taken',
        status: 409,
      });
      const twice = await Promise.allSettled([1, 2].map(() => accounts.create(randomUUID(), 'both', password)));
      expect(twice.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('once disabled lets nobody in, old tokens neither', async () => {
      const { token } = await accounts.signIn(login, password, from);
      const personal = await accounts.issueToken(ines, 'script', 30);
      await accounts.disable(ines);
      expect(await accounts.authenticate(token)).toBeUndefined();
      expect(await accounts.authenticate(personal.token)).toBeUndefined();
      expect(await refused(accounts.signIn(login, password, from))).toEqual(refusedSignIn);
      expect(await refused(accounts.issueToken(ines, 'script', 30))).toMatchObject({ code: 'account.not-found', status: 404 });
      expect(await refused(accounts.disable(randomUUID()))).toMatchObject({ code: 'account.not-found' });
    });

    it('that is disabled while its password is checked does not get in', async () => {
      let open: (value?: unknown) => void = () => {};
      hasher.gate = new Promise((resolve) => {
        open = resolve;
      });
      const attempt = refused(accounts.signIn(login, password, from));
      await accounts.disable(ines);
      open();
      expect(await attempt).toEqual(refusedSignIn);
    });

    it('leaves no login, password, token, label or address in any file', async () => {
      const { token } = await accounts.signIn(login, password, from);
      const personal = await accounts.issueToken(ines, 'Ines Planted laptop', 30);
      await wrong();
      for (const row of [await reading(database, (manager) => manager.find(TokenRow))].flat())
        expect((await placesHolding(database, directory, row.hash)).length).toBeGreaterThan(0);
      for (const secret of [login, 'ines.planted', password, token, token.slice(3), personal.token.slice(3), 'Ines Planted', from])
        for (const form of [secret, Buffer.from(secret).toString('base64url').slice(0, -2)])
          expect(await placesHolding(database, directory, form)).toEqual([]);
    });
  });

  describe('signing in', () => {
    it('answers a wrong password and an unknown login alike, for the same work', async () => {
      const before = hasher.verified.length;
      expect(await wrong()).toEqual(refusedSignIn);
      expect(await wrong('nobody@example.org')).toEqual(refusedSignIn);
      expect(await wrong(`${'x'.repeat(5000)}\ud800`)).toEqual(refusedSignIn);
      expect(hasher.verified.length - before).toBe(3);
      const [known, unknown, odd] = hasher.verified.slice(before);
      expect(known).toBe(await hasher.hash(password));
      expect(unknown).toMatch(/^hashed [0-9a-f]{86}$/);
      expect(odd).toBe(unknown);
    });

    it('says nothing of what was typed in what it throws', async () => {
      const refusal = await accounts.signIn(login, 'not the password', from).catch((error) => error);
      const shown = `${inspect(refusal, { depth: 9 })}${refusal.stack}`;
      for (const secret of [login, 'not the password', from]) expect(shown).not.toContain(secret);
    });

    it('makes a login wait from the fifth failure on, twice as long each time, up to a quarter of an hour', async () => {
      for (let i = 0; i < 5; i += 1) expect(await wrong(login, `192.0.2.${i}`)).toEqual(refusedSignIn);
      let wait = 5;
      for (let i = 5; i < 16; i += 1) {
        const count = hasher.verified.length;
        expect(await refused(accounts.signIn(login, password, `192.0.2.${i}`))).toEqual(mustWait(wait));
        expect(hasher.verified.length).toBe(count);
        clock.pass(wait * 1000 - 1);
        expect(await wrong(login, `192.0.2.${i}`)).toEqual(mustWait(1));
        clock.pass(1);
        expect(await wrong(login, `192.0.2.${i}`)).toEqual(refusedSignIn);
        wait = Math.min(2 * wait, 900);
      }
      expect(wait).toBe(900);
      await accounts.create(randomUUID(), 'other', password);
      await accounts.signIn('other', password, '198.51.100.1');
    });

    it('makes a login wait that nobody has', async () => {
      for (let i = 0; i < 5; i += 1) await wrong('nobody', `192.0.2.${i}`);
      expect(await wrong('nobody', '198.51.100.1')).toEqual(mustWait(5));
    });

    it('makes an address wait, half a minute at most, and leaves other addresses alone', async () => {
      for (let i = 0; i < 12; i += 1) {
        expect(await wrong(`guess ${i}`)).toEqual(refusedSignIn);
        if (i >= 4) clock.pass(30_000);
      }
      await wrong('guess 13');
      expect(await refused(accounts.signIn(login, password, from))).toEqual(mustWait(30));
      expect(await refused(accounts.signIn(login, password, `::ffff:${from}`))).toEqual(mustWait(30));
      await accounts.signIn(login, password, '192.0.2.8');
      clock.pass(30_000);
      await accounts.signIn(login, password, from);
    });

    it('takes the addresses of one IPv6 network for one', async () => {
      const hosts = ['2001:db8:1:2::1', '2001:DB8:1:2::2', '2001:db8:1:2:ffff::', '2001:0db8:0001:0002:0:0:0:4', '2001:db8:1:2::5%eth0'];
      for (const [index, host] of hosts.entries()) expect(await wrong(`guess ${index}`, host)).toEqual(refusedSignIn);
      expect(await wrong('guess 6', '2001:db8:1:2::6')).toEqual(mustWait(5));
      expect(await wrong('guess 7', '2001:db8:1:3::1')).toEqual(refusedSignIn);
      expect(await wrong('guess 8', '2001:db8::1')).toEqual(refusedSignIn);
    });

    it('forgets no failure in a restart', async () => {
      for (let i = 0; i < 6; i += 1) {
        await wrong(login, `192.0.2.${i}`);
        if (i === 4) clock.pass(5_000);
      }
      await restart();
      expect(await wrong(login, '198.51.100.1')).toEqual(mustWait(10));
      clock.pass(10_000);
      await accounts.signIn(login, password, '198.51.100.1');
      await restart();
      for (let i = 0; i < 4; i += 1) expect(await wrong(login, '198.51.100.2')).toEqual(refusedSignIn);
      await accounts.signIn(login, password, '198.51.100.3');
    });

    it('forgets failures after an hour without one, in memory and on disk', async () => {
      for (let i = 0; i < 5; i += 1) await wrong(login, `192.0.2.${i}`);
      clock.pass(hour + 1);
      for (let i = 0; i < 4; i += 1) expect(await wrong(login, '192.0.2.9')).toEqual(refusedSignIn);
      const rows = await reading(database, (manager) => manager.find(SignInFailureRow));
      expect(rows.map((row) => row.failures)).toEqual([4, 4]);
      await accounts.signIn(login, password, from);
    });

    it('counts guesses sent side by side', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => wrong(login, `192.0.2.${index}`)));
      expect(answers.filter((answer) => answer.code === 'sign-in.refused')).toHaveLength(5);
      expect(answers.filter((answer) => answer.code === 'sign-in.too-many')).toHaveLength(15);
    });

    it('fails as unavailable while failures cannot be written, and counts them all the same', async () => {
      const mend = await nothingWritable(database);
      for (let i = 0; i < 5; i += 1)
        await expect(accounts.signIn(login, 'not the password', `192.0.2.${i}`)).rejects.toBeInstanceOf(StoreUnavailable);
      // Where several nodes count, what cannot be counted is not looked at either.
      if (kind === 'SQLite') expect(await wrong(login, '198.51.100.1')).toEqual(mustWait(5));
      else await expect(accounts.signIn(login, password, from)).rejects.toBeInstanceOf(StoreUnavailable);
      await mend();
      clock.pass(5_000);
      await accounts.signIn(login, password, from);
    });
  });

  describe('a token', () => {
    it('is random, is stored as a hash, and ends after twelve hours', async () => {
      const issued = await accounts.signIn(login, password, from);
      expect(issued).toEqual({
        id: expect.any(String),
        token: expect.stringMatching(/^cb_[\w-]{43}$/),
        person: ines,
        expiresAt: '2026-03-03T07:00:00.000Z',
      });
      clock.pass(12 * hour - 1);
      expect(await accounts.authenticate(issued.token)).toBe(ines);
      clock.pass(1);
      expect(await accounts.authenticate(issued.token)).toBeUndefined();
      await restart();
      expect(await accounts.authenticate(issued.token)).toBeUndefined();
    });

    it('lasts through a restart', async () => {
      const { token } = await accounts.issueToken(ines, 'script', 366);
      await restart();
      clock.pass(365 * 24 * hour);
      expect(await accounts.authenticate(token)).toBe(ines);
    });

    it.each(['', 'cb_', 'Bearer x', `cb_${'A'.repeat(43)}`, `cb_${'A'.repeat(44)}`, `cb_${'A'.repeat(42)}'`])(
      'is none: "%s"',
      async (token) => {
        expect(await accounts.authenticate(token)).toBeUndefined();
      },
    );

    it('ends at once when it is revoked, also where it was used just before', async () => {
      const [one, two] = [await accounts.issueToken(ines, 'one', 1), await accounts.issueToken(ines, 'two', 1)];
      expect(await accounts.authenticate(one.token)).toBe(ines);
      const under = accounts.authenticate(one.token);
      await accounts.revoke(one.id, ines);
      await under;
      expect(await accounts.authenticate(one.token)).toBeUndefined();
      expect(await accounts.authenticate(two.token)).toBe(ines);
      await accounts.revokeAll(ines);
      expect(await accounts.authenticate(two.token)).toBeUndefined();
      await restart();
      expect(await accounts.authenticate(one.token)).toBeUndefined();
    });

    it('revoked while it is looked up is not remembered as good', async () => {
      const { token, id } = await accounts.issueToken(ines, 'one', 1);
      withoutTurns(database);
      const held = holdNextRead(database);
      const looking = accounts.authenticate(token);
      await held.read;
      await accounts.revoke(id);
      held.release();
      await looking;
      expect(await accounts.authenticate(token)).toBeUndefined();
    });

    it('revoked by another process ends here within five seconds', async () => {
      const { token, id } = await accounts.issueToken(ines, 'one', 1);
      expect(await accounts.authenticate(token)).toBe(ines);
      const other = await Accounts.open(await opened.accounts(directory), master, clock, { hasher });
      await other.revoke(id);
      clock.pass(5_000);
      expect(await accounts.authenticate(token)).toBeUndefined();
    });

    it('is revoked by its holder alone where a holder is named', async () => {
      const { token, id } = await accounts.issueToken(ines, 'one', 1);
      const none = { code: 'token.not-found', status: 404, details: { errors: [expect.objectContaining({ field: 'tokenId' })] } };
      expect(await refused(accounts.revoke(id, randomUUID()))).toEqual(none);
      expect(await refused(accounts.revoke(randomUUID()))).toEqual(none);
      expect(await accounts.authenticate(token)).toBe(ines);
    });

    it('is listed for its holder, without what would let anyone in', async () => {
      const one = await accounts.issueToken(ines, 'nightly export', 2);
      clock.pass(minute);
      await accounts.authenticate(one.token);
      clock.pass(minute);
      const two = await accounts.signIn(login, password, from);
      await accounts.revoke(two.id);
      const listed = await accounts.tokensOf(ines);
      expect(listed).toEqual([
        {
          id: two.id,
          label: 'sign-in',
          createdAt: '2026-03-02T19:02:00.000Z',
          expiresAt: '2026-03-03T07:02:00.000Z',
          revokedAt: '2026-03-02T19:02:00.000Z',
          lastUsedAt: null,
        },
        {
          id: one.id,
          label: 'nightly export',
          createdAt: '2026-03-02T19:00:00.000Z',
          expiresAt: '2026-03-04T19:00:00.000Z',
          revokedAt: null,
          lastUsedAt: '2026-03-02T19:01:00.000Z',
        },
      ]);
      expect(await accounts.tokensOf(randomUUID())).toEqual([]);
    });

    it('is forgotten a quarter of a year after it expired', async () => {
      await accounts.signIn(login, password, from);
      clock.pass(92 * 24 * hour);
      await accounts.signIn(login, password, from);
      expect(await accounts.tokensOf(ines)).toHaveLength(1);
    });

    it.each([
      ['', 1, 'token.label-unfit'],
      ['x'.repeat(101), 1, 'token.label-unfit'],
      ['half \ud800', 1, 'token.label-unfit'],
      ['fit', 0, 'token.days-unfit'],
      ['fit', 367, 'token.days-unfit'],
      ['fit', 1.5, 'token.days-unfit'],
      ['fit', Number.NaN, 'token.days-unfit'],
    ])('is refused with label "%s" for %d days', async (label, days, code) => {
      expect(await refused(accounts.issueToken(ines, label, days))).toMatchObject({ code, status: 422 });
    });

    it('still lets in while nothing can be written', async () => {
      const { token } = await accounts.issueToken(ines, 'one', 1);
      await nothingWritable(database);
      expect(await accounts.authenticate(token)).toBe(ines);
    });
  });

  describe('argon2', () => {
    const pepper = () => master.subKey('passwords');

    it('hashes with the parameters that OWASP names, salted and with a key that is not in the database', async () => {
      const argon2 = new Argon2Hasher(pepper());
      const hash = await argon2.hash(password);
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await argon2.hash(password)).not.toBe(hash);
      expect(await argon2.verify(hash, password)).toBe(true);
      expect(await argon2.verify(hash, `${password}.`)).toBe(false);
      expect(await new Argon2Hasher(master.subKey('login-hashes')).verify(hash, password)).toBe(false);
    });

    it('takes one password for one, however its accents are written', async () => {
      const argon2 = new Argon2Hasher(pepper());
      expect(await argon2.verify(await argon2.hash('caf\u00e9 caf\u00e9 caf\u00e9'), 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true);
    });

    it('runs a few at once, lets a few wait, and refuses the rest', async () => {
      const argon2 = new Argon2Hasher(pepper(), { atOnce: 1, waiting: 2 });
      const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => argon2.hash(password)));
      expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
      expect(await refused(Promise.reject((answers[4] as PromiseRejectedResult).reason))).toEqual(mustWait(1));
      expect(await argon2.hash(password)).toMatch(/^\$argon2id/);
    });

    it('signs in', async () => {
      const real = await Accounts.open(database, master, clock);
      await real.create(randomUUID(), 'real', password);
      expect((await real.signIn('real', password, from)).token).toMatch(/^cb_/);
      expect(await refused(real.signIn('real', 'not the password', from))).toEqual(refusedSignIn);
      expect(await refused(real.signIn('unreal', password, from))).toEqual(refusedSignIn);
    });
  });
});
