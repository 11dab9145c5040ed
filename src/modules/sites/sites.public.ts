export { sites } from './site.js';
