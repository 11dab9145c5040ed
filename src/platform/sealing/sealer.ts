import { box, boxOverhead, unbox } from './aead.js';
import type { RecordKey, RecordKeys } from './record-keys.js';
import { Beginning, isSealed, type Sealed, sealedPrefix, Unsealed } from './sealed.js';

/** Text that the edge shows where the key was destroyed. */
export const destroyedText = '[destroyed]';
/**
 * Text shown where a key is missing that should exist: a restore left it out, or the accounts
 * belong to another log.
 */
export const missingText = '[key missing]';
/** Whether an opened text is the placeholder of a text that cannot be opened. */
export const isUnopened = (text: string | undefined): boolean => text === destroyedText || text === missingText;

/**
 * The token was not made with its key, or was altered. The message names the key, never the text.
 */
export class SealBroken extends Error {
  constructor(
    /** Undefined where the token lacks even a token's form. */
    readonly keyId?: string,
  ) {
    super(keyId ? `a sealed text under key ${keyId} is damaged or forged` : 'a sealed text does not have the form of one');
  }
}

/** Text that must not be sealed. */
export class Unsealable extends Error {
  constructor(
    /** JSON pointer to the text. */
    readonly field: string,
  ) {
    super(`${field || 'the text'} holds half of a surrogate pair, which is no text`);
  }
}

const keyIdLength = 22;
const bodyFrom = sealedPrefix.length + keyIdLength + 1;
const shortestBody = Math.ceil((boxOverhead * 4) / 3);

/** The id of the key that sealed a token. Throws SealBroken for text without a token's form. */
export function keyIdOf(token: string): string {
  if (!isSealed(token) || token[bodyFrom - 1] !== '.' || token.length < bodyFrom + shortestBody) throw new SealBroken();
  return token.slice(sealedPrefix.length, bodyFrom - 1);
}

/** Every token anywhere in the JSON of `value`. */
export function tokensIn(value: unknown, found: Sealed[] = []): Sealed[] {
  if (isSealed(value)) found.push(value);
  else if (Array.isArray(value)) for (const item of value) tokensIn(item, found);
  else if (isComposite(value)) {
    const shown = asShown(value);
    if (shown === value) for (const inner of Object.values(value)) tokensIn(inner, found);
    else tokensIn(shown, found);
  }
  return found;
}

const isComposite = (value: unknown): value is object => value !== null && typeof value === 'object' && !ArrayBuffer.isView(value);
const asShown = (value: object): unknown =>
  typeof (value as { toJSON?: unknown }).toJSON === 'function' ? (value as { toJSON(): unknown }).toJSON() : value;

/** True where `data` holds text that is still to be sealed. */
export function hasUnsealed(data: unknown): boolean {
  if (data instanceof Unsealed) return true;
  if (Array.isArray(data)) return data.some(hasUnsealed);
  return data !== null && typeof data === 'object' && Object.values(data).some(hasUnsealed);
}

/**
 * Turns text into tokens `sealed.v1.<keyId>.<base64url of nonce, ciphertext and tag>` and back.
 *
 * For many events at once: `const keys = await sealer.prepare(records)`, then
 * `seal(data, keys.get(record)!)` for each, without waiting.
 */
export class Sealer {
  constructor(private readonly keys: RecordKeys) {}

  /**
   * The records' keys by record, created where missing, and durable. Rejects with
   * RecordKeyDestroyed, RecordKeyBroken or StoreUnavailable.
   */
  prepare(records: readonly string[]): Promise<ReadonlyMap<string, RecordKey>> {
    return this.keys.ensure(records);
  }

  /** The record's key if it is in memory, without waiting. */
  ready(record: string): RecordKey | undefined {
    return this.keys.ready(record);
  }

  /**
   * A copy of `data` with every `Unsealed` in it sealed for `record`. Data without any creates no
   * key.
   */
  async sealAll(data: unknown, record: string): Promise<unknown> {
    if (!hasUnsealed(data)) return data;
    const key = this.ready(record) ?? (await this.prepare([record])).get(record);
    return this.seal(data, key as RecordKey);
  }

  /** A copy of `data` with every `Unsealed` in it sealed under `key`. Throws Unsealable. */
  seal(data: unknown, key: RecordKey, path = ''): unknown {
    if (data instanceof Unsealed) return this.sealText(data.text, key, path);
    if (Array.isArray(data)) return data.map((item, index) => this.seal(item, key, `${path}/${index}`));
    if (data === null || typeof data !== 'object') return data;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, this.seal(value, key, `${path}/${name}`)]));
  }

  /** The token of a text. Throws Unsealable, naming `field`. */
  sealText(text: string, key: RecordKey, field = ''): Sealed {
    if (/\p{Surrogate}/u.test(text)) throw new Unsealable(field);
    return `${sealedPrefix}${key.keyId}.${box(key.key, text, key.context).toString('base64url')}` as Sealed;
  }

  /** The text of a token; undefined where its key was destroyed or is unknown. Rejects with SealBroken or RecordKeyBroken. */
  async open(token: string): Promise<string | undefined> {
    const keyId = keyIdOf(token);
    const key = this.keys.known(keyId) ?? (await this.keys.open(keyId));
    return key && this.openText(token, key);
  }

  /** The text of a token that was sealed under `key`. Throws SealBroken. */
  openText(token: string, key: RecordKey): string {
    const body = token.slice(bodyFrom);
    const boxed = Buffer.from(body, 'base64url');
    // The decoder skips characters that are not base64url: without this check, an altered token
    // could still open.
    const content = boxed.toString('base64url') === body ? unbox(key.key, boxed, key.context) : undefined;
    if (!content) throw new SealBroken(key.keyId);
    return content.toString('utf8');
  }

  /**
   * A plain copy of an answer with every token in it opened, for an audience that may read all of
   * it. `[destroyed]` replaces a text whose key was destroyed, `[key missing]` one whose key cannot
   * be found. A `Beginning` becomes the beginning of its text. Opened text is not opened again. Rejects with SealBroken or RecordKeyBroken.
   */
  async openAll(answer: unknown): Promise<unknown> {
    const named = [...new Set(tokensIn(answer).map(keyIdOf))];
    const keys = await this.keys.openMany(named);
    const gone = named.filter((keyId) => !keys.has(keyId));
    const missing = new Set(gone.length > 0 ? (await this.keys.check(gone)).missing : []);
    const opened = (value: unknown): unknown => {
      if (value instanceof Beginning) {
        const text = opened(value.text) as string;
        return isUnopened(text) ? null : value.of(text);
      }
      if (isSealed(value)) {
        const key = keys.get(keyIdOf(value));
        if (key) return this.openText(value, key);
        return missing.has(keyIdOf(value)) ? missingText : destroyedText;
      }
      if (Array.isArray(value)) return value.map(opened);
      if (!isComposite(value)) return value;
      const shown = asShown(value);
      if (shown !== value) return opened(shown);
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]));
    };
    return opened(answer);
  }
}
