import { RecordCaseLook } from './modules/case-file/case-file.public.js';
import { ViewWalls } from './modules/cases/cases.public.js';
import { DirectoryCallers } from './modules/directory/directory.public.js';
import { evidences } from './modules/evidence/evidence.public.js';
import { policies, policyId, versionOn } from './modules/policy/policy.public.js';
import type { ModuleAnswers } from './platform/platform.options.js';

/** The modules' answers to the platform's questions. */
export const moduleAnswers: ModuleAnswers = {
  callers: (streams, clock, timeZone) => new DirectoryCallers(streams, clock, timeZone),
  walls: (rowsNow) => new ViewWalls(rowsNow),
  policyVersionOn: async (streams, day) => versionOn((await streams.folded(policies, policyId)).state, day)?.version ?? null,
  holdsFile: async (streams, id) => (await streams.folded(evidences, id)).revision >= 0,
  accessTo: (caseId) => Object.assign(new RecordCaseLook(), { caseId }),
};
