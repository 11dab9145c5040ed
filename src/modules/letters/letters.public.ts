export { type IssuedLetter, letters } from './letter.js';
export { letterList } from './letter-list.view.js';
