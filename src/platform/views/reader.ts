import type { AnyRead } from './read.js';
export abstract class Reader { abstract run(read: AnyRead, query: unknown): Promise<unknown>; }
