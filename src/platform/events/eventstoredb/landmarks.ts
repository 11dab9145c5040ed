import { beginning, type Position, type StoredRecord } from '../envelope.js';

/** A place in the log from which reading may begin. */
export interface Landmark {
  /** Position of an event of Casebook, or the beginning. */
  readonly position: Position;
  /** The running maximum of `recordedAt` up to the position, in milliseconds since 1970. */
  readonly latest: number;
}

/** Events between two landmarks: the most that a look-up reads, apart from new events. */
const stride = 256;
const page = 2_000;

const start: Landmark = { position: beginning, latest: Number.NEGATIVE_INFINITY };

/**
 * Finds places in a log that can only be read from the position of a known event. Every so many
 * events it keeps the position and the running maximum of `recordedAt`. It keeps them in memory,
 * reads them from the log when first asked, and extends them from there.
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
    // A landmark before the position, so that the event at the position is read again.
    const from = this.last((mark) => mark.position < position);
    return (await this.walk(from, (place) => place.position > position)).event;
  }

  /**
   * Reads on from a place until `beyond` holds, and returns the last place and event before that.
   */
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

  /**
   * The last landmark for which it holds. It must hold for the first landmarks and for none after
   * them.
   */
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
