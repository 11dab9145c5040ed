import type { StoredRecord } from './envelope.js';
import type { AnyEventType, StoredEvent } from './event.js';

/** A stored event that today's code cannot read: its type is unknown, its schema is newer, or its data does not fit. */
export class UnreadableEvent extends Error {
  constructor(record: StoredRecord, why: string) {
    super(
      `event ${record.id} (${record.type} ${record.schema}, ${record.stream} revision ${record.revision}, position ${record.position}) cannot be read: ${why}`,
    );
  }
}

/** Turns stored records into today's events: older schemas are upcast, and the data is checked. */
export class Codec {
  private readonly types = new Map<string, AnyEventType>();

  constructor(types: Iterable<AnyEventType>) {
    for (const type of types) {
      const other = this.types.get(type.type);
      if (other && other !== type) throw new TypeError(`two events are called ${type.type}`);
      this.types.set(type.type, type);
    }
  }

  type(name: string): AnyEventType | undefined {
    return this.types.get(name);
  }

  /** Throws UnreadableEvent. */
  decode(record: StoredRecord): StoredEvent {
    const type = this.types.get(record.type);
    if (!type) throw new UnreadableEvent(record, 'no code understands its type');
    if (record.schema > type.schema) throw new UnreadableEvent(record, `its schema is newer than ${type.schema}, the newest known here`);
    let data = record.data;
    for (let schema = record.schema; schema < type.schema; schema += 1) data = type.options.upcast?.[schema]?.(data as never);
    if (!type.check(data)) throw new UnreadableEvent(record, type.problems(data).join('; '));
    return record.schema === type.schema ? (record as StoredEvent) : { ...record, schema: type.schema, data };
  }
}
