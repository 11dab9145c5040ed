const longest = 110;
const mostLines = 24;
const mostItems = 3;

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** A body with long texts cut and long lists reduced to their first items. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostItems).map(shortened);
    return value.length > mostItems ? [...shown, `… ${value.length - mostItems} more`] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortened(one)]));
}

/** JSON that keeps a value on one line where it fits. */
function written(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1)?.replace(/\n\s*/g, ' ') ?? '';
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= longest) return flat;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Object.entries(value).map(([key, one]) =>
    Array.isArray(value) ? `${deeper}${written(one, deeper)}` : `${deeper}${JSON.stringify(key)}: ${written(one, deeper)}`,
  );
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/**
 * The parts of a body at these paths, in the body's own shape. A path applies to every item of a
 * list. The other parts are only counted.
 */
function picked(whole: unknown, paths: readonly string[]): unknown {
  if (paths.includes('')) return whole;
  if (Array.isArray(whole)) return whole.map((item) => picked(item, paths));
  if (typeof whole !== 'object' || whole === null) return whole;
  const heads = [...new Set(paths.map((path) => path.split('.')[0] ?? ''))];
  const below = (head: string): string[] => paths.filter((path) => path.split('.')[0] === head).map((path) => path.slice(head.length + 1));
  const entries = Object.entries(whole);
  const shown = heads.flatMap((head) => entries.filter(([key]) => key === head).map(([key, value]) => [key, picked(value, below(key))]));
  const left = entries.length - shown.length;
  return Object.fromEntries(left > 0 ? [...shown, ['…', `${left} more`]] : shown);
}

/**
 * A body as lines for people: shortened, and reduced to the named paths where any are given. For a
 * list, the paths apply to its items.
 */
export function shownLinesOf(body: unknown, show?: readonly string[]): string[] {
  if (body === undefined) return [];
  if (typeof body === 'string')
    return body
      .trimEnd()
      .split('\n')
      .map((line) => cut(line));
  const { items } = body as { items?: unknown };
  const chosen = !show ? body : Array.isArray(items) ? { items: items.map((item) => picked(item, show)) } : picked(body, show);
  const lines = written(shortened(chosen)).split('\n');
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`] : lines;
}
