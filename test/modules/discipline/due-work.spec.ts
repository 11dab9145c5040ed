import { AllegationFramed, DeterminationIssued } from '../../../src/modules/cases/case.js';
import { LapseResponse } from '../../../src/modules/discipline/lapse-response.js';
import { lapseResponse } from '../../../src/modules/discipline/lapse-response.process.js';
import { MakeFinal } from '../../../src/modules/discipline/make-final.js';
import { makeFinal } from '../../../src/modules/discipline/make-final.process.js';
import { PutAllegation } from '../../../src/modules/discipline/put-allegation.js';
import { putAllegation } from '../../../src/modules/discipline/put-allegation.process.js';
import { RecordOutcome } from '../../../src/modules/discipline/record-outcome.js';
import { recordOutcome } from '../../../src/modules/discipline/record-outcome.process.js';
import { AllegationPut, AllegationsSustained, NothingSustained, proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import type { ActingProcess } from '../../../src/platform/processes/process.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  caseId,
  coaching,
  final,
  id,
  imposed,
  lapsed,
  noAction,
  noticed,
  ofSam,
  oral,
  post,
  proposed,
  reply,
  responded,
  sam,
  suspension,
  waived,
} from '../../kit/stories/proceedings.js';

const kim = id('kim');
const inCase = `case-${caseId}`;
const inProceeding = `proceeding-${ofSam}`;
type Entries = readonly (readonly [stream: string, event: NewEvent])[];

/** What is due after these events, and the commands that would do it. */
const due = (process: ActingProcess, ...entries: Entries) =>
  [...workAfter(process, logOf(...entries))]
    .filter(([, row]) => row.dueAt !== null)
    .map(([key, row]) => ({
      key,
      dueAt: row.dueAt,
      command: process.act(row.data, key),
    }));
const steps = (...events: NewEvent[]): Entries => events.map((event) => [inProceeding, event] as const);

describe('putting what was framed', () => {
  const framed = (allegationId: string, subject: string): Entries[number] => [
    inCase,
    AllegationFramed({
      allegationId,
      subject,
      clause: 'STD-4',
      policyVersion: '5716',
      deed: { from: '2026-02-01', to: '2026-02-01' },
      facts: seal('A post.'),
      reports: [],
      unresolved: [],
    }),
  ];
  const command = (allegationId: string, subject: string) =>
    Object.assign(new PutAllegation(), { caseId, subject, allegationId, clause: 'STD-4', policyVersion: '5716' });

  it('is due at once, for each allegation', () =>
    expect(due(putAllegation, framed(post, sam), framed(reply, kim))).toEqual([
      { key: post, dueAt: now, command: command(post, sam) },
      { key: reply, dueAt: now, command: command(reply, kim) },
    ]));

  it('is done once it was put', () => {
    const put = AllegationPut({
      caseId,
      allegation: { allegationId: post, clause: 'STD-4', policyVersion: '5716' },
      on: '2026-03-02',
    });
    expect(due(putAllegation, framed(post, sam), framed(reply, sam), [inProceeding, put])).toMatchObject([{ key: reply }]);
  });
});

describe('bringing the determination into the proceedings', () => {
  const outcomes = [
    { allegationId: post, subject: sam, outcome: 'sustained' },
    { allegationId: reply, subject: kim, outcome: 'unfounded' },
    { allegationId: id('third'), subject: sam, outcome: 'not-sustained' },
  ] as const;
  const issued: Entries[number] = [
    inCase,
    DeterminationIssued({
      outcomes: [...outcomes],
      acknowledged: [],
      acknowledgementReason: null,
      departures: [],
      overReview: null,
      reasons: seal('As found.'),
      act: null,
      dueAt: now,
    }),
  ];
  const command = (subject: string, sustained: string[]) => Object.assign(new RecordOutcome(), { caseId, subject, sustained });

  it('is due at once, for each subject with what was sustained of theirs', () =>
    expect(due(recordOutcome, issued)).toEqual([
      { key: ofSam, dueAt: now, command: command(sam, [post]) },
      { key: proceedingId(caseId, kim), dueAt: now, command: command(kim, []) },
    ]));

  it('is done once the outcome is there', () => {
    const sustained: Entries[number] = [
      inProceeding,
      AllegationsSustained({ caseId, allegationIds: [post], by: 'determination', decides: 'HR' }),
    ];
    const nothing: Entries[number] = [`proceeding-${proceedingId(caseId, kim)}`, NothingSustained({ caseId })];
    expect(due(recordOutcome, issued, sustained)).toMatchObject([{ key: proceedingId(caseId, kim) }]);
    expect(due(recordOutcome, issued, sustained, nothing)).toEqual([]);
  });
});

describe('the lapse of a notice', () => {
  it('is due at the end of the last day to respond', () =>
    expect(due(lapseResponse, ...steps(noticed(suspension)))).toEqual([
      { key: ofSam, dueAt: '2026-03-07T07:00:00.000Z', command: Object.assign(new LapseResponse(), { proceedingId: ofSam }) },
    ]));
  it.each([responded, waived, lapsed, proposed(oral), imposed(oral), noAction])('is not due any more after $type', (event) =>
    expect(due(lapseResponse, ...steps(noticed(suspension), event))).toEqual([]),
  );
  it('is due anew after a new notice', () => {
    const anew = noticed(suspension, { respondUntil: '2026-04-01T06:00:00.000Z' });
    expect(due(lapseResponse, ...steps(noticed(suspension), proposed(suspension), anew))).toMatchObject([
      { dueAt: '2026-04-01T06:00:00.000Z' },
    ]);
  });
});

describe('making discipline final', () => {
  it('is due when the time to grieve has run out', () =>
    expect(due(makeFinal, ...steps(imposed(oral)))).toEqual([
      { key: ofSam, dueAt: '2026-03-03T07:00:00.000Z', command: Object.assign(new MakeFinal(), { proceedingId: ofSam }) },
    ]));
  it('is done once it is final', () => expect(due(makeFinal, ...steps(imposed(oral), final))).toEqual([]));
  it('is not due where it was final at once', () =>
    expect(due(makeFinal, ...steps(imposed(coaching, { grievableUntil: null })))).toEqual([]));
});
