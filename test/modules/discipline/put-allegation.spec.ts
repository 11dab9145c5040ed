import { AllegationFramed, AuthoritySettled, CaseOpened, FactAdmitted } from '../../../src/modules/cases/case.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { type PutAllegation, PutAllegationHandler } from '../../../src/modules/discipline/put-allegation.js';
import { AllegationPut, AllegationsSustained, ProceedingOpened, proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import { logOf } from '../../kit/reads.js';
import {
  answered,
  caseId,
  id,
  informed,
  manager,
  named,
  parks,
  post,
  proposedSuspension,
  readsOf,
  reply,
  sam,
  sustained,
  system,
} from '../../kit/stories/proceedings.js';

const command = { caseId, subject: sam, allegationId: reply, clause: 'STD-7', policyVersion: '5716' };
const allegation = { allegationId: reply, clause: 'STD-7', policyVersion: '5716' };
const facts = { track: 'permanent', department: parks, admitted: false, decides: 'City Manager' } as const;
const put = AllegationPut({ caseId, allegation, on: today });
const opened = ProceedingOpened({ caseId, subject: sam, track: 'permanent', department: parks, openedOn: today });

describe('putting an allegation into a proceeding', () => {
  it('opens the proceeding with the first one', () => given().when(PutAllegationHandler, command, system, facts).then(opened, put));

  it('opens it for someone without track and department', () =>
    given()
      .when(PutAllegationHandler, command, system, { ...facts, track: null, department: null })
      .then(ProceedingOpened({ caseId, subject: sam, track: null, department: null, openedOn: today }), put));

  it('adds to it later, also once the subject was told of others', () => {
    given(...named)
      .when(PutAllegationHandler, command, system, facts)
      .then(put);
    given(...informed)
      .when(PutAllegationHandler, command, system, facts)
      .then(put);
  });

  it('sustains at once what the subject admitted', () =>
    given()
      .when(PutAllegationHandler, command, system, { ...facts, admitted: true, decides: 'Council' })
      .then(opened, put, AllegationsSustained({ caseId, allegationIds: [reply], by: 'admission', decides: 'Council' })));

  it('adds what was admitted to what was sustained', () =>
    given(...sustained)
      .when(PutAllegationHandler, command, system, { ...facts, admitted: true })
      .then(put, AllegationsSustained({ caseId, allegationIds: [post, reply], by: 'admission', decides: 'City Manager' })));

  it('is refused a second time', () =>
    given(...named)
      .when(PutAllegationHandler, { ...command, allegationId: post }, system, facts)
      .refused('proceeding.allegation-put'));

  it('is refused once the outcome stands', () => {
    given(...sustained)
      .when(PutAllegationHandler, command, system, facts)
      .refused('proceeding.over');
    given(...proposedSuspension)
      .when(PutAllegationHandler, command, system, { ...facts, admitted: true })
      .refused('proceeding.over');
  });

  it('is the work of a process, not of a person', () =>
    given(...answered)
      .when(PutAllegationHandler, command, manager, facts)
      .refused('access.not-permitted'));
});

describe('what it gathers', () => {
  const framed = AllegationFramed({
    allegationId: reply,
    subject: sam,
    clause: 'STD-7',
    policyVersion: '5716',
    deed: { from: '2026-02-01', to: '2026-02-01' },
    facts: seal('A reply.'),
    reports: [],
    unresolved: [],
  });
  const log = logOf(
    [`person-${sam}`, PersonEntered({ name: seal('Sam'), title: null, department: parks, track: 'police', from: '2020-01-01' })],
    [`case-${caseId}`, CaseOpened({ reportId: id('report'), accused: [], openedOn: today, dueAt: '2026-03-09T06:00:00.000Z', ref: null })],
    [`case-${caseId}`, framed],
    [`case-${caseId}`, AuthoritySettled({ intake: ['HR'], decides: 'Council' })],
    [`case-${caseId}`, FactAdmitted({ allegationId: reply, subject: sam, toldOn: today, statement: seal('Yes.') })],
  );
  const gather = (events = log) => PutAllegationHandler.gather!(command as PutAllegation, { status: 'absent' }, readsOf(events, system));

  it('the subject’s track and department, who decides, and whether it was admitted', async () => {
    expect(await gather()).toEqual({ track: 'police', department: parks, admitted: true, decides: 'Council' });
    expect(await gather(log.slice(0, -1))).toMatchObject({ admitted: false });
    expect(await gather(log.slice(1, 3))).toMatchObject({ track: null, department: null, decides: 'City Manager' });
  });

  it('fails where there is no such case', () => expect(gather(log.slice(0, 1))).rejects.toThrow('there is no case'));
});

it('is one proceeding for a subject in a case', () => {
  expect(PutAllegationHandler.of(command as PutAllegation, String)).toBe(proceedingId(caseId, sam));
  expect(proceedingId(caseId, sam)).not.toBe(proceedingId(sam, caseId));
});
