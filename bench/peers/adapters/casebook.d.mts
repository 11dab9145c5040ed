interface Place {
  readonly directory: string;
}

export interface Orders {
  command(orderId: string, eventId: string): Promise<unknown>;
  fold(orderId: string): Promise<{ readonly status: string; readonly count: number }>;
  /** Resolves with the number of events. */
  rebuild(): Promise<number>;
  rows(): Promise<{ readonly rows: number; readonly events: number }>;
  close(): Promise<void>;
}

export function open(place: Place): Promise<Orders>;
export function load(place: Place, rows: Iterable<unknown>): Promise<void>;
export function audit(place: Place): Promise<readonly { readonly stream: string; readonly version: number; readonly id: string }[]>;
