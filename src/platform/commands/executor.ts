export { Executor } from './slice.js';
