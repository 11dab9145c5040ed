import { caseEvents } from '../../../src/modules/cases/case.js';
import { caseSearchables } from '../../../src/modules/search/searchables.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { logOf } from '../../kit/reads.js';
import { determined } from '../../kit/stories/a-case.js';

describe('the texts that a search finds', () => {
  it('are those that everybody reads who finds the case: not why a report sufficed against counsel’s review', () => {
    const given = determined().data as Parameters<typeof caseEvents.DeterminationIssued>[0];
    const [event] = logOf(['case-1', caseEvents.DeterminationIssued({ ...given, overReview: seal('It suffices.') })]);
    const part = caseSearchables.find((one) => one.event === caseEvents.DeterminationIssued)?.part?.(event!);
    expect(part).toMatchObject({ reasons: expect.any(String) });
    expect(JSON.stringify(part)).not.toContain('It suffices.');
  });
});
