import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import { isUUID } from 'class-validator';
import type { Casebook } from '../casebook.js';
import type { Config } from '../config.js';
import { type CaseFile, CaseFileDesk, type FileAudience, type FileFormat, GetCaseFile } from '../modules/case-file/case-file.public.js';
import { parsedRef } from '../modules/cases/cases.public.js';
import type { Caller } from '../platform/access/access.js';
import { withRequest } from '../platform/access/request.js';
import { newId } from '../platform/ground/ids.js';
import { instanceOf } from '../platform/http/input.js';
import { Refs } from '../platform/queries/refs.js';
import { actAs } from './act-as.js';
import { credentialsOf, type SignInOptions, serverOf } from './credentials.js';
import { Failure, say, UsageError } from './failure.js';
import { toFile } from './log-export.js';
import { Remote } from './remote.js';

export interface CaseExportOptions extends SignInOptions {
  readonly asOf?: string;
  readonly audience: FileAudience;
  /** Person id of the subject whose file it is, for the subject's audience. */
  readonly subject?: string;
  /** The purpose of the export, which the access record states. */
  readonly purpose: string;
  readonly out: string;
  readonly format: readonly FileFormat[];
  readonly force?: boolean;
}

/**
 * Returns the text of a file and the moment that it shows, as a token. It takes the parameters of
 * `GET /api/cases/{caseId}/file`.
 */
type Give = (asked: Readonly<Record<string, string>>) => Promise<{ readonly text: string; readonly moment: string }>;

/** Milliseconds that views may take to be built before a file is made. */
const listsTimeoutMs = 10 * 60_000;

/**
 * Writes the file of a case as of a moment, for an audience, in the name of the caller: over HTTP,
 * or on the data of a stopped server. Every file that is given out leaves an access record with the
 * file's hash. `named` is the id or the ref of the case.
 */
export async function exportCase(config: () => Config, named: string, options: CaseExportOptions): Promise<void> {
  if (!isUUID(named) && parsedRef(named) === undefined) throw new UsageError('case export takes the id or the ref of a case');
  const directory = resolve(options.out);
  const names = [...options.format.map((format) => `case-file.${format}`), 'manifest.json'];
  const there = names.find((name) => existsSync(join(directory, name)));
  if (there && !options.force) throw new Failure(`${join(directory, there)} is there already; --force replaces it`);
  const server = options.server === undefined ? undefined : serverOf(options.server);
  const who = await credentialsOf(options);
  if (!who) throw new UsageError('case export records who takes the file: give --token-file or CASEBOOK_TOKEN, or --login');

  const { texts, file } = server
    ? await new Remote(server).signedIn(who, (token) => given(remotely(new Remote(server), named, token), options))
    : await actAs(config(), who, (casebook, caller) => given(locally(casebook, caller, named), options));

  const written = options.format.map((format) => ({ name: `case-file.${format}`, text: texts.get(format)! }));
  const manifest = {
    ...file.about,
    files: written.map(({ name, text }) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
    letters: (file.parts.letters ?? []).map(({ id, kind, on, htmlSha256, pdfSha256 }) => ({ id, kind, on, htmlSha256, pdfSha256 })),
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const { name, text } of [...written, { name: 'manifest.json', text: `${canonicalize(manifest)}\n` }])
    await toFile(join(directory, name), options.force ?? false, (out) => out.appendFile(text));
  for (const { name, sha256 } of manifest.files) say(`${sha256}  ${join(directory, name)}`);
  const { moment, headEventId, audience } = file.about;
  say(`The case as of ${moment}${headEventId === undefined ? '' : ` (event ${headEventId})`}, for ${audience}.`);
}

/**
 * Makes every format at one moment: the first one settles it. The manifest is made from the JSON,
 * whether the JSON is written or not.
 */
async function given(give: Give, { asOf, audience, subject, purpose, format }: CaseExportOptions) {
  const asked = { audience, purpose, ...(subject !== undefined && { subject }) };
  const { text: json, moment } = await give({ ...asked, format: 'json', ...(asOf !== undefined && { asOf }) });
  const file = JSON.parse(json) as CaseFile;
  const texts = new Map<FileFormat, string>([['json', json]]);
  if (format.includes('html')) texts.set('html', (await give({ ...asked, format: 'html', asOf: moment })).text);
  return { texts, file };
}

const remotely =
  (server: Remote, named: string, token: string): Give =>
  (asked) =>
    server.answer('GET', `/api/cases/${encodeURIComponent(named)}/file?${new URLSearchParams(asked)}`, token);

function locally(casebook: Casebook, caller: Caller, named: string): Give {
  const desk = casebook.get(CaseFileDesk);
  return async (asked) => {
    const building = await casebook.views.built(listsTimeoutMs);
    if (building.length > 0) throw new Failure(`these lists are still being built: ${building.join(', ')}`);
    const values = { ...asked, caseId: named };
    await casebook.get(Refs).resolve(values, caller);
    const query = instanceOf(GetCaseFile, values);
    let moment = '';
    const headers = (given: Readonly<Record<string, string>>): void => {
      moment = given['casebook-moment'] ?? '';
    };
    const { text } = await desk.give(withRequest(query, { caller, correlationId: newId(), headers }));
    return { text, moment };
  };
}
