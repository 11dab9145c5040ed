import fc from 'fast-check';
import type { Casebook } from '../../src/casebook.js';
import { ChangeTrack } from '../../src/modules/directory/change-track.js';
import { EnterPerson } from '../../src/modules/directory/enter-person.js';
import { AdoptPolicyVersion } from '../../src/modules/policy/adopt-policy-version.js';
import { resolution5716 } from '../../src/modules/policy/kalispell.js';
import { defaultProcedure } from '../../src/modules/procedure/procedure.defaults.js';
import { SetDeadlines } from '../../src/modules/procedure/set-deadlines.js';
import { SetHolidays } from '../../src/modules/procedure/set-holidays.js';
import { type Caller, systemCaller } from '../../src/platform/access/access.js';
import { requestOf } from '../../src/platform/access/request.js';
import type { StoredRecord } from '../../src/platform/events/envelope.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import { derivedId } from '../../src/platform/ground/ids.js';
import type { CastMember } from '../kit/city.js';
import { setUpCity, since } from '../kit/city.js';
import { SetClock } from '../kit/clock.js';
import { asked, CityModel } from './city-model.js';
import { Dice } from './dice.js';
import { rowsTellWhatCasesShow } from './invariants/case-rows.js';
import { nothingIsKept } from './invariants/nothing-is-kept.js';
import { nothingIsForgotten } from './invariants/tasks.js';
import { Watch } from './invariants/watch.js';
import { accessLogIsRight, answersSeen, askers, nobodyUnmasks, nothingIsWritten, wallsHold } from './invariants/what-is-seen.js';
import { type Folk, Walk, way, weights } from './random-walk.js';
import type { Fields } from './scene.js';
import { docket, type Give } from './stepping.js';

interface Setting {
  readonly past: readonly StoredRecord[];
  readonly folk: Folk;
  /** When the walks begin: milliseconds since 1970. */
  readonly from: number;
}

/**
 * One city for all walks, with the same ids in every run. It has collective agreements and boards
 * beside the handbook, and some deadlines in business days. With a docket, there are matters in
 * which due process is under way.
 */
export async function setting(withDocket = false): Promise<Setting> {
  const clock = new SetClock();
  const city = new CityModel(clock);
  let given = 0;
  const execute = (command: object) => {
    given += 1;
    const copy = Object.assign(new (command.constructor as new () => object)(), command);
    return city.execute(asked(copy, requestOf(command).caller, derivedId('town', String(given))));
  };
  const people = await setUpCity({ execute, callers: { of: (person: string) => city.callerOf(person) } } as unknown as Casebook);
  const give = async <C extends object>(command: new () => C, fields: Fields, caller: Caller = systemCaller) => {
    given += 1;
    return (await city.execute(asked(Object.assign(new command(), fields), caller, derivedId('setting', String(given))))).id;
  };
  const giveAs: Give = async (command, fields, who) =>
    give(command, fields, who ? await city.callerOf(people.get(who as CastMember) ?? who) : undefined);
  const enter = (name: string, track: EnterPerson['track']) => give(EnterPerson, { name, track, department: null, from: since });
  const whistle = await enter('Pia Voss', 'permanent');
  const outsiders = [await enter('Ada Neutral', 'contractor'), await enter('Ben Judge', 'contractor')];
  const hr = await city.callerOf(people.get('HR') ?? '');
  await give(ChangeTrack, { personId: people.get('Employee') ?? '', track: 'collective-agreement', from: city.today }, hr);
  await give(ChangeTrack, { personId: people.get('Reporter') ?? '', track: 'police', from: city.today }, hr);
  await give(SetHolidays, defaultProcedure.holidays(2026), hr);
  const business = ['triage', 'answer', 'response', 'investigation'] as const;
  await give(SetDeadlines, { ...defaultProcedure.deadlines(city.today), business: [...business] }, hr);
  const adopted = { version: '6001', instrument: 'Resolution 6001', adoptedOn: city.today, effectiveFrom: plusDays(city.today, 20) };
  await giveAs(AdoptPolicyVersion, { ...resolution5716, ...adopted }, 'City Clerk');
  await city.settle();
  if (withDocket) await docket(city, people, outsiders[0] ?? '', giveAs);
  return { past: city.store.log, folk: { people, whistle, outsiders }, from: clock.now() };
}

/** Counts what happened in the walks, by the names of commands, events, queries and refusals. */
export class Tally {
  private readonly counts = new Map<string, number>();
  add(what: string, times = 1): void {
    this.counts.set(what, this.of(what) + times);
  }
  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }
  /** Names that never happened. */
  never(of: Iterable<string>): string[] {
    return [...of].filter((what) => this.of(what) === 0);
  }
  /** Codes of the guards that actions named before a command was given. */
  get guards(): string[] {
    return [...this.counts.keys()].filter((what) => /^foretold [a-z-]+\.[a-z-]+$/.test(what));
  }
  /** Codes of refusals that happened. */
  get refusals(): string[] {
    return [...this.counts.keys()].filter((what) => /^[a-z-]+\.[a-z-]+$/.test(what));
  }
}

/**
 * The number of walks and the first seed. More walks, or another seed, find more. A failure names
 * the seed and the steps that led to it.
 */
// biome-ignore lint/style/noProcessEnv: of this test alone, and no configuration of Casebook's
const { CASEBOOK_MODEL_RUNS: runs = '16', CASEBOOK_MODEL_SEED: seedGiven } = process.env;

/**
 * Reports, cases and proceedings keep their guards under any commands by any people in any order.
 */
export const walks = (kind: keyof typeof weights, seed: number, { past, folk, from }: Setting, tally: Tally): Promise<void> =>
  fc.assert(
    fc.asyncProperty(way(300, weights[kind]), fc.nat(), async (steps, looks) => {
      const city = new CityModel(new SetClock(from), past);
      const watch = new Watch(city, folk.outsiders);
      const walk = new Walk(city, folk, (events) => watch.take(events), looks);
      await walk.begin();
      watch.seen.clear();
      for (const [at, step] of steps.entries()) {
        await walk.take(step);
        if (at % 50 === 49) for (const met of await nothingIsForgotten(city, walk)) tally.add(met);
      }

      nothingIsWritten(city, walk);
      tally.add('closed cases', await nothingIsKept(city, walk));
      const everyone = await askers(city, walk);
      // All at once, because each search takes a fixed time.
      const all = await Promise.all(everyone.map((caller, i) => answersSeen(city, walk, caller, new Dice(looks + i))));
      for (const seen of all) {
        nobodyUnmasks(seen, walk);
        await accessLogIsRight(seen, walk, city, (caseId) => watch.partiesOf(caseId));
        tally.add('walls', await wallsHold(seen, walk, city));
        for (const { query, answer } of seen) if (answer.length > 2) tally.add(query);
      }
      for (const [i, caller] of everyone.entries())
        for (const told of await rowsTellWhatCasesShow(city, caller, new Dice(looks + i))) tally.add(told);
      // Everything that can be done is done. Work is parked only where the procedure leaves nobody
      // to decide.
      expect(city.parked.filter(({ code }) => code !== 'case.nobody-decides')).toEqual([]);
      for (const counts of [walk.done, walk.refused, walk.foretold, city.worked, watch.seen])
        for (const [what, times] of counts) tally.add(what, times);
    }),
    { numRuns: Number(runs), seed: Number(seedGiven ?? seed), endOnFailure: true },
  );
