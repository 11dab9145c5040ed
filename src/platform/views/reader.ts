export { Reader } from './read.js';
