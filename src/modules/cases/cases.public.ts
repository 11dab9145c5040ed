export { ViewWalls } from './case-wall.view.js';
