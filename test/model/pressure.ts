import { inHand, subjectsOf } from '../../src/modules/cases/case.js';
import { priors } from '../../src/modules/histories/prior-discipline.js';
import { courseOf, proceedings } from '../../src/modules/proceedings/proceeding.js';
import { reports } from '../../src/modules/reports/report.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import type { Dice } from './dice.js';
import { type Apt, type Aside, where } from './incidental-commands.js';
import type { Fields, Scene } from './scene.js';

const reason = 'It weighs more.';
const heavy = ['suspension', 'demotion', 'discharge', 'loss-of-access', 'written-warning'] as const;

/** Earlier discipline of the subject, or of anyone, whether it counts or not. */
async function earlier({ all, town, dice }: Aside, subject: string): Promise<Fields> {
  const imposed = town.store.log.flatMap(({ type, stream }) =>
    type === 'DisciplineImposed' ? [stream.slice(stream.indexOf('-') + 1)] : [],
  );
  const ids = [...new Set([...imposed, ...all.ids('entryId')])];
  const whose = await Promise.all(
    ids.map(async (id) => {
      const { state } = await town.streams.folded(proceedings, id);
      const entry = (await town.streams.folded(priors, id)).state;
      if (state.status === 'absent') return { person: entry.status === 'absent' ? '' : entry.person, stands: true };
      return { person: state.subject, stands: state.status === 'final' };
    }),
  );
  const own = ids.filter((_, i) => whose[i]?.person === subject);
  const open = ids.filter((_, i) => whose[i]?.person === subject && !whose[i]?.stands);
  const one = dice.of(open.length > 0 && dice.once(2) ? open : dice.roll(3) ? own : ids);
  return { considers: one ? [one] : [] };
}

/** Council's act where Council decides, and seldom the other way round. */
const act = (decides: string | null, { town, dice }: Pick<Aside, 'town' | 'dice'>): Fields => ({
  act:
    (decides === 'Council') !== dice.once(9)
      ? { meetingOn: plusDays(town.today, dice.once(6) ? 2 : -dice.roll(2)), motion: 'M-2' }
      : undefined,
});
const now = { effectiveOn: undefined, comparablesReason: undefined };
/** A reason for what is seldom the ladder's next rung. */
const weighs = (dice: Dice, rung: string | undefined): Fields => ({
  departureReason: (rung === 'oral-warning') === dice.once(5) ? reason : undefined,
});
const lately = ({ town, dice }: Pick<Aside, 'town' | 'dice'>): string => plusDays(town.today, 1 - dice.roll(4));

/** Of several that something could be tried on, one in turn; so that one matter alone does not take it all. */
const somewhere =
  (apt: Apt): Apt =>
  (aside) => {
    const by = aside.dice.roll(Math.max(1, aside.proceedings.length));
    return apt({ ...aside, proceedings: [...aside.proceedings.slice(by), ...aside.proceedings.slice(0, by)] });
  };

const answers = ['writing', 'meeting', 'waiver'] as const;
const response = ({ dice }: Pick<Aside, 'dice'>): Fields => {
  const kind = dice.of(answers);
  return { kind, statement: kind === 'waiver' ? undefined : 'Less.' };
};
/** Someone with a part in the case, or who decided in it. */
async function involved({ state, all, dice, town }: Aside): Promise<string> {
  const senders = await Promise.all(state.reports.map(async (id) => (await town.streams.folded(reports, id)).state));
  const of = [
    ...senders.flatMap((one) => (one.status !== 'absent' && one.reporter ? [one.reporter] : [])),
    ...state.witnesses,
    ...state.conflicts.keys(),
    ...subjectsOf(state),
  ];
  // Whoever reports in confidence does nothing else, and is named by nobody.
  const known = new Set([...all.people.values(), ...all.outsiders]);
  return (dice.roll(3) ? dice.of(of.filter((person) => known.has(person))) : undefined) ?? all.person({ dice });
}

/** What only due process, the right person or the right day allow, tried where that is in question, by everyone who is let in. */
export const pressing: Readonly<Record<string, Apt>> = {
  DecideDiscipline: async (aside) => {
    const { dice, town } = aside;
    const responded = ['responded', 'waived', 'lapsed'] as const;
    const statuses = dice.of([['sustained'], ['proposed', 'noticed'], responded, responded, ['imposed', 'final']] as const) ?? [];
    let subject = '';
    let proposed = 'oral-warning';
    const found = await where([...statuses], (one) => {
      subject = one.subject;
      if ('proposal' in one) proposed = one.proposal.rung.id;
      return { rung: 'proposal' in one ? one.proposal.rung.id : 'oral-warning', ...act(one.decides, aside) };
    })(aside);
    if (!found) return undefined;
    const given = { ...found, ...now, decision: 'impose', considers: undefined, departureReason: undefined };
    const other = dice.once(3) ? 'loss-of-access' : dice.of(heavy);
    const light = dice.of(['coaching', 'oral-warning', 'written-warning']);
    // As proposed, but for one thing.
    switch (dice.roll(6)) {
      case 0:
      case 1:
        return { ...given, rung: other, ...weighs(dice, other) };
      case 2:
        return { ...given, ...(await earlier(aside, subject)), ...weighs(dice, proposed) };
      case 3:
        return { ...given, effectiveOn: lately(aside) };
      case 4:
        return { ...given, rung: light, ...weighs(dice, light), comparablesReason: dice.once(4) ? reason : undefined };
      default:
        return { ...given, effectiveOn: dice.once(3) ? town.today : undefined };
    }
  },
  ProposeDiscipline: async (aside) => {
    const { dice } = aside;
    let subject = '';
    const found = await where(['sustained', 'proposed', 'noticed', 'responded', 'lapsed'], (one) => {
      subject = one.subject;
      return dice.once(2) && one.status !== 'sustained' ? undefined : act(one.decides, aside);
    })(aside);
    const rung = dice.of([...heavy, 'oral-warning', 'oral-warning']);
    const counted = dice.once(2) ? await earlier(aside, subject) : { considers: undefined };
    return found && { ...found, ...counted, ...weighs(dice, rung), rung };
  },
  RecordLegalReview: where(['proposed', 'noticed', 'responded'], (_, { dice }) => ({
    opinion: dice.once(3) ? 'insufficient' : 'sufficient',
  })),
  ServeNotice: where(['proposed', 'noticed', 'responded'], ({ status }, aside) => ({
    on: plusDays(aside.town.today, 1 - aside.dice.roll(5)),
    newGrounds: (status === 'proposed') === aside.dice.once(6) ? 'Another post.' : undefined,
    meetingOn: aside.dice.once(4) ? lately(aside) : undefined,
    respondBy: aside.dice.once(4) ? plusDays(aside.town.today, aside.dice.roll(12)) : undefined,
  })),
  RecordResponse: where(['noticed', 'informed'], (_, aside) => ({ ...response(aside), on: lately(aside) })),
  InformSubject: where(['named', 'informed'], (_, aside) => ({ on: lately(aside) })),
  FileGrievance: where(['imposed', 'final', 'grieved'], () => ({})),
  AdvanceGrievance: where(['grieved', 'grievance-answered'], () => ({})),
  WithdrawGrievance: where(['grieved', 'grievance-answered'], (_, { dice }) => (dice.once(4) ? {} : undefined)),
  DecideGrievance: where(['grieved'], ({ grievance: { step, officer } }, aside) => ({
    outcome: aside.dice.of(['denied', 'denied', 'denied', 'modified', 'granted']),
    rung: undefined,
    withdrawn: undefined,
    heardBy: (step.hears === null && !officer) !== aside.dice.once(9) ? 'The board.' : undefined,
    ...act(step.hears, aside),
  })),
  AppointHearingOfficer: where(['grieved'], ({ grievance }, { all, town, dice, state }) =>
    grievance.step.hears === null
      ? {
          officer: dice.of(dice.once(3) ? [...state.worked] : all.outsiders),
          from: plusDays(town.today, dice.roll(3)),
          to: plusDays(town.today, dice.roll(6)),
        }
      : undefined,
  ),
  SettleProceeding: where(['sustained', 'proposed', 'noticed', 'imposed', 'grieved'], (one, aside) => {
    const { dice } = aside;
    if (dice.roll(3)) return undefined;
    const decides = dice.once(3) ? dice.of(['Council', 'City Manager']) : one.decides;
    return {
      approvedBy: decides,
      rung: 'discipline' in one ? 'coaching' : undefined,
      withdrawn: undefined,
      ...act(decides ?? null, aside),
    };
  }),
  ReturnToInvestigation: where(['responded', 'waived', 'imposed'], ({ status }, { dice }) =>
    status === 'imposed' || dice.once(4) ? { because: 'new-evidence' } : undefined,
  ),
  RecordFinding: ({ state, dice }) => {
    const open = state.status === 'investigating' ? inHand(state).filter(([, { finding }]) => !finding || dice.once(5)) : [];
    const allegationId = dice.of(open)?.[0];
    const alone = dice.once(3);
    const outcome = dice.once(4) ? 'unfounded' : 'sustained';
    return allegationId
      ? {
          allegationId,
          outcome,
          reliesOnUndisclosedSourceAlone: alone,
          soleSourceReason: alone && outcome === 'sustained' && dice.once(2) ? reason : undefined,
        }
      : undefined;
  },
  FileReport: ({ state }) => (state.status === 'investigating' ? {} : undefined),
  ReviewReport: ({ state, dice }) => (state.status === 'reported' ? { opinion: dice.once(2) ? 'sufficient' : 'insufficient' } : undefined),
  IssueDetermination: ({ state, dice, town }) => {
    if (state.status !== 'reported') return undefined;
    const [open] = inHand(state);
    const outcome = open?.[1].finding?.outcome === 'sustained' ? 'unfounded' : 'sustained';
    const departures = open && dice.once(2) ? [{ allegationId: open[0], outcome, reasons: reason }] : undefined;
    const answered = (state.review?.opinion === 'insufficient') !== dice.once(6);
    return {
      departures,
      acknowledgementReason: dice.once(5) ? undefined : 'Trained.',
      reviewReason: answered ? reason : undefined,
      ...act(state.authority.decides, { town, dice }),
    };
  },
  FrameAllegation: async (aside) => {
    const { state, dice, town } = aside;
    if (state.status !== 'triage' && state.status !== 'investigating') return undefined;
    const deedFrom = plusDays(town.today, 1 - dice.roll(90));
    const deedTo = dice.once(2) ? plusDays(deedFrom, dice.roll(40)) : undefined;
    return { subject: await involved(aside), clause: 'STD-4', deedFrom, deedTo, deedUnknownBecause: undefined, siteId: undefined };
  },
  AmendAllegation: ({ state, dice, town }) => {
    const allegationId = state.status === 'investigating' ? dice.of(inHand(state))?.[0] : undefined;
    return allegationId
      ? { allegationId, deedFrom: plusDays(town.today, -dice.roll(90)), deedTo: undefined, deedUnknownBecause: undefined }
      : undefined;
  },
  NameWitness: async (aside) =>
    ['triage', 'investigating'].includes(aside.state.status) && aside.dice.once(3) ? { person: await involved(aside) } : undefined,
  AssignInvestigator: async (aside) => (aside.state.status === 'investigating' ? { investigator: await involved(aside) } : undefined),
  EngageInvestigator: ({ state, all, dice, town }) =>
    state.status === 'investigating'
      ? { investigator: dice.of(all.outsiders), from: plusDays(town.today, dice.roll(2)), to: plusDays(town.today, dice.roll(4) - 1) }
      : undefined,
  ReduceDiscipline: where(['imposed', 'final', 'grieved', 'reversed'], ({ decides, status }, aside) =>
    status === 'grieved' || aside.dice.once(3)
      ? { rung: aside.dice.of(['coaching', 'oral-warning', 'discharge']), ...act(decides, aside) }
      : undefined,
  ),
  CorrectDiscipline: where(['imposed', 'final', 'grieved'], ({ openedOn }, { dice }) =>
    dice.once(4) ? { effectiveOn: plusDays(openedOn, 1 - dice.roll(4)), charges: undefined } : undefined,
  ),
  ExpungeDiscipline: where(['final', 'reversed', 'imposed'], (_, aside) => (aside.dice.once(4) ? { orderedOn: lately(aside) } : undefined)),
  PlaceHold: ({ dice, state }) => (dice.once(3) && state.status !== 'triage' ? {} : undefined),
  LiftHold: ({ state, dice }) => {
    const holdId = dice.once(4) ? dice.of([...state.measures.holds.keys()]) : undefined;
    return holdId ? { holdId } : undefined;
  },
  ReportRetaliation: ({ state, dice }) => ({
    ...(dice.once(2) ? { reportId: state.reports[0], caseId: undefined } : { reportId: undefined }),
    accused: [],
    about: dice.once(2) ? ['Director'] : undefined,
  }),
  EnterPriorDiscipline: ({ all, town, dice }) =>
    dice.once(3)
      ? {
          personId: dice.of([all.people.get('HR'), all.people.get('Director')]),
          track: 'permanent',
          rung: 'oral-warning',
          imposedOn: plusDays(town.today, 1 - dice.roll(3)),
        }
      : undefined,
  AnnounceDisclosure: ({ state, all, town, dice }) =>
    dice.once(3)
      ? {
          reportId: dice.of(state.reports),
          how: 'telephone',
          toldOn: plusDays(town.today, 1 - dice.roll(9)),
          person: dice.once(2) ? all.people.get('HR') : undefined,
        }
      : undefined,
  DiscloseReporter: async ({ state, town, dice }) => {
    for (const reportId of state.reports) {
      const report = (await town.streams.folded(reports, reportId)).state;
      const open = report.status === 'absent' ? [] : [...report.disclosures].filter(([, { disclosed }]) => !disclosed);
      const disclosureId = dice.of(open)?.[0];
      if (disclosureId) return { reportId, disclosureId };
    }
    return undefined;
  },
  HoldProceeding: where(['informed', 'noticed', 'imposed', 'grieved'], (_, { dice }) => (dice.once(3) ? {} : undefined)),
  ResumeProceeding: where(['held', 'separated'], () => ({})),
  SuspendCase: ({ dice }) => (dice.once(4) ? {} : undefined),
  ReopenCase: ({ state, town, dice }) =>
    state.status === 'closed' && dice.once(4) ? { setAside: undefined, ...act(state.authority.decides, { town, dice }) } : undefined,
  LapseResponse: where(['noticed', 'held'], () => ({})),
  EscalateCase: () => ({}),
  CloseCase: ({ state }) => (state.status === 'determined' || state.status === 'informal' ? {} : undefined),
  MakeFinal: where(['imposed', 'grieved', 'held'], () => ({})),
  ExhaustGrievance: where(['grieved', 'grievance-answered'], () => ({})),
};
for (const [name, apt] of Object.entries(pressing)) Object.assign(pressing, { [name]: somewhere(apt) });

/** What is pressed for most: it comes last in a matter, or it is what most guards are about. */
export const pressed: readonly string[] = [
  ...Object.keys(pressing),
  ...[
    'DecideDiscipline',
    'DecideDiscipline',
    'DecideDiscipline',
    'DecideDiscipline',
    'DecideDiscipline',
    'ServeNotice',
    'RecordLegalReview',
    'ProposeDiscipline',
  ],
  ...['FileGrievance', 'DecideGrievance', 'DecideGrievance', 'AdvanceGrievance'],
  ...['RecordFinding', 'AssignInvestigator', 'IssueDetermination', 'FrameAllegation'],
];

/** An office by which somebody would come to hear, or to judge, what they must not: who decided hears, who is judged stands above. */
export function bends({ proceedings: all }: Pick<Scene, 'proceedings'>): { person: string; office: string }[] {
  return all.flatMap(([, state]) => {
    const course = state.status === 'absent' ? undefined : courseOf(state);
    if (!course) return [];
    const above = { person: course.subject, office: 'City Manager' };
    if (!('discipline' in course)) return 'sustained' in course ? [above] : [];
    if (!('grievance' in course)) return course.status === 'imposed' ? [{ person: course.discipline.decidedBy, office: 'HR' }] : [];
    const { step, heard } = course.grievance;
    if (course.status === 'grievance-answered') return heard.map((person) => ({ person, office: 'City Manager' }));
    const office = step.hears;
    if (office !== 'HR' && office !== 'City Manager') return [];
    const hearing = [course.discipline.decidedBy, ...heard].map((person) => ({ person, office }));
    return [above, ...hearing, ...hearing];
  });
}
