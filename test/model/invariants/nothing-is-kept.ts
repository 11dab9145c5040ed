import { processes } from '../../../src/definitions.js';
import { cases } from '../../../src/modules/cases/cases.public.js';
import { proceedings } from '../../../src/modules/proceedings/proceedings.public.js';
import type { CityModel } from '../city-model.js';
import type { Walk } from '../random-walk.js';

/**
 * Throws if a process keeps a row of a closed case. A proceeding whose subject left may be completed
 * after all, so the times that stand still in it are kept.
 */
export async function nothingIsKept(city: CityModel, walk: Walk): Promise<number> {
  let closed = 0;
  const proceedingIds = [...new Set(city.store.log.map(({ stream }) => stream))].filter((stream) => stream.startsWith('proceeding-'));
  const all = await Promise.all(
    proceedingIds.map(async (stream) => [stream.slice(11), (await city.streams.folded(proceedings, stream.slice(11))).state] as const),
  );
  for (const caseId of walk.caseIds) {
    const { state } = await city.streams.folded(cases, caseId);
    if (state.status !== 'closed') continue;
    closed += 1;
    const over = all.filter(([, one]) => one.status !== 'absent' && one.caseId === caseId && one.status !== 'separated').map(([id]) => id);
    const about = new Set([caseId, ...state.allegations.keys(), ...over]);
    for (const process of processes)
      for (const { key, parked } of city.work(process))
        if (about.has(key) && parked === null) throw new Error(`${process.name} keeps ${key} of a closed case`);
  }
  return closed;
}
