import { IsUUID } from 'class-validator';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { GetPersonHandler } from './get-person.js';
import { people } from './person.js';

/** What the caller may do with a person. */
export class GetPersonActions extends ActionsQuery {
  @IsUUID() personId!: string;
}

export const GetPersonActionsHandler = actionsQuery(GetPersonActions, {
  stream: people,
  of: ({ personId }) => personId,
  field: 'personId',
  reads: GetPersonHandler.may,
});
