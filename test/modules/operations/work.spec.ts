import { parkedWork } from '../../../src/modules/operations/parked-work.view.js';
import { systemCaller } from '../../../src/platform/access/access.js';
import { ParkWorkHandler, ReleaseWorkHandler, WorkParked, WorkReleased, workKey } from '../../../src/platform/processes/work.js';
import { caller, given, now, stored } from '../../kit/given.js';

const causedBy = '7d3f4c5a-8a0e-4b5c-9a45-0b1a2c3d4e5f';
const about = { process: 'open_case', key: 'report-1', causedBy };
const park = { ...about, reason: 'case.procedure-missing', attempts: 6 };
const parked = WorkParked(park);
const workId = workKey(about.process, causedBy, about.key);

describe('parking work', () => {
  it('tells what could not be done, and why', () => given().when(ParkWorkHandler, park, systemCaller).then(parked));
  it('parks it anew after a release', () => given(parked, WorkReleased(about)).when(ParkWorkHandler, park, systemCaller).then(parked));
  it('is refused while it is parked', () => given(parked).when(ParkWorkHandler, park, systemCaller).refused('work.parked-already'));
  it('is no business of people', () => given().when(ParkWorkHandler, park, caller('ines', 'IT Director')).refused('access.not-permitted'));
});

describe('releasing parked work', () => {
  it('lets the process try again', () =>
    given(parked).when(ReleaseWorkHandler, { workId }, caller('ines', 'IT Director')).then(WorkReleased(about)));
  it('is refused for work that is not parked', () =>
    given(parked, WorkReleased(about)).when(ReleaseWorkHandler, { workId }, caller('ines', 'IT Director')).refused('work.not-parked'));
  it('is refused for work that was never parked', () =>
    given().when(ReleaseWorkHandler, { workId }, caller('ines', 'IT Director')).refused('resource.not-found'));
  it('is refused to everyone else', () =>
    given(parked).when(ReleaseWorkHandler, { workId }, caller('otto')).refused('access.not-permitted'));
});

describe('the list of parked work', () => {
  const [event] = stored([parked], `work-${workId}`);
  const row = { process: 'open_case', about: 'report-1', reason: 'case.procedure-missing', attempts: 6, since: now };
  it('shows it until it is released', () => {
    expect(parkedWork.fold.WorkParked(null, event as never, workId)).toEqual(row);
    expect(parkedWork.fold.WorkReleased(row, event as never, workId)).toBeNull();
  });
});
