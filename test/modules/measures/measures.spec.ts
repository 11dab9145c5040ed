import { CaseClosed, CaseDeclined, CaseSuspended, cases, underHold, WitnessNamed } from '../../../src/modules/cases/case.js';
import {
  CaseReferred,
  HoldLifted,
  HoldPlaced,
  MitigationBegun,
  MitigationCompleted,
  ReferralAnswered,
} from '../../../src/modules/cases/case.measures.js';
import { InterviewHeld, InterviewPlanned } from '../../../src/modules/evidence/interview.js';
import { BeginMitigationHandler } from '../../../src/modules/measures/begin-mitigation.js';
import { CompleteMitigationHandler } from '../../../src/modules/measures/complete-mitigation.js';
import { LiftHoldHandler } from '../../../src/modules/measures/lift-legal-hold.js';
import { PlaceHoldHandler } from '../../../src/modules/measures/place-legal-hold.js';
import { RecordReferralResultHandler } from '../../../src/modules/measures/record-referral-result.js';
import { ReferCaseHandler } from '../../../src/modules/measures/refer-case.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored } from '../../kit/given.js';
import {
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  determined,
  director,
  factsOf,
  hr,
  ines,
  manager,
  opened,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';
import { received as item } from '../../kit/stories/items.js';

const facts = { reporters: new Set([rita.person]) };
const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('x') });
const closed = CaseClosed({ on: '2026-03-02' });
const suspended = CaseSuspended({ cause: 'litigation', reasons: seal('x'), subjects: [] });
const states = [
  [opened()],
  triage,
  underInvestigation,
  reported,
  [...reported, determined()],
  [...triage, suspended],
  [...triage, declined],
  [...triage, declined, closed],
];
const none = derivedId('spec', 'none');

describe('mitigation', () => {
  const mitigationId = derivedId('spec', 'mitigation');
  const begin = { caseId, what: 'The post is taken down.' };
  const begun = (by = communications.person, on = '2026-03-02') =>
    MitigationBegun({ mitigationId, what: seal('The post is taken down.'), by, on });
  const complete = { caseId, mitigationId, result: 'Gone by noon.' };
  const known = { ...facts, known: true };

  it('is open to the Communications Manager and the City Manager in every state, from the first hour', () => {
    for (const past of states)
      for (const who of [communications, manager])
        given(...past)
          .when(BeginMitigationHandler, begin, who, known)
          .then(begun(who.person));
  });
  it('is open to whoever takes their place, and to nobody else', () => {
    for (const who of [attorney, clerk])
      given(opened([manager.person]), councilDecides)
        .when(BeginMitigationHandler, begin, who, known)
        .then(begun(who.person));
    for (const who of [hr, attorney, ines, director, auditor])
      given(...underInvestigation)
        .when(BeginMitigationHandler, begin, who, known)
        .refused('access.not-permitted');
  });
  it('is closed to a subject, a witness and a reporter', () => {
    given(opened([communications.person]), settled)
      .when(BeginMitigationHandler, begin, communications, known)
      .refused('resource.not-found');
    given(...triage, WitnessNamed({ person: communications.person }))
      .when(BeginMitigationHandler, begin, communications, known)
      .refused('access.not-permitted');
    given(...triage)
      .when(BeginMitigationHandler, begin, communications, { ...known, reporters: new Set([communications.person]) })
      .refused('access.not-permitted');
  });
  it('says by whom and when it was begun', async () => {
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, by: wes.person, on: '2026-02-28' }, manager, known)
      .then(begun(wes.person, '2026-02-28'));
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, on: '2026-03-03' }, manager, known)
      .refused('measure.day-in-future');
    given(...triage)
      .when(BeginMitigationHandler, { ...begin, by: none }, manager, { ...known, known: false })
      .refused('measure.unknown-person');
    const entries = [...reportEntries(received(), reportedBy(rita.person)), ...caseEntries(...triage)];
    expect(await factsOf(BeginMitigationHandler, { ...begin, by: wes.person }, manager, ...entries)).toEqual({ known: true });
    expect(await factsOf(BeginMitigationHandler, { ...begin, by: none }, manager, ...entries)).toEqual({ known: false });
  });
  it('has its result, once, not before it was begun', () => {
    const done = MitigationCompleted({ mitigationId, result: seal('Gone by noon.'), on: '2026-03-02' });
    for (const past of states)
      given(...past, begun())
        .when(CompleteMitigationHandler, complete, manager, facts)
        .then(done);
    given(...triage, begun())
      .when(CompleteMitigationHandler, complete, ines, facts)
      .refused('access.not-permitted');
    given(...triage, begun())
      .when(CompleteMitigationHandler, complete, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(CompleteMitigationHandler, complete, manager, facts)
      .refused('measure.no-such-mitigation');
    given(...triage, begun(), done)
      .when(CompleteMitigationHandler, complete, manager, facts)
      .refused('measure.mitigation-done');
    given(...triage, begun())
      .when(CompleteMitigationHandler, { ...complete, on: '2026-03-01' }, manager, facts)
      .refused('measure.day-too-early');
    given(...triage, begun())
      .when(CompleteMitigationHandler, { ...complete, on: '2026-03-03' }, manager, facts)
      .refused('measure.day-in-future');
  });
});

describe('referring a case', () => {
  const command = { caseId, to: 'police' as const, body: 'Police Department', reasons: 'A threat.', on: '2026-03-02' };
  it('is done by who takes in, decides or counsels, in every state', () => {
    for (const past of states.slice(1))
      for (const who of [communications, manager, attorney])
        given(...past)
          .when(ReferCaseHandler, command, who, facts)
          .then(
            CaseReferred({
              referralId: derivedId('spec', 'referral'),
              to: 'police',
              body: seal('Police Department'),
              reasons: seal('A threat.'),
              on: '2026-03-02',
            }),
          );
    for (const who of [hr, ines, clerk])
      given(...triage)
        .when(ReferCaseHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(ReferCaseHandler, command, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(ReferCaseHandler, { ...command, on: '2026-03-03' }, manager, facts)
      .refused('measure.day-in-future');
  });

  it('to the police is counsel’s alone once the case holds a compelled statement', async () => {
    const walled = { ...facts, holdsCompelled: true as const };
    given(...triage)
      .when(ReferCaseHandler, command, manager, walled)
      .refused('measure.referral-walled');
    expect(
      given(...triage)
        .when(ReferCaseHandler, command, attorney, walled)
        .events(),
    ).toHaveLength(1);
    expect(
      given(...triage)
        .when(ReferCaseHandler, { ...command, to: 'insurer' }, manager, walled)
        .events(),
    ).toHaveLength(1);
    const entries = [...reportEntries(received(), reportedBy(rita.person)), ...caseEntries(...triage)];
    expect(await factsOf(ReferCaseHandler, command, manager, ...entries)).toEqual({});
    const planned = [`interview-${none}`, InterviewPlanned({ caseId, basis: 'compelled', on: '2026-03-01', place: null })] as const;
    const text = seal('x');
    const said = InterviewHeld({ caseId, on: '2026-03-01', place: text, present: text, warning: text, summary: text, recording: null });
    expect(await factsOf(ReferCaseHandler, command, manager, ...entries, planned)).toEqual({});
    expect(await factsOf(ReferCaseHandler, command, manager, ...entries, planned, [`interview-${none}`, said])).toEqual({
      holdsCompelled: true,
    });
    const statement = [`evidence-${none}`, item({ compelled: true })] as const;
    expect(await factsOf(ReferCaseHandler, command, manager, ...entries, statement)).toEqual({ holdsCompelled: true });
  });
});

describe('what a referral was answered', () => {
  const referralId = derivedId('spec', 'referral');
  const referred = CaseReferred({ referralId, to: 'police', body: seal('Police'), reasons: seal('A threat.'), on: '2026-03-01' });
  const command = { caseId, referralId, answer: 'No charge is brought.', on: '2026-03-02' };
  const answered = ReferralAnswered({ referralId, answer: seal('No charge is brought.'), on: '2026-03-02' });

  it('is recorded by who takes in, decides or counsels, in every state and more than once', () => {
    for (const past of states.slice(1))
      for (const who of [communications, manager, attorney])
        given(...past, referred)
          .when(RecordReferralResultHandler, command, who, facts)
          .then(answered);
    given(...triage, referred, answered)
      .when(RecordReferralResultHandler, command, manager, facts)
      .then(answered);
  });
  it('is recorded by nobody else', () => {
    for (const who of [hr, ines, clerk])
      given(...triage, referred)
        .when(RecordReferralResultHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage, referred)
      .when(RecordReferralResultHandler, command, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
  });
  it('belongs to a referral of this case, on a day that has come and not before it', () => {
    given(...triage)
      .when(RecordReferralResultHandler, command, manager, facts)
      .refused('measure.no-such-referral');
    given(...triage, referred)
      .when(RecordReferralResultHandler, { ...command, on: '2026-03-03' }, manager, facts)
      .refused('measure.day-in-future');
    given(...triage, referred)
      .when(RecordReferralResultHandler, { ...command, on: '2026-02-28' }, manager, facts)
      .refused('measure.day-too-early');
  });
});

describe('a legal hold', () => {
  const holdId = derivedId('spec', 'hold');
  const placed = HoldPlaced({ holdId, reasons: seal('A claim.') });
  const lifted = HoldLifted({ holdId, reasons: seal('Settled.') });
  const byCounsel = stored([...triage, placed]).map((event) => ({
    ...event,
    actor: event.type === 'HoldPlaced' ? { person: attorney.person, office: 'City Attorney' } : event.actor,
  }));

  it('is placed by counsel, or who decides where counsel is a party, in every state', () => {
    for (const past of states)
      given(...past)
        .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, attorney, facts)
        .then(placed);
    given(opened([attorney.person]), settled)
      .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, manager, facts)
      .then(placed);
    for (const who of [hr, communications, ines])
      given(...triage)
        .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(PlaceHoldHandler, { caseId, reasons: 'A claim.' }, attorney, { reporters: new Set([attorney.person]) })
      .refused('access.not-permitted');
  });
  it('stands until it is lifted', () => {
    const held = (...events: Parameters<typeof stored>[0]) => underHold(fold(cases, stored(events)));
    expect(held(...triage)).toBe(false);
    expect(held(...triage, placed)).toBe(true);
    expect(held(...triage, placed, declined, closed)).toBe(true);
    expect(held(...triage, placed, lifted)).toBe(false);
    expect(underHold({ status: 'absent' })).toBe(false);
  });
  it('is lifted by counsel, once; by who decides where counsel did not place it', () => {
    const command = { caseId, holdId, reasons: 'Settled.' };
    for (const who of [attorney, manager])
      given(...triage, placed)
        .when(LiftHoldHandler, command, who, facts)
        .then(lifted);
    given(...byCounsel)
      .when(LiftHoldHandler, command, attorney, facts)
      .then(lifted);
    given(...byCounsel)
      .when(LiftHoldHandler, command, manager, facts)
      .refused('measure.hold-not-yours');
    given(...triage, placed)
      .when(LiftHoldHandler, command, hr, facts)
      .refused('access.not-permitted');
    given(...triage, placed, WitnessNamed({ person: attorney.person }))
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('access.not-permitted');
    given(...triage)
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('measure.no-such-hold');
    given(...triage, placed, lifted)
      .when(LiftHoldHandler, command, attorney, facts)
      .refused('measure.hold-lifted');
  });
});
