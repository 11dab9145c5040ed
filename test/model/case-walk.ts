import fc from 'fast-check';
import { type CaseState, cases } from '../../src/modules/cases/case.js';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { TriageCase } from '../../src/modules/cases/triage-case.js';
import { DecideDiscipline } from '../../src/modules/discipline/decide-discipline.js';
import { InformSubject } from '../../src/modules/discipline/inform-subject.js';
import { ProposeDiscipline } from '../../src/modules/discipline/propose-discipline.js';
import { RecordLegalReview } from '../../src/modules/discipline/record-legal-review.js';
import { RecordResponse } from '../../src/modules/discipline/record-response.js';
import { ServeNotice } from '../../src/modules/discipline/serve-notice.js';
import { AssignInvestigator } from '../../src/modules/investigations/assign-investigator.js';
import { FileReport } from '../../src/modules/investigations/file-investigation-report.js';
import { FrameAllegation } from '../../src/modules/investigations/frame-allegation.js';
import { IssueDetermination } from '../../src/modules/investigations/issue-determination.js';
import { NameWitness } from '../../src/modules/investigations/name-witness.js';
import { RecordFinding } from '../../src/modules/investigations/record-finding.js';
import { outcomes } from '../../src/modules/procedure/vocabulary.js';
import { type ProceedingState, proceedingId, proceedings } from '../../src/modules/proceedings/proceeding.js';
import { ReceiveReport } from '../../src/modules/reports/receive-report.js';
import { dayIn, plusDays } from '../../src/platform/ground/clock.js';
import { Refusal } from '../../src/platform/refusals/refuse.js';
import { type CastMember, members } from '../kit/city.js';
import type { CityNode } from './city-node.js';

const day = 24 * 60 * 60_000;
const rungs = ['coaching', 'oral-warning', 'written-warning', 'suspension', 'discharge'] as const;
const wildCommands = [
  'triage',
  'allege',
  'witness',
  'assign',
  'inform',
  'respond',
  'find',
  'file',
  'determine',
  'propose',
  'review',
  'notice',
  'decide',
] as const;
type Wild = (typeof wildCommands)[number];

/** A step that goes on with the case as its state allows, one by the right person too early or too late, one by anyone at all, or time. */
export type Step =
  | { readonly kind: 'next' | 'hasty'; readonly pick: number }
  | { readonly kind: 'wild'; readonly what: Wild; readonly who: CastMember; readonly about: CastMember; readonly pick: number }
  | { readonly kind: 'pass'; readonly days: number };

export interface Beginning {
  readonly reporter: CastMember;
  readonly accused: readonly CastMember[];
}

const member = fc.constantFrom(...members);
const pick = fc.nat(1_000);

export const beginning: fc.Arbitrary<Beginning> = fc.record({
  reporter: member,
  accused: fc.uniqueArray(member, { minLength: 1, maxLength: 2 }),
});
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.record({ kind: fc.constant('next' as const), pick }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('hasty' as const), pick }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wild' as const),
        what: fc.constantFrom(...wildCommands),
        who: member,
        about: member,
        pick,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 20 }) }) },
  ),
  { minLength: 12, maxLength: 25 },
);

type Given = readonly [who: CastMember, command: new () => object, fields: object];

/** One case on its random way through the city. */
export class Wander {
  done = 0;
  refused = 0;
  private constructor(
    private readonly house: CityNode,
    readonly reportId: string,
  ) {}

  static async begin(house: CityNode, { reporter, accused }: Beginning): Promise<Wander> {
    const fields = {
      channel: 'web' as const,
      summary: 'Something is wrong.',
      from: 'self' as const,
      accused: accused.map((who) => house.person(who)),
    };
    const { id } = await house.act(reporter, ReceiveReport, fields);
    return new Wander(house, id);
  }

  get caseId(): string {
    return caseIdOf(this.reportId);
  }

  /** Does the step or is refused; anything else that goes wrong is thrown. A refusal writes nothing. */
  async take(step: Step): Promise<void> {
    if (step.kind === 'pass') return this.wait(step.days);
    const given = await (step.kind === 'wild' ? this.wild(step) : step.kind === 'next' ? this.next(step.pick) : this.hasty(step.pick));
    if (given === 'wait') return this.wait(15);
    if (!given) return;
    const { store } = this.house.casebook;
    const head = await store.head();
    try {
      const [who, command, fields] = given;
      await this.house.act(who, command, fields);
      this.done += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused += 1;
      expect({ code: error.code, head: await store.head() }).toEqual({ code: error.code, head });
    }
  }

  private async wait(days: number): Promise<void> {
    this.house.clock.pass(days * day);
    await this.house.settle();
  }
  private get today(): string {
    return dayIn('America/Denver', this.house.clock.now());
  }
  private async case(): Promise<CaseState> {
    return (await this.house.casebook.streams.folded(cases, this.caseId)).state;
  }
  private async proceedings(state: CaseState): Promise<[string, ProceedingState][]> {
    if (state.status === 'absent') return [];
    const ids = [...new Set([...state.allegations.values()].map(({ subject }) => proceedingId(this.caseId, subject)))];
    return Promise.all(
      ids.map(async (id) => [id, (await this.house.casebook.streams.folded(proceedings, id)).state] as [string, ProceedingState]),
    );
  }

  private allegation(about: string, pick: number) {
    return {
      caseId: this.caseId,
      subject: about,
      clause: pick % 7 ? 'STD-4' : 'STD-99',
      deedFrom: plusDays(this.today, -(pick % 40)),
      facts: 'As captured.',
    };
  }
  private get act() {
    return { meetingOn: this.today, motion: 'M-1' };
  }

  private async next(pick: number): Promise<Given | 'wait' | undefined> {
    const state = await this.case();
    if (state.status === 'absent') return undefined;
    const { caseId } = this;
    const { intake, decides } = state.authority;
    const takesIn = intake[pick % Math.max(1, intake.length)] ?? 'City Attorney';
    const decider: CastMember = decides === 'Council' ? (pick % 2 ? 'City Clerk' : 'City Attorney') : (decides as CastMember);
    const council = decides === 'Council' ? { act: this.act } : {};
    const anyone = members[pick % members.length] ?? 'Subject';
    const about = state.accused[pick % Math.max(1, state.accused.length)] ?? this.house.person(anyone);
    const reasons = 'For good reasons.';

    if (state.status === 'triage') {
      if (pick % 4 === 0) return [takesIn, FrameAllegation, this.allegation(about, pick)];
      const { caseId: _, ...deed } = this.allegation(about, pick);
      const admission = { ...deed, toldOn: this.today, statement: 'It is so.' };
      if (pick % 9 === 1) return [takesIn, TriageCase, { caseId, decision: 'informal', reasons, admission }];
      if (pick % 19 === 2) return [takesIn, TriageCase, { caseId, decision: 'decline', ground: 'other', reasons }];
      return [takesIn, TriageCase, { caseId, decision: 'investigate', reasons }];
    }
    const due = await this.proceedings(state);
    if (state.status === 'investigating') {
      if (state.allegations.size === 0) return [takesIn, FrameAllegation, this.allegation(about, pick)];
      const investigator = state.investigator ?? '';
      if (!investigator) return [decider, AssignInvestigator, { caseId, investigator: this.house.person(anyone) }];
      for (const [id, { status }] of due) {
        if (status === 'named')
          return [pick % 2 ? 'HR' : 'City Attorney', InformSubject, { proceedingId: id, service: 'in-person', on: this.today }];
      }
      for (const [id, proceeding] of due)
        if (proceeding.status === 'informed' && !proceeding.answered && pick % 3)
          return ['HR', RecordResponse, { proceedingId: id, kind: 'meeting', statement: 'It was not so.' }];
      const by = members.find((who) => this.house.person(who) === investigator) ?? 'HR';
      for (const [allegationId, { finding }] of state.allegations) {
        if (finding) continue;
        const outcome = outcomes[pick % 5] ?? 'sustained';
        const found = { caseId, allegationId, outcome, standard: 'preponderance', reasons, reliesOnUndisclosedSourceAlone: false };
        return [by, RecordFinding, found];
      }
      return [by, FileReport, { caseId, summary: 'All was heard.' }];
    }
    if (state.status === 'reported')
      return [decider, IssueDetermination, { caseId, reasons, acknowledgementReason: 'Trained.', ...council }];
    for (const [id, proceeding] of due) {
      const proposed = { proceedingId: id, rung: rungs[pick % rungs.length], reasons, ...council };
      if (proceeding.status === 'sustained') {
        const decides = { proceedingId: id, decision: pick % 6 ? 'impose' : 'no-action', reasons, ...council };
        if (pick % 3 === 0) return [decider, DecideDiscipline, pick % 6 ? { ...decides, rung: 'oral-warning' } : decides];
        const departs = ['coaching', 'oral-warning'].includes(proposed.rung ?? '') ? {} : { departureReason: 'It weighs more.' };
        return [decider, ProposeDiscipline, { ...proposed, ...departs }];
      }
      if (proceeding.status === 'proposed') {
        const { rung, reviewed } = proceeding.proposal;
        if (rung.needsLegalReview && reviewed !== 'sufficient')
          return [
            'City Attorney',
            RecordLegalReview,
            { proceedingId: id, opinion: pick % 6 ? 'sufficient' : 'insufficient', note: 'As proposed.' },
          ];
        if (rung.needsNotice)
          return ['HR', ServeNotice, { proceedingId: id, evidence: 'As captured.', service: 'in-person', on: this.today }];
      }
      if (proceeding.status === 'noticed' && pick % 2 === 0) return 'wait';
      if (proceeding.status === 'noticed')
        return [
          'HR',
          RecordResponse,
          { proceedingId: id, kind: pick % 3 ? 'waiver' : 'writing', ...(pick % 3 ? {} : { statement: 'Less.' }) },
        ];
      if ('proposal' in proceeding) return [decider, DecideDiscipline, { proceedingId: id, decision: 'impose', reasons, ...council }];
    }
    return undefined;
  }

  /** What would be wrong now, by whoever would do it. */
  private async hasty(pick: number): Promise<Given | undefined> {
    const state = await this.case();
    if (state.status === 'absent') return undefined;
    const { caseId } = this;
    const { decides } = state.authority;
    const decider: CastMember = decides === 'Council' ? 'City Clerk' : (decides as CastMember);
    const council = decides === 'Council' ? { act: this.act } : {};
    const reasons = 'In haste.';
    const by = members.find((who) => 'investigator' in state && this.house.person(who) === state.investigator);
    const of = <T>(all: readonly T[]): T | undefined => all[pick % all.length];
    const [allegationId = caseId] = of([...state.allegations]) ?? [];
    const [proceedingId, proceeding] = of(await this.proceedings(state)) ?? [];
    const sustained = { outcome: 'sustained', standard: 'preponderance', reasons, reliesOnUndisclosedSourceAlone: false };
    const imposed = { decision: 'impose', rung: rungs[3 + (pick % 2)], reasons, departureReason: 'At once.', ...council };
    const notice = { proceedingId, evidence: 'None yet.', service: 'e-mail', on: this.today };
    const all: (Given | undefined)[] = [
      state.status === 'investigating' ? [decider, AssignInvestigator, { caseId, investigator: of([...state.accused]) ?? '' }] : undefined,
      by && [by, RecordFinding, { caseId, allegationId, ...sustained }],
      by && state.status === 'investigating' ? [by, FileReport, { caseId, summary: 'In haste.' }] : undefined,
      state.allegations.size > 0
        ? [decider, IssueDetermination, { caseId, reasons, acknowledgementReason: 'Trained.', ...council }]
        : undefined,
      proceeding && 'sustained' in proceeding ? [decider, DecideDiscipline, { proceedingId, ...imposed }] : undefined,
      proceeding && 'sustained' in proceeding ? [decider, DecideDiscipline, { proceedingId, ...imposed }] : undefined,
      proceeding && 'proposal' in proceeding ? ['HR', ServeNotice, notice] : undefined,
    ];
    return of(all.filter((given) => given !== undefined));
  }

  private async wild({ what, who, about, pick }: Extract<Step, { kind: 'wild' }>): Promise<Given> {
    const state = await this.case();
    const { caseId } = this;
    const person = this.house.person(about);
    const proceeding = (await this.proceedings(state))[0]?.[0] ?? proceedingId(caseId, person);
    const allegationId = (state.status === 'absent' ? undefined : [...state.allegations.keys()][pick % state.allegations.size]) ?? caseId;
    const reasons = 'Just so.';
    const wild: Readonly<Record<Wild, () => Given>> = {
      triage: () => [
        who,
        TriageCase,
        { caseId, ...(pick % 2 ? { decision: 'investigate' } : { decision: 'decline', ground: 'other' }), reasons },
      ],
      allege: () => [who, FrameAllegation, this.allegation(person, pick)],
      witness: () => [who, NameWitness, { caseId, person }],
      assign: () => [who, AssignInvestigator, { caseId, investigator: person }],
      inform: () => [who, InformSubject, { proceedingId: proceeding, service: 'e-mail', on: plusDays(this.today, (pick % 3) - 1) }],
      respond: () => [who, RecordResponse, { proceedingId: proceeding, kind: 'waiver' }],
      find: () => [
        who,
        RecordFinding,
        { caseId, allegationId, outcome: 'sustained', standard: 'preponderance', reasons, reliesOnUndisclosedSourceAlone: pick % 2 === 0 },
      ],
      file: () => [who, FileReport, { caseId, summary: 'x' }],
      determine: () => [who, IssueDetermination, { caseId, reasons, acknowledgementReason: 'x', ...(pick % 2 ? { act: this.act } : {}) }],
      propose: () => [
        who,
        ProposeDiscipline,
        { proceedingId: proceeding, rung: rungs[pick % rungs.length], reasons, departureReason: 'x' },
      ],
      review: () => [who, RecordLegalReview, { proceedingId: proceeding, opinion: 'sufficient', note: 'x' }],
      notice: () => [who, ServeNotice, { proceedingId: proceeding, evidence: 'x', service: 'in-person', on: this.today }],
      decide: () => [
        who,
        DecideDiscipline,
        {
          proceedingId: proceeding,
          decision: 'impose',
          rung: rungs[pick % rungs.length],
          reasons,
          departureReason: 'x',
          ...(pick % 2 ? { act: this.act } : {}),
        },
      ],
    };
    return wild[what]();
  }
}
