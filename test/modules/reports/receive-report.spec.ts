import { procedureId, ReportTermsSet } from '../../../src/modules/procedure/procedure.js';
import { AttachReportHandler } from '../../../src/modules/reports/attach-report.js';
import { ReceiveReport, ReceiveReportHandler } from '../../../src/modules/reports/receive-report.js';
import { RelayReport, RelayReportHandler } from '../../../src/modules/reports/relay-report.js';
import { CheckInsOwed, FollowUpOffered } from '../../../src/modules/reports/report.events.js';
import { ReportAttached, ReporterIdentified, ReportReceived } from '../../../src/modules/reports/report.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given } from '../../kit/given.js';
import {
  attorney,
  auditor,
  caseId,
  clerk,
  communications,
  director,
  factsOf,
  hr,
  id,
  ines,
  manager,
  received,
  reportedBy,
  reportId,
  rita,
  sam,
  systemCaller,
} from '../../kit/stories/a-case.js';

const report = { channel: 'web' as const, summary: 'A post cites no source.', from: 'self' as const };
const relayed = { ...report, channel: 'telephone' as const, from: 'another' as const };
const known = { unknown: [] };
const telephoned = ReportReceived({ channel: 'telephone', receivedOn: '2026-03-02', summary: seal(report.summary), accused: [] });

describe('reporting a violation', () => {
  it('is anyone’s, and makes the caller its reporter', () =>
    given()
      .when(ReceiveReportHandler, { ...report, accused: [sam.person], reporterContact: 'desk 4', confidential: true }, rita, known)
      .then(received([sam.person]), ReporterIdentified({ person: rita.person, name: null, contact: seal('desk 4'), confidential: true })));

  it('makes nobody who receives one its reporter', () => {
    for (const who of [manager, communications, attorney, hr, clerk]) {
      given()
        .when(ReceiveReportHandler, { ...relayed, reporterPerson: rita.person }, who, known)
        .then(telephoned, ReporterIdentified({ person: rita.person, name: null, contact: null, confidential: false }));
      given()
        .when(ReceiveReportHandler, { ...relayed, from: 'unknown' }, who, known)
        .then(telephoned);
    }
  });

  it('may come from someone outside the city, known by name alone', () =>
    given()
      .when(ReceiveReportHandler, { ...relayed, reporterName: 'Ola Nordmann', reporterContact: '555-0100' }, clerk, known)
      .then(telephoned, ReporterIdentified({ person: null, name: seal('Ola Nordmann'), contact: seal('555-0100'), confidential: false })));

  it('for another is refused to those who receive none', () => {
    for (const who of [sam, director, auditor]) {
      given()
        .when(ReceiveReportHandler, { ...relayed, reporterPerson: rita.person }, who, known)
        .refused('report.relay-not-yours');
      given()
        .when(ReceiveReportHandler, { ...relayed, from: 'unknown' }, who, known)
        .refused('report.relay-not-yours');
    }
  });

  it('names a reporter exactly where it comes from another', () => {
    given()
      .when(ReceiveReportHandler, { ...report, reporterPerson: ines.person }, rita, known)
      .refused('report.reporter-misplaced', ['reporterPerson']);
    given()
      .when(ReceiveReportHandler, { ...report, reporterName: 'Ines' }, rita, known)
      .refused('report.reporter-misplaced', ['reporterName']);
    for (const named of [{ reporterPerson: rita.person }, { reporterName: 'Rita' }, { reporterContact: '555' }])
      given()
        .when(ReceiveReportHandler, { ...relayed, from: 'unknown', ...named }, clerk, known)
        .refused('report.reporter-misplaced', Object.keys(named));
    given()
      .when(ReceiveReportHandler, { ...relayed, reporterContact: '555' }, clerk, known)
      .refused('report.reporter-unnamed', ['reporterPerson', 'reporterName']);
  });

  it('is refused where it names someone who is not in the directory', async () => {
    const facts = await factsOf(ReceiveReportHandler, { accused: [sam.person, id('nobody')], reporterPerson: id('ghost') }, clerk);
    expect(facts).toEqual({ unknown: [id('nobody'), id('ghost')] });
    expect(await factsOf(ReceiveReportHandler, { accused: [sam.person] }, clerk)).toEqual(known);
    const [both, ghost] = [{ accused: [sam.person, id('nobody')], reporterPerson: id('ghost') }, { reporterPerson: id('ghost') }];
    const named = (command: object, unknown: string[], fields: string[]) =>
      given()
        .when(ReceiveReportHandler, { ...relayed, ...command }, clerk, { unknown })
        .refused('report.unknown-person', fields);
    named(both, facts.unknown, ['accused.1', 'reporterPerson']);
    named({ ...both, reporterPerson: rita.person }, [id('nobody')], ['accused.1']);
    named({ accused: [sam.person], ...ghost }, [id('ghost')], ['reporterPerson']);
  });

  it('is refused where its fields do not fit', () => {
    expect(instanceOf(ReceiveReport, { ...report, accused: [sam.person] })).toMatchObject(report);
    for (const wrong of [
      { channel: 'pigeon' },
      { summary: '  ' },
      { from: 'me' },
      { accused: ['sam'] },
      { accused: [sam.person, sam.person] },
    ])
      expect(() => instanceOf(ReceiveReport, { ...report, ...wrong })).toThrow();
  });
});

describe('entering a report that came to an office', () => {
  const call = { channel: 'telephone' as const, summary: report.summary };

  it('offers a code to whoever reported, without any name too', () => {
    for (const who of [manager, communications, attorney, hr, clerk])
      given().when(RelayReportHandler, call, who, known).then(telephoned, FollowUpOffered({}));
  });
  it('names the reporter where they gave a name, and keeps it unless they say otherwise', () => {
    given()
      .when(RelayReportHandler, { ...call, reporterName: 'Ola', reporterContact: '555-0100' }, clerk, known)
      .then(
        telephoned,
        FollowUpOffered({}),
        ReporterIdentified({ person: null, name: seal('Ola'), contact: seal('555-0100'), confidential: true }),
      );
    given()
      .when(RelayReportHandler, { ...call, reporterPerson: rita.person, confidential: false }, clerk, known)
      .then(telephoned, FollowUpOffered({}), ReporterIdentified({ person: rita.person, name: null, contact: null, confidential: false }));
  });
  it('is refused to those who receive none', () => {
    for (const who of [sam, director, auditor]) given().when(RelayReportHandler, call, who, known).refused('access.not-permitted');
  });
  it('is refused where the caller is the reporter', () =>
    given()
      .when(RelayReportHandler, { ...call, reporterPerson: clerk.person }, clerk, known)
      .refused('report.reporter-is-enterer'));
  it('is refused where it names someone who is not in the directory', async () => {
    const facts = await factsOf(RelayReportHandler, { ...call, accused: [id('nobody')] }, clerk);
    given()
      .when(RelayReportHandler, { ...call, accused: [id('nobody')] }, clerk, facts)
      .refused('report.unknown-person', ['accused.0']);
    given()
      .when(RelayReportHandler, { ...call, accused: [sam.person], reporterPerson: id('ghost') }, clerk, { unknown: [id('ghost')] })
      .refused('report.unknown-person', ['reporterPerson']);
  });
  it('is refused where its fields do not fit', () => {
    expect(instanceOf(RelayReport, call)).toMatchObject(call);
    for (const wrong of [{ channel: 'web' }, { summary: ' ' }, { from: 'unknown' }, { reporterPerson: 'rita' }])
      expect(() => instanceOf(RelayReport, { ...call, ...wrong })).toThrow();
  });
});

describe('check-ins with every employee who reports, where the city makes them,', () => {
  const asks = { ...known, asksEmployees: true as const };
  it('are owed to whoever reports by name', () => {
    given()
      .when(ReceiveReportHandler, report, rita, asks)
      .then(received(), ReporterIdentified({ person: rita.person, name: null, contact: null, confidential: false }), CheckInsOwed({}));
    for (const [handler, command] of [
      [ReceiveReportHandler, { ...relayed, reporterPerson: rita.person }],
      [RelayReportHandler, { channel: 'telephone' as const, summary: report.summary, reporterPerson: rita.person }],
    ] as const)
      expect(
        given()
          .when(handler as typeof ReceiveReportHandler, command, clerk, asks)
          .events()
          .at(-1),
      ).toEqual(CheckInsOwed({}));
  });
  it('are owed to nobody from outside, and to nobody unknown', () => {
    for (const [handler, command] of [
      [ReceiveReportHandler, { ...relayed, reporterName: 'Ola' }],
      [ReceiveReportHandler, { ...relayed, from: 'unknown' as const }],
      [RelayReportHandler, { channel: 'telephone' as const, summary: report.summary }],
    ] as const)
      expect(
        given()
          .when(handler as typeof ReceiveReportHandler, command, clerk, asks)
          .events(),
      ).not.toContainEqual(CheckInsOwed({}));
  });
  it('are the procedure’s to say', async () => {
    const terms = { effectiveFrom: '2026-03-01', instrument: 'x', acknowledge: 5, disclosure: 7, checkInEvery: 30, checkInsFor: 365 };
    const set = (checkInsWith: 'retaliation' | 'employees') =>
      [`procedure-${procedureId}`, ReportTermsSet({ ...terms, checkInsWith })] as const;
    expect(await factsOf(ReceiveReportHandler, report, rita, set('employees'))).toEqual(asks);
    expect(await factsOf(ReceiveReportHandler, report, rita, set('retaliation'))).toEqual(known);
  });
});

describe('attaching a report to its case', () => {
  it('is done by a process', () =>
    given(received()).when(AttachReportHandler, { reportId, caseId }, systemCaller).then(ReportAttached({ caseId })));
  it('is nobody’s to do by hand', () =>
    given(received()).when(AttachReportHandler, { reportId, caseId }, manager).refused('access.not-permitted'));
  it('happens once', () =>
    given(received(), reportedBy(null), ReportAttached({ caseId }))
      .when(AttachReportHandler, { reportId, caseId }, systemCaller)
      .refused('report.attached-already'));
});
