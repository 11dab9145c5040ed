import { CaseClosed, InvestigatorEngaged, InvestigatorReleased } from '../../../src/modules/cases/case.js';
import { GetCaseHandler } from '../../../src/modules/cases/get-case.js';
import { EmploymentTrackChanged } from '../../../src/modules/directory/person.js';
import { AssignInvestigatorHandler } from '../../../src/modules/investigations/assign-investigator.js';
import { EndEngagement, EndEngagementHandler } from '../../../src/modules/investigations/end-engagement.js';
import { endEngagement } from '../../../src/modules/investigations/end-engagement.process.js';
import { EngageInvestigatorHandler } from '../../../src/modules/investigations/engage-investigator.js';
import { RecordFindingHandler } from '../../../src/modules/investigations/record-finding.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now } from '../../kit/given.js';
import { ask, logOf, workAfter } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  caseEntries,
  caseId,
  communications,
  director,
  factsOf,
  framed,
  ines,
  investigating,
  manager,
  reported,
  rita,
  systemCaller,
  triage,
  wes,
} from '../../kit/stories/a-case.js';

const outside = { inService: true, may: true, outside: true };
const facts = { reporters: new Set([rita.person]), candidate: outside };
const command = { caseId, investigator: ines.person, from: '2026-03-03', to: '2026-04-30', terms: 'By the hour.' };
const engaged = InvestigatorEngaged({
  investigator: ines.person,
  from: '2026-03-03',
  to: '2026-04-30',
  until: '2026-05-01T06:00:00.000Z',
  terms: seal('By the hour.'),
});
const free = [...triage, investigating, framed()];

describe('engaging an investigator from outside', () => {
  it('is done by who decides, with terms, from a day to a day', () => {
    given(...free)
      .when(EngageInvestigatorHandler, command, manager, facts)
      .then(engaged);
    for (const who of [communications, attorney, director])
      given(...free)
        .when(EngageInvestigatorHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...free)
      .when(EngageInvestigatorHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
  });
  it('is refused outside an investigation, and for days that make none', () => {
    given(...triage)
      .when(EngageInvestigatorHandler, command, manager, facts)
      .refused('case.not-under-investigation');
    for (const days of [
      { from: '2026-03-10', to: '2026-03-09' },
      { from: '2026-02-01', to: '2026-03-01' },
    ])
      given(...free)
        .when(EngageInvestigatorHandler, { ...command, ...days }, manager, facts)
        .refused('case.engagement-reversed');
  });
  it('is of a contractor in the directory, without a conflict', () => {
    for (const [candidate, code, field] of [
      [{ ...outside, inService: false }, 'case.unknown-person', 'investigator'],
      [{ ...outside, outside: false }, 'case.not-outside', 'investigator'],
      [{ ...outside, may: false }, 'case.not-eligible', 'investigator'],
    ] as const)
      given(...free)
        .when(EngageInvestigatorHandler, command, manager, { ...facts, candidate })
        .refused(code, [field]);
    given(...free)
      .when(AssignInvestigatorHandler, { caseId, investigator: ines.person }, manager, facts)
      .refused('case.engagement-missing');
  });
  it('knows who serves by contract', async () => {
    const contracted = [`person-${ines.person}`, EmploymentTrackChanged({ track: 'contractor', from: '2025-01-01' })] as const;
    const gathered = await factsOf(EngageInvestigatorHandler, command, manager, ...caseEntries(...free), contracted);
    expect(gathered.candidate).toEqual(outside);
    const employed = await factsOf(EngageInvestigatorHandler, { ...command, investigator: wes.person }, manager, ...caseEntries(...free));
    expect(employed.candidate).toEqual({ ...outside, outside: false });
  });
});

describe('an investigator from outside', () => {
  const finding = { caseId, allegationId, outcome: 'unfounded' as const, standard: 'preponderance' as const, reasons: 'x' };
  const record = { ...finding, reliesOnUndisclosedSourceAlone: false };
  const on = (today: string) => ({ ...ines, today });

  it('acts from the first day to the last, and does and sees nothing before or after', async () => {
    const log = logOf(...caseEntries(...free, engaged));
    for (const day of ['2026-03-03', '2026-04-30']) {
      given(...free, engaged)
        .when(RecordFindingHandler, record, on(day), { reporters: new Set<string>(), proceeding: proceedings.initial })
        .events();
    }
    for (const who of [on('2026-03-02'), on('2026-05-01'), ines]) {
      given(...free, engaged)
        .when(RecordFindingHandler, record, who, { reporters: new Set<string>(), proceeding: proceedings.initial })
        .refused('access.not-permitted');
      await expect(ask(GetCaseHandler, { caseId }, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
    }
  });

  it('is released by a process once the last day has passed', () => {
    const work = (...events: Parameters<typeof caseEntries>) =>
      [...workAfter(endEngagement, logOf(...caseEntries(...events)))].map(([key, { dueAt, data }]) => ({
        dueAt,
        command: endEngagement.act(data, key),
      }));
    expect(work(...free, engaged)).toEqual([
      { dueAt: '2026-05-01T06:00:00.000Z', command: Object.assign(new EndEngagement(), { caseId }) },
    ]);
    for (const end of [assigned, InvestigatorReleased({ investigator: ines.person }), CaseClosed({ on: '2026-03-02' })])
      expect(work(...free, engaged, end)).toEqual([]);

    const over = { ...engaged, data: { ...engaged.data, until: now } };
    for (const past of [
      [...free, over],
      [...free, over, ...reported.slice(5)],
    ])
      given(...past)
        .when(EndEngagementHandler, { caseId }, systemCaller)
        .then(InvestigatorReleased({ investigator: ines.person }));
    given(...free, engaged)
      .when(EndEngagementHandler, { caseId }, systemCaller)
      .refused('case.not-due');
    given(...free, assigned)
      .when(EndEngagementHandler, { caseId }, systemCaller)
      .refused('case.no-investigator');
    given(...free, over)
      .when(EndEngagementHandler, { caseId }, manager)
      .refused('access.not-permitted');
  });
});
