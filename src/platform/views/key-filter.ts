/**
 * Size of the filter in bits: a mebibyte. With a million keys, it takes one in forty unknown keys
 * for a known one.
 */
const bits = 2 ** 23;
const probes = 4;

/** A Bloom filter of keys. It may take an unknown key for a known one, never the reverse. */
export class KeyFilter {
  private readonly words = new Uint32Array(bits / 32);

  add(key: string): void {
    let [at, step] = hashes(key);
    for (let i = 0; i < probes; i += 1) {
      this.words[at >>> 5] = (this.words[at >>> 5] as number) | (1 << (at & 31));
      at = (at + step) % bits;
      step += i;
    }
  }

  mayHold(key: string): boolean {
    let [at, step] = hashes(key);
    for (let i = 0; i < probes; i += 1) {
      if (((this.words[at >>> 5] as number) & (1 << (at & 31))) === 0) return false;
      at = (at + step) % bits;
      step += i;
    }
    return true;
  }
}

/**
 * Where the first probe looks, and the distance to each next one: FNV-1a, and the same mixed once
 * more.
 */
function hashes(key: string): [number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return [(hash >>> 0) % bits, (((mixed ^ (mixed >>> 13)) >>> 0) % bits) | 1];
}
