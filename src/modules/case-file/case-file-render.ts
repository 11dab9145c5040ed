import canonicalize from 'canonicalize';
import { isSealed } from '../../platform/sealing/sealed.js';
import { type CaseFile, caseFile, reportersNamedIn } from './case-file.js';
import type { FileAudience } from './case-file-audience.js';
import type { FileEntry, FileValue } from './case-file-entries.js';
import { pageOf } from './case-file-html.js';
import type { CaseMaterial } from './case-file-material.js';
import { tellTale } from './reporter-redaction.js';

/** A file with sealed texts, and the data to finish it after they are opened. Plain JSON. */
export interface DraftedFile {
  readonly file: CaseFile;
  /** Id of the log's last event when the file was made, for the record of who took it. */
  readonly upTo: string;
  /** Names of people by their ids. */
  readonly names: Readonly<Record<string, string>>;
  /** Data that identifies the senders of reports. */
  readonly reporters: {
    readonly ids: readonly string[];
    /** Their present and past names. */
    readonly names: readonly string[];
    /** Their addresses and numbers. */
    readonly contacts: readonly string[];
  };
}

/** Drafts a case's file; see `caseFile`. */
export function draftFile(material: CaseMaterial, audience: FileAudience, subject?: string): DraftedFile {
  const ids = reportersNamedIn(material);
  const subjects = new Set(material.reports.flatMap(({ state: { reporter } }) => (reporter && !ids.includes(reporter) ? [reporter] : [])));
  const senders = material.reports.flatMap(({ state: { sender } }) =>
    sender.known === 'not' || (sender.known === 'person' && subjects.has(sender.person)) ? [] : [sender],
  );
  return {
    file: caseFile(material, audience, subject),
    upTo: material.head,
    names: Object.fromEntries(material.names),
    reporters: {
      ids,
      names: [
        ...senders.flatMap((sender) => (sender.known === 'name' && sender.name ? [sender.name] : [])),
        ...ids.flatMap((id) => material.reporterNames.get(id) ?? []),
      ],
      contacts: senders.flatMap(({ contact }) => (contact ? [contact] : [])),
    },
  };
}

export const withheldName = '[withheld]';

interface Finding {
  /** Searched in every text: ids, whole names, last names, addresses and numbers. */
  readonly everywhere: RegExp | undefined;
  /** Searched in prose: the same, and each part of a name. */
  readonly inProse: RegExp | undefined;
}

/**
 * Replaces matches in a value. `drafted` is the same value before its texts were opened; a sealed
 * text there is prose.
 */
function withheld(value: FileValue, drafted: unknown, find: Finding): FileValue {
  if (typeof value === 'string') {
    const pattern = isSealed(drafted) ? find.inProse : find.everywhere;
    return pattern ? value.replace(pattern, withheldName) : value;
  }
  if (Array.isArray(value)) return value.map((item, at) => withheld(item, (drafted as readonly unknown[])[at], find));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, withheld(inner, (drafted as Record<string, unknown>)[field], find)]),
    );
  return value;
}

/**
 * The finished file: senders of reports are withheld from all texts, and people are named. `opened`
 * is the draft with all its texts opened.
 */
export function finishFile(opened: DraftedFile, drafted: DraftedFile): CaseFile {
  const { file, names, reporters } = opened;
  const parts = withheld(file.parts as FileValue, drafted.file.parts, tellTale(reporters)) as Record<string, FileEntry[]>;
  const text = JSON.stringify(parts);
  const people = Object.entries(names)
    .filter(([id]) => file.about.audience !== 'public' && text.includes(id))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, name]) => ({ id, name }));
  return { ...file, parts: { ...parts, people } };
}

export const fileFormats = ['html', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** The text of a file: an HTML page, or canonical JSON (RFC 8785) and a line break. */
export const textOfFile = (file: CaseFile, format: FileFormat): string => (format === 'html' ? pageOf(file) : `${canonicalize(file)}\n`);
