import { gzipSync } from 'node:zlib';
import { detect, endingOf, falselyClaimed } from '../../../src/platform/files/content-type.js';
import { attachment, safeName } from '../../../src/platform/files/safe-name.js';
import { png, type ZipEntry, zipOf } from './samples.js';

const source = (bytes: Buffer) => ({
  bytes: bytes.length,
  read: async (from: number, length: number) => bytes.subarray(from, from + length),
});
const detected = (bytes: Buffer | string) => detect(source(Buffer.from(bytes)));
const entry = (name: string, more: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  packed: 4,
  plain: 4,
  content: Buffer.from('abcd'),
  ...more,
});
const office = (part: string) => zipOf([entry('[Content_Types].xml'), entry(part)]);
const openDocument = 'application/vnd.oasis.opendocument.text';

describe('what a file is', () => {
  it.each<[string, Buffer | string]>([
    ['image/png', png],
    ['image/jpeg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex')],
    ['application/pdf', '%PDF-1.7\n%abc\n1 0 obj'],
    ['application/gzip', gzipSync('x'.repeat(1000))],
    ['application/zip', zipOf([entry('readme.txt')])],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', office('word/document.xml')],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', office('xl/workbook.xml')],
    ['application/vnd.openxmlformats-officedocument.presentationml.presentation', office('ppt/presentation.xml')],
    [
      openDocument,
      zipOf([entry('mimetype', { packed: openDocument.length, plain: openDocument.length, content: Buffer.from(openDocument) })]),
    ],
    ['text/plain', 'Only words,\nand some more of them.'],
    ['text/plain', Buffer.from('caf\xe9 au lait', 'latin1')],
    ['text/plain', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('words', 'utf16le')])],
    ['text/plain', `${'é'.repeat(50_000)}`],
    ['text/csv', 'name,day\nAnn,1\nBob,2\n'],
    ['application/json', '{"a": [1, 2]}'],
    ['text/html', '<!-- saved --><!DOCTYPE html><html><script>alert(1)</script></html>'],
    ['message/rfc822', 'Received: from a by b\r\n\tfor c\r\nFrom: a@example.org\r\nSubject: x\r\n\r\nwords'],
  ])('%s', async (mediaType, bytes) => expect(await detected(bytes)).toEqual({ mediaType }));

  it.each<[string, Buffer]>([
    ['a program of Windows', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['a program of Linux', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(200)])],
    ['bytes of no kind', Buffer.from([1, 2, 3, 0, 5, 0, 7, 200, 201, 0])],
  ])('%s is taken in nowhere', async (_, bytes) => expect(await detected(bytes)).toHaveProperty('other'));

  it.each<[string, Buffer]>([
    ['damaged', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)])],
    ['damaged', zipOf([entry('a'), entry('b')], { count: 3 })],
    ['too-many-entries', zipOf(Array.from({ length: 10_001 }, (_, i) => entry(`${i}`)))],
    ['expands-too-much', zipOf([entry('zeros', { packed: 1000, plain: 1_000_000_000, content: Buffer.alloc(1000) })])],
    ['overlapping', zipOf([entry('a', { packed: 5000, plain: 5000 }), entry('b', { packed: 5000, plain: 5000 })])],
    ['nested', zipOf([entry('[Content_Types].xml'), entry('word/document.xml'), entry('word/more.ZIP')])],
  ])('an archive that is %s', async (fault, bytes) => expect(await detected(bytes)).toEqual({ fault }));
});

describe('what a name claims', () => {
  it.each([
    ['a.png', 'image/png', null],
    ['a.PNG', 'image/png', null],
    ['a', 'image/png', null],
    ['a.pdf', 'image/png', 'application/pdf'],
    ['a.exe', 'image/png', '.exe'],
    ['notes.old', 'text/plain', null],
    ['page.html', 'text/plain', null],
    ['a.jpg', 'text/html', 'image/jpeg'],
  ])('%s, of %s: %s', (name, mediaType, claimed) => expect(falselyClaimed(name, mediaType)).toBe(claimed));

  it('each type has an ending', () => expect([endingOf('image/jpeg'), endingOf('x/unknown')]).toEqual(['jpg', 'bin']));
});

describe('a name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\notes.txt', 'notes.txt'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['con.txt', '_con.txt'],
    ['LPT1', '_LPT1'],
    ['a\r\nSet-Cookie: x\0.txt', 'aSet-Cookie_ x.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['  .hidden. ', 'hidden'],
    ['a"b<c>d|e?.pdf', 'a_b_c_d_e_.pdf'],
    [`${'ä'.repeat(300)}.jpeg`, `${'ä'.repeat(97)}.jpeg`],
  ])('%j is made %j', (given, safe) => expect(safeName(given)).toBe(safe));

  it('stands in a header in ASCII, and as it is', () => {
    expect(attachment('Prüfung "1".txt')).toBe(`attachment; filename="Pr_fung _1_.txt"; filename*=UTF-8''Pr%C3%BCfung%20_1_.txt`);
    expect(attachment("it's (1).txt")).toContain("filename*=UTF-8''it%27s%20%281%29.txt");
  });
});
