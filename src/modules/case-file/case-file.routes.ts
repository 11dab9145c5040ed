import { CaseFileController } from './case-file.controller.js';
import { CaseFileDesk } from './case-file-export.js';

export const controllers = [CaseFileController];
export const providers = [CaseFileDesk];
