import { AuthoritySettled } from '../../../src/modules/cases/case.js';
import { caseIdOf, OpenCaseHandler } from '../../../src/modules/cases/open-case.js';
import { given } from '../../kit/given.js';
import {
  caseId,
  communications,
  deadlines,
  factsOf,
  manager,
  opened,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  systemCaller,
  usual,
} from '../../kit/stories/a-case.js';

const facts = { reported: true, accused: [sam.person], chained: true, settled: usual, deadlines };
const gather = (...events: Parameters<typeof reportEntries>) =>
  factsOf(OpenCaseHandler, { reportId }, systemCaller, ...reportEntries(...events));

describe('opening a case', () => {
  it('follows from a report, once, under an id of its own', () => {
    expect(caseIdOf(reportId)).toBe(caseId);
    given()
      .when(OpenCaseHandler, { reportId }, systemCaller, facts)
      .then(opened([sam.person]), settled);
  });

  it('is nobody’s to do by hand', () => given().when(OpenCaseHandler, { reportId }, manager, facts).refused('access.not-permitted'));

  it('settles who takes in and who decides by the chain in force, with the accused and the reporter in mind', async () => {
    expect(await gather(received([sam.person]), reportedBy(rita.person))).toEqual({ ...facts, chained: true });
    expect(await gather(received([manager.person]), reportedBy(rita.person))).toMatchObject({
      settled: { intake: ['City Attorney'], decides: 'Council' },
    });
    const byManager = await gather(received(), reportedBy(manager.person));
    expect(byManager).toMatchObject({ accused: [], settled: { intake: ['Communications Manager'], decides: 'Council' } });
    given()
      .when(OpenCaseHandler, { reportId }, systemCaller, byManager)
      .then(opened(), AuthoritySettled({ intake: ['Communications Manager'], decides: 'Council' }));
    expect(await gather(received([sam.person]), reportedBy(communications.person))).toMatchObject({
      settled: { intake: ['City Manager'], decides: 'City Manager' },
    });
  });

  it('has a report', async () => {
    const none = await gather();
    expect(none).toMatchObject({ reported: false, accused: [] });
    given().when(OpenCaseHandler, { reportId }, systemCaller, none).refused('resource.not-found');
  });

  it('waits until the city has a chain of authorities and deadlines', () => {
    given()
      .when(OpenCaseHandler, { reportId }, systemCaller, { ...facts, deadlines: undefined })
      .refused('case.procedure-missing');
    given()
      .when(OpenCaseHandler, { reportId }, systemCaller, { ...facts, chained: false, settled: undefined })
      .refused('case.procedure-missing');
  });

  it('is refused where the chain names nobody who may decide', () =>
    given()
      .when(OpenCaseHandler, { reportId }, systemCaller, { ...facts, settled: undefined })
      .refused('case.nobody-decides'));
});
