export { partIn } from './report-roles.js';
