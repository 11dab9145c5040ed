import { defaultTemplate } from '../../../src/modules/letters/default-templates.js';
import { letterKinds, placeholders } from '../../../src/modules/letters/letter-kinds.js';
import { htmlOf } from '../../../src/modules/letters/render-html.js';
import { pdfOf, unprintable } from '../../../src/modules/letters/render-pdf.js';
import { blocksOf, placeholdersIn, strayBraces, titleOf } from '../../../src/modules/letters/template.js';

describe('a template', () => {
  it('is read as title, headings, lists and paragraphs', () =>
    expect(blocksOf('# T\n\nOne\ntwo\n\n## H\n- a\n- b\n\nLast', {})).toEqual([
      { kind: 'title', text: 'T' },
      { kind: 'paragraph', lines: ['One', 'two'] },
      { kind: 'heading', text: 'H' },
      { kind: 'list', items: ['a', 'b'] },
      { kind: 'paragraph', lines: ['Last'] },
    ]));

  it('is filled with text alone: what looks like markup or a placeholder in a value stays what it is', () =>
    expect(blocksOf('# T\n\n{{a}}', { a: '# No title\n\n- no item {{b}}' })).toEqual([
      { kind: 'title', text: 'T' },
      { kind: 'paragraph', lines: ['# No title'] },
      { kind: 'paragraph', lines: ['- no item {{b}}'] },
    ]));

  it('makes an item of each line of a value in a list', () =>
    expect(blocksOf('- {{a}}', { a: 'one\n\ntwo' })).toEqual([{ kind: 'list', items: ['one', 'two'] }]));

  it('is not filled where a value is missing', () => expect(() => blocksOf('{{a}}', {})).toThrow('nothing was given for a'));

  it('names its placeholders', () => expect(placeholdersIn('{{a}} {{ b }} {{a}}')).toEqual(['a', 'b']));

  it.each(['{{a', '{{#if a}}', '{{a.b}}', '<%{x}%>', '{{{a}}}'])('%s is no placeholder', (body) => expect(strayBraces(body)).toBe(true));

  it.each([
    ['# T\n\ntext', 'T'],
    ['text\n# T', undefined],
    ['# T\n# U', undefined],
    ['# {{a}}', undefined],
    ['## H', undefined],
  ])('of %j has the title %j', (body, title) => expect(titleOf(body)).toBe(title));
});

describe('Casebook’s own wording', () => {
  it.each(letterKinds)('of a letter of the kind %s would be taken as a template', (kind) => {
    const { body } = defaultTemplate(kind);
    expect(titleOf(body)).toBeDefined();
    expect(strayBraces(body)).toBe(false);
    expect(placeholdersIn(body).filter((name) => !(placeholders[kind] as readonly string[]).includes(name))).toEqual([]);
  });
});

describe('a document', () => {
  const blocks = blocksOf('# T\n\n{{a}}\n\n## H\n\n- {{b}}', { a: '<script>alert("1")</script> & more', b: 'Łukasz Ньютон' });

  it('as HTML escapes what was filled in and loads nothing', () => {
    const html = htmlOf('T <1>', blocks);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title>T &lt;1&gt;</title>');
    expect(html).toContain('<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</p>');
    expect(html).toContain('<li>Łukasz Ньютон</li>');
    expect(html).not.toMatch(/<script|src=|href=|url\(/);
  });

  it('as PDF is the same bytes for the same moment, tagged, in English', async () => {
    const at = '2026-03-02T19:00:00.000Z';
    const pdf = await pdfOf('T', blocks, at);
    expect(pdf.equals(await pdfOf('T', blocks, at))).toBe(true);
    expect(pdf.equals(await pdfOf('T', blocks, '2026-03-02T19:00:01.000Z'))).toBe(false);
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    for (const tag of ['/MarkInfo', '/StructTreeRoot', '/Lang (en-US)', '/S /H1', '/S /H2', '/S /P', '/S /LI', '(D:20260302190000Z)'])
      expect([tag, text.includes(tag)]).toEqual([tag, true]);
  });

  it('names the characters that its typeface does not have', async () =>
    expect(await unprintable([{ kind: 'title', text: 'é Ж 王 王' }])).toEqual(['王']));
});
