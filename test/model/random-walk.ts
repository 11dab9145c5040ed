import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { cases, subjectsOf } from '../../src/modules/cases/case.js';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { AssignOffice } from '../../src/modules/directory/assign-office.js';
import { proceedingId, proceedings } from '../../src/modules/proceedings/proceeding.js';
import { codeHolder, reports } from '../../src/modules/reports/report.js';
import { type Caller, publicCaller, systemCaller } from '../../src/platform/access/access.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import { derivedId } from '../../src/platform/ground/ids.js';
import { Refusal } from '../../src/platform/refusals/refuse.js';
import type { CastMember } from '../kit/city.js';
import { Things } from './catalogue.js';
import { asked, type CityModel, copyOf, definitionOf } from './city-model.js';
import { Dice } from './dice.js';
import { life } from './directory-changes.js';
import { Filler, tidied } from './fill-fields.js';
import { aptly, seldom } from './incidental-commands.js';
import { keepsWhatActionsSay } from './invariants/actions.js';
import { fits } from './invariants/evidence-and-disclosures.js';
import { next } from './next-steps.js';
import { bends, pressed, pressing } from './pressure.js';
import { type Class, commands, day, type Fields, type Found, isTimer, type Planted, type Scene, stranger } from './scene.js';

const names = [...commands.keys()];

/**
 * A step of the walk: `next` as the case allows, `aside` a command that was carried out least so
 * far, `press` a command that a guard must stop, `any` any command by anyone, `life` a change in
 * the directory, or `pass`, which lets time pass. Everything else derives from `pick`.
 */
export type Step =
  | { readonly kind: 'next' | 'aside' | 'press' | 'life'; readonly pick: number }
  | { readonly kind: 'any'; readonly what: string; readonly pick: number }
  | { readonly kind: 'pass'; readonly days: number };

const pick = fc.nat(0x7fffffff);
/**
 * Weights of the kinds of steps: for a broad choice of commands, or for the depth of due process.
 */
export const weights = {
  breadth: { next: 9, aside: 6, press: 1, any: 6, life: 1, pass: 1 },
  depth: { next: 15, aside: 1, press: 7, any: 2, life: 2, pass: 1 },
} as const;
export const way = (length: number, weight: (typeof weights)[keyof typeof weights]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      ...(['next', 'aside', 'press', 'life'] as const).map((kind) => ({
        weight: weight[kind],
        arbitrary: fc.record({ kind: fc.constant(kind), pick }),
      })),
      {
        weight: weight.any,
        arbitrary: fc.record({ kind: fc.constant('any' as const), what: fc.constantFrom(...names), pick }),
      },
      { weight: weight.pass, arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 16 }) }) },
    ),
    { minLength: length, maxLength: length, size: 'max' },
  );

/** The people of the city. */
export interface Folk {
  readonly people: ReadonlyMap<CastMember, string>;
  /** Reports in confidence and does nothing else. */
  readonly whistle: string;
  /** Contractors who investigate and hear cases for which they are engaged. */
  readonly outsiders: readonly string[];
}

/** Several matters at once on a random way through one city. */
export class Walk {
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  /** How often the actions said beforehand of a command what came of it. */
  readonly foretold = new Map<string, number>();
  readonly people: ReadonlyMap<CastMember, string>;
  readonly whistle: string;
  readonly outsiders: readonly string[];
  private readonly all: Things;
  private readonly filler: Filler;
  private steps = 0;
  private seen: number;

  constructor(
    readonly city: CityModel,
    folk: Folk,
    private readonly watch: (events: readonly StoredEvent[]) => Promise<void>,
    /** Chooses which of the open matters the walk prefers. */
    private readonly focus = 0,
  ) {
    this.people = folk.people;
    this.whistle = folk.whistle;
    this.outsiders = folk.outsiders;
    this.all = new Things(folk.people, folk.outsiders);
    this.filler = new Filler(city, this.all);
    this.seen = 0;
  }
  /** Reads the existing log before the first step. */
  async begin(): Promise<void> {
    await this.look();
    const turned = this.all.reports.splice(0);
    const by = this.focus % Math.max(1, turned.length);
    this.all.reports.push(...turned.slice(by), ...turned.slice(0, by));
  }

  get planted(): readonly Planted[] {
    return this.all.planted;
  }
  get reports(): readonly string[] {
    return this.all.reports;
  }
  get caseIds(): string[] {
    return this.all.caseIds;
  }

  async take(step: Step): Promise<void> {
    this.steps += 1;
    if (step.kind === 'pass') this.city.clock.pass(step.days * day);
    else if (step.kind === 'aside') await this.aside(new Dice(step.pick));
    else if (step.kind === 'press') await this.press(new Dice(step.pick));
    else {
      const found = await this.found(step);
      if (found) await this.give(...found, derivedId('step', String(this.steps)));
    }
    await this.look();
    // Sometimes due work is late, and the next step comes before it.
    if (step.kind === 'pass' && step.days % 2 === 0) return;
    await this.city.settle();
    await this.look();
  }

  /**
   * A command that succeeds gets the same receipt when repeated and changes nothing more. A refused
   * command writes nothing. Any other error is thrown.
   */
  private async give(caller: Caller, command: object, commandId: string): Promise<boolean> {
    const { name } = command.constructor;
    const head = this.city.head;
    const once = asked(command, caller, commandId);
    const again = copyOf(once);
    const said = await this.city.forecast(once, caller);
    const told = said ? (said.refusal?.code ?? 'open') : 'unlisted';
    this.foretold.set(`foretold ${told}`, (this.foretold.get(`foretold ${told}`) ?? 0) + 1);
    try {
      const receipt = await this.city.execute(once);
      keepsWhatActionsSay(said, command, undefined);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      fits(
        command,
        this.city.store.log.slice(head).map((record) => this.city.codec.decode(record)),
      );
      const after = this.city.head;
      expect({ name, grew: after > head }).toEqual({ name, grew: true });
      expect(await this.city.execute(again)).toMatchObject({ id: receipt.id, edition: receipt.edition });
      expect({ name, head: this.city.head }).toEqual({ name, head: after });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      keepsWhatActionsSay(said, command, error.code);
      const definition = definitionOf(command.constructor as Class);
      const declared = { ...definition.refuses, ...definition.taken };
      const generic = /^(access\.not-permitted|resource\.(not-found|exists)|value\.taken)$/.test(error.code);
      expect({ name, code: error.code, declared: generic || error.code in declared }).toEqual({ name, code: error.code, declared: true });
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
      expect({ name, code: error.code, written: this.written(head) }).toEqual({ name, code: error.code, written: [] });
      return false;
    }
  }
  /**
   * Types of events written since `head`. A refused command may still reserve and release values.
   */
  private written(head: number): string[] {
    return this.city.store.log.slice(head).flatMap(({ stream, type }) => (stream.startsWith('claim') ? [] : [type]));
  }

  private async look(): Promise<void> {
    const fresh = this.city.store.log.slice(this.seen).map((record) => this.city.codec.decode(record));
    this.seen = this.city.head;
    for (const event of fresh) this.all.note(event);
    await this.watch(fresh);
  }

  private async scene(caseId: string, dice: Dice, command: Class): Promise<Scene> {
    const { state } = await this.city.streams.folded(cases, caseId);
    const subjects = state.status === 'absent' ? [] : [...new Set([...state.allegations.values()].map(({ subject }) => subject))];
    const found = await Promise.all(
      subjects.map(async (subject) => {
        const id = proceedingId(caseId, subject);
        return [id, (await this.city.streams.folded(proceedings, id)).state] as const;
      }),
    );
    return { caseId, state, proceedings: found.filter(([, { status }]) => status !== 'absent'), dice, command };
  }

  private async found(step: Exclude<Step, { kind: 'pass' | 'aside' | 'press' }>): Promise<Found | undefined> {
    const dice = new Dice(step.pick);
    if (step.kind === 'life') return this.lives(dice);
    const [first] = this.reports;
    if (!first || dice.once(150)) return this.reported(dice);
    // Mostly one of the latest reports' cases or the first case, so that cases get far.
    const caseId = caseIdOf(
      dice.roll(3) ? (this.reports.at(-1 - dice.roll(Math.min(2, this.reports.length))) ?? first) : (dice.of(this.reports) ?? first),
    );
    if (step.kind === 'any') {
      if (step.what === 'ReceiveReport') return this.reported(dice);
      const command = commands.get(step.what) as Class;
      return this.by(await this.scene(caseId, dice, command), {});
    }
    const scene = await this.scene(caseId, dice, Object);
    const follows = next(scene, this.city.today);
    if (follows === 'wait') {
      this.city.clock.pass(15 * day);
      return undefined;
    }
    return follows && this.by({ ...scene, command: commands.get(follows[0]) as Class }, follows[1], true);
  }

  private async lives(dice: Dice): Promise<Found | undefined> {
    const scenes = await Promise.all(this.caseIds.slice(-8).map((caseId) => this.scene(caseId, dice, Object)));
    const bent = dice.once(2) ? dice.of(scenes.flatMap(bends)) : undefined;
    if (bent) {
      const until = plusDays(this.city.today, 5 + dice.roll(20));
      const command = Object.assign(new AssignOffice(), { personId: bent.person, office: bent.office, acting: true, until });
      return [(await this.letIn(command, dice))[0] ?? systemCaller, command];
    }
    const subjects = scenes.flatMap(({ state }) => (state.status === 'absent' || state.status === 'closed' ? [] : [...subjectsOf(state)]));
    const command = await life(this.city, this.people, subjects, dice);
    return command && [(await this.letIn(command, dice))[0] ?? systemCaller, command];
  }
  /** The city's people who are admitted to a command, in random order. */
  private async letIn(command: object, dice: Dice): Promise<Caller[]> {
    const let_: { caller: Caller; at: number }[] = [];
    for (const caller of await this.callers()) if (await this.city.lets(caller, command)) let_.push({ caller, at: dice.roll(1000) });
    return let_.toSorted((a, b) => a.at - b.at).map(({ caller }) => caller);
  }
  private async callers(): Promise<Caller[]> {
    const all = await Promise.all([...this.people.values(), this.whistle, ...this.all.outsiders].map((id) => this.city.callerOf(id)));
    return all.filter((caller) => caller !== undefined);
  }

  /**
   * Gives a command that was carried out least so far, in any case and by any person. Tries a few
   * until one succeeds.
   */
  private async aside(dice: Dice): Promise<void> {
    for (const name of seldom(this.done, { dice }, 4)) if (await this.tried(name, dice, 4)) return;
  }
  /** Gives a command that a guard must stop, as everyone who is admitted. */
  private async press(dice: Dice): Promise<void> {
    await this.tried(dice.of(pressed) ?? '', dice, 8, pressing);
  }
  /** Tries a command on one case after another, the latest first. True once it succeeds. */
  private async tried(name: string, dice: Dice, callers: number, by?: typeof pressing): Promise<boolean> {
    const command = commands.get(name) as Class;
    let tried = 0;
    const latest = this.caseIds.toReversed().slice(0, 12);
    // Pressed commands start at a random case.
    const from = by ? dice.roll(Math.max(1, latest.length)) : 0;
    for (const caseId of [...latest.slice(from), ...latest.slice(0, from)]) {
      const scene = await this.scene(caseId, dice, command);
      const fields = await aptly(name, scene, this.all, this.city, by);
      if (!fields || tried >= 12) continue;
      const filled = Object.assign(tidied(this.filler.filled(command, scene), dice), fields);
      if (validateSync(filled, { forbidUnknownValues: false }).length > 0) continue;
      const some = isTimer(command) ? [systemCaller] : (await this.letIn(filled, dice)).slice(0, callers);
      for (const caller of some) {
        tried += 1;
        const commandId = derivedId('tried', String(this.steps), name, String(tried));
        if (await this.give(caller, Object.assign(new command(), filled), commandId)) return true;
      }
    }
    return false;
  }

  /** A command, mostly with a caller who may give it. */
  private async by(scene: Scene, differs: Fields, rightly = false): Promise<Found | undefined> {
    const { command: type, dice } = scene;
    const command = Object.assign(tidied(this.filler.filled(type, scene), dice), differs);
    if (validateSync(command, { forbidUnknownValues: false }).length > 0) return undefined;
    if (isTimer(type)) return [systemCaller, command];
    const { reportId } = command as { reportId?: string };
    if (type.name === 'ReportRetaliation' && reportId) {
      const { state } = await this.city.streams.folded(reports, reportId);
      const sender = state.status !== 'absent' && state.reporter ? await this.city.callerOf(state.reporter) : codeHolder(reportId);
      return sender && [sender, command];
    }
    const callers = await this.callers();
    const strangers = [publicCaller, ...this.reports.map(codeHolder)];
    if (!rightly && dice.once(5)) return [dice.of([...callers, ...strangers]) ?? publicCaller, command];
    const let_: Caller[] = [];
    for (const caller of [...callers, ...strangers]) if (await this.city.lets(caller, command)) let_.push(caller);
    // Of the admitted people, those who are no party are more likely to succeed.
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
    const accused = [...new Set(Array.from({ length: dice.roll(4) ? 1 : 2 }, () => this.all.person({ dice })))];
    const summary = 'Something is wrong.';
    const common = { summary, accused, channel: 'telephone' };
    const type = commands.get('ReceiveReport') as Class;
    const by = async (person: string, fields: Fields): Promise<Found | undefined> => {
      const caller = await this.city.callerOf(person);
      return caller && [caller, Object.assign(new type(), { ...common, ...fields })];
    };
    const hr = this.people.get('HR') ?? '';
    switch (dice.roll(5)) {
      case 0:
        return by(someone, { channel: 'web', from: 'self' });
      case 1:
        return by(this.whistle, { channel: 'web', from: 'self', confidential: true });
      case 2:
        return by(hr, { from: 'another', reporterPerson: this.whistle, reporterContact: this.all.plant('identity'), confidential: true });
      case 3:
        return by(hr, {
          from: 'another',
          reporterName: this.all.plant('identity'),
          reporterContact: this.all.plant('identity'),
          confidential: true,
        });
      default: {
        const open = commands.get('ReceivePublicReport') as Class;
        const named = { name: this.all.plant('identity'), contact: this.all.plant('identity') };
        return [publicCaller, Object.assign(new open(), { summary, confidential: true, ...named })];
      }
    }
  }
  /** A query with the ids that it asks for. */
  async query(type: Class, ids: Fields, dice: Dice): Promise<object> {
    const caseId = String(ids.caseId ?? this.caseIds[0] ?? stranger);
    return Object.assign(this.filler.filled(type, await this.scene(caseId, dice, type)), ids);
  }
}
