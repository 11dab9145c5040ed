import { PriorDisciplineEntered, PriorDisciplineWithdrawn } from '../../../src/modules/histories/prior-discipline.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { today } from '../given.js';
import { id, sam, written } from './proceedings.js';

export const paper = {
  track: 'permanent' as const,
  rung: written,
  imposedOn: '2024-11-05',
  countsUntil: '2026-11-05',
  rule: 'Handbook 12.3',
  reasons: seal('A post.'),
  source: seal('Cabinet 4, folder 17'),
};
export const entered = PriorDisciplineEntered({ person: sam, on: today, paper });
export const entryId = id('entry');
export const gone = PriorDisciplineWithdrawn({ on: today, reasons: seal('Twice.') });
