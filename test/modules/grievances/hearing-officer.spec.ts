import { WitnessNamed } from '../../../src/modules/cases/case.js';
import type { Standing } from '../../../src/modules/cases/standing.js';
import { EmploymentTrackChanged } from '../../../src/modules/directory/person.js';
import { GetProceedingHandler } from '../../../src/modules/discipline/get-proceeding.js';
import { ReduceDisciplineHandler } from '../../../src/modules/discipline/reduce-discipline.js';
import {
  GetDisclosedContentHandler,
  GetDisclosedEvidenceHandler,
  ListDisclosedEvidenceHandler,
} from '../../../src/modules/evidence/disclosed-evidence.view.js';
import { DisclosedEvidenceSeen } from '../../../src/modules/evidence/evidence.js';
import { RecordDisclosedLookHandler } from '../../../src/modules/evidence/record-evidence-access.js';
import { AppointHearingOfficerHandler } from '../../../src/modules/grievances/appoint-hearing-officer.js';
import { DecideGrievanceHandler } from '../../../src/modules/grievances/decide-grievance.js';
import { ListGrievancesHandler } from '../../../src/modules/grievances/grievance-list.view.js';
import { ReleaseHearingOfficerHandler } from '../../../src/modules/grievances/release-hearing-officer.js';
import { WithdrawGrievanceHandler } from '../../../src/modules/grievances/withdraw-grievance.js';
import {
  HearingOfficerAppointed,
  HearingOfficerReleased,
  ProceedingHeld,
  proceedingId,
} from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, today, within } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  caseEntries,
  city,
  clerk as cityClerk,
  manager as cityManager,
  determined,
  type Entry,
  factsOf,
  ines,
  caseId as matterId,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  sam as samOfCity,
  wes,
} from '../../kit/stories/a-case.js';
import {
  advanced,
  arbitration,
  decidedStep,
  filed,
  finalToday,
  granted,
  grieved,
  grieving,
  imposedSuspension,
  procedureOf,
  steps,
} from '../../kit/stories/grievances.js';
import { disclosed, received as itemReceived } from '../../kit/stories/items.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  clerk,
  hr,
  id,
  imposed,
  manager,
  noticed,
  ofSam,
  proposed,
  recused,
  responded,
  reviewed,
  sam,
  stateOf,
  subject,
  suspension,
  sustained,
  walled,
} from '../../kit/stories/proceedings.js';

const officer = caller(id('arbitrator'));
const on = (day: string, who: Caller = officer): Caller => ({ ...who, today: day });
const terms = { from: '2026-03-02', to: '2026-04-30' };
const command = { proceedingId: ofSam, officer: officer.person, ...terms, terms: 'By the hour.' };
const appointed = (change: Partial<typeof terms> = {}) =>
  HearingOfficerAppointed({
    caseId,
    index: 3,
    officer: officer.person,
    ...terms,
    ...change,
    until: '2026-05-01T06:00:00.000Z',
    terms: seal('By the hour.'),
  });
const outside = { inService: true, may: true, outside: true };
const facts = { ...apart, officer: outside };
const heardOutside = [...imposedSuspension, filed({ index: 3, step: arbitration, decideBy: null })];
const heard = [...heardOutside, appointed()];
const released = HearingOfficerReleased({ caseId, officer: officer.person, on: today, reasons: seal('Ill.') });

describe('appointing a hearing officer', () => {
  it('is for HR or the City Clerk, for the step in hand, from a day to a day', () => {
    for (const who of [hr, clerk])
      given(...heardOutside)
        .when(AppointHearingOfficerHandler, command, who, facts)
        .then(appointed());
    for (const who of [manager, attorney, auditor, subject, officer])
      given(...heardOutside)
        .when(AppointHearingOfficerHandler, command, who, facts)
        .refused('access.not-permitted');
    for (const [standing, code] of [
      [recused, 'access.not-permitted'],
      [walled, 'resource.not-found'],
    ] as const)
      given(...heardOutside)
        .when(AppointHearingOfficerHandler, command, hr, { ...facts, ...standing })
        .refused(code);
  });
  it('is for a step that is heard outside the city, and is in hand', () => {
    given(...grieved)
      .when(AppointHearingOfficerHandler, command, hr, facts)
      .refused('grievance.hearer-misplaced', []);
    for (const past of [imposedSuspension, [...heardOutside, decidedStep({ index: 3 })]])
      given(...past)
        .when(AppointHearingOfficerHandler, command, hr, facts)
        .refused('grievance.none');
    given(...heardOutside, ProceedingHeld({ caseId, on: today, reasons: seal('x'), withCase: false }))
      .when(AppointHearingOfficerHandler, command, hr, facts)
      .refused('proceeding.set-aside');
  });
  it('is not by whoever imposed the discipline; who entered Council’s act did not', () => {
    const imposedBy = (event: NewEvent) => ({ ...event, actor: { person: hr.person, office: 'HR' } }) as NewEvent;
    const own = [
      ...sustained,
      proposed(suspension),
      imposedBy(imposed(suspension)),
      filed({ index: 3, step: arbitration, decideBy: null }),
    ];
    given(...own)
      .when(AppointHearingOfficerHandler, command, hr, facts)
      .refused('grievance.own-decision');
    given(...own)
      .when(AppointHearingOfficerHandler, command, clerk, facts)
      .events();
    const council = imposedBy(imposed(suspension, { act: { meetingOn: '2026-02-16', motion: '1' } }));
    given(...sustained, proposed(suspension), council, filed({ index: 3, step: arbitration, decideBy: null }))
      .when(AppointHearingOfficerHandler, command, hr, facts)
      .events();
    given(...own, appointed())
      .when(ReleaseHearingOfficerHandler, { proceedingId: ofSam, reasons: 'x' }, hr, apart)
      .refused('grievance.own-decision');
  });
  it('is of a contractor in the directory who has no other part in it, for days that are to come', () => {
    for (const [is, code] of [
      [{ ...outside, inService: false }, 'grievance.officer-unknown'],
      [{ ...outside, outside: false }, 'grievance.officer-not-outside'],
      [{ ...outside, may: false }, 'grievance.officer-not-eligible'],
    ] as const)
      given(...heardOutside)
        .when(AppointHearingOfficerHandler, command, hr, { ...facts, officer: is })
        .refused(code);
    for (const days of [
      { from: '2026-03-10', to: '2026-03-09' },
      { from: '2026-02-01', to: '2026-03-01' },
    ])
      given(...heardOutside)
        .when(AppointHearingOfficerHandler, { ...command, ...days }, hr, facts)
        .refused('grievance.officer-days-reversed');
  });
  it('knows who investigated, decided, reported or witnessed', async () => {
    const ofMatter = `proceeding-${proceedingId(matterId, samOfCity.person)}`;
    const contracted = (who: Caller): Entry => [
      `person-${who.person}`,
      EmploymentTrackChanged({ track: 'contractor', from: '2025-01-01' }),
    ];
    const asked = async (who: Caller) =>
      (
        await factsOf(
          AppointHearingOfficerHandler,
          { ...command, proceedingId: proceedingId(matterId, samOfCity.person), officer: who.person },
          cityClerk,
          ...reportEntries(received(), reportedBy(rita.person)),
          ...caseEntries(...reported, determined(), WitnessNamed({ person: cityManager.person })),
          ...heardOutside.map(
            (event): Entry => [ofMatter, { ...event, data: { ...(event.data as object), caseId: matterId } } as NewEvent],
          ),
          ...[ines, rita, wes, cityManager].map(contracted),
        )
      ).officer;
    expect(await asked(wes)).toEqual(outside);
    for (const one of [ines, rita, cityManager]) expect(await asked(one)).toMatchObject({ may: false });
    expect(await asked(caller(id('nobody')))).toMatchObject({ inService: false });
  });
});

describe('releasing a hearing officer', () => {
  const release = { proceedingId: ofSam, reasons: 'Ill.' };
  it('is for HR or the City Clerk, and ends what they see and do', () => {
    for (const who of [hr, clerk])
      given(...heard)
        .when(ReleaseHearingOfficerHandler, release, who, apart)
        .then(released);
    for (const who of [manager, subject, officer])
      given(...heard)
        .when(ReleaseHearingOfficerHandler, release, who, apart)
        .refused('access.not-permitted');
    given(...heard)
      .when(ReleaseHearingOfficerHandler, release, hr, walled)
      .refused('resource.not-found');
  });
  it('is refused where nobody was appointed, or for an earlier step', () => {
    for (const past of [heardOutside, [...heard, released], [...heard, advanced(2)], [...heard, granted, finalToday]])
      given(...past)
        .when(ReleaseHearingOfficerHandler, release, hr, apart)
        .refused('grievance.no-officer');
  });
});

describe('a hearing officer', () => {
  const denied = { proceedingId: ofSam, outcome: 'denied' as const, reasons: 'It stands.' };
  const last = grieving({ procedure: procedureOf(steps({ steps: [arbitration] })) });

  it('decides the step themself, from the first day to the last', () => {
    for (const day of ['2026-03-02', '2026-04-30'])
      given(...heard)
        .when(DecideGrievanceHandler, { ...denied, outcome: 'granted' }, on(day), last)
        .then(decidedStep({ index: 3, outcome: 'granted', reversed: true, reasons: seal('It stands.'), advanceUntil: null }), finalToday);
    for (const who of [on('2026-03-01'), on('2026-05-01'), officer])
      given(...heard)
        .when(DecideGrievanceHandler, denied, who, last)
        .refused('access.not-permitted');
    given(...heard, released)
      .when(DecideGrievanceHandler, denied, on(today), last)
      .refused('access.not-permitted');
    given(...heard)
      .when(DecideGrievanceHandler, { ...denied, heardBy: 'A. Other' }, on(today), last)
      .refused('grievance.hearer-misplaced', ['heardBy']);
    given(...heard)
      .when(DecideGrievanceHandler, denied, on(today), grieving({ ...last, standing: 'recused' }))
      .refused('access.not-permitted');
  });
  it('is not overtaken by who enters the decisions of those without a login', () => {
    for (const who of [hr, clerk])
      given(...heard)
        .when(DecideGrievanceHandler, { ...denied, heardBy: 'A. Other' }, who, last)
        .refused('grievance.officer-hears');
    for (const past of [
      [...heard, released],
      [...heardOutside, appointed({ from: '2026-02-01', to: '2026-03-01' })],
    ])
      given(...past)
        .when(DecideGrievanceHandler, { ...denied, heardBy: 'A. Other' }, hr, last)
        .events();
  });
  it('does nothing else', () => {
    given(...heard)
      .when(WithdrawGrievanceHandler, { proceedingId: ofSam }, on(today), apart)
      .refused('access.not-permitted');
    given(...heard)
      .when(ReduceDisciplineHandler, { proceedingId: ofSam, rung: 'oral-warning', reasons: 'x' }, on(today), {} as never)
      .refused('access.not-permitted');
  });
  it('is nobody for a later step', () => {
    expect(stateOf(...heard, advanced(2))).toMatchObject({ grievance: { officer: null } });
    expect(stateOf(...heard)).toMatchObject({ grievance: { officer: { person: officer.person, ...terms } } });
  });

  const stream = `proceeding-${ofSam}`;
  const full = [
    ...sustained,
    proposed(suspension),
    reviewed(),
    noticed(suspension),
    responded,
    imposed(suspension, { grievableUntil: '2026-03-11T06:00:00.000Z' }),
    filed({ index: 3, step: arbitration, decideBy: null }),
    appointed(),
  ];
  const log = logOf(
    ...city,
    ...reportEntries(received(), reportedBy(rita.person)),
    ...reported.map((event): Entry => [`case-${caseId}`, event]),
    ...full.map((event): Entry => [stream, event]),
  );
  it('sees what its subject was shown, on those days alone, and never who reported', async () => {
    const shown = await ask(GetProceedingHandler, { proceedingId: ofSam }, on(today), log);
    expect(shown).toMatchObject({
      subject: sam,
      notice: { rung: suspension.id },
      decision: { rung: suspension.id },
      review: null,
      course: { grievance: { steps: [{ grounds: expect.any(String), officer: { person: officer.person, ...terms } }] } },
    });
    expect(JSON.stringify(shown)).not.toContain(rita.person);
    const waiting = await ask(ListGrievancesHandler, {}, on(today), log);
    expect(waiting).toMatchObject({ items: [{ proceedingId: ofSam, mine: true }] });
    expect(await ask(ListGrievancesHandler, {}, hr, log)).toMatchObject({ items: [{ mine: false }] });
    for (const who of [on('2026-05-01'), on('2026-03-01')]) {
      await expect(ask(GetProceedingHandler, { proceedingId: ofSam }, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
      await expect(ask(ListDisclosedEvidenceHandler, { proceedingId: ofSam }, who, log)).rejects.toMatchObject({
        code: 'access.not-permitted',
      });
      expect(await ask(ListGrievancesHandler, {}, who, log)).toEqual({ items: [] });
    }
  });
  it('sees the evidence that was disclosed to its subject, and each look is recorded', async () => {
    expect(await ask(ListDisclosedEvidenceHandler, { proceedingId: ofSam, limit: 50 }, on(today), log)).toEqual({ items: [], next: null });
    const item = [itemReceived(), disclosed(false)].map((event) => ({ ...event, data: { ...event.data, proceedingId: ofSam } }));
    const look = { proceedingId: ofSam, evidenceId: id('item'), how: 'viewed' as const };
    const looks = (who: Caller, standing: Standing = 'uninvolved') =>
      within(...heard)
        .given(...item)
        .when(RecordDisclosedLookHandler, look, who, { standing });
    looks(on(today)).then(DisclosedEvidenceSeen({ caseId: matterId, proceedingId: ofSam, how: 'viewed' }));
    looks(on(today), 'recused').refused('access.not-permitted');
    looks(on('2026-05-01')).refused('access.not-permitted');
  });
  it('is nobody once they were named as a witness', async () => {
    const named = logOf(
      ...city,
      ...[...reported, WitnessNamed({ person: officer.person })].map((event): Entry => [`case-${caseId}`, event]),
      ...full.map((event): Entry => [stream, event]),
    );
    for (const [query, fields] of [
      [GetProceedingHandler, {}],
      [ListDisclosedEvidenceHandler, { limit: 50 }],
      [GetDisclosedEvidenceHandler, { evidenceId: id('item') }],
      [GetDisclosedContentHandler, { evidenceId: id('item') }],
    ] as const)
      await expect(ask(query as typeof GetProceedingHandler, { proceedingId: ofSam, ...fields }, on(today), named)).rejects.toMatchObject({
        code: 'access.not-permitted',
      });
  });
});
