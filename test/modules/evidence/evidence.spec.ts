import { AddEvidenceHandler } from '../../../src/modules/evidence/add-evidence.js';
import { DiscloseEvidenceHandler } from '../../../src/modules/evidence/disclose-evidence.js';
import { disclosedEvidence } from '../../../src/modules/evidence/disclosed-evidence.view.js';
import {
  DisclosedEvidenceSeen,
  EvidenceDownloaded,
  EvidenceSuperseded,
  EvidenceTransferred,
  EvidenceViewed,
  evidences,
  fileOf,
} from '../../../src/modules/evidence/evidence.js';
import { evidenceList, ListEvidenceHandler } from '../../../src/modules/evidence/evidence-list.view.js';
import { AdmitEvidenceHandler, GetEvidenceContentHandler, GetEvidenceHandler } from '../../../src/modules/evidence/get-evidence.js';
import { InterviewHeld, InterviewPlanned } from '../../../src/modules/evidence/interview.js';
import { LogPhysicalEvidenceHandler } from '../../../src/modules/evidence/log-physical-evidence.js';
import {
  RecordDisclosedLookHandler,
  RecordEvidenceDownloadHandler,
  RecordEvidenceViewHandler,
} from '../../../src/modules/evidence/record-evidence-access.js';
import { SupersedeEvidenceHandler } from '../../../src/modules/evidence/supersede-evidence.js';
import { TransferEvidenceHandler } from '../../../src/modules/evidence/transfer-evidence.js';
import { WithdrawEvidenceHandler } from '../../../src/modules/evidence/withdraw-evidence.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored, within } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  attorney,
  auditor,
  caseEntries,
  caseId,
  city,
  communications,
  factsOf,
  hr,
  ines,
  manager,
  reportEntries,
  reportedBy,
  received as reportReceived,
  rita,
  sam,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';
import {
  adding,
  apart,
  disclosed,
  evidenceId,
  ofSam,
  opened,
  otherId,
  received,
  recused,
  sha256,
  thing,
  told,
  toldProceeding,
  untoldProceeding,
  withdrawn,
} from '../../kit/stories/items.js';

const inCase = within(...underInvestigation);
const of = { caseId, evidenceId };
const workers = [ines, manager, communications, attorney];
const otherCase = derivedId('spec', 'another-case');
const held = fold(evidences, stored([received()], `evidence-${otherId}`));

describe('adding a file', () => {
  it('is for who works on the case, and nobody else', () => {
    for (const who of workers) inCase.given().when(AddEvidenceHandler, adding(), who, apart).then(received());
    for (const who of [hr, auditor, wes, rita])
      inCase.given().when(AddEvidenceHandler, adding(), who, apart).refused('access.not-permitted');
    inCase.given().when(AddEvidenceHandler, adding(), ines, recused).refused('access.not-permitted');
    inCase
      .given()
      .when(AddEvidenceHandler, adding(), { ...manager, person: sam.person }, apart)
      .refused('resource.not-found');
  });

  it('records what it was told, and both types where the name misleads', () => {
    const said = { collectedOn: '2026-03-01', collectedBy: 'A clerk', source: 'A neighbour', location: 'Safe 1' };
    inCase
      .given()
      .when(AddEvidenceHandler, adding({ ...said, nameMayMislead: true }, { claimedType: 'application/pdf' }), ines, apart)
      .then(
        received({
          collectedOn: '2026-03-01',
          collectedBy: seal('A clerk'),
          source: seal('A neighbour'),
          location: seal('Safe 1'),
          file: { name: seal('page.png'), bytes: 5, sha256, mediaType: 'image/png', claimedType: 'application/pdf' },
        }),
      );
  });

  it.each([
    ['evidence.empty', 'file', {}, { bytes: 0 }],
    ['evidence.type-not-taken', 'file', {}, { detected: { other: 'application/x-msdownload' } }],
    ['evidence.archive-unfit', 'file', {}, { detected: { fault: 'nested' as const } }],
    ['evidence.type-lies', 'nameMayMislead', {}, { claimedType: 'application/pdf' }],
    ['evidence.name-does-not-mislead', 'nameMayMislead', { nameMayMislead: true }, {}],
    ['evidence.counsel-basis-missing', 'counselBasis', { fromPersonalAccount: true }, {}],
    ['evidence.counsel-basis-misplaced', 'counselBasis', { counselBasis: 'A warrant.' }, {}],
    ['evidence.counsel-alone', 'fromPersonalAccount', { fromPersonalAccount: true, counselBasis: 'So they said.' }, {}],
    ['evidence.day-in-future', 'collectedOn', { collectedOn: '2026-03-03' }, {}],
  ] as const)('%s', (code, field, ofForm, ofFile) =>
    inCase.given().when(AddEvidenceHandler, adding(ofForm, ofFile), ines, apart).refused(code, [field]),
  );

  it('from a personal account is taken in by counsel, with their basis', () => {
    inCase
      .given()
      .when(AddEvidenceHandler, adding({ fromPersonalAccount: true, counselBasis: 'Consent of the holder.' }), attorney, apart)
      .then(received({ fromPersonalAccount: true, counselBasis: seal('Consent of the holder.') }));
  });

  it('claims its content within its case', () => {
    const claims = AddEvidenceHandler.reserves?.(Object.assign(new AddEvidenceHandler.command(), adding()) as never);
    expect(claims).toEqual([{ field: 'file', kind: 'evidence', value: `${caseId} ${sha256}` }]);
    expect(AddEvidenceHandler.taken).toHaveProperty(['evidence.already-held', 'status'], 409);
  });

  it('names its file, for the check of what is stored', () => {
    const [event] = stored([received()], `evidence-${evidenceId}`);
    expect(fileOf(event!)).toEqual({ id: evidenceId, record: `case-${caseId}`, bytes: 5, sha256 });
    expect(fileOf(stored([thing], `evidence-${evidenceId}`)[0]!)).toBeUndefined();
    expect(fileOf(stored([withdrawn], `evidence-${evidenceId}`)[0]!)).toBeUndefined();
  });
});

describe('a thing', () => {
  const command = {
    caseId,
    description: 'The page.',
    obtained: 'Captured.',
    collectedOn: '2026-03-01',
    collectedBy: 'A clerk',
    custodian: 'The clerk',
    location: 'Safe 2',
  };
  const logged = received({
    form: 'thing',
    file: null,
    collectedOn: '2026-03-01',
    collectedBy: seal('A clerk'),
    custodian: seal('The clerk'),
    location: seal('Safe 2'),
  });

  it('is logged with where it lies and who keeps it', () => {
    inCase.given().when(LogPhysicalEvidenceHandler, command, ines, apart).then(logged);
    inCase
      .given()
      .when(LogPhysicalEvidenceHandler, { ...command, collectedOn: '2026-03-03' }, ines, apart)
      .refused('evidence.day-in-future', ['collectedOn']);
    inCase.given().when(LogPhysicalEvidenceHandler, command, hr, apart).refused('access.not-permitted');
  });

  it('changes hands, also after its withdrawal', () => {
    const transfer = { ...of, on: '2026-03-02', custodian: 'The holder', location: 'At home', reason: 'Returned.' };
    const transferred = EvidenceTransferred({
      caseId,
      on: '2026-03-02',
      custodian: seal('The holder'),
      location: seal('At home'),
      reason: seal('Returned.'),
    });
    inCase.given(logged, withdrawn).when(TransferEvidenceHandler, transfer, communications, apart).then(transferred);
    inCase
      .given(logged)
      .when(TransferEvidenceHandler, { ...transfer, on: '2026-03-03' }, ines, apart)
      .refused('evidence.day-in-future', ['on']);
    inCase
      .given(received({ caseId: otherCase }))
      .when(TransferEvidenceHandler, transfer, ines, apart)
      .refused('resource.not-found');
    inCase.given(logged).when(TransferEvidenceHandler, transfer, ines, recused).refused('access.not-permitted');
  });
});

describe('what is no longer relied on', () => {
  it('is withdrawn with a reason, once', () => {
    const command = { ...of, reason: 'It is a forgery.' };
    inCase.given(received()).when(WithdrawEvidenceHandler, command, ines, apart).then(withdrawn);
    inCase.given(received(), withdrawn).when(WithdrawEvidenceHandler, command, ines, apart).refused('evidence.not-held');
    inCase
      .given(received({ caseId: otherCase }))
      .when(WithdrawEvidenceHandler, command, ines, apart)
      .refused('resource.not-found');
  });

  it('is superseded by another item of the same case that is held', () => {
    const command = { ...of, by: otherId, reason: 'A clearer capture.' };
    const superseded = EvidenceSuperseded({ caseId, by: otherId, reason: seal('A clearer capture.') });
    const facts = { ...apart, other: held };
    inCase.given(received()).when(SupersedeEvidenceHandler, command, ines, facts).then(superseded);
    inCase.given(received(), superseded).when(SupersedeEvidenceHandler, command, ines, facts).refused('evidence.not-held');
    const unfit = [
      fold(evidences, stored([received(), withdrawn])),
      fold(evidences, stored([received({ caseId: otherCase })])),
      evidences.initial,
    ];
    for (const other of unfit)
      inCase
        .given(received())
        .when(SupersedeEvidenceHandler, command, ines, { ...apart, other })
        .refused('evidence.other-item-unfit');
    inCase
      .given(received())
      .when(SupersedeEvidenceHandler, { ...command, by: evidenceId }, ines, facts)
      .refused('evidence.other-item-unfit');
  });
});

describe('what is made of a compelled statement', () => {
  it('takes its place as one alone', () => {
    const command = { ...of, by: otherId, reason: 'Without the names.' };
    const replaced = (...other: Parameters<typeof received>) =>
      inCase
        .given(received({ compelled: true }))
        .when(SupersedeEvidenceHandler, command, ines, { ...apart, other: fold(evidences, stored([received(...other)])) });
    replaced().refused('evidence.compelled-unmarked');
    replaced({ compelled: true }).then(EvidenceSuperseded({ caseId, by: otherId, reason: seal('Without the names.') }));
  });

  it('is walled as the recording of a compelled interview, however it was marked', async () => {
    const log = (basis: 'compelled' | 'voluntary') => [
      ...reportEntries(reportReceived()),
      ...caseEntries(...underInvestigation),
      ...[
        InterviewPlanned({ caseId, basis, on: '2026-03-01', place: null }),
        InterviewHeld({
          caseId,
          on: '2026-03-01',
          place: seal('x'),
          present: seal('x'),
          warning: seal('x'),
          summary: seal('x'),
          recording: evidenceId,
        }),
      ].map((event) => [`interview-${otherId}`, event] as const),
      [`evidence-${evidenceId}`, received()] as const,
    ];
    const copy = { ...of, audience: 'police' as const, purpose: 'x' };
    const facts = await factsOf(RecordEvidenceDownloadHandler, copy, manager, ...log('compelled'));
    expect(facts).toMatchObject({ recordsCompelled: true });
    inCase.given(received()).when(RecordEvidenceDownloadHandler, copy, manager, facts).refused('evidence.compelled-walled');
    expect(await factsOf(RecordEvidenceDownloadHandler, copy, manager, ...log('voluntary'))).not.toHaveProperty('recordsCompelled');
    await expect(ask(GetEvidenceContentHandler, copy, manager, logOf(...city, ...log('compelled')))).rejects.toMatchObject({
      code: 'evidence.compelled-walled',
    });
    expect(
      await ask(GetEvidenceContentHandler, { ...copy, audience: 'counsel' }, manager, logOf(...city, ...log('compelled'))),
    ).toHaveProperty('id', evidenceId);
  });
});

describe('looks and copies', () => {
  it('each look is recorded', () => {
    inCase.given(received()).when(RecordEvidenceViewHandler, of, attorney, apart).then(EvidenceViewed({ caseId }));
    inCase.given(received()).when(RecordEvidenceViewHandler, of, hr, apart).refused('access.not-permitted');
    inCase
      .given(received({ caseId: otherCase }))
      .when(RecordEvidenceViewHandler, of, ines, apart)
      .refused('resource.not-found');
  });

  it('each copy is recorded with its audience and purpose', () => {
    const command = { ...of, audience: 'police' as const, purpose: 'A referral.' };
    inCase
      .given(received())
      .when(RecordEvidenceDownloadHandler, command, manager, apart)
      .then(EvidenceDownloaded({ caseId, audience: 'police', purpose: seal('A referral.') }));
    inCase.given(thing).when(RecordEvidenceDownloadHandler, command, manager, apart).refused('evidence.no-file');
  });

  it('a compelled statement goes neither to the police nor to a prosecutor', () => {
    const compelled = inCase.given(received({ compelled: true }));
    const command = (audience: 'police' | 'prosecutor' | 'counsel') => ({ ...of, audience, purpose: 'x' });
    for (const audience of ['police', 'prosecutor'] as const)
      compelled.when(RecordEvidenceDownloadHandler, command(audience), attorney, apart).refused('evidence.compelled-walled');
    expect(compelled.when(RecordEvidenceDownloadHandler, command('counsel'), attorney, apart).events()).toHaveLength(1);
  });
});

describe('disclosure to the subject', () => {
  const command = { ...of, proceedingId: ofSam, shownAs: 'A capture.' };
  const facts = { ...apart, proceeding: toldProceeding };
  const part = { ...command, withheld: 'A name.', withheldBecause: 'A bystander.' };

  it('is by who decides or the City Attorney, and says what is withheld and why', () => {
    for (const who of [manager, attorney])
      inCase.given(received()).when(DiscloseEvidenceHandler, command, who, facts).then(disclosed(false));
    inCase.given(received()).when(DiscloseEvidenceHandler, part, manager, facts).then(disclosed(true));
    for (const who of [ines, communications, hr])
      inCase.given(received()).when(DiscloseEvidenceHandler, command, who, facts).refused('access.not-permitted');
    inCase
      .given(received())
      .when(DiscloseEvidenceHandler, { ...command, withheld: 'x' }, manager, facts)
      .refused('evidence.withholding-unclear', ['withheldBecause']);
  });

  it('is once, of what is held, to a subject of the case who was told', () => {
    inCase.given(received(), disclosed(false)).when(DiscloseEvidenceHandler, command, manager, facts).refused('evidence.disclosed-already');
    inCase.given(received(), withdrawn).when(DiscloseEvidenceHandler, command, manager, facts).refused('evidence.not-held');
    inCase
      .given(received())
      .when(DiscloseEvidenceHandler, command, manager, { ...apart, proceeding: { status: 'absent' } })
      .refused('evidence.no-such-proceeding');
    inCase
      .given(received())
      .when(DiscloseEvidenceHandler, command, manager, { ...apart, proceeding: untoldProceeding })
      .refused('evidence.subject-not-told');
  });

  it('shows the subject what was disclosed to them, and records it', () => {
    const look = { proceedingId: ofSam, evidenceId, how: 'downloaded' as const };
    const own = { standing: 'uninvolved' as const };
    const mine = within(opened, told);
    const seen = (how: 'viewed' | 'downloaded') => DisclosedEvidenceSeen({ caseId, proceedingId: ofSam, how });
    mine.given(received(), disclosed(false)).when(RecordDisclosedLookHandler, look, sam, own).then(seen('downloaded'));
    mine.given(received(), disclosed(true)).when(RecordDisclosedLookHandler, look, sam, own).refused('evidence.withheld-in-part');
    mine
      .given(received(), disclosed(true))
      .when(RecordDisclosedLookHandler, { ...look, how: 'viewed' }, sam, own)
      .then(seen('viewed'));
    mine.given(thing, disclosed(false)).when(RecordDisclosedLookHandler, look, sam, own).refused('evidence.no-file');
    mine.given(received()).when(RecordDisclosedLookHandler, look, sam, own).refused('resource.not-found');
    mine.given(received(), disclosed(false)).when(RecordDisclosedLookHandler, look, manager, own).refused('access.not-permitted');
    within(opened).given(received(), disclosed(false)).when(RecordDisclosedLookHandler, look, sam, own).refused('access.not-permitted');
  });
});

describe('the lists', () => {
  const log = logOf(
    ...city,
    ...reportEntries(reportReceived(), reportedBy(communications.person)),
    ...caseEntries(...underInvestigation),
    [`evidence-${evidenceId}`, received({ compelled: true })],
    [`evidence-${otherId}`, thing],
    [
      `evidence-${evidenceId}`,
      EvidenceDownloaded({ caseId, audience: 'counsel', purpose: seal('Advice.') }),
      { actor: { person: ines.person, office: 'Employee' } },
    ],
    [`evidence-${evidenceId}`, disclosed(true)],
    [`evidence-${otherId}`, withdrawn],
  );

  it('fold one row for each item, and one for each disclosure', () => {
    const rows = rowsAfter(evidenceList, log);
    expect(rows.get(evidenceId)).toMatchObject({ caseId, form: 'file', status: 'held', bytes: 5, sha256, compelled: true });
    expect(rows.get(otherId)).toMatchObject({ form: 'thing', status: 'withdrawn', bytes: null, mediaType: null });
    const superseded = logOf(
      [`evidence-${evidenceId}`, received()],
      [`evidence-${evidenceId}`, EvidenceSuperseded({ caseId, by: otherId, reason: seal('x') })],
    );
    expect(rowsAfter(evidenceList, superseded).get(evidenceId)).toMatchObject({ status: 'superseded' });
    expect([...rowsAfter(disclosedEvidence, log)]).toMatchObject([
      [`${ofSam}:${evidenceId}`, { caseId, proceedingId: ofSam, evidenceId, whole: false }],
    ]);
  });

  it('are for who works on the case, and mark what is walled', async () => {
    expect(await ask(ListEvidenceHandler, { caseId, limit: 10 }, ines, log)).toMatchObject({
      items: [
        { id: otherId, walledFromProsecutor: false },
        { id: evidenceId, walledFromProsecutor: true },
      ],
    });
    for (const handler of [ListEvidenceHandler, AdmitEvidenceHandler])
      for (const who of [hr, auditor, communications])
        await expect(ask(handler, { caseId, limit: 10 }, who, log)).rejects.toMatchObject({ code: 'access.not-permitted' });
    expect(await ask(AdmitEvidenceHandler, { caseId }, ines, log)).toBe(true);
  });

  it('an item shows its chain of custody', async () => {
    expect(await ask(GetEvidenceHandler, of, ines, log)).toMatchObject({
      status: 'held',
      walledFromProsecutor: true,
      custody: [
        { type: 'EvidenceReceived', purpose: null },
        { type: 'EvidenceDownloaded', by: ines.person, audience: 'counsel' },
        { type: 'EvidenceDisclosed', proceedingId: ofSam, withheld: expect.any(String) },
      ],
    });
    await expect(ask(GetEvidenceHandler, { caseId, evidenceId: ofSam }, ines, log)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});
