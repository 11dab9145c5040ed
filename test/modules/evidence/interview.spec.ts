import { overrideList } from '../../../src/modules/audit/override-list.view.js';
import { CancelInterviewHandler } from '../../../src/modules/evidence/cancel-interview.js';
import { CorrectInterviewHandler } from '../../../src/modules/evidence/correct-interview.js';
import { DecideRepresentativeHandler } from '../../../src/modules/evidence/decide-representative.js';
import { evidences } from '../../../src/modules/evidence/evidence.js';
import {
  type Basis,
  InterviewCancelled,
  InterviewCorrected,
  type Interviewee,
  IntervieweeIdentified,
  InterviewHeld,
  InterviewPlanned,
  interviews,
  RepresentativeDecided,
  SubjectHeardUntold,
} from '../../../src/modules/evidence/interview.js';
import { GetInterviewHandler, interviewList, ListInterviewsHandler } from '../../../src/modules/evidence/interview-list.view.js';
import { PlanInterviewHandler } from '../../../src/modules/evidence/plan-interview.js';
import { HoldInterviewHandler } from '../../../src/modules/evidence/record-interview.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored, within } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  attorney,
  auditor,
  caseEntries,
  caseId,
  city,
  communications,
  factsOf,
  hr,
  ines,
  manager,
  reportEntries,
  received as reportReceived,
  rita,
  sam,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';
import { apart, ofSam, opened, otherId, received, recused, told, withdrawn } from '../../kit/stories/items.js';

const inCase = within(...underInvestigation);
const interviewId = derivedId('spec', 'interview');
const of = { caseId, interviewId };
const day = '2026-03-02';

const planned = (as: Interviewee = 'witness', basis: Basis = 'voluntary', person: string | null = wes.person) => [
  InterviewPlanned({ caseId, basis, on: day, place: null }),
  IntervieweeIdentified({ caseId, as, person, name: null }),
];
const elsewhere = [InterviewPlanned({ caseId: derivedId('spec', 'x'), basis: 'voluntary', on: day, place: null })];
const cancelled = InterviewCancelled({ caseId, reason: seal('They declined.') });
const held = (warning: string | null = null, recording: string | null = null) =>
  InterviewHeld({
    caseId,
    on: day,
    place: seal('Room 2'),
    present: seal('Both.'),
    warning: warning ? seal(warning) : null,
    summary: seal('They saw it.'),
    recording,
  });

describe('planning an interview', () => {
  const command = { caseId, as: 'witness' as const, person: wes.person, basis: 'voluntary' as const, on: day };
  const facts = { ...apart, known: true, isSubject: false };

  it('is the investigator’s', () => {
    inCase
      .given()
      .when(PlanInterviewHandler, command, ines, facts)
      .then(...planned());
    for (const who of [manager, communications, attorney, hr, auditor])
      inCase.given().when(PlanInterviewHandler, command, who, facts).refused('access.not-permitted');
    inCase
      .given()
      .when(PlanInterviewHandler, command, ines, { ...facts, ...recused })
      .refused('access.not-permitted');
  });

  it('names a person of the city or somebody else, and a subject as such', () => {
    inCase
      .given()
      .when(PlanInterviewHandler, { ...command, as: 'other', person: null, name: 'A neighbour', place: 'At home' }, ines, facts)
      .then(
        InterviewPlanned({ caseId, basis: 'voluntary', on: day, place: seal('At home') }),
        IntervieweeIdentified({ caseId, as: 'other', person: null, name: seal('A neighbour') }),
      );
    for (const who of [{ name: 'A neighbour' }, { person: null }])
      inCase
        .given()
        .when(PlanInterviewHandler, { ...command, ...who }, ines, facts)
        .refused('interview.interviewee-unclear', ['person', 'name']);
    inCase
      .given()
      .when(PlanInterviewHandler, command, ines, { ...facts, known: false })
      .refused('interview.unknown-person');
    inCase
      .given()
      .when(PlanInterviewHandler, command, ines, { ...facts, isSubject: true })
      .refused('interview.as-subject');
    inCase
      .given()
      .when(PlanInterviewHandler, { ...command, as: 'subject' }, ines, facts)
      .refused('interview.as-subject');
  });

  it('knows the subjects of the case', async () => {
    const entries = [...reportEntries(reportReceived()), ...caseEntries(...underInvestigation)];
    expect(await factsOf(PlanInterviewHandler, { ...command, person: sam.person }, ines, ...entries)).toEqual({
      known: true,
      isSubject: true,
    });
    expect(await factsOf(PlanInterviewHandler, { ...command, person: interviewId }, ines, ...entries)).toEqual({
      known: false,
      isSubject: false,
    });
  });
});

describe('a representative who was asked for', () => {
  const granted = RepresentativeDecided({ caseId, decision: 'granted', representative: seal('Max Brown'), reason: null });
  const refusal = RepresentativeDecided({
    caseId,
    decision: 'refused',
    representative: null,
    reason: seal('It is no investigation of them.'),
  });

  it('is granted by name or refused with a reason, once, before the interview', () => {
    const grant = { ...of, decision: 'granted' as const, representative: 'Max Brown' };
    inCase
      .given(...planned())
      .when(DecideRepresentativeHandler, grant, ines, apart)
      .then(granted);
    inCase
      .given(...planned())
      .when(DecideRepresentativeHandler, { ...of, decision: 'refused', reason: 'It is no investigation of them.' }, ines, apart)
      .then(refusal);
    for (const [command, field] of [
      [{ ...of, decision: 'refused' }, 'reason'],
      [{ ...of, decision: 'granted' }, 'representative'],
      [{ ...grant, decision: 'refused', reason: 'x' }, 'representative'],
    ] as const)
      inCase
        .given(...planned())
        .when(DecideRepresentativeHandler, command, ines, apart)
        .refused('interview.representative-unclear', [field]);
    inCase
      .given(...planned(), granted)
      .when(DecideRepresentativeHandler, grant, ines, apart)
      .refused('interview.representative-decided');
    inCase
      .given(...planned(), held())
      .when(DecideRepresentativeHandler, grant, ines, apart)
      .refused('interview.not-planned');
    inCase
      .given(...elsewhere)
      .when(DecideRepresentativeHandler, grant, ines, apart)
      .refused('resource.not-found');
  });

  it('keeps the interview waiting until it is decided', () => {
    const command = { ...of, on: day, place: 'Room 2', present: 'Both.', representativeAsked: true, summary: 'They saw it.' };
    const facts = { ...apart, told: true, recorded: null };
    inCase
      .given(...planned())
      .when(HoldInterviewHandler, command, ines, facts)
      .refused('interview.representative-undecided');
    for (const decided of [granted, refusal])
      inCase
        .given(...planned(), decided)
        .when(HoldInterviewHandler, command, ines, facts)
        .then(held());
  });
});

describe('an interview that was held', () => {
  const command = { ...of, on: day, place: 'Room 2', present: 'Both.', representativeAsked: false, summary: 'They saw it.' };
  const facts = { ...apart, told: true, recorded: null };

  it('is recorded once, on a day that has come', () => {
    inCase
      .given(...planned())
      .when(HoldInterviewHandler, command, ines, facts)
      .then(held());
    inCase
      .given(...planned(), held())
      .when(HoldInterviewHandler, command, ines, facts)
      .refused('interview.not-planned');
    inCase
      .given(...planned())
      .when(HoldInterviewHandler, { ...command, on: '2026-03-03' }, ines, facts)
      .refused('interview.day-in-future');
    inCase
      .given(...elsewhere)
      .when(HoldInterviewHandler, command, ines, facts)
      .refused('resource.not-found');
    inCase
      .given(...planned())
      .when(HoldInterviewHandler, command, manager, facts)
      .refused('access.not-permitted');
  });

  it('compelled without a warning is refused', () => {
    const compelled = inCase.given(...planned('subject', 'compelled', sam.person));
    compelled.when(HoldInterviewHandler, command, ines, facts).refused('interview.warning-missing');
    compelled
      .when(HoldInterviewHandler, { ...command, warning: 'Read out by the investigator.' }, ines, facts)
      .then(held('Read out by the investigator.'));
  });

  it('with its subject comes after they were told', async () => {
    inCase
      .given(...planned('subject', 'voluntary', sam.person))
      .when(HoldInterviewHandler, command, ines, { ...facts, told: false })
      .refused('interview.subject-not-told');
    const log = (...proceeding: (typeof opened | typeof told)[]) => [
      ...reportEntries(reportReceived()),
      ...caseEntries(...underInvestigation),
      ...planned('subject', 'voluntary', sam.person).map((event) => [`interview-${interviewId}`, event] as const),
      ...proceeding.map((event) => [`proceeding-${ofSam}`, event] as const),
    ];
    const toldBy = async (on: string, ...proceeding: (typeof opened | typeof told)[]) =>
      (await factsOf(HoldInterviewHandler, { ...command, on }, ines, ...log(...proceeding))).told;
    expect(await toldBy(day)).toBe(false);
    expect(await toldBy(day, opened)).toBe(false);
    expect(await toldBy('2026-02-19', opened, told)).toBe(false);
    expect(await toldBy('2026-02-20', opened, told)).toBe(true);
    // Told of more later: the first day counts, and telling them twice makes no earlier one.
    const again = { ...told, data: { ...told.data, allegationIds: [otherId], on: '2026-03-01', answerBy: '2026-03-08' } };
    expect(await toldBy('2026-02-20', opened, told, again)).toBe(true);
    expect(await toldBy('2026-02-19', opened, told, again)).toBe(false);
  });

  it('with its subject before they were told has a reason', () => {
    const early = { ...command, untoldBecause: 'They came forward by themselves.' };
    const subject = inCase.given(...planned('subject', 'voluntary', sam.person));
    const reason = SubjectHeardUntold({ caseId, reason: seal('They came forward by themselves.') });
    subject.when(HoldInterviewHandler, early, ines, { ...facts, told: false }).then(held(), reason);
    subject.when(HoldInterviewHandler, early, ines, facts).refused('interview.reason-needless');
    const log = [...planned('subject', 'voluntary', sam.person), held(), reason];
    expect(fold(interviews, stored(log, `interview-${interviewId}`))).toMatchObject({ status: 'held', untoldBecause: expect.any(String) });
    expect(() => fold(interviews, stored([...planned(), reason], `interview-${interviewId}`))).toThrow('nobody was heard');
    const [row] = rowsAfter(overrideList, logOf([`interview-${interviewId}`, reason])).values();
    expect(row).toMatchObject({ kind: 'heard-untold', caseId });
  });

  it('has its recording among the evidence of the case, marked where it was compelled', () => {
    const recording = { ...command, recording: otherId, warning: 'Read out.' };
    const item = (...events: Parameters<typeof stored>[0][number][]) => fold(evidences, stored(events, `evidence-${otherId}`));
    const hold = (basis: Basis, recorded: ReturnType<typeof item>) =>
      inCase.given(...planned('witness', basis)).when(HoldInterviewHandler, recording, ines, { ...facts, recorded });
    hold('voluntary', item(received())).then(held('Read out.', otherId));
    hold('compelled', item(received({ compelled: true }))).then(held('Read out.', otherId));
    hold('compelled', item(received())).refused('interview.recording-unmarked');
    for (const unfit of [item(), item(received(), withdrawn), item(received({ file: null })), item(received({ caseId: interviewId }))])
      hold('voluntary', unfit).refused('interview.recording-unfit');
  });

  it('is corrected by addenda, and what was not held is cancelled', () => {
    const addendum = { ...of, addendum: 'It was Tuesday.' };
    inCase
      .given(...planned(), held())
      .when(CorrectInterviewHandler, addendum, ines, apart)
      .then(InterviewCorrected({ caseId, addendum: seal('It was Tuesday.') }));
    inCase
      .given(...planned())
      .when(CorrectInterviewHandler, addendum, ines, apart)
      .refused('interview.not-held');
    inCase
      .given(...elsewhere)
      .when(CorrectInterviewHandler, addendum, ines, apart)
      .refused('resource.not-found');
    const cancel = { ...of, reason: 'They declined.' };
    inCase
      .given(...planned())
      .when(CancelInterviewHandler, cancel, ines, apart)
      .then(cancelled);
    inCase
      .given(...planned(), held())
      .when(CancelInterviewHandler, cancel, ines, apart)
      .refused('interview.not-planned');
    inCase
      .given(...elsewhere)
      .when(CancelInterviewHandler, cancel, ines, apart)
      .refused('resource.not-found');
  });
});

describe('reading interviews', () => {
  const correction = InterviewCorrected({ caseId, addendum: seal('It was Tuesday.') });
  const log = logOf(
    ...city,
    ...reportEntries(reportReceived()),
    ...caseEntries(...underInvestigation),
    ...[...planned('reporter', 'compelled', rita.person), held('Read out.'), correction].map(
      (event) => [`interview-${interviewId}`, event] as const,
    ),
    ...[...planned(), cancelled].map((event) => [`interview-${otherId}`, event] as const),
  );

  it('folds one row for each, without whom', () => {
    const rows = rowsAfter(interviewList, log);
    expect(rows.get(interviewId)).toEqual({ caseId, status: 'held', basis: 'compelled', on: day });
    expect(rows.get(otherId)).toEqual({ caseId, status: 'cancelled', basis: 'voluntary', on: day });
  });

  it('is for the investigator, who decides and counsel; a reporter is named to the investigator alone', async () => {
    for (const who of [manager, attorney])
      expect(await ask(GetInterviewHandler, of, who, log)).toMatchObject({ as: 'reporter', person: null, walledFromProsecutor: true });
    expect(await ask(GetInterviewHandler, of, ines, log)).toMatchObject({
      person: rita.person,
      marking: expect.stringContaining('Compelled statement'),
      addenda: [{ text: expect.stringContaining('Tuesday') }],
    });
    expect(await ask(GetInterviewHandler, { caseId, interviewId: otherId }, manager, log)).toMatchObject({
      person: wes.person,
      marking: null,
      cancelledBecause: expect.any(String),
    });
    expect(await ask(ListInterviewsHandler, { caseId, limit: 10 }, ines, log)).toHaveProperty('items.length', 2);
    for (const handler of [GetInterviewHandler, ListInterviewsHandler])
      for (const who of [hr, auditor, communications, sam])
        await expect(ask(handler, { ...of, limit: 10 }, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
    await expect(ask(GetInterviewHandler, { caseId, interviewId: caseId }, ines, log)).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });
});
