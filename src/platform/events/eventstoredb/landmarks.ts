import { beginning, type Position, type StoredRecord } from '../envelope.js';

/** A place in the log from which reading may begin. */
export interface Landmark {
  /** Of an event of ours, or the beginning. */
  readonly position: Position;
  /** The running maximum of `recordedAt` up to there, in milliseconds. */
  readonly latest: number;
}

/** Events between two landmarks: what a look-up reads at most, beside what is new. */
const stride = 256;
const page = 2_000;

const start: Landmark = { position: beginning, latest: Number.NEGATIVE_INFINITY };

/**
 * Finds places in a log that can only be read from where an event is known to be: every so many events, the position and the running
 * maximum of `recordedAt`. Kept in memory, read from the log the first time it is asked and extended from there.
 */
export class Landmarks {
  private readonly known: Landmark[] = [start];
  private reached: Landmark = start;
  private since = 0;
  private reading: Promise<void> | undefined;

  constructor(private readonly readAll: (after: Position, limit: number) => Promise<readonly StoredRecord[]>) {}

  /** The last position at which the running maximum of `recordedAt` is at most `instant`. */
  async positionAt(instant: number): Promise<Position> {
    await this.catchUp();
    const from = this.last(({ latest }) => latest <= instant);
    const found = await this.walk(from, ({ latest }) => latest > instant);
    return found.place.position;
  }

  /** The last event at or before the position. */
  async at(position: Position): Promise<StoredRecord | undefined> {
    await this.catchUp();
    // Before the position, so that what stands there is read again.
    const from = this.last((mark) => mark.position < position);
    return (await this.walk(from, (place) => place.position > position)).event;
  }

  /** Reads from a place until `beyond` holds; what stood before it. */
  private async walk(from: Landmark, beyond: (place: Landmark) => boolean): Promise<{ place: Landmark; event: StoredRecord | undefined }> {
    let place = from;
    let event: StoredRecord | undefined;
    for (;;) {
      const events = await this.readAll(place.position, stride);
      for (const next of events) {
        const reached = { position: next.position, latest: Math.max(place.latest, Date.parse(next.recordedAt)) };
        if (beyond(reached)) return { place, event };
        place = reached;
        event = next;
      }
      if (events.length < stride) return { place, event };
    }
  }

  /** The last landmark for which it holds; it holds for the first ones, and then for none. */
  private last(holds: (mark: Landmark) => boolean): Landmark {
    let low = 0;
    let high = this.known.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (holds(this.known[middle] as Landmark)) low = middle;
      else high = middle - 1;
    }
    return this.known[low] as Landmark;
  }

  private catchUp(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    for (;;) {
      const events = await this.readAll(this.reached.position, page);
      for (const { position, recordedAt } of events) {
        this.reached = { position, latest: Math.max(this.reached.latest, Date.parse(recordedAt)) };
        this.since += 1;
        if (this.since < stride) continue;
        this.known.push(this.reached);
        this.since = 0;
      }
      if (events.length < page) return;
    }
  }
}
