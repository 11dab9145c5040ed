import type { Block } from './template.js';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);

// Black on white, in relative sizes, so that readers can enlarge it. Nothing is loaded from
// elsewhere.
const style = [
  'body{margin:0 auto;max-width:42rem;padding:2rem 1.5rem;color:#111;background:#fff;font:1rem/1.6 Georgia,serif}',
  'h1{font-size:1.6rem;line-height:1.3;margin:0 0 1.5rem}h2{font-size:1.15rem;margin:1.75rem 0 .5rem}',
  'p,ul{margin:0 0 1rem}p,li{overflow-wrap:break-word}ul{padding-left:1.5rem}',
  '@media print{@page{margin:2.5cm}body{max-width:none;padding:0}h2{break-after:avoid}p,li{orphans:3;widows:3}}',
].join('');

function markup(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<h1>${escaped(block.text)}</h1>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${block.lines.map(escaped).join('<br>\n')}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;
  }
}

/** A letter as one self-contained HTML document. Filled-in values are text and never markup. */
export function htmlOf(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${blocks.map(markup).join('\n')}
</main>
</body>
</html>
`;
}
