export { cases } from './case.js';
export { ViewWalls } from './case-wall.view.js';
export { evidences, fileOf } from './evidence.js';
export { interviews } from './interview.js';
export { proceedings } from './proceeding.js';
export { reports } from './report.js';
