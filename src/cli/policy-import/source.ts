/** Why a file cannot be read as a policy, and the line at fault, if there is one. */
export class Unreadable extends Error {
  constructor(
    reason: string,
    readonly line: number | null = null,
  ) {
    super(line === null ? reason : `line ${line}: ${reason}`);
  }
}

/** Largest file in bytes, and most lines: a policy has a few dozen pages. */
export const bytesAtMost = 2_000_000;
export const linesAtMost = 50_000;

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

const begins = (bytes: Uint8Array, ...with_: number[]): boolean => with_.every((byte, at) => bytes[at] === byte);
const lineAt = (bytes: Uint8Array, at: number): number => bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;

/** Other kinds of files that people often give, by their first bytes. */
const kinds: readonly (readonly [bytes: readonly number[], advice: string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'it is a PDF; take its text out first, for example with `pdftotext -layout policy.pdf policy.txt`'],
  [[0x50, 0x4b, 0x03, 0x04], 'it is a ZIP archive, as Word and LibreOffice write; save the policy as plain text first'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'it is an old Word document; save the policy as plain text first'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'it is Rich Text; save the policy as plain text first'],
];

/**
 * The text of a file. Throws Unreadable where it is empty, too long, binary, or in another encoding
 * than the named one.
 */
export function textOf(bytes: Uint8Array, named?: Encoding): string {
  if (bytes.length === 0) throw new Unreadable('the file is empty');
  if (bytes.length > bytesAtMost) throw new Unreadable(`the file has ${bytes.length} bytes; a policy has ${bytesAtMost} at most`);
  for (const [first, advice] of kinds) if (begins(bytes, ...first)) throw new Unreadable(advice);
  const encoding = named ?? encodingOf(bytes);
  const text = decoded(bytes, encoding).replace(/\r\n?|\u2028|\u2029/g, '\n');
  const control = /(?![\t\n\v\f])\p{Cc}/u.exec(text);
  if (control)
    throw new Unreadable(
      `it holds a control character (0x${control[0].charCodeAt(0).toString(16).padStart(2, '0')}): the file is not text`,
      text.slice(0, control.index).split('\n').length,
    );
  if (!/\p{L}/u.test(text)) throw new Unreadable('there is not a word in the file');
  const lines = text.split('\n').length;
  if (lines > linesAtMost) throw new Unreadable(`the file has ${lines} lines; a policy has ${linesAtMost} at most`);
  return text;
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (begins(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (begins(bytes, 0xfe, 0xff)) return 'utf-16be';
  const at = bytes.indexOf(0);
  if (at < 0) return 'utf-8';
  const sample = bytes.subarray(0, 2_000);
  const zeros = (odd: number) => sample.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  // In UTF-16, every other byte of Latin text is zero.
  if (zeros(1) > sample.length * 0.3 && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > sample.length * 0.3 && zeros(1) === 0) return 'utf-16be';
  throw new Unreadable('it holds a zero byte: the file is not text', lineAt(bytes, at));
}

/**
 * The characters of Windows-1252 at the control characters of ISO 8859-1, from 0x80 on; a space
 * where there is none.
 */
const windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  // Node's own decoder reads it as ISO 8859-1.
  if (encoding === 'windows-1252')
    return Array.from(bytes, (byte) => (byte >= 0x80 && byte < 0xa0 ? windows[byte - 0x80] : String.fromCharCode(byte))).join('');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    if (encoding !== 'utf-8') throw new Unreadable(`it is not text in ${encoding}`);
    const at = firstBad(bytes);
    const byte = `0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
    throw new Unreadable(
      `the byte ${byte} is not UTF-8; save the file as UTF-8, or name its encoding, for example --encoding windows-1252`,
      lineAt(bytes, at),
    );
  }
}

/** Index of the first byte that UTF-8 does not allow. */
function firstBad(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    try {
      // The end may cut off a sequence: only faults before the end count.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
