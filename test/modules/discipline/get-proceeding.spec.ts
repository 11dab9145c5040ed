import { AllegationFramed, CaseOpened } from '../../../src/modules/cases/case.js';
import { GetProceedingHandler, type ProceedingInFull } from '../../../src/modules/discipline/get-proceeding.js';
import { waitsOn } from '../../../src/modules/discipline/proceeding-disclosure.js';
import { AllegationPut, NothingSustained, SubjectInformed } from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  answered,
  attorney,
  auditor,
  caseId,
  clerk,
  communications,
  director,
  discharge,
  final,
  hr,
  id,
  imposed,
  informed,
  lapsed,
  manager,
  named,
  noAction,
  noticed,
  noticedSuspension,
  ofSam,
  oral,
  otherDirector,
  post,
  proposed,
  proposedSuspension,
  reply,
  responded,
  reviewed,
  reviewedSuspension,
  sam,
  stateOf,
  stranger,
  subject,
  suspension,
  sustained,
  sustainedBy,
} from '../../kit/stories/proceedings.js';

const kim = id('kim');
const framed = (allegationId: string, of: string, facts: string) =>
  AllegationFramed({
    allegationId,
    subject: of,
    clause: 'STD-4',
    policyVersion: '5716',
    deed: allegationId === post ? { from: '2026-01-30', to: '2026-01-31' } : { unknown: seal('A reply without a date.') },
    facts: seal(facts),
    reports: [],
    unresolved: [],
  });
const putReply = AllegationPut({
  caseId,
  allegation: { allegationId: reply, clause: 'STD-7', policyVersion: '5716' },
  on: '2026-02-06',
});
const logWith = (...events: NewEvent[]) =>
  logOf(
    [`case-${caseId}`, CaseOpened({ reportId: id('report'), accused: [sam], openedOn: '2026-02-01', dueAt: now, ref: null })],
    [`case-${caseId}`, framed(post, sam, 'The post of Sam.')],
    [`case-${caseId}`, framed(id('kims'), kim, 'The approval of Kim.')],
    [`case-${caseId}`, framed(reply, sam, 'The reply of Sam.')],
    ...events.map((event) => [`proceeding-${ofSam}`, event] as const),
  );
const get = (who: Caller, ...events: NewEvent[]) =>
  ask(GetProceedingHandler, { proceedingId: ofSam }, who, logWith(...events)) as Promise<ProceedingInFull>;

describe('a proceeding in full', () => {
  it('has the allegations of its subject alone, what was told when, and the answers', async () => {
    const answer = await get(hr, ...answered);
    expect(answer).toMatchObject({
      id: ofSam,
      caseId,
      subject: sam,
      status: 'informed',
      openedOn: '2026-02-02',
      proposal: null,
      decision: null,
    });
    expect(answer.allegations).toEqual([
      {
        id: post,
        clause: 'STD-4',
        policyVersion: '5716',
        deedFrom: '2026-01-30',
        deedTo: '2026-01-31',
        deedUnknownBecause: null,
        facts: 'sealed.v1.spec.The post of Sam.',
        answerBy: '2026-02-10',
        sustained: null,
      },
    ]);
    expect(answer.information).toEqual([{ allegationIds: [post], service: 'in-person', on: '2026-02-03', answerBy: '2026-02-10' }]);
    expect(answer.answers).toEqual([
      { to: 'allegations', kind: 'meeting', on: '2026-02-05', statement: 'sealed.v1.spec.I did not check.' },
    ]);
    expect(JSON.stringify(answer)).not.toContain('Kim');
  });

  it('has proposal, review, notice, response and decision', async () => {
    const answer = await get(manager, ...noticedSuspension, responded, imposed(oral, { reducedFrom: 'suspension' }), final);
    expect(answer).toMatchObject({
      status: 'final',
      proposal: {
        rung: 'suspension',
        nextRung: 'oral-warning',
        reasons: 'sealed.v1.spec.Seen by many.',
        departure: 'sealed.v1.spec.Too grave for a warning.',
      },
      review: { opinion: 'sufficient', note: 'sealed.v1.spec.Privileged.' },
      notice: { rung: 'suspension', evidence: 'sealed.v1.spec.The captured post.', on: '2026-02-27', respondBy: '2026-03-06' },
      decision: { rung: 'oral-warning', reducedFrom: 'suspension', effectiveOn: '2026-02-20', finalOn: '2026-03-03' },
      waitsOn: null,
    });
    expect(answer.answers.map(({ to }) => to)).toEqual(['allegations', 'notice']);
    expect(answer.allegations).toMatchObject([{ sustained: true }]);
  });

  it('says that no action was taken, and by which act of Council', async () => {
    expect((await get(manager, ...sustained, noAction)).decision).toMatchObject({
      rung: null,
      reasons: 'sealed.v1.spec.Trained since.',
      motion: null,
      finalOn: null,
    });
    const act = { meetingOn: '2026-02-23', motion: 'Motion 4' };
    expect((await get(clerk, ...sustainedBy('Council'), proposed(oral, { act }))).proposal).toMatchObject(act);
  });

  it('says what was not sustained', async () =>
    expect((await get(hr, ...answered, NothingSustained({ caseId }))).allegations).toMatchObject([{ sustained: false }]));

  it('puts the review and notice of an earlier proposal aside', async () =>
    expect(await get(manager, ...noticedSuspension, proposed(discharge))).toMatchObject({
      status: 'proposed',
      proposal: { rung: 'discharge' },
      review: null,
      notice: null,
    }));
});

describe('its subject', () => {
  const own = (...events: NewEvent[]) => get(subject, ...events);
  const cityManagerAsSubject = { ...manager, person: sam };

  it('is not let in before they were told', async () => {
    await expect(own(...named)).rejects.toThrow('access.not-permitted');
    await expect(own(...informed)).resolves.toMatchObject({ status: 'informed' });
  });

  it('sees nothing of a proposal before its notice or the decision', async () => {
    for (const past of [proposedSuspension, reviewedSuspension])
      expect(await own(...past)).toMatchObject({
        status: 'sustained',
        proposal: null,
        review: null,
        waitsOn: { on: 'City Manager', for: 'decision' },
      });
    expect(await get(cityManagerAsSubject, ...reviewedSuspension)).toMatchObject({ status: 'sustained', proposal: null, review: null });
    expect(await own(...noticedSuspension)).toMatchObject({
      status: 'noticed',
      proposal: { rung: 'suspension' },
      notice: { rung: 'suspension' },
    });
    expect(await own(...sustained, proposed(oral), imposed(oral))).toMatchObject({ status: 'imposed', proposal: { rung: 'oral-warning' } });
  });

  it('sees nothing of a proposal that was withdrawn before its notice, nor of one that is to follow', async () => {
    const replaced = await own(...sustained, proposed(discharge), proposed(suspension), noticed(suspension));
    expect(JSON.stringify(replaced)).not.toContain('discharge');
    const heavier = await own(...noticedSuspension, responded, proposed(discharge));
    expect(heavier).toMatchObject({ status: 'responded', proposal: { rung: 'suspension' }, notice: { rung: 'suspension' } });
    expect(JSON.stringify(heavier)).not.toContain('discharge');
  });

  it('never sees counsel’s opinion', async () => {
    for (const past of [noticedSuspension, [...noticedSuspension, responded, imposed(suspension)]])
      expect(JSON.stringify(await own(...past))).not.toContain('Privileged');
  });

  it('sees no allegation that they were not told of', async () => {
    const before = await own(...answered, putReply);
    expect(before.allegations.map((allegation) => allegation.id)).toEqual([post]);
    expect(before.waitsOn).toMatchObject({ on: 'investigator' });
    const told = SubjectInformed({ caseId, allegationIds: [reply], service: 'e-mail', on: '2026-03-01', answerBy: '2026-03-08' });
    const after = await own(...answered, putReply, told);
    expect(after.allegations).toMatchObject([
      { id: post },
      {
        id: reply,
        deedFrom: null,
        deedUnknownBecause: 'sealed.v1.spec.A reply without a date.',
        facts: 'sealed.v1.spec.The reply of Sam.',
      },
    ]);
  });
});

describe('who else may see it', () => {
  it('is who decides, advises, records and audits', async () => {
    for (const who of [manager, attorney, clerk, hr, auditor, communications])
      expect(await get(who, ...reviewedSuspension)).toMatchObject({ status: 'proposed' });
    for (const who of [stranger, otherDirector]) await expect(get(who, ...reviewedSuspension)).rejects.toThrow('access.not-permitted');
  });

  it('is the director of the department once something is sustained, without counsel’s opinion', async () => {
    await expect(get(director, ...answered)).rejects.toThrow('access.not-permitted');
    expect(await get(director, ...reviewedSuspension)).toMatchObject({ proposal: { rung: 'suspension' }, review: null });
  });

  it('is the auditor, without counsel’s opinion', async () =>
    expect(await get(auditor, ...reviewedSuspension)).toMatchObject({ proposal: { rung: 'suspension' }, review: null }));

  it('is the Communications Manager, without what is proposed, noticed and decided', async () => {
    const past = [...noticedSuspension, responded, imposed(suspension)];
    const answer = await get(communications, ...past);
    expect(answer).toMatchObject({ status: 'imposed', proposal: null, notice: null, review: null, decision: null });
    expect(answer.answers.map(({ to }) => to)).toEqual(['allegations']);
    const deciding = [...sustainedBy('Communications Manager'), proposed(oral), reviewed()];
    expect(await get(communications, ...deciding)).toMatchObject({ proposal: { rung: 'oral-warning' }, review: { opinion: 'sufficient' } });
  });

  it('is nobody who is another subject of the case', () =>
    expect(get({ ...hr, person: kim }, ...answered)).rejects.toThrow('resource.not-found'));
});

describe('on whom it waits', () => {
  const waits = (...events: NewEvent[]) => waitsOn(stateOf(...events), 'America/Denver');
  it('is told step by step', () => {
    expect(waits()).toBeNull();
    expect(waits(...named)).toEqual({ on: 'HR', for: 'information', until: null });
    expect(waits(...informed)).toEqual({ on: 'subject', for: 'answer', until: '2026-02-10' });
    expect(waits(...informed, putReply)).toEqual({ on: 'HR', for: 'information', until: null });
    expect(waits(...answered)).toEqual({ on: 'investigator', for: 'finding', until: null });
    expect(waits(...sustainedBy('Council'))).toEqual({ on: 'Council', for: 'decision', until: null });
    expect(waits(...proposedSuspension)).toEqual({ on: 'City Attorney', for: 'legal review', until: null });
    expect(waits(...proposedSuspension, reviewed('insufficient'))).toMatchObject({ on: 'City Attorney' });
    expect(waits(...reviewedSuspension)).toEqual({ on: 'HR', for: 'notice', until: null });
    expect(waits(...sustained, proposed(oral))).toEqual({ on: 'City Manager', for: 'decision', until: null });
    expect(waits(...noticedSuspension)).toEqual({ on: 'subject', for: 'response', until: '2026-03-06' });
    expect(waits(...noticedSuspension, lapsed)).toEqual({ on: 'City Manager', for: 'decision', until: null });
    expect(waits(...sustained, noAction)).toBeNull();
    expect(waits(...sustained, proposed(oral), imposed(oral))).toBeNull();
  });
});
