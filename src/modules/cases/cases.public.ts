export { ViewWalls } from './case-wall.view.js';
export { EvidenceReceived, evidences, recordOfCase } from './evidence.js';
