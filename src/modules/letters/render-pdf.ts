import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Block } from './template.js';

const resolve = createRequire(import.meta.url).resolve;
// Embedded, because a PDF's standard fonts have only Western European letters.
const files = { regular: 'dejavu-fonts-ttf/ttf/DejaVuSerif.ttf', bold: 'dejavu-fonts-ttf/ttf/DejaVuSerif-Bold.ttf' } as const;

/** Loaded with the first letter, so that a server that issues none starts without them. */
const load = async () => {
  const fontkit = await import('fontkit');
  const { default: PDFDocument } = await import('pdfkit');
  const [regular, bold] = [files.regular, files.bold].map((file) => readFileSync(resolve(file))) as [Buffer, Buffer];
  const face = fontkit.create(regular);
  if (!('hasGlyphForCodePoint' in face)) throw new TypeError(`${files.regular} is no single font`);
  return { PDFDocument, regular, bold, prints: (point: number) => face.hasGlyphForCodePoint(point) };
};
let loaded: ReturnType<typeof load> | undefined;
const typeface = () => {
  loaded ??= load();
  return loaded;
};

const textsOf = (block: Block): readonly string[] =>
  'text' in block ? [block.text] : block.kind === 'paragraph' ? block.lines : block.items;

/** Characters of a letter for which its typeface has no glyph, each once. */
export async function unprintable(blocks: readonly Block[]): Promise<string[]> {
  const { prints } = await typeface();
  const characters = new Set(blocks.flatMap(textsOf).flatMap((text) => [...text]));
  return [...characters].filter((character) => !prints(character.codePointAt(0) ?? 0));
}

/**
 * A letter as a tagged PDF on US Letter paper. The same blocks and moment (ISO 8601) give the same
 * bytes. Every character must be printable.
 */
export async function pdfOf(title: string, blocks: readonly Block[], at: string): Promise<Buffer> {
  const { PDFDocument, regular, bold } = await typeface();
  const moment = new Date(at);
  const document = new PDFDocument({
    size: 'LETTER',
    margin: 72,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as never,
    tagged: true,
    lang: 'en-US',
    displayTitle: true,
    // Without a font to begin with, the library would load one of its standard fonts.
    font: regular as unknown as string,
    info: { Title: title, Creator: 'Casebook', Producer: 'Casebook', CreationDate: moment, ModDate: moment },
  });
  document.registerFont('regular', regular).registerFont('bold', bold);
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((done, failed) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.once('end', () => done(Buffer.concat(pieces)));
    document.once('error', failed);
  });

  const root = document.struct('Document');
  document.addStructure(root);
  const body = (text: string, options: PDFKit.Mixins.TextOptions = {}): void => {
    document
      .font('regular')
      .fontSize(10.5)
      .text(text, { lineGap: 3, ...options });
  };
  const add = (tag: string, draw: () => void) => root.add(document.struct(tag, {}, draw));
  for (const block of blocks) {
    switch (block.kind) {
      case 'title':
        add('H1', () => document.font('bold').fontSize(17).text(block.text));
        break;
      case 'heading':
        add('H2', () => document.font('bold').fontSize(12).text(block.text));
        break;
      case 'paragraph':
        add('P', () => body(block.lines.join('\n')));
        break;
      case 'list': {
        const list = document.struct('L');
        root.add(list);
        for (const item of block.items) {
          const entry = document.struct('LI');
          list.add(entry);
          entry.add(document.struct('LBody', {}, () => body(`•  ${item}`, { indent: 6 })));
          entry.end();
        }
        list.end();
      }
    }
    document.moveDown(block.kind === 'heading' ? 0.3 : 0.8);
  }
  root.end();
  document.end();
  return whole;
}
