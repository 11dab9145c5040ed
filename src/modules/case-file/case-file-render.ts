import canonicalize from 'canonicalize';
import { isSealed } from '../../platform/sealing/sealed.js';
import { type CaseFile, caseFile, reportersNamedIn } from './case-file.js';
import type { FileAudience } from './case-file-audience.js';
import type { FileEntry, FileValue } from './case-file-entries.js';
import { pageOf } from './case-file-html.js';
import type { CaseMaterial } from './case-file-material.js';
import { tellTale } from './reporter-redaction.js';

/** A file before its texts are opened, with what is needed to finish it afterwards. Plain JSON. */
export interface DraftedFile {
  readonly file: CaseFile;
  /** Names of people by their ids. */
  readonly names: Readonly<Record<string, string>>;
  /** What tells who sent a report. */
  readonly reporters: {
    readonly ids: readonly string[];
    /** Names that they go by, or went by. */
    readonly names: readonly string[];
    /** Where they can be reached. */
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
  /** In every text: ids, whole names, last names, where somebody can be reached. */
  readonly everywhere: RegExp | undefined;
  /** In what people wrote: each part of a name besides. */
  readonly inProse: RegExp | undefined;
}

/** `drafted` is the same value before it was opened: what was sealed there is what somebody wrote. */
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
 * The file once its texts are open: whoever sent a report is taken out of what others wrote, and people are named. `opened` is the draft
 * with every text in it opened.
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

/** The bytes of a file, as UTF-8: a page, or canonical JSON (RFC 8785) and a line break. */
export const textOfFile = (file: CaseFile, format: FileFormat): string => (format === 'html' ? pageOf(file) : `${canonicalize(file)}\n`);
