import type { ModuleDefinition } from '../../platform/module-definition.js';
import { caseAccess } from './case-access.js';
import { GetCaseFileHandler } from './get-case-file.js';
import { RecordCaseFileHandler, RecordCaseLookHandler } from './record-case-access.js';

/** What the module declares: the application, the views' thread and the generators read it without Nest. */
export const caseFileDefinition: ModuleDefinition = {
  name: 'case-file',
  streams: [caseAccess],
  commandHandlers: [RecordCaseLookHandler, RecordCaseFileHandler],
  queryHandlers: [GetCaseFileHandler],
  views: [],
  processes: [],
};
