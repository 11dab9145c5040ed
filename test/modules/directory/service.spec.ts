import { ChangeTrackHandler } from '../../../src/modules/directory/change-track.js';
import {
  EmploymentTrackChanged,
  PersonLeft,
  PersonRenamed,
  PersonReturned,
  PersonTransferred,
} from '../../../src/modules/directory/person.js';
import { RecordDepartureHandler } from '../../../src/modules/directory/record-departure.js';
import { RecordReturnHandler } from '../../../src/modules/directory/record-return.js';
import { RenamePersonHandler } from '../../../src/modules/directory/rename-person.js';
import { TransferPersonHandler } from '../../../src/modules/directory/transfer-person.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, today } from '../../kit/given.js';
import { assigned, entered, parks, police, sam } from './people.js';

const hana = caller('hana', 'HR');
const others = caller('o', 'City Manager', 'City Attorney', 'IT Director', 'Director', 'Auditor');
const left = PersonLeft({ on: '2026-02-27', ends: [] });

describe('changing an employment track', () => {
  const change = { personId: sam, track: 'managerial', from: '2026-04-01' } as const;

  it('takes effect from a day on', () =>
    given(entered())
      .when(ChangeTrackHandler, change, hana)
      .then(EmploymentTrackChanged({ track: 'managerial', from: '2026-04-01' })));
  it('corrects the track that stands from its own first day', () =>
    given(entered())
      .when(ChangeTrackHandler, { ...change, from: '2020-01-01' }, hana)
      .then(EmploymentTrackChanged({ track: 'managerial', from: '2020-01-01' })));
  it('is refused before the track that stands', () =>
    given(entered())
      .when(ChangeTrackHandler, { ...change, from: '2019-12-31' }, hana)
      .refused('person.track-dates-descend'));
  it('is refused where nothing changes', () =>
    given(entered())
      .when(ChangeTrackHandler, { ...change, track: 'permanent' }, hana)
      .refused('person.track-unchanged'));
  it('is refused once a departure is on record', () =>
    given(entered(), left).when(ChangeTrackHandler, change, hana).refused('person.not-in-service'));
  it('is refused to everyone but HR', () => given(entered()).when(ChangeTrackHandler, change, others).refused('access.not-permitted'));
  it('is refused for a person who was never entered', () => given().when(ChangeTrackHandler, change, hana).refused('resource.not-found'));
});

describe('another name', () => {
  const rename = { personId: sam, name: 'Sam Brook', title: 'Clerk' };
  it('is entered by HR, with a title or without one', () => {
    given(entered())
      .when(RenamePersonHandler, rename, hana)
      .then(PersonRenamed({ name: seal('Sam Brook'), title: seal('Clerk') }));
    given(entered())
      .when(RenamePersonHandler, { ...rename, title: null }, hana)
      .then(PersonRenamed({ name: seal('Sam Brook'), title: null }));
  });
  it('is refused to everyone but HR', () => given(entered()).when(RenamePersonHandler, rename, others).refused('access.not-permitted'));
});

describe('a transfer', () => {
  const transfer = { personId: sam, department: police, from: today };
  const known = { departmentExists: true };

  it('moves a person to another department', () =>
    given(entered())
      .when(TransferPersonHandler, transfer, hana, known)
      .then(PersonTransferred({ department: police, from: today })));
  it('moves a person to no department', () =>
    given(entered())
      .when(TransferPersonHandler, { ...transfer, department: null }, hana, known)
      .then(PersonTransferred({ department: null, from: today })));
  it('is refused to a department that does not exist', () =>
    given(entered()).when(TransferPersonHandler, transfer, hana, { departmentExists: false }).refused('person.no-such-department'));
  it('is refused where nothing changes', () =>
    given(entered())
      .when(TransferPersonHandler, { ...transfer, department: parks }, hana, known)
      .refused('person.department-unchanged'));
  it('is refused before the one that stands', () =>
    given(entered())
      .when(TransferPersonHandler, { ...transfer, from: '2019-06-01' }, hana, known)
      .refused('person.transfer-dates-descend'));
  it('is refused ahead of its day', () =>
    given(entered())
      .when(TransferPersonHandler, { ...transfer, from: '2026-03-03' }, hana, known)
      .refused('person.transfer-ahead'));
  it('is refused once a departure is on record', () =>
    given(entered(), left).when(TransferPersonHandler, transfer, hana, known).refused('person.not-in-service'));
  it('is refused to everyone but HR', () =>
    given(entered()).when(TransferPersonHandler, transfer, others, known).refused('access.not-permitted'));
});

describe('a departure', () => {
  const departure = { personId: sam, on: '2026-03-31' };
  const clerk = assigned('City Clerk');
  const past = assigned('HR', { until: '2021-12-31' });
  const within = assigned('Auditor', { until: '2026-03-31' });

  it('ends every office held beyond the last day, and no other', () =>
    given(entered(), past, within, clerk)
      .when(RecordDepartureHandler, departure, hana)
      .then(PersonLeft({ on: '2026-03-31', ends: [clerk.data.assignmentId] })));
  it('is refused before the first day in service', () =>
    given(entered())
      .when(RecordDepartureHandler, { ...departure, on: '2019-12-31' }, hana)
      .refused('person.departure-before-service'));
  it('is refused a second time', () =>
    given(entered(), left).when(RecordDepartureHandler, departure, hana).refused('person.not-in-service'));
  it('is refused to everyone but HR', () =>
    given(entered()).when(RecordDepartureHandler, departure, others).refused('access.not-permitted'));
});

describe('a return', () => {
  const back = { personId: sam, from: '2026-03-02', track: 'probationary', department: police } as const;
  const known = { departmentExists: true };

  it('begins a new service on its own terms', () =>
    given(entered(), left)
      .when(RecordReturnHandler, back, hana, known)
      .then(PersonReturned({ from: '2026-03-02', track: 'probationary', department: police })));
  it('is refused on the last day of the service before', () =>
    given(entered(), left)
      .when(RecordReturnHandler, { ...back, from: '2026-02-27' }, hana, known)
      .refused('person.return-before-departure'));
  it('is refused to a department that does not exist', () =>
    given(entered(), left).when(RecordReturnHandler, back, hana, { departmentExists: false }).refused('person.no-such-department'));
  it('is refused where nobody left', () => given(entered()).when(RecordReturnHandler, back, hana, known).refused('person.in-service'));
  it('is refused to everyone but HR', () =>
    given(entered(), left).when(RecordReturnHandler, back, others, known).refused('access.not-permitted'));
});
