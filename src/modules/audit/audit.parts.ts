import type { Parts } from '../../platform/parts.js';
import { GetVisibilityHandler } from './get-visibility.js';
import { ListEventsHandler } from './list-events.js';
import { ListLookUpsHandler, lookUpList } from './look-up-list.view.js';
import { lookUps } from './lookup.js';
import { RecordLookUpHandler } from './record-look-up.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const auditParts: Parts = {
  name: 'audit',
  streams: [lookUps],
  slices: [RecordLookUpHandler],
  reads: [ListEventsHandler, ListLookUpsHandler, GetVisibilityHandler],
  views: [lookUpList],
  processes: [],
};
