import { admit, type Caller, type Office } from '../access/access.js';
import { mustBeImpartial, type Standings } from '../access/parties.js';
import type { AnyStream } from '../events/stream.js';
import type { FoldedState } from '../events/streams.js';
import { platformRefusals, Refusal, refuseFrom } from '../refusals/refuse.js';
import type { Admitting } from './query-handler.js';

const refuse = refuseFrom(platformRefusals.table);
const judgements = ['access.not-permitted', 'resource.not-found'];

/** A stream as it is today. */
export type Today<S extends AnyStream> = Pick<FoldedState<S>, 'state' | 'revision'>;

/**
 * The office in which a query of one stream admits the caller. Judged on today's offices and state,
 * then on walls, then on the caller's part in the matter. Refuses with access.not-permitted and
 * resource.not-found.
 */
export async function admission<S extends AnyStream>(
  read: Admitting<S>,
  caller: Caller,
  today: Today<S>,
  standings: Pick<Standings, 'of'>,
): Promise<Office> {
  const office = admit(read.may, caller, today.state) ?? refuse('access.not-permitted');
  if (today.revision < 0 || read.stream.hiddenFrom?.(today.state, caller.person)) refuse('resource.not-found');
  mustBeImpartial(read.impartial, (await standings.of(read, caller, today)) ?? 'uninvolved');
  return office;
}

/** Whether a query of one stream admits the caller, by the rules of `admission`. */
export const admits = <S extends AnyStream>(...judged: Parameters<typeof admission<S>>): Promise<boolean> =>
  admission(...judged).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal && judgements.includes(error.code)) return false;
      throw error;
    },
  );
