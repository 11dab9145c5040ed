import { createSecretKey } from 'node:crypto';
import { Etags } from '../../src/platform/sealing/etags.js';

/** The ETags of the specs' city; `n` gives those of another one. */
export const etagsOf = (n: number): Etags => new Etags(createSecretKey(Buffer.alloc(32, n)), createSecretKey(Buffer.alloc(32, n + 1)));
export const etags = etagsOf(1);
