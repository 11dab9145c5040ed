import { inHand } from '../../src/modules/cases/case.js';
import { plusDays } from '../../src/platform/clock.js';
import { type Apt, where } from './asides.js';
import type { Fields } from './scene.js';

const reason = 'It weighs more.';
const heavy = ['suspension', 'demotion', 'discharge'] as const;

/** Earlier discipline of whoever it may be, whether it counts or not. */
const earlier: Apt = ({ all, town, dice }) => {
  const imposed = town.store.log.flatMap(({ type, stream }) =>
    type === 'DisciplineImposed' ? [stream.slice(stream.indexOf('-') + 1)] : [],
  );
  const one = dice.of([...imposed, ...all.ids('entryId')]);
  return dice.once(3) || !one ? { considers: dice.once(2) ? [] : undefined } : { considers: [one] };
};
const weighs = (dice: { once(n: number): boolean }): Fields => ({ departureReason: dice.once(4) ? undefined : reason });

/** What only due process, the right person or the right day allow, tried where that is in question, by everyone who is let in. */
export const pressing: Readonly<Record<string, Apt>> = {
  DecideDiscipline: async (aside) => {
    const found = await where(aside.dice.once(4) ? ['sustained'] : ['proposed', 'noticed', 'responded', 'waived', 'lapsed'], (one) => ({
      rung: 'proposal' in one && one.proposal.rung.id,
    }))(aside);
    const { dice } = aside;
    const rung = dice.once(2) ? dice.of(heavy) : found?.rung || 'written-warning';
    return found && { ...found, decision: 'impose', ...(await earlier(aside)), ...weighs(dice), rung, effectiveOn: undefined };
  },
  ProposeDiscipline: async (aside) => {
    const found = await where(['sustained', 'proposed', 'noticed', 'responded', 'lapsed'], () => ({}))(aside);
    return found && { ...found, ...(await earlier(aside)), ...weighs(aside.dice), rung: aside.dice.of([...heavy, 'written-warning']) };
  },
  ServeNotice: where(['proposed', 'noticed', 'responded'], (_, { town, dice }) => ({
    on: plusDays(town.today, -dice.roll(3)),
    newGrounds: dice.once(3) ? 'Another post.' : undefined,
    meetingOn: undefined,
    respondBy: undefined,
  })),
  DecideGrievance: where(['grieved'], ({ grievance: { step, officer } }, { town, dice }) => ({
    outcome: dice.of(['denied', 'modified', 'granted']),
    rung: undefined,
    withdrawn: undefined,
    heardBy: step.hears === null && !officer ? 'The board.' : undefined,
    act: step.hears === 'Council' ? { meetingOn: town.today, motion: 'M-2' } : undefined,
  })),
  AppointHearingOfficer: where(['grieved'], ({ grievance }, { all, town, dice }) =>
    grievance.step.hears === null
      ? { officer: dice.of(all.outsiders), from: town.today, to: plusDays(town.today, dice.roll(4)) }
      : undefined,
  ),
  RecordFinding: ({ state, dice }) => {
    const allegationId = state.status === 'investigating' ? dice.of(inHand(state))?.[0] : undefined;
    return allegationId
      ? { allegationId, outcome: 'sustained', reliesOnUndisclosedSourceAlone: false, soleSourceReason: undefined }
      : undefined;
  },
  IssueDetermination: ({ state, dice }) => {
    if (state.status !== 'reported') return undefined;
    const [open] = inHand(state);
    const outcome = open?.[1].finding?.outcome === 'sustained' ? 'unfounded' : 'sustained';
    const departures = open && dice.once(2) ? [{ allegationId: open[0], outcome, reasons: reason }] : undefined;
    const reviewReason = state.review?.opinion === 'insufficient' ? reason : undefined;
    return { departures, acknowledgementReason: 'Trained.', reviewReason };
  },
  AssignInvestigator: ({ state, all, dice }) => (state.status === 'investigating' ? { investigator: all.person({ dice }) } : undefined),
  EngageInvestigator: ({ state, all, dice, town }) =>
    state.status === 'investigating'
      ? { investigator: dice.of(all.outsiders), from: town.today, to: plusDays(town.today, dice.roll(4)) }
      : undefined,
  ReduceDiscipline: where(['imposed', 'final'], (_, { dice }) => ({ rung: dice.of(['coaching', 'oral-warning', 'discharge']) })),
  RecordResponse: where(['noticed'], (_, { town, dice }) => ({
    ...(dice.once(2) ? { kind: 'waiver', statement: undefined } : { kind: 'writing', statement: 'Less.' }),
    on: town.today,
  })),
  HoldProceeding: where(['informed', 'noticed', 'imposed', 'grieved'], () => ({})),
  SuspendCase: ({ dice }) => (dice.once(2) ? {} : undefined),
  LapseResponse: where(['noticed', 'held'], () => ({})),
  EscalateCase: () => ({}),
  MakeFinal: where(['imposed', 'grieved', 'held'], () => ({})),
};
