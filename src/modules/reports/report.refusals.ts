import { refusals } from '../../platform/refusals/refuse.js';

export const reportRefusals = refusals({
  'report.attached-already': { status: 409, says: 'This report belongs to a case already.' },
  'report.unknown-person': {
    fields: 'named',
    status: 422,
    says: 'A person named in the report is not in the directory.',
  },
  'report.reporter-misplaced': {
    fields: 'named',
    status: 422,
    says: 'A report of your own names no other reporter; one entered for another names that person or nobody.',
  },
  'report.reporter-unnamed': {
    fields: 'named',
    status: 422,
    says: 'Name the person who reported, or enter the report as from an unknown sender.',
  },
  'report.relay-not-yours': {
    fields: ['from'],
    status: 403,
    cites: 'VIO-1',
    says: 'Only those who take in reports enter one for another.',
  },
  'report.reporter-is-enterer': { fields: ['reporterPerson'], status: 422, says: 'Enter your own report as one from yourself.' },
  'report.too-many': { status: 429, says: 'Too many requests from this address; try again after the seconds in retryAfter.' },
  'report.code-unknown': { fields: ['code'], status: 404, says: 'No report is followed with this code; check it, character by character.' },
  'report.acknowledged-already': { status: 409, says: 'Its receipt was acknowledged already.' },
  'report.sender-unreachable': {
    fields: 'named',
    status: 409,
    says: 'Nobody can be written to: the sender gave no name and holds no follow-up code.',
  },
  'report.decided-already': { status: 409, says: 'This report was declined, referred or moved already.' },
  'report.case-under-way': {
    status: 409,
    cites: 'VIO-3',
    says: 'Its case is past triage or has allegations; what becomes of it is decided there.',
  },
  'report.same-case': { fields: ['caseId'], status: 422, says: 'It belongs to that case already.' },
  'report.no-such-case': { fields: ['caseId'], status: 422, says: 'There is no such case that you take in or decide.' },
  'report.case-over': {
    fields: ['caseId'],
    status: 409,
    says: 'That case is over; leave the report in its own, or reopen that one first.',
  },
  'report.reporter-unknown': { status: 409, says: 'Nobody knows who sent this report.' },
  'report.told-in-future': { fields: ['toldOn'], status: 422, says: 'The reporter was told on a day that has not come.' },
  'report.disclosure-unannounced': { fields: ['disclosureId'], status: 409, says: 'The reporter is told first: announce the disclosure.' },
  'report.disclosure-too-early': { status: 409, says: 'The reporter was told too recently; notBefore says from when it may be disclosed.' },
  'report.disclosed-already': { fields: ['disclosureId'], status: 409, says: 'This disclosure was made already.' },
  'report.retaliation-unplaced': {
    fields: 'named',
    status: 422,
    says: 'Name the report that you sent or the case that you are a witness in: one of the two.',
  },
  'report.no-such-check-in': { fields: ['checkInId'], status: 404, says: 'This report has no such check-in.' },
  'report.checked-in-already': { fields: ['checkInId'], status: 409, says: 'This check-in was recorded already.' },
  'report.check-in-not-due': { status: 409, says: 'This check-in is not past due.' },
  'report.check-in-open': { status: 409, says: 'A check-in is still to be made.' },
  'report.checked-in-future': { fields: ['on'], status: 422, says: 'A check-in is recorded once it was made.' },
});
