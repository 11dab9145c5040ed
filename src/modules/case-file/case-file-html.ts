import type { CaseFile } from './case-file.js';
import type { FileEntry, FileValue } from './case-file-entries.js';

const style = `body{font-family:system-ui,sans-serif;line-height:1.5;color:#1a1a1a;background:#fff;margin:0 auto;max-width:75rem;padding:1rem}
a{color:#0b4f9e}a:focus{outline:3px solid #0b4f9e;outline-offset:2px}
.skip{position:absolute;left:-100rem}.skip:focus{position:static}
section,header{border-bottom:1px solid #595959;padding-bottom:1rem}
.wide{overflow-x:auto}.wide:focus{outline:3px solid #0b4f9e}
table{border-collapse:collapse}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid #595959;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;min-width:6rem}
th{background:#eee}dt{font-weight:bold}dd{margin:0 0 .25rem 1rem}ul{margin:0;padding-left:1.25rem}
@media print{.skip,nav{display:none}.wide{overflow:visible}}`;

const headings: Readonly<Record<string, string>> = {
  summary: 'Summary',
  reports: 'What was reported',
  allegations: 'Allegations, with the policy in force',
  findings: 'Findings',
  investigation: 'Investigation',
  determinations: 'Determinations',
  proceedings: 'Due process and decisions',
  grievances: 'Grievances',
  evidence: 'Evidence',
  custody: 'Chain of custody',
  interviews: 'Interviews',
  letters: 'Letters that were issued',
  measures: 'Measures',
  referrals: 'Referrals',
  overrides: 'Where a decision departs from what is usual',
  timeline: 'Timeline',
  people: 'People',
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

/** `textInForce` as `Text in force`. */
const label = (field: string): string => {
  const words = field.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Replaces ids and codes by words. */
type Words = (field: string, text: string) => string;

/**
 * Shows people by name, with the id if two have the same name, and event types in words. Other ids
 * and codes are only in the JSON form.
 */
function wordsOf(people: readonly FileEntry[]): Words {
  const names = new Map(people.map(({ id, name }) => [String(id), String(name)]));
  const borne = [...names.values()];
  const alone = (name: string) => borne.filter((one) => one === name).length === 1;
  return (field, text) => {
    const name = names.get(text);
    if (name !== undefined && field !== 'id') return alone(name) ? name : `${name} (${text})`;
    return field === 'what' ? label(text.charAt(0).toLowerCase() + text.slice(1)) : text;
  };
}

function shown(field: string, value: FileValue | undefined, words: Words): string {
  if (value === null || value === undefined) return '<span>–</span>';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value !== 'object') return escaped(words(field, String(value))).replaceAll('\n', '<br>');
  if (Array.isArray(value))
    return value.length === 0 ? 'None' : `<ul>${value.map((item) => `<li>${shown(field, item, words)}</li>`).join('')}</ul>`;
  return definitions(value as FileEntry, words);
}

const definitions = (entry: FileEntry, words: Words): string =>
  `<dl>${Object.entries(entry)
    .map(([field, value]) => `<dt>${escaped(label(field))}</dt><dd>${shown(field, value, words)}</dd>`)
    .join('')}</dl>`;

/** Fields that all entries share become columns. The last column holds an entry's other fields. */
function table(name: string, entries: readonly FileEntry[], words: Words): string {
  const shared = Object.keys(entries[0]!).filter((field) => entries.every((entry) => field in entry));
  const rows = entries.map((entry) => {
    const rest = Object.fromEntries(Object.entries(entry).filter(([field]) => !shared.includes(field)));
    return { cells: shared.map((field) => shown(field, entry[field], words)), rest };
  });
  const details = rows.some(({ rest }) => Object.keys(rest).length > 0);
  const head = [...shared.map(label), ...(details ? ['Details'] : [])].map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map(({ cells: [first, ...cells], rest }) => {
    const last = details ? `<td>${Object.keys(rest).length > 0 ? definitions(rest, words) : '<span>–</span>'}</td>` : '';
    return `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}${last}</tr>`;
  });
  const caption = `${headings[name] ?? label(name)} (${entries.length})`;
  return `<div class="wide" role="region" tabindex="0" aria-labelledby="${name}"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

const section = (name: string, entries: readonly FileEntry[], words: Words): string => {
  const told = () => (name === 'summary' ? entries.map((entry) => definitions(entry, words)).join('') : table(name, entries, words));
  const content = entries.length === 0 ? '<p>None.</p>' : told();
  return `<section aria-labelledby="${name}">\n<h2 id="${name}">${escaped(headings[name] ?? label(name))}</h2>\n${content}\n</section>`;
};

/** A case file as one self-contained HTML page: no script, no image, no font. */
export function pageOf({ about, leftOut, parts }: CaseFile): string {
  const title = `Case ${about.ref}: file for ${about.audience}`;
  const words = wordsOf(parts.people ?? []);
  const contents = Object.keys(parts).map((name) => `<li><a href="#${name}">${escaped(headings[name] ?? label(name))}</a></li>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>${escaped(title)}</h1>
${definitions({ ...about }, words)}
<p>Left out for this audience:</p>
<ul>${leftOut.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>
</header>
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
<main id="main">
${Object.entries(parts)
  .map(([name, entries]) => section(name, entries, words))
  .join('\n')}
</main>
</body>
</html>
`;
}
