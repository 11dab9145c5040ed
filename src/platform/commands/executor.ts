import type { Caller } from '../access/access.js';
import { mustBeImpartial, type Standing } from '../access/parties.js';
import { type Request, requestOf } from '../access/request.js';
import { type EventRecord, type Position, streamName } from '../events/envelope.js';
import type { AnyEventType, StoredEvent } from '../events/event.js';
import { WrongExpectedRevision } from '../events/event-store.js';
import { evolve } from '../events/stream.js';
import type { DoneCommand } from '../events/streams.js';
import { dayIn } from '../ground/clock.js';
import { derivedId, newId } from '../ground/ids.js';
import { platformRefusals, Refusal, refuseFrom } from '../refusals/refuse.js';
import { storeRefusal } from '../refusals/store-refusal.js';
import { type AnyCommandDefinition, CommandRunner, type Receipt } from './command-handler.js';
import { decideOn, factsFor } from './decide.js';
import { envelopesOf, hashOf } from './envelope-of.js';
import type { ExecutorOptions } from './executor-options.js';
import { admitted, earlier, judge, type StreamStanding } from './judge.js';
import { Claiming } from './reserving.js';
import { type StreamLine, StreamQueue } from './stream-queue.js';

const refuse = refuseFrom(platformRefusals.table);

interface Job {
  readonly definition: AnyCommandDefinition;
  readonly command: object;
  readonly request: Request;
  readonly commandId: string;
  readonly hash: string;
  facts?: { readonly revision: number; readonly value: unknown };
  readonly resolve: (done: DoneCommand) => void;
  readonly reject: (error: unknown) => void;
}

/** How often a decision is made before it is given up because other nodes appended first. */
const attempts = 5;

/**
 * Carries out commands. Within this process the commands to one stream wait in line, are decided on
 * the state folded so far and share a commit. If the commit fails, all its decisions are discarded
 * and made again on the reloaded state.
 */
export class Executor extends CommandRunner {
  private readonly queue: StreamQueue<Job>;
  private readonly claiming: Claiming;

  constructor(private readonly options: ExecutorOptions) {
    super();
    this.queue = new StreamQueue(
      (line, batch) => this.decideAndAppend(line, batch),
      ({ stream, id }, error) => {
        options.streams.forget(stream, id);
        return storeRefusal(error) ?? error;
      },
    );
    this.claiming = new Claiming(options.streams, options.claimKey, (...given) => this.decided(...given));
  }

  /** Commands waiting or being decided. */
  get depth(): number {
    return this.queue.depth;
  }

  async run(definition: AnyCommandDefinition, command: object): Promise<Receipt> {
    const given = requestOf(command);
    const system = given.caller.offices[0]?.office === 'System';
    if (!system) this.options.catchUp.admitWork();
    const commandId = given.commandId ?? newId();
    // A client may use one correlation id for many requests. An event that hides its actor must not
    // share that id with events that name the actor.
    const request = !system && hidesActor(definition.stream) ? { ...given, correlationId: derivedId(commandId, 'correlation') } : given;
    const id = definition.of(command, (name) => derivedId(commandId, name));
    const claimed = definition.reserves ? await this.claim(definition, id, command, request, commandId) : [];
    let done: DoneCommand;
    try {
      done = await this.decided(definition, id, command, request, commandId);
    } catch (error) {
      // A refused command uses no reserved value. After a 503 the outcome is unknown: a process
      // settles the reservation.
      if (error instanceof Refusal && error.terms.status !== 503) await this.claiming.settle(claimed, request, commandId);
      throw error;
    }
    return {
      id,
      stream: streamName(definition.stream.name, id),
      revision: done.revision,
      position: done.position,
      behind: system ? [] : await this.options.catchUp.caughtUp(done.position, request.correlationId),
    };
  }

  private decided(
    definition: AnyCommandDefinition,
    id: string,
    command: object,
    request: Request,
    commandId: string,
  ): Promise<DoneCommand> {
    return new Promise((resolve, reject) => {
      const hash = hashOf(command, this.options.hashKey);
      this.queue.add(definition.stream, id, { definition, command, request, commandId, hash, resolve, reject });
    });
  }

  private async claim(
    definition: AnyCommandDefinition,
    id: string,
    command: object,
    request: Request,
    commandId: string,
  ): Promise<string[]> {
    // Before anything is reserved: a caller who may not give the command must neither reserve a
    // value nor learn that it is taken.
    const own = await this.options.streams.folded(definition.stream, id);
    const { state, commands } = own;
    const over = await this.over(definition, command);
    admitted(definition, request.caller, state, over);
    mustBeImpartial(definition.impartial, (await this.standing(definition, request.caller, over ?? own)) ?? 'uninvolved');
    // A reused idempotency key reserves no other value: the key's stream has recorded the command,
    // so the reservation would be confirmed.
    earlier(commands.get(commandId), hashOf(command, this.options.hashKey));
    return this.claiming.take(definition, id, command, request, commandId);
  }

  /** The stream that the command is judged on, if it is not the command's own. */
  private over({ judgedOn }: AnyCommandDefinition, command: object): Promise<StreamStanding> | undefined {
    return judgedOn && this.options.streams.folded(judgedOn.stream, judgedOn.of(command));
  }

  /** The caller's standing to the stream that the command is judged on, if it has parties. */
  private standing(definition: AnyCommandDefinition, caller: Caller, judged: StreamStanding): Promise<Standing> | undefined {
    const { stream, judgedOn, impartial } = definition;
    return this.options.standings.of({ stream: judgedOn?.stream ?? stream, ...(impartial && { impartial }) }, caller, judged);
  }

  /** Settles every job of the batch, or throws with none settled. */
  private async decideAndAppend(line: StreamLine, batch: readonly Job[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.options.streams.folded(line.stream, line.id);
      let { state, revision } = before;
      const records: EventRecord[] = [];
      const done = new Map<string, { readonly hash: string; readonly revision: number }>();
      const settle: ((position: Position) => void)[] = [];
      for (const job of batch) {
        try {
          const first = earlier(before.commands.get(job.commandId) ?? done.get(job.commandId), job.hash);
          if (!first) {
            const decided = await this.decide(line, { state, revision }, job);
            for (const event of decided) state = evolve(line.stream, state, event);
            records.push(...decided);
            revision += decided.length;
            done.set(job.commandId, { hash: job.hash, revision });
          }
          const receipt = first ?? { hash: job.hash, revision };
          settle.push((position) => job.resolve({ position, ...receipt }));
        } catch (error) {
          // The error waits until the batch is on disk: it may rest on events of the batch that are
          // never appended.
          settle.push(() => job.reject(error));
        }
      }
      let position = before.position;
      if (records.length > 0) {
        const started = performance.now();
        try {
          ({ position } = await this.options.store.append(line.name, before.revision < 0 ? 'none' : before.revision, records));
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw error;
          this.options.streams.forget(line.stream, line.id);
          if (attempt >= attempts) throw error;
          continue;
        }
        this.options.appended?.((performance.now() - started) / 1000, position);
        for (const [commandId, receipt] of done) before.commands.set(commandId, { ...receipt, position });
        this.options.streams.keep(line.stream, line.id, { state, revision, position, commands: before.commands });
      }
      for (const settled of settle) settled(position);
      return;
    }
  }

  private async decide(line: StreamLine, folded: StreamStanding, job: Job): Promise<(EventRecord & StoredEvent)[]> {
    const { definition, command, request, commandId } = job;
    const { caller } = request;
    // Awaits only where there is something to wait for: every command takes this path.
    const opening = this.over(definition, command);
    const over = opening && (await opening);
    const asked = this.standing(definition, caller, over ?? folded);
    const verdict = judge(definition, request, folded, over, asked && (await asked));
    if ('changedSince' in verdict) return this.stale(line.name, verdict.changedSince, folded.revision);
    const { office } = verdict;
    if ((definition.knows || definition.gather) && job.facts?.revision !== folded.revision) {
      const value = await factsFor(definition, command, folded.state, this.options.reads(caller), line.id);
      job.facts = { revision: folded.revision, value };
    }
    const now = new Date(this.options.clock.now()).toISOString();
    const today = dayIn(this.options.timeZone, now);
    const events = decideOn(definition, command, folded.state, {
      now,
      today,
      timeZone: this.options.timeZone,
      caller,
      office,
      id: line.id,
      judgedId: definition.judgedOn?.of(command) ?? line.id,
      newId: (name: string) => derivedId(commandId, name),
      facts: job.facts?.value,
      refuse: refuseFrom(definition.refuses),
    });
    if (events.length === 0) throw new TypeError(`${command.constructor.name} decided nothing`);
    const policyVersion = await this.options.policyVersionOn(today);
    const { stream, name } = line;
    const decision = { stream, name, revision: folded.revision, request, commandId, commandHash: job.hash, now, policyVersion, office };
    return envelopesOf(this.options.sealer, events, decision);
  }

  /** Refuses with the changes since the client looked: event types and offices, no persons. */
  private async stale(name: string, seen: number, stands: number): Promise<never> {
    const since = await this.options.store.read(name, Math.max(0, seen + 1));
    return refuse('precondition.stale', {
      revision: stands,
      changes: since.map(({ type, recordedAt, actor }) => ({ type, at: recordedAt, office: actor.office })),
    });
  }
}

const hidesActor = (stream: AnyCommandDefinition['stream']): boolean =>
  Object.values<AnyEventType>(stream.events).some(({ options }) => options.hidesActor === true);
