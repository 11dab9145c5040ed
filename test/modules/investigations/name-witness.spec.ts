import { AuthoritySettled, InvestigatorReleased, WitnessNamed } from '../../../src/modules/cases/case.js';
import { NameWitnessHandler } from '../../../src/modules/investigations/name-witness.js';
import { given } from '../../kit/given.js';
import {
  attorney,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  factsOf,
  hr,
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

const facts = { reporters: new Set([rita.person]), known: true, settled: usual, investigatorStays: true };
const command = { caseId, person: wes.person };
const named = WitnessNamed({ person: wes.person });

describe('naming a witness', () => {
  it('is done by intake, the investigator, or who decides', () => {
    for (const who of [communications, ines, manager])
      given(...underInvestigation)
        .when(NameWitnessHandler, command, who, facts)
        .then(named);
    given(opened(), councilDecides, investigating)
      .when(NameWitnessHandler, command, clerk, { ...facts, settled: { intake: ['City Attorney'], decides: 'Council' } })
      .then(named);
    for (const who of [hr, attorney, wes])
      given(...underInvestigation)
        .when(NameWitnessHandler, command, who, facts)
        .refused('access.not-permitted');
  });

  it('is not done by its reporter, a witness or a subject', () => {
    given(...triage)
      .when(NameWitnessHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...triage, WitnessNamed({ person: manager.person }))
      .when(NameWitnessHandler, command, manager, facts)
      .refused('access.not-permitted');
    given(opened([manager.person]), settled)
      .when(NameWitnessHandler, command, manager, facts)
      .refused('resource.not-found');
  });

  it('happens in triage or during the investigation', () =>
    given(...reported)
      .when(NameWitnessHandler, command, manager, facts)
      .refused('case.not-framing'));

  it('names someone in the directory, once, who is no subject', () => {
    given(...triage)
      .when(NameWitnessHandler, command, manager, { ...facts, known: false })
      .refused('case.unknown-person', ['person']);
    given(...triage)
      .when(NameWitnessHandler, { caseId, person: sam.person }, manager, facts)
      .refused('case.witness-is-subject');
    given(...triage, named)
      .when(NameWitnessHandler, command, manager, facts)
      .refused('case.witness-named');
  });

  it('costs the witness whatever part they had', async () => {
    const entries = [...reportEntries(received([sam.person]), reportedBy(rita.person)), ...caseEntries(...underInvestigation)];
    const deciding = { caseId, person: manager.person };
    given(...underInvestigation)
      .when(NameWitnessHandler, deciding, ines, await factsOf(NameWitnessHandler, deciding, ines, ...entries))
      .then(WitnessNamed({ person: manager.person }), AuthoritySettled({ intake: ['Communications Manager'], decides: 'Council' }));
    const investigatingOne = { caseId, person: ines.person };
    given(...underInvestigation)
      .when(NameWitnessHandler, investigatingOne, manager, await factsOf(NameWitnessHandler, investigatingOne, manager, ...entries))
      .then(WitnessNamed({ person: ines.person }), InvestigatorReleased({ investigator: ines.person }));
  });

  it('is refused where it leaves nobody to decide', () =>
    given(...triage)
      .when(NameWitnessHandler, command, manager, { ...facts, settled: undefined })
      .refused('case.nobody-decides'));
});
