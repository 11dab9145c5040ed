import { CaseClosed, DeterminationIssued, InvestigationResumed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { IssueDeterminationHandler } from '../../../src/modules/investigations/issue-determination.js';
import { PolicyAcknowledged } from '../../../src/modules/policy/acknowledgement.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given } from '../../kit/given.js';
import {
  allegationId,
  assigned,
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  deadlines,
  determined,
  director,
  factsOf,
  filed,
  found,
  framed,
  ines,
  investigating,
  manager,
  opened,
  received,
  reportEntries,
  reported,
  reportedBy,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const shown = { subject: sam.person, policyVersion: '5716', acknowledged: true };
const facts = { reporters: new Set([rita.person]), judgesSuperior: false, acknowledged: [shown], unheard: new Set<string>(), deadlines };
const unaware = { ...facts, acknowledged: [{ ...shown, acknowledged: false }] };
const command = { caseId, reasons: 'As found.' };
const act = { meetingOn: '2026-03-01', motion: '2026-17' };
const deadlineOfResumed = '2026-05-01T06:00:00.000Z';
const byCouncil = [opened([sam.person]), councilDecides, investigating, framed(), assigned, found(), filed];

describe('issuing the determination', () => {
  it('departs from a finding with a reason for each allegation', () => {
    const departures = [{ allegationId, outcome: 'exonerated' as const, reasons: 'They were told to.' }];
    given(...reported)
      .when(IssueDeterminationHandler, { ...command, departures }, manager, facts)
      .then(
        DeterminationIssued({
          ...determined('exonerated').data,
          departures: [{ allegationId, found: 'sustained', reasons: seal('They were told to.') }],
        }),
      );
    given(...reported)
      .when(IssueDeterminationHandler, { ...command, departures: [{ ...departures[0]!, outcome: 'sustained' }] }, manager, facts)
      .refused('case.departure-needless', ['departures.0']);
    given(...reported)
      .when(
        IssueDeterminationHandler,
        { ...command, departures: [{ ...departures[0]!, allegationId: derivedId('spec', 'x') }] },
        manager,
        facts,
      )
      .refused('case.no-such-allegation', ['departures.0.allegationId']);
  });
  it('sustains nothing against a finding before its subject could answer', async () => {
    const departures = [{ allegationId, outcome: 'sustained' as const, reasons: 'The archive shows it.' }];
    const cleared = [...underInvestigation, found('not-sustained'), filed];
    const gathered = await factsOf(
      IssueDeterminationHandler,
      { ...command, departures },
      manager,
      ...reportEntries(received()),
      ...caseEntries(...cleared),
    );
    expect(gathered.unheard).toEqual(new Set([allegationId]));
    given(...cleared)
      .when(IssueDeterminationHandler, { ...command, departures }, manager, { ...facts, unheard: gathered.unheard })
      .refused('case.subject-not-heard', ['departures.0.outcome']);
    given(...cleared)
      .when(IssueDeterminationHandler, { ...command, departures }, manager, facts)
      .then(
        DeterminationIssued({
          ...determined().data,
          departures: [{ allegationId, found: 'not-sustained', reasons: seal('The archive shows it.') }],
        }),
      );
  });

  it('adopts the findings, and shows that the subject had acknowledged the version', () =>
    given(...reported)
      .when(IssueDeterminationHandler, command, manager, facts)
      .then(determined()));

  it('determines anew what an investigation that was resumed found, and not the outcome that stands', () => {
    const other = derivedId('spec', 'of another subject');
    const both = determined().data.outcomes.concat({ allegationId: other, subject: wes.person, outcome: 'sustained' });
    const first = DeterminationIssued({ ...determined().data, outcomes: both });
    const resumed = InvestigationResumed({ proceedingId: derivedId('x'), allegationIds: [allegationId], dueAt: deadlineOfResumed });
    given(...underInvestigation, framed(wes.person, other), found(), found('sustained', other), filed, first, resumed, found(), filed)
      .when(IssueDeterminationHandler, command, manager, facts)
      .then(determined());
  });

  it('is done by who decides', () => {
    for (const who of [communications, clerk, ines, director])
      given(...reported)
        .when(IssueDeterminationHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...byCouncil)
      .when(IssueDeterminationHandler, command, manager, facts)
      .refused('access.not-permitted');
  });

  it('is not done by the reporter, a witness, a subject, or a subject’s subordinate', () => {
    given(...reported)
      .when(IssueDeterminationHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: manager.person }), found(), filed)
      .when(IssueDeterminationHandler, command, manager, facts)
      .refused('access.not-permitted');
    given(...reported)
      .when(IssueDeterminationHandler, command, manager, { ...facts, judgesSuperior: true })
      .refused('access.not-permitted');
    given(opened([manager.person]), settled, investigating, framed(), assigned, found(), filed)
      .when(IssueDeterminationHandler, command, manager, facts)
      .refused('resource.not-found');
  });

  it('follows the investigation report', () =>
    given(...underInvestigation, found())
      .when(IssueDeterminationHandler, command, manager, facts)
      .refused('case.no-report-filed'));

  it('happens once, and tells the second what changed', () => {
    const again = () => given(...reported, determined()).when(IssueDeterminationHandler, command, manager, facts);
    again().refused('case.already-determined');
    expect(() => again().events()).toThrow(
      expect.objectContaining({
        details: {
          changed: {
            type: 'DeterminationIssued',
            at: '2026-03-02T19:00:00.000Z',
            office: 'Employee',
            outcomes: [{ allegationId, subject: sam.person, outcome: 'sustained' }],
          },
        },
      }),
    );
    given(...reported, determined(), CaseClosed({ on: '2026-03-02' }))
      .when(IssueDeterminationHandler, command, manager, facts)
      .refused('case.already-determined');
  });

  it('of Council names its meeting and motion, whoever enters it', () => {
    for (const who of [clerk, attorney])
      given(...byCouncil)
        .when(IssueDeterminationHandler, { ...command, act }, who, facts)
        .then(DeterminationIssued({ ...determined().data, act }));
    given(...byCouncil)
      .when(IssueDeterminationHandler, command, clerk, facts)
      .refused('case.act-missing');
    given(...byCouncil)
      .when(IssueDeterminationHandler, { ...command, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts)
      .refused('case.meeting-in-future');
  });

  it('of anyone else names none', () =>
    given(...reported)
      .when(IssueDeterminationHandler, { ...command, act }, manager, facts)
      .refused('case.act-misplaced'));

  it('says why it does not matter that a sustained subject had not acknowledged the version', () => {
    given(...reported)
      .when(IssueDeterminationHandler, command, manager, unaware)
      .refused('case.acknowledgement-unexplained');
    given(...reported)
      .when(IssueDeterminationHandler, { ...command, acknowledgementReason: 'Trained in May.' }, manager, unaware)
      .then(
        DeterminationIssued({ ...determined().data, acknowledged: unaware.acknowledged, acknowledgementReason: seal('Trained in May.') }),
      );
    given(...underInvestigation, found('unfounded'), filed)
      .when(IssueDeterminationHandler, command, manager, unaware)
      .then(DeterminationIssued({ ...determined('unfounded').data, acknowledged: unaware.acknowledged }));
  });

  it('says so too where it departs from another finding', () => {
    const second = derivedId('spec', 'second');
    const past = [...triage, investigating, framed(), framed(wes.person, second), assigned, found(), found('unfounded', second), filed];
    const departures = [{ allegationId: second, outcome: 'not-sustained' as const, reasons: 'It stays open.' }];
    given(...past)
      .when(IssueDeterminationHandler, { ...command, departures }, manager, unaware)
      .refused('case.acknowledgement-unexplained');
  });

  it('needs a deadline for the discipline', () =>
    given(...reported)
      .when(IssueDeterminationHandler, command, manager, { ...facts, deadlines: undefined })
      .refused('case.procedure-missing'));
});

describe('what a determination gathers', () => {
  const entries = (...allegations: ReturnType<typeof framed>[]) => [
    ...reportEntries(received(), reportedBy(rita.person)),
    ...caseEntries(...triage, investigating, ...allegations, assigned),
  ];
  const acknowledged = (on: string) =>
    [`acknowledgement-${sam.person}`, PolicyAcknowledged({ version: '5716', on, manner: 'signed-in' })] as const;
  const second = derivedId('spec', 'second');
  const answers = async (...given_: Parameters<typeof factsOf>[3][]) =>
    (await factsOf(IssueDeterminationHandler, command, manager, ...given_)).acknowledged;

  it('is whether each subject had acknowledged each version by the last day of the deed', async () => {
    const { reporters: _, ...known } = facts;
    expect(await factsOf(IssueDeterminationHandler, command, manager, ...entries(framed()), acknowledged('2026-02-21'))).toEqual(known);
    expect(await answers(...entries(framed()), acknowledged('2026-02-22'))).toEqual(unaware.acknowledged);
    expect(await answers(...entries(framed()))).toEqual(unaware.acknowledged);
    const both = entries(framed(), framed(sam.person, second, { from: '2026-01-01', to: '2026-01-01' }));
    expect(await answers(...both, acknowledged('2026-01-02'))).toEqual(unaware.acknowledged);
    expect(await answers(...both, acknowledged('2026-01-01'))).toEqual([shown]);
    expect(await answers(...entries(framed(), framed(wes.person, second)), acknowledged('2026-01-01'))).toEqual([
      shown,
      { ...shown, subject: wes.person, acknowledged: false },
    ]);
  });

  it('shows no acknowledgement before a deed of which nobody knows the day', async () =>
    expect(await answers(...entries(framed(sam.person, allegationId, null)), acknowledged('2016-01-01'))).toEqual(unaware.acknowledged));

  it('is whether the caller answers to a subject, unless Council decides', async () => {
    const against = (person: string, authority = settled) => [
      ...reportEntries(received()),
      ...caseEntries(opened(), authority, investigating, framed(person)),
    ];
    const judges = async (...from: Parameters<typeof factsOf>[3][]) =>
      (await factsOf(IssueDeterminationHandler, command, clerk, ...from)).judgesSuperior;
    expect(await judges(...against(manager.person))).toBe(true);
    expect(await judges(...against(manager.person, councilDecides))).toBe(false);
    expect(await judges(...against(sam.person))).toBe(false);
  });
});
