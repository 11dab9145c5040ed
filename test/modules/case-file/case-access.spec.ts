import { CaseFileTaken, CaseSeen } from '../../../src/modules/case-file/case-access.js';
import type { FileAudience } from '../../../src/modules/case-file/case-file-audience.js';
import type { DraftedFile } from '../../../src/modules/case-file/case-file-render.js';
import { GetCaseFileHandler } from '../../../src/modules/case-file/get-case-file.js';
import { RecordCaseFileHandler, RecordCaseLookHandler } from '../../../src/modules/case-file/record-case-access.js';
import { ConflictDeclared, cases } from '../../../src/modules/cases/case.js';
import type { Standing } from '../../../src/modules/cases/standing.js';
import { DisciplineExpunged } from '../../../src/modules/proceedings/proceeding.events.js';
import { AllegationPut } from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { QueryReads } from '../../../src/platform/queries/query-handler.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, stored, within } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  hr,
  ines,
  manager,
  reportEntries,
  received as reported,
  reportedBy,
  rita,
  sam,
  triage,
  underInvestigation,
  wes,
} from '../../kit/stories/a-case.js';
import { evidenceId, ofSam, opened, received, sha256, told } from '../../kit/stories/items.js';

const upTo = derivedId('spec', 'last');
const taken = { caseId, audience: 'decider' as const, format: 'html' as const, purpose: 'For the hearing.', upTo, sha256 };
const facts = (standing: Standing = 'uninvolved') => ({ standing, matter: fold(cases, stored([...triage])) });

describe('a look at a case', () => {
  it('is recorded of whoever was let in to read of it', () =>
    given().when(RecordCaseLookHandler, { caseId }, sam).then(CaseSeen({ caseId })));
  it('goes on with the looks before it', () =>
    given(CaseSeen({ caseId })).when(RecordCaseLookHandler, { caseId }, manager).then(CaseSeen({ caseId })));
});

describe('the file that someone takes', () => {
  const take = (who: Caller, given_: object = {}, standing?: Standing) =>
    within(...triage)
      .given()
      .when(RecordCaseFileHandler, { ...taken, ...given_ }, who, facts(standing));

  it('is recorded with its hash, for whom, for what, and the last event it knows of', () =>
    take(manager).then(
      CaseFileTaken({ caseId, audience: 'decider', subject: null, format: 'html', upTo, sha256, purpose: seal('For the hearing.') }),
    ));
  it('names the subject whose it is', () =>
    take(manager, { audience: 'subject', subject: sam.person }).then(
      CaseFileTaken({ caseId, audience: 'subject', subject: sam.person, format: 'html', upTo, sha256, purpose: seal('For the hearing.') }),
    ));
  it('is refused for an audience that reads more than they do', () => take(hr).refused('access.not-permitted'));
  it('is refused to a reporter or witness', () => take(manager, {}, 'recused').refused('access.not-permitted'));
  it('does not exist for whom the case accuses', () => take(manager, {}, 'walled').refused('resource.not-found'));
});

describe('the file of a case, asked for', () => {
  const log = logOf(
    ...reportEntries(reported([sam.person]), reportedBy(rita.person)),
    ...caseEntries(...underInvestigation),
    [`proceeding-${ofSam}`, opened],
    [
      `proceeding-${ofSam}`,
      AllegationPut({ caseId, allegation: { allegationId, clause: 'STD-4', policyVersion: '5716' }, on: '2026-02-02' }),
    ],
    [`evidence-${evidenceId}`, received()],
  );
  const asked = (audience: FileAudience, who: Caller, more: object = {}, from = log) =>
    ask(GetCaseFileHandler, { caseId, audience, purpose: 'For the hearing.', ...more }, who, from) as Promise<DraftedFile>;

  it.each([
    ['decider', [manager, attorney]],
    ['counsel', [attorney]],
    ['hr', [hr, attorney]],
    ['auditor', [auditor, attorney]],
    ['prosecutor', [manager, attorney]],
    ['public', [manager, attorney, hr, auditor]],
  ] as const)('is given for %s to those who read all that is in it', async (audience, to) => {
    for (const who of [manager, attorney, hr, auditor, clerk, communications, ines])
      if (to.includes(who as never)) expect((await asked(audience, who)).file.about).toMatchObject({ caseId, audience });
      else await expect(asked(audience, who)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });

  it('holds what lists name: evidence, interviews, letters', async () =>
    expect((await asked('decider', manager)).file.parts.evidence).toMatchObject([{ id: evidenceId }]));

  it('is refused to a reporter, a witness and whoever declared a conflict, though their office would have it', async () => {
    const declared = [...log, ...logOf(...caseEntries(ConflictDeclared({ person: manager.person, reasons: seal('Kin.') })))];
    await expect(asked('decider', manager, {}, declared)).rejects.toMatchObject({ code: 'access.not-permitted' });
    const reporter = log.map((event) =>
      event.type === 'ReporterIdentified' ? { ...event, data: { ...(event.data as object), person: hr.person } } : event,
    );
    await expect(asked('hr', hr, {}, reporter)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });

  it('of a subject names whose it is, and no other does', async () => {
    for (const [audience, subject] of [
      ['subject', undefined],
      ['decider', sam.person],
    ] as const)
      await expect(asked(audience, manager, { subject })).rejects.toMatchObject({ code: 'case.file-subject-unclear' });
  });

  it('is none for a subject who was told of nothing', async () => {
    await expect(asked('subject', manager, { subject: sam.person })).rejects.toMatchObject({ code: 'case.file-untold' });
    await expect(asked('subject', manager, { subject: wes.person })).rejects.toMatchObject({ code: 'case.file-untold' });
    const informed = [...log, { ...logOf([`proceeding-${ofSam}`, told])[0]!, position: log.length + 1 }];
    expect((await asked('subject', manager, { subject: sam.person }, informed)).file.about.audience).toBe('subject');
  });

  it('as of a time before discipline was expunged is for those who keep the order', async () => {
    const order = DisciplineExpunged({ caseId, on: '2026-03-02', orderedBy: 'court', orderedOn: '2026-03-02', order: seal('Order 1') });
    const since = [...log, { ...logOf([`proceeding-${ofSam}`, order])[0]!, position: log.length + 1 }];
    const { stream, of, may, refuses, query } = GetCaseFileHandler;
    const earlier = (audience: FileAudience, who: Caller) =>
      ask(
        {
          ...{ stream, of, may, refuses, query },
          run: async (asks: never, state: never, reads: QueryReads, refuse: never) =>
            GetCaseFileHandler.run(asks, state, await reads.at(log.length), refuse),
        } as never,
        { caseId, audience, purpose: 'For the hearing.' },
        who,
        since,
      ) as Promise<DraftedFile>;
    for (const audience of ['decider', 'public'] as const)
      await expect(earlier(audience, manager)).rejects.toMatchObject({ code: 'case.file-expunged' });
    expect((await earlier('counsel', attorney)).upTo).toBe(log.at(-1)!.id);
  });
});
