import { auditDefinition } from './modules/audit/audit.definition.js';
import { caseFileDefinition } from './modules/case-file/case-file.definition.js';
import { casesDefinition } from './modules/cases/cases.definition.js';
import { directoryDefinition } from './modules/directory/directory.definition.js';
import { disciplineDefinition } from './modules/discipline/discipline.definition.js';
import { evidenceDefinition } from './modules/evidence/evidence.definition.js';
import { grievancesDefinition } from './modules/grievances/grievances.definition.js';
import { historiesDefinition } from './modules/histories/histories.definition.js';
import { identityDefinition } from './modules/identity/identity.definition.js';
import { intakeDefinition } from './modules/intake/intake.definition.js';
import { investigationsDefinition } from './modules/investigations/investigations.definition.js';
import { lettersDefinition } from './modules/letters/letters.definition.js';
import { measuresDefinition } from './modules/measures/measures.definition.js';
import { operationsDefinition } from './modules/operations/operations.definition.js';
import { policyDefinition } from './modules/policy/policy.definition.js';
import { procedureDefinition } from './modules/procedure/procedure.definition.js';
import { proceedingsDefinition } from './modules/proceedings/proceedings.definition.js';
import { reportsDefinition } from './modules/reports/reports.definition.js';
import { searchDefinition } from './modules/search/search.definition.js';
import { sitesDefinition } from './modules/sites/sites.definition.js';
import { eventTypesOf, foldsOf, type ModuleDefinition } from './platform/module-definition.js';
import type { Process } from './platform/processes/process.js';
import { reservationsDefinition } from './platform/processes/reservations.definition.js';
import type { Searchable } from './platform/search/searchable.js';

/**
 * All contributions of the modules, in one place for the application, the views' thread, the
 * command line and the generators.
 */
export const definitions: readonly ModuleDefinition[] = [
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
  reservationsDefinition,
  identityDefinition,
  operationsDefinition,
];

export const searchables: readonly Searchable[] = definitions.flatMap((part) => part.searchables ?? []);

export const commandHandlers = definitions.flatMap((part) => part.commandHandlers);
export const queryHandlers = definitions.flatMap((part) => part.queryHandlers);
export const streams = definitions.flatMap((part) => part.streams);
export const processes: readonly Process[] = definitions.flatMap((part) => part.processes);
/** All that the views' thread keeps. */
export const folds = foldsOf(definitions);
export const eventTypes = eventTypesOf(definitions);
