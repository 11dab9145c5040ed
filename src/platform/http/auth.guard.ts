import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { admit } from '../access/access.js';
import type { Authenticator } from '../access/authenticator.js';
import { platformRefusals, Refusal } from '../commands/refuse.js';
import { type HttpRequest, header } from './message.js';
import { refuseHttp } from './problems.js';
import { declaredOf } from './routes.js';

const notPermitted = (): never => {
  throw new Refusal('access.not-permitted', platformRefusals.table['access.not-permitted']);
};

/** Lets nobody in without a valid token, except on routes declared public. What the caller may do is judged with the command or query. */
export class AuthGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = declaredOf(context.getHandler());
    if (declared?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const [, token] = /^Bearer +([\x21-\x7e]{1,1000}) *$/i.exec(header(request, 'authorization') ?? '') ?? [];
    const caller = declared && token && (await this.authenticator.authenticate(token));
    if (!caller) return refuseHttp('access.unauthenticated');
    request.caller = caller;
    if (declared.kind === 'authenticated' && declared.grants.length > 0 && !admit(declared.grants, caller, undefined))
      return notPermitted();
    return true;
  }
}
