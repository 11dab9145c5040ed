export interface OrderEvent {
  readonly type: string;
  readonly data: { readonly id: string; readonly number: number };
}

/** An event of a stored log; `position` and `version` count from 1. */
export interface StoredOrderEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly event: OrderEvent;
}

/** At least 10,000 events. */
export function storedLog(total: number): Iterable<StoredOrderEvent>;
