import type { Caller } from '../access/access.js';
import { type Edition, editionFor, eventsKnownTo } from '../access/editions.js';
import { mustBeImpartial, type Standing } from '../access/parties.js';
import { type Request, requestOf } from '../access/request.js';
import { type EventRecord, type Position, streamName } from '../events/envelope.js';
import type { AnyEventType, StoredEvent } from '../events/event.js';
import { WrongExpectedRevision } from '../events/event-store.js';
import { ofStream } from '../events/stream.js';
import type { DoneCommand, FoldedState } from '../events/streams.js';
import { dayIn } from '../ground/clock.js';
import { derivedId, newId } from '../ground/ids.js';
import { keyedHash } from '../ground/keyed-hash.js';
import { platformRefusals, Refusal, refuseFrom } from '../refusals/refuse.js';
import { storeRefusal } from '../refusals/store-refusal.js';
import { type AnyCommandDefinition, CommandRunner, type Receipt } from './command-handler.js';
import { decideOn, factsFor } from './decide.js';
import { envelopesOf, hashOf } from './envelope-of.js';
import type { ExecutorOptions } from './executor-options.js';
import { admitted, earlier, judge, type StreamStanding } from './judge.js';
import { Claiming, type Reserved } from './reserving.js';
import { type StreamLine, StreamQueue } from './stream-queue.js';

const refuse = refuseFrom(platformRefusals.table);

/** A carried-out command, with what its caller may know of the stream as the command left it. */
interface Done extends DoneCommand {
  readonly edition: Edition;
}

interface Job {
  readonly definition: AnyCommandDefinition;
  readonly command: object;
  readonly request: Request;
  readonly commandId: string;
  readonly hash: string;
  readonly reserved: readonly string[];
  facts?: { readonly revision: number; readonly value: unknown };
  readonly resolve: (done: Done) => void;
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
  private readonly keyed: (text: string) => string;

  constructor(private readonly options: ExecutorOptions) {
    super();
    this.keyed = keyedHash(options.hashKey);
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
    let done: Done;
    try {
      const reserved = claimed.map(({ value }) => value);
      done = await this.decided(definition, id, command, request, commandId, reserved);
    } catch (error) {
      // A refused command uses no reserved value. After a 503 the outcome is unknown: a process
      // settles the reservation.
      if (error instanceof Refusal && error.terms.status !== 503) await this.claiming.settle(claimed, request, commandId);
      throw error;
    }
    return {
      id,
      stream: streamName(definition.stream.name, id),
      edition: done.edition,
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
    reserved: readonly string[] = [],
  ): Promise<Done> {
    return new Promise((resolve, reject) => {
      const hash = hashOf(command, this.keyed);
      this.queue.add(definition.stream, id, { definition, command, request, commandId, hash, reserved, resolve, reject });
    });
  }

  private async claim(
    definition: AnyCommandDefinition,
    id: string,
    command: object,
    request: Request,
    commandId: string,
  ): Promise<Reserved[]> {
    // Before anything is reserved: a caller who may not give the command must neither reserve a
    // value nor learn that it is taken.
    const own = await this.options.streams.folded(definition.stream, id);
    const { state, commands } = own;
    const over = await this.over(definition, command);
    admitted(definition, request.caller, state, over);
    mustBeImpartial(definition.impartial, (await this.standing(definition, request.caller, over ?? own)) ?? 'uninvolved');
    // A reused idempotency key reserves no other value: the key's stream has recorded the command,
    // so the reservation would be confirmed.
    earlier(commands.get(commandId), hashOf(command, this.keyed));
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
      let at: FoldedState = before;
      const records: (EventRecord & StoredEvent)[] = [];
      const done = new Map<string, Omit<Done, 'position'>>();
      const settle: ((position: Position) => void)[] = [];
      for (const job of batch) {
        try {
          const stored = earlier(before.commands.get(job.commandId), job.hash);
          if (stored) {
            const edition = await this.editionAt(line, stored.revision, job.request.caller, at);
            settle.push(() => job.resolve({ ...stored, edition }));
            continue;
          }
          let first = earlier(done.get(job.commandId), job.hash);
          if (!first) {
            const decided = await this.decide(line, at, records, job);
            for (const event of decided) at = this.options.streams.next(line.stream, at, event);
            records.push(...decided);
            first = {
              hash: job.hash,
              revision: at.revision,
              edition: editionFor(line.stream, at, job.request.caller, at.state),
            };
            done.set(job.commandId, first);
          }
          const receipt = first;
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
        for (const [commandId, { hash, revision }] of done) before.commands.set(commandId, { hash, revision, position });
        this.options.streams.keep(line.stream, line.id, { ...at, position, commands: before.commands });
      }
      for (const settled of settle) settled(position);
      return;
    }
  }

  private async decide(
    line: StreamLine,
    folded: FoldedState,
    pending: readonly StoredEvent[],
    job: Job,
  ): Promise<(EventRecord & StoredEvent)[]> {
    const { definition, command, request, commandId } = job;
    const { caller } = request;
    // Awaits only where there is something to wait for: every command takes this path.
    const opening = this.over(definition, command);
    const over = opening && (await opening);
    const asked = this.standing(definition, caller, over ?? folded);
    const office = judge(definition, caller, folded, over, asked && (await asked));
    if (request.ifMatch !== undefined) await this.mustBeCurrent(line, folded, pending, caller, request.ifMatch);
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
      reserved: job.reserved,
      refuse: refuseFrom(definition.refuses),
    });
    if (events.length === 0) throw new TypeError(`${command.constructor.name} decided nothing`);
    const policyVersion = await this.options.policyVersionOn(today);
    const { stream, name } = line;
    const decision = { stream, name, revision: folded.revision, request, commandId, commandHash: job.hash, now, policyVersion, office };
    return envelopesOf(this.options.sealer, events, decision);
  }

  /**
   * Refuses with precondition.stale where the client decided on another edition than the one that
   * stands: with what it may know of the changes since, types and offices, no persons. An ETag that
   * does not open gets no list, whatever is wrong with it. `pending` are events that follow the
   * stored ones.
   */
  private async mustBeCurrent(
    { stream, name }: StreamLine,
    folded: FoldedState,
    pending: readonly StoredEvent[],
    caller: Caller,
    ifMatch: string,
  ): Promise<void> {
    const { etags, streams } = this.options;
    const edition = editionFor(stream, folded, caller, folded.state);
    const seen = etags.open(ifMatch, name, edition.audiences);
    if (seen === edition.count) return;
    const etag = etags.of(name, edition);
    if (seen === undefined) return refuse('precondition.stale', { etag });
    const events = [...(await streams.history(name, Number.MAX_SAFE_INTEGER)), ...pending];
    const since = eventsKnownTo(stream, events, edition.audiences).slice(seen);
    return refuse('precondition.stale', {
      etag,
      changes: since.map(({ type, recordedAt, actor }) => ({ type, at: recordedAt, office: actor.office })),
    });
  }

  /**
   * What a repeat's first answer told of the stream. Today's edition would make the client take for
   * read what others have added since.
   */
  private async editionAt({ stream, name }: StreamLine, revision: number, caller: Caller, today: FoldedState): Promise<Edition> {
    const { audiences } = editionFor(stream, today, caller, today.state);
    const events = await this.options.streams.history(name, Number.MAX_SAFE_INTEGER);
    return { audiences, count: eventsKnownTo(stream, events.slice(0, revision + 1), audiences).length };
  }
}

const hidesActor = ofStream((stream) => Object.values<AnyEventType>(stream.events).some(({ options }) => options.hidesActor === true));
