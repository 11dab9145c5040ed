import { type InformSubject, InformSubjectHandler } from '../../../src/modules/discipline/inform-subject.js';
import { DeadlinesSet, procedureId } from '../../../src/modules/procedure/procedure.js';
import { AllegationPut, SubjectInformed } from '../../../src/modules/proceedings/proceeding.js';
import { given, today } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  attorney,
  auditor,
  caseId,
  communications,
  hr,
  informed,
  manager,
  named,
  ofSam,
  post,
  readsOf,
  reply,
  sam,
  stateOf,
  subject,
  sustained,
} from '../../kit/stories/proceedings.js';

const command = { proceedingId: ofSam, service: 'in-person', on: '2026-02-27' } as const;
const facts = { timeToAnswer: 7 } as const;
const putReply = AllegationPut({
  caseId,
  allegation: { allegationId: reply, clause: 'STD-7', policyVersion: '5716' },
  on: '2026-02-20',
});
const told = (...allegationIds: string[]) =>
  SubjectInformed({ caseId, allegationIds, service: 'in-person', on: '2026-02-27', answerBy: '2026-03-06' });

describe('informing the subject', () => {
  it.each([hr, manager, communications, attorney])('starts the time to answer', (who) =>
    given(...named)
      .when(InformSubjectHandler, command, who, facts)
      .then(told(post)),
  );

  it('tells of what they were not told of yet', () => {
    given(...named, putReply)
      .when(InformSubjectHandler, command, hr, facts)
      .then(told(post, reply));
    given(...informed, putReply)
      .when(InformSubjectHandler, command, hr, facts)
      .then(told(reply));
  });

  it('is refused where nothing is left to tell', () =>
    given(...informed)
      .when(InformSubjectHandler, command, hr, facts)
      .refused('proceeding.nothing-to-tell'));

  it('is refused once the outcome stands', () =>
    given(...sustained)
      .when(InformSubjectHandler, command, hr, facts)
      .refused('proceeding.over'));

  it('is refused for a day to come, and for one before the allegation was put', () => {
    given(...named)
      .when(InformSubjectHandler, { ...command, on: '2026-03-03' }, hr, facts)
      .refused('proceeding.day-in-future', ['on']);
    given(...named)
      .when(InformSubjectHandler, { ...command, on: '2026-02-01' }, hr, facts)
      .refused('proceeding.day-too-early', ['on']);
    given(...named)
      .when(InformSubjectHandler, { ...command, on: today }, hr, facts)
      .events();
  });

  it('is refused while the city has set no deadlines', () =>
    given(...named)
      .when(InformSubjectHandler, command, hr, { ...facts, timeToAnswer: undefined })
      .refused('case.procedure-missing'));

  it('is refused to everyone else, and to whoever has a part in the case, without a word on which', () => {
    given(...named)
      .when(InformSubjectHandler, command, auditor, facts)
      .refused('access.not-permitted');
    given(...informed)
      .when(InformSubjectHandler, command, subject, facts)
      .refused('access.not-permitted');
    given(...named)
      .when(InformSubjectHandler, command, hr, { ...facts, standing: 'recused' })
      .refused('access.not-permitted');
    given(...informed, putReply)
      .when(InformSubjectHandler, command, { ...hr, person: sam }, facts)
      .refused('access.not-permitted');
  });

  it('does not exist for its subject before they are told, nor for another subject of the case', () => {
    given(...named)
      .when(InformSubjectHandler, command, { ...hr, person: sam }, facts)
      .refused('resource.not-found');
    given(...named)
      .when(InformSubjectHandler, command, hr, { ...facts, standing: 'walled' })
      .refused('resource.not-found');
    given().when(InformSubjectHandler, command, hr, facts).refused('resource.not-found');
  });

  it('counts the days that were in force on the day of telling', async () => {
    const days = (effectiveFrom: string, answer: number) =>
      DeadlinesSet({
        effectiveFrom,
        instrument: 'Order 1',
        triage: 5,
        investigation: 30,
        determination: 14,
        discipline: 30,
        answer,
        business: [],
      });
    const procedure = `procedure-${procedureId}`;
    const log = logOf([procedure, days('2026-01-01', 7)], [procedure, days('2026-02-28', 14)]);
    const gather = (on: string) => InformSubjectHandler.gather!({ ...command, on } as InformSubject, stateOf(...named), readsOf(log, hr));
    expect(await gather('2026-02-27')).toEqual({ timeToAnswer: 7 });
    expect(await gather('2026-02-28')).toEqual({ timeToAnswer: 14 });
    expect(await gather('2025-12-31')).toEqual({ timeToAnswer: undefined });
  });
});
