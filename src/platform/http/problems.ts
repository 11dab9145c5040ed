import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Refusal, type RefusalTerms, refusals, refuseFrom } from '../refusals/refuse.js';
import { storeRefusal } from '../refusals/store-refusal.js';

/** The refusals of the HTTP edge itself. */
export const httpRefusals = refusals({
  'request.malformed': { status: 400, says: 'The request cannot be read; reason says why.' },
  'access.unauthenticated': { status: 401, says: 'Sign in, or send a valid token: Authorization: Bearer, then the token.' },
  'access.cross-site': {
    status: 403,
    says: 'A browser sent this from another site: sign in at the address of this server and send it from there.',
  },
  'route.not-found': { status: 404, says: 'There is no such address; /api/docs lists them.' },
  'route.method-not-allowed': { status: 405, says: 'This address takes other methods; Allow names them.' },
  'request.too-large': { status: 413, says: 'The request is larger than this server takes.' },
  'request.media-type': { status: 415, says: 'A body is JSON in UTF-8: Content-Type: application/json.' },
  'request.invalid': { status: 422, says: 'Some fields do not fit; errors names each with its rule.' },
});
/** The edge's refusals of a form with a file. */
export const uploadTable = refusals({
  'upload.media-type': { status: 415, says: 'A file comes in a form: Content-Type: multipart/form-data.' },
  'upload.file-missing': { fields: ['file'], status: 422, says: 'The form has exactly one file, in its part called file.' },
});
export const uploadRefusals = () => uploadTable('upload.media-type', 'upload.file-missing');
export const refuseUpload = refuseFrom(uploadTable.table);
export const refuseHttp = refuseFrom(httpRefusals.table);

/** A field that does not fit. */
export interface FieldError {
  /** Path from the outermost field, with dots: `allegations.0.clause`. */
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export const invalid = (errors: readonly FieldError[]): never => refuseHttp('request.invalid', { errors });
export const malformed = (reason: string): never => refuseHttp('request.malformed', { reason });

/** An RFC 9457 problem document, and the other parts of the answer. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

export const problemType = (code: string): string => `urn:casebook:problem:${code}`;
export const problemMedia = 'application/problem+json';
export const internal = { code: 'internal', status: 500 } as const;

/** Seconds after which a client may try again, for refusals that do not say so themselves. */
const retryAfter = (code: string, { status }: RefusalTerms, details: Readonly<Record<string, unknown>>): string => {
  if (typeof details.retryAfter === 'number') return String(Math.max(1, Math.ceil(details.retryAfter)));
  if (code === 'view.building' || code === 'view.stopped') return '10';
  return status === 429 ? '30' : '1';
};

/** The problem document of a refusal; `correlationId` becomes its instance. */
export function problemOf({ code, terms, details }: Refusal, correlationId: string): Problem {
  const { status, says, cites } = terms;
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="casebook"';
  if (status === 429 || status === 503) headers['retry-after'] = retryAfter(code, terms, details);
  if (Array.isArray(details.allow)) headers.allow = details.allow.join(', ');
  const body = {
    ...details,
    type: problemType(code),
    title: STATUS_CODES[status],
    status,
    code,
    detail: says,
    ...(cites && { citation: cites }),
    instance: `urn:uuid:${correlationId}`,
  };
  return { status, code, headers, body };
}

/** Says only where to look: the cause is in the log under the same id. */
export const internalProblem = (correlationId: string): Problem => ({
  ...internal,
  headers: {},
  body: {
    type: problemType(internal.code),
    title: STATUS_CODES[internal.status],
    ...internal,
    detail: 'Something went wrong here; the log has it under this instance.',
    instance: `urn:uuid:${correlationId}`,
  },
});

const own = (code: keyof typeof httpRefusals.table, details = {}): Refusal => new Refusal(code, httpRefusals.table[code], details);

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && error.name === 'FastifyError' ? (error as { statusCode?: number }).statusCode : undefined;
};

/**
 * The refusal that a thrown error means to a client; undefined for an error that should not happen.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const ofStore = storeRefusal(error);
  if (ofStore) return ofStore;
  // Only the status is used: the messages quote the address or the body.
  switch (statusOf(error)) {
    case 400:
      return own('request.malformed', { reason: 'it is not a request that HTTP and JSON allow' });
    case 401:
      return own('access.unauthenticated');
    case 404:
    case 414:
      return own('route.not-found');
    case 413:
      return own('request.too-large');
    case 415:
      return own('request.media-type');
    default:
      return undefined;
  }
}
