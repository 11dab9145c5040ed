export { roleIn } from './report-roles.js';
