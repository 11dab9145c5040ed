import type { CaseFile, Entry, FileAudience, Value } from './case-file.js';
import { caseFile, reportersIn } from './case-file.js';
import type { CaseMaterial } from './case-file-material.js';

/** A file before its texts are opened, with what is needed to finish it afterwards. Plain JSON. */
export interface DraftedFile {
  readonly file: CaseFile;
  /** Names of people by their ids. */
  readonly names: Readonly<Record<string, string>>;
  /** What tells who sent a report: ids, names, and where they can be reached. */
  readonly reporters: readonly string[];
}

/** Drafts a case's file; see `caseFile`. */
export function draftFile(material: CaseMaterial, audience: FileAudience, subject?: string): DraftedFile {
  const ids = reportersIn(material);
  const senders = material.reports.flatMap(({ state: { sender } }) => {
    if (sender.known === 'not') return [];
    if (sender.known === 'person') return ids.includes(sender.person) ? [material.names.get(sender.person), sender.contact] : [];
    return [sender.name, sender.contact];
  });
  return {
    file: caseFile(material, audience, subject),
    names: Object.fromEntries(material.names),
    reporters: [...ids, ...senders.flatMap((text) => (text ? [text] : []))],
  };
}

export const withheldName = '[withheld]';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds what tells who sent a report: whole, and the last word of a name. */
function tellTale(reporters: readonly string[]): RegExp | undefined {
  const words = reporters.flatMap((text) => {
    const last = /^\p{L}[\p{L} .'’-]*$/u.test(text) ? text.trim().split(/\s+/).at(-1)! : text;
    return [text.trim(), ...(last.length >= 3 ? [last] : [])];
  });
  const longestFirst = [...new Set(words)].filter((word) => word !== '').sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (longestFirst.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

function replaced(value: Value, find: RegExp | undefined): Value {
  if (typeof value === 'string') return find ? value.replace(find, withheldName) : value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, find));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, replaced(inner, find)]));
  return value;
}

/** The file once its texts are open: whoever sent a report is taken out of what others wrote, and people are named. */
export function finishFile({ file, names, reporters }: DraftedFile): CaseFile {
  const parts = replaced(file.parts as Value, tellTale(reporters)) as Record<string, Entry[]>;
  const text = JSON.stringify(parts);
  const people = Object.entries(names)
    .filter(([id]) => file.about.audience !== 'public' && text.includes(id))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, name]) => ({ id, name }));
  return { ...file, parts: { ...parts, people } };
}
