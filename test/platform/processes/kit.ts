import { Command } from '@nestjs/cqrs';
import { String as Text } from 'typebox';
import { requestOf } from '../../../src/platform/access/request.js';
import type { Receipt } from '../../../src/platform/commands/command-handler.js';
import { event, type NewEvent, type StoredEvent } from '../../../src/platform/events/event.js';
import type { Services } from '../../../src/platform/ground/services.js';
import { effect } from '../../../src/platform/processes/effect.js';
import { ProcessRunner, type ProcessRunnerOptions } from '../../../src/platform/processes/process-runner.js';
import { ParkWork, WorkParked, WorkReleased } from '../../../src/platform/processes/work.js';
import { platformRefusals, Refusal } from '../../../src/platform/refusals/refuse.js';
import type { DueRow } from '../../../src/platform/rows/keyed-fold.js';
import { SetClock } from '../../kit/clock.js';
import { logOf, workAfter, workIn } from '../../kit/reads.js';

export const noServices: Services = {
  get: () => {
    throw new Error('there are no services');
  },
};

export const NoticeOwed = event('NoticeOwed', 1, 'internal', { to: Text(), from: Text() });
export const NoticeSent = event('NoticeSent', 1, 'internal', { receipt: Text() });
export const noticeEvents = { NoticeOwed, NoticeSent };

export class RecordNotice extends Command<Receipt> {
  noticeId!: string;
  receipt!: string;
}

export interface Sending {
  readonly to: string;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}
/** The outside world. */
export abstract class Post {
  abstract send(sending: Sending): Promise<string>;
}

export const sendNoticeOf = (version: number) =>
  effect<{ to: string }, typeof noticeEvents, string>({
    name: 'send_notice',
    version,
    events: noticeEvents,
    fold: { NoticeOwed: (_, { data: { to, from } }) => ({ dueAt: from, data: { to } }), NoticeSent: () => null },
    perform: ({ to }, { idempotencyKey, signal, services }) => services.get(Post).send({ to, idempotencyKey, signal }),
    record: (_, noticeId, receipt) => Object.assign(new RecordNotice(), { noticeId, receipt }),
    timeLimit: 1_000,
  });
export const sendNotice = sendNoticeOf(1);

export const refusal = (code: keyof typeof platformRefusals.table): Refusal => new Refusal(code, platformRefusals.table[code]);

/** Notices that are owed to the outside world, in a log; what nodes that send them do. */
export class Office {
  readonly clock = new SetClock();
  readonly sent: Sending[] = [];
  readonly asked: Command<Receipt>[] = [];
  readonly warned: string[] = [];
  /** How many events the rows show; all unless set. */
  shown: number | undefined;
  send: (sending: Sending) => Promise<string> = async ({ to }) => `receipt of ${to}`;
  /** What the log says to a command before it takes it. */
  refuses: (command: Command<Receipt>) => void = () => {};
  private readonly entries: [string, NewEvent][] = [];
  private readonly done = new Map<string, string>();

  get log(): StoredEvent[] {
    return logOf(...this.entries);
  }

  tell(stream: string, event: NewEvent): void {
    this.entries.push([stream, event]);
  }

  /** A notice that falls due in so many milliseconds. */
  owe(noticeId: string, inMs = 0): void {
    this.tell(`notice-${noticeId}`, NoticeOwed({ to: noticeId, from: new Date(this.clock.now() + inMs).toISOString() }));
  }

  /** A person releases everything that is parked. */
  release(): void {
    for (const { data } of this.log.filter(({ type }) => type === WorkParked.type)) {
      const { process, key, causedBy } = data as { process: string; key: string; causedBy: string };
      this.tell(`work-${key}`, WorkReleased({ process, key, causedBy }));
    }
  }

  node(more: Partial<ProcessRunnerOptions> = {}): ProcessRunner {
    const shown = () => this.log.slice(0, this.shown);
    return new ProcessRunner({
      processes: [sendNotice],
      rows: (process) => ({
        get: (key) => workIn(process, shown()).get(key),
        due: (instant, after) => workIn(process, shown()).due(instant, after),
        next: (instant) => workIn(process, shown()).next(instant),
      }),
      services: { get: () => ({ send: (sending: Sending) => this.post(sending) }) as never },
      execute: async (command) => this.execute(command),
      clock: this.clock,
      warn: ({ reason }) => this.warned.push(reason),
      attempts: 3,
      backoff: 100,
      ...more,
    });
  }

  /** What is owed after the log, by notice. */
  get owed(): Map<string, DueRow> {
    return workAfter(sendNotice, this.log);
  }

  get keys(): string[] {
    return this.sent.map(({ idempotencyKey }) => idempotencyKey);
  }

  of(type: string): Record<string, unknown>[] {
    return this.log.filter((one) => one.type === type).map(({ data }) => data as Record<string, unknown>);
  }

  private post(sending: Sending): Promise<string> {
    this.sent.push(sending);
    return this.send(sending);
  }

  /** Carries out commands as the executor does: a repeated id gets the first receipt, and may not bring another body. */
  private execute(command: Command<Receipt>): Receipt {
    this.asked.push(command);
    this.refuses(command);
    const commandId = requestOf(command).commandId ?? `command ${this.asked.length}`;
    const before = this.done.get(commandId);
    if (before !== undefined && before !== JSON.stringify(command)) throw refusal('idempotency.key-reused');
    if (before === undefined && command instanceof RecordNotice)
      this.tell(`notice-${command.noticeId}`, NoticeSent({ receipt: command.receipt }));
    if (command instanceof ParkWork) this.tell(`work-${command.key}`, WorkParked({ ...command }));
    this.done.set(commandId, JSON.stringify(command));
    return { id: '', stream: '', edition: { audiences: ['admitted'], count: 1 }, position: this.entries.length, behind: [] };
  }
}
