/** State of the node's store. It holds no personal names and no data. */
export class StoreReport {
  readonly state!: 'ready' | 'unavailable';
  /** The problem, in one sentence. */
  readonly says?: string;
}

export class ViewReport {
  readonly name!: string;
  readonly version!: number;
  readonly state!: 'live' | 'building' | 'stopped';
  /** While it is building: how much of the log it has folded. */
  readonly percent?: number;
  /** Why it stopped. */
  readonly says?: string;
}

export class FollowerReport {
  readonly name!: string;
  /** One that has stopped met an alarm, which the node that runs it has logged. */
  readonly state!: 'following' | 'stopped';
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
