export { auditRefusals } from './audit.refusals.js';
export { HistoryLookedUp, type LookUpState, lookUps, type Purpose, purposes } from './lookup.js';
export { RecordLookUp } from './record-look-up.js';
