/** One part of the node; no names of people, no data. */
export interface StoreReport {
  readonly state: 'ready' | 'unavailable';
  /** Last position of the log, where it can be read. */
  readonly head?: string;
  /** What stands in the way, in one sentence. */
  readonly says?: string;
}

export interface ViewReport {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'building' | 'stopped';
  /** Events of the log that it has not folded yet. */
  readonly lag: number;
  /** Why it stopped. */
  readonly says?: string;
}

export interface ReadyReport {
  /** Takes commands and answers queries. A view that is building or stopped need not make the node unready. */
  readonly ready: boolean;
  readonly store: StoreReport;
  readonly views: readonly ViewReport[];
}

/** Knows whether this node can work. */
export abstract class Readiness {
  abstract report(): Promise<ReadyReport>;
}
