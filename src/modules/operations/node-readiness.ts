import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '../../platform/events/event-store.js';
import { FollowerRunner } from '../../platform/followers/follower-runner.js';
import { built, ViewHost } from '../../platform/views/view-host.js';
import { Readiness, type ReadyReport } from './readiness.js';

/**
 * The readiness of this node: its log, and the state of each view and log follower. Anyone may read
 * it, so that it holds no position and no count of events.
 */
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
    const ready = await this.store.head().then(
      () => true,
      () => false,
    );
    return {
      ready,
      store: ready ? { state: 'ready' } : { state: 'unavailable', says: 'The event log cannot be read.' },
      views: this.views.kept.map((view) => {
        const progress = this.views.of(view);
        const { state, message } = progress;
        return { name: view.name, version: view.version, state, ...built(progress), ...(message !== undefined && { says: message }) };
      }),
      followers: (await this.followers.progress()).map(({ name, state }) => ({ name, state })),
    };
  }
}
