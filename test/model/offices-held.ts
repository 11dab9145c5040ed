import { isSuperior, officesOn, people, trackOn } from '../../src/modules/directory/directory.public.js';
import type { CityModel } from './city-model.js';

/** Who holds which office today, and who stands above whom. */
export class OfficesHeld {
  constructor(
    private readonly town: CityModel,
    /** Contractors without office or department: nobody stands above them but who engages them. */
    private readonly outsiders: readonly string[],
  ) {}

  async above(a: string, b: string): Promise<boolean> {
    return !this.outsiders.includes(b) && isSuperior(await this.state(a), await this.state(b), this.town.today);
  }
  async track(person: string): Promise<string | undefined> {
    return trackOn(await this.state(person), this.town.today);
  }
  /** Person ids of those who hold an office; of everyone who holds one, where none is named. */
  async holders(office?: string): Promise<string[]> {
    const everyone = [
      ...new Set(this.town.store.log.flatMap(({ stream }) => (stream.startsWith('person-') ? [stream.slice('person-'.length)] : []))),
    ];
    const holding = await Promise.all(
      everyone.map(async (person) => {
        const state = await this.state(person);
        const held = state.status === 'absent' ? [] : officesOn(state, this.town.today);
        return held.some((one) => (office === undefined ? one.office !== 'Employee' : one.office === office));
      }),
    );
    return everyone.filter((_, i) => holding[i]);
  }
  private async state(person: string) {
    return (await this.town.streams.folded(people, person)).state;
  }
}
