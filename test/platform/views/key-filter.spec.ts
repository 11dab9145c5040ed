import { describe, expect, it } from '@jest/globals';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { KeyFilter } from '../../../src/platform/views/key-filter.js';

const keys = (of: string, count: number) => Array.from({ length: count }, (_, i) => derivedId(of, String(i)));

describe('the filter of keys', () => {
  it('knows every key that was added', () => {
    const filter = new KeyFilter();
    const added = keys('added', 20_000);
    for (const key of added) filter.add(key);
    expect(added.filter((key) => !filter.mayHold(key))).toEqual([]);
  });

  it('holds nothing at first, and takes few strangers for one of many', () => {
    const filter = new KeyFilter();
    expect(keys('strange', 1_000).filter((key) => filter.mayHold(key))).toEqual([]);
    for (const key of keys('added', 200_000)) filter.add(key);
    expect(keys('strange', 10_000).filter((key) => filter.mayHold(key)).length).toBeLessThan(100);
  });
});
