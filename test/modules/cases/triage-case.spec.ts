import {
  AllegationFramed,
  AuthoritySettled,
  CaseDeclined,
  CaseHandledInformally,
  FactAdmitted,
  InvestigationOpened,
  SiteNamed,
  WitnessNamed,
} from '../../../src/modules/cases/case.js';
import { Admission, TriageCase, TriageCaseHandler } from '../../../src/modules/cases/triage-case.js';
import { policies } from '../../../src/modules/policy/policy.js';
import { type ProceedingState, proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored } from '../../kit/given.js';
import {
  attorney,
  caseEntries,
  caseId,
  communications,
  councilDecides,
  deadlines,
  dueAfter,
  factsOf,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  triage,
  usual,
  version,
  wes,
} from '../../kit/stories/a-case.js';

const policy = fold(policies, stored([version('5716', '2015-04-20')]));
const facts = {
  reporters: new Set([rita.person]),
  known: true,
  settled: usual,
  investigatorStays: true,
  proceeding: proceedings.initial as ProceedingState,
  policy,
  deadlines,
};
const decline = { caseId, decision: 'decline' as const, ground: 'personal-use' as const, reasons: 'Private use.' };
const investigate = { caseId, decision: 'investigate' as const, reasons: 'It is public.' };
const informal = { caseId, decision: 'informal' as const, reasons: 'Admitted at once.' };
const admission = Object.assign(new Admission(), {
  subject: sam.person,
  clause: 'STD-4',
  deedFrom: '2026-02-20',
  facts: 'One post.',
  toldOn: '2026-03-01',
  statement: 'I wrote it.',
});
const byAdmission = derivedId('spec', 'allegation');

describe('triaging a case', () => {
  it('declines it, handles it informally, or opens an investigation', () => {
    given(...triage)
      .when(TriageCaseHandler, decline, communications, facts)
      .then(CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') }));
    given(...triage)
      .when(TriageCaseHandler, informal, manager, facts)
      .then(CaseHandledInformally({ reasons: seal('Admitted at once.'), dueAt: dueAfter.discipline }));
    given(...triage)
      .when(TriageCaseHandler, investigate, communications, facts)
      .then(InvestigationOpened({ reasons: seal('It is public.'), dueAt: dueAfter.investigation }));
  });

  it('takes the short path from an admitted fact', () =>
    given(...triage)
      .when(TriageCaseHandler, { ...informal, admission }, communications, facts)
      .then(
        AllegationFramed({
          allegationId: byAdmission,
          subject: sam.person,
          clause: 'STD-4',
          policyVersion: '5716',
          deed: { from: '2026-02-20', to: '2026-02-20' },
          unresolved: [],
          facts: seal('One post.'),
          reports: [reportId],
        }),
        FactAdmitted({ allegationId: byAdmission, subject: sam.person, toldOn: '2026-03-01', statement: seal('I wrote it.') }),
        CaseHandledInformally({ reasons: seal('Admitted at once.'), dueAt: dueAfter.discipline }),
      ));

  it('is done by those who take in reports about these subjects', () => {
    for (const who of [attorney, hr, ines, sam])
      given(...triage)
        .when(TriageCaseHandler, decline, who, facts)
        .refused('access.not-permitted');
    given(opened(), councilDecides)
      .when(TriageCaseHandler, decline, attorney, facts)
      .then(CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') }));
    given(opened(), councilDecides).when(TriageCaseHandler, decline, manager, facts).refused('access.not-permitted');
  });

  it('is not done by its reporter or a witness, who are told nothing more precise', () => {
    given(...triage)
      .when(TriageCaseHandler, decline, communications, { ...facts, reporters: new Set([communications.person]) })
      .refused('access.not-permitted');
    given(...triage, WitnessNamed({ person: manager.person }))
      .when(TriageCaseHandler, decline, manager, facts)
      .refused('access.not-permitted');
  });

  it('does not exist for its subject', () =>
    given(opened([communications.person]), settled)
      .when(TriageCaseHandler, decline, communications, facts)
      .refused('resource.not-found'));

  it('happens once', () => {
    given(...triage, investigating)
      .when(TriageCaseHandler, decline, communications, facts)
      .refused('case.not-in-triage');
    given(...triage, CaseDeclined({ ground: 'other', reasons: seal('x') }))
      .when(TriageCaseHandler, investigate, communications, facts)
      .refused('case.not-in-triage');
  });

  it('leaves no allegation without its finding', () => {
    given(...triage, framed())
      .when(TriageCaseHandler, decline, communications, facts)
      .refused('case.allegations-open', ['decision']);
    given(...triage, framed())
      .when(TriageCaseHandler, { ...informal, admission }, communications, facts)
      .refused('case.allegations-open', ['decision']);
    given(...triage, framed())
      .when(TriageCaseHandler, investigate, communications, facts)
      .events();
  });

  it('needs deadlines for what is to follow', () => {
    for (const next of [investigate, informal])
      given(...triage)
        .when(TriageCaseHandler, next, communications, { ...facts, deadlines: undefined })
        .refused('case.procedure-missing');
    given(...triage)
      .when(TriageCaseHandler, decline, communications, { ...facts, deadlines: undefined })
      .events();
  });
});

describe('an admission', () => {
  const admitted = (change: Partial<Admission>, given_: Partial<typeof facts> | { settled: undefined } = {}, who = communications) =>
    given(...triage).when(TriageCaseHandler, { ...informal, admission: Object.assign(new Admission(), admission, change) }, who, {
      ...facts,
      ...given_,
    });

  it('goes with the informal way alone', () => {
    for (const other of [decline, investigate])
      given(...triage)
        .when(TriageCaseHandler, { ...other, admission }, communications, facts)
        .refused('case.admission-misplaced');
  });
  it('is someone’s of the city, and not the caller’s own', () => {
    admitted({}, { known: false }).refused('case.unknown-person', ['admission.subject']);
    admitted({ subject: communications.person }).refused('access.not-permitted');
  });
  it('is of nobody whom this case disciplined already', () => {
    const disciplined = { status: 'final', subject: sam.person } as ProceedingState;
    admitted({}, { proceeding: disciplined }).refused('case.subject-disciplined', ['admission.subject']);
  });
  it('names the site that it is about, which the city has', () => {
    const siteId = derivedId('spec', 'site');
    expect(admitted({ siteId }).events()).toContainEqual(SiteNamed({ allegationId: byAdmission, siteId }));
    admitted({ siteId }, { siteUnknown: true } as object).refused('case.unknown-site', ['admission.siteId']);
  });
  it('comes after the subject was told', () => {
    admitted({ toldOn: '2026-03-03' }).refused('case.told-in-future');
    admitted({ toldOn: '2026-03-02' }).events();
  });
  it('is judged by the version in force on the day of the deed', () => {
    admitted({ deedFrom: '2026-03-03' }).refused('case.deed-in-future', ['admission.deedFrom']);
    admitted({ deedFrom: '2026-02-20', deedTo: '2026-02-19' }).refused('case.deed-reversed', ['admission.deedTo']);
    admitted({ deedFrom: '2015-04-19' }).refused('case.no-policy-then', ['admission.deedFrom']);
    admitted({ clause: 'STD-99' }).refused('case.unknown-clause', ['admission.clause']);
    admitted({ deedUnknownBecause: 'No dates.' }).refused('case.deed-unclear', ['admission.deedFrom', 'admission.deedUnknownBecause']);
    const versions = fold(policies, stored([version('5716', '2015-04-20'), version('5917', '2019-04-15')]));
    admitted({ deedFrom: '2019-04-14', deedTo: '2019-04-16' }, { policy: versions }).refused('case.deed-spans-versions', [
      'admission.deedTo',
    ]);
    given(...triage)
      .when(
        TriageCaseHandler,
        { ...informal, admission: { ...admission, deedFrom: undefined, deedUnknownBecause: 'No dates.' } as never },
        communications,
        { ...facts, policy: versions },
      )
      .refused('case.deed-undatable', ['admission.deedFrom']);
  });
  it('brings in the authority over the subject', () => {
    const events = admitted({}, { settled: { intake: ['Communications Manager', 'City Manager'], decides: 'Council' as never } }).events();
    expect(events).toContainEqual(AuthoritySettled({ intake: ['Communications Manager', 'City Manager'], decides: 'Council' }));
    admitted({}, { settled: undefined }).refused('case.nobody-decides');
  });
  it('is not taken by those who do not take in what concerns the subject', async () => {
    const gatheredFacts = await factsOf(
      TriageCaseHandler,
      { ...informal, admission: { ...admission, subject: manager.person } },
      communications,
      ...reportEntries(received()),
      ...caseEntries(opened(), settled),
    );
    expect(gatheredFacts.settled).toEqual({ intake: ['City Attorney'], decides: 'Council' });
    given(opened(), settled)
      .when(
        TriageCaseHandler,
        { ...informal, admission: { ...admission, subject: manager.person } as Admission },
        communications,
        gatheredFacts,
      )
      .refused('case.other-intake');
  });
});

describe('what triage gathers', () => {
  it('is the reporters, the authority over the subjects, the policy and the deadlines', async () =>
    expect(
      await factsOf(
        TriageCaseHandler,
        { ...informal, admission },
        communications,
        ...reportEntries(received([sam.person]), reportedBy(rita.person)),
        ...caseEntries(...triage),
      ),
    ).toEqual(facts));
  it('needs no person without an admission', async () =>
    expect(
      await factsOf(
        TriageCaseHandler,
        decline,
        communications,
        ...reportEntries(received(), reportedBy(wes.person)),
        ...caseEntries(opened(), settled),
      ),
    ).toMatchObject({
      reporters: new Set([wes.person]),
      known: false,
    }));
  it('takes an admission as it comes over HTTP, and checks its fields', () => {
    expect(instanceOf(TriageCase, { ...informal, admission: { ...admission } }).admission).toEqual(admission);
    expect(() => instanceOf(TriageCase, { ...informal, admission: { ...admission, toldOn: 'today' } })).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ field: 'admission.toldOn' })] } }),
    );
    expect(() => instanceOf(TriageCase, { ...informal, decision: 'forget' })).toThrow();
  });
});
