import { IsUUID } from 'class-validator';
import { admit, office } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import type { DataOf } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, type Page, PageQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { cases, decider, investigator } from '../cases/cases.public.js';
import { itsCase } from '../procedure/procedure.public.js';
import {
  type Basis,
  InterviewCancelled,
  InterviewCorrected,
  type Interviewee,
  InterviewHeld,
  InterviewPlanned,
  interviews,
  isWalledFromProsecutor,
  type PresentInterview,
} from './interview.js';

const interviewColumns = {
  caseId: text(),
  status: text<PresentInterview['status']>(),
  basis: text<Basis>(),
  on: text<Day>(),
};
export type InterviewRow = RowOf<typeof interviewColumns>;

/** One row for each interview. Only the interview itself has the interviewed person. */
export const interviewList = view({
  name: 'interview_list',
  version: 1,
  columns: interviewColumns,
  events: { InterviewPlanned, InterviewHeld, InterviewCancelled },
  fold: {
    InterviewPlanned: (_, { data: { caseId, basis, on } }) => ({ caseId, status: 'planned' as const, basis, on }),
    InterviewHeld: (row, { data }) => row && { ...row, status: 'held' as const, on: data.on },
    InterviewCancelled: (row) => row && { ...row, status: 'cancelled' as const },
  },
  listings: [{ by: ['caseId'], order: 'on' }],
});

export class InterviewSummary {
  id!: string;
  status!: PresentInterview['status'];
  basis!: Basis;
  /** The day of the interview, held or planned. */
  on!: Day;
  /** The interview was compelled: it goes neither to the police nor to a prosecutor. */
  walledFromProsecutor!: boolean;
}

export const readsInterviews = [investigator, decider, office('City Attorney')];

/** The interviews of a case, by their day. */
export class ListInterviews extends PageQuery<InterviewSummary> {
  @IsUUID() caseId!: string;
}

export const ListInterviewsHandler = streamQuery(ListInterviews, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: readsInterviews,
  views: [interviewList],
  async run({ caseId, limit, cursor }, _, reads): Promise<Page<InterviewSummary>> {
    const { items, next } = await reads.rows(interviewList).page({ where: { caseId }, order: 'on', limit, cursor });
    return {
      items: items.map(({ key, status, basis, on }) => ({
        id: key,
        status,
        basis,
        on,
        walledFromProsecutor: isWalledFromProsecutor({ basis }),
      })),
      next,
    };
  },
});

export class RepresentativeShown {
  decision!: 'granted' | 'refused';
  name!: string | null;
  reason!: string | null;
}

export class AddendumShown {
  at!: string;
  /** Person id. */
  @PersonRef() by!: string;
  text!: string;
}

/** An interview. If it was compelled, nothing of it goes to the police or a prosecutor. */
export class InterviewInFull {
  id!: string;
  caseId!: string;
  status!: PresentInterview['status'];
  as!: Interviewee;
  /** Person id; of a reporter, for the investigator alone. */
  @PersonRef() person!: string | null;
  /** Of a reporter for the investigator alone. */
  name!: string | null;
  basis!: Basis;
  on!: Day;
  place!: string | null;
  representative!: RepresentativeShown | null;
  warning!: string | null;
  present!: string | null;
  summary!: string | null;
  /** Id of the item of evidence. */
  recording!: string | null;
  /** Why a subject was heard before they were informed of an allegation. */
  untoldBecause!: string | null;
  addenda!: AddendumShown[];
  cancelledBecause!: string | null;
  walledFromProsecutor!: boolean;
  /** The marking on every copy of it; null where the interview was voluntary. */
  marking!: string | null;
}

/** The marking on every copy of a compelled statement. */
export const compelledMarking = 'Compelled statement: not for the police, a prosecutor, or any criminal proceeding.';

export class GetInterview extends AsOfQuery<InterviewInFull> {
  @IsUUID() caseId!: string;
  @IsUUID() interviewId!: string;
}

export const GetInterviewHandler = streamQuery(GetInterview, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: readsInterviews,
  refuses: platformRefusals('resource.not-found'),
  async run({ caseId, interviewId }, _, reads, refuse): Promise<InterviewInFull> {
    const matter = await reads.current.state(cases, caseId);
    const state = await reads.state(interviews, interviewId);
    if (state.status === 'absent' || state.caseId !== caseId) return refuse('resource.not-found');
    const knows = state.with.as !== 'reporter' || admit([investigator], reads.caller, matter) !== undefined;
    const history = await reads.history(streamName(interviews.name, interviewId));
    const held = state.status === 'held' ? state : null;
    return {
      id: interviewId,
      caseId,
      status: state.status,
      as: state.with.as,
      person: knows ? state.with.person : null,
      name: knows ? state.with.name : null,
      basis: state.basis,
      on: state.on,
      place: state.place,
      representative: state.representative && { ...state.representative },
      warning: held?.warning ?? null,
      present: held?.present ?? null,
      summary: held?.summary ?? null,
      recording: held?.recording ?? null,
      untoldBecause: held?.untoldBecause ?? null,
      addenda: history
        .filter(({ type }) => type === InterviewCorrected.type)
        .map(({ recordedAt, actor, data }) => ({
          at: recordedAt,
          by: actor.person,
          text: (data as DataOf<typeof InterviewCorrected>).addendum,
        })),
      cancelledBecause: state.status === 'cancelled' ? state.reason : null,
      walledFromProsecutor: isWalledFromProsecutor(state),
      marking: isWalledFromProsecutor(state) ? compelledMarking : null,
    };
  },
});
