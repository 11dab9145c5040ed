import type { AnyStream, PresentState, StateOf } from '../events/stream.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { Caller } from './access.js';

const refuse = refuseFrom(platformRefusals.table);

/**
 * A person's relation to a stream that has parties: `own`, it is about them; `recused`, they have a
 * part in its matter, for example as a reporter or witness; `walled`, it is hidden from them;
 * `uninvolved`, none of these.
 */
export type Standing = 'uninvolved' | 'own' | 'recused' | 'walled';

/** Reads the current state of other streams. */
export interface StateReads {
  /** Folded state of one stream; its initial state where the stream does not exist. */
  state<S extends AnyStream>(stream: S, id: string): Promise<StateOf<S>>;
}

/**
 * How the standing of a person is learned for one kind of stream. A module declares it that knows
 * every stream which it takes. Every command and query judged on such a stream is then impartial,
 * unless it says otherwise.
 */
export interface Parties<S extends AnyStream> {
  readonly stream: S;
  readonly standing: (state: PresentState<S>, person: string, reads: StateReads) => Promise<Standing>;
}
// biome-ignore lint/suspicious/noExplicitAny: the widest parties
export type AnyParties = Parties<any>;

/**
 * Why a command or query is open to people with a part in the matter. `notNeeded`: to all of them.
 * `own`: to the person whom the stream is about, and to no other.
 */
export type Impartial = { readonly notNeeded: string } | { readonly own: string };

/** A command or query, as far as impartiality is concerned. */
export interface Impartially {
  readonly stream: AnyStream;
  readonly impartial?: Impartial;
}

/** Infers the state of the stream. */
export const partiesOf = <S extends AnyStream>(stream: S, standing: Parties<S>['standing']): Parties<S> => ({ stream, standing });

/**
 * Nobody acts in a matter in which they have a part. They get one generic answer, because a precise
 * one would unmask a reporter. Refuses with access.not-permitted or resource.not-found.
 */
export function mustBeImpartial(impartial: Impartial | undefined, standing: Standing): void {
  if (impartial && 'notNeeded' in impartial) return;
  if (standing === 'recused' || (standing === 'own' && !impartial)) refuse('access.not-permitted');
  if (standing === 'walled') refuse('resource.not-found');
}

/** Learns standings from today's states. */
export class Standings {
  private readonly byStream: ReadonlyMap<string, AnyParties>;

  constructor(
    parties: readonly AnyParties[],
    private readonly reads: StateReads,
  ) {
    this.byStream = new Map(parties.map((each) => [each.stream.name, each]));
  }

  /**
   * The caller's standing to the stream. Undefined where nobody asks for it: the stream has no
   * parties or does not exist, impartiality is not needed, or the System acts, which is nobody.
   */
  of(
    { stream, impartial }: Impartially,
    caller: Caller,
    { state, revision }: { readonly state: unknown; readonly revision: number },
  ): Promise<Standing> | undefined {
    const parties = this.byStream.get(stream.name);
    if (!parties || revision < 0 || (impartial && 'notNeeded' in impartial)) return undefined;
    if (caller.offices[0]?.office === 'System') return undefined;
    return parties.standing(state as never, caller.person, this.reads);
  }
}
