import { Enum, Boolean as Flag, Array as ListOf } from 'typebox';
import { event } from '../../platform/events/event.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { DayText, Id, Instant, OrNull } from '../procedure/procedure.public.js';

export const channels = ['web', 'telephone', 'walk-in', 'e-mail', 'letter'] as const;
export type Channel = (typeof channels)[number];

/**
 * Why a report is out of the policy's scope. The handbook governs personal use; e-mail has a policy
 * of its own.
 */
export const grounds = ['personal-use', 'e-mail', 'not-this-policy'] as const;
export type Ground = (typeof grounds)[number];

/** How a person was contacted. */
export const contacts = ['message', 'in-person', 'telephone', 'letter', 'e-mail'] as const;
export type Contact = (typeof contacts)[number];

/** Purposes of looking up a reporter's identity. */
export const identityPurposes = ['reach-the-reporter', 'interview', 'protection', 'disclosure'] as const;
export type IdentityPurpose = (typeof identityPurposes)[number];

/** A report was received. A separate event says who sent it, because fewer people may read that. */
export const ReportReceived = event(
  'ReportReceived',
  1,
  'personnel',
  { channel: Enum(channels), receivedOn: DayText(), summary: SealedText(), accused: ListOf(Id()) },
  { hidesActor: true },
);
/** Identifies the sender: one of the city's people, or a person known by name only. */
export const ReporterIdentified = event(
  'ReporterIdentified',
  1,
  'restricted',
  { person: OrNull(Id()), name: OrNull(SealedText()), contact: OrNull(SealedText()), confidential: Flag() },
  { hidesActor: true },
);
/**
 * The sender got a code to follow the report. The event holds neither the code nor anything from
 * which it could be guessed.
 */
export const FollowUpOffered = event('FollowUpOffered', 1, 'restricted', {}, { hidesActor: true });
/**
 * The report says that someone retaliates because of another case. `caseId` is that case. `keptOut`
 * are the people above the accused in the line of authority, who take no part in this one.
 */
export const RetaliationReported = event(
  'RetaliationReported',
  1,
  'restricted',
  { caseId: Id(), keptOut: ListOf(Id()) },
  { hidesActor: true },
);

/** The case in which the report is dealt with: the one that was opened on it. */
export const ReportAttached = event('ReportAttached', 1, 'personnel', { caseId: Id() });
/** From now on a related case deals with the report. */
export const ReportMoved = event('ReportMoved', 1, 'personnel', { caseId: Id(), from: Id(), reasons: SealedText() });
export const ReportAcknowledged = event('ReportAcknowledged', 1, 'personnel', { on: DayText() });
/** The report is out of scope. */
export const ReportDeclined = event('ReportDeclined', 1, 'personnel', { caseId: Id(), ground: Enum(grounds), reasons: SealedText() });
/** The report was handed to another body that is responsible for it. */
export const ReportReferred = event('ReportReferred', 1, 'personnel', { caseId: Id(), to: SealedText(), reasons: SealedText() });

/** A message from the sender. */
export const SenderWrote = event('SenderWrote', 1, 'restricted', { text: SealedText() }, { hidesActor: true });
/** A message to the sender. */
export const SenderWrittenTo = event('SenderWrittenTo', 1, 'restricted', { text: SealedText() });

/** The event's actor looked up who sent the report. */
export const ReporterLookedUp = event('ReporterLookedUp', 1, 'personnel', { purpose: Enum(identityPurposes), note: OrNull(SealedText()) });
/**
 * The reporter was told to whom their identity will be disclosed, and why. The disclosure may not
 * happen before `notBefore`.
 */
export const DisclosureAnnounced = event('DisclosureAnnounced', 1, 'restricted', {
  disclosureId: Id(),
  to: SealedText(),
  /**
   * The recipient's person id, if one of the city's people. The look-up is open to them after the
   * disclosure.
   */
  person: OrNull(Id()),
  reason: SealedText(),
  how: Enum(contacts),
  toldOn: DayText(),
  notBefore: Instant(),
});
export const ReporterDisclosed = event('ReporterDisclosed', 1, 'restricted', { disclosureId: Id(), person: OrNull(Id()) });

/**
 * The sender is one of the city's people. From now on the city checks whether they suffer
 * retaliation.
 */
export const CheckInsOwed = event('CheckInsOwed', 1, 'restricted', {}, { hidesActor: true });
/**
 * A check-in is scheduled: by `dueAt` someone must ask the sender whether they suffer retaliation.
 */
export const CheckInScheduled = event('CheckInScheduled', 1, 'personnel', { checkInId: Id(), dueAt: Instant() });
/** `retaliation`: the sender says that retaliation began or continues. */
export const CheckInRecorded = event('CheckInRecorded', 1, 'restricted', {
  checkInId: Id(),
  on: DayText(),
  how: Enum(contacts),
  note: SealedText(),
  retaliation: Flag(),
});
/** Nobody asked in time. The check-in remains due. */
export const CheckInOverdue = event('CheckInOverdue', 1, 'personnel', { checkInId: Id(), wasDueAt: Instant() });
/** The period of check-ins is over. */
export const CheckInsEnded = event('CheckInsEnded', 1, 'personnel', {});

export const reportEvents = {
  ReportReceived,
  ReporterIdentified,
  FollowUpOffered,
  RetaliationReported,
  ReportAttached,
  ReportMoved,
  ReportAcknowledged,
  ReportDeclined,
  ReportReferred,
  SenderWrote,
  SenderWrittenTo,
  ReporterLookedUp,
  DisclosureAnnounced,
  ReporterDisclosed,
  CheckInsOwed,
  CheckInScheduled,
  CheckInRecorded,
  CheckInOverdue,
  CheckInsEnded,
};
