import { randomBytes } from 'node:crypto';
import { type DataSource, IsNull } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import { isOnPostgres } from '../postgres/connection.js';
import { refuseFrom } from '../refusals/refuse.js';
import { type MasterKey, proveMasterKey } from '../sealing/master-key.js';
import { SharedThrottle } from '../throttling/shared-throttle.js';
import { SignInThrottle, type Throttle } from '../throttling/sign-in-throttle.js';
import { AccountsFailure, reading, transaction } from '../vault/database.js';
import { AccountRow } from '../vault/tables.js';
import { Argon2Hasher, type PasswordHasher } from './password-hasher.js';
import { accountRefusals } from './refusals.js';
import { type Bearer, type IssuedToken, type TokenInfo, Tokens } from './tokens.js';

export interface AccountsOptions {
  readonly hasher?: PasswordHasher;
  /** How long a sign-in lasts, in hours; 12 unless given. */
  readonly sessionHours?: number;
}

const refuse = refuseFrom(accountRefusals.table);
const hour = 60 * 60_000;

/**
 * Who may sign in, and the tokens they hold. Logins, passwords, tokens and addresses are never
 * stored in the clear and never part of an error. Every refusal is one of `accountRefusals`. All
 * methods reject with StoreUnavailable while accounts.db cannot be written.
 */
export class Accounts {
  private constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
    private readonly hasher: PasswordHasher,
    private readonly throttle: Throttle,
    private readonly tokens: Tokens,
    /**
     * Hash of a password that nobody knows. An unknown login is verified against it, so that it
     * takes as long as a wrong password.
     */
    private readonly nobodys: string,
    private readonly session: number,
  ) {}

  /** Rejects with MasterKeyUnusable where `master` is not the key these accounts began with. */
  static async open(accounts: DataSource, master: MasterKey, clock: Clock, options: AccountsOptions = {}): Promise<Accounts> {
    await proveMasterKey(accounts, master);
    const hasher = options.hasher ?? new Argon2Hasher(master.subKey('passwords'));
    const throttle = isOnPostgres(accounts)
      ? new SharedThrottle(accounts, master, clock)
      : await SignInThrottle.open(accounts, master, clock);
    const nobodys = await hasher.hash(randomBytes(32).toString('base64url'));
    const tokens = new Tokens(accounts, master, clock);
    return new Accounts(accounts, master, clock, hasher, throttle, tokens, nobodys, (options.sessionHours ?? 12) * hour);
  }

  /** Lets `person` (UUID) sign in. Case and surrounding space of the login do not matter. */
  async create(person: string, login: string, password: string): Promise<void> {
    fitLogin(login);
    const passwordHash = await this.#passwordHash(password);
    const loginHash = this.#loginHash(login);
    const row = { person, loginHash, passwordHash, createdAt: new Date(this.clock.now()).toISOString(), disabledAt: null };
    await transaction(this.accounts, async (manager) => {
      if (await manager.existsBy(AccountRow, { person })) refuse('account.exists');
      if (await manager.existsBy(AccountRow, { loginHash })) refuse('account.login-taken');
      await manager.insert(AccountRow, row);
    }).catch((error) => {
      // Another process inserted the login after the check.
      if (error instanceof AccountsFailure && error.duplicate) refuse('account.login-taken');
      throw error;
    });
  }

  /**
   * A session's token for the right password; `from` is the address of the request. Refuses with
   * `sign-in.refused` for every wrong input alike, and with `sign-in.too-many` and `retryAfter`
   * (seconds) after too many failures or while too many people sign in at once.
   */
  async signIn(login: string, password: string, from: string): Promise<IssuedToken> {
    const loginHash = this.#loginHash(login);
    const attempt = await this.throttle.begin(loginHash, from);
    try {
      const account = await reading(this.accounts, (manager) => manager.findOneBy(AccountRow, { loginHash }));
      const right = await this.hasher.verify(account?.passwordHash ?? this.nobodys, password);
      const issued = account && right ? await this.tokens.issue(account.person, 'sign-in', this.session) : undefined;
      if (!issued) {
        await attempt.failed();
        return refuse('sign-in.refused');
      }
      await attempt.succeeded();
      return issued;
    } finally {
      await attempt.end();
    }
  }

  /**
   * A personal token, valid for `days`. `label` (1 to 100 characters) reminds its owner of its
   * purpose.
   */
  async issueToken(person: string, label: string, days: number): Promise<IssuedToken> {
    if (!fits(label, 1, 100)) refuse('token.label-unfit');
    if (!Number.isInteger(days) || days < 1 || days > 366) refuse('token.days-unfit');
    return (await this.tokens.issue(person, label, days * 24 * hour)) ?? refuse('account.not-found');
  }

  /** The person who holds the token; undefined where it is unknown, expired or revoked. */
  async authenticate(token: string): Promise<string | undefined> {
    return (await this.tokens.holder(token))?.person;
  }

  /** The person who holds the token, with the token's id and its time of issue. */
  bearer(token: string): Promise<Bearer | undefined> {
    return this.tokens.holder(token);
  }

  /** Ends the token itself, whoever holds it. Does nothing where it no longer exists. */
  async signOut(token: string): Promise<void> {
    const bearer = await this.tokens.holder(token);
    if (bearer) await this.tokens.revoke(bearer.tokenId);
  }

  tokensOf(person: string): Promise<TokenInfo[]> {
    return this.tokens.of(person);
  }

  /** Ends one token, in this process at once. With `person`, only a token of that person. */
  revoke(tokenId: string, person?: string): Promise<void> {
    return this.tokens.revoke(tokenId, person);
  }

  revokeAll(person: string): Promise<void> {
    return this.tokens.revokeAll(person);
  }

  /**
   * The person with this login; undefined where nobody has it. Refuses with `account.login-unfit`.
   */
  async personOf(login: string): Promise<string | undefined> {
    fitLogin(login);
    const loginHash = this.#loginHash(login);
    return (await reading(this.accounts, (manager) => manager.findOneBy(AccountRow, { loginHash })))?.person;
  }

  /** Gives a person with an account another password. Every token issued before ends. */
  async setPassword(person: string, password: string): Promise<void> {
    const passwordHash = await this.#passwordHash(password);
    await this.tokens.revokeAll(person, async (manager) => {
      if (!(await manager.existsBy(AccountRow, { person, disabledAt: IsNull() }))) return refuse('account.not-found');
      await manager.update(AccountRow, { person }, { passwordHash });
    });
  }

  /** Ends the account and all its tokens. */
  disable(person: string): Promise<void> {
    return this.tokens.revokeAll(person, async (manager) => {
      const account = await manager.findOneBy(AccountRow, { person });
      if (!account) return refuse('account.not-found');
      if (!account.disabledAt) await manager.update(AccountRow, { person }, { disabledAt: new Date(this.clock.now()).toISOString() });
    });
  }

  #passwordHash(password: string): Promise<string> {
    if (!fits(password, 12, 200)) refuse('account.password-unfit');
    return this.hasher.hash(password);
  }

  #loginHash(login: string): string {
    return this.master.hash('login-hashes', normal(login)).toString('base64url');
  }
}

const normal = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

function fitLogin(login: string): void {
  if (!fits(normal(login), 1, 200) || /\p{Cc}/u.test(normal(login))) refuse('account.login-unfit');
}

/** Counts characters, not UTF-16 units; half a surrogate pair is not a character. */
const fits = (text: string, least: number, most: number): boolean => {
  if (text.length > 2 * most || /\p{Surrogate}/u.test(text)) return false;
  const length = [...text].length;
  return length >= least && length <= most;
};
