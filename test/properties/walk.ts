import { getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';
import { type CaseState, cases, inHand } from '../../src/modules/cases/case.js';
import { casesParts } from '../../src/modules/cases/cases.parts.js';
import { caseOf } from '../../src/modules/cases/open-case.js';
import { type ProceedingState, proceedingId, proceedings } from '../../src/modules/cases/proceeding.js';
import { codeHolder, reports } from '../../src/modules/cases/report.js';
import { type Caller, publicCaller, systemCaller } from '../../src/platform/access/access.js';
import { plusDays } from '../../src/platform/clock.js';
import { Refusal } from '../../src/platform/commands/refuse.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { derivedId } from '../../src/platform/ids.js';
import { type CastMember, members } from '../kit/city.js';
import { asked, copyOf, sliceOf, type Town } from './town.js';

type Class = new () => object;
const day = 24 * 60 * 60_000;

/** Numbers that follow from one number alone, so that a step is the same wherever it is taken again. */
export class Dice {
  constructor(private state: number) {}
  /** From 0 up to, not including, `under`. */
  roll(under: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % under;
  }
  /** True once in so many. */
  once(inSoMany: number): boolean {
    return this.roll(inSoMany) === 0;
  }
  of<T>(all: readonly T[]): T | undefined {
    return all[this.roll(Math.max(1, all.length))];
  }
}

/** Everything that a person can ask of reports, cases, proceedings, evidence and interviews, by name. */
const given = casesParts.slices.map(({ command }) => command as Class);
const isTimer = (command: Class) => sliceOf(command).may.every(({ office }) => office === 'System');
/** What the clock alone makes due: given too early by the scheduler, it is to be refused. */
const timers = [
  'LapseResponse',
  'MakeFinal',
  'ExhaustGrievance',
  'EscalateCase',
  'CloseCase',
  'FlagGrievanceCopy',
  'MarkCheckInOverdue',
  'MissInterimReview',
  'EndEngagement',
];
/** Configuration is another's matter, and stands. */
const configures = /^Set(Ladder|Chain|Deadlines|Grievance|Holidays|ReportTerms)/;
export const commands: ReadonlyMap<string, Class> = new Map(
  given
    .filter((command) => !configures.test(command.name) && (!isTimer(command) || timers.includes(command.name)))
    .map((command) => [command.name, command]),
);
const names = [...commands.keys()];

/** A step that goes on as the case allows, any command at all by whoever it may be, or time. All else follows from `pick`. */
export type Step =
  | { readonly kind: 'next'; readonly pick: number }
  | { readonly kind: 'any'; readonly what: string; readonly pick: number }
  | { readonly kind: 'pass'; readonly days: number };

const pick = fc.nat(0x7fffffff);
export const way = (length: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.record({ kind: fc.constant('next' as const), pick }) },
      { weight: 9, arbitrary: fc.record({ kind: fc.constant('any' as const), what: fc.constantFrom(...names), pick }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 16 }) }) },
    ),
    { minLength: length, maxLength: length, size: 'max' },
  );

/** What was planted and must turn up nowhere but where it belongs. */
export interface Planted {
  readonly text: string;
  readonly what: 'identity' | 'message';
}

interface Scene {
  readonly caseId: string;
  readonly state: CaseState;
  readonly proceedings: readonly (readonly [string, ProceedingState])[];
  readonly dice: Dice;
  readonly command: Class;
}
type Field = (scene: Scene) => unknown;
type Fields = Readonly<Record<string, unknown>>;
type Found = [who: Caller, command: object];

/** Fields that exclude one another, most of the time. */
function tidied<C extends object>(command: C, dice: Dice): C {
  const given = command as Record<string, unknown>;
  const drop = (...fields: string[]) => {
    for (const field of fields) delete given[field];
  };
  if (dice.once(8)) return command;
  if (given.deedFrom) drop('deedUnknownBecause');
  if (dice.roll(6)) drop('deedTo', 'newGrounds', 'heardBy', 'departures', 'meetingOn', 'respondBy', 'counselBasis');
  switch (command.constructor.name) {
    case 'TriageCase':
      if (given.decision !== 'informal') drop('admission');
      if (given.decision !== 'decline') drop('ground');
      break;
    case 'DecideGrievance':
      if (given.outcome !== 'modified') drop('rung');
      drop('withdrawn');
      break;
    case 'DecideDiscipline':
      if (given.decision !== 'impose') drop('rung', 'considers', 'departureReason', 'effectiveOn');
      break;
    case 'ReportRetaliation':
      drop(dice.roll(3) ? 'caseId' : 'reportId', 'about');
      break;
    case 'PlanInterview':
      drop(dice.once(3) ? 'person' : 'name');
      break;
    case 'RecordFinding':
      if (!given.reliesOnUndisclosedSourceAlone) drop('soleSourceReason');
      break;
    case 'RecordResponse':
      if (given.kind === 'waiver') drop('statement');
      else given.statement = 'It was not so.';
      break;
    case 'ReviewInterimMeasure':
      if (given.decision === 'end') drop('reviewBy');
      break;
    case 'DecideRepresentative':
      drop(given.decision === 'granted' ? 'reason' : 'representative');
      break;
    case 'DiscloseEvidence':
      if (!given.withheld || !given.withheldBecause) drop('withheld', 'withheldBecause');
      break;
    case 'RecordSeparation':
    case 'WithdrawGrievance':
      break;
    default:
  }
  return command;
}

const stranger = '5c0ffee0-0000-4000-8000-000000000000';

/** Several matters at once on their random way through one town. */
export class Walk {
  readonly planted: Planted[] = [];
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly reports: string[] = [];
  private readonly things = new Map<string, { id: string; caseId: string }[]>();
  private steps = 0;
  private seen: number;

  constructor(
    readonly town: Town,
    readonly people: ReadonlyMap<CastMember, string>,
    /** Reports, in confidence, and does nothing else. */
    readonly whistle: string,
    private readonly watch: (events: readonly StoredEvent[]) => Promise<void>,
  ) {
    this.seen = town.head;
  }

  get caseIds(): string[] {
    return this.reports.map(caseOf);
  }
  ids(kind: string): string[] {
    return (this.things.get(kind) ?? []).map(({ id }) => id);
  }

  async take(step: Step): Promise<void> {
    this.steps += 1;
    if (step.kind === 'pass') this.town.clock.pass(step.days * day);
    else {
      const found = await this.found(step);
      if (found) await this.give(...found, derivedId('step', String(this.steps)));
    }
    await this.look();
    await this.town.settle();
    await this.look();
  }

  /** Carried out, and again with nothing changed; or refused, and nothing written. Anything else is thrown. */
  private async give(caller: Caller, command: object, commandId: string): Promise<void> {
    const { name } = command.constructor;
    const head = this.town.head;
    const once = asked(command, caller, commandId);
    const again = copyOf(once);
    try {
      const receipt = await this.town.execute(once);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      const after = this.town.head;
      expect({ name, grew: after > head }).toEqual({ name, grew: true });
      expect(await this.town.execute(again)).toMatchObject({ id: receipt.id, revision: receipt.revision });
      expect({ name, head: this.town.head }).toEqual({ name, head: after });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const slice = sliceOf(command.constructor as Class);
      const declared = { ...slice.refuses, ...slice.taken };
      const generic = /^(access\.not-permitted|resource\.(not-found|exists)|value\.taken)$/.test(error.code);
      expect({ name, code: error.code, declared: generic || error.code in declared }).toEqual({ name, code: error.code, declared: true });
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
      expect({ name, code: error.code, written: this.written(head) }).toEqual({ name, code: error.code, written: [] });
    }
  }
  /** Claims come and go beside what is refused. */
  private written(head: number): string[] {
    return this.town.store.log.slice(head).flatMap(({ stream, type }) => (stream.startsWith('claim') ? [] : [type]));
  }

  private async look(): Promise<void> {
    const fresh = this.town.store.log.slice(this.seen).map((record) => this.town.codec.decode(record));
    this.seen = this.town.head;
    for (const { type, stream, data } of fresh) {
      const { caseId = '', ...given } = data as Record<string, string>;
      const id = stream.slice(stream.indexOf('-') + 1);
      const keep = (kind: string, thing: string, of = caseId) =>
        this.things.set(kind, [...(this.things.get(kind) ?? []), { id: thing, caseId: of }]);
      if (type === 'ReportReceived') this.reports.push(id);
      if (type === 'EvidenceReceived') keep('evidenceId', id);
      if (type === 'InterviewPlanned') keep('interviewId', id);
      if (type === 'PriorDisciplineEntered') keep('entryId', id, '');
      for (const name of ['mitigationId', 'holdId', 'measureId'])
        if (given[name] && /Begun|Placed|Ordered/.test(type)) keep(name, given[name], id);
      if (type === 'CheckInScheduled') keep('checkInId', given.checkInId ?? '', id);
      if (type === 'DisclosureAnnounced') keep('disclosureId', given.disclosureId ?? '', id);
    }
    await this.watch(fresh);
  }

  private async scene(caseId: string, dice: Dice, command: Class): Promise<Scene> {
    const { state } = await this.town.streams.folded(cases, caseId);
    const subjects = state.status === 'absent' ? [] : [...new Set([...state.allegations.values()].map(({ subject }) => subject))];
    const found = await Promise.all(
      subjects.map(async (subject) => {
        const id = proceedingId(caseId, subject);
        return [id, (await this.town.streams.folded(proceedings, id)).state] as const;
      }),
    );
    return { caseId, state, proceedings: found.filter(([, { status }]) => status !== 'absent'), dice, command };
  }

  private async found(step: Exclude<Step, { kind: 'pass' }>): Promise<Found | undefined> {
    const dice = new Dice(step.pick);
    const [first] = this.reports;
    if (!first || dice.once(150)) return this.reported(dice);
    // The first case most of the time, so that something comes of it.
    const caseId = caseOf(
      dice.roll(3) ? (this.reports.at(-1 - dice.roll(Math.min(2, this.reports.length))) ?? first) : (dice.of(this.reports) ?? first),
    );
    if (step.kind === 'any') {
      if (step.what === 'ReceiveReport') return this.reported(dice);
      const command = commands.get(step.what) as Class;
      return this.by(await this.scene(caseId, dice, command), {});
    }
    const scene = await this.scene(caseId, dice, Object);
    const next = this.next(scene);
    if (next === 'wait') {
      this.town.clock.pass(15 * day);
      return undefined;
    }
    return next && this.by({ ...scene, command: commands.get(next[0]) as Class }, next[1], true);
  }

  /** A command with whoever may give it, most of the time. */
  private async by(scene: Scene, differs: Fields, rightly = false): Promise<Found | undefined> {
    const { command: type, dice } = scene;
    const command = Object.assign(tidied(this.filled(type, scene), dice), differs);
    if (validateSync(command, { forbidUnknownValues: false }).length > 0) return undefined;
    if (isTimer(type)) return [systemCaller, command];
    const { reportId } = command as { reportId?: string };
    if (type.name === 'ReportRetaliation' && reportId) {
      const { state } = await this.town.streams.folded(reports, reportId);
      const sender = state.status !== 'absent' && state.reporter ? await this.town.callerOf(state.reporter) : codeHolder(reportId);
      return sender && [sender, command];
    }
    const callers: Caller[] = [];
    for (const person of [...this.people.values(), this.whistle]) {
      const caller = await this.town.callerOf(person);
      if (caller) callers.push(caller);
    }
    const strangers = [publicCaller, ...this.reports.map(codeHolder)];
    if (!rightly && dice.once(5)) return [dice.of([...callers, ...strangers]) ?? publicCaller, command];
    const let_: Caller[] = [];
    for (const caller of [...callers, ...strangers]) if (await this.town.lets(caller, command)) let_.push(caller);
    // Of those let in, one who is no party is likelier to get on.
    const { state } = scene;
    const party = (person: string) =>
      state.status !== 'absent' &&
      (state.accused.includes(person) ||
        state.witnesses.has(person) ||
        [...state.allegations.values()].some(({ subject }) => subject === person));
    const apart = let_.filter(({ person }) => !party(person));
    const caller = dice.of(rightly && apart.length > 0 ? apart : let_) ?? dice.of(callers);
    return caller && [caller, command];
  }

  private async reported(dice: Dice): Promise<Found | undefined> {
    const someone = dice.of([...this.people.values()]) ?? this.whistle;
    const accused = [...new Set(Array.from({ length: dice.roll(4) ? 1 : 2 }, () => this.person({ dice } as Scene)))];
    const summary = 'Something is wrong.';
    const common = { summary, accused, channel: 'telephone' };
    const type = commands.get('ReceiveReport') as Class;
    const by = async (person: string, fields: Fields): Promise<Found | undefined> => {
      const caller = await this.town.callerOf(person);
      return caller && [caller, Object.assign(new type(), { ...common, ...fields })];
    };
    const hr = this.people.get('HR') ?? '';
    switch (dice.roll(5)) {
      case 0:
        return by(someone, { channel: 'web', from: 'self' });
      case 1:
        return by(this.whistle, { channel: 'web', from: 'self', confidential: true });
      case 2:
        return by(hr, { from: 'another', reporterPerson: this.whistle, reporterContact: this.plant('identity'), confidential: true });
      case 3:
        return by(hr, {
          from: 'another',
          reporterName: this.plant('identity'),
          reporterContact: this.plant('identity'),
          confidential: true,
        });
      default: {
        const open = commands.get('ReceivePublicReport') as Class;
        const named = { name: this.plant('identity'), contact: this.plant('identity') };
        return [publicCaller, Object.assign(new open(), { summary, confidential: true, ...named })];
      }
    }
  }
  private plant(what: Planted['what']): string {
    const text = `Qxz${derivedId('planted', String(this.planted.length)).slice(0, 13)}zxQ`;
    this.planted.push({ text, what });
    return text;
  }

  private person({ dice }: Pick<Scene, 'dice'>): string {
    const likely: CastMember[] = [
      'Subject',
      'Subject',
      'Subject',
      'Employee',
      'Designee',
      'Director',
      'City Manager',
      'Communications Manager',
    ];
    return this.people.get(dice.roll(3) ? (dice.of(likely) ?? 'Subject') : (dice.of(members) ?? 'Subject')) ?? '';
  }
  private thing(name: string, { caseId, dice }: Scene): string {
    const all = this.things.get(name) ?? [];
    const own = all.filter((one) => one.caseId === caseId);
    return dice.of(own.length > 0 && dice.roll(12) ? own : all)?.id ?? stranger;
  }

  /** How a field is filled by its name; every other by what is declared of it. */
  private readonly byName: Readonly<Record<string, Field>> = {
    caseId: ({ caseId }) => caseId,
    other: ({ dice }) => dice.of(this.caseIds) ?? stranger,
    reportId: ({ state, dice }) => (state.status === 'absent' ? dice.of(this.reports) : dice.of(state.reports)) ?? stranger,
    proceedingId: ({ proceedings: all, caseId, dice }) => dice.of(all)?.[0] ?? proceedingId(caseId, this.person({ dice })),
    allegationId: ({ state, dice }) => (state.status === 'absent' ? undefined : dice.of([...state.allegations.keys()])) ?? stranger,
    setAside: ({ state, dice }) => (state.status === 'absent' ? [] : [...state.allegations.keys()].filter(() => dice.once(2))),
    considers: ({ dice }) => (dice.once(2) ? [] : [dice.of([...this.priorIds, ...this.over]) ?? stranger]),
    subject: (scene) =>
      scene.state.status !== 'absent' && scene.state.accused.length > 0 && scene.dice.roll(5)
        ? scene.dice.of(scene.state.accused)
        : this.person(scene),
    person: (scene) => this.person(scene),
    personId: (scene) => this.person(scene),
    investigator: ({ dice }) => this.people.get(dice.of(members) ?? 'HR'),
    accused: (scene) => [this.person(scene)],
    by: (scene) => (scene.command.name === 'SupersedeEvidence' ? this.thing('evidenceId', scene) : this.person(scene)),
    recording: (scene) => this.thing('evidenceId', scene),
    evidenceId: (scene) => this.thing('evidenceId', scene),
    interviewId: (scene) => this.thing('interviewId', scene),
    entryId: (scene) => this.thing('entryId', scene),
    mitigationId: (scene) => this.thing('mitigationId', scene),
    holdId: (scene) => this.thing('holdId', scene),
    measureId: (scene) => this.thing('measureId', scene),
    checkInId: (scene) => this.thing('checkInId', { ...scene, caseId: String(this.byName.reportId?.(scene)) }),
    disclosureId: (scene) => this.thing('disclosureId', { ...scene, caseId: String(this.byName.reportId?.(scene)) }),
    clause: ({ dice }) => (dice.roll(7) ? 'STD-4' : (dice.of(['STD-1', 'STD-99', 'VIO-1']) ?? '')),
    rung: ({ dice }) => dice.of(['coaching', 'oral-warning', 'written-warning', 'suspension', 'demotion', 'discharge', 'reminder']),
    deedFrom: ({ dice }) => plusDays(this.town.today, -dice.roll(40)),
    act: () => ({ meetingOn: this.town.today, motion: 'M-1' }),
    text: () => this.plant('message'),
    steps: () => [{ what: 'Ask.' }],
    departures: ({ state, dice }) =>
      state.status === 'absent'
        ? []
        : inHand(state)
            .slice(0, 1)
            .map(([allegationId]) => ({
              allegationId,
              outcome: dice.of(['sustained', 'unfounded', 'not-sustained']),
              reasons: 'It weighs otherwise.',
            })),
    admission: (scene) => ({
      subject: this.byName.subject?.(scene),
      clause: 'STD-4',
      deedFrom: plusDays(this.town.today, -scene.dice.roll(20)),
      facts: 'As captured.',
      toldOn: this.town.today,
      statement: 'It is so.',
    }),
    form: ({ caseId }) => ({ caseId, description: 'A post.', obtained: 'Captured.' }),
    file: ({ dice }) => ({
      name: 'post.png',
      bytes: 10,
      sha256: String(dice.roll(10)).repeat(64),
      detected: { mediaType: 'image/png' },
      claimedType: null,
    }),
    from: ({ command, dice }) => (command.name === 'EngageInvestigator' ? plusDays(this.town.today, dice.roll(3)) : 'self'),
    to: ({ command, dice }) => (command.name === 'EngageInvestigator' ? plusDays(this.town.today, 5 + dice.roll(30)) : undefined),
    dueOn: ({ dice }) => plusDays(this.town.today, 3 + dice.roll(20)),
    reviewBy: ({ dice }) => plusDays(this.town.today, 1 + dice.roll(40)),
    name: () => 'Ann Other',
    reliesOnUndisclosedSourceAlone: ({ dice }) => dice.once(5),
  };
  private get priorIds(): string[] {
    return this.ids('entryId');
  }
  /** Proceedings whose discipline may count. */
  private get over(): string[] {
    return this.town.store.log.flatMap(({ type, stream }) => (type === 'DisciplineImposed' ? [stream.slice(stream.indexOf('-') + 1)] : []));
  }

  /** A command, or a query, with every field that it declares. */
  filled<C extends object>(type: new () => C, scene: Scene): C {
    const { dice } = scene;
    const filled = new type();
    const declared = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    const fields = new Set([
      ...declared.map(({ propertyName }) => propertyName),
      ...(type.name === 'AddEvidence' ? ['caseId', 'form', 'file'] : []),
    ]);
    for (const field of fields) {
      const of = declared.filter(({ propertyName }) => propertyName === field);
      const council = scene.state.status !== 'absent' && scene.state.authority.decides === 'Council';
      if (of.some(({ type }) => type === 'conditionalValidation') && (field === 'act' ? council === dice.once(12) : dice.once(2))) continue;
      const given = this.byName[field]?.({ ...scene, command: type });
      const value = given ?? this.declaredValue(of, dice);
      if (value !== undefined) Object.assign(filled, { [field]: value });
    }
    return filled;
  }
  private declaredValue(of: readonly { name?: string | undefined; constraints: unknown[]; each: boolean }[], dice: Dice): unknown {
    for (const { name, constraints, each } of of) {
      const all = (value: unknown) => (each ? [value] : value);
      if (name === 'isIn') return all(dice.of(constraints[0] as readonly unknown[]));
      if (name === 'isDay') return plusDays(this.town.today, dice.roll(4) ? 0 : dice.roll(9) - 4);
      if (name === 'isBoolean') return dice.once(2);
      if (name === 'isInt') return 5;
      if (name === 'isProse' || name === 'isName') return all('For good reasons.');
      if (name === 'isUuid') return all(stranger);
    }
    return undefined;
  }

  /** What would bring the case on. */
  private next({ state, proceedings: all, dice, caseId }: Scene): [string, Fields] | 'wait' | undefined {
    if (state.status === 'absent' || state.status === 'declined') return undefined;
    if (state.status === 'triage') {
      if (dice.once(5)) return ['FrameAllegation', {}];
      return ['TriageCase', { decision: dice.roll(5) ? 'investigate' : 'informal' }];
    }
    if (state.status === 'abeyance') return dice.once(3) ? ['ResumeCase', {}] : 'wait';
    if (state.status === 'investigating') {
      if (inHand(state).length === 0) return ['FrameAllegation', {}];
      if (!state.investigator) return ['AssignInvestigator', {}];
      for (const [proceedingId, { status }] of all) if (status === 'named') return ['InformSubject', { proceedingId, on: this.town.today }];
      for (const [proceedingId, one] of all)
        if (one.status === 'informed' && !one.answered && dice.roll(3))
          return ['RecordResponse', { proceedingId, kind: 'meeting', statement: 'It was not so.', on: this.town.today }];
        else if (one.status === 'held') return ['ResumeProceeding', { proceedingId }];
      const open = inHand(state).find(([, { finding }]) => !finding);
      const found = { reliesOnUndisclosedSourceAlone: false, soleSourceReason: undefined };
      if (open) return ['RecordFinding', { allegationId: open[0], outcome: dice.roll(4) ? 'sustained' : 'unfounded', ...found }];
      return ['FileReport', {}];
    }
    if (state.status === 'reported' && dice.once(6)) return ['ReturnReport', { dueOn: plusDays(this.town.today, 9) }];
    if (state.status === 'reported')
      return ['IssueDetermination', { acknowledgementReason: 'Trained.', departures: undefined, reviewReason: undefined }];
    const [proceedingId, one] = dice.of(all) ?? [];
    if (!one || !proceedingId) return state.status === 'closed' && dice.once(6) ? ['ReopenCase', {}] : undefined;
    const at = { proceedingId };
    switch (one.status) {
      case 'sustained':
        return dice.roll(3)
          ? [
              'ProposeDiscipline',
              { ...at, departureReason: dice.roll(4) ? 'It weighs more.' : undefined, considers: dice.roll(3) ? [] : undefined },
            ]
          : [
              'DecideDiscipline',
              { ...at, decision: 'impose', rung: dice.once(2) ? 'oral-warning' : 'coaching', departureReason: undefined, considers: [] },
            ];
      case 'proposed':
        if (dice.once(4)) break;
        if (one.proposal.rung.needsLegalReview && one.proposal.reviewed !== 'sufficient')
          return ['RecordLegalReview', { ...at, opinion: dice.roll(6) ? 'sufficient' : 'insufficient' }];
        if (one.proposal.rung.needsNotice)
          return ['ServeNotice', { ...at, on: this.town.today, newGrounds: undefined, meetingOn: undefined, respondBy: undefined }];
        break;
      case 'noticed':
        if (dice.once(4)) break;
        if (dice.once(3)) return 'wait';
        return ['RecordResponse', { ...at, on: this.town.today, kind: dice.once(2) ? 'waiver' : 'writing', statement: 'Less.' }];
      case 'imposed':
        return dice.once(3) ? 'wait' : ['FileGrievance', at];
      case 'grieved':
        return ['DecideGrievance', { ...at, outcome: dice.of(['denied', 'denied', 'modified', 'granted', 'settled']) }];
      case 'grievance-answered':
        return dice.once(3) ? 'wait' : ['AdvanceGrievance', at];
      case 'held':
        return ['ResumeProceeding', at];
      default:
        return state.status === 'closed' && dice.once(6) ? ['ReopenCase', { caseId }] : undefined;
    }
    return [
      'DecideDiscipline',
      { ...at, decision: dice.roll(8) ? 'impose' : 'no-action', rung: undefined, considers: undefined, departureReason: undefined },
    ];
  }

  /** A query with its ids as they are asked for. */
  async query(type: Class, ids: Fields, dice: Dice): Promise<object> {
    const caseId = String(ids.caseId ?? this.caseIds[0] ?? stranger);
    return Object.assign(this.filled(type, await this.scene(caseId, dice, type)), ids);
  }
}
