import { admit, type Caller, type Office } from '../access/access.js';
import { mustBeImpartial, type Standing } from '../access/parties.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { AnyCommandDefinition } from './command-handler.js';

const refuse = refuseFrom(platformRefusals.table);

/** The state and revision of a stream on which a command is judged. */
export interface StreamStanding {
  // biome-ignore lint/suspicious/noExplicitAny: each stream has its own state
  readonly state: any;
  /** −1 where the stream does not exist. */
  readonly revision: number;
}

/** The part of a definition that says who may give its command, and when. */
export type Judged = Pick<AnyCommandDefinition, 'stream' | 'may' | 'creates' | 'extends' | 'judgedOn' | 'impartial'>;

/**
 * The office in which the caller is let in. It is judged on the state of the command's own stream,
 * or on `over`, the stream that the definition names under `judgedOn`. Pure. Refuses with
 * access.not-permitted, then with resource.not-found where `over` is absent or hidden from the
 * caller.
 */
export function admitted(
  { may, judgedOn }: Judged,
  caller: Caller,
  own: StreamStanding['state'],
  over: StreamStanding | undefined,
): Office {
  if (!judgedOn) return admit(may, caller, own) ?? refuse('access.not-permitted');
  if (!over) throw new TypeError('a command that is judged on another stream needs that stream');
  const office = admit(may, caller, over.state) ?? refuse('access.not-permitted');
  if (over.revision < 0 || judgedOn.stream.hiddenFrom?.(over.state, caller.person)) refuse('resource.not-found');
  return office;
}

/**
 * The office in which the caller may give a command on the present state of its stream. Pure:
 * executor and specs call the same function. It checks in this order: grants
 * (access.not-permitted), the stream that it is judged on, existence (resource.not-found,
 * resource.exists), walls (resource.not-found) and impartiality (access.not-permitted,
 * resource.not-found). `standing` is the caller's standing to the stream that the command is judged
 * on.
 */
export function judge(
  definition: Judged,
  caller: Caller,
  own: StreamStanding,
  over?: StreamStanding,
  standing: Standing = 'uninvolved',
): Office {
  const { stream, creates, extends: goesOn } = definition;
  const office = admitted(definition, caller, own.state, over);
  if (own.revision < 0 && !creates) refuse('resource.not-found');
  if (own.revision >= 0 && creates && !goesOn) refuse('resource.exists');
  if (stream.hiddenFrom?.(own.state, caller.person)) refuse('resource.not-found');
  mustBeImpartial(definition.impartial, standing);
  return office;
}

/**
 * The record of the command if it was carried out before; undefined if it was not. Pure. Refuses
 * with idempotency.key-reused where its id came with another body.
 */
export function earlier<Done extends { readonly hash: string }>(done: Done | undefined, hash: string): Done | undefined {
  if (done && done.hash !== hash) refuse('idempotency.key-reused');
  return done;
}
