import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { admit, type Caller, type Office, systemCaller } from '../access/access.js';
import { type Request, requestOf } from '../access/request.js';
import type { Codec } from '../events/codec.js';
import { type EventRecord, type Position, streamName, streamParts } from '../events/envelope.js';
import type { AnyEventType, NewEvent, StoredEvent } from '../events/event.js';
import { AppendTooLarge, type EventStore, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../events/event-store.js';
import { evolve } from '../events/stream.js';
import type { DoneCommand, Folded, Streams } from '../events/streams.js';
import { type Clock, dayIn } from '../ground/clock.js';
import { derivedId, newId, uuidOf } from '../ground/ids.js';
import type { Reads } from '../queries/read.js';
import { platformRefusals, Refusal, refuseFrom } from '../refusals/refuse.js';
import type { RecordKey } from '../sealing/record-keys.js';
import type { Sealer } from '../sealing/sealer.js';
import { claims, SettleClaim, SettleClaimHandler, TakeClaim, TakeClaimHandler } from './claims.js';
import { type AnySlice, CommandRunner, type Receipt } from './slice.js';

const refuse = refuseFrom(platformRefusals.table);

/** Whether what was written can be read yet. */
export interface CatchUp {
  /** Refuses with view.lagging where the views are too far behind to take more work. */
  admitWork(): void;
  /** Waits, for a bounded time, for the views to reach the position and for the work that follows from it; names what did not. */
  caughtUp(position: Position, correlationId: string): Promise<readonly string[]>;
}

export interface ExecutorParts {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly streams: Streams;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Keys the hash of a command's body, so that a short body cannot be guessed from the log. */
  readonly hashKey: Buffer;
  /** Keys the ids of claims, so that a claimed value cannot be guessed from the log. */
  readonly claimKey: Buffer;
  /** The policy version in force on a day. */
  readonly policyVersionOn: (day: string) => Promise<string | null>;
  readonly reads: (caller: Caller) => Reads;
  readonly catchUp: CatchUp;
  readonly appended?: (seconds: number, position: Position) => void;
}

interface Job {
  readonly slice: AnySlice;
  readonly command: object;
  readonly request: Request;
  readonly commandId: string;
  readonly hash: string;
  facts?: { readonly revision: number; readonly value: unknown };
  readonly resolve: (done: DoneCommand) => void;
  readonly reject: (error: unknown) => void;
}

type Decided = Pick<Folded, 'state' | 'revision'>;

interface Line {
  readonly stream: AnySlice['stream'];
  readonly id: string;
  jobs: Job[];
}

/** Commands decided on one another's result and appended together, at most. */
const batchSize = 128;
/** Decisions made anew because another node was first. */
const attempts = 5;

/**
 * Carries out commands. Within this process the commands to one stream wait in line, are decided on the state folded so far and
 * share a commit; if the commit fails, all that was decided on it is thrown away and decided again on the reloaded state.
 */
export class Executor extends CommandRunner {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly parts: ExecutorParts) {
    super();
  }

  /** Commands waiting or being decided. */
  get depth(): number {
    let depth = 0;
    for (const line of this.lines.values()) depth += line.jobs.length + 1;
    return depth;
  }

  async run(slice: AnySlice, command: object): Promise<Receipt> {
    const given = requestOf(command);
    const system = given.caller.offices[0]?.office === 'System';
    if (!system) this.parts.catchUp.admitWork();
    const commandId = given.commandId ?? newId();
    // A client may use one correlation for many requests: what hides its doer must not be tied to what does not.
    const request = !system && hidesActor(slice.stream) ? { ...given, correlationId: derivedId(commandId, 'correlation') } : given;
    const id = slice.of(command, (name) => derivedId(commandId, name));
    const claimed = slice.claims ? await this.claim(slice, id, command, request, commandId) : [];
    let done: DoneCommand;
    try {
      done = await this.decided(slice, id, command, request, commandId);
    } catch (error) {
      // What was refused uses nothing; a claim whose outcome is unknown is settled by its process.
      if (error instanceof Refusal && error.terms.status !== 503)
        for (const claimId of claimed) await this.settle(claimId, request, commandId);
      throw error;
    }
    return {
      id,
      stream: streamName(slice.stream.name, id),
      revision: done.revision,
      position: done.position,
      behind: system ? [] : await this.parts.catchUp.caughtUp(done.position, request.correlationId),
    };
  }

  private decided(slice: AnySlice, id: string, command: object, request: Request, commandId: string): Promise<DoneCommand> {
    return new Promise((resolve, reject) => {
      this.line(slice, id, { slice, command, request, commandId, hash: this.hash(command), resolve, reject });
    });
  }

  private async claim(slice: AnySlice, id: string, command: object, request: Request, commandId: string): Promise<string[]> {
    // Before anything is claimed: who may not give the command neither takes a value nor learns that it is taken.
    const { state, commands } = await this.parts.streams.folded(slice.stream, id);
    await this.admitted(slice, command, state, request.caller);
    // Nor does a used key take another value: its holder has recorded the command, so that it would be confirmed.
    const first = commands.get(commandId);
    if (first && first.hash !== this.hash(command)) refuse('idempotency.key-reused');
    const holder = streamName(slice.stream.name, id);
    const claimed: string[] = [];
    for (const { kind, value } of slice.claims?.(command) ?? []) {
      const claimId = uuidOf(createHmac('sha256', this.parts.claimKey).update(`${kind}\n${value}`).digest());
      const take = Object.assign(new TakeClaim(), { claimId, kind, holder, commandId });
      try {
        await this.decided(TakeClaimHandler, claimId, take, forSystem(request), derivedId(commandId, 'claim', claimId));
      } catch (error) {
        for (const earlier of claimed) await this.settle(earlier, request, commandId);
        const [code, terms] = Object.entries(slice.taken ?? {})[0] ?? [];
        if (code && terms && error instanceof Refusal && error.code === 'value.taken') {
          const { state } = await this.parts.streams.folded(claims, claimId);
          throw new Refusal(code, terms, { heldBy: state.status === 'absent' ? null : streamParts(state.holder).id });
        }
        throw error;
      }
      claimed.push(claimId);
    }
    return claimed;
  }

  /** In which office the caller is let in. Refuses with access.not-permitted, or resource.not-found where what it is judged on is not theirs to see. */
  private async admitted(slice: AnySlice, command: object, own: unknown, caller: Caller): Promise<Office> {
    if (!slice.judgedOn) return admit(slice.may, caller, own) ?? refuse('access.not-permitted');
    const { stream, of } = slice.judgedOn;
    const { state, revision } = await this.parts.streams.folded(stream, of(command));
    const office = admit(slice.may, caller, state) ?? refuse('access.not-permitted');
    if (revision < 0 || stream.hiddenFrom?.(state, caller.person)) refuse('resource.not-found');
    return office;
  }

  private async settle(claimId: string, request: Request, commandId: string): Promise<void> {
    const settle = Object.assign(new SettleClaim(), { claimId });
    // Should it fail, the claim's process does it within the minute.
    await this.decided(SettleClaimHandler, claimId, settle, forSystem(request), derivedId(commandId, 'settle', claimId)).catch(() => {});
  }

  private hash(command: object): string {
    const body = canonicalize({ command: command.constructor.name, body: { ...command } }) ?? '';
    return createHmac('sha256', this.parts.hashKey).update(body).digest('base64url');
  }

  private line(slice: AnySlice, id: string, job: Job): void {
    const name = streamName(slice.stream.name, id);
    const waiting = this.lines.get(name);
    if (waiting) {
      waiting.jobs.push(job);
      return;
    }
    const line: Line = { stream: slice.stream, id, jobs: [job] };
    this.lines.set(name, line);
    void this.work(name, line);
  }

  private async work(name: string, line: Line): Promise<void> {
    // Everything asked for in the same turn joins the first batch.
    await Promise.resolve();
    for (let size = batchSize; line.jobs.length > 0; ) {
      const batch = line.jobs.splice(0, size);
      try {
        await this.decideAndAppend(name, line, batch);
      } catch (error) {
        this.parts.streams.forget(line.stream, line.id);
        if (error instanceof AppendTooLarge && batch.length > 1) {
          // Each by itself may be small enough.
          line.jobs.unshift(...batch);
          size = Math.ceil(batch.length / 2);
          continue;
        }
        const told = storeRefusal(error);
        for (const job of batch) job.reject(told);
      }
    }
    this.lines.delete(name);
  }

  /** Settles every job of the batch, or throws with none settled. */
  private async decideAndAppend(name: string, line: Line, batch: readonly Job[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.parts.streams.folded(line.stream, line.id);
      let { state, revision } = before;
      const records: EventRecord[] = [];
      const done = new Map<string, { readonly hash: string; readonly revision: number }>();
      const settle: ((position: Position) => void)[] = [];
      for (const job of batch) {
        try {
          const first = before.commands.get(job.commandId) ?? done.get(job.commandId);
          if (first && first.hash !== job.hash) refuse('idempotency.key-reused');
          if (!first) {
            const decided = await this.decide(name, line, { state, revision }, job);
            for (const event of decided) state = evolve(line.stream, state, event);
            records.push(...decided);
            revision += decided.length;
            done.set(job.commandId, { hash: job.hash, revision });
          }
          const receipt = first ?? { hash: job.hash, revision };
          settle.push((position) => job.resolve({ position, ...receipt }));
        } catch (error) {
          // Held back until the batch is on disk: it may rest on events that never came to be.
          settle.push(() => job.reject(error));
        }
      }
      let position = before.position;
      if (records.length > 0) {
        const started = performance.now();
        try {
          ({ position } = await this.parts.store.append(name, before.revision < 0 ? 'none' : before.revision, records));
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw error;
          this.parts.streams.forget(line.stream, line.id);
          if (attempt >= attempts) throw new Refusal('store.contended', platformRefusals.table['store.contended']);
          continue;
        }
        this.parts.appended?.((performance.now() - started) / 1000, position);
        for (const [commandId, receipt] of done) before.commands.set(commandId, { ...receipt, position });
        this.parts.streams.keep(line.stream, line.id, { state, revision, position, commands: before.commands });
      }
      for (const settled of settle) settled(position);
      return;
    }
  }

  private async decide(name: string, line: Line, folded: Decided, job: Job): Promise<(EventRecord & StoredEvent)[]> {
    const { slice, command, request } = job;
    const { caller } = request;
    const office = await this.admitted(slice, command, folded.state, caller);
    if (folded.revision < 0 && !slice.creates) refuse('resource.not-found');
    if (folded.revision >= 0 && slice.creates && !slice.extends) refuse('resource.exists');
    if (slice.stream.hiddenFrom?.(folded.state, caller.person)) refuse('resource.not-found');
    if (request.ifMatch !== undefined && request.ifMatch !== folded.revision) {
      if (slice.stream.silentTo?.(folded.state, caller.person)) refuse('precondition.stale', { revision: folded.revision });
      await this.stale(name, request.ifMatch, folded.revision);
    }
    if (slice.gather && job.facts?.revision !== folded.revision)
      job.facts = { revision: folded.revision, value: await slice.gather(command, folded.state, this.parts.reads(caller)) };
    const now = new Date(this.parts.clock.now()).toISOString();
    const today = dayIn(this.parts.timeZone, now);
    const events = slice.decide(command, folded.state, {
      now,
      today,
      timeZone: this.parts.timeZone,
      caller,
      office,
      id: line.id,
      newId: (name: string) => derivedId(job.commandId, name),
      facts: job.facts?.value,
      refuse: refuseFrom(slice.refuses),
    });
    if (events.length === 0) throw new TypeError(`${command.constructor.name} decided nothing`);
    const policyVersion = await this.parts.policyVersionOn(today);
    return this.recorded(name, folded, job, events, { now, policyVersion, office });
  }

  private async recorded(
    name: string,
    folded: Decided,
    { slice, request, commandId, hash }: Job,
    events: readonly NewEvent[],
    { now, policyVersion, office }: { now: string; policyVersion: string | null; office: Office },
  ): Promise<(EventRecord & StoredEvent)[]> {
    const types = events.map((event) => slice.stream.events[event.type] ?? missing(slice, event));
    const owners = events.map((event, i) => types[i]?.options.record?.(event.data) ?? name);
    const keys = await this.parts.sealer.prepare(owners.filter((_, i) => types[i]?.sealed));
    return events.map((event, i) => {
      const type = types[i] ?? missing(slice, event);
      const data = type.sealed ? this.parts.sealer.seal(event.data, keys.get(owners[i] ?? name) as RecordKey) : event.data;
      if (!type.check(data))
        throw new TypeError(`${event.type} was decided with data that does not fit: ${type.problems(data).join('; ')}`);
      return {
        id: derivedId(commandId, name, String(i)),
        type: event.type,
        schema: type.schema,
        data,
        recordedAt: now,
        ...(event.effectiveAt && { effectiveAt: event.effectiveAt }),
        actor: { person: request.caller.person, office },
        policyVersion,
        commandId,
        commandHash: hash,
        causationId: request.causationId ?? null,
        correlationId: request.correlationId,
        stream: name,
        revision: folded.revision + 1 + i,
        position: Number.NaN,
      };
    });
  }

  /** Says what changed since the client looked: event types and offices, no persons. */
  private async stale(name: string, seen: number, stands: number): Promise<never> {
    const since = await this.parts.store.read(name, Math.max(0, seen + 1));
    return refuse('precondition.stale', {
      revision: stands,
      changes: since.map(({ type, recordedAt, actor }) => ({ type, at: recordedAt, office: actor.office })),
    });
  }
}

function storeRefusal(error: unknown): unknown {
  const told = (code: 'store.unavailable' | 'store.unsettled' | 'store.too-large') => new Refusal(code, platformRefusals.table[code]);
  if (error instanceof OutcomeUnknown) return told('store.unsettled');
  if (error instanceof StoreUnavailable) return told('store.unavailable');
  return error instanceof AppendTooLarge ? told('store.too-large') : error;
}

const hidesActor = (stream: AnySlice['stream']): boolean =>
  Object.values<AnyEventType>(stream.events).some(({ options }) => options.hidesActor === true);

const forSystem = ({ correlationId }: Request): Request => ({ caller: systemCaller, correlationId });

function missing(slice: AnySlice, event: NewEvent): never {
  throw new TypeError(`${event.type} is no event of the stream ${slice.stream.name}`);
}
