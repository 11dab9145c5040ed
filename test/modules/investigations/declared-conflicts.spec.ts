import {
  AuthoritySettled,
  AuthorityVacated,
  CaseClosed,
  CaseDeclined,
  ConflictDeclared,
  InvestigatorReleased,
} from '../../../src/modules/cases/case.js';
import { DeclareConflictHandler } from '../../../src/modules/cases/declare-conflict.js';
import { SettleAuthorityHandler } from '../../../src/modules/cases/settle-authority.js';
import { TriageCaseHandler } from '../../../src/modules/cases/triage-case.js';
import { OfficeEnded, PersonLeft } from '../../../src/modules/directory/person.js';
import { AssignInvestigatorHandler } from '../../../src/modules/investigations/assign-investigator.js';
import { IssueDeterminationHandler } from '../../../src/modules/investigations/issue-determination.js';
import { policies } from '../../../src/modules/policy/policy.js';
import { ChainOfAuthoritiesSet, procedureId } from '../../../src/modules/procedure/procedure.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given } from '../../kit/given.js';
import {
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  deadlines,
  director,
  type Entry,
  factsOf,
  hr,
  id,
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
  usual,
  wes,
} from '../../kit/stories/a-case.js';

const facts = { reporters: new Set([rita.person]), known: false, settled: usual, investigatorStays: true };
const nobody = { ...facts, settled: undefined };
const command = { caseId, reasons: 'We are related.' };
const declared = (person: string) => ConflictDeclared({ person, reasons: seal('We are related.') });
const council = { intake: ['Communications Manager' as const], decides: 'Council' as const };
const entries = (...events: Parameters<typeof caseEntries>): Entry[] => [
  ...reportEntries(received([sam.person]), reportedBy(rita.person)),
  ...caseEntries(...events),
];

describe('declaring a conflict', () => {
  it('hands the decision to the next authority of the chain', async () => {
    given(...underInvestigation)
      .when(
        DeclareConflictHandler,
        command,
        manager,
        await factsOf(DeclareConflictHandler, command, manager, ...entries(...underInvestigation)),
      )
      .then(declared(manager.person), AuthoritySettled(council));
  });
  it('costs the investigator the investigation, during abeyance and after the report too', async () => {
    for (const past of [underInvestigation, reported])
      given(...past)
        .when(DeclareConflictHandler, command, ines, await factsOf(DeclareConflictHandler, command, ines, ...entries(...past)))
        .then(declared(ines.person), InvestigatorReleased({ investigator: ines.person }));
  });
  it('takes one of several who take in out of it', async () =>
    given(...triage)
      .when(
        DeclareConflictHandler,
        command,
        communications,
        await factsOf(DeclareConflictHandler, command, communications, ...entries(...triage)),
      )
      .then(declared(communications.person), AuthoritySettled({ intake: ['City Manager'], decides: 'City Manager' })));
  it('is for those who have a part to step back from', () => {
    for (const who of [hr, attorney, clerk, director, wes])
      given(...underInvestigation)
        .when(DeclareConflictHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation)
      .when(DeclareConflictHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('closes the case to whoever declared it', () => {
    const past = [...triage, declared(manager.person)];
    given(...past)
      .when(DeclareConflictHandler, command, manager, facts)
      .refused('access.not-permitted');
    given(...past)
      .when(TriageCaseHandler, { caseId, decision: 'investigate', reasons: 'x' }, manager, {
        ...facts,
        proceeding: proceedings.initial,
        policy: policies.initial,
        deadlines,
      })
      .refused('access.not-permitted');
  });
  it('keeps nobody in a conflict for want of a successor', () => {
    given(...triage)
      .when(DeclareConflictHandler, command, manager, nobody)
      .then(declared(manager.person), AuthorityVacated({ was: 'City Manager' }));
    given(...triage, AuthorityVacated({ was: 'City Manager' }))
      .when(DeclareConflictHandler, command, communications, nobody)
      .then(declared(communications.person));
    given(...underInvestigation)
      .when(DeclareConflictHandler, command, ines, { ...nobody, investigatorStays: false })
      .then(declared(ines.person), AuthorityVacated({ was: 'City Manager' }), InvestigatorReleased({ investigator: ines.person }));
  });
});

describe('a case that nobody is left to decide', () => {
  const vacated = [...reported, AuthorityVacated({ was: 'City Manager' })];
  const deciding = { reporters: new Set<string>(), judgesSuperior: false, acknowledged: [], unheard: new Set<string>(), deadlines };

  it('is decided by nobody, another holder of the office included, until the authority is settled', () => {
    for (const who of [manager, caller(id('acting'), 'City Manager'), clerk])
      given(...vacated)
        .when(IssueDeterminationHandler, { caseId, reasons: 'x' }, who, deciding)
        .refused('access.not-permitted');
    given(...vacated, AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }))
      .when(IssueDeterminationHandler, { caseId, reasons: 'x', act: { meetingOn: '2026-03-01', motion: '1' } }, clerk, deciding)
      .events();
  });
});

describe('settling the authority anew', () => {
  const command = { caseId };
  it('is done by the City Clerk, counsel or HR, once somebody is left', () => {
    for (const who of [clerk, attorney, hr])
      given(...triage)
        .when(SettleAuthorityHandler, command, who, { ...facts, settled: council })
        .then(AuthoritySettled(council));
    for (const who of [manager, communications, wes])
      given(...triage)
        .when(SettleAuthorityHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...triage)
      .when(SettleAuthorityHandler, command, clerk, { ...facts, reporters: new Set([clerk.person]) })
      .refused('access.not-permitted');
    given(...triage)
      .when(SettleAuthorityHandler, command, clerk, nobody)
      .refused('case.nobody-decides');
  });
  it('is refused where it changes nothing, or the case is closed', () => {
    const closed = [...triage, CaseDeclined({ ground: 'other', reasons: seal('x') }), CaseClosed({ on: '2026-03-02' })];
    given(...triage)
      .when(SettleAuthorityHandler, command, clerk, facts)
      .refused('case.authority-stands');
    given(...closed)
      .when(SettleAuthorityHandler, command, clerk, { ...facts, settled: council })
      .refused('case.over');
  });
  it('ends a vacancy even with the authority that there was', () =>
    given(...triage, AuthorityVacated({ was: 'City Manager' }))
      .when(SettleAuthorityHandler, command, clerk, facts)
      .then(AuthoritySettled({ intake: [...usual.intake], decides: 'City Manager' })));
  it('follows a chain that was set anew after it had nobody left', async () => {
    const short = {
      effectiveFrom: '2021-01-01',
      instrument: 'R1',
      lines: [{ office: null, track: null, intake: ['City Clerk' as const], decides: ['City Manager' as const] }],
    };
    const past = [...triage, declared(manager.person)];
    const stuck = [...entries(...past), [`procedure-${procedureId}`, ChainOfAuthoritiesSet(short)] as const];
    expect(await factsOf(SettleAuthorityHandler, command, clerk, ...stuck)).toMatchObject({ settled: undefined });
    const longer = { ...short, lines: [{ ...short.lines[0]!, decides: ['City Manager' as const, 'Council' as const] }] };
    const mended = await factsOf(SettleAuthorityHandler, command, clerk, ...stuck, [
      `procedure-${procedureId}`,
      ChainOfAuthoritiesSet(longer),
    ]);
    given(...past)
      .when(SettleAuthorityHandler, command, clerk, mended)
      .then(AuthoritySettled({ intake: ['City Clerk'], decides: 'Council' }));
  });
  it('releases an investigator who left the city’s service', async () => {
    const left = PersonLeft({ on: '2026-03-01', ends: [] });
    const gathered = await factsOf(SettleAuthorityHandler, command, clerk, ...entries(...underInvestigation), [
      `person-${ines.person}`,
      left,
    ]);
    given(...underInvestigation)
      .when(SettleAuthorityHandler, command, clerk, gathered)
      .then(InvestigatorReleased({ investigator: ines.person }));
  });
});

describe('an office that ended between two steps', () => {
  const ended = OfficeEnded({ assignmentId: derivedId('spec-assignment', manager.person, 'City Manager'), until: '2026-03-01' });

  it('leaves the case to its next holder: whoever held it decides nothing more', async () => {
    const former = caller(manager.person);
    const next = caller(id('next'), 'City Manager');
    const deciding = { reporters: new Set<string>(), judgesSuperior: false, acknowledged: [], unheard: new Set<string>(), deadlines };
    given(...reported)
      .when(IssueDeterminationHandler, { caseId, reasons: 'x' }, former, deciding)
      .refused('access.not-permitted');
    given(...reported)
      .when(IssueDeterminationHandler, { caseId, reasons: 'x' }, next, deciding)
      .events();
    expect(
      await factsOf(SettleAuthorityHandler, { caseId }, clerk, ...entries(...reported), [`person-${manager.person}`, ended]),
    ).toMatchObject({ settled: usual });
  });
  it('lets its former holder investigate, for they decide no longer', async () => {
    const assign = { caseId, investigator: manager.person };
    const past = [opened([sam.person]), settled, investigating];
    const before = await factsOf(AssignInvestigatorHandler, assign, communications, ...entries(...past));
    const after = await factsOf(AssignInvestigatorHandler, assign, communications, ...entries(...past), [
      `person-${manager.person}`,
      ended,
    ]);
    expect([before.candidate.may, after.candidate.may]).toEqual([false, true]);
  });
});

it('Council’s clerk who declares a conflict leaves the act to counsel', async () => {
  const past = [opened([manager.person]), councilDecides, investigating];
  const facts = await factsOf(DeclareConflictHandler, command, clerk, ...entries(...past));
  given(...past)
    .when(DeclareConflictHandler, command, clerk, { ...facts, settled: { intake: ['City Attorney'], decides: 'Council' } })
    .then(declared(clerk.person));
});
