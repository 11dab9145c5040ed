import type { Parts } from '../../platform/parts.js';
import { proceedings } from './proceeding.js';

/** What the module declares: the application, the views' thread and the generators read it without Nest. */
export const proceedingsDefinition: Parts = {
  name: 'proceedings',
  streams: [proceedings],
  slices: [],
  reads: [],
  views: [],
  processes: [],
};
