import { departs, nextRung, weightOn } from '../../../src/modules/procedure/ladder.js';
import { coaching, discharge, ladder, loss, oral, suspension, written } from '../../kit/stories/proceedings.js';

const { rungs } = ladder;
const next = (...earlier: (typeof oral)[]) => nextRung(rungs, earlier)?.id;

describe('the next rung of a ladder', () => {
  it('is the lowest discipline where nothing came before: coaching is none', () => expect(next()).toBe('oral-warning'));
  it('is the one right above the heaviest that came before', () => {
    expect(next(oral)).toBe('written-warning');
    expect(next(written, oral)).toBe('loss-of-access');
    expect(next(oral, suspension)).toBe('discharge');
  });
  it('is the top again for whoever stood there', () => expect(next(discharge)).toBe('discharge'));
  it('does not depend on the order in which the ladder lists its rungs', () =>
    expect(nextRung([...rungs].reverse(), [oral])?.id).toBe('written-warning'));
  it('goes by the place that an earlier rung has on the ladder of today', () =>
    expect(next({ ...oral, order: 45 })).toBe('written-warning'));
  it('goes by the recorded weight of a rung that the ladder has no more', () =>
    expect(next({ ...oral, id: 'reprimand', order: 22 })).toBe('loss-of-access'));
  it('is nothing on a ladder without discipline', () => expect(nextRung([coaching], [])).toBeUndefined());
});

describe('departing from the ladder', () => {
  it('is any rung but the next one, upwards or downwards', () => {
    expect(departs(oral, oral, [])).toBe(false);
    expect(departs(written, oral, [])).toBe(true);
    expect(departs(oral, written, [oral])).toBe(true);
    expect(departs(suspension, undefined, [])).toBe(true);
  });
  it('is not to coach someone without earlier discipline, but is after some', () => {
    expect(departs(coaching, oral, [])).toBe(false);
    expect(departs(coaching, written, [oral])).toBe(true);
  });
});

it('weighs a rung by its place on the ladder', () => {
  expect(weightOn(rungs, { ...loss, order: 99 })).toBe(25);
  expect(weightOn(rungs, { ...loss, id: 'gone', order: 99 })).toBe(99);
});
