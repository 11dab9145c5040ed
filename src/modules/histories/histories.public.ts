export { chargesOf, disciplineHistory } from './discipline-history.view.js';
export { HistoryLookedUp, historyLookups } from './history-lookup.js';
export { type PriorState, priors } from './prior-discipline.js';
export { withEarlierShown } from './visible-prior-discipline.js';
