import { AuthoritySettled, WitnessNamed } from '../../../src/modules/cases/case.js';
import { OpenCaseHandler } from '../../../src/modules/cases/open-case.js';
import { reportersOf } from '../../../src/modules/cases/reporters.js';
import { MarkCheckInOverdueHandler, RecordCheckInHandler, ScheduleCheckInHandler } from '../../../src/modules/intake/check-in.js';
import { AnnounceDisclosureHandler, DiscloseReporterHandler } from '../../../src/modules/intake/disclose-reporter.js';
import { RecordReporterLookHandler } from '../../../src/modules/intake/record-reporter-access.js';
import { ReportRetaliationHandler } from '../../../src/modules/intake/report-retaliation.js';
import { procedureId, ReportTermsSet } from '../../../src/modules/procedure/procedure.js';
import { SetReportTermsHandler } from '../../../src/modules/procedure/set-report-terms.js';
import {
  CheckInOverdue,
  CheckInRecorded,
  CheckInScheduled,
  CheckInsEnded,
  DisclosureAnnounced,
  FollowUpOffered,
  ReporterDisclosed,
  ReporterIdentified,
  ReporterLookedUp,
  ReportReceived,
  RetaliationReported,
} from '../../../src/modules/reports/report.events.js';
import { codeHolder } from '../../../src/modules/reports/report.js';
import { type Caller, publicCaller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  assigned,
  attorney,
  auditor,
  caseEntries,
  caseId,
  city,
  clerk,
  communications,
  type Entry,
  factsOf,
  gathered,
  hr,
  id,
  ines,
  investigating,
  manager,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  systemCaller,
  triage,
  wes,
} from '../../kit/stories/a-case.js';

const open = ReporterIdentified({ person: rita.person, name: null, contact: null, confidential: false });
const byName = ReporterIdentified({ person: null, name: seal('Ola'), contact: null, confidential: true });
const signedIn = [received([sam.person]), reportedBy(rita.person)];
const nameless = [received([sam.person]), FollowUpOffered({})];
const terms = {
  effectiveFrom: '2026-03-02',
  instrument: 'Order 1',
  acknowledge: 3,
  disclosure: 10,
  checkInEvery: 14,
  checkInsFor: 28,
  checkInsWith: 'retaliation' as const,
};

describe('telling a reporter of a disclosure', () => {
  const fields = { reportId, to: 'The court', reason: 'It was ordered.', how: 'telephone' as const, toldOn: '2026-03-01' };
  const when = async (who: Caller, more: object = {}, report: readonly NewEvent[] = signedIn, ...others: Entry[]) => {
    const command = { ...fields, ...more };
    const facts = await factsOf(AnnounceDisclosureHandler, command, who, ...reportEntries(...report), ...caseEntries(...triage), ...others);
    return () => given(...report).when(AnnounceDisclosureHandler, command, who, facts);
  };
  const announced = (more: object = {}) =>
    DisclosureAnnounced({
      disclosureId: derivedId('spec', 'disclosure'),
      to: seal('The court'),
      person: null,
      reason: seal('It was ordered.'),
      how: 'telephone',
      toldOn: '2026-03-01',
      notBefore: '2026-03-09T06:00:00.000Z',
      ...more,
    });

  it('is for counsel and for who decides', async () => {
    (await when(attorney))().then(announced());
    (await when(manager))().then(announced());
    for (const who of [communications, hr, auditor, ines, sam]) (await when(who))().refused('resource.not-found');
    (await when({ ...rita, offices: attorney.offices }))().refused('resource.not-found');
  });
  it('leaves them the days that the city set', async () =>
    (await when(attorney, {}, signedIn, [`procedure-${procedureId}`, ReportTermsSet({ ...terms, effectiveFrom: '2026-03-02' })]))().then(
      announced({ notBefore: '2026-03-12T06:00:00.000Z' }),
    ));
  it('by a message counts from today', async () =>
    (await when(attorney, { how: 'message', person: ines.person }))().then(
      announced({ how: 'message', person: ines.person, toldOn: '2026-03-02', notBefore: '2026-03-10T06:00:00.000Z' }),
    ));
  it('by a message needs someone who can read it', async () =>
    (await when(attorney, { how: 'message' }, [received([sam.person]), byName]))().refused('report.sender-unreachable', ['how']));
  it('needs someone who is known', async () => (await when(attorney, {}, nameless))().refused('report.reporter-unknown'));
  it('names a person of the city', async () =>
    (await when(attorney, { person: id('ghost') }))().refused('report.unknown-person', ['person']));
  it('happened', async () => (await when(attorney, { toldOn: '2026-03-03' }))().refused('report.told-in-future'));
});

const disclosureId = derivedId('spec', 'a disclosure');
const told = (notBefore: string, person: string | null = null) =>
  DisclosureAnnounced({
    disclosureId,
    to: seal('The investigator'),
    person,
    reason: seal('To hear them.'),
    how: 'in-person',
    toldOn: '2026-02-01',
    notBefore,
  });
const passed = '2026-03-02T18:59:59.000Z';

describe('disclosing who reported', () => {
  const fields = { reportId, disclosureId };
  const when = async (who: Caller, ...more: NewEvent[]) => {
    const report = [...signedIn, ...more];
    const facts = await factsOf(DiscloseReporterHandler, fields, who, ...reportEntries(...report), ...caseEntries(...triage));
    return () => given(...report).when(DiscloseReporterHandler, fields, who, facts);
  };
  it('follows once the reporter had their time', async () => {
    (await when(attorney, told(passed, ines.person)))().then(ReporterDisclosed({ disclosureId, person: ines.person }));
    (await when(manager, told('2026-03-02T19:00:00.001Z')))().refused('report.disclosure-too-early');
  });
  it('was announced, and is made once', async () => {
    (await when(manager))().refused('report.disclosure-unannounced');
    (await when(manager, told(passed), ReporterDisclosed({ disclosureId, person: null })))().refused('report.disclosed-already');
  });
  it('is for counsel and for who decides', async () => {
    for (const who of [communications, hr, auditor, sam]) (await when(who, told(passed)))().refused('resource.not-found');
  });
});

describe('a look at who reported', () => {
  const fields = { reportId, purpose: 'reach-the-reporter' as const, note: 'By phone.' };
  const look = ReporterLookedUp({ purpose: 'reach-the-reporter', note: seal('By phone.') });
  const when = async (who: Caller, report: readonly NewEvent[], matter: readonly NewEvent[] = triage) => {
    const facts = await factsOf(RecordReporterLookHandler, fields, who, ...reportEntries(...report), ...caseEntries(...matter));
    return () => given(...report).when(RecordReporterLookHandler, fields, who, facts);
  };
  const underway = [...triage, investigating, assigned];
  const hrInvestigates = [...triage, investigating, { ...assigned, data: { investigator: hr.person } }];

  it('is for those who take the report in', async () => {
    for (const who of [manager, communications]) (await when(who, signedIn))().then(look);
  });
  it('is for the investigator, where the reporter asked for no secrecy', async () => {
    (await when(ines, [received([sam.person]), open], underway))().then(look);
    (await when(ines, signedIn, underway))().refused('resource.not-found');
  });
  it('is for HR only where HR investigates', async () => {
    (await when(hr, signedIn, hrInvestigates))().then(look);
    for (const report of [signedIn, [received([sam.person]), open]]) (await when(hr, report, underway))().refused('resource.not-found');
  });
  it('is for whom it was disclosed to', async () => {
    const disclosed = [told(passed, wes.person), ReporterDisclosed({ disclosureId, person: wes.person })];
    (await when(wes, [...signedIn, ...disclosed]))().then(look);
    (await when(wes, [...signedIn, told(passed, wes.person)]))().refused('resource.not-found');
    (await when(ines, [...signedIn, ...disclosed]))().refused('resource.not-found');
  });
  it('is for nobody else', async () => {
    for (const who of [attorney, auditor, clerk, sam, { ...rita, offices: manager.offices }])
      (await when(who, signedIn))().refused('resource.not-found');
  });
});

describe('reporting retaliation', () => {
  const fields = { reportId, summary: 'My shifts were cut.' };
  const when = async (who: Caller, more: object, ...entries: Entry[]) => {
    const command = { ...fields, ...more };
    const facts = await factsOf(ReportRetaliationHandler, command, who, ...entries);
    return () => given().when(ReportRetaliationHandler, command, who, facts);
  };
  const matter = caseEntries(...triage, WitnessNamed({ person: wes.person }));
  const about = (...accused: string[]) =>
    ReportReceived({ channel: 'web', receivedOn: '2026-03-02', summary: seal(fields.summary), accused });
  const out = RetaliationReported({ caseId, keptOut: [manager.person, id('director')] });

  it('is for the reporter, out of reach of whom the first case is about and of the line above them', async () =>
    (await when(rita, {}, ...reportEntries(...signedIn), ...matter))().then(
      about(sam.person),
      out,
      ReporterIdentified({ person: rita.person, name: null, contact: null, confidential: true }),
    ));
  it('is for whoever holds the code', async () =>
    (await when(codeHolder(reportId), {}, ...reportEntries(...nameless), ...matter))().then(about(sam.person), out, FollowUpOffered({})));
  it('is for a witness', async () =>
    (await when(wes, { reportId: undefined, caseId }, ...reportEntries(...signedIn), ...matter))().then(
      about(sam.person),
      out,
      ReporterIdentified({ person: wes.person, name: null, contact: null, confidential: true }),
    ));
  it('may accuse others as well', async () => {
    const [first] = (await when(rita, { accused: [ines.person], about: ['HR'] }, ...reportEntries(...signedIn), ...matter))().events();
    expect(first).toEqual(about(ines.person, hr.person, sam.person));
  });
  it('keeps nobody out where that would leave nobody to decide', async () => {
    const chain = {
      effectiveFrom: '2026-03-02',
      instrument: 'x',
      lines: [{ office: null, track: null, intake: ['HR'], decides: ['City Manager'] }],
    };
    const only = [[`procedure-${procedureId}`, { type: 'ChainOfAuthoritiesSet', data: chain }]] as unknown as Entry[];
    const [, retaliation] = (await when(rita, {}, ...reportEntries(...signedIn), ...matter, ...only))().events();
    expect(retaliation).toEqual(RetaliationReported({ caseId, keptOut: [] }));
  });
  it('is for nobody else, who is told as much as of a case that there is not', async () => {
    for (const who of [ines, manager, sam, publicCaller, codeHolder(derivedId('spec', 'x'))])
      (await when(who, {}, ...reportEntries(...nameless), ...matter))().refused('resource.not-found');
    for (const who of [ines, rita])
      (await when(who, { reportId: undefined, caseId }, ...reportEntries(...signedIn), ...matter))().refused('resource.not-found');
    (await when(rita, {}))().refused('resource.not-found');
  });
  it('follows from one report or case', async () => {
    (await when(rita, { caseId }, ...reportEntries(...signedIn), ...matter))().refused('report.retaliation-unplaced', [
      'reportId',
      'caseId',
    ]);
    (await when(rita, { reportId: undefined }, ...reportEntries(...signedIn), ...matter))().refused('report.retaliation-unplaced', [
      'reportId',
      'caseId',
    ]);
  });
  it('accuses people who are in the directory', async () =>
    (await when(rita, { accused: [id('ghost')] }, ...reportEntries(...signedIn), ...matter))().refused('report.unknown-person', [
      'accused.0',
    ]));

  it('opens a case in which those kept out have no part', async () => {
    const entries = reportEntries(received([sam.person]), out, reportedBy(rita.person));
    const facts = await factsOf(OpenCaseHandler, { reportId }, systemCaller, ...entries);
    const [, authority] = given().when(OpenCaseHandler, { reportId }, systemCaller, facts).events();
    expect(authority).toEqual(AuthoritySettled({ intake: ['Communications Manager'], decides: 'Council' }));
    const apart = await gathered(logOf(...city, ...entries), (reads) => reportersOf([reportId], reads));
    expect([...apart]).toEqual([rita.person, manager.person, id('director')]);
  });
});

describe('check-ins', () => {
  const checkInId = derivedId('spec', 'check-in');
  const retaliation = [
    received([sam.person]),
    RetaliationReported({ caseId: derivedId('spec', 'first'), keptOut: [] }),
    FollowUpOffered({}),
  ];
  const scheduled = (dueAt = '2026-04-02T06:00:00.000Z') => CheckInScheduled({ checkInId, dueAt });
  const made = (retaliated = false) =>
    CheckInRecorded({ checkInId, on: '2026-03-02', how: 'telephone', note: seal('All is well.'), retaliation: retaliated });

  const facts = { terms };
  it('are scheduled one after another, as the city set', async () => {
    given(...retaliation)
      .when(ScheduleCheckInHandler, { reportId }, systemCaller, facts)
      .then(CheckInScheduled({ checkInId, dueAt: '2026-03-17T06:00:00.000Z' }));
    given(...retaliation, CheckInScheduled({ checkInId: derivedId('x'), dueAt: passed }), {
      ...made(),
      data: { ...made().data, checkInId: derivedId('x') },
    })
      .when(ScheduleCheckInHandler, { reportId }, systemCaller, await factsOf(ScheduleCheckInHandler, { reportId }, systemCaller))
      .then(scheduled());
  });
  it('end when their time is over', () => {
    const long = { ...received([sam.person]), data: { ...received([sam.person]).data, receivedOn: '2026-02-02' } };
    given(long, ...retaliation.slice(1))
      .when(ScheduleCheckInHandler, { reportId }, systemCaller, facts)
      .then(CheckInsEnded({}));
  });
  it('are scheduled by a process, one at a time', () => {
    given(...retaliation, scheduled())
      .when(ScheduleCheckInHandler, { reportId }, systemCaller, facts)
      .refused('report.check-in-open');
    given(...retaliation)
      .when(ScheduleCheckInHandler, { reportId }, manager, facts)
      .refused('access.not-permitted');
  });

  const fields = { reportId, checkInId, on: '2026-03-02', how: 'telephone' as const, note: 'All is well.', retaliation: false };
  const record = async (who: Caller, more: object, ...report: NewEvent[]) => {
    const command = { ...fields, ...more };
    const found = await factsOf(RecordCheckInHandler, command, who, ...reportEntries(...report), ...caseEntries(...triage));
    return () => given(...report).when(RecordCheckInHandler, command, who, found);
  };
  it('are recorded by those who deal with the report', async () => {
    (await record(communications, {}, ...retaliation, scheduled()))().then(made());
    (
      await record(manager, { retaliation: true }, ...retaliation, scheduled(passed), CheckInOverdue({ checkInId, wasDueAt: passed }))
    )().then(made(true));
    for (const who of [hr, sam, ines]) (await record(who, {}, ...retaliation, scheduled()))().refused('resource.not-found');
  });
  it('are recorded once, after they were made', async () => {
    (await record(manager, {}, ...retaliation))().refused('report.no-such-check-in');
    (await record(manager, {}, ...retaliation, scheduled(), made()))().refused('report.checked-in-already');
    (await record(manager, { on: '2026-03-03' }, ...retaliation, scheduled()))().refused('report.checked-in-future');
  });
  it('show as overdue where nobody made them in time, once', () => {
    const overdue = CheckInOverdue({ checkInId, wasDueAt: passed });
    const when = (who: Caller, ...more: NewEvent[]) =>
      given(...retaliation, ...more).when(MarkCheckInOverdueHandler, { reportId, checkInId }, who);
    when(systemCaller, scheduled(passed)).then(overdue);
    for (const more of [[], [scheduled()], [scheduled(passed), overdue], [scheduled(passed), made()]])
      when(systemCaller, ...more).refused('report.check-in-not-due');
    when(manager, scheduled(passed)).refused('access.not-permitted');
  });
});

describe('setting the terms for reports', () => {
  it('is for HR and the City Clerk', () => {
    for (const who of [hr, clerk]) given().when(SetReportTermsHandler, terms, who).then(ReportTermsSet(terms));
    const { checkInsWith: _, ...before } = terms;
    given().when(SetReportTermsHandler, before, hr).then(ReportTermsSet(terms));
    given()
      .when(SetReportTermsHandler, { ...before, checkInsWith: 'employees' }, hr)
      .then(ReportTermsSet({ ...terms, checkInsWith: 'employees' }));
    given().when(SetReportTermsHandler, terms, caller('someone', 'City Manager')).refused('access.not-permitted');
  });
  it('changes nothing backwards', () =>
    given(ReportTermsSet(terms))
      .when(SetReportTermsHandler, { ...terms, effectiveFrom: '2026-03-01' }, hr)
      .refused('procedure.backdated', ['effectiveFrom']));
});
