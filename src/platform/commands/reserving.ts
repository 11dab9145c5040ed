import { createHmac } from 'node:crypto';
import { systemCaller } from '../access/access.js';
import type { Request } from '../access/request.js';
import { streamName, streamParts } from '../events/envelope.js';
import type { DoneCommand, Streams } from '../events/streams.js';
import { derivedId, uuidOf } from '../ground/ids.js';
import { Refusal, refusalOn } from '../refusals/refuse.js';
import type { AnyCommandDefinition } from './command-handler.js';
import { reservations, SettleClaim, SettleClaimHandler, TakeClaim, TakeClaimHandler } from './reservations.js';

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
   * Ids of the reservations taken. Refuses with value.taken, or with the command's own refusal in
   * its place; then no reservation is left.
   */
  async take(definition: AnyCommandDefinition, id: string, command: object, request: Request, commandId: string): Promise<string[]> {
    const holder = streamName(definition.stream.name, id);
    const taken: string[] = [];
    for (const { field, kind, value } of definition.reserves?.(command) ?? []) {
      const claimId = uuidOf(createHmac('sha256', this.key).update(`${kind}\n${value}`).digest());
      const take = Object.assign(new TakeClaim(), { claimId, kind, holder, commandId });
      try {
        await this.decided(TakeClaimHandler, claimId, take, forSystem(request), derivedId(commandId, 'claim', claimId));
      } catch (error) {
        await this.settle(taken, request, commandId);
        throw await this.told(definition, field, claimId, error);
      }
      taken.push(claimId);
    }
    return taken;
  }

  /**
   * Confirms or releases reservations by the outcome of their command. If this fails, a process
   * settles them within a minute or so.
   */
  async settle(claimIds: readonly string[], request: Request, commandId: string): Promise<void> {
    for (const claimId of claimIds) {
      const settle = Object.assign(new SettleClaim(), { claimId });
      await this.decided(SettleClaimHandler, claimId, settle, forSystem(request), derivedId(commandId, 'settle', claimId)).catch(() => {});
    }
  }

  private async told(definition: AnyCommandDefinition, field: string, claimId: string, error: unknown): Promise<unknown> {
    if (!(error instanceof Refusal) || error.code !== 'value.taken') return error;
    const [code, terms] = Object.entries(definition.taken ?? {})[0] ?? [];
    if (!code || !terms) return refusalOn(error.code, error.terms, { ...error.details, fields: [field] });
    const { state } = await this.streams.folded(reservations, claimId);
    return refusalOn(code, terms, { heldBy: state.status === 'absent' ? null : streamParts(state.holder).id, fields: [field] });
  }
}

const forSystem = ({ correlationId }: Request): Request => ({ caller: systemCaller, correlationId });
