import {
  AuthoritySettled,
  CaseClosed,
  CaseDeclined,
  CaseOpened,
  InvestigatorReleased,
  ReportJoined,
  WitnessNamed,
} from '../../../src/modules/cases/case.js';
import { SetAsideCaseHandler } from '../../../src/modules/cases/decline-orphaned-case.js';
import { JoinReportHandler } from '../../../src/modules/cases/join-report.js';
import { caseIdOf } from '../../../src/modules/cases/open-case.js';
import { AcknowledgeReportHandler } from '../../../src/modules/intake/acknowledge-report.js';
import { DeclineReportHandler } from '../../../src/modules/intake/decline-report.js';
import { WriteAsSenderHandler, WriteToSenderHandler } from '../../../src/modules/intake/exchange-messages.js';
import { MoveReportHandler } from '../../../src/modules/intake/move-report.js';
import { ReferReportHandler } from '../../../src/modules/intake/refer-report.js';
import { ReceivePublicReport, ReceivePublicReportHandler } from '../../../src/modules/reports/receive-public-report.js';
import {
  FollowUpOffered,
  ReportAcknowledged,
  ReportAttached,
  ReportDeclined,
  ReporterIdentified,
  ReportMoved,
  ReportReceived,
  ReportReferred,
  SenderWrittenTo,
  SenderWrote,
} from '../../../src/modules/reports/report.events.js';
import { codeHolder } from '../../../src/modules/reports/report.js';
import { type Caller, publicCaller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given } from '../../kit/given.js';
import {
  assigned,
  attorney,
  auditor,
  caseEntries,
  caseId,
  communications,
  dueAfter,
  type Entry,
  factsOf,
  framed,
  hr,
  id,
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
  systemCaller,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const attached = ReportAttached({ caseId });
const anonymous = [received([sam.person]), FollowUpOffered({}), attached];
const signedIn = [received([sam.person]), reportedBy(rita.person), attached];
const nameless = [received([sam.person]), attached];
const inTriage = (report: readonly NewEvent[] = signedIn): Entry[] => [...reportEntries(...report), ...caseEntries(...triage)];

/** Those to whom a report does not exist: its accused, its reporter, its witnesses, and whoever does not work on its case. */
const strangers: [string, Caller][] = [
  ['its accused', sam],
  ['its reporter, in whatever office', { ...rita, offices: manager.offices }],
  ['a witness, in whatever office', { ...wes, offices: manager.offices }],
  ['HR', hr],
  ['the auditor', auditor],
  ['anyone', ines],
  ['the public', publicCaller],
];

describe('a report by anyone, without a login', () => {
  const fields = { summary: 'A post cites no source.' };

  it('holds nothing of who sent it', () =>
    given()
      .when(ReceivePublicReportHandler, fields, publicCaller, { accused: [] })
      .then(ReportReceived({ channel: 'web', receivedOn: '2026-03-02', summary: seal(fields.summary), accused: [] }), FollowUpOffered({})));

  it('holds what the sender gives, as a secret unless they say otherwise', () => {
    const identified = (confidential: boolean) =>
      ReporterIdentified({ person: null, name: seal('Ola'), contact: seal('555'), confidential });
    for (const confidential of [undefined, false])
      expect(
        given()
          .when(
            ReceivePublicReportHandler,
            { ...fields, name: 'Ola', contact: '555', ...(confidential !== undefined && { confidential }) },
            publicCaller,
            { accused: [] },
          )
          .events()
          .at(-1),
      ).toEqual(identified(confidential ?? true));
  });

  it('is about whoever holds the offices that it names', async () => {
    expect(await factsOf(ReceivePublicReportHandler, { ...fields, about: ['City Manager', 'HR'] }, publicCaller)).toEqual({
      accused: [manager.person, hr.person],
    });
    expect(await factsOf(ReceivePublicReportHandler, fields, publicCaller)).toEqual({ accused: [] });
  });

  it('is nobody’s who is signed in, nor a process’s', () => {
    for (const who of [rita, manager, systemCaller])
      given().when(ReceivePublicReportHandler, fields, who, { accused: [] }).refused('access.not-permitted');
  });

  it('is refused where its fields do not fit', () => {
    expect(instanceOf(ReceivePublicReport, { ...fields, about: ['City Manager'] })).toMatchObject(fields);
    for (const wrong of [{ summary: ' ' }, { about: ['Director'] }, { about: ['City Manager', 'City Manager'] }, { accused: [id('sam')] }])
      expect(() => instanceOf(ReceivePublicReport, { ...fields, ...wrong })).toThrow();
  });
});

describe('a message of the sender', () => {
  const wrote = SenderWrote({ text: seal('There is more.') });
  const fields = { reportId, text: 'There is more.' };

  it('comes from whoever holds the code, or is signed in as the reporter', () => {
    given(...anonymous)
      .when(WriteAsSenderHandler, fields, codeHolder(reportId))
      .then(wrote);
    given(...signedIn)
      .when(WriteAsSenderHandler, fields, rita)
      .then(wrote);
  });

  it('comes from nobody else: not from the public, not from another code, not from who works on it', () => {
    const others = [publicCaller, codeHolder(derivedId('spec', 'another')), manager, ines, systemCaller];
    for (const who of others)
      given(...anonymous)
        .when(WriteAsSenderHandler, fields, who)
        .refused('access.not-permitted');
    for (const who of [...others, codeHolder(reportId)])
      given(...signedIn)
        .when(WriteAsSenderHandler, fields, who)
        .refused('access.not-permitted');
  });
});

describe('a message to the sender', () => {
  const fields = { reportId, text: 'When was that?' };
  const when = async (who: Caller, report: readonly NewEvent[], ...matter: NewEvent[]) => {
    const facts = await factsOf(WriteToSenderHandler, fields, who, ...reportEntries(...report), ...caseEntries(...matter));
    return () => given(...report).when(WriteToSenderHandler, fields, who, facts);
  };

  it('is written by those who take in, investigate or decide', async () => {
    for (const report of [anonymous, signedIn]) {
      for (const who of [manager, communications])
        (await when(who, report, ...triage))().then(SenderWrittenTo({ text: seal('When was that?') }));
      (await when(ines, report, ...underInvestigation))().then(SenderWrittenTo({ text: seal('When was that?') }));
    }
  });

  it('needs someone who can read it', async () => (await when(manager, nameless, ...triage))().refused('report.sender-unreachable', []));

  it.each(strangers.filter(([, who]) => who !== publicCaller))('is refused to %s as if there were no report', async (_, who) => {
    const witnessed = [...triage, WitnessNamed({ person: wes.person })];
    (await when(who, signedIn, ...witnessed))().refused('resource.not-found');
  });
});

describe('acknowledging a receipt', () => {
  const when = async (who: Caller, report: readonly NewEvent[] = anonymous) => {
    const facts = await factsOf(AcknowledgeReportHandler, { reportId }, who, ...inTriage(report));
    return () => given(...report).when(AcknowledgeReportHandler, { reportId }, who, facts);
  };

  it('is for those who take the report in', async () => {
    (await when(communications))().then(ReportAcknowledged({ on: '2026-03-02' }));
    (await when(hr))().refused('resource.not-found');
  });
  it('happens once', async () =>
    (await when(communications, [...anonymous, ReportAcknowledged({ on: '2026-03-01' })]))().refused('report.acknowledged-already'));
});

/** Each way in which a report leaves its own case. */
const target = derivedId('spec', 'target');
const targetOpened = CaseOpened({
  reportId: derivedId('spec', 'other-report'),
  accused: [wes.person],
  openedOn: '2026-03-02',
  dueAt: dueAfter.triage,
  ref: null,
});
const targetEntries = (...more: NewEvent[]): Entry[] => [targetOpened, settled, ...more].map((event) => [`case-${target}`, event]);
const ways = {
  declined: {
    handler: DeclineReportHandler,
    fields: { reportId, ground: 'personal-use', reasons: 'A private page.' },
    event: ReportDeclined({ caseId, ground: 'personal-use', reasons: seal('A private page.') }),
  },
  referred: {
    handler: ReferReportHandler,
    fields: { reportId, to: 'Police', reasons: 'A threat.' },
    event: ReportReferred({ caseId, to: seal('Police'), reasons: seal('A threat.') }),
  },
  moved: {
    handler: MoveReportHandler,
    fields: { reportId, caseId: target, reasons: 'The same post.' },
    event: ReportMoved({ caseId: target, from: caseId, reasons: seal('The same post.') }),
  },
} as const;

describe.each(Object.entries(ways))('a report that is %s', (_, { handler, fields, event }) => {
  const when = async (who: Caller, report: readonly NewEvent[], matter: readonly NewEvent[], more = targetEntries()) => {
    const way = handler as typeof DeclineReportHandler;
    const facts = await factsOf(way, fields, who, ...reportEntries(...report), ...caseEntries(...matter), ...more);
    return () => given(...report).when(way, fields as never, who, facts as never);
  };

  it('is so by decision of those who take it in, while its case is in triage', async () => {
    for (const who of [manager, communications]) (await when(who, signedIn, triage))().then(event as never);
    (await when(manager, [received([sam.person])], triage))().then(event as never);
  });

  it.each(strangers)('is refused to %s as if there were no report', async (name, who) => {
    const witnessed = [...triage, WitnessNamed({ person: wes.person })];
    (await when(who, signedIn, witnessed))().refused(name === 'the public' ? 'access.not-permitted' : 'resource.not-found');
  });

  it('is so once', async () => {
    for (const before of Object.values(ways))
      (await when(manager, [...signedIn, before.event as NewEvent], triage))().refused('report.decided-already');
  });

  it('is not so any more once its case is about something', async () => {
    for (const matter of [
      [...triage, investigating],
      [...triage, framed(wes.person)],
      [...triage, ReportJoined({ reportId: target, accused: [], subjects: [sam.person], reports: [reportId, target] })],
    ])
      (await when(manager, signedIn, matter))().refused('report.case-under-way');
  });
});

describe('a report that is moved', () => {
  const when = async (who: Caller, caseTo: string, ...more: NewEvent[]) => {
    const fields = { reportId, caseId: caseTo, reasons: 'x' };
    const facts = await factsOf(MoveReportHandler, fields, who, ...inTriage(), ...targetEntries(...more));
    return () => given(...signedIn).when(MoveReportHandler, fields, who, facts);
  };
  it('goes to another case', async () => (await when(manager, caseId))().refused('report.same-case'));
  it('goes to a case that there is, and that the same person takes in or decides', async () => {
    (await when(manager, derivedId('spec', 'none')))().refused('report.no-such-case');
    (await when(manager, target, WitnessNamed({ person: manager.person })))().refused('report.no-such-case');
    (await when(manager, target, framed(manager.person)))().refused('report.no-such-case');
    (await when(manager, target, AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' })))().refused('report.no-such-case');
  });
  it('goes to a case that is under way', async () => {
    (await when(manager, target, investigating))().then(ReportMoved({ caseId: target, from: caseId, reasons: seal('x') }));
    (await when(manager, target, CaseDeclined({ ground: 'other', reasons: seal('x') }), CaseClosed({ on: '2026-03-02' })))().refused(
      'report.case-over',
    );
  });
});

describe('joining a case', () => {
  const other = derivedId('spec', 'joining');
  const accusing = (accused: readonly string[], reporter: string | null = null): Entry[] => [
    [`report-${other}`, received(accused)],
    ...(reporter ? [[`report-${other}`, reportedBy(reporter)] as Entry] : []),
  ];
  const when = async (entries: Entry[], ...matter: NewEvent[]) => {
    const fields = { caseId, reportId: other };
    const all = [...entries, ...reportEntries(...signedIn), ...caseEntries(...matter)];
    const facts = await factsOf(JoinReportHandler, fields, systemCaller, ...all);
    return () => given(...matter).when(JoinReportHandler, fields, systemCaller, facts);
  };

  it('walls everyone it is about from all of its reports', async () =>
    (await when(accusing([wes.person]), ...triage))().then(
      ReportJoined({ reportId: other, accused: [wes.person], subjects: [sam.person, wes.person], reports: [reportId, other] }),
    ));

  it('settles anew who takes in and who decides, and releases an investigator who is a party now', async () => {
    expect((await when(accusing([manager.person]), ...triage))().events().slice(1)).toEqual([
      AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }),
    ]);
    expect((await when(accusing([], ines.person), ...underInvestigation))().events().slice(1)).toEqual([
      InvestigatorReleased({ investigator: ines.person }),
    ]);
  });

  it('happens once, and leaves someone to decide', async () => {
    const joined = ReportJoined({ reportId: other, accused: [], subjects: [sam.person], reports: [reportId, other] });
    (await when(accusing([]), ...triage, joined))().refused('report.attached-already');
    given(...triage)
      .when(JoinReportHandler, { caseId, reportId: other }, systemCaller, { accused: [], settled: undefined, investigatorStays: true })
      .refused('case.nobody-decides');
  });

  it('is nobody’s to do by hand', () =>
    given(...triage)
      .when(JoinReportHandler, { caseId, reportId: other }, manager, { accused: [], settled: undefined, investigatorStays: true })
      .refused('access.not-permitted'));
});

describe('setting a case aside', () => {
  const when = (who: Caller, ...matter: NewEvent[]) => given(...matter).when(SetAsideCaseHandler, { caseId, report: 'moved' }, who);
  it('declines it', () =>
    when(systemCaller, ...triage).then(CaseDeclined({ ground: 'duplicate', reasons: seal('Its report is dealt with in another case.') })));
  it('is nobody’s to do by hand', () => when(manager, ...triage).refused('access.not-permitted'));
  it('leaves alone a case that is about something', () => {
    when(systemCaller, ...triage, investigating, assigned).refused('case.not-in-triage');
    when(systemCaller, opened(), settled, framed()).refused('case.allegations-open', []);
  });
  it('is about the case of the report', () => expect(caseIdOf(reportId)).toBe(caseId));
});

it('counsel takes a report in where the chain says so', async () => {
  const council = [opened([manager.person]), AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' })];
  const facts = await factsOf(AcknowledgeReportHandler, { reportId }, attorney, ...reportEntries(...anonymous), ...caseEntries(...council));
  given(received([manager.person]), FollowUpOffered({}))
    .when(AcknowledgeReportHandler, { reportId }, attorney, facts)
    .then(ReportAcknowledged({ on: '2026-03-02' }));
});
