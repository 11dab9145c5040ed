import { refusals } from '../../platform/commands/refuse.js';

export const policyRefusals = refusals({
  'policy.version-exists': { status: 409, cites: 'HOUSE-1', says: 'A version of that name has been adopted already.' },
  'policy.adopted-ahead': { status: 422, cites: 'HOUSE-1', says: 'A version is entered on or after the day of its adoption.' },
  'policy.effective-before-adoption': {
    status: 422,
    cites: 'HOUSE-1',
    says: 'A version takes effect on or after the day of its adoption.',
  },
  'policy.effective-dates-descend': { status: 422, cites: 'HOUSE-1', says: 'A version takes effect after the one before it.' },
  'policy.no-clauses': { status: 422, says: 'A version has at least one clause.' },
  'policy.duplicate-clause': { status: 422, says: 'Two clauses of the version have the same id.' },
  'policy.continuity-noted': { status: 409, says: 'It is on record already that the effect of this instrument is unresolved.' },
  'policy.nothing-to-continue': { status: 422, says: 'No version was in force on that day, so none can have ended then.' },
  'policy.none-in-force': { status: 404, cites: 'HOUSE-1', says: 'No version of the policy was in force on that day.' },
  'acknowledgement.no-such-person': { status: 422, says: 'There is no such person.' },
  'acknowledgement.no-such-version': { status: 422, says: 'There is no such version of the policy.' },
  'acknowledgement.before-adoption': { status: 422, says: 'The version had not been adopted on that day.' },
  'acknowledgement.on-another-day': {
    status: 422,
    says: 'An acknowledgement of your own is dated today; HR enters one that was given on paper.',
  },
  'acknowledgement.ahead': { status: 422, says: 'An acknowledgement cannot lie in the future.' },
  'acknowledgement.stands': { status: 409, says: 'This person has acknowledged that version already.' },
});
