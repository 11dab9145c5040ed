export { AttachReport } from './attach-report.js';
export { FollowUpCode, followUpRefusals, limited, opened, withoutReport } from './follow-up-code.js';
export { IntakePage, intakePage } from './public-report-form.js';
export { holdersOf, namedOffices, ReceivePublicReport, ReceivePublicReportHandler } from './receive-public-report.js';
export { ReceiveReport, ReceiveReportHandler } from './receive-report.js';
export { RelayReport, RelayReportHandler } from './relay-report.js';
export {
  type Channel,
  CheckInOverdue,
  CheckInRecorded,
  CheckInScheduled,
  CheckInsEnded,
  CheckInsOwed,
  type Contact,
  contacts,
  DisclosureAnnounced,
  FollowUpOffered,
  type Ground,
  grounds,
  type IdentityPurpose,
  identityPurposes,
  ReportAcknowledged,
  ReportDeclined,
  ReporterDisclosed,
  ReporterIdentified,
  ReporterLookedUp,
  ReportMoved,
  ReportReceived,
  ReportReferred,
  RetaliationReported,
  SenderWrittenTo,
  SenderWrote,
} from './report.events.js';
export { codeHolder, mayBeWrittenTo, type PresentReport, ReportAttached, reportEvents, reports, sender } from './report.js';
export { reportRefusals } from './report.refusals.js';
