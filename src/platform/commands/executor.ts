import type { AnySlice, Receipt } from './slice.js';
export abstract class Executor { abstract run(slice: AnySlice, command: unknown): Promise<Receipt>; }
