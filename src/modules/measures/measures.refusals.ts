import { refusals } from '../../platform/refusals/refuse.js';

export const measureRefusals = refusals({
  'measure.day-in-future': { fields: ['on'], status: 422, says: 'This day has not come.' },
  'measure.day-too-early': { fields: ['on'], status: 422, says: 'This day lies before the one on which it began.' },
  'measure.unknown-person': { fields: ['by'], status: 422, says: 'This person is not in the directory.' },
  'measure.no-such-mitigation': {
    fields: ['mitigationId'],
    status: 404,
    cites: 'VIO-2',
    says: 'This case has no such step of mitigation.',
  },
  'measure.mitigation-done': { fields: ['mitigationId'], status: 409, cites: 'VIO-2', says: 'This step of mitigation has its result.' },
  'measure.referral-walled': {
    fields: ['to'],
    status: 403,
    cites: 'VIO-3',
    says: 'This case holds a compelled statement, of which nothing goes to the police: the City Attorney refers it to them.',
  },
  'measure.no-such-referral': { fields: ['referralId'], status: 404, says: 'This case has no such referral.' },
  'measure.no-such-hold': { fields: ['holdId'], status: 404, says: 'This case has no such legal hold.' },
  'measure.hold-lifted': { fields: ['holdId'], status: 409, says: 'This legal hold was lifted already.' },
  'measure.hold-not-yours': { fields: ['holdId'], status: 409, says: 'The City Attorney placed this legal hold, and lifts it.' },
  'measure.no-such-interim': { fields: ['measureId'], status: 404, says: 'This case has no such interim measure.' },
  'measure.interim-ended': { fields: ['measureId'], status: 409, says: 'This interim measure has ended.' },
  'measure.not-a-subject': {
    fields: ['subject'],
    status: 422,
    cites: 'VIO-3',
    says: 'An interim measure concerns someone whom the case is about, or content and nobody.',
  },
  'measure.review-not-ahead': {
    fields: ['reviewBy'],
    status: 422,
    says: 'An interim measure is reviewed today or later, within ninety days.',
  },
  'measure.review-misplaced': {
    fields: ['reviewBy'],
    status: 422,
    says: 'A measure that continues has a next day of review, and one that ends has none.',
  },
  'measure.not-due': { status: 409, says: 'No review of this measure was missed.' },
});
