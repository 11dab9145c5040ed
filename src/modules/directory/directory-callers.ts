import type { Caller } from '../../platform/access/access.js';
import { Callers } from '../../platform/access/callers.js';
import type { Streams } from '../../platform/events/streams.js';
import { type Clock, dayIn } from '../../platform/ground/clock.js';
import { officesOn, people, returnedOn } from './person.js';

/** Callers by the directory's records. */
export class DirectoryCallers extends Callers {
  /** `timeZone` is the IANA name of the city's time zone. */
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {
    super();
  }

  async of(person: string, since?: string): Promise<Caller | undefined> {
    const { state } = await this.streams.folded(people, person);
    if (state.status === 'absent') return undefined;
    const today = dayIn(this.timeZone, this.clock.now());
    const returned = returnedOn(state, today);
    if (since && returned && dayIn(this.timeZone, since) < returned) return undefined;
    const offices = officesOn(state, today);
    return offices.length > 0 ? { person, offices, today } : undefined;
  }
}
