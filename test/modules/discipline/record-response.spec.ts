import { RecordResponseHandler } from '../../../src/modules/discipline/record-response.js';
import { ResponseReceived, SubjectAnswered } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, today } from '../../kit/given.js';
import {
  answered,
  apart,
  caseId,
  hr,
  informed,
  lapsed,
  manager,
  named,
  noticed,
  noticedSuspension,
  ofSam,
  recused,
  responded,
  reviewedSuspension,
  sam,
  subject,
  suspension,
  sustained,
  walled,
} from '../../kit/stories/proceedings.js';

const statement = 'I did not check it.';
const inWriting = { proceedingId: ofSam, kind: 'writing', statement } as const;
const waiver = { proceedingId: ofSam, kind: 'waiver' } as const;

describe('answering the allegations', () => {
  it('is for the subject', () =>
    given(...informed)
      .when(RecordResponseHandler, inWriting, subject, apart)
      .then(SubjectAnswered({ caseId, kind: 'writing', on: today, statement: seal(statement) })));

  it('may be entered by HR for a day that was', () =>
    given(...informed)
      .when(RecordResponseHandler, { ...inWriting, kind: 'meeting', on: '2026-02-04' }, hr, apart)
      .then(SubjectAnswered({ caseId, kind: 'meeting', on: '2026-02-04', statement: seal(statement) })));

  it('may be waived', () =>
    given(...informed)
      .when(RecordResponseHandler, waiver, subject, apart)
      .then(SubjectAnswered({ caseId, kind: 'waiver', on: today, statement: null })));

  it('is taken even after the last day to answer: late is better than unheard', () =>
    given(...informed)
      .when(RecordResponseHandler, waiver, hr, apart)
      .then(SubjectAnswered({ caseId, kind: 'waiver', on: today, statement: null })));
});

describe('responding to a notice', () => {
  it('is for the subject, or HR for them', () => {
    given(...noticedSuspension)
      .when(RecordResponseHandler, inWriting, subject, apart)
      .then(ResponseReceived({ caseId, kind: 'writing', on: today, statement: seal(statement) }));
    given(...noticedSuspension)
      .when(RecordResponseHandler, waiver, hr, apart)
      .then(ResponseReceived({ caseId, kind: 'waiver', on: today, statement: null }));
  });

  it('is refused once the time has run out, though nobody recorded the lapse yet', () => {
    const until = (respondUntil: string) => [...reviewedSuspension, noticed(suspension, { respondUntil })];
    given(...until(now))
      .when(RecordResponseHandler, inWriting, subject, apart)
      .refused('proceeding.response-late');
    given(...until('2026-03-02T19:00:00.001Z'))
      .when(RecordResponseHandler, inWriting, subject, apart)
      .events();
  });
});

describe('an answer', () => {
  it('is refused where there is nothing to answer', () => {
    for (const past of [answered, sustained, reviewedSuspension, [...noticedSuspension, responded], [...noticedSuspension, lapsed]])
      given(...past)
        .when(RecordResponseHandler, inWriting, subject, apart)
        .refused('proceeding.nothing-to-answer');
    given(...named)
      .when(RecordResponseHandler, inWriting, hr, apart)
      .refused('proceeding.nothing-to-answer');
  });

  it('says something, and a waiver does not', () => {
    given(...informed)
      .when(RecordResponseHandler, { ...inWriting, statement: null }, subject, apart)
      .refused('proceeding.statement-missing');
    given(...informed)
      .when(RecordResponseHandler, { ...waiver, statement }, subject, apart)
      .refused('proceeding.statement-misplaced');
  });

  it('was given on a day that has come, and not before the subject was asked', () => {
    given(...informed)
      .when(RecordResponseHandler, { ...inWriting, on: '2026-03-03' }, hr, apart)
      .refused('proceeding.day-in-future', ['on']);
    given(...informed)
      .when(RecordResponseHandler, { ...inWriting, on: '2026-02-02' }, hr, apart)
      .refused('proceeding.day-too-early', ['on']);
    given(...noticedSuspension)
      .when(RecordResponseHandler, { ...inWriting, on: '2026-02-26' }, hr, apart)
      .refused('proceeding.day-too-early', ['on']);
  });

  it('is taken from nobody else', () => {
    given(...informed)
      .when(RecordResponseHandler, inWriting, manager, apart)
      .refused('access.not-permitted');
    given(...informed)
      .when(RecordResponseHandler, inWriting, hr, recused)
      .refused('access.not-permitted');
    given(...informed)
      .when(RecordResponseHandler, inWriting, hr, walled)
      .refused('resource.not-found');
    given(...named)
      .when(RecordResponseHandler, inWriting, subject, apart)
      .refused('access.not-permitted');
    given(...named)
      .when(RecordResponseHandler, inWriting, { ...hr, person: sam }, apart)
      .refused('resource.not-found');
  });
});
