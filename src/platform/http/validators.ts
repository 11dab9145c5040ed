/** The fields that requests are made of; declared beside commands, which use them without HTTP. */
export { IsDay, IsInstant, IsName, IsProse } from '../commands/fields.js';
