import { CaseDeclined, CasesLinked, InvestigationPlanned, InvestigatorReleased, WitnessNamed } from '../../../src/modules/cases/case.js';
import { LinkCasesHandler } from '../../../src/modules/cases/link-cases.js';
import { RecordLink, RecordLinkHandler } from '../../../src/modules/cases/record-link.js';
import { recordLink } from '../../../src/modules/cases/record-link.process.js';
import { TriageCaseHandler } from '../../../src/modules/cases/triage-case.js';
import { PlanInvestigationHandler } from '../../../src/modules/investigations/plan-investigation.js';
import { ReleaseInvestigatorHandler } from '../../../src/modules/investigations/release-investigator.js';
import { policies } from '../../../src/modules/policy/policy.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now } from '../../kit/given.js';
import { logOf, workAfter } from '../../kit/reads.js';
import {
  attorney,
  caseEntries,
  caseId,
  communications,
  deadlines,
  type Entry,
  factsOf,
  ines,
  investigating,
  manager,
  opened,
  reported,
  rita,
  sam,
  settled,
  systemCaller,
  triage,
  underInvestigation,
  usual,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]) };

describe('planning the investigation', () => {
  const command = { caseId, scope: 'Two posts.', steps: [{ what: 'Ask the editor.', by: '2026-03-09' }, { what: 'Read the archive.' }] };
  const planned = (amendedBecause: string | null = null) =>
    InvestigationPlanned({
      scope: seal('Two posts.'),
      steps: [
        { what: seal('Ask the editor.'), by: '2026-03-09' },
        { what: seal('Read the archive.'), by: null },
      ],
      amendedBecause: amendedBecause ? seal(amendedBecause) : null,
    });
  it('is the investigator’s, and amended with a reason', () => {
    given(...underInvestigation)
      .when(PlanInvestigationHandler, command, ines, facts)
      .then(planned());
    given(...underInvestigation, planned())
      .when(PlanInvestigationHandler, { ...command, amendedBecause: 'A third post.' }, ines, facts)
      .then(planned('A third post.'));
    for (const who of [manager, communications])
      given(...underInvestigation)
        .when(PlanInvestigationHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: ines.person }))
      .when(PlanInvestigationHandler, command, ines, facts)
      .refused('access.not-permitted');
  });
  it('is refused outside an investigation, and where the reason does not fit', () => {
    given(...reported)
      .when(PlanInvestigationHandler, command, ines, facts)
      .refused('case.not-under-investigation');
    given(...underInvestigation, planned())
      .when(PlanInvestigationHandler, command, ines, facts)
      .refused('case.plan-reason-missing');
    given(...underInvestigation)
      .when(PlanInvestigationHandler, { ...command, amendedBecause: 'x' }, ines, facts)
      .refused('case.plan-reason-misplaced');
  });
});

describe('releasing the investigator', () => {
  it('is done by who decides or takes in, while there is one', () => {
    for (const who of [manager, communications])
      given(...underInvestigation)
        .when(ReleaseInvestigatorHandler, { caseId }, who, facts)
        .then(InvestigatorReleased({ investigator: ines.person }));
    given(...underInvestigation)
      .when(ReleaseInvestigatorHandler, { caseId }, ines, facts)
      .refused('access.not-permitted');
    given(...underInvestigation)
      .when(ReleaseInvestigatorHandler, { caseId }, manager, { reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage, investigating)
      .when(ReleaseInvestigatorHandler, { caseId }, manager, facts)
      .refused('case.no-investigator');
    given(...reported)
      .when(ReleaseInvestigatorHandler, { caseId }, manager, facts)
      .refused('case.not-under-investigation');
  });
});

describe('linking cases', () => {
  const other = derivedId('spec', 'other-case');
  const command = { caseId, other, kind: 'duplicate' as const };
  const linked = CasesLinked({ caseId, other, kind: 'duplicate' });
  const there = { ...facts, there: true };

  it('is done by those who work on the case, and by a process', () => {
    for (const who of [manager, communications, ines, systemCaller])
      given(...underInvestigation)
        .when(LinkCasesHandler, command, who, there)
        .then(linked);
    given(...underInvestigation)
      .when(LinkCasesHandler, command, attorney, there)
      .refused('access.not-permitted');
    given(...underInvestigation)
      .when(LinkCasesHandler, command, manager, { ...there, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('is refused twice, with itself, and with a case that is not there', () => {
    given(...triage, linked)
      .when(LinkCasesHandler, command, manager, there)
      .refused('case.linked-already', ['other']);
    given(...triage, linked)
      .when(LinkCasesHandler, { ...command, kind: 'related' }, manager, there)
      .then(CasesLinked({ caseId, other, kind: 'related' }));
    given(...triage)
      .when(LinkCasesHandler, { ...command, other: caseId }, manager, there)
      .refused('case.no-such-case');
    given(...triage)
      .when(LinkCasesHandler, command, manager, { ...there, there: false })
      .refused('case.no-such-case');
  });
  it('takes a case that is hidden from the caller for one that is not there', async () => {
    const gathered = async (accused: string[]) =>
      (await factsOf(LinkCasesHandler, command, manager, ...caseEntries(...triage), [`case-${other}`, opened(accused)])).there;
    expect(await gathered([sam.person])).toBe(true);
    expect(await gathered([manager.person])).toBe(false);
    expect((await factsOf(LinkCasesHandler, command, manager, ...caseEntries(...triage))).there).toBe(false);
  });
  it('is recorded in the other case too, by a process', async () => {
    const work = (...entries: Entry[]) =>
      [...workAfter(recordLink, logOf(...entries))].map(([key, { dueAt, data }]) => ({
        dueAt,
        command: recordLink.act(data, key),
      }));
    expect(work(...caseEntries(...triage, linked))).toEqual([{ dueAt: now, command: Object.assign(new RecordLink(), command) }]);
    expect(work(...caseEntries(...triage, linked), [`case-${other}`, linked])).toEqual([]);

    const gathered = (...events: Parameters<typeof caseEntries>) =>
      factsOf(RecordLinkHandler, command, systemCaller, ...caseEntries(...events));
    expect([await gathered(...triage, linked), await gathered(...triage)]).toEqual([{ linked: true }, { linked: false }]);
    given(opened(), settled).when(RecordLinkHandler, command, systemCaller, { linked: true }).then(linked);
    given(opened(), settled).when(RecordLinkHandler, command, manager, { linked: true }).refused('access.not-permitted');
    given(opened(), settled).when(RecordLinkHandler, command, systemCaller, { linked: false }).refused('case.link-missing');
    given(opened(), settled, linked)
      .when(RecordLinkHandler, command, systemCaller, { linked: true })
      .refused('case.linked-already', ['caseId']);
  });
});

describe('declining a case', () => {
  const other = derivedId('spec', 'other-case');
  const triaging = {
    ...facts,
    known: true,
    settled: usual,
    investigatorStays: true,
    proceeding: proceedings.initial,
    policy: policies.initial,
    deadlines,
  };
  const decline = { caseId, decision: 'decline' as const, reasons: 'Told twice.' };

  it('names one of the grounds', () => {
    for (const ground of ['personal-use', 'e-mail', 'no-violation-if-true', 'beyond-reach', 'other'] as const)
      given(...triage)
        .when(TriageCaseHandler, { ...decline, ground }, communications, triaging)
        .then(CaseDeclined({ ground, reasons: seal('Told twice.') }));
    given(...triage)
      .when(TriageCaseHandler, decline, communications, triaging)
      .refused('case.ground-missing');
    given(...triage)
      .when(TriageCaseHandler, { ...decline, decision: 'investigate', ground: 'other' }, communications, triaging)
      .refused('case.ground-misplaced');
  });
  it('as a duplicate follows the link to the case that it duplicates', () => {
    const duplicate = { ...decline, ground: 'duplicate' as const };
    given(...triage)
      .when(TriageCaseHandler, duplicate, communications, triaging)
      .refused('case.duplicate-unlinked');
    given(...triage, CasesLinked({ caseId: other, other: caseId, kind: 'duplicate' }))
      .when(TriageCaseHandler, duplicate, communications, triaging)
      .refused('case.duplicate-unlinked');
    given(...triage, CasesLinked({ caseId, other, kind: 'duplicate' }))
      .when(TriageCaseHandler, duplicate, communications, triaging)
      .then(CaseDeclined({ ground: 'duplicate', reasons: seal('Told twice.') }));
  });
});
