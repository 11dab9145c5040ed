import { createHmac } from 'node:crypto';
import { systemCaller } from '../access/access.js';
import type { Request } from '../access/request.js';
import { streamName, streamParts } from '../events/envelope.js';
import type { DoneCommand, Streams } from '../events/streams.js';
import { derivedId, uuidOf } from '../ground/ids.js';
import { Refusal, refusalOn } from '../refusals/refuse.js';
import type { AnyCommandDefinition, Reservation } from './command-handler.js';
import { reservations, SettleClaim, SettleClaimHandler, TakeClaim, TakeClaimHandler } from './reservations.js';

/** A value that was reserved for a command. */
export interface Reserved {
  /** Id of the reservation's stream. */
  readonly claimId: string;
  readonly value: string;
}

/**
 * Reserves a command's unique values before the decision, and releases them if the command is
 * refused.
 */
export class Claiming {
  constructor(
    private readonly streams: Streams,
    /** Keys the ids of reservations, so that nobody can guess a reserved value from the log. */
    private readonly key: Buffer,
    private readonly decided: (
      definition: AnyCommandDefinition,
      id: string,
      command: object,
      request: Request,
      commandId: string,
    ) => Promise<DoneCommand>,
  ) {}

  /**
   * The reservations, in the order of `reserves`. Refuses with value.taken, or with the command's own
   * refusal in its place; then no reservation is left.
   */
  async take(definition: AnyCommandDefinition, id: string, command: object, request: Request, commandId: string): Promise<Reserved[]> {
    const using: Using = { holder: streamName(definition.stream.name, id), commandId, request };
    const taken: Reserved[] = [];
    for (const reservation of definition.reserves?.(command) ?? []) {
      try {
        taken.push(await this.firstFree(reservation, using));
      } catch (error) {
        await this.settle(taken, request, commandId);
        throw await this.told(definition, reservation, error);
      }
    }
    return taken;
  }

  /**
   * Confirms or releases reservations by the outcome of their command. If this fails, a process
   * settles them within a minute or so.
   */
  async settle(reserved: readonly Reserved[], request: Request, commandId: string): Promise<void> {
    for (const { claimId } of reserved) {
      const settle = Object.assign(new SettleClaim(), { claimId });
      await this.streams
        .folded(reservations, claimId)
        .then(({ revision }) => derivedId(commandId, 'settle', claimId, String(revision)))
        .then((settleId) => this.decided(SettleClaimHandler, claimId, settle, forSystem(request), settleId))
        .catch(() => {});
    }
  }

  private idOf(kind: string, value: string): string {
    return uuidOf(createHmac('sha256', this.key).update(`${kind}\n${value}`).digest());
  }

  /** Throws the refusal of the last alternative where all are taken. */
  private async firstFree({ kind, value, alternatives = [] }: Reservation, using: Using): Promise<Reserved> {
    for (const [left, one] of [value, ...alternatives].entries()) {
      const claimId = this.idOf(kind, one);
      try {
        await this.reserve(claimId, kind, using);
        return { claimId, value: one };
      } catch (error) {
        if (left === alternatives.length || !isTaken(error)) throw error;
      }
    }
    throw new TypeError(`nothing to reserve as ${kind}`);
  }

  private async reserve(claimId: string, kind: string, { holder, commandId, request }: Using): Promise<void> {
    const { state, revision } = await this.streams.folded(reservations, claimId);
    const held = state.status === 'taken' || state.status === 'confirmed';
    if (held && state.holder === holder && state.commandId === commandId) return;
    const take = Object.assign(new TakeClaim(), { claimId, kind, holder, commandId });
    // With the revision: a repeat after a release must reserve anew, and not find its first
    // reservation recorded.
    const takeId = derivedId(commandId, 'claim', claimId, String(revision));
    await this.decided(TakeClaimHandler, claimId, take, forSystem(request), takeId);
  }

  private async told(definition: AnyCommandDefinition, { field, kind, value }: Reservation, error: unknown): Promise<unknown> {
    if (!isTaken(error)) return error;
    const fields = field === null ? {} : { fields: [field] };
    const [code, terms] = Object.entries(definition.taken ?? {})[0] ?? [];
    if (!code || !terms) return refusalOn(error.code, error.terms, { ...error.details, ...fields });
    const claimId = this.idOf(kind, value);
    const { state } = await this.streams.folded(reservations, claimId);
    return refusalOn(code, terms, { heldBy: state.status === 'absent' ? null : streamParts(state.holder).id, ...fields });
  }
}

/** The command that needs a value, and the stream that will hold it. */
interface Using {
  readonly holder: string;
  readonly commandId: string;
  readonly request: Request;
}

const isTaken = (error: unknown): error is Refusal => error instanceof Refusal && error.code === 'value.taken';

const forSystem = ({ correlationId }: Request): Request => ({ caller: systemCaller, correlationId });
