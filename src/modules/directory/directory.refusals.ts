import { refusals } from '../../platform/refusals/refuse.js';

export const directoryRefusals = refusals({
  'person.no-such-department': { status: 422, says: 'There is no such department.' },
  'person.not-in-service': { status: 409, says: 'This person has left, or a departure is on record.' },
  'person.in-service': { status: 409, says: 'This person is in service and cannot return.' },
  'person.track-unchanged': { status: 409, says: 'This person is on that track already.' },
  'person.track-dates-descend': {
    status: 422,
    cites: 'HOUSE-2',
    says: 'A track cannot start before the one that stands; correct it from its own first day.',
  },
  'person.department-unchanged': { status: 409, says: 'This person belongs to that department already.' },
  'person.transfer-dates-descend': { status: 422, says: 'A transfer cannot take effect before the one that stands.' },
  'person.transfer-ahead': { status: 422, says: 'A transfer is recorded on or after the day it takes effect.' },
  'person.departure-before-service': { status: 422, says: 'The last day in service lies before the first.' },
  'person.return-before-departure': { status: 422, says: 'A return begins after the last day in service.' },
  'office.own': { status: 403, says: 'Nobody assigns an office to themself.' },
  'office.needs-department': { status: 422, says: 'A Director or Designee holds office in a department: name it.' },
  'office.takes-no-department': { status: 422, says: 'This office belongs to no department: leave it out.' },
  'office.no-such-department': { status: 422, says: 'There is no such department.' },
  'office.dates-reversed': { status: 422, says: 'The last day in office lies before the first.' },
  'office.not-in-service': { status: 409, says: 'This person is not in service from the first day in office.' },
  'office.held-already': { status: 409, says: 'This person holds that office in those days already.' },
  'office.held-by-another': {
    status: 409,
    says: 'Another person holds this office in those days: end that first, or assign it as acting.',
  },
  'office.replaces-needs-acting': { status: 422, says: 'Only an acting appointment replaces somebody.' },
  'office.replaced-holds-it-not': { status: 422, says: 'The person replaced does not hold that office on the first day.' },
  'office.designee-not-approved': {
    status: 422,
    cites: 'CON-2',
    says: 'A designee needs the prior approval of the director of that department.',
  },
  'office.no-such-assignment': { status: 404, says: 'This person has no such assignment.' },
  'office.ended-already': { status: 409, says: 'This assignment ends by that day already.' },
  'office.already-begun': { status: 422, says: 'This assignment has begun; its last day cannot lie before its first.' },
});
