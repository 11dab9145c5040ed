export { AttachReport } from './attach-report.js';
export { FollowUpCode, followUpRefusals, GivenCode, intakeRate, limited, opened, publicRefusals, withoutReport } from './follow-up-code.js';
export { holdersOf, namedOffices } from './receive-public-report.js';
export { ReceiveReport } from './receive-report.js';
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
