import { auditParts } from './modules/audit/audit.parts.js';
import { casesParts } from './modules/cases/cases.parts.js';
import { directoryParts } from './modules/directory/directory.parts.js';
import { lettersParts } from './modules/letters/letters.parts.js';
import { policyParts } from './modules/policy/policy.parts.js';
import { sitesParts } from './modules/sites/sites.parts.js';
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
  directoryParts,
  policyParts,
  sitesParts,
  auditParts,
  casesParts,
  lettersParts,
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
