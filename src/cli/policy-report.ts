import process from 'node:process';
import { type Clause, redlineOf } from '../modules/policy/policy.public.js';
import { count } from './failure.js';
import type { ProposedAmendment } from './policy-import/match.js';
import type { ProposedClause, ProposedPolicy } from './policy-import/propose.js';

const width = (): number => Math.max(60, process.stdout.columns ?? 110);

const cut = (text: string, room: number): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= room ? line : `${line.slice(0, Math.max(1, room - 1))}…`;
};
const marked = (value: string, confidence: string): string =>
  `${value}${confidence === 'unsure' ? '??' : confidence === 'likely' ? '?' : ''}`;
const named = ({ heading, text, number }: Clause): string =>
  [number, heading && (text ? `${heading}.` : heading), text].filter(Boolean).join(' ');
const bearing = ({ text, binds, force, sure }: ProposedClause): string =>
  text === '' ? '' : `${marked(force, sure.force)} · ${marked(binds, sure.binds)}`;

function depths(clauses: readonly Clause[]): ReadonlyMap<string, number> {
  const depth = new Map<string, number>();
  for (const { id, parent } of clauses) depth.set(id, parent === null ? 0 : (depth.get(parent) ?? 0) + 1);
  return depth;
}

/** The clauses that were read, in one or two lines each. */
function tree(clauses: readonly ProposedClause[]): string[] {
  const depth = depths(clauses);
  return clauses.flatMap((clause) => {
    const pad = '  '.repeat(depth.get(clause.id) ?? 0);
    const first = `${pad}${clause.id}  `;
    const second = bearing(clause);
    return [
      `${first}${cut(named(clause), width() - first.length)}`,
      ...(second ? [`${' '.repeat(first.length)}${cut(second, width() - first.length)}`] : []),
    ];
  });
}

/** The omissions and the uncertain readings, by line of the file. */
function notesIn(notes: ProposedPolicy['notes'], clauses: readonly ProposedClause[]): string[] {
  const unsure = notes.filter(({ kind }) => kind === 'unsure');
  const left = notes.filter(({ kind }) => kind === 'left-out');
  const guessed = clauses.filter(({ sure }) => sure.binds === 'unsure' || sure.force === 'unsure').length;
  return [
    ...(left.length > 0
      ? ['', `Left out, ${count(left.length, 'line')}:`, ...left.map(({ line, says }) => `  line ${line}: ${cut(says, width() - 14)}`)]
      : []),
    ...(unsure.length > 0
      ? ['', `Unsure, ${count(unsure.length, 'reading')}:`, ...unsure.map(({ line, says }) => `  line ${line}: ${cut(says, width() - 14)}`)]
      : []),
    ...(guessed > 0
      ? ['', `Of ${count(guessed, 'clause')} it is a guess whom they bind or how (marked ??); what is marked ? is likely.`]
      : []),
  ];
}

export function adoptionReport({ title, clauses, notes }: ProposedPolicy): string {
  return [
    ...(title ? [title, ''] : []),
    ...tree(clauses),
    ...notesIn(notes, clauses),
    '',
    `${count(clauses.length, 'clause')} were read.`,
  ].join('\n');
}

/** Removed words in [- -], added words in {+ +}. */
const redlined = (before: string, after: string): string =>
  redlineOf(before, after)
    .map(({ kind, text }) => (kind === 'removed' ? `[-${text}-]` : kind === 'added' ? `{+${text}+}` : text))
    .join('');

export function amendmentReport(base: readonly Clause[], { changes, clauses, notes }: ProposedAmendment, title: string | null): string {
  const was = new Map(base.map((clause) => [clause.id, clause]));
  const [changed, renumbered, moved] = [changes.changed, changes.renumbered, changes.moved].map(
    (list) => new Map(list.map((one) => [one.id, one])),
  );
  const lines: string[] = [];
  for (const id of changes.removed) lines.push(`- ${id}  ${cut(named(was.get(id) as Clause), width() - id.length - 4)}`);
  for (const clause of clauses) {
    const { id } = clause;
    const old = was.get(id);
    if (!old) lines.push(`+ ${id}  ${cut(named(clause), width() - id.length - 4)}`, ...(clause.text ? [`      ${bearing(clause)}`] : []));
    else {
      const what = [
        ...(changed?.has(id) ? ['changed'] : []),
        ...(renumbered?.has(id) ? [`renumbered from ${old.number ?? 'no number'} to ${clause.number ?? 'no number'}`] : []),
        ...(moved?.has(id) ? [`moved ${clause.parent ? `below ${clause.parent}` : 'to the top'}`] : []),
      ];
      if (what.length > 0) lines.push(`~ ${id}  ${what.join(', ')}`);
      if (old.heading !== clause.heading) lines.push(`      ${redlined(old.heading ?? '', clause.heading ?? '')}`);
      if (old.text !== clause.text) lines.push(`      ${redlined(old.text, clause.text)}`);
      if (old.binds !== clause.binds || old.force !== clause.force)
        lines.push(`      ${old.force} · ${old.binds} becomes ${clause.force} · ${clause.binds}`);
    }
  }
  const sums = [
    `${changes.added.length} added`,
    `${changes.changed.length} changed`,
    `${changes.removed.length} removed`,
    `${changes.renumbered.length} renumbered`,
    `${changes.moved.length} moved`,
  ];
  return [
    ...(title ? [title, ''] : []),
    ...lines,
    ...notesIn(
      notes,
      clauses.filter(({ id }) => !was.has(id)),
    ),
    '',
    `${sums.join(', ')}.`,
  ].join('\n');
}
