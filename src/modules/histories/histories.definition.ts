import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AddRebuttalHandler } from './add-rebuttal.js';
import { CorrectDisciplineHandler } from './correct-discipline.js';
import { CorrectPriorDisciplineHandler } from './correct-prior-discipline.js';
import { disciplineHistory } from './discipline-history.view.js';
import { EnterPriorDisciplineHandler } from './enter-prior-discipline.js';
import { ExpungeDisciplineHandler } from './expunge-discipline.js';
import { ExpungePriorDisciplineHandler } from './expunge-prior-discipline.js';
import { GetDisciplineHistoryHandler } from './get-discipline-history.js';
import { historyLookups } from './history-lookup.js';
import { historyLookupList, ListLookUpsHandler } from './history-lookup-list.view.js';
import { MovePriorDisciplineHandler } from './move-prior-discipline.js';
import { priors } from './prior-discipline.js';
import { RebutPriorDisciplineHandler } from './rebut-prior-discipline.js';
import { RecordLookUpHandler } from './record-history-lookup.js';
import { WithdrawPriorDisciplineHandler } from './withdraw-prior-discipline.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const historiesDefinition: ModuleDefinition = {
  name: 'histories',
  streams: [priors, historyLookups],
  commandHandlers: [
    ExpungeDisciplineHandler,
    CorrectDisciplineHandler,
    AddRebuttalHandler,
    EnterPriorDisciplineHandler,
    CorrectPriorDisciplineHandler,
    MovePriorDisciplineHandler,
    WithdrawPriorDisciplineHandler,
    ExpungePriorDisciplineHandler,
    RebutPriorDisciplineHandler,
    RecordLookUpHandler,
  ],
  queryHandlers: [GetDisciplineHistoryHandler, ListLookUpsHandler],
  views: [disciplineHistory, historyLookupList],
  processes: [],
  routes: () => import('./histories.routes.js'),
  clauses: {
    'VIO-3': { monitors: [GetDisciplineHistoryHandler] },
  },
};
