import { Moments } from '../../../src/platform/sealing/moments.js';

const key = Buffer.alloc(32, 1);
const moment = { position: 4_711, time: '2026-03-02T19:00:00.123Z' };

describe('The token of a moment', () => {
  it('differs each time, and opens to the position and the time', () => {
    const moments = new Moments(key);
    const [one, other] = [moments.tokenOf(moment, 'ann'), moments.tokenOf(moment, 'ann')];
    expect(one).not.toBe(other);
    for (const token of [one, other]) expect(moments.momentOf(token, 'ann')).toEqual(moment);
  });

  it('rests on nothing but key, person, moment and nonce', () => {
    const counted = () => {
      let given = 0;
      return new Moments(key, () => {
        given += 1;
        return Buffer.alloc(12, given);
      });
    };
    const [one, other] = [counted(), counted()];
    expect(one.tokenOf(moment, 'ann')).toBe(other.tokenOf(moment, 'ann'));
    expect(one.tokenOf(moment, 'ann')).not.toBe(counted().tokenOf(moment, 'ann'));
  });

  it('tells neither position nor time, by its bytes or by its length', () => {
    const moments = new Moments(key);
    const token = moments.tokenOf(moment, 'ann');
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/4711|2026|ann/);
    expect(token).toMatch(/^[\w-]+$/);
    for (const position of [0, 9, 1_000_000, Number.MAX_SAFE_INTEGER])
      expect(moments.tokenOf({ ...moment, position }, 'ann')).toHaveLength(token.length);
  });

  it('opens for nobody else, for no other use and under no other key', () => {
    const moments = new Moments(key);
    const token = moments.tokenOf(moment, 'ann');
    expect(moments.momentOf(token, 'bob')).toBeUndefined();
    expect(new Moments(Buffer.alloc(32, 2)).momentOf(token, 'ann')).toBeUndefined();
    expect(moments.momentOf(moments.seal('cursor', 'ann', '00000000000047110000001772478000123'), 'ann')).toBeUndefined();
  });

  it('opens in no altered form', () => {
    const moments = new Moments(key);
    const bytes = Buffer.from(moments.tokenOf(moment, 'ann'), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const altered = Buffer.from(bytes);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(moments.momentOf(altered.toString('base64url'), 'ann')).toBeUndefined();
      expect(moments.momentOf(bytes.subarray(0, i).toString('base64url'), 'ann')).toBeUndefined();
    }
    const token = bytes.toString('base64url');
    for (const altered of [`${token}x`, `${token}!`, `${token}=`, ` ${token}`, Buffer.concat([bytes, Buffer.of(0)]).toString('base64url')])
      expect(moments.momentOf(altered, 'ann')).toBeUndefined();
  });
});
