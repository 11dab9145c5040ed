/** A piece of a letter: its title, a heading, a paragraph with its lines, or a list. */
export type Block =
  | { readonly kind: 'title' | 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] };

const placeholder = /\{\{\s*([A-Za-z]+)\s*\}\}/g;

/** Names of the placeholders in a template, each once, in the order of their first use. */
export const placeholdersIn = (body: string): string[] => [...new Set([...body.matchAll(placeholder)].map(([, name]) => name ?? ''))];

/** Whether braces are left outside placeholders. A template holds no code. */
export const strayBraces = (body: string): boolean => /[{}]/.test(body.replace(placeholder, ''));

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(placeholder, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`nothing was given for ${name}`);
    return value;
  });

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/**
 * The blocks of a template. `# ` begins its title, `## ` a heading, `- ` an item of a list. Lines
 * without a blank line between them form a paragraph. A value is only text: it makes neither
 * headings nor lists. In a paragraph, a blank line in a value begins another paragraph; in a list,
 * each line of a value is an item. Throws a TypeError if a placeholder has no value.
 */
export function blocksOf(body: string, values: Readonly<Record<string, string>>): Block[] {
  const blocks: Block[] = [];
  let [lines, items]: [string[], string[]] = [[], []];
  const flush = (): void => {
    for (const part of fill(lines.join('\n'), values).split(/\n\s*\n/)) {
      if (linesOf(part).length > 0) blocks.push({ kind: 'paragraph', lines: linesOf(part) });
    }
    if (items.length > 0) blocks.push({ kind: 'list', items: items.flatMap((item) => linesOf(fill(item, values))) });
    [lines, items] = [[], []];
  };
  for (const line of body.split(/\r?\n/).map((each) => each.trim())) {
    const [, marks, rest] = /^(#{1,2}|-)\s+(.*)$/.exec(line) ?? [];
    if (marks === '-' && rest !== undefined) {
      if (lines.length > 0) flush();
      items.push(rest);
    } else if (marks !== undefined && rest !== undefined) {
      flush();
      blocks.push({ kind: marks === '#' ? 'title' : 'heading', text: fill(rest, values) });
    } else if (line === '') flush();
    else {
      if (items.length > 0) flush();
      lines.push(line);
    }
  }
  flush();
  return blocks;
}

/**
 * The title of a template: its first line, if no other line begins with `# ` and it holds no
 * placeholder; otherwise undefined.
 */
export function titleOf(body: string): string | undefined {
  const titles = body.split(/\r?\n/).filter((line) => /^\s*#\s+\S/.test(line));
  const [first = ''] = linesOf(body);
  if (titles.length !== 1 || first !== titles[0]?.trim() || placeholdersIn(first).length > 0) return undefined;
  return first.replace(/^#\s+/, '');
}
