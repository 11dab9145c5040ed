import { InvestigatorAssigned, InvestigatorReleased, WitnessNamed } from '../../../src/modules/cases/case.js';
import { AssignInvestigatorHandler } from '../../../src/modules/investigations/assign-investigator.js';
import { given } from '../../kit/given.js';
import {
  assigned,
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  director,
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
  reported,
  reportedBy,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';

const command = { caseId, investigator: ines.person };
const facts = { reporters: new Set([rita.person]), candidate: { inService: true, may: true, outside: false } };

describe('assigning the investigator', () => {
  it('is done by who decides or takes in', () => {
    for (const who of [manager, communications])
      given(...triage, investigating)
        .when(AssignInvestigatorHandler, command, who, facts)
        .then(assigned);
    given(opened(), councilDecides, investigating).when(AssignInvestigatorHandler, command, clerk, facts).then(assigned);
    for (const who of [hr, attorney, ines])
      given(...triage, investigating)
        .when(AssignInvestigatorHandler, command, who, facts)
        .refused('access.not-permitted');
  });

  it('may put another one in their place, also after a release', () => {
    given(...underInvestigation)
      .when(AssignInvestigatorHandler, { caseId, investigator: wes.person }, manager, facts)
      .then(InvestigatorAssigned({ investigator: wes.person }));
    given(...underInvestigation, InvestigatorReleased({ investigator: ines.person }))
      .when(AssignInvestigatorHandler, command, manager, facts)
      .then(assigned);
  });

  it('is not done by the reporter, a witness or a subject', () => {
    given(...triage, investigating)
      .when(AssignInvestigatorHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage, investigating, WitnessNamed({ person: manager.person }))
      .when(AssignInvestigatorHandler, command, manager, facts)
      .refused('access.not-permitted');
    given(...triage, investigating, framed(manager.person))
      .when(AssignInvestigatorHandler, command, manager, facts)
      .refused('resource.not-found');
  });

  it('belongs to an investigation', () => {
    given(...triage)
      .when(AssignInvestigatorHandler, command, manager, facts)
      .refused('case.not-under-investigation');
    given(...reported)
      .when(AssignInvestigatorHandler, command, manager, facts)
      .refused('case.not-under-investigation');
  });

  it('names someone in service', () =>
    given(...triage, investigating)
      .when(AssignInvestigatorHandler, command, manager, { ...facts, candidate: { inService: false, may: true, outside: false } })
      .refused('case.unknown-person', ['investigator']));

  it('gives one answer for every conflict', () =>
    given(...triage, investigating)
      .when(AssignInvestigatorHandler, command, manager, { ...facts, candidate: { inService: true, may: false, outside: false } })
      .refused('case.not-eligible'));

  it('knows who has one: parties, who answers to a subject, and who decides', async () => {
    const entries = [
      ...reportEntries(received(), reportedBy(rita.person)),
      ...caseEntries(opened(), settled, investigating, framed(director.person), WitnessNamed({ person: wes.person })),
    ];
    const may = async (person: string) =>
      (await factsOf(AssignInvestigatorHandler, { caseId, investigator: person }, communications, ...entries)).candidate;
    expect(await may(ines.person)).toEqual({ inService: true, may: true, outside: false });
    for (const person of [director, rita, wes, sam, manager].map((who) => who.person))
      expect(await may(person)).toEqual({ inService: true, may: false, outside: false });
    expect(await may(id('nobody'))).toMatchObject({ inService: false });
  });
});
