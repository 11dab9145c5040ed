import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { Accounts } from '../platform/accounts/accounts.js';
import { SystemClock } from '../platform/ground/clock.js';
import { loadMasterKey } from '../platform/sealing/master-key.js';
import { closeAccounts, openAccounts } from '../platform/vault/database.js';
import { Failure, say } from './failure.js';
import { newPassword } from './new-password.js';

/**
 * Gives a person who is locked out a new password and ends their tokens; also beside a running
 * server.
 */
export async function resetAccount(config: Config, { login, person }: { login?: string; person?: string }): Promise<void> {
  if ('directory' in config.accounts && !existsSync(join(config.data, 'accounts.db')))
    throw new Failure(`there is no accounts.db in ${config.data}`);
  const master = loadMasterKey(config.masterKeyFile);
  const database = await openAccounts(config.accounts);
  try {
    const accounts = await Accounts.open(database, master, new SystemClock());
    const whose = person ?? (await accounts.personOf(login ?? ''));
    if (whose === undefined) throw new Failure('no account has this login');
    const password = newPassword();
    await accounts.setPassword(whose, password);
    say(`person   ${whose}\npassword ${password}\nIt is shown this once. Every token of the account has ended.`);
  } finally {
    await closeAccounts(database);
  }
}
