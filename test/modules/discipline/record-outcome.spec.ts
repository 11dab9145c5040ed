import { AuthoritySettled, CaseOpened } from '../../../src/modules/cases/case.js';
import { LapseResponseHandler } from '../../../src/modules/discipline/lapse-response.js';
import { MakeFinalHandler } from '../../../src/modules/discipline/make-final.js';
import { type RecordOutcome, RecordOutcomeHandler } from '../../../src/modules/discipline/record-outcome.js';
import {
  AllegationsSustained,
  DisciplineBecameFinal,
  NothingSustained,
  ResponseLapsed,
} from '../../../src/modules/proceedings/proceeding.js';
import { given, now } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  answered,
  caseId,
  coaching,
  id,
  imposed,
  informed,
  manager,
  named,
  noticed,
  noticedSuspension,
  ofSam,
  oral,
  post,
  proposed,
  readsOf,
  reply,
  responded,
  reviewedSuspension,
  sam,
  stateOf,
  suspension,
  sustained,
  system,
} from '../../kit/stories/proceedings.js';

describe('the outcome of a proceeding', () => {
  const command = { caseId, subject: sam, sustained: [post] };
  const facts = { decides: 'City Manager' } as const;

  it('is what the determination sustained', () =>
    given(...answered)
      .when(RecordOutcomeHandler, command, system, facts)
      .then(AllegationsSustained({ caseId, allegationIds: [post], by: 'determination', decides: 'City Manager' })));

  it('is nothing where nothing was, though the subject was never told', () => {
    given(...answered)
      .when(RecordOutcomeHandler, { ...command, sustained: [] }, system, facts)
      .then(NothingSustained({ caseId }));
    given(...named)
      .when(RecordOutcomeHandler, { ...command, sustained: [] }, system, facts)
      .then(NothingSustained({ caseId }));
  });

  it('stands', () =>
    given(...sustained)
      .when(RecordOutcomeHandler, command, system, facts)
      .refused('proceeding.outcome-stands'));

  it('waits for every allegation to be put', () =>
    given(...informed)
      .when(RecordOutcomeHandler, { ...command, sustained: [post, reply] }, system, facts)
      .refused('proceeding.allegation-missing', ['sustained.1']));

  it('comes from the determination alone', () =>
    given(...answered)
      .when(RecordOutcomeHandler, command, manager, facts)
      .refused('access.not-permitted'));

  it('names who decides the case', async () => {
    const log = logOf(
      [`case-${caseId}`, CaseOpened({ reportId: id('report'), accused: [], openedOn: '2026-02-02', dueAt: now, ref: null })],
      [`case-${caseId}`, AuthoritySettled({ intake: ['HR'], decides: 'Council' })],
    );
    expect(await RecordOutcomeHandler.gather!(command as RecordOutcome, stateOf(...answered), readsOf(log, system))).toEqual({
      decides: 'Council',
    });
  });
});

describe('the lapse of the time to respond', () => {
  const command = { proceedingId: ofSam };
  const until = (respondUntil: string) => [...reviewedSuspension, noticed(suspension, { respondUntil })];

  it('comes when the last day has ended', () =>
    given(...until(now))
      .when(LapseResponseHandler, command, system)
      .then(ResponseLapsed({ caseId, respondBy: '2026-03-06' })));
  it('does not come before', () =>
    given(...noticedSuspension)
      .when(LapseResponseHandler, command, system)
      .refused('proceeding.not-lapsed'));
  it('does not come after a response, nor without a notice', () => {
    given(...until(now), responded)
      .when(LapseResponseHandler, command, system)
      .refused('proceeding.over');
    given(...reviewedSuspension)
      .when(LapseResponseHandler, command, system)
      .refused('proceeding.over');
  });
  it('is nobody’s to declare', () =>
    given(...until(now))
      .when(LapseResponseHandler, command, manager)
      .refused('access.not-permitted'));
});

describe('discipline becomes final', () => {
  const command = { proceedingId: ofSam };
  const until = (grievableUntil: string) => [...sustained, proposed(oral), imposed(oral, { grievableUntil })];

  it('when the time to grieve has run out, from then on', () => {
    given(...until(now))
      .when(MakeFinalHandler, command, system)
      .then(DisciplineBecameFinal({ caseId, on: '2026-03-02' }));
    given(...until('2026-02-21T07:00:00.000Z'))
      .when(MakeFinalHandler, command, system)
      .then(DisciplineBecameFinal({ caseId, on: '2026-02-21' }));
  });
  it('not before', () =>
    given(...until('2026-03-02T19:00:00.001Z'))
      .when(MakeFinalHandler, command, system)
      .refused('proceeding.not-lapsed'));
  it('only once, and only where something was imposed', () => {
    given(...sustained, proposed(coaching), imposed(coaching, { grievableUntil: null }))
      .when(MakeFinalHandler, command, system)
      .refused('proceeding.over');
    given(...sustained)
      .when(MakeFinalHandler, command, system)
      .refused('proceeding.over');
  });
  it('is nobody’s to declare', () =>
    given(...until(now))
      .when(MakeFinalHandler, command, manager)
      .refused('access.not-permitted'));
});
