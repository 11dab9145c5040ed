import { nodeOf, openCasebook } from '../app.js';
import type { Casebook } from '../casebook.js';
import type { Config } from '../config.js';
import type { Caller } from '../platform/access/access.js';
import { LogInUse } from '../platform/events/sqlite/lock.js';
import type { SignInWith } from './credentials.js';
import { Failure } from './failure.js';

/**
 * Works on the data of a stopped server in a person's name. Offices, refusals and records are the
 * same as over HTTP.
 */
export async function actAs<T>(config: Config, who: SignInWith, work: (casebook: Casebook, caller: Caller) => Promise<T>): Promise<T> {
  const casebook = await openCasebook(nodeOf(config)).catch((error: unknown) => {
    if (!(error instanceof LogInUse)) throw error;
    throw new Failure(`a running server holds ${config.data}: name it with --server, for example --server http://127.0.0.1:3000`);
  });
  const { accounts, callers } = casebook;
  try {
    const issued = 'login' in who ? await accounts.signIn(who.login, who.password, '127.0.0.1') : undefined;
    try {
      const bearer = await accounts.bearer(issued ? issued.token : 'token' in who ? who.token : '');
      const caller = bearer && (await callers.of(bearer.person, bearer.issuedAt));
      if (!caller) throw new Failure('the token is not one of somebody in service, or has expired');
      return await work(casebook, { ...caller, signIn: bearer.tokenId });
    } finally {
      if (issued) await accounts.revoke(issued.id, issued.person);
    }
  } finally {
    await casebook.close();
  }
}
