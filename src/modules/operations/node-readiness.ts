import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '../../platform/events/event-store.js';
import { FollowerRunner } from '../../platform/followers/follower-runner.js';
import { ViewHost } from '../../platform/views/view-host.js';
import { Readiness, type ReadyReport } from './readiness.js';

/** The readiness of this node: its log, and how far each view and each log follower is in it. */
@Injectable()
export class NodeReadiness extends Readiness {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ViewHost) private readonly views: ViewHost,
    @Inject(FollowerRunner) private readonly followers: FollowerRunner,
  ) {
    super();
  }

  async report(): Promise<ReadyReport> {
    const head = await this.store.head().catch(() => undefined);
    const progress = this.views.progress();
    return {
      ready: head !== undefined,
      store: head === undefined ? { state: 'unavailable', says: 'The event log cannot be read.' } : { state: 'ready', head: String(head) },
      views: this.views.kept.map(({ name, version, table }) => {
        const { state, position, message } = progress[table] ?? { state: 'building' as const, position: 0, message: undefined };
        return { name, version, state, lag: Math.max(0, (head ?? 0) - position), ...(message !== undefined && { says: message }) };
      }),
      followers: (await this.followers.progress()).map(({ message, ...follower }) => ({
        ...follower,
        ...(message !== undefined && { says: message }),
      })),
    };
  }
}
