import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Callers } from './platform/access/callers.js';
import { Accounts } from './platform/accounts/accounts.js';
import { FollowUpCodes } from './platform/accounts/follow-up-codes.js';
import type { Receipt } from './platform/commands/command-handler.js';
import { Codec } from './platform/events/codec.js';
import { EventStore } from './platform/events/event-store.js';
import { Streams } from './platform/events/streams.js';
import { FileStore } from './platform/files/file-store.js';
import { FollowerRunner } from './platform/followers/follower-runner.js';
import { Clock } from './platform/ground/clock.js';
import { Lifetime } from './platform/lifetime.js';
import { type PlatformOptions, platformOptions } from './platform/platform.options.js';
import { ProcessRunner } from './platform/processes/process-runner.js';
import { ViewReader } from './platform/queries/reader.js';
import { MasterKey } from './platform/sealing/master-key.js';
import { RecordKeys } from './platform/sealing/record-keys.js';
import { Sealer } from './platform/sealing/sealer.js';
import { ViewHost } from './platform/views/view-host.js';

/**
 * One node of Casebook, for use by programs. Commands and queries go through Nest's buses, as they
 * do from HTTP.
 */
@Injectable()
export class Casebook {
  @Inject(EventStore) readonly store!: EventStore;
  @Inject(Codec) readonly codec!: Codec;
  @Inject(Streams) readonly streams!: Streams;
  @Inject(MasterKey) readonly master!: MasterKey;
  @Inject(RecordKeys) readonly keys!: RecordKeys;
  @Inject(Sealer) readonly sealer!: Sealer;
  @Inject(Accounts) readonly accounts!: Accounts;
  @Inject(FollowUpCodes) readonly followUpCodes!: FollowUpCodes;
  @Inject(ViewHost) readonly views!: ViewHost;
  @Inject(FileStore) readonly files!: FileStore;
  @Inject(ProcessRunner) readonly work!: ProcessRunner;
  @Inject(FollowerRunner) readonly followers!: FollowerRunner;
  @Inject(Clock) readonly clock!: Clock;
  @Inject(Callers) readonly callers!: Callers;
  @Inject(ViewReader) readonly reader!: ViewReader;
  @Inject(CommandBus) private readonly commands!: CommandBus;
  @Inject(QueryBus) private readonly queries!: QueryBus;
  @Inject(ModuleRef) private readonly application!: ModuleRef;
  @Inject(Lifetime) private readonly lifetime!: Lifetime;
  @Inject(platformOptions) private readonly options!: PlatformOptions;

  /** IANA name of the city's time zone. */
  get timeZone(): string {
    return this.options.timeZone;
  }

  /** Begins to do due work and to follow the log, where this node's role is to do so. */
  start(): void {
    this.work.start();
    if (this.options.runsViews) this.followers.start();
  }

  /** Carries out a command that has its request attached. */
  execute(command: object): Promise<Receipt> {
    return this.commands.execute(command);
  }

  /** Answers a query that has its request attached. */
  ask<Answer>(query: object): Promise<Answer> {
    return this.queries.execute(query);
  }

  /** Another provider of the application, by its class. */
  get<T>(provider: abstract new (...args: never[]) => T): T {
    return this.application.get<T>(provider as never, { strict: false });
  }

  /** Finishes the work in flight, and ends everything that the node opened. */
  close(): Promise<void> {
    return this.lifetime.end();
  }
}
