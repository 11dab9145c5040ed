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

/**
 * The beginning of a sealed text, as rows show it. The edge opens the text, and cuts it at a word to
 * at most `characters`; it is null where the text cannot be opened. As JSON it is the whole token.
 */
export class Beginning {
  constructor(
    readonly text: Sealed,
    readonly characters: number,
  ) {}
  toJSON(): Sealed {
    return this.text;
  }
  /** The beginning of the opened text, in one line. */
  of(opened: string): string {
    // So many code units hold more characters than are shown. A list opens long texts by the hundred.
    const enough = 2 * this.characters + 2;
    let line = '';
    for (const [word] of opened.matchAll(/\S+/g)) {
      line += line === '' ? word : ` ${word}`;
      if (line.length >= enough) break;
    }
    const characters = [...line.slice(0, enough)];
    if (characters.length <= this.characters) return characters.join('');
    const room = characters.slice(0, this.characters);
    const end = room.lastIndexOf(' ');
    return `${room.slice(0, end > 0 ? end : -1).join('')}…`;
  }
}

/** Marks the beginning of a sealed text for an answer. */
export const beginningOf = (text: Sealed, characters: number): string => new Beginning(text, characters) as unknown as string;

export const isSealed = (value: unknown): value is Sealed => typeof value === 'string' && value.startsWith(sealedPrefix);
