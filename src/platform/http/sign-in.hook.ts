import { admit } from '../access/access.js';
import type { Authenticator } from '../access/authenticator.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import { type HttpRequest, header } from './message.js';
import { refuseHttp } from './problems.js';
import { declaredOn } from './routes.js';
import type { SessionCookie } from './session-cookie.js';

const refuse = refuseFrom(platformRefusals.table);

/**
 * Identifies the caller before the body is read. Without a valid token, in the header or in a
 * browser's cookie, nobody is let in, except on routes declared public. The caller's rights are
 * judged with the command or query. `isOpen` names addresses without a controller, such as the
 * documentation.
 */
export const signIn =
  (authenticator: Authenticator, isOpen: (request: HttpRequest) => boolean, cookie: SessionCookie) =>
  async (request: HttpRequest): Promise<void> => {
    const declared = declaredOn(request);
    if (declared ? declared.kind === 'public' : isOpen(request)) return;
    const authorization = header(request, 'authorization');
    const [, bearer] = /^Bearer +([\x21-\x7e]{1,1000}) *$/i.exec(authorization ?? '') ?? [];
    const token = authorization === undefined ? cookie.in(request) : bearer;
    const caller = token ? await authenticator.authenticate(token) : undefined;
    if (!token || !caller) return refuseHttp('access.unauthenticated');
    if (token !== bearer && cookie.isForged(request)) refuseHttp('access.cross-site');
    request.caller = caller;
    request.token = token;
    if (declared?.kind === 'authenticated' && declared.grants.length > 0 && !admit(declared.grants, caller, undefined))
      refuse('access.not-permitted');
  };
