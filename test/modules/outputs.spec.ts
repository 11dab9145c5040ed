import { queryHandlers, streams } from '../../src/definitions.js';
import { type AuditedEvents, ListEventsHandler } from '../../src/modules/audit/list-events.js';
import { type FileAudience, fileAudiences } from '../../src/modules/case-file/case-file-audience.js';
import { finishFile } from '../../src/modules/case-file/case-file-render.js';
import { cases } from '../../src/modules/cases/case.js';
import { interviews } from '../../src/modules/evidence/interview.js';
import { proceedings } from '../../src/modules/proceedings/proceeding.js';
import { reports, sender } from '../../src/modules/reports/report.js';
import type { Caller } from '../../src/platform/access/access.js';
import { audiencesOf, readersOfLog, readsEvent, readsField, shownOf } from '../../src/platform/access/audiences.js';
import type { AnyEventType, StoredEvent } from '../../src/platform/events/event.js';
import { type AnyStream, fold, type StateOf } from '../../src/platform/events/stream.js';
import { Refusal } from '../../src/platform/refusals/refuse.js';
import { caller, today } from '../kit/given.js';
import { plantsIn, textsOf } from '../kit/planted.js';
import { ask } from '../kit/reads.js';
import {
  allegationId,
  attorney,
  auditor,
  caseId,
  clerk,
  communications,
  hr,
  id,
  ines,
  manager,
  parks,
  reportId,
  rita,
  sam,
  wes,
} from '../kit/stories/a-case.js';
import { acknowledgementId, dora, entryId, everyEvent, evidenceId, interviewId, letterId, ofSam } from '../kit/stories/every-event.js';

const director: Caller = { person: id('director'), offices: [{ office: 'Director', department: parks }, { office: 'Employee' }] };
const everybody: Readonly<Record<string, Caller>> = {
  manager,
  communications,
  attorney,
  clerk,
  hr,
  auditor,
  director,
  investigator: { ...ines, today },
  subject: sam,
  sender: rita,
  witness: wes,
  told: caller(dora),
  'IT Director': caller(id('it'), 'IT Director'),
  employee: caller(id('employee')),
};
const withTable = streams.filter(({ audiences }) => audiences);
const streamOf = new Map(withTable.flatMap((stream) => Object.keys(stream.events).map((type) => [type, stream] as const)));
const typesHere = withTable.flatMap(({ events }) => Object.values<AnyEventType>(events));

const stateAt = <S extends AnyStream>(stream: S, of: string, log: readonly StoredEvent[]): StateOf<S> =>
  fold(
    stream,
    log.filter((event) => event.stream === `${stream.name}-${of}`),
  );

/** The audiences to which a person belongs by their offices and their part in the case, in each kind of stream. */
function audiencesIn(log: readonly StoredEvent[], who: Caller): (kind: string) => readonly string[] {
  const inCase = audiencesOf(cases, stateAt(cases, caseId, log), who);
  const due = audiencesOf(proceedings, stateAt(proceedings, ofSam, log), who);
  const readsProse = readsField(cases, 'FindingRecorded', 'reasons', inCase);
  const holds = (...offices: string[]) => who.offices.some(({ office }) => offices.includes(office));
  const report = stateAt(reports, reportId, log);
  const parts: Readonly<Record<string, readonly string[]>> = {
    case: [...inCase, ...(due.length > 0 ? ['proceeding'] : [])],
    proceeding: [...due, ...(readsProse ? ['case'] : [])],
    evidence: [...inCase, ...(who.person === sam.person ? ['subject'] : [])],
    interview: inCase,
    report: [
      ...(sender.admits(who, report) ? ['sender'] : inCase),
      ...(inCase.includes('intake') || inCase.includes('investigator') || who.person === dora ? ['identity'] : []),
    ],
    letter: [
      ...due,
      ...(holds('City Clerk') || due.includes('hears') ? ['keepers'] : []),
      ...(sender.admits(who, report) ? ['sender'] : []),
    ],
    person: ['staff', ...(holds('HR', 'City Manager', 'City Attorney', 'Auditor') ? ['concerned'] : [])],
    prior: [
      ...(who.person === sam.person ? ['themself'] : []),
      ...(holds('HR') ? ['hr'] : []),
      ...(holds('City Manager') ? ['manager'] : []),
      ...(holds('City Attorney') ? ['counsel'] : []),
      ...(holds('Auditor') ? ['auditor'] : []),
    ],
  };
  const kept = [...(holds('HR') ? ['hr'] : []), ...(holds('Auditor') ? ['auditor'] : [])];
  return (kind) => parts[kind] ?? kept;
}

/** What a file of the case is made for, in each kind of stream. Names of people stand in every file. */
const audiencesOfFile =
  (audience: FileAudience) =>
  (kind: string): readonly string[] => {
    if (kind === 'person') return ['staff'];
    return audience === 'subject' && kind === 'case' ? ['proceeding'] : [audience];
  };

/** The planted texts in an answer that the table does not let these audiences read. */
function contradictions(answer: string, audiences: (kind: string) => readonly string[]): string[] {
  return [...plantsIn(answer)].filter((plant) => {
    const [type, field] = plant.split('.') as [string, string];
    const stream = streamOf.get(type)!;
    return !readsField(stream, type, field, audiences(stream.name));
  });
}

const fields = {
  caseId,
  proceedingId: ofSam,
  reportId,
  personId: sam.person,
  evidenceId,
  interviewId,
  letterId,
  entryId,
  allegationId,
  limit: 100,
  format: 'json',
  from: '@1',
  rung: 'suspension',
};
const purposes = { ListLooks: {}, GetReporter: { purpose: 'protection' }, GetDisciplineHistory: { purpose: 'audit' } };
type Asked = { readonly query: string; readonly answer: string };
const elsewhere = ['ListEvents', 'GetCaseFile', 'SearchCases', 'GetVisibility'];
const asked = queryHandlers.filter(({ query }) => !elsewhere.includes(query.name) && !query.name.endsWith('Actions'));
const details = ['GetCase', 'GetMeasures', 'GetProceeding', 'GetReport', 'GetReporter', 'GetInterview', 'GetEvidence', 'FollowReport'];
const types = Object.values(Object.assign({}, ...streams.map(({ events }) => events))) as AnyEventType[];

async function answerOf(read: (typeof queryHandlers)[number], query: object, who: Caller, log: readonly StoredEvent[]): Promise<string> {
  try {
    return JSON.stringify((await ask(read as never, query, who, log, { types })) ?? null);
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}
async function answersTo(who: Caller, log: readonly StoredEvent[], queries = asked): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const read of queries) {
    const given = { ...fields, ...purposes[read.query.name as keyof typeof purposes] };
    const own = read.query.name === 'GetDisciplineHistory' && who.person === sam.person ? { purpose: 'own-record' } : {};
    for (const letter of read.query.name.startsWith('GetLetter') ? [letterId, acknowledgementId] : [letterId])
      answers.push({ query: read.query.name, answer: await answerOf(read, { ...given, ...own, letterId: letter }, who, log) });
  }
  return answers;
}

const takers: Readonly<Record<FileAudience, Caller>> = {
  decider: manager,
  counsel: attorney,
  hr,
  auditor,
  subject: manager,
  prosecutor: attorney,
  public: auditor,
};
const getCaseFile = queryHandlers.find(({ query }) => query.name === 'GetCaseFile')!;
/** The file as it leaves the node, reporters taken out. */
async function fileOf(audience: FileAudience, log: readonly StoredEvent[]): Promise<string> {
  const subject = audience === 'subject' ? { subject: sam.person } : {};
  const answer = await answerOf(
    getCaseFile,
    { caseId, audience, ...subject, format: 'json', purpose: 'The hearing.' },
    takers[audience],
    log,
  );
  if (answer === '') return '';
  return JSON.stringify(finishFile(JSON.parse(answer.replaceAll('sealed.v1.spec.', '')), JSON.parse(answer)));
}

/** Moments of the story: after each of its events about the case, from the first report on. */
const begins = everyEvent.findIndex(({ stream }) => stream === `report-${reportId}`);
const moments = everyEvent.flatMap((_, at) => (at > begins ? [everyEvent.slice(0, at + 1)] : []));
/** Before the endings, which hide much. */
const inCourse = everyEvent.slice(
  0,
  everyEvent.findIndex(({ type }) => type === 'NoActionTaken'),
);

describe('the table of audiences and what is shown', () => {
  it('is compared on a story that plants a text in every field that has one', () => {
    const there = new Set(everyEvent.flatMap(({ data }) => [...plantsIn(JSON.stringify(data))]));
    const missing = typesHere.flatMap((type) => textsOf(type).map((field) => `${type.type}.${field}`)).filter((one) => !there.has(one));
    expect(missing).toEqual([]);
    const never = typesHere.filter(({ type }) => !everyEvent.some((event) => event.type === type)).map(({ type }) => type);
    expect(never).toEqual([]);
  });

  it.each(Object.entries(everybody))('agree for the %s, whatever they ask, at every moment of the case', async (name, who) => {
    const seen = new Set<string>();
    const wrong = new Set<string>();
    const compare = ({ query, answer }: Asked, log: readonly StoredEvent[]) => {
      for (const one of plantsIn(answer)) seen.add(one);
      for (const one of contradictions(answer, audiencesIn(log, who))) wrong.add(`${query}: ${one}`);
    };
    for (const log of moments)
      for (const one of await answersTo(
        who,
        log,
        asked.filter(({ query }) => details.includes(query.name)),
      ))
        compare(one, log);
    for (const log of [inCourse, everyEvent]) for (const one of await answersTo(who, log)) compare(one, log);
    expect([...wrong]).toEqual([]);
    const least = { employee: 0, 'IT Director': 0, witness: 0, told: 1, sender: 2, hr: 10, subject: 10, director: 10 }[name] ?? 20;
    expect(seen.size).toBeGreaterThanOrEqual(least);
  });

  it.each(fileAudiences)('agree in the file for %s, at every moment of the case', async (audience) => {
    const wrong = new Set<string>();
    for (const log of moments) for (const one of contradictions(await fileOf(audience, log), audiencesOfFile(audience))) wrong.add(one);
    expect([...wrong]).toEqual([]);
  });

  it('agree in the timeline of the case: it lists an event where the reader may know of it, and only there', async () => {
    const getCase = queryHandlers.find(({ query }) => query.name === 'GetCase')!;
    const listed = [];
    for (const who of [manager, communications, everybody.investigator!, attorney, auditor, hr]) {
      // Whom the query refuses reads no timeline.
      const { timeline } = JSON.parse((await answerOf(getCase, fields, who, inCourse)) || '{"timeline":[]}');
      const due = inCourse.filter(
        ({ stream, type }) => stream === `case-${caseId}` && readsEvent(cases, type, audiencesIn(inCourse, who)('case')),
      );
      expect(timeline.map(({ type }: { type: string }) => type)).toEqual(due.map(({ type }) => type));
      listed.push(timeline.length);
    }
    expect(listed.filter((length) => length > 0).length).toBeGreaterThanOrEqual(5);
  });

  it('agree in the log: it shows the Auditor each field that the table says, and no other', async () => {
    const items: AuditedEvents['items'] = [];
    for (let after: string | null = '0'; after !== null; ) {
      const page = (await ask(ListEventsHandler, { after, limit: 500 }, auditor, everyEvent, { types })) as AuditedEvents;
      items.push(...page.items);
      after = page.next;
    }
    const listed = new Map(items.map((item) => [item.id, item]));
    for (const event of everyEvent) {
      const stream = streamOf.get(event.type);
      if (!stream) continue;
      const item = listed.get(event.id);
      expect([event.type, item !== undefined]).toEqual([event.type, readsEvent(stream, event.type, readersOfLog)]);
      for (const [field, value] of Object.entries(item?.data ?? {})) {
        const sealed =
          typeof value === 'string' && typeof event.data === 'object' && `${(event.data as never)[field]}`.startsWith('sealed.');
        const reads = readsField(stream, event.type, field, readersOfLog, sealed ? 'sealed' : 'plain');
        if (sealed) expect([event.type, field, value]).toEqual([event.type, field, reads ? '[sealed]' : '[withheld]']);
        else if (typeof value !== 'object') expect([event.type, field, value === '[withheld]']).toEqual([event.type, field, !reads]);
      }
      if (item?.data === null) expect(Object.keys(shownOf(stream, event.type))).toContain('knows');
    }
    expect(JSON.stringify(items)).not.toContain('planted');
  });

  it('tells an answer that shows more than the table says', async () => {
    const shown = interviews.audiences!.shows as Record<string, object>;
    const { InterviewHeld: declared } = shown;
    const answers = async () => {
      const all = await answersTo(attorney, inCourse);
      return all.flatMap(({ query, answer }) => contradictions(answer, audiencesIn(inCourse, attorney)).map((one) => `${query}: ${one}`));
    };
    expect(await answers()).toEqual([]);
    try {
      shown.InterviewHeld = { '*': ['investigator'] };
      expect(await answers()).toContain('GetInterview: InterviewHeld.summary');
    } finally {
      shown.InterviewHeld = declared!;
    }
  });
});
