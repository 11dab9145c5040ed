import { Unsafe } from 'typebox';

/**
 * Prose or a name in the form that folds, views and stores carry: ciphertext under its record's
 * key.
 */
export type Sealed = string & { readonly __sealed: unique symbol };

/** Prefix of every token, by which the edge finds the tokens to open. */
export const sealedPrefix = 'sealed.v1.';

/** A field of an event that is sealed before it reaches a store. */
export const SealedText = () => Unsafe<Sealed>({ type: 'string', pattern: '^sealed\\.v1\\.', 'x-sealed': true });

/**
 * Text that a decision marks for sealing. It cannot be turned into JSON, so it reaches no store,
 * log or answer by mistake.
 */
export class Unsealed {
  constructor(readonly text: string) {}
  toJSON(): never {
    throw new TypeError('unsealed text must not be serialized');
  }
}

/** Marks text for sealing: `FindingRecorded({ reasons: seal(reasons) })`. */
export const seal = (text: string): Sealed => new Unsealed(text) as unknown as Sealed;

export const isSealed = (value: unknown): value is Sealed => typeof value === 'string' && value.startsWith(sealedPrefix);
