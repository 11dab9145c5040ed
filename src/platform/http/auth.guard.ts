import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Authenticator } from '../access/authenticator.js';
import { type HttpRequest, header } from './message.js';
import { refuseHttp } from './problems.js';
import { declaredOf } from './routes.js';

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
    return true;
  }
}
