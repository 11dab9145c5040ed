import type { ModuleDefinition } from '../../platform/module-definition.js';
import { cases } from '../cases/cases.public.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { caseAccess } from './case-access.js';
import { GetCaseFileHandler } from './get-case-file.js';
import { RecordCaseFileHandler, RecordCaseLook, RecordCaseLookHandler } from './record-case-access.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const caseFileDefinition: ModuleDefinition = {
  name: 'case-file',
  streams: [caseAccess],
  commandHandlers: [RecordCaseLookHandler, RecordCaseFileHandler],
  queryHandlers: [GetCaseFileHandler],
  views: [],
  processes: [],
  routes: () => import('./case-file.routes.js'),
  accessLog: { [cases.name]: (caseId) => Object.assign(new RecordCaseLook(), { caseId }) },
  about: aboutItsCase,
};
