import { Enum, Boolean as Flag, Array as ListOf } from 'typebox';
import { event } from '../../platform/events/event.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { DayText, Id, Instant, OrNull } from '../procedure/procedure.public.js';

export const channels = ['web', 'telephone', 'walk-in', 'e-mail', 'letter'] as const;
export type Channel = (typeof channels)[number];

/** Why a report is none under the policy: personal use is the handbook's, e-mail has a policy of its own. */
export const grounds = ['personal-use', 'e-mail', 'not-this-policy'] as const;
export type Ground = (typeof grounds)[number];

/** How someone was spoken to or written to. */
export const contacts = ['message', 'in-person', 'telephone', 'letter', 'e-mail'] as const;
export type Contact = (typeof contacts)[number];

/** What a look at a reporter's identity is for. */
export const identityPurposes = ['reach-the-reporter', 'interview', 'protection', 'disclosure'] as const;
export type IdentityPurpose = (typeof identityPurposes)[number];

/** What came in. Who sent it is another event, for other eyes. */
export const ReportReceived = event(
  'ReportReceived',
  1,
  'personnel',
  { channel: Enum(channels), receivedOn: DayText(), summary: SealedText(), accused: ListOf(Id()) },
  { hidesActor: true },
);
/** Who sent it: a person of the city, or someone known by name alone. */
export const ReporterIdentified = event(
  'ReporterIdentified',
  1,
  'restricted',
  { person: OrNull(Id()), name: OrNull(SealedText()), contact: OrNull(SealedText()), confidential: Flag() },
  { hidesActor: true },
);
/** The sender was given a code with which to follow the report. The code, or anything it could be guessed from, is not here. */
export const FollowUpOffered = event('FollowUpOffered', 1, 'restricted', {}, { hidesActor: true });
/**
 * It tells of retaliation for what belongs to another case. `caseId` is that case; `keptOut` are those in the line above the accused,
 * who take no part in this one.
 */
export const RetaliationReported = event(
  'RetaliationReported',
  1,
  'restricted',
  { caseId: Id(), keptOut: ListOf(Id()) },
  { hidesActor: true },
);

/** The report is dealt with in this case: the one that was opened on it. */
export const ReportAttached = event('ReportAttached', 1, 'personnel', { caseId: Id() });
/** It is dealt with in another case from now on, to which it is related. */
export const ReportMoved = event('ReportMoved', 1, 'personnel', { caseId: Id(), from: Id(), reasons: SealedText() });
export const ReportAcknowledged = event('ReportAcknowledged', 1, 'personnel', { on: DayText() });
/** Out of scope. */
export const ReportDeclined = event('ReportDeclined', 1, 'personnel', { caseId: Id(), ground: Enum(grounds), reasons: SealedText() });
/** Handed to another body, whose matter it is. */
export const ReportReferred = event('ReportReferred', 1, 'personnel', { caseId: Id(), to: SealedText(), reasons: SealedText() });

/** What the sender writes. */
export const SenderWrote = event('SenderWrote', 1, 'restricted', { text: SealedText() }, { hidesActor: true });
/** What the sender is written. */
export const SenderWrittenTo = event('SenderWrittenTo', 1, 'restricted', { text: SealedText() });

/** Someone looked up who sent the report; who did is the event's actor. */
export const ReporterLookedUp = event('ReporterLookedUp', 1, 'personnel', { purpose: Enum(identityPurposes), note: OrNull(SealedText()) });
/** The reporter was told that their identity is going to be disclosed: to whom and why. Not before `notBefore`. */
export const DisclosureAnnounced = event('DisclosureAnnounced', 1, 'restricted', {
  disclosureId: Id(),
  to: SealedText(),
  /** Where it is one of the city's people: the look-up is open to them afterwards. */
  person: OrNull(Id()),
  reason: SealedText(),
  how: Enum(contacts),
  toldOn: DayText(),
  notBefore: Instant(),
});
export const ReporterDisclosed = event('ReporterDisclosed', 1, 'restricted', { disclosureId: Id(), person: OrNull(Id()) });

/** The sender is one of the city's people, and is asked from now on whether they are left in peace. */
export const CheckInsOwed = event('CheckInsOwed', 1, 'restricted', {}, { hidesActor: true });
/** Someone asks the sender, by the end of that day, whether they are left in peace. */
export const CheckInScheduled = event('CheckInScheduled', 1, 'personnel', { checkInId: Id(), dueAt: Instant() });
/** `retaliation` tells that the sender says it went on, or began. */
export const CheckInRecorded = event('CheckInRecorded', 1, 'restricted', {
  checkInId: Id(),
  on: DayText(),
  how: Enum(contacts),
  note: SealedText(),
  retaliation: Flag(),
});
/** Nobody has asked in time; it stays to be done. */
export const CheckInOverdue = event('CheckInOverdue', 1, 'personnel', { checkInId: Id(), wasDueAt: Instant() });
/** The time for which the city asks is over. */
export const CheckInsEnded = event('CheckInsEnded', 1, 'personnel', {});
