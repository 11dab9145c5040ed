import fc from 'fast-check';
import { cases } from '../../src/modules/cases/case.js';
import { proceedings } from '../../src/modules/proceedings/proceeding.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { type Beginning, beginning, type Step, steps, Wander } from './case-walk.js';
import { useCityNode } from './city-node.js';

const house = useCityNode();
// biome-ignore lint/suspicious/noExplicitAny: data of any event
type Any = StoredEvent<string, any>;

const judging = new Set([
  'CaseDeclined',
  'CaseHandledInformally',
  'InvestigationOpened',
  'AllegationFramed',
  'WitnessNamed',
  'InvestigatorAssigned',
  'FindingRecorded',
  'InvestigationReportFiled',
  'DeterminationIssued',
  'DisciplineProposed',
  'LegalReviewRecorded',
  'NoticeServed',
  'DisciplineImposed',
  'NoActionTaken',
]);

/** What must hold of one case and its proceedings, told from their events alone, in the order of the log. */
class Watch {
  private readonly parties = new Set<string>();
  private readonly findings = new Map<string, string>();
  private readonly told = new Map<string, string>();
  private readonly answered = new Map<string, number>();
  private readonly allegations = new Map<string, string>();
  private determined = 0;
  private readonly process = new Map<string, Any[]>();
  readonly seen = new Map<string, number>();

  take(event: Any): void {
    const { type, data, actor, stream } = event;
    this.seen.set(type, (this.seen.get(type) ?? 0) + 1);
    // Parties named before, for whoever names one is none yet.
    if (judging.has(type)) expect({ type, partyActs: this.parties.has(actor.person) }).toEqual({ type, partyActs: false });
    const past = this.process.get(stream) ?? [];
    switch (type) {
      case 'ReportReceived':
        for (const person of data.accused) this.parties.add(person);
        break;
      case 'ReporterIdentified':
        if (data.person) this.parties.add(data.person);
        break;
      case 'AllegationFramed':
        this.parties.add(data.subject);
        this.allegations.set(data.allegationId, data.subject);
        break;
      case 'WitnessNamed':
        this.parties.add(data.person);
        break;
      case 'InvestigatorAssigned':
        expect(this.parties.has(data.investigator)).toBe(false);
        break;
      case 'SubjectInformed':
        for (const id of data.allegationIds) this.told.set(id, data.answerBy);
        this.answered.delete(stream);
        break;
      case 'SubjectAnswered':
        this.answered.set(stream, event.position);
        break;
      case 'FactAdmitted':
      case 'FindingRecorded': {
        expect(this.allegations.has(data.allegationId)).toBe(true);
        expect(this.findings.has(data.allegationId)).toBe(false);
        this.findings.set(data.allegationId, type === 'FactAdmitted' ? 'sustained' : data.outcome);
        if (type === 'FindingRecorded' && data.outcome === 'sustained') {
          const by = this.told.get(data.allegationId);
          expect(by).toBeDefined();
          if (this.answered.size === 0) expect(event.recordedAt.slice(0, 10) > (by ?? '')).toBe(true);
        }
        break;
      }
      case 'DeterminationIssued':
        this.determined += 1;
        expect(this.determined).toBe(1);
        expect([...this.findings.keys()].sort()).toEqual([...this.allegations.keys()].sort());
        break;
      case 'AllegationsSustained':
        for (const id of data.allegationIds) expect(this.findings.get(id)).toBe('sustained');
        break;
      case 'DisciplineImposed': {
        expect(past.some((earlier) => earlier.type === 'AllegationsSustained')).toBe(true);
        expect(past.some((earlier) => earlier.type === 'DisciplineImposed' || earlier.type === 'NoActionTaken')).toBe(false);
        const since = past.slice(past.map((earlier) => earlier.type).lastIndexOf('DisciplineProposed'));
        const notice = since.findIndex((earlier) => earlier.type === 'NoticeServed');
        const after = notice < 0 ? [] : since.slice(notice);
        if (data.rung.needsNotice) expect(after.some((one) => one.type === 'ResponseReceived' || one.type === 'ResponseLapsed')).toBe(true);
        if (data.rung.needsLegalReview)
          expect(since.filter((one) => one.type === 'LegalReviewRecorded').at(-1)?.data.opinion).toBe('sufficient');
        break;
      }
      default:
    }
    this.process.set(stream, [...past, event]);
  }
}

/** Nobody in the way: up to discharge after a waiver, and after a lapse; and with something hasty before each step. */
const goesOn = (pick: number, hasty = 0): [Beginning, Step[]] => [
  { reporter: 'Reporter', accused: ['Subject'] },
  Array.from({ length: hasty ? 36 : 18 }, (_, i) => (hasty && i % 2 === 0 ? { kind: 'hasty', pick: hasty + i } : { kind: 'next', pick })),
];

it('whatever anyone tries, in whatever order: due process, walls and the log hold', async () => {
  const seen = new Map<string, number>();
  let [done, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(beginning, steps, async (begin, way) => {
      const wander = await Wander.begin(house, begin);
      for (const step of way) await wander.take(step);
      await house.settle();
      const log = await house.log();
      const of = `case-${wander.caseId}`;
      const mine = log.filter(
        ({ stream, data }) =>
          stream === of || stream === `report-${wander.reportId}` || (data as { caseId?: string } | null)?.caseId === wander.caseId,
      );
      const proceeding = new Set(mine.map(({ stream }) => stream));
      const watch = new Watch();
      for (const event of log) if (proceeding.has(event.stream)) watch.take(event);
      for (const [type, times] of watch.seen) seen.set(type, (seen.get(type) ?? 0) + times);
      done += wander.done;
      refused += wander.refused;
    }),
    {
      numRuns: 15,
      endOnFailure: true,
      seed: 20260302,
      examples: [goesOn(179), goesOn(374), goesOn(179, 1), goesOn(179, 2), goesOn(374, 3)],
    },
  );
  // The property says something only where it got that far.
  expect(done).toBeGreaterThan(40);
  expect(refused).toBeGreaterThan(20);
  for (const type of [
    'FindingRecorded',
    'DeterminationIssued',
    'LegalReviewRecorded',
    'ResponseReceived',
    'ResponseLapsed',
    'DisciplineImposed',
  ])
    expect([type, seen.get(type) ?? 0]).not.toEqual([type, 0]);
});

it('the log has no gaps, and no time runs backwards in it', async () => {
  const log = await house.log();
  expect(log.map(({ position }) => position)).toEqual(log.map((_, i) => i + 1));
  const revisions = new Map<string, number>();
  let before = '';
  for (const { stream, revision, recordedAt, id } of log) {
    expect({ id, revision }).toEqual({ id, revision: (revisions.get(stream) ?? -1) + 1 });
    revisions.set(stream, revision);
    expect(recordedAt >= before).toBe(true);
    before = recordedAt;
  }
  expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
});

it('what is folded in memory is what its stream folds to', async () => {
  const log = await house.log();
  for (const stream of [cases, proceedings])
    for (const name of new Set(log.map((event) => event.stream).filter((name) => name.startsWith(`${stream.name}-`)))) {
      const id = name.slice(stream.name.length + 1);
      const held = await house.casebook.streams.folded(stream as typeof cases, id);
      house.casebook.streams.forget(stream, id);
      expect(await house.casebook.streams.folded(stream as typeof cases, id)).toEqual(held);
    }
});
