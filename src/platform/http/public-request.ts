import { type Caller, publicCaller } from '../access/access.js';
import type { Request } from '../access/request.js';
import { newId } from '../ground/ids.js';

/**
 * The request of someone without a login. Its ids are random: nothing the client sent, neither a token, a key nor a correlation,
 * ties what follows to a person.
 */
export function publicRequest(caller: Caller = publicCaller): Request & { readonly commandId: string } {
  return { caller, correlationId: newId(), commandId: newId() };
}
