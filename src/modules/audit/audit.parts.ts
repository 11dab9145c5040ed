import type { Parts } from '../../platform/parts.js';
import { GetVisibilityHandler } from './get-visibility.js';
import { ListEventsHandler } from './list-events.js';
import { ListLookUpsHandler, lookUpList } from '../histories/history-lookup-list.view.js';
import { lookUps } from '../histories/history-lookup.js';
import { RecordLookUpHandler } from '../histories/record-history-lookup.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const auditParts: Parts = {
  name: 'audit',
  streams: [lookUps],
  slices: [RecordLookUpHandler],
  reads: [ListEventsHandler, ListLookUpsHandler, GetVisibilityHandler],
  views: [lookUpList],
  processes: [],
};
