import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { fileRefusals } from '../files/file-store.js';
import { refuseFrom } from '../refusals/refuse.js';
import { checkValues } from './json-body.js';
import { invalid, malformed, refuseUpload } from './problems.js';

const refuse = refuseFrom(fileRefusals.table);

/** A form has small fields beside its file. */
const limits = { fields: 30, fieldSize: 100_000, files: 1, parts: 40, fieldNameSize: 100, headerPairs: 20, headerSize: 8192 };
/** Bytes for the fields and for the separators of the parts. */
const beside = limits.fields * limits.fieldSize;

/** The file of a form while it arrives. */
export interface IncomingFile {
  /** The client's name for the file, without directories. */
  readonly name: string;
  /** Media type as the client states it. */
  readonly mediaType: string;
  /** Ends with an error where the client's connection breaks. */
  readonly content: AsyncIterable<Uint8Array>;
}

export const isMultipart = (contentType: string | undefined): boolean => /^multipart\/form-data(;|$)/i.test(contentType ?? '');

/**
 * Reads a form whose file is in the part called `file`. `take` gets the file as it arrives; nothing
 * of it is kept in memory. If the form is cut off or does not fit, `drop` gets the result of
 * `take`. Refuses with file.too-large, request.malformed, request.invalid and upload.*.
 */
export async function readForm<T>(
  request: IncomingMessage,
  { largest, take, drop }: { largest: number; take: (file: IncomingFile) => Promise<T>; drop: (taken: T) => Promise<void> },
): Promise<{ fields: Readonly<Record<string, string>>; taken: T }> {
  if (!isMultipart(request.headers['content-type'])) refuseUpload('upload.media-type');
  if (Number(request.headers['content-length'] ?? 0) > largest + beside) refuse('file.too-large', { most: largest });
  const form = new Form(largest, take);
  let failure: { readonly error: unknown } | undefined;
  try {
    await form.read(request);
  } catch (error) {
    failure = { error };
  }
  const taken = await form.taken();
  const problem = failure ?? form.problem ?? (taken && 'error' in taken ? taken : undefined);
  if (!problem && taken && 'value' in taken) return { fields: form.fields, taken: taken.value };
  if (taken && 'value' in taken) await drop(taken.value);
  if (problem) throw problem.error;
  return refuseUpload('upload.file-missing');
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** The error that `thrower` throws. */
function thrown(thrower: () => never): { readonly error: unknown } {
  try {
    return thrower();
  } catch (error) {
    return { error };
  }
}

class Form<T> {
  readonly fields: Record<string, string> = {};
  /** The first fault of the form. */
  problem: { readonly error: unknown } | undefined;
  #taking: Promise<Outcome<T>> | undefined;
  #file: BusboyFileStream | undefined;

  constructor(
    private readonly largest: number,
    private readonly take: (file: IncomingFile) => Promise<T>,
  ) {}

  taken(): Promise<Outcome<T>> | undefined {
    return this.#taking;
  }

  read(request: IncomingMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      let parser: BusboyInstance;
      try {
        parser = new Busboy({ headers: request.headers as BusboyHeaders, limits: { ...limits, fileSize: this.largest } });
      } catch {
        // For example, the form has no boundary.
        request.resume();
        reject(thrown(() => malformed('its Content-Type names no boundary')).error);
        return;
      }
      let received = 0;
      const fail = (error: unknown): void => {
        request.unpipe(parser);
        request.off('data', count);
        request.resume();
        this.#file?.destroy(error instanceof Error ? error : new Error('the form was cut off'));
        reject(error);
      };
      const count = (piece: Buffer): void => {
        received += piece.length;
        if (received > this.largest + beside) fail(thrown(() => refuse('file.too-large', { most: this.largest })).error);
      };
      const cutOff = (): void => fail(thrown(() => malformed('its body ends before the form does')).error);
      parser.on('field', (name, value, _, truncated) => this.field(name, value, truncated));
      parser.on('file', (name, content, fileName, _, mediaType) => this.file(name, content, fileName, mediaType));
      for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
        parser.on(limit, () =>
          this.refuse(() => (limit === 'filesLimit' ? refuseUpload('upload.file-missing') : malformed('its form has too many parts'))),
        );
      parser.once('error', cutOff);
      parser.once('finish', () => {
        request.off('data', count);
        resolve();
      });
      request.once('error', cutOff);
      request.once('close', () => {
        if (!request.complete) cutOff();
      });
      request.on('data', count);
      request.pipe(parser);
    });
  }

  private refuse(thrower: () => never): void {
    this.problem ??= thrown(thrower);
  }

  private field(name: string | undefined, value: string, truncated: boolean): void {
    if (name === undefined || name === '' || name === 'file') this.refuse(() => refuseUpload('upload.file-missing'));
    else if (truncated)
      this.refuse(() =>
        invalid([{ field: name.slice(0, 100), rule: 'length', message: `${name.slice(0, 100)} is longer than ${limits.fieldSize} bytes` }]),
      );
    else if (Object.hasOwn(this.fields, name))
      this.refuse(() => invalid([{ field: name.slice(0, 100), rule: 'once', message: `${name.slice(0, 100)} is given more than once` }]));
    else
      try {
        checkValues({ [name]: value });
        this.fields[name] = value;
      } catch (error) {
        this.problem ??= { error };
      }
  }

  private file(part: string | undefined, content: BusboyFileStream, name: string | undefined, mediaType: string): void {
    // Content that nobody reads any more must still be read to its end, or the form would never
    // end.
    const rest = () => content.resume();
    content.on('error', () => {});
    if (part !== 'file' || this.problem) {
      this.refuse(() => refuseUpload('upload.file-missing'));
      rest();
      return;
    }
    this.#file = content;
    this.#taking = this.take({ name: name ?? '', mediaType, content: whole(content, this.largest) }).then(
      (value) => ({ value }),
      (error: unknown) => {
        rest();
        return { error };
      },
    );
  }
}

/** The file's pieces; refuses where the parser stopped at the size limit. */
async function* whole(content: BusboyFileStream, largest: number): AsyncGenerator<Uint8Array> {
  // Leaving an iterator early would destroy the stream, and with it the form.
  for await (const piece of content.iterator({ destroyOnReturn: false })) yield piece as Buffer;
  if (content.truncated) refuse('file.too-large', { most: largest });
}
