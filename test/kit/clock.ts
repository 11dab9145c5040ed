import { Clock } from '../../src/platform/ground/clock.js';

/** A clock that only moves when a spec moves it. */
export class SetClock extends Clock {
  constructor(private instant = Date.parse('2026-03-02T19:00:00.000Z')) {
    super();
  }
  now(): number {
    return this.instant;
  }
  pass(milliseconds: number): void {
    this.instant += milliseconds;
  }
}
