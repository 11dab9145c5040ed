import { IsUUID } from 'class-validator';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { GetProceedingHandler } from './get-proceeding.js';

/** What the caller may do with a proceeding. */
export class GetProceedingActions extends ActionsQuery {
  @IsUUID() proceedingId!: string;
}

export const GetProceedingActionsHandler = actionsQuery(GetProceedingActions, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  field: 'proceedingId',
  reads: GetProceedingHandler.may,
});
