/** State of the node's store. It holds no personal names and no data. */
export class StoreReport {
  readonly state!: 'ready' | 'unavailable';
  /** Last position of the log, if it can be read. */
  readonly head?: string;
  /** The problem, in one sentence. */
  readonly says?: string;
}

export class ViewReport {
  readonly name!: string;
  readonly version!: number;
  readonly state!: 'live' | 'building' | 'stopped';
  /** Number of events of the log that the view has not folded yet. */
  readonly lag!: number;
  /** Why it stopped. */
  readonly says?: string;
}

export class FollowerReport {
  readonly name!: string;
  readonly state!: 'following' | 'stopped';
  /** Number of events of the log that it has not taken yet. */
  readonly lag!: number;
  /** Why it stopped. */
  readonly says?: string;
}

export class ReadyReport {
  /**
   * Whether the node takes commands and answers queries. It may be ready while a view is building
   * or stopped.
   */
  readonly ready!: boolean;
  readonly store!: StoreReport;
  readonly views!: ViewReport[];
  /** The log followers of all nodes. */
  readonly followers!: FollowerReport[];
}

export class LiveReport {
  readonly status!: 'live';
}

/** Reports whether this node can work. */
export abstract class Readiness {
  abstract report(): Promise<ReadyReport>;
}
