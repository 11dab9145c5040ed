import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import type { Config } from '../config.js';
import {
  type CaseSource,
  type DraftedFile,
  draftFile,
  type FileAudience,
  finishFile,
  gatherCase,
  type Head,
  hasFile,
  pageOf,
} from '../modules/cases/cases.public.js';
import { eventTypes } from '../parts.js';
import { closeAccounts, openAccountsForReading } from '../platform/accounts/database.js';
import { SystemClock } from '../platform/clock.js';
import { Codec } from '../platform/events/codec.js';
import { streamParts } from '../platform/events/envelope.js';
import type { LogReader } from '../platform/events/event-store.js';
import { openLogReader } from '../platform/events/open-store.js';
import { loadMasterKey } from '../platform/sealing/master-key.js';
import { RecordKeys } from '../platform/sealing/record-keys.js';
import { Sealer } from '../platform/sealing/sealer.js';
import { parseAsOf } from '../platform/views/as-of.js';
import { Failure, say } from './failure.js';
import { toFile } from './log-export.js';

export type CaseFormat = 'html' | 'json';

export interface CaseExportOptions {
  readonly asOf?: string;
  readonly audience: FileAudience;
  /** Person id of the subject whose file it is, for that audience. */
  readonly subject?: string;
  readonly out: string;
  readonly format: readonly CaseFormat[];
  readonly force?: boolean;
}

const batch = 1_000;

/** Writes the file of a case, as it stood at a position of the log, for an audience; beside a running server too. Changes no data. */
export async function exportCase(config: Config, caseId: string, options: CaseExportOptions): Promise<void> {
  const directory = resolve(options.out);
  const files = [...options.format.map((format) => `case-file.${format}`), 'manifest.json'];
  const there = files.find((name) => existsSync(join(directory, name)));
  if (there && !options.force) throw new Failure(`${join(directory, there)} is there already; --force replaces it`);

  const log = await openLogReader(config.events);
  let drafted: DraftedFile;
  try {
    const head = await headAt(log, options.asOf);
    const material = await gatherCase(caseId, await sourceAt(log, head, caseId));
    if (!material) throw new Failure(`there is no case ${caseId} at position ${head.position}`);
    const subject = options.audience === 'subject' ? options.subject : undefined;
    if (options.audience === 'subject' && (!subject || !hasFile(material, subject)))
      throw new Failure('this person was told of nothing in this case by then; --subject names one of its subjects');
    drafted = draftFile(material, options.audience, subject);
  } finally {
    await log.close();
  }

  const file = finishFile(await opened(config, drafted));
  const contents: Record<CaseFormat, () => string> = { html: () => pageOf(file), json: () => `${canonicalize(file)}\n` };
  const written = options.format.map((format) => ({ name: `case-file.${format}`, text: contents[format]() }));
  const manifest = {
    ...file.about,
    files: written.map(({ name, text }) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const { name, text } of [...written, { name: 'manifest.json', text: `${canonicalize(manifest)}\n` }])
    await toFile(join(directory, name), options.force ?? false, (out) => out.appendFile(text));
  for (const { name, sha256 } of manifest.files) say(`${sha256}  ${join(directory, name)}`);
  say(
    `The case as of position ${file.about.position} (event ${file.about.headEventId}, ${file.about.moment}), for ${file.about.audience}.`,
  );
}

/** The last event up to the moment asked for: a position, a time, or now. */
async function headAt(log: LogReader, asOf: string | undefined): Promise<Head> {
  const end = await log.head();
  const asked = asOf === undefined ? { position: end } : parseAsOf(asOf);
  if ('time' in asked && Date.parse(asked.time) > new SystemClock().now()) throw new Failure(`${asked.time} lies in the future`);
  const position = 'time' in asked ? await log.positionAt(asked.time) : asked.position;
  if (position > end) throw new Failure(`the log ends at position ${end}`);
  const event = await log.at(position);
  if (!event) throw new Failure(`nothing was recorded at ${asOf ?? 'all'}`);
  return { position: event.position, id: event.id, recordedAt: event.recordedAt };
}

async function sourceAt(log: LogReader, head: Head, caseId: string): Promise<CaseSource> {
  const codec = new Codec(eventTypes);
  return {
    head,
    items: await itemsOf(log, head, caseId),
    history: async (stream) =>
      (await log.read(stream)).filter(({ position }) => position <= head.position).map((record) => codec.decode(record)),
  };
}

/** Reads the log itself, so that no list has to be built, or as far, for it. */
async function itemsOf(log: LogReader, head: Head, caseId: string): Promise<CaseSource['items']> {
  const items = { evidence: [] as string[], interviews: [] as string[] };
  for (let position = 0; position < head.position; ) {
    const records = (await log.readAll(position, batch)).filter((record) => record.position <= head.position);
    if (records.length === 0) break;
    for (const { stream, revision, data } of records) {
      if (revision !== 0 || (data as { caseId?: unknown }).caseId !== caseId) continue;
      const { kind, id } = streamParts(stream);
      if (kind === 'evidence') items.evidence.push(id);
      if (kind === 'interview') items.interviews.push(id);
    }
    position = records.at(-1)!.position;
  }
  return items;
}

async function opened(config: Config, drafted: DraftedFile): Promise<DraftedFile> {
  const accounts = await openAccountsForReading(config.accounts);
  try {
    const keys = await RecordKeys.open(accounts, loadMasterKey(config.masterKeyFile), new SystemClock());
    return (await new Sealer(keys).openAll(drafted)) as DraftedFile;
  } finally {
    await closeAccounts(accounts);
  }
}
