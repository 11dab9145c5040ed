import { createHmac, randomBytes } from 'node:crypto';
import { derivedId, uuidOf } from '../../../src/platform/ground/ids.js';
import { keyedHash } from '../../../src/platform/ground/keyed-hash.js';

describe('the keyed hash of a text', () => {
  test.each([
    ['empty', ''],
    ['a command', '{"body":{"version":"5716"},"command":"AcknowledgePolicy"}'],
    ['of three bytes a character', '€'.repeat(1365)],
    ['just too long for the fast way', '€'.repeat(1366)],
    ['long', 'Übergriff'.repeat(5_000)],
  ])('is HMAC-SHA-256, whatever the text and the key: %s', (_, text) => {
    for (const length of [1, 32, 64]) {
      const key = randomBytes(length);
      const keyed = keyedHash(key);
      const expected = createHmac('sha256', key).update(text).digest('base64url');
      expect(keyed(text)).toBe(expected);
      keyed('another text in between');
      expect(keyed(text)).toBe(expected);
    }
  });

  test('takes no key that HMAC would hash first', () => {
    expect(() => keyedHash(randomBytes(65))).toThrow(TypeError);
  });
});

test('ids derived by earlier versions stay the same', () => {
  expect(derivedId('6a1f0f5e-3c7b-4d0f-9d5a-0c7e51b2a9d4', 'case-1', '0')).toBe('ab543007-faf4-5022-b2ad-8e68ec38d39f');
  expect(derivedId('ü'.repeat(2_000))).toBe('9666360a-4f4e-5435-bf94-f0156ad23778');
  expect(uuidOf(Buffer.alloc(32, 0xff))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
});
