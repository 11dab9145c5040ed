import { AllegationFramed, AllegationWithdrawn, CaseReopened, SiteNamed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { closeCase } from '../../../src/modules/cases/close-case.process.js';
import { TakeBackAllegation, TakeBackAllegationHandler } from '../../../src/modules/discipline/take-back-allegation.js';
import { takeBackAllegation } from '../../../src/modules/discipline/take-back-allegation.process.js';
import { AmendAllegationHandler } from '../../../src/modules/investigations/amend-allegation.js';
import { FileReportHandler } from '../../../src/modules/investigations/file-investigation-report.js';
import { RecordFindingHandler } from '../../../src/modules/investigations/record-finding.js';
import { WithdrawAllegationHandler } from '../../../src/modules/investigations/withdraw-allegation.js';
import { policies } from '../../../src/modules/policy/policy.js';
import {
  AllegationPut,
  AllegationsSustained,
  AllegationTakenBack,
  NothingSustained,
  ProceedingHeld,
  ProceedingOpened,
  ProceedingSeparated,
  ProceedingSettled,
  proceedingId,
  proceedings,
  SubjectInformed,
} from '../../../src/modules/proceedings/proceeding.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, stored } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  caseEntries,
  caseId,
  communications,
  deadlines,
  determined,
  dueAfter,
  type Entry,
  factsOf,
  found,
  framed,
  hr,
  ines,
  manager,
  received,
  reportEntries,
  reported,
  reportedBy,
  reportId,
  rita,
  sam,
  systemCaller,
  triage,
  underInvestigation,
  version,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]) };
const withdrawn = (replacedBy: string | null = null, of = allegationId) =>
  AllegationWithdrawn({ allegationId: of, subject: sam.person, replacedBy, reasons: seal('Someone else wrote it.') });
const second = derivedId('spec', 'second');

describe('withdrawing an allegation', () => {
  const command = { caseId, allegationId, reasons: 'Someone else wrote it.' };
  it('is done with reasons by who decides or takes in, before its finding', () => {
    for (const who of [manager, communications])
      given(...underInvestigation)
        .when(WithdrawAllegationHandler, command, who, facts)
        .then(withdrawn());
    for (const who of [ines, attorney, hr])
      given(...underInvestigation)
        .when(WithdrawAllegationHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: manager.person }))
      .when(WithdrawAllegationHandler, command, manager, facts)
      .refused('access.not-permitted');
  });
  it('is refused for one that is not there, has its finding, or was withdrawn', () => {
    given(...triage)
      .when(WithdrawAllegationHandler, command, manager, facts)
      .refused('case.no-such-allegation', ['allegationId']);
    given(...underInvestigation, found())
      .when(WithdrawAllegationHandler, command, manager, facts)
      .refused('case.finding-stands');
    given(...underInvestigation, withdrawn())
      .when(WithdrawAllegationHandler, command, manager, facts)
      .refused('case.allegation-withdrawn');
    given(...reported)
      .when(WithdrawAllegationHandler, command, manager, facts)
      .refused('case.not-framing');
  });
  it('leaves it without a finding, which the report does not wait for', () => {
    const finding = { caseId, allegationId, outcome: 'unfounded' as const, standard: 'preponderance' as const, reasons: 'x' };
    given(...underInvestigation, withdrawn())
      .when(RecordFindingHandler, { ...finding, reliesOnUndisclosedSourceAlone: false }, ines, {
        ...facts,
        proceeding: proceedings.initial,
      })
      .refused('case.allegation-withdrawn');
    given(...underInvestigation, withdrawn())
      .when(FileReportHandler, { caseId, summary: 'x' }, ines, { ...facts, deadlines })
      .events();
  });
});

describe('amending an allegation', () => {
  const command = {
    caseId,
    allegationId,
    clause: 'STD-4',
    deedFrom: '2026-02-22',
    facts: 'Three posts.',
    reasons: 'Someone else wrote it.',
  };
  const policy = fold(policies, stored([version('5716', '2015-04-20')]));
  const known = { ...facts, policy };
  const amended = derivedId('spec', 'allegation');

  it('replaces it by another one, pinned anew, of the same subject', () => {
    for (const who of [communications, ines])
      given(...triage, framed(sam.person, second), ...underInvestigation.slice(2))
        .when(AmendAllegationHandler, { ...command, allegationId: second }, who, known)
        .then(
          withdrawn(amended, second),
          AllegationFramed({
            allegationId: amended,
            subject: sam.person,
            clause: 'STD-4',
            policyVersion: '5716',
            deed: { from: '2026-02-22', to: '2026-02-22' },
            unresolved: [],
            facts: seal('Three posts.'),
            reports: [reportId],
          }),
        );
    for (const who of [attorney, hr])
      given(...underInvestigation)
        .when(AmendAllegationHandler, command, who, known)
        .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: communications.person }))
      .when(AmendAllegationHandler, command, communications, known)
      .refused('access.not-permitted');
  });
  it('keeps the site that it is about, or names another that the city has', () => {
    const [was, other] = [derivedId('spec', 'site'), derivedId('spec', 'other site')];
    const amend = (siteId?: string, more = {}) =>
      given(...underInvestigation, SiteNamed({ allegationId, siteId: was })).when(
        AmendAllegationHandler,
        { ...command, ...(siteId && { siteId }) },
        ines,
        { ...known, ...more },
      );
    expect(amend().events().at(-1)).toEqual(SiteNamed({ allegationId: amended, siteId: was }));
    expect(amend(other).events().at(-1)).toEqual(SiteNamed({ allegationId: amended, siteId: other }));
    amend(other, { siteUnknown: true }).refused('case.unknown-site', ['siteId']);
  });
  it('is refused like framing, and for one that is not there, found on, or withdrawn', () => {
    const refused = (
      past: Parameters<typeof caseEntries>,
      change: Partial<typeof command> & { deedTo?: string; deedUnknownBecause?: string },
      code: Parameters<ReturnType<ReturnType<typeof given>['when']>['refused']>[0],
      fields?: string[],
      about = known,
    ) =>
      given(...past)
        .when(AmendAllegationHandler, { ...command, ...change }, ines, about)
        .refused(code as never, fields);
    const two = { ...facts, policy: fold(policies, stored([version('5716', '2015-04-20'), version('6000', '2026-02-01')])) };
    refused(reported, {}, 'case.not-framing' as never);
    refused(underInvestigation, { allegationId: second }, 'case.no-such-allegation' as never, ['allegationId']);
    refused([...underInvestigation, found()], {}, 'case.finding-stands' as never);
    refused([...underInvestigation, withdrawn()], {}, 'case.allegation-withdrawn' as never);
    refused(underInvestigation, { deedUnknownBecause: 'x' }, 'case.deed-unclear' as never, ['deedFrom', 'deedUnknownBecause']);
    refused(underInvestigation, { deedTo: '2026-02-01' }, 'case.deed-reversed' as never, ['deedTo']);
    refused(underInvestigation, { deedFrom: '2026-03-05' }, 'case.deed-in-future' as never, ['deedFrom']);
    refused(underInvestigation, { deedFrom: '2026-01-01', deedTo: '2026-02-10' }, 'case.deed-spans-versions' as never, ['deedTo'], two);
    refused(
      underInvestigation,
      { deedFrom: undefined as never, deedUnknownBecause: 'x' },
      'case.deed-undatable' as never,
      ['deedFrom'],
      two,
    );
    refused(underInvestigation, { deedFrom: '2001-01-01' }, 'case.no-policy-then' as never, ['deedFrom']);
    refused(underInvestigation, { clause: 'STD-99' }, 'case.unknown-clause' as never, ['clause']);
  });
  it('gathers the policy', async () =>
    expect(
      await factsOf(
        AmendAllegationHandler,
        command,
        ines,
        ...reportEntries(received(), reportedBy(rita.person)),
        ...caseEntries(...underInvestigation),
      ),
    ).toMatchObject({ policy: { status: 'adopted' } }));
});

describe('an allegation that was withdrawn', () => {
  const stream = `proceeding-${proceedingId(caseId, sam.person)}`;
  const opened = ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-03-01' });
  const put = (of = allegationId) =>
    AllegationPut({ caseId, allegation: { allegationId: of, clause: 'STD-4', policyVersion: '5716' }, on: '2026-03-01' });
  const taken = AllegationTakenBack({ caseId, allegationId, on: '2026-03-02' });
  const informed = SubjectInformed({
    caseId,
    allegationIds: [allegationId],
    service: 'in-person',
    on: '2026-03-01',
    answerBy: '2026-03-08',
  });
  const command = { caseId, subject: sam.person, allegationId, replaced: false };

  it('leaves its subject’s proceeding, which ends with the last one', () => {
    given(opened, put(), informed).when(TakeBackAllegationHandler, command, systemCaller).then(taken, NothingSustained({ caseId }));
    given(opened, put(), put(second)).when(TakeBackAllegationHandler, command, systemCaller).then(taken);
    given(opened, put())
      .when(TakeBackAllegationHandler, { ...command, replaced: true }, systemCaller)
      .then(taken);
    given(opened, put()).when(TakeBackAllegationHandler, command, manager).refused('access.not-permitted');
    given(opened, put(), taken)
      .when(TakeBackAllegationHandler, command, systemCaller)
      .refused('proceeding.allegation-missing', ['allegationId']);
    given(opened, put(), NothingSustained({ caseId }))
      .when(TakeBackAllegationHandler, command, systemCaller)
      .refused('proceeding.outcome-stands');
  });
  it('leaves one that is held, or whose subject left, and a settlement as it is', () => {
    const by = { caseId, on: '2026-03-02' } as const;
    const held = ProceedingHeld({ ...by, reasons: seal('A trial.'), withCase: false });
    const left = ProceedingSeparated({ ...by, reason: 'resigned', note: null });
    const settled = ProceedingSettled({ ...by, terms: seal('As agreed.'), approvedBy: 'City Manager', act: null });
    for (const aside of [held, left])
      given(opened, put(), informed, aside)
        .when(TakeBackAllegationHandler, command, systemCaller)
        .then(taken, NothingSustained({ caseId }));
    given(opened, put(), informed, settled).when(TakeBackAllegationHandler, command, systemCaller).then(taken);
  });
  it('does so once it has reached it', () => {
    const work = (...entries: Entry[]) =>
      [...workAfter(takeBackAllegation, logOf(...entries))].map(([key, { dueAt, data }]) => ({
        key,
        dueAt,
        command: takeBackAllegation.act(data, key),
      }));
    const due = { key: allegationId, dueAt: now, command: Object.assign(new TakeBackAllegation(), command) };
    const before = caseEntries(...underInvestigation, withdrawn());
    expect(work(...before)).toMatchObject([{ dueAt: null }]);
    expect(work(...before, [stream, put()])).toEqual([due]);
    expect(work(...caseEntries(...underInvestigation), [stream, put()], ...caseEntries(withdrawn()))).toEqual([due]);
    expect(work(...before, [stream, put()], [stream, taken])).toEqual([]);
    expect(work(...caseEntries(...underInvestigation, withdrawn(second)), [stream, put()])).toMatchObject([
      { command: { ...command, replaced: true } },
    ]);
    const sustained = AllegationsSustained({ caseId, allegationIds: [allegationId], by: 'admission', decides: 'City Manager' });
    expect(work([stream, put()], [stream, sustained])).toEqual([]);
    const reopened = CaseReopened({
      reasons: seal('x'),
      evidence: seal('x'),
      setAside: [{ allegationId, subject: sam.person }],
      act: null,
      dueAt: dueAfter.triage,
    });
    const decided = [[stream, put()] as const, ...caseEntries(...reported, determined('unfounded'))];
    expect(work(...decided)).toEqual([]);
    expect(work(...decided, ...caseEntries(reopened, withdrawn()))).toEqual([due]);
  });
  it('holds up the case’s end no longer', () => {
    const due = (...entries: Entry[]) => [...workAfter(closeCase, logOf(...entries)).values()].map(({ dueAt }) => dueAt);
    const end = caseEntries(...underInvestigation, withdrawn(), { ...determined(), data: { ...determined().data, outcomes: [] } });
    expect(due(...end)).toEqual([null]);
    expect(due(...end, [stream, NothingSustained({ caseId })])).toEqual([now]);
  });
});
