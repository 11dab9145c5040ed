export { auditRefusals } from './lookup.refusals.js';
export { HistoryLookedUp, type LookUpState, lookUps, type Purpose, purposes } from './history-lookup.js';
export { RecordLookUp } from './record-history-lookup.js';
