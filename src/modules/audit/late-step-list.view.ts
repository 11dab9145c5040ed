import { IsIn, IsOptional } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { CaseEscalated, caseIdOf, cases, InterimReviewFellDue } from '../cases/cases.public.js';
import { GrievanceCopyOverdue, ResponseLapsed } from '../proceedings/proceedings.public.js';
import { CheckInOverdue } from '../reports/reports.public.js';

/**
 * Kinds of steps that were not taken in time. A subject may omit a `response`; the others are
 * duties.
 */
export const lateKinds = ['step', 'interim-review', 'grievance-copy', 'check-in', 'response'] as const;
export type LateKind = (typeof lateKinds)[number];

const lateStepColumns = {
  kind: text<LateKind>(),
  /** For a check-in, the case that its report opened. */
  caseId: text(),
  /** `kind-id` of the case, proceeding or report. */
  stream: text(),
  /** An instant; for a response, its last day. */
  wasDue: text(),
  at: text(),
};
export type LateStepRow = RowOf<typeof lateStepColumns>;
const byEvent = ({ id }: { readonly id: string }): string[] => [id];
const late = (kind: LateKind, caseId: string, wasDue: string, { stream, recordedAt }: StoredEvent): LateStepRow => ({
  kind,
  caseId,
  stream,
  wasDue,
  at: recordedAt,
});

/** One row for each step that was not taken in time. */
export const lateStepList = view({
  name: 'late_step_list',
  version: 1,
  columns: lateStepColumns,
  events: { CaseEscalated, InterimReviewFellDue, GrievanceCopyOverdue, CheckInOverdue, ResponseLapsed },
  keys: {
    CaseEscalated: byEvent,
    InterimReviewFellDue: byEvent,
    GrievanceCopyOverdue: byEvent,
    CheckInOverdue: byEvent,
    ResponseLapsed: byEvent,
  },
  fold: {
    CaseEscalated: (_, event) => late('step', streamParts(event.stream).id, event.data.wasDueAt, event),
    InterimReviewFellDue: (_, event) => late('interim-review', streamParts(event.stream).id, event.data.wasDueAt, event),
    GrievanceCopyOverdue: (_, event) => late('grievance-copy', event.data.caseId, event.data.wasDueAt, event),
    CheckInOverdue: (_, event) => late('check-in', caseIdOf(streamParts(event.stream).id), event.data.wasDueAt, event),
    ResponseLapsed: (_, event) => late('response', event.data.caseId, event.data.respondBy, event),
  },
  listings: [
    { by: [], order: 'at' },
    { by: ['kind'], order: 'at' },
  ],
});

/** A step that was not taken in time. */
export class LateStep {
  /** Id of the event that recorded it. */
  eventId!: string;
  kind!: LateKind;
  caseId!: string;
  /** Stream of the step: `case-`, `proceeding-` or `report-` and an id. */
  stream!: string;
  /** ISO 8601; for a response, its last day. */
  wasDue!: string;
  /** When the delay was recorded, ISO 8601. */
  at!: string;
}

/** Steps that were not taken in time, the latest first. */
export class ListLateSteps extends PageQuery<LateStep> {
  @IsOptional() @IsIn(lateKinds) kind?: LateKind;
}

export const ListLateStepsHandler = listQuery<ListLateSteps, Page<LateStep>>(ListLateSteps, {
  may: [office('Auditor'), office('HR')],
  views: [lateStepList],
  async run({ kind, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const { items, next } = await reads.rows(lateStepList).page({
      where: kind ? { kind } : {},
      order: 'at',
      direction: 'DESC',
      limit,
      cursor,
      except: ({ caseId, stream }) => hidden.has(streamName(cases.name, caseId)) || hidden.has(stream),
    });
    return {
      items: items.map(({ key, kind, caseId, stream, wasDue, at }) => ({ eventId: key, kind, caseId, stream, wasDue, at })),
      next,
    };
  },
});
