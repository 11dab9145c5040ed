import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/access.js';
import { Authenticator } from '../access/authenticator.js';
import { Callers } from '../access/callers.js';
import { Accounts } from './accounts.js';

/** Accepts the tokens that `Accounts` issued, from people who are in service. */
@Injectable()
export class BearerAuthenticator extends Authenticator {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Callers) private readonly callers: Callers,
  ) {
    super();
  }

  async authenticate(token: string): Promise<Caller | undefined> {
    const bearer = await this.accounts.bearer(token);
    const caller = bearer && (await this.callers.of(bearer.person, bearer.issuedAt));
    return caller && { ...caller, signIn: bearer.tokenId };
  }
}
