import { bytesAtMost, linesAtMost, textOf } from '../../../src/cli/policy-import/source.js';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('the text of a file', () => {
  it('is read as UTF-8, with a mark or without', () => {
    expect(textOf(bytes('Señales “claras”\n'))).toBe('Señales “claras”\n');
    expect(textOf(bytes([0xef, 0xbb, 0xbf], 'Notices\n'))).toBe('Notices\n');
  });
  it('is read as UTF-16, with a mark or without', () => {
    expect(textOf(bytes([0xff, 0xfe], [...utf16('Notices\n')]))).toBe('Notices\n');
    expect(textOf(utf16('Notices of the town\n'))).toBe('Notices of the town\n');
    expect(textOf(bytes([0xfe, 0xff], [...utf16('Notices\n').swap16()]))).toBe('Notices\n');
  });
  it('is read in an encoding that is named', () => expect(textOf(bytes('the clerk', [0x92], 's'), 'windows-1252')).toBe('the clerk’s'));
  it('ends its lines in one way', () => expect(textOf(bytes('one\r\ntwo\rthree\n'))).toBe('one\ntwo\nthree\n'));

  it.each([
    ['empty', bytes(''), 'the file is empty'],
    ['blank', bytes(' \n\n\f '), 'there is not a word in the file'],
    ['a PDF', bytes('%PDF-1.7\n'), 'it is a PDF; take its text out first, for example with `pdftotext -layout policy.pdf policy.txt`'],
    [
      'a Word document',
      bytes([0x50, 0x4b, 0x03, 0x04], 'word/'),
      'it is a ZIP archive, as Word and LibreOffice write; save the policy as plain text first',
    ],
    ['an old Word document', bytes([0xd0, 0xcf, 0x11, 0xe0]), 'it is an old Word document; save the policy as plain text first'],
    ['Rich Text', bytes('{\\rtf1'), 'it is Rich Text; save the policy as plain text first'],
    ['binary', bytes('one\ntwo\n\0\u0001\u0002 three, which goes on for a while'), 'line 3: it holds a zero byte: the file is not text'],
    ['full of control characters', bytes('one\ntwo \u0007\n'), 'line 2: it holds a control character (0x07): the file is not text'],
    [
      'in Windows-1252',
      bytes('one\ntwo\nthe clerk', [0x92], 's\nfour\n'),
      'line 3: the byte 0x92 is not UTF-8; save the file as UTF-8, or name its encoding, for example --encoding windows-1252',
    ],
    ['cut off within a character', bytes('one\ntwo', [0xe2, 0x80]), expect.stringMatching(/^line 2: the byte 0x[0-9a-f]{2} is not UTF-8/)],
    ['of too many lines', bytes('a\n'.repeat(linesAtMost)), `the file has ${linesAtMost + 1} lines; a policy has ${linesAtMost} at most`],
  ] as const)('is refused where the file is %s', (_, file, message) =>
    expect(() => textOf(file)).toThrow(expect.objectContaining({ message })),
  );
  it('is refused where it is not in the encoding that was named', () =>
    expect(() => textOf(bytes([0x41]), 'utf-16le')).toThrow('it is not text in utf-16le'));
  it('is refused where it is enormous', () =>
    expect(() => textOf(new Uint8Array(bytesAtMost + 1).fill(97))).toThrow(
      `the file has ${bytesAtMost + 1} bytes; a policy has ${bytesAtMost} at most`,
    ));
});
