import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { audiencesOf } from '../../platform/access/audiences.js';
import { streamName } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { DepartmentRef, PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { type CaseState, callersStanding, caseOf, cases } from '../cases/cases.public.js';
import type { Track } from '../directory/directory.public.js';
import { withEarlierShown } from '../histories/histories.public.js';
import type { Act, Service } from '../procedure/procedure.public.js';
import { itsCase } from '../procedure/procedure.public.js';
import {
  courseOf,
  directorOf,
  disciplines,
  hearingOfficer,
  hears,
  knowsOf,
  type PresentProceeding,
  proceedings,
  subject,
} from '../proceedings/proceedings.public.js';
import { type CourseOfProceeding, courseIn } from './proceeding-details.js';
import { type Account, accountOf, type Wait } from './proceeding-disclosure.js';

/** An allegation as its subject is informed of it. */
export class AllegationInProceeding {
  id!: string;
  clause!: string;
  policyVersion!: string;
  /** First day of the deed; null where it is unknown. */
  deedFrom!: Day | null;
  deedTo!: Day | null;
  deedUnknownBecause!: string | null;
  facts!: string | null;
  /** Last day to answer it; null until the subject was informed. */
  answerBy!: Day | null;
  /** Null until it is decided. */
  sustained!: boolean | null;
}

/** The day on which the subject was informed, and the allegations. */
export class InformationGiven {
  on!: Day;
  service!: Service;
  allegationIds!: string[];
  answerBy!: Day;
}

/** The subject's answer to the allegations or to the notice of discipline. */
export class AnswerGiven {
  to!: 'allegations' | 'notice';
  kind!: 'writing' | 'meeting' | 'waiver';
  on!: Day;
  statement!: string | null;
}

export class ProposalShown {
  on!: Day;
  /** Id of the rung. */
  rung!: string;
  rungName!: string;
  /** Id of the ladder's own next rung. */
  nextRung!: string | null;
  considers!: string[];
  reasons!: string;
  departure!: string | null;
  /** Council's meeting and motion, where Council proposed. */
  meetingOn!: Day | null;
  motion!: string | null;
}

export class LegalReviewShown {
  opinion!: 'sufficient' | 'insufficient';
  note!: string;
}

export class NoticeShown {
  rung!: string;
  rungName!: string;
  considers!: string[];
  /** Summary of the evidence. */
  evidence!: string;
  service!: Service;
  on!: Day;
  /** The day of the response meeting. */
  meetingOn!: Day | null;
  respondBy!: Day;
}

export class DecisionShown {
  /** Null where no action was taken. */
  rung!: string | null;
  rungName!: string | null;
  reducedFrom!: string | null;
  considers!: string[];
  reasons!: string;
  departure!: string | null;
  meetingOn!: Day | null;
  motion!: string | null;
  effectiveOn!: Day | null;
  /** ISO 8601. */
  grievableUntil!: string | null;
  countsUntil!: Day | null;
  finalOn!: Day | null;
}

/** On whom the proceeding waits: an office, Council, the subject or the investigator. */
export class WaitShown {
  on!: string;
  for!: Wait['for'];
  until!: Day | null;
}

/** A subject's due process, limited to the fields that the caller may see. */
export class ProceedingInFull {
  id!: string;
  caseId!: string;
  /** What people call the case, for example `C26-WJ5914`. */
  caseRef!: string;
  /** Person id. */
  @PersonRef() subject!: string;
  status!: PresentProceeding['status'];
  openedOn!: Day;
  track!: Track | null;
  /** Id of the department. */
  @DepartmentRef() department!: string | null;
  allegations!: AllegationInProceeding[];
  information!: InformationGiven[];
  answers!: AnswerGiven[];
  proposal!: ProposalShown | null;
  /** Null to all but counsel, the deciding authority and the offices that keep the records. */
  review!: LegalReviewShown | null;
  notice!: NoticeShown | null;
  decision!: DecisionShown | null;
  course!: CourseOfProceeding;
  /** Null once nobody has to do anything. */
  waitsOn!: WaitShown | null;
}

/**
 * One subject's due process. The subject sees it from the day on which they were informed. They see
 * nothing of a proposal before its notice or the decision.
 */
export class GetProceeding extends AsOfQuery<ProceedingInFull> {
  @IsUUID() proceedingId!: string;
}

/** The offices that see expunged discipline, beside its subject. */
const keepsOrders: readonly string[] = ['HR', 'City Attorney', 'Auditor'];

const allegationsIn = (state: PresentProceeding, matter: CaseState, course = courseOf(state)): AllegationInProceeding[] =>
  state.allegations.map(({ allegationId, clause, policyVersion }) => {
    const framed = matter.status === 'absent' ? undefined : matter.allegations.get(allegationId);
    const days = framed && 'from' in framed.deed ? framed.deed : null;
    return {
      id: allegationId,
      clause,
      policyVersion,
      deedFrom: days?.from ?? null,
      deedTo: days?.to ?? null,
      deedUnknownBecause: framed && 'unknown' in framed.deed ? framed.deed.unknown : null,
      facts: framed?.facts ?? null,
      answerBy: state.informed.get(allegationId) ?? null,
      sustained: 'sustained' in course ? course.sustained.includes(allegationId) : course.status === 'not-sustained' ? false : null,
    };
  });

const actIn = (act: Act | null) => ({ meetingOn: act?.meetingOn ?? null, motion: act?.motion ?? null });

const proposalIn = ({ proposal }: Account): ProposalShown | null => {
  if (!proposal) return null;
  const { on, rung, nextRung, considers, reasons, departure, act } = proposal;
  return { on, rung: rung.id, rungName: rung.name, nextRung, considers, reasons, departure, ...actIn(act) };
};

const noticeIn = ({ notice }: Account): NoticeShown | null => {
  if (!notice) return null;
  const { rung, considers, evidence, service, on, meetingOn, respondBy } = notice;
  return { rung: rung.id, rungName: rung.name, considers, evidence, service, on, meetingOn, respondBy };
};

const none = {
  rung: null,
  rungName: null,
  reducedFrom: null,
  considers: [],
  departure: null,
  effectiveOn: null,
  grievableUntil: null,
  countsUntil: null,
};

const decisionIn = ({ decision, finalOn }: Account): DecisionShown | null => {
  if (!decision) return null;
  const { reasons, act } = decision;
  if (!('rung' in decision)) return { ...none, reasons, ...actIn(act), finalOn: null };
  const { rung, reducedFrom, considers, departure, effectiveOn, grievableUntil, countsUntil } = decision;
  return {
    rung: rung.id,
    rungName: rung.name,
    reducedFrom,
    considers,
    reasons,
    departure,
    ...actIn(act),
    effectiveOn,
    grievableUntil,
    countsUntil,
    finalOn: grievableUntil === null ? effectiveOn : finalOn,
  };
};

/** The grants to read the proposals and decisions about somebody else, with their reasons. */
export const readsDiscipline = [
  disciplines,
  hears,
  office('City Manager'),
  office('City Attorney'),
  office('City Clerk'),
  office('HR'),
  office('Auditor'),
  directorOf,
];

const officeReads = [...readsDiscipline, office('Communications Manager')];

export const GetProceedingHandler = streamQuery(GetProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  recordsAccessTo: (_, proceeding) => itsCase(proceeding),
  may: [subject, ...officeReads, hearingOfficer],
  impartial: { notNeeded: 'Offices that keep discipline read it whoever reported it; a hearing officer is refused below.' },
  refuses: platformRefusals('resource.not-found', 'access.not-permitted'),
  async run({ proceedingId }, { caseId, ...state }, reads, refuse): Promise<ProceedingInFull> {
    const { caller, office: acts } = reads;
    const own = state.subject === caller.person;
    // Another subject of the case is walled off from all of it.
    if (!own && cases.hiddenFrom?.(await reads.current.state(cases, caseId), caller.person)) return refuse('resource.not-found');

    const today = await reads.current.state(proceedings, proceedingId);
    if (today.status === 'absent') return refuse('resource.not-found');
    if (today.status === 'expunged' && !own && !keepsOrders.includes(acts)) return refuse('resource.not-found');
    const audiences = audiencesOf(proceedings, today, caller);
    const hearsIt = !own && audiences.includes('subject');
    if (hearsIt && (await callersStanding(today, reads.current)) !== 'uninvolved') return refuse('access.not-permitted');
    const history = await reads.history(streamName(proceedings.name, proceedingId));
    const events = await Promise.all(history.map((event) => withEarlierShown(event, reads)));
    const account = accountOf(events, audiences, (id) => knowsOf(today, id), reads.timeZone);
    if (account.state.status === 'absent') return refuse('resource.not-found');
    const matter = await caseOf(caseId, reads);
    return {
      id: proceedingId,
      caseId,
      caseRef: matter.ref,
      subject: state.subject,
      status: account.state.status,
      openedOn: state.openedOn,
      track: state.track,
      department: state.department,
      allegations: allegationsIn(account.state, matter),
      information: account.information,
      answers: account.answers,
      proposal: proposalIn(account),
      review: account.review,
      notice: noticeIn(account),
      decision: decisionIn(account),
      course: courseIn(account.events, account.state, reads.moment),
      waitsOn: account.waitsOn,
    };
  },
});
