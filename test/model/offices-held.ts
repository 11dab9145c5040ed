import { isSuperior, officesOn, people, trackOn } from '../../src/modules/directory/directory.public.js';
import type { CityModel } from './city-model.js';

/** Today's holders of offices, and the line of authority. */
export class OfficesHeld {
  constructor(
    private readonly city: CityModel,
    /**
     * Contractors without office or department. Their only superiors are the people who engage
     * them.
     */
    private readonly outsiders: readonly string[],
  ) {}

  async above(a: string, b: string): Promise<boolean> {
    return !this.outsiders.includes(b) && isSuperior(await this.state(a), await this.state(b), this.city.today);
  }
  async track(person: string): Promise<string | undefined> {
    return trackOn(await this.state(person), this.city.today);
  }
  /** Person ids of the holders of an office; of any office if none is named. */
  async holders(office?: string): Promise<string[]> {
    const everyone = [
      ...new Set(this.city.store.log.flatMap(({ stream }) => (stream.startsWith('person-') ? [stream.slice('person-'.length)] : []))),
    ];
    const holding = await Promise.all(
      everyone.map(async (person) => {
        const state = await this.state(person);
        const held = state.status === 'absent' ? [] : officesOn(state, this.city.today);
        return held.some((one) => (office === undefined ? one.office !== 'Employee' : one.office === office));
      }),
    );
    return everyone.filter((_, i) => holding[i]);
  }
  private async state(person: string) {
    return (await this.city.streams.folded(people, person)).state;
  }
}
