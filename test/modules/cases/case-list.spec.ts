import {
  AllegationWithdrawn,
  AuthoritySettled,
  AuthorityVacated,
  CaseClosed,
  CaseDeclined,
  CaseEscalated,
  CaseHandledInformally,
  CaseReopened,
  CaseResumed,
  CaseSuspended,
  CasesLinked,
  ConflictDeclared,
  DecisionPostponed,
  FactAdmitted,
  InvestigationPlanned,
  InvestigationReportReturned,
  InvestigationReportReviewed,
  InvestigatorEngaged,
  InvestigatorReleased,
  WitnessNamed,
} from '../../../src/modules/cases/case.js';
import {
  CaseReferred,
  HoldLifted,
  HoldPlaced,
  InterimMeasureContinued,
  InterimMeasureEnded,
  InterimMeasureOrdered,
  InterimReviewFellDue,
  MitigationBegun,
  MitigationCompleted,
} from '../../../src/modules/cases/case.measures.js';
import { caseList } from '../../../src/modules/cases/case-list.view.js';
import { type CaseSummary, ListCasesHandler } from '../../../src/modules/cases/list-cases.js';
import { defaultProcedure } from '../../../src/modules/procedure/procedure.defaults.js';
import {
  AllegationsSustained,
  DisciplineBecameFinal,
  DisciplineImposed,
  DisciplineProposed,
  NoActionTaken,
  NothingSustained,
  NoticeServed,
  ProceedingHeld,
  ProceedingOpened,
  ProceedingResumed,
  ProceedingSeparated,
  proceedingId,
  ResponseLapsed,
  ResponseReceived,
} from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  determined,
  director,
  dueAfter,
  type Entry,
  filed,
  found,
  framed,
  hr,
  ines,
  investigating,
  manager,
  ref,
  reported,
  reportId,
  sam,
  triage,
  underInvestigation,
} from '../../kit/stories/a-case.js';

const proceeding = `proceeding-${proceedingId(caseId, sam.person)}`;
const rung = { ...defaultProcedure.ladders('2020-01-01')[0]!.rungs[3]!, imposedBy: ['City Manager' as const] };
const inProceeding = (...events: NewEvent[]) => events.map((event) => [proceeding, event] as const);
const rowAfter = (...entries: Entry[]) => rowsAfter(caseList, logOf(...entries)).get(caseId);
const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') });
const informal = CaseHandledInformally({ reasons: seal('Told.'), dueAt: dueAfter.discipline });
const sustained = AllegationsSustained({ caseId, allegationIds: [allegationId], by: 'determination', decides: 'City Manager' });
const proposed = DisciplineProposed({
  caseId,
  rung,
  track: 'permanent',
  ladderFrom: '2020-01-01',
  nextRung: null,
  considers: [],
  reasons: seal('x'),
  departure: null,
  act: null,
} as never);
const noticed = NoticeServed({
  caseId,
  rung,
  considers: [],
  evidence: seal('x'),
  service: 'in-person',
  on: '2026-03-02',
  meetingOn: null,
  respondBy: '2026-03-09',
  respondUntil: '2026-03-10T06:00:00.000Z',
} as never);
const responded = ResponseReceived({ caseId, kind: 'writing', on: '2026-03-03', statement: seal('x') } as never);
const lapsed = ResponseLapsed({ caseId, respondBy: '2026-03-09' });
const imposed = DisciplineImposed({
  caseId,
  rung,
  track: 'permanent',
  reducedFrom: null,
  considers: [],
  reasons: seal('x'),
  departure: null,
  act: null,
  effectiveOn: '2026-03-02',
  grievableUntil: '2026-03-17T06:00:00.000Z',
  countsUntil: null,
} as never);

describe('the list of cases', () => {
  it('begins with triage', () =>
    expect(rowAfter(...caseEntries(...triage))).toEqual({
      ref,
      status: 'triage',
      decides: 'City Manager',
      intake: '["Communications Manager","City Manager"]',
      waitingOn: 'intake',
      waitingSince: now,
      open: true,
      deciding: true,
      dueAt: dueAfter.triage,
      openedOn: '2026-03-02',
      allegations: 0,
      findings: 0,
      investigator: null,
      escalated: false,
      proceedings: '{}',
      statusSince: now,
      returned: false,
      reopened: false,
      vacant: false,
      restedFrom: null,
      mitigation: 0,
      holds: 0,
      interim: '{}',
      about: JSON.stringify([sam.person]),
      charges: '{}',
    }));

  it.each([
    ['triage', 'intake', dueAfter.triage, triage],
    ['declined', 'nobody', '9', [...triage, declined]],
    ['informal', 'nobody', '9', [...triage, informal]],
    [
      'informal',
      'decider',
      dueAfter.discipline,
      [...triage, framed(), FactAdmitted({ allegationId, subject: sam.person, toldOn: '2026-03-01', statement: seal('x') }), informal],
    ],
    ['investigating', 'intake', dueAfter.investigation, [...triage, investigating]],
    ['investigating', 'investigator', dueAfter.investigation, underInvestigation],
    ['investigating', 'intake', dueAfter.investigation, [...underInvestigation, InvestigatorReleased({ investigator: ines.person })]],
    ['reported', 'decider', dueAfter.determination, reported],
    ['determined', 'decider', dueAfter.discipline, [...reported, determined()]],
    ['determined', 'nobody', '9', [...underInvestigation, found('unfounded'), filed, determined('unfounded')]],
    ['closed', 'nobody', '9', [...triage, declined, CaseClosed({ on: '2026-03-02' })]],
  ] as const)('is %s and waits on %s until %s', (status, waitingOn, dueAt, events) =>
    expect(rowAfter(...caseEntries(...events))).toMatchObject({
      status,
      waitingOn,
      dueAt,
      open: waitingOn !== 'nobody',
      deciding: waitingOn === 'intake' || waitingOn === 'decider',
    }),
  );

  it.each([
    ['decider', [sustained]],
    ['decider', [sustained, proposed]],
    ['subject', [sustained, proposed, noticed]],
    ['decider', [sustained, proposed, noticed, responded]],
    ['decider', [sustained, proposed, noticed, lapsed]],
    ['nobody', [sustained, proposed, noticed, lapsed, imposed]],
    ['nobody', [sustained, NoActionTaken({ caseId, reasons: seal('x'), act: null })]],
    ['nobody', [sustained, imposed, DisciplineBecameFinal({ caseId, on: '2026-03-17' })]],
    ['nobody', [NothingSustained({ caseId })]],
  ])('waits on %s once determined, as its proceeding stands', (waitingOn, events) =>
    expect(rowAfter(...caseEntries(...reported, determined()), ...inProceeding(...events))).toMatchObject({
      status: 'determined',
      waitingOn,
      dueAt: waitingOn === 'nobody' ? '9' : dueAfter.discipline,
    }),
  );

  it('waits on a decision while any of its proceedings does', () => {
    const other = `proceeding-${proceedingId(caseId, ines.person)}`;
    expect(rowAfter(...caseEntries(...reported, determined()), ...inProceeding(proposed, noticed), [other, sustained])).toMatchObject({
      waitingOn: 'decider',
    });
    expect(rowAfter(...caseEntries(...reported, determined()), ...inProceeding(imposed), [other, noticed])).toMatchObject({
      waitingOn: 'subject',
    });
  });

  it('counts allegations and findings, and keeps the investigator and the authority', () => {
    const second = derivedId('spec', 'second');
    const events = [
      ...underInvestigation,
      framed(sam.person, second),
      WitnessNamed({ person: director.person }),
      found(),
      AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }),
    ];
    expect(rowAfter(...caseEntries(...events))).toMatchObject({
      allegations: 2,
      findings: 1,
      investigator: ines.person,
      decides: 'Council',
      intake: '["City Attorney"]',
    });
  });

  it('says since when it waits, and whether the step in hand was escalated', () => {
    const later = '2026-03-09T19:00:00.000Z';
    const escalated = CaseEscalated({ wasDueAt: dueAfter.triage, to: 'City Manager' });
    expect(rowAfter(...caseEntries(...triage), [`case-${caseId}`, escalated, { recordedAt: later }])).toMatchObject({
      escalated: true,
      waitingSince: now,
    });
    expect(rowAfter(...caseEntries(...triage, escalated), [`case-${caseId}`, investigating, { recordedAt: later }])).toMatchObject({
      escalated: false,
      waitingSince: later,
    });
    expect(rowAfter(...caseEntries(...triage, investigating), [`case-${caseId}`, assigned, { recordedAt: later }])).toMatchObject({
      waitingSince: later,
    });
  });
});

it('a proceeding that opens changes nothing in the list', () =>
  expect(
    rowAfter(
      ...caseEntries(...underInvestigation),
      ...inProceeding(ProceedingOpened({ caseId, subject: sam.person, track: null, department: null, openedOn: '2026-03-02' })),
    ),
  ).toMatchObject({ proceedings: '{}' }));

describe('a case beside its usual course', () => {
  const later = '2026-03-09T19:00:00.000Z';
  const at = (event: NewEvent): Entry => [`case-${caseId}`, event, { recordedAt: later }];
  const suspended = CaseSuspended({ cause: 'litigation', reasons: seal('x'), subjects: [] });
  const returned = InvestigationReportReturned({
    reasons: seal('x'),
    missing: seal('x'),
    setAside: [allegationId],
    act: null,
    dueAt: dueAfter.discipline,
  });

  it('rests, waits on its resumption, and goes on where it stood', () => {
    expect(rowAfter(...caseEntries(...underInvestigation), at(suspended))).toMatchObject({
      status: 'abeyance',
      restedFrom: 'investigating',
      waitingOn: 'resumption',
      waitingSince: later,
      statusSince: later,
      open: true,
      deciding: false,
      dueAt: '9',
    });
    for (const dueAt of [dueAfter.discipline, null])
      expect(
        rowAfter(...caseEntries(...underInvestigation, suspended), at(CaseResumed({ reasons: seal('x'), dueAt, subjects: [] }))),
      ).toMatchObject({
        status: 'investigating',
        restedFrom: null,
        waitingOn: 'investigator',
        dueAt: dueAt ?? '9',
      });
  });
  it('waits on the resumption of what is held, and is due as it is postponed', () => {
    const proceeding = `proceeding-${proceedingId(caseId, sam.person)}`;
    const held: Entry = [proceeding, ProceedingHeld({ caseId, on: '2026-03-02', reasons: seal('x'), withCase: false })];
    const left: Entry = [proceeding, ProceedingSeparated({ caseId, on: '2026-03-02', reason: 'resigned', note: null })];
    const again: Entry = [proceeding, ProceedingResumed({ caseId, on: '2026-03-09' } as never)];
    const decidable = caseEntries(...reported, determined());
    const waiting = { waitingOn: 'resumption', open: true, deciding: false, dueAt: '9' };
    expect(rowAfter(...decidable, held)).toMatchObject(waiting);
    expect(rowAfter(...decidable, left)).toMatchObject({ waitingOn: 'nobody', open: false });
    expect(rowAfter(...decidable, held, left)).toMatchObject({ waitingOn: 'nobody', open: false });
    expect(rowAfter(...decidable, left, held)).toMatchObject(waiting);
    const postponed = caseEntries(DecisionPostponed({ since: later, dueAt: dueAfter.discipline }));
    for (const aside of [held, left])
      expect(rowAfter(...decidable, aside, again, ...postponed)).toMatchObject({
        waitingOn: 'decider',
        deciding: true,
        dueAt: dueAfter.discipline,
      });
  });
  it('is returned until another report is filed', () => {
    expect(rowAfter(...caseEntries(...reported, returned))).toMatchObject({
      status: 'investigating',
      returned: true,
      waitingOn: 'investigator',
      findings: 0,
      dueAt: dueAfter.discipline,
    });
    expect(rowAfter(...caseEntries(...reported, returned, found(), filed))).toMatchObject({
      status: 'reported',
      returned: false,
      findings: 1,
    });
  });
  it('is reopened into triage', () => {
    const reopened = CaseReopened({
      reasons: seal('x'),
      evidence: seal('x'),
      setAside: [{ allegationId, subject: sam.person }],
      act: null,
      dueAt: dueAfter.triage,
    });
    expect(rowAfter(...caseEntries(...reported, determined('unfounded'), CaseClosed({ on: '2026-03-02' }), reopened))).toMatchObject({
      status: 'triage',
      reopened: true,
      waitingOn: 'intake',
      investigator: null,
      findings: 0,
      dueAt: dueAfter.triage,
    });
  });
  it('waits on an authority where nobody is left, which is the City Clerk’s and counsel’s to mend', async () => {
    const vacated = [
      ...reported,
      ConflictDeclared({ person: manager.person, reasons: seal('x') }),
      AuthorityVacated({ was: 'City Manager' }),
    ];
    expect(rowAfter(...caseEntries(...vacated))).toMatchObject({ vacant: true, waitingOn: 'authority', deciding: true });
    expect(rowAfter(...caseEntries(...vacated, councilDecides))).toMatchObject({ vacant: false, waitingOn: 'decider' });
    const needs = async (who: Caller) =>
      ((await ask(ListCasesHandler, { limit: 5, queue: 'needs-decision' }, who, logOf(...caseEntries(...vacated)))) as { items: unknown[] })
        .items.length;
    expect(await Promise.all([clerk, attorney, manager, communications].map(needs))).toEqual([1, 1, 0, 0]);
  });
  it('counts no allegation that was withdrawn, and is engaged, planned, reviewed and linked without moving', () => {
    const before = rowAfter(...caseEntries(...underInvestigation));
    const withdrawn = AllegationWithdrawn({ allegationId, subject: sam.person, replacedBy: null, reasons: seal('x') });
    expect(rowAfter(...caseEntries(...underInvestigation, withdrawn))).toEqual({ ...before, allegations: 0, charges: '{}' });
    for (const event of [
      InvestigationPlanned({ scope: seal('x'), steps: [{ what: seal('x'), by: null }], amendedBecause: null }),
      InvestigationReportReviewed({ opinion: 'sufficient', note: seal('x') }),
      CasesLinked({ caseId, other: reportId, kind: 'related' }),
      CaseReferred({ referralId: reportId, to: 'police', body: seal('x'), reasons: seal('x'), on: '2026-03-02' }),
    ])
      expect(rowAfter(...caseEntries(...underInvestigation, event))).toEqual(before);
    const engaged = InvestigatorEngaged({
      investigator: director.person,
      from: '2026-03-02',
      to: '2026-03-03',
      until: now,
      terms: seal('x'),
    });
    expect(rowAfter(...caseEntries(...underInvestigation, engaged))).toMatchObject({ investigator: director.person });
  });
  it('shows open mitigation, a hold, and a review that was missed', async () => {
    const measureId = derivedId('spec', 'interim');
    const begun = MitigationBegun({ mitigationId: reportId, what: seal('x'), by: sam.person, on: '2026-03-02' });
    const placed = HoldPlaced({ holdId: reportId, reasons: seal('x') });
    const ordered = InterimMeasureOrdered({
      measureId,
      kind: 'access-suspended',
      subject: sam.person,
      what: seal('x'),
      reasons: seal('x'),
      reviewBy: '2026-03-02',
      reviewAt: now,
      act: null,
    });
    const missed = InterimReviewFellDue({ measureId, wasDueAt: now, to: 'City Manager' });
    const flags = async (...events: NewEvent[]) => {
      const { items } = (await ask(ListCasesHandler, { limit: 5 }, hr, logOf(...caseEntries(...triage, ...events)))) as {
        items: CaseSummary[];
      };
      const { mitigationOpen, onHold, interimOverdue } = items[0]!;
      return [mitigationOpen, onHold, interimOverdue];
    };
    const completed = MitigationCompleted({ mitigationId: reportId, result: seal('x'), on: '2026-03-02' });
    const lifted = HoldLifted({ holdId: reportId, reasons: seal('x') });
    const ended = InterimMeasureEnded({ measureId, reasons: seal('x'), on: '2026-03-02', act: null });
    const continued = InterimMeasureContinued({ measureId, reasons: seal('x'), reviewBy: '2026-03-09', reviewAt: later, act: null });
    expect(await flags()).toEqual([false, false, false]);
    expect(await flags(begun, placed, ordered)).toEqual([true, true, false]);
    expect(await flags(begun, placed, ordered, missed)).toEqual([true, true, true]);
    expect(await flags(ordered, missed, continued)).toEqual([false, false, false]);
    expect(await flags(begun, completed, placed, lifted, ordered, missed, ended)).toEqual([false, false, false]);
  });
});
