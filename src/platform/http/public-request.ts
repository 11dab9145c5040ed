import { type Caller, publicCaller } from '../access/access.js';
import type { Request } from '../access/request.js';
import { newId } from '../ground/ids.js';

/**
 * The request of a caller without a login. Its ids are random. Nothing that the client sent (a
 * token, a key or a correlation id) ties what follows to a person.
 */
export function publicRequest(caller: Caller = publicCaller): Request & { readonly commandId: string } {
  return { caller, correlationId: newId(), commandId: newId() };
}
