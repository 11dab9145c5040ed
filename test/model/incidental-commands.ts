import { inHand, type PresentCase, subjectsOf } from '../../src/modules/cases/case.js';
import { inServiceOn, people } from '../../src/modules/directory/directory.public.js';
import { interviews } from '../../src/modules/evidence/interview.js';
import { priors } from '../../src/modules/histories/prior-discipline.js';
import { courseOf, isOver, type PresentProceeding } from '../../src/modules/proceedings/proceeding.js';
import { reports } from '../../src/modules/reports/report.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import type { Things } from './catalogue.js';
import type { CityModel } from './city-model.js';
import { commands, type Fields, isTimer, type Scene } from './scene.js';

export interface Aside extends Scene {
  readonly state: PresentCase;
  readonly all: Things;
  readonly town: CityModel;
}
/** What a command takes for something to come of it here, beside what fits anyway; undefined where nothing could. */
export type Apt = (aside: Aside) => Fields | undefined | Promise<Fields | undefined>;

type Proceeding<S extends PresentProceeding['status']> = Extract<PresentProceeding, { status: S }>;
export const where =
  <S extends PresentProceeding['status']>(
    statuses: readonly S[],
    fields: (found: Proceeding<S>, aside: Aside) => Fields | undefined,
  ): Apt =>
  (aside) => {
    for (const [proceedingId, one] of aside.proceedings)
      if (statuses.includes(one.status as S)) {
        const given = fields(one as Proceeding<S>, aside);
        if (given) return { proceedingId, ...given };
      }
    return undefined;
  };
const during =
  (statuses: readonly string[], fields: (aside: Aside) => Fields | undefined = () => ({})): Apt =>
  (aside) =>
    statuses.includes(aside.state.status) ? fields(aside) : undefined;

const openAllegation = ({ state, dice }: Aside): Fields | undefined => {
  const open = inHand(state).filter(([, { finding }]) => !finding);
  const allegationId = dice.of(open)?.[0];
  return allegationId ? { allegationId, deedUnknownBecause: undefined, deedTo: undefined, clause: 'STD-4' } : undefined;
};
const interview =
  (
    fits: (state: { status: string; representative?: unknown; basis?: string }) => boolean,
    fields: (aside: Aside, state: never) => Fields,
  ): Apt =>
  async (aside) => {
    for (const interviewId of aside.all.of('interviewId', aside.caseId)) {
      const { state } = await aside.town.streams.folded(interviews, interviewId);
      if (state.status !== 'absent' && fits(state)) return { interviewId, ...fields(aside, state as never) };
    }
    return undefined;
  };
const paper: Apt = async ({ all, town, dice }) => {
  for (const entryId of all.ids('entryId')) {
    const { state } = await town.streams.folded(priors, entryId);
    if (state.status === 'recorded' && dice.roll(2)) return { entryId, personId: state.person, ...onPaper(town, dice.roll(700)) };
  }
  return undefined;
};
const onPaper = (town: CityModel, ago: number): Fields => ({
  track: 'permanent',
  rung: 'oral-warning',
  imposedOn: plusDays(town.today, -1 - ago),
});
const report =
  (fields: (state: Exclude<Awaited<ReturnType<typeof reportIn>>, undefined>, aside: Aside) => Fields | undefined): Apt =>
  async (aside) => {
    for (const reportId of aside.state.reports) {
      const state = await reportIn(aside, reportId);
      const given = state && fields(state, aside);
      if (given) return { reportId, ...given };
    }
    return undefined;
  };
async function reportIn({ town }: Aside, reportId: string) {
  const { state } = await town.streams.folded(reports, reportId);
  return state.status === 'absent' ? undefined : state;
}
const first = <T>(of: ReadonlyMap<string, T>, fits: (one: T) => boolean): string | undefined => [...of].find(([, one]) => fits(one))?.[0];
const lighter = { rung: 'coaching' };
const decided = ['imposed', 'final'] as const;

const apt: Readonly<Record<string, Apt>> = {
  ReviewReport: during(['reported']),
  AmendAllegation: during(['triage', 'investigating'], openAllegation),
  WithdrawAllegation: during(['triage', 'investigating'], openAllegation),
  EngageInvestigator: during(['investigating'], ({ all, dice }) => ({ investigator: dice.of(all.outsiders) })),
  ReleaseInvestigator: during(['investigating'], ({ state }) => ('investigator' in state && state.investigator ? {} : undefined)),
  PlanInterview: during(['investigating', 'reported'], ({ state, all, dice }) => {
    const subject = dice.once(3) && dice.of([...subjectsOf(state)]);
    if (subject) return { as: 'subject', person: subject, name: undefined };
    const person = dice.once(3) ? undefined : all.person({ dice });
    return { as: 'witness', person, name: person ? undefined : 'Ann Other' };
  }),
  DecideRepresentative: interview(
    ({ status, representative }) => status === 'planned' && !representative,
    () => ({}),
  ),
  HoldInterview: interview(
    ({ status }) => status === 'planned',
    ({ town, dice }, { representative }: { representative: unknown }) => ({
      on: town.today,
      warning: 'As the law says.',
      representativeAsked: representative !== null,
      recording: undefined,
      untoldBecause: dice.once(2) ? undefined : 'They ask for it.',
    }),
  ),
  CorrectInterview: interview(
    ({ status }) => status === 'held',
    () => ({}),
  ),
  CancelInterview: interview(
    ({ status }) => status === 'planned',
    () => ({}),
  ),
  SupersedeEvidence: ({ all, caseId, dice }) => {
    const own = all.of('evidenceId', caseId);
    return own.length > 1 ? { evidenceId: own[dice.roll(own.length - 1)], by: own.at(-1) } : undefined;
  },
  DiscloseEvidence: where(['informed', 'sustained', 'proposed', 'noticed', 'imposed', 'grieved'], (_, { all, caseId, dice }) => {
    const evidenceId = dice.of(all.of('evidenceId', caseId));
    return evidenceId ? { evidenceId, withheld: undefined, withheldBecause: undefined } : undefined;
  }),
  RecordDisclosedLook: ({ all, proceedings, dice }) => {
    for (const [proceedingId] of proceedings) {
      const evidenceId = dice.of(all.of('disclosed', proceedingId));
      if (evidenceId) return { proceedingId, evidenceId, how: 'viewed' };
    }
    return undefined;
  },
  CompleteMitigation: ({ state }) => {
    const mitigationId = first(state.measures.mitigation, ({ done }) => !done);
    return mitigationId ? { mitigationId, on: undefined } : undefined;
  },
  RecordReferralResult: ({ state, town }) => {
    const referralId = first(state.measures.referrals, () => true);
    return referralId ? { referralId, on: town.today } : undefined;
  },
  LiftHold: ({ state }) => {
    const holdId = first(state.measures.holds, ({ lifted }) => !lifted);
    return holdId ? { holdId } : undefined;
  },
  OrderInterimMeasure: during(['triage', 'investigating', 'reported', 'abeyance', 'determined'], ({ state, dice, town }) => {
    const subject = dice.of([...subjectsOf(state)]);
    return subject ? { subject, reviewBy: plusDays(town.today, 1 + dice.roll(20)) } : undefined;
  }),
  ReviewInterimMeasure: ({ state, dice, town }) => {
    const measureId = first(state.measures.interim, ({ ended }) => !ended);
    const goesOn = dice.once(2);
    const reviewBy = goesOn ? plusDays(town.today, 1 + dice.roll(20)) : undefined;
    return measureId ? { measureId, decision: goesOn ? 'continue' : 'end', reviewBy } : undefined;
  },
  SettleProceeding: where(['named', 'informed', 'sustained', 'proposed', 'imposed', 'grieved'], (one, { state, dice }) => {
    const imposed = 'discipline' in one;
    const decides = 'decides' in one ? one.decides : state.authority.decides;
    const withdrawn = imposed && dice.once(2);
    return { approvedBy: decides, rung: imposed && !withdrawn ? 'coaching' : undefined, withdrawn: withdrawn || undefined };
  }),
  RecordSeparation: async ({ proceedings, town }) => {
    for (const [proceedingId, one] of proceedings) {
      if (one.status === 'absent' || isOver(one) || 'discipline' in courseOf(one)) continue;
      const { state } = await town.streams.folded(people, one.subject);
      if (state.status !== 'absent' && !inServiceOn(state, town.today)) return { proceedingId };
    }
    return undefined;
  },
  ReturnToInvestigation: where(['responded', 'waived', 'lapsed', 'noticed', 'proposed'], () => ({})),
  ReduceDiscipline: where(decided, () => lighter),
  CorrectDiscipline: where(decided, ({ openedOn, discipline }) =>
    discipline.imposedOn === openedOn ? undefined : { effectiveOn: openedOn, charges: undefined },
  ),
  ExpungeDiscipline: where(['final', 'reversed', 'no-action'], (_, { town }) => ({ orderedOn: town.today })),
  AddRebuttal: where(['imposed', 'final'], () => ({})),
  WithdrawGrievance: where(['grieved', 'grievance-answered'], () => ({})),
  AdvanceGrievance: where(['grievance-answered'], () => ({})),
  AppointHearingOfficer: where(['grieved'], ({ grievance }, { all, dice, town }) =>
    grievance.step.hears === null
      ? { officer: dice.of(all.outsiders), from: town.today, to: plusDays(town.today, 1 + dice.roll(12)) }
      : undefined,
  ),
  ReleaseHearingOfficer: where(['grieved', 'grievance-answered'], ({ grievance }) => (grievance.officer ? {} : undefined)),
  GiveGrievanceCopy: where(['imposed', 'grieved', 'grievance-answered', 'final'], ({ discipline: { copy } }, { town }) =>
    copy && !copy.givenOn ? { on: town.today } : undefined,
  ),
  ReopenCase: during(['closed']),
  EnterPriorDiscipline: ({ all, town, dice }) => ({ personId: all.person({ dice }), ...onPaper(town, dice.roll(700)) }),
  CorrectPriorDiscipline: paper,
  MovePriorDiscipline: async (aside) => {
    const found = await paper(aside);
    return found && { ...found, to: aside.all.person(aside) };
  },
  WithdrawPriorDiscipline: paper,
  ExpungePriorDiscipline: async (aside) => {
    const found = await paper(aside);
    return found && { ...found, orderedOn: aside.town.today };
  },
  RebutPriorDiscipline: paper,
  ReferReport: during(['triage', 'investigating'], ({ state }) => ({ reportId: state.reports.at(-1) })),
  DeclineReport: during(['triage', 'investigating'], ({ state }) => ({ reportId: state.reports.at(-1) })),
  MoveReport: during(['triage', 'investigating'], ({ state, all, caseId, dice }) => ({
    reportId: state.reports.at(-1),
    caseId: dice.of(all.caseIds.filter((one) => one !== caseId)),
  })),
  AnnounceDisclosure: report(({ sender }, { all, dice, town }) =>
    sender.known === 'not'
      ? undefined
      : { how: 'telephone', toldOn: plusDays(town.today, -8), person: all.people.get(dice.once(2) ? 'HR' : 'IT Director') },
  ),
  DiscloseReporter: report(({ disclosures }, { town }) => {
    const disclosureId = first(disclosures, ({ disclosed, notBefore }) => !disclosed && notBefore <= town.now);
    return disclosureId ? { disclosureId } : undefined;
  }),
  RecordCheckIn: report(({ checkIns }, { town }) => {
    const checkInId = first(checkIns, ({ on }) => on === null);
    return checkInId ? { checkInId, on: town.today } : undefined;
  }),
};
/** Those that the course of a case brings about are not looked for. */
const usual = new Set(['ReceiveReport', 'ReceivePublicReport', 'FileReport', 'RecordFinding', 'IssueDetermination', 'DecideDiscipline']);
const rare = [...commands].filter(([name, command]) => !usual.has(name) && !isTimer(command)).map(([name]) => name);

/** Commands that were done least so far, in some order. */
export function seldom(done: ReadonlyMap<string, number>, { dice }: Pick<Scene, 'dice'>, count: number): string[] {
  const order = new Map(rare.map((name) => [name, (done.get(name) ?? 0) * 6 + dice.roll(12)]));
  return rare.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).slice(0, count);
}

/** The fields for a command that something can come of here; none where nobody knows; undefined where nothing can. */
export const aptly = async (name: string, scene: Scene, all: Things, town: CityModel, by = apt): Promise<Fields | undefined> =>
  scene.state.status === 'absent' ? undefined : by[name] ? await by[name]({ ...scene, state: scene.state, all, town }) : {};
