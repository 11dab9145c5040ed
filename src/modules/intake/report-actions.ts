import { IsUUID } from 'class-validator';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { reports } from '../reports/reports.public.js';

/** What the caller may do with a report. */
export class GetReportActions extends ActionsQuery {
  @IsUUID() reportId!: string;
}

export const GetReportActionsHandler = actionsQuery(GetReportActions, {
  stream: reports,
  of: ({ reportId }) => reportId,
  field: 'reportId',
  // Nobody learns that a report exists which is not theirs to see.
  reads: [],
});
