import { auditDefinition } from './modules/audit/audit.definition.js';
import { caseFileDefinition } from './modules/case-file/case-file.definition.js';
import { casesDefinition } from './modules/cases/cases.definition.js';
import { directoryDefinition } from './modules/directory/directory.definition.js';
import { disciplineDefinition } from './modules/discipline/discipline.definition.js';
import { evidenceDefinition } from './modules/evidence/evidence.definition.js';
import { grievancesDefinition } from './modules/grievances/grievances.definition.js';
import { historiesDefinition } from './modules/histories/histories.definition.js';
import { intakeDefinition } from './modules/intake/intake.definition.js';
import { investigationsDefinition } from './modules/investigations/investigations.definition.js';
import { lettersDefinition } from './modules/letters/letters.definition.js';
import { measuresDefinition } from './modules/measures/measures.definition.js';
import { policyDefinition } from './modules/policy/policy.definition.js';
import { procedureDefinition } from './modules/procedure/procedure.definition.js';
import { proceedingsDefinition } from './modules/proceedings/proceedings.definition.js';
import { reportsDefinition } from './modules/reports/reports.definition.js';
import { searchDefinition } from './modules/search/search.definition.js';
import { sitesDefinition } from './modules/sites/sites.definition.js';
import { claims, SettleClaimHandler, settleClaim, TakeClaimHandler } from './platform/commands/claims.js';
import type { AnyEventType } from './platform/events/event.js';
import type { Parts } from './platform/parts.js';
import { ListParkedWorkHandler, parkedWork } from './platform/processes/parked-work.view.js';
import type { Process } from './platform/processes/process.js';
import { ParkWorkHandler, ReleaseWorkHandler, work } from './platform/processes/work.js';
import type { Searchable } from './platform/search/searchable.js';
import type { AnyView } from './platform/views/view.js';

const claimParts: Parts = {
  name: 'claims',
  streams: [claims],
  slices: [TakeClaimHandler, SettleClaimHandler],
  reads: [],
  views: [],
  processes: [settleClaim],
};

export const workParts: Parts = {
  name: 'work',
  streams: [work],
  slices: [ParkWorkHandler, ReleaseWorkHandler],
  reads: [ListParkedWorkHandler],
  views: [parkedWork],
  processes: [],
};

/** Everything the modules bring, in one place for the application, the views' thread, the command line and the generators. */
export const parts: readonly Parts[] = [
  directoryDefinition,
  policyDefinition,
  sitesDefinition,
  procedureDefinition,
  proceedingsDefinition,
  reportsDefinition,
  casesDefinition,
  evidenceDefinition,
  historiesDefinition,
  intakeDefinition,
  investigationsDefinition,
  disciplineDefinition,
  measuresDefinition,
  grievancesDefinition,
  lettersDefinition,
  searchDefinition,
  caseFileDefinition,
  auditDefinition,
  claimParts,
  workParts,
];

export const searchables: readonly Searchable[] = parts.flatMap((part) => part.searchables ?? []);

export const slices = parts.flatMap((part) => part.slices);
export const reads = parts.flatMap((part) => part.reads);
export const streams = parts.flatMap((part) => part.streams);
export const processes: readonly Process[] = parts.flatMap((part) => part.processes);
export const views: readonly AnyView[] = [...parts.flatMap((part) => part.views), ...processes.map((process) => process.view)];
export const eventTypes: readonly AnyEventType[] = [
  ...new Set(streams.flatMap((stream) => Object.values(stream.events))),
] as AnyEventType[];
