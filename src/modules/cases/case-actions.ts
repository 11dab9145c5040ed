import { IsUUID } from 'class-validator';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { cases } from './case.js';
import { GetCaseHandler } from './get-case.js';

/** What the caller may do with a case. */
export class GetCaseActions extends ActionsQuery {
  @IsUUID() caseId!: string;
}

export const GetCaseActionsHandler = actionsQuery(GetCaseActions, {
  stream: cases,
  of: ({ caseId }) => caseId,
  field: 'caseId',
  reads: GetCaseHandler.may,
});
