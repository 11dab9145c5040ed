import {
  AllegationWithdrawn,
  CaseClosed,
  CaseDeclined,
  CaseEscalated,
  CaseOpened,
  CaseReopened,
  CaseSuspended,
  CasesLinked,
  ConflictDeclared,
  DeterminationIssued,
  InvestigationPlanned,
  InvestigationReportReturned,
  InvestigationReportReviewed,
  InvestigatorEngaged,
  WitnessNamed,
} from '../../../src/modules/cases/case.js';
import { MitigationBegun } from '../../../src/modules/cases/case.measures.js';
import { type CaseInFull, GetCaseHandler } from '../../../src/modules/cases/get-case.js';
import { caseIdOf } from '../../../src/modules/cases/open-case.js';
import { proceedingId, SubjectAnswered } from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  determined,
  director,
  dueAfter,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  received,
  ref,
  reportEntries,
  reported,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const witnessed = [...underInvestigation, WitnessNamed({ person: wes.person }), ...reported.slice(underInvestigation.length)];
const show = (who: Caller, events: NewEvent[], reporter: string | null = rita.person) =>
  ask(
    GetCaseHandler,
    { caseId },
    who,
    logOf(...reportEntries(received([sam.person]), reportedBy(reporter)), ...caseEntries(...events)),
  ) as Promise<CaseInFull>;
const whole = [...witnessed, DeterminationIssued({ ...determined().data, act: { meetingOn: '2026-03-01', motion: '2026-17' } })];

describe('one case', () => {
  it('is shown in full to who decides', async () =>
    expect(await show(manager, whole)).toEqual({
      id: caseId,
      ref,
      status: 'determined',
      openedOn: '2026-03-02',
      dueAt: dueAfter.discipline,
      escalated: false,
      intake: ['Communications Manager', 'City Manager'],
      decides: 'City Manager',
      investigator: ines.person,
      accused: [sam.person],
      reports: [{ id: reportId, channel: 'web', receivedOn: '2026-03-02', summary: 'sealed.v1.spec.A post cites no source.' }],
      triageReasons: 'sealed.v1.spec.It is public.',
      allegations: [
        {
          id: allegationId,
          subject: sam.person,
          clause: 'STD-4',
          policyVersion: '5716',
          unresolved: [],
          deedFrom: '2026-02-20',
          deedTo: '2026-02-21',
          deedUnknownBecause: null,
          facts: 'sealed.v1.spec.Two posts cite no source.',
          finding: { outcome: 'sustained', standard: 'preponderance', reasons: 'sealed.v1.spec.No source is named.', soleSource: null },
          withdrawn: false,
          withdrawnBecause: null,
          replacedBy: null,
          proceedingId: proceedingId(caseId, sam.person),
          siteId: null,
          answers: [],
        },
      ],
      witnesses: [wes.person],
      declineGround: null,
      abeyance: null,
      vacant: false,
      conflicts: [],
      plan: null,
      engagement: null,
      links: [],
      review: null,
      returns: [],
      reopenings: [],
      earlier: [],
      measures: { mitigation: [], referrals: [], holds: [], onHold: false, interim: [] },
      investigationSummary: 'sealed.v1.spec.One allegation, sustained.',
      determination: {
        at: '2026-03-02T19:00:00.000Z',
        office: 'Employee',
        acknowledged: [{ subject: sam.person, policyVersion: '5716', acknowledged: true }],
        acknowledgementReason: null,
        departures: [],
        overReview: null,
        reasons: 'sealed.v1.spec.As found.',
        meetingOn: '2026-03-01',
        motion: '2026-17',
      },
      timeline: whole.map(({ type }) => ({ type, at: '2026-03-02T19:00:00.000Z', office: 'Employee' })),
    }));

  it('is shown to intake, the investigator, counsel, HR and the auditor, and to nobody else', async () => {
    for (const who of [communications, ines, attorney, hr, auditor]) expect(await show(who, witnessed)).toMatchObject({ id: caseId });
    for (const who of [clerk, director, wes, rita])
      await expect(show(who, witnessed)).rejects.toMatchObject({ code: 'access.not-permitted' });
    await expect(show(communications, [opened(), councilDecides])).rejects.toMatchObject({ code: 'access.not-permitted' });
    expect(await show(clerk, [opened(), councilDecides])).toMatchObject({ decides: 'Council' });
  });

  it('names witnesses to the investigator and who decides alone', async () => {
    for (const who of [manager, ines]) {
      const shown = await show(who, witnessed);
      expect(shown.witnesses).toEqual([wes.person]);
      expect(shown.timeline.map(({ type }) => type)).toContain('WitnessNamed');
    }
    for (const who of [communications, attorney, hr, auditor]) {
      const shown = await show(who, witnessed);
      expect(shown.witnesses).toBeNull();
      expect(shown.timeline.map(({ type }) => type)).not.toContain('WitnessNamed');
      expect(JSON.stringify(shown)).not.toContain(wes.person);
    }
  });

  it('names its reporter to nobody', async () => {
    for (const who of [manager, communications, ines, attorney, hr, auditor])
      expect(JSON.stringify(await show(who, whole))).not.toContain(rita.person);
  });

  it('shows HR the outcomes without the prose', async () => {
    const shown = await show(hr, whole);
    expect(JSON.stringify(shown)).not.toContain('sealed.v1.');
    expect(shown).toMatchObject({
      reports: null,
      allegations: [{ clause: 'STD-4', facts: null, finding: { outcome: 'sustained', reasons: null } }],
    });
  });

  it('shows the subject’s answers to whoever weighs them', async () => {
    const answered = SubjectAnswered({ caseId, kind: 'writing', on: '2026-03-01', statement: seal('I had a source.') });
    const log = logOf(...reportEntries(received([sam.person])), ...caseEntries(...witnessed), [
      `proceeding-${proceedingId(caseId, sam.person)}`,
      answered,
    ] as const);
    const answers = async (who: Caller) => ((await ask(GetCaseHandler, { caseId }, who, log)) as CaseInFull).allegations[0]?.answers;
    for (const who of [ines, manager])
      expect(await answers(who)).toEqual([{ kind: 'writing', on: '2026-03-01', statement: 'sealed.v1.spec.I had a source.' }]);
    expect(await answers(hr)).toBeNull();
  });

  it('is closed to its reporter and its witnesses, whatever their office', async () => {
    await expect(show(manager, witnessed, manager.person)).rejects.toMatchObject({ code: 'access.not-permitted' });
    await expect(show(auditor, [...triage, WitnessNamed({ person: auditor.person })])).rejects.toMatchObject({
      code: 'access.not-permitted',
    });
  });

  it('tells of a deed of unknown day, and of an escalation of the step in hand', async () => {
    const shown = await show(manager, [
      opened(),
      settled,
      framed(sam.person, allegationId, null),
      CaseEscalated({ wasDueAt: dueAfter.triage, to: 'City Manager' }),
    ]);
    expect(shown).toMatchObject({
      escalated: true,
      determination: null,
      investigator: null,
      allegations: [{ deedFrom: null, deedTo: null, deedUnknownBecause: 'sealed.v1.spec.The page keeps no dates.', finding: null }],
    });
    expect(await show(hr, [opened(), settled, framed(sam.person, allegationId, null)])).toMatchObject({
      allegations: [{ deedUnknownBecause: null }],
    });
  });
});

describe('a case beside its usual course', () => {
  const other = caseIdOf(derivedId('spec', 'other-report'));
  const beside = [
    ...underInvestigation,
    InvestigationPlanned({ scope: seal('Two posts.'), steps: [{ what: seal('Ask.'), by: '2026-03-09' }], amendedBecause: null }),
    ...reported.slice(underInvestigation.length),
    InvestigationReportReviewed({ opinion: 'sufficient', note: seal('Sound.') }),
    InvestigationReportReturned({
      reasons: seal('Thin.'),
      missing: seal('The editor.'),
      setAside: [],
      act: null,
      dueAt: dueAfter.investigation,
    }),
    ConflictDeclared({ person: communications.person, reasons: seal('We are related.') }),
    CasesLinked({ caseId, other, kind: 'related' }),
    MitigationBegun({ mitigationId: allegationId, what: seal('Down.'), by: wes.person, on: '2026-03-01' }),
    CaseSuspended({ cause: 'litigation', reasons: seal('A suit.'), subjects: [] }),
  ];

  it('shows who decides why it rests, what was sent back, planned and done, and what it is linked to', async () =>
    expect(await show(manager, beside)).toMatchObject({
      status: 'abeyance',
      dueAt: null,
      abeyance: { since: '2026-03-02T19:00:00.000Z', from: 'investigating', cause: 'litigation', reasons: 'sealed.v1.spec.A suit.' },
      plan: { scope: 'sealed.v1.spec.Two posts.', steps: [{ what: 'sealed.v1.spec.Ask.', by: '2026-03-09' }], amendedBecause: null },
      returns: [
        { summary: 'sealed.v1.spec.One allegation, sustained.', reasons: 'sealed.v1.spec.Thin.', missing: 'sealed.v1.spec.The editor.' },
      ],
      investigationSummary: null,
      links: [{ caseId, other, kind: 'related' }],
      measures: { mitigation: [{ what: 'sealed.v1.spec.Down.', open: true }] },
    }));

  it('shows why someone stood back to counsel alone, and that they did to who decides', async () => {
    const conflicts = async (who: Caller) => (await show(who, beside)).conflicts;
    expect(await conflicts(attorney)).toEqual([{ person: communications.person, reasons: 'sealed.v1.spec.We are related.' }]);
    expect(await conflicts(manager)).toEqual([{ person: communications.person, reasons: null }]);
    for (const who of [ines, hr, auditor]) {
      const shown = await show(who, beside);
      expect(shown.conflicts).toBeNull();
      expect(JSON.stringify(shown)).not.toContain(communications.person);
      expect(shown.timeline.map(({ type }) => type)).not.toContain('ConflictDeclared');
    }
    await expect(show(communications, beside)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });

  it('shows counsel’s review to who decides or takes in and to counsel', async () => {
    const reviewed = [...reported, InvestigationReportReviewed({ opinion: 'insufficient', note: seal('One source.') })];
    for (const who of [manager, communications, attorney])
      expect((await show(who, reviewed)).review).toEqual({ opinion: 'insufficient', note: 'sealed.v1.spec.One source.' });
    for (const who of [ines, hr, auditor]) expect((await show(who, reviewed)).review).toBeNull();
  });

  it('shows HR no prose of it', async () => {
    const shown = await show(hr, beside);
    expect(JSON.stringify(shown)).not.toContain('sealed.v1.');
    expect(shown).toMatchObject({
      plan: null,
      abeyance: { cause: 'litigation', reasons: null },
      measures: { mitigation: [{ open: true }] },
    });
  });

  it('tells of no linked case that is hidden from the caller', async () => {
    const hidden = CaseOpened({
      reportId: derivedId('spec', 'other-report'),
      accused: [manager.person],
      openedOn: '2026-03-02',
      dueAt: dueAfter.triage,
      ref: null,
    });
    const log = logOf(...reportEntries(received([sam.person])), ...caseEntries(...beside), [`case-${other}`, hidden] as const);
    const links = async (who: Caller) => ((await ask(GetCaseHandler, { caseId }, who, log)) as CaseInFull).links;
    expect(await links(manager)).toEqual([]);
    expect(await links(attorney)).toHaveLength(1);
  });

  it('keeps what was determined before it was reopened, and what was withdrawn or departed from', async () => {
    const second = derivedId('spec', 'second');
    const withdrawn = AllegationWithdrawn({
      allegationId: second,
      subject: sam.person,
      replacedBy: allegationId,
      reasons: seal('Wrong day.'),
    });
    const departed = DeterminationIssued({
      ...determined('exonerated').data,
      departures: [{ allegationId, found: 'sustained', reasons: seal('Told to.') }],
      overReview: seal('Enough.'),
    });
    const shown = await show(manager, [
      ...triage,
      framed(sam.person, second),
      withdrawn,
      ...reported.slice(2),
      departed,
      CaseClosed({ on: '2026-03-02' }),
      CaseReopened({ reasons: seal('It matters.'), evidence: seal('An archive.'), setAside: [], act: null, dueAt: dueAfter.triage }),
      investigating,
      InvestigatorEngaged({
        investigator: wes.person,
        from: '2026-03-02',
        to: '2026-03-09',
        until: dueAfter.triage,
        terms: seal('Hourly.'),
      }),
    ]);
    expect(shown).toMatchObject({
      status: 'investigating',
      determination: null,
      earlier: [
        {
          departures: [{ allegationId, found: 'sustained', outcome: 'exonerated', reasons: 'sealed.v1.spec.Told to.' }],
          overReview: 'sealed.v1.spec.Enough.',
        },
      ],
      reopenings: [{ reasons: 'sealed.v1.spec.It matters.', evidence: 'sealed.v1.spec.An archive.' }],
      engagement: { from: '2026-03-02', to: '2026-03-09', terms: 'sealed.v1.spec.Hourly.' },
      allegations: [
        { id: second, withdrawn: true, withdrawnBecause: 'sealed.v1.spec.Wrong day.', replacedBy: allegationId },
        { id: allegationId, withdrawn: false },
      ],
    });
    const declined = await show(manager, [...triage, CaseDeclined({ ground: 'e-mail', reasons: seal('x') })]);
    expect(declined.declineGround).toBe('e-mail');
  });
});
