import { AppendTooLarge, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../events/event-store.js';
import { platformRefusals, Refusal } from './refuse.js';

const refusal = (code: 'store.unavailable' | 'store.unsettled' | 'store.too-large' | 'store.contended'): Refusal =>
  new Refusal(code, platformRefusals.table[code]);

/** The refusal that a store's error means to the caller; undefined for any other error. */
export function storeRefusal(error: unknown): Refusal | undefined {
  if (error instanceof OutcomeUnknown) return refusal('store.unsettled');
  if (error instanceof StoreUnavailable) return refusal('store.unavailable');
  if (error instanceof AppendTooLarge) return refusal('store.too-large');
  if (error instanceof WrongExpectedRevision) return refusal('store.contended');
  return undefined;
}
