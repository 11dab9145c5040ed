import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';
import type { Content } from './file-store.js';
import { readZip, type ZipFault } from './zip.js';

/** The type of a file by its content. A file of an `other` type is accepted nowhere. */
export type Detected = { readonly mediaType: string } | { readonly fault: ZipFault } | { readonly other: string | null };

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const openDocument = 'application/vnd.oasis.opendocument';
const oldOffice = 'application/x-cfb';
const text = ['text/plain', 'text/csv', 'application/json', 'text/html', 'application/xml', 'message/rfc822', 'application/mbox'];

/**
 * The accepted types, each with the usual endings of its files. The first ending goes to a file
 * that has none.
 */
const endings: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/apng': ['apng', 'png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/tiff': ['tif', 'tiff'],
  'image/bmp': ['bmp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  'image/avif': ['avif'],
  'application/pdf': ['pdf'],
  [word]: ['docx'],
  [sheet]: ['xlsx'],
  [slides]: ['pptx'],
  [`${openDocument}.text`]: ['odt'],
  [`${openDocument}.spreadsheet`]: ['ods'],
  [`${openDocument}.presentation`]: ['odp'],
  [oldOffice]: ['doc', 'xls', 'ppt', 'msg'],
  'application/rtf': ['rtf', 'doc'],
  'text/plain': ['txt', 'log', 'md', 'csv', 'tsv', 'json', 'eml', 'html', 'htm', 'xml'],
  'text/csv': ['csv', 'txt', 'tsv'],
  'application/json': ['json', 'txt'],
  'text/html': ['html', 'htm', 'txt'],
  'application/xml': ['xml', 'svg', 'txt', 'html', 'htm'],
  'message/rfc822': ['eml', 'txt'],
  'application/mbox': ['mbox', 'txt'],
  'audio/mpeg': ['mp3', 'mpga'],
  'audio/wav': ['wav'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/flac': ['flac'],
  'audio/x-flac': ['flac'],
  'audio/aac': ['aac'],
  'audio/x-m4a': ['m4a'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/amr': ['amr'],
  'audio/ogg; codecs=opus': ['opus', 'ogg'],
  'video/mp4': ['mp4', 'm4v'],
  'video/x-m4v': ['m4v', 'mp4'],
  'video/quicktime': ['mov', 'qt'],
  'video/webm': ['webm'],
  'video/matroska': ['mkv', 'webm'],
  'video/x-matroska': ['mkv', 'webm'],
  'video/vnd.avi': ['avi'],
  'video/mpeg': ['mpg', 'mpeg'],
  'video/3gpp': ['3gp'],
  'video/ogg': ['ogv', 'ogg'],
  'application/zip': ['zip'],
  'application/x-7z-compressed': ['7z'],
  'application/x-rar-compressed': ['rar'],
  'application/gzip': ['gz', 'tgz'],
  'application/x-tar': ['tar'],
};
const isTaken = (mediaType: string): boolean => Object.hasOwn(endings, mediaType);

/** The usual ending of a file of this type. */
export const endingOf = (mediaType: string): string => endings[mediaType]?.[0] ?? 'bin';

const endingIn = (name: string): string => /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * The type that a file's name claims, where the content has another type; null where the name fits
 * or claims nothing.
 */
export function falselyClaimed(name: string, mediaType: string): string | null {
  const ending = endingIn(name);
  if (!ending || endings[mediaType]?.includes(ending)) return null;
  const [claimed] = Object.entries(endings).find(([, names]) => names.includes(ending)) ?? [];
  // An ending unknown here still claims another type, unless the content is plain text, which may
  // have any ending.
  return claimed ?? (text.includes(mediaType) ? null : `.${ending}`);
}

/** Bytes read to find magic numbers. */
const headBytes = 64 * 1024;

type Source = Pick<Content, 'bytes' | 'read'>;

/**
 * Detects a file's type from its content. Archives are judged by their directory and never
 * expanded.
 */
export async function detect(file: Source): Promise<Detected> {
  const head = await file.read(0, headBytes);
  if (head.subarray(0, 2).toString('latin1') === 'PK' && [3, 5, 7].includes(head[2] ?? 0)) return detectZip(file, head);
  // The library would expand it to look for a tar archive inside.
  if (head[0] === 0x1f && head[1] === 0x8b) return { mediaType: 'application/gzip' };
  // The library takes the byte order mark of UTF-16 for a frame of MP3.
  if (isMarked(head) && decoded(head, file.bytes > head.length) !== undefined) return detectText(head, file.bytes > head.length);
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found && isTaken(found.mime)) return { mediaType: found.mime };
  if (found) return { other: found.mime };
  return detectText(head, file.bytes > head.length);
}

async function detectZip(file: Source, head: Buffer): Promise<Detected> {
  const zip = await readZip(file);
  if ('fault' in zip) return zip;
  const has = (name: string): boolean => zip.names.includes(name);
  if (has('[Content_Types].xml')) {
    if (has('word/document.xml')) return { mediaType: word };
    if (has('xl/workbook.xml') || has('xl/workbook.bin')) return { mediaType: sheet };
    if (has('ppt/presentation.xml')) return { mediaType: slides };
  }
  // OpenDocument stores its type first and uncompressed.
  if (head.toString('latin1', 30, 38) === 'mimetype') {
    const length = head.readUInt32LE(18);
    const mediaType = head.toString('latin1', 38 + head.readUInt16LE(28), 38 + head.readUInt16LE(28) + Math.min(length, 100));
    if (isTaken(mediaType)) return { mediaType };
  }
  return { mediaType: 'application/zip' };
}

const marks: readonly (readonly [string, RegExp])[] = [
  ['text/html', /^\s*(<!--[\s\S]{0,2000}?-->\s*)?<(!doctype html|html|head|body)[\s>]/i],
  ['application/xml', /^\s*<\?xml\s/i],
  ['application/mbox', /^From [^\n]{3,200}\n/],
  ['message/rfc822', /^([A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n([ \t][^\n]*\n)*){0,60}(From|Received|Message-ID|Return-Path|MIME-Version):/i],
];

/**
 * Text has no magic number. Its encoding tells it from other bytes; its first lines tell which kind
 * of text it is.
 */
function detectText(head: Buffer, cut: boolean): Detected {
  const text = decoded(head, cut);
  if (text === undefined) return { other: null };
  const unmarked = text.replace(/\r\n/g, '\n');
  for (const [mediaType, mark] of marks) if (mark.test(unmarked)) return { mediaType };
  if (!cut && isJson(unmarked)) return { mediaType: 'application/json' };
  return { mediaType: isCsv(unmarked) ? 'text/csv' : 'text/plain' };
}

/** Control characters that do occur in text: tab, line feed, form feed, carriage return, escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const noText = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

const byteOrders: Readonly<Record<string, string>> = { '\xff\xfe': 'utf-16le', '\xfe\xff': 'utf-16be' };
const isMarked = (head: Buffer): boolean => Object.hasOwn(byteOrders, head.toString('latin1', 0, 2));

function decoded(head: Buffer, cut: boolean): string | undefined {
  const marked = byteOrders[head.toString('latin1', 0, 2)];
  let content = head;
  // A character may lie across the cut.
  if (cut) for (let back = 0; back < 4 && !isUtf8(content); back += 1) content = content.subarray(0, -1);
  const encoding = marked ?? (isUtf8(content) ? 'utf-8' : 'windows-1252');
  const text = new TextDecoder(encoding).decode(marked ? head.subarray(0, head.length & ~1) : content);
  return noText.test(text) ? undefined : text;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** At least two lines with the same number of commas, semicolons or tabs. */
function isCsv(text: string): boolean {
  const lines = text.split('\n').slice(0, 5).filter(Boolean);
  return (
    lines.length > 1 &&
    [',', ';', '\t'].some((mark) => {
      const [first = 0, ...others] = lines.map((line) => line.split(mark).length - 1);
      return first > 0 && others.every((count) => count === first);
    })
  );
}
