import type { Shows } from '../../platform/events/stream.js';
import type { reportEvents } from './report.events.js';

/**
 * Who reads of a report. `sender`: who sent it. `identity`: whom the query of the sender admits. The
 * first four read its case.
 */
export type ReportAudience = 'intake' | 'decider' | 'investigator' | 'counsel' | 'auditor' | 'sender' | 'identity';

/** Those who deal with the report. */
export const dealing = ['intake', 'decider', 'investigator', 'counsel'] as const;
const readers = [...dealing, 'auditor'] as const;
const onRecord = { '*': readers } as const;
/** Nobody reads it here; the log shows that it happened. */
const kept = { '*': [], knows: ['auditor'] } as const;
const conversation = { '*': [...dealing, 'sender'], knows: ['auditor'] } as const;

export const reportShows: Shows<typeof reportEvents, ReportAudience> = {
  ReportReceived: { '*': readers, receivedOn: [...readers, 'sender'] },
  ReporterIdentified: { '*': ['identity'], knows: ['auditor'] },
  FollowUpOffered: kept,
  RetaliationReported: { '*': [], caseId: dealing, knows: ['auditor'] },
  ReportAttached: onRecord,
  ReportMoved: onRecord,
  ReportAcknowledged: { '*': [...readers, 'sender'] },
  ReportDeclined: { '*': readers, knows: ['sender'] },
  ReportReferred: { '*': readers, knows: ['sender'] },
  SenderWrote: conversation,
  SenderWrittenTo: conversation,
  // What one noted on looking for the sender may tell who it is.
  ReporterLookedUp: { '*': ['auditor'], note: [] },
  DisclosureAnnounced: { ...conversation, person: dealing, how: dealing, toldOn: dealing },
  ReporterDisclosed: { ...conversation, person: dealing },
  CheckInsOwed: kept,
  CheckInScheduled: onRecord,
  CheckInRecorded: { '*': dealing, knows: ['auditor'] },
  CheckInOverdue: onRecord,
  CheckInsEnded: onRecord,
};
