import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type IncomingFile, readForm } from '../../../src/platform/http/multipart.js';

const file = (content: string, name = 'a.txt') =>
  `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n`;
const field = (name: string, value: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

const read = async (body: string, largest = 100) => {
  const dropped: string[] = [];
  const request = Object.assign(Readable.from([Buffer.from(body)], { objectMode: false }), {
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    complete: true,
  }) as unknown as IncomingMessage;
  const take = async ({ content }: IncomingFile) => {
    let text = '';
    for await (const piece of content) text += Buffer.from(piece).toString();
    return text;
  };
  const drop = async (taken: string) => {
    dropped.push(taken);
  };
  const answer = await readForm(request, { largest, take, drop }).catch((error: { code: string }) => error.code ?? error);
  return { answer, dropped };
};

describe('a form with a file', () => {
  it('gives the file as it comes and the fields, in any order', async () => {
    expect(await read(`${file('Words.')}${field('description', 'Grüße')}--b--\r\n`)).toEqual({
      answer: { fields: { description: 'Grüße' }, taken: 'Words.' },
      dropped: [],
    });
    expect((await read(`${file('x'.repeat(100))}--b--\r\n`)).answer).toMatchObject({ taken: 'x'.repeat(100) });
  });

  it.each([
    ['a file over the limit', `${file('x'.repeat(101))}--b--\r\n`, 'file.too-large', 0],
    ['no file', `${field('description', 'x')}--b--\r\n`, 'upload.file-missing', 0],
    ['two files', `${file('one')}${file('two')}--b--\r\n`, 'upload.file-missing', 1],
    ['a field given twice', `${file('one')}${field('a', '1')}${field('a', '2')}--b--\r\n`, 'request.invalid', 1],
    ['a field that is too long', `${file('one')}${field('a', 'x'.repeat(100_001))}--b--\r\n`, 'request.invalid', 1],
    ['a field named like what every object has', `${file('one')}${field('__proto__', '1')}--b--\r\n`, 'request.malformed', 1],
    [
      'too many fields',
      `${file('one')}${Array.from({ length: 40 }, (_, i) => field(`f${i}`, '1')).join('')}--b--\r\n`,
      'request.malformed',
      1,
    ],
    ['an end before its end', `${file('one')}--b`, 'request.malformed', 0],
    ['an end within its file', '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf', 'request.malformed', 0],
  ])('with %s is refused, and what was taken is dropped', async (_, body, code, dropped) => {
    const read_ = await read(body);
    expect([read_.answer, read_.dropped.length]).toEqual([code, dropped]);
  });
});
