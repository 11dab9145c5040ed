import { readMoment } from '../../../src/platform/queries/as-of.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import { caller } from '../../kit/given.js';

const moments = new Moments(Buffer.alloc(32, 1));
const ann = caller('ann', 'Auditor');
const bob = caller('bob', 'City Manager');
const read = (text: string, who = bob) => readMoment(text, 'asOf', who, moments);

describe('asOf', () => {
  it.each([
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00:00.123456-07:00', '2026-03-01T19:00:00.123Z'],
    ['2026-03-01T12:00:00 02:00', '2026-03-01T10:00:00.000Z'],
    ['2024-02-29T00:00:00+0530', '2024-02-28T18:30:00.000Z'],
    ['0001-01-02T00:00:00Z', '0001-01-02T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(read(text)).toEqual({ time });
  });

  it('@17 is a position, for the Auditor alone', () => {
    expect(read('@17', ann)).toEqual({ position: 17 });
    expect(read('@17', caller('cy', 'HR', 'Auditor'))).toEqual({ position: 17 });
    for (const text of ['@17', '@0', '@x'])
      expect(() => read(text)).toThrow(
        expect.objectContaining({ code: 'moment.position', details: { errors: [expect.objectContaining({ field: 'asOf' })] } }),
      );
  });

  it('a token is the moment of an earlier answer to the same person', () => {
    const moment = { position: 17, time: '2026-03-01T12:00:00.000Z' };
    expect(read(moments.tokenOf(moment, 'bob'))).toEqual(moment);
  });

  const token = moments.tokenOf({ position: 17, time: '2026-03-01T12:00:00.000Z' }, 'bob');
  it.each([
    ['another person’s', moments.tokenOf({ position: 17, time: '2026-03-01T12:00:00.000Z' }, 'ann')],
    ['of another city', new Moments(Buffer.alloc(32, 2)).tokenOf({ position: 17, time: '2026-03-01T12:00:00.000Z' }, 'bob')],
    ['a cursor', moments.seal('cursor of cases', 'bob', '0000000000000017')],
    ['cut short', token.slice(0, -4)],
    ['lengthened', `${token}AAAA`],
    ['tampered with', token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
    ['made up', 'x'.repeat(token.length)],
  ])('a token that is %s is unknown, and the refusal names the field', (_, text) => {
    expect(() => readMoment(text, 'minMoment', bob, moments)).toThrow(
      expect.objectContaining({
        code: 'moment.unknown',
        terms: expect.objectContaining({ status: 400 }),
        details: { errors: [{ field: 'minMoment', rule: 'moment.unknown', message: expect.stringMatching(/^minMoment: /) }] },
      }),
    );
  });

  it.each([
    '',
    'now',
    '@',
    '@-1',
    '@1.5',
    '@9999999999999999',
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-02-29T12:00:00Z',
    '2026-04-31T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-00-01T12:00:00Z',
    '2026-01-00T12:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T12:60:00Z',
    '2026-01-01T12:00:60Z',
    '2026-01-01T12:00:00+24:00',
    '2026-01-01T12:00:00+01:60',
    '2026-01-01T12:00:00.Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    ' 2026-03-01T12:00:00Z',
    '20260301T120000Z',
    '2026-03-01T12:00:00z',
  ])('%j is malformed', (text) => {
    expect(() => read(text, ann)).toThrow(expect.objectContaining({ code: 'as-of.malformed' }));
  });
});
