export { ViewWalls } from './case-wall.view.js';
export { evidences, fileOf } from './evidence.js';
