import { AllegationFramed, AuthoritySettled, InvestigatorReleased, SiteNamed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { FrameAllegationHandler } from '../../../src/modules/investigations/frame-allegation.js';
import { policies } from '../../../src/modules/policy/policy.js';
import { courseOf, type ProceedingState, presentProceeding, proceedings, subjectOf } from '../../../src/modules/proceedings/proceeding.js';
import { SiteProposed } from '../../../src/modules/sites/site.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored } from '../../kit/given.js';
import {
  assigned,
  caseEntries,
  caseId,
  communications,
  factsOf,
  framed,
  hr,
  ines,
  investigating,
  manager,
  opened,
  received,
  reportEntries,
  reported,
  reportedBy,
  reportId,
  rita,
  sam,
  settled,
  triage,
  underInvestigation,
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
  policy,
  proceeding: proceedings.initial,
};
const command = {
  caseId,
  subject: sam.person,
  clause: 'STD-4',
  deedFrom: '2026-02-20',
  deedTo: '2026-02-21',
  facts: 'Two posts cite no source.',
};
const allegationId = derivedId('spec', 'allegation');
const expected = AllegationFramed({
  allegationId,
  subject: sam.person,
  clause: 'STD-4',
  policyVersion: '5716',
  deed: { from: '2026-02-20', to: '2026-02-21' },
  unresolved: [],
  facts: seal('Two posts cite no source.'),
  reports: [reportId],
});
const council = { intake: ['City Attorney' as const], decides: 'Council' as const };

describe('framing an allegation', () => {
  it('is refused against someone whom this case disciplined already: what is new is a case of its own', () => {
    const sustained = { allegationIds: [allegationId], by: 'determination', decides: 'City Manager' };
    const disciplined = fold(
      proceedings,
      stored([
        { type: 'ProceedingOpened', data: { caseId, subject: sam.person, track: null, department: null, openedOn: '2026-01-01' } },
        { type: 'AllegationsSustained', data: { caseId, ...sustained } },
      ]),
    );
    given(...triage)
      .when(FrameAllegationHandler, command, communications, { ...facts, proceeding: disciplined })
      .refused('case.subject-disciplined', ['subject']);
    const held: ProceedingState = {
      ...subjectOf(disciplined),
      status: 'held',
      before: courseOf(presentProceeding(disciplined)),
      heldOn: '2026-01-02',
      withCase: false,
    };
    given(...triage)
      .when(FrameAllegationHandler, command, communications, { ...facts, proceeding: held })
      .refused('case.subject-disciplined', ['subject']);
  });

  it('pins the clause to the version in force on the day of the deed, in triage and during the investigation', () => {
    given(...triage)
      .when(FrameAllegationHandler, command, communications, facts)
      .then(expected);
    given(...underInvestigation)
      .when(FrameAllegationHandler, command, ines, facts)
      .then(expected);
    given(...underInvestigation)
      .when(FrameAllegationHandler, command, manager, facts)
      .then(expected);
  });

  it('names the site that it is about, which the city has', async () => {
    const siteId = derivedId('spec', 'site');
    given(...triage)
      .when(FrameAllegationHandler, { ...command, siteId }, communications, facts)
      .then(expected, SiteNamed({ allegationId, siteId }));
    const unknown = await factsOf(FrameAllegationHandler, { ...command, siteId }, communications);
    expect(unknown).toMatchObject({ siteUnknown: true });
    const proposed = SiteProposed({ name: 'Parks', platform: 'X', address: 'https://x.example/parks', department: null, purpose: 'News.' });
    const known = await factsOf(FrameAllegationHandler, { ...command, siteId }, communications, [`site-${siteId}`, proposed]);
    expect(known).not.toHaveProperty('siteUnknown');
    given(...triage)
      .when(FrameAllegationHandler, { ...command, siteId }, communications, { ...facts, siteUnknown: true })
      .refused('case.unknown-site', ['siteId']);
  });

  it('is done by intake or the investigator', () => {
    for (const who of [hr, ines, wes, rita])
      given(...triage)
        .when(FrameAllegationHandler, command, who, facts)
        .refused('access.not-permitted');
    given(...underInvestigation)
      .when(FrameAllegationHandler, command, wes, facts)
      .refused('access.not-permitted');
  });

  it('is not done by its reporter or a witness', () => {
    given(...triage)
      .when(FrameAllegationHandler, command, manager, { ...facts, reporters: new Set([manager.person]) })
      .refused('access.not-permitted');
    given(...underInvestigation, WitnessNamed({ person: ines.person }))
      .when(FrameAllegationHandler, command, ines, facts)
      .refused('access.not-permitted');
  });

  it('is not done against oneself, nor by a subject', () => {
    given(opened(), settled)
      .when(FrameAllegationHandler, { ...command, subject: manager.person }, manager, facts)
      .refused('access.not-permitted');
    given(...triage, framed(manager.person))
      .when(FrameAllegationHandler, command, manager, facts)
      .refused('resource.not-found');
  });

  it('is over once the investigation report is filed', () =>
    given(...reported)
      .when(FrameAllegationHandler, command, communications, facts)
      .refused('case.not-framing'));

  it('names someone in the directory', () =>
    given(...triage)
      .when(FrameAllegationHandler, command, communications, { ...facts, known: false })
      .refused('case.unknown-person', ['subject']));

  it('says when the deed was done, under one version of the policy', () => {
    const when = (change: object, policy_ = policy) =>
      given(...triage).when(FrameAllegationHandler, { ...command, deedTo: undefined as never, ...change }, communications, {
        ...facts,
        policy: policy_,
      });
    when({ deedFrom: undefined }).refused('case.deed-unclear', ['deedFrom', 'deedUnknownBecause']);
    when({ deedFrom: '2026-02-21', deedTo: '2026-02-20' }).refused('case.deed-reversed', ['deedTo']);
    when({ deedFrom: '2026-03-03' }).refused('case.deed-in-future', ['deedFrom']);
    when({ deedFrom: '2015-04-19' }).refused('case.no-policy-then', ['deedFrom']);
    when({ clause: 'STD-99' }).refused('case.unknown-clause', ['clause']);
    const two = fold(policies, stored([version('5716', '2015-04-20'), version('5917', '2019-04-15')]));
    when({ deedFrom: '2019-04-14', deedTo: '2019-04-15' }, two).refused('case.deed-spans-versions', ['deedTo']);
    when({ deedFrom: undefined, deedUnknownBecause: 'No dates.' }, two).refused('case.deed-undatable', ['deedFrom']);
    expect(when({ deedFrom: undefined, deedUnknownBecause: 'No dates.' }).events()).toMatchObject([
      { data: { deed: { unknown: seal('No dates.') } } },
    ]);
  });

  it('moves the case to others where the subject takes in or decides', () => {
    given(...triage)
      .when(FrameAllegationHandler, command, communications, { ...facts, settled: council })
      .then(expected, AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }));
    given(...triage)
      .when(FrameAllegationHandler, command, communications, { ...facts, settled: undefined })
      .refused('case.nobody-decides');
  });

  it('costs an investigator the case who may no longer have it', () =>
    given(...underInvestigation)
      .when(FrameAllegationHandler, command, ines, { ...facts, settled: council, investigatorStays: false })
      .then(
        expected,
        AuthoritySettled({ intake: ['City Attorney'], decides: 'Council' }),
        InvestigatorReleased({ investigator: ines.person }),
      ));

  it('releases nobody where none is assigned', () =>
    given(...triage, investigating)
      .when(FrameAllegationHandler, command, communications, { ...facts, investigatorStays: true })
      .then(expected));

  it('gathers who reported, who may decide about the subject, and the policy', async () => {
    const entries = [...reportEntries(received(), reportedBy(rita.person)), ...caseEntries(opened(), settled, investigating, assigned)];
    expect(await factsOf(FrameAllegationHandler, command, ines, ...entries)).toEqual(facts);
    expect(await factsOf(FrameAllegationHandler, { ...command, subject: manager.person }, ines, ...entries)).toMatchObject({
      settled: council,
      investigatorStays: false,
    });
  });
});
