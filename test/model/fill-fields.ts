import { getMetadataStorage } from 'class-validator';
import { inHand } from '../../src/modules/cases/case.js';
import { proceedingId } from '../../src/modules/proceedings/proceeding.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import { members } from '../kit/city.js';
import type { Things } from './catalogue.js';
import type { CityModel } from './city-model.js';
import type { Dice } from './dice.js';
import { type Field, type Scene, stranger } from './scene.js';

type Declared = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;
const metadata = new Map<unknown, Declared>();
/** What is declared of the fields of a command or query. */
function declaredOf(type: new () => object): Declared {
  const known = metadata.get(type) ?? getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  metadata.set(type, known);
  return known;
}

/** Fields that exclude one another, most of the time. */
export function tidied<C extends object>(command: C, dice: Dice): C {
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

/** Commands and queries with every field that they declare, more or less fitting. */
export class Filler {
  constructor(
    private readonly town: CityModel,
    private readonly all: Things,
  ) {}

  /** How a field is filled by its name; every other by what is declared of it. */
  private readonly byName: Readonly<Record<string, Field>> = {
    caseId: ({ caseId }) => caseId,
    other: ({ dice }) => dice.of(this.all.caseIds) ?? stranger,
    reportId: ({ state, dice }) => (state.status === 'absent' ? dice.of(this.all.reports) : dice.of(state.reports)) ?? stranger,
    proceedingId: ({ proceedings: all, caseId, dice }) => dice.of(all)?.[0] ?? proceedingId(caseId, this.all.person({ dice })),
    allegationId: ({ state, dice }) => (state.status === 'absent' ? undefined : dice.of([...state.allegations.keys()])) ?? stranger,
    setAside: ({ state, dice }) => (state.status === 'absent' ? [] : [...state.allegations.keys()].filter(() => dice.once(2))),
    considers: ({ dice }) => (dice.once(2) ? [] : [dice.of([...this.priorIds, ...this.over]) ?? stranger]),
    subject: (scene) =>
      scene.state.status !== 'absent' && scene.state.accused.length > 0 && scene.dice.roll(5)
        ? scene.dice.of(scene.state.accused)
        : this.all.person(scene),
    person: (scene) => this.all.person(scene),
    personId: (scene) => this.all.person(scene),
    investigator: ({ dice }) => (dice.once(4) ? dice.of(this.all.outsiders) : this.all.people.get(dice.of(members) ?? 'HR')),
    officer: ({ dice }) => (dice.once(4) ? this.all.people.get(dice.of(members) ?? 'HR') : dice.of(this.all.outsiders)),
    siteId: ({ dice }) => (dice.once(12) ? stranger : null),
    accused: (scene) => [this.all.person(scene)],
    by: (scene) => (scene.command.name === 'SupersedeEvidence' ? this.all.thing('evidenceId', scene) : this.all.person(scene)),
    recording: (scene) => this.all.thing('evidenceId', scene),
    evidenceId: (scene) => this.all.thing('evidenceId', scene),
    interviewId: (scene) => this.all.thing('interviewId', scene),
    entryId: (scene) => this.all.thing('entryId', scene),
    mitigationId: (scene) => this.all.thing('mitigationId', scene),
    holdId: (scene) => this.all.thing('holdId', scene),
    measureId: (scene) => this.all.thing('measureId', scene),
    checkInId: (scene) => this.all.thing('checkInId', { ...scene, caseId: String(this.byName.reportId?.(scene)) }),
    disclosureId: (scene) => this.all.thing('disclosureId', { ...scene, caseId: String(this.byName.reportId?.(scene)) }),
    clause: ({ dice }) => (dice.roll(7) ? 'STD-4' : (dice.of(['STD-1', 'STD-99', 'VIO-1']) ?? '')),
    rung: ({ dice }) => dice.of(['coaching', 'oral-warning', 'written-warning', 'suspension', 'demotion', 'discharge', 'reminder']),
    deedFrom: ({ dice }) => plusDays(this.town.today, -dice.roll(40)),
    act: () => ({ meetingOn: this.town.today, motion: 'M-1' }),
    text: () => this.all.plant('message'),
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
    return this.all.ids('entryId');
  }
  /** Proceedings whose discipline may count. */
  private get over(): string[] {
    return this.town.store.log.flatMap(({ type, stream }) => (type === 'DisciplineImposed' ? [stream.slice(stream.indexOf('-') + 1)] : []));
  }

  /** A command, or a query, with every field that it declares. */
  filled<C extends object>(type: new () => C, scene: Scene): C {
    const { dice } = scene;
    const filled = new type();
    const declared = declaredOf(type);
    const fields = new Set([
      ...declared.map(({ propertyName }) => propertyName),
      ...(type.name === 'AddEvidence' ? ['caseId', 'form', 'file'] : []),
    ]);
    for (const field of fields) {
      const of = declared.filter(({ propertyName }) => propertyName === field);
      const council = scene.state.status !== 'absent' && scene.state.authority.decides === 'Council';
      if (of.some(({ type }) => type === 'conditionalValidation') && (field === 'act' ? council === dice.once(12) : dice.once(2))) continue;
      const given = this.byName[field]?.({ ...scene, command: type });
      const value = given === undefined ? this.declaredValue(of, dice) : (given ?? undefined);
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
}
