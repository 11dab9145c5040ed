export { CaseFileTaken, CaseSeen } from './case-access.js';
export type { CaseFile } from './case-file.js';
export { mayTakeFor } from './case-file-access.js';
export { type FileAudience, fileAudiences } from './case-file-audience.js';
export { CaseFileDesk } from './case-file-export.js';
export type { FileFormat } from './case-file-render.js';
export { GetCaseFile } from './get-case-file.js';
