import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCasebook } from '../../src/app.js';
import type { Casebook } from '../../src/casebook.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { type Act, actingOn, type CastMember, type People, setUpCity } from '../kit/city.js';
import { SetClock } from '../kit/clock.js';

/** A small city in process, without its HTTP edge, that can be closed and opened again. */
export class CityNode {
  readonly clock = new SetClock();
  readonly directory = mkdtempSync(join(tmpdir(), 'casebook-house-'));
  #casebook: Casebook | undefined;
  people: People = new Map();

  async open(): Promise<void> {
    this.#casebook = await this.#opened();
    this.#casebook.start();
    this.people = await setUpCity(this.#casebook);
  }

  get casebook(): Casebook {
    if (!this.#casebook) throw new Error('the house is closed');
    return this.#casebook;
  }
  get act(): Act {
    return actingOn(this.casebook, this.people);
  }
  person(who: CastMember): string {
    return this.people.get(who) ?? '';
  }

  /** Closes it and opens it again; `between` may touch the directory. */
  async reopen(between: () => void = () => {}): Promise<void> {
    await this.casebook.close();
    this.#casebook = undefined;
    between();
    this.#casebook = await this.#opened();
    this.#casebook.start();
    expect(await this.#casebook.views.built(120_000)).toEqual([]);
    await this.settle();
  }

  /** Waits until due work and what follows from it is done, and every view has folded it. */
  async settle(): Promise<void> {
    const { store, views, work } = this.casebook;
    for (let head = -1; head !== (await store.head()); ) {
      head = await store.head();
      expect(await views.reached(head)).toEqual([]);
      await work.tick();
    }
  }

  /** The whole log, decoded. */
  async log(): Promise<StoredEvent[]> {
    const { store, codec } = this.casebook;
    return (await store.readAll(0, 1_000_000)).map((record) => codec.decode(record));
  }

  async close(): Promise<void> {
    await this.#casebook?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #opened(): Promise<Casebook> {
    const masterKeyFile = join(this.directory, 'master.key');
    return openCasebook({ directory: this.directory, masterKeyFile, timeZone: 'America/Denver', clock: this.clock });
  }
}

/** A house for the specs of a file; it is closed after them, passed or failed. */
export function useCityNode(): CityNode {
  const house = new CityNode();
  beforeAll(() => house.open());
  afterAll(() => house.close());
  return house;
}
