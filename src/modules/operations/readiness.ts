/** One part of the node; no names of people, no data. */
export class StoreReport {
  readonly state!: 'ready' | 'unavailable';
  /** Last position of the log, where it can be read. */
  readonly head?: string;
  /** What stands in the way, in one sentence. */
  readonly says?: string;
}

export class ViewReport {
  readonly name!: string;
  readonly version!: number;
  readonly state!: 'live' | 'building' | 'stopped';
  /** Events of the log that it has not folded yet. */
  readonly lag!: number;
  /** Why it stopped. */
  readonly says?: string;
}

export class ReadyReport {
  /** Takes commands and answers queries. A view that is building or stopped need not make the node unready. */
  readonly ready!: boolean;
  readonly store!: StoreReport;
  readonly views!: ViewReport[];
}

export class LiveReport {
  readonly status!: 'live';
}

/** Knows whether this node can work. */
export abstract class Readiness {
  abstract report(): Promise<ReadyReport>;
}
