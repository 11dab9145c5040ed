/** Numbers that follow from one number alone, so that a step is the same wherever it is taken again. */
export class Dice {
  constructor(private state: number) {}
  /** From 0 up to, not including, `under`. */
  roll(under: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % under;
  }
  /** True once in so many. */
  once(inSoMany: number): boolean {
    return this.roll(inSoMany) === 0;
  }
  of<T>(all: readonly T[]): T | undefined {
    return all[this.roll(Math.max(1, all.length))];
  }
}
