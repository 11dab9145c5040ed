import { commands } from './scene.js';
import { setting, Tally, walks } from './walks.js';

const tally = new Tally();

it('due process is kept, whoever presses for what', async () => {
  await walks('depth', 20260303, await setting(true), tally);
});

it('got deep enough to say so', () => {
  const deep = [
    'LegalReviewRecorded',
    'NoticeServed',
    'ResponseReceived',
    'ResponseLapsed',
    'DisciplineImposed',
    'DisciplineReduced',
    'GrievanceFiled',
    'GrievanceDecided',
    'DisciplineBecameFinal',
    'ProceedingHeld',
    'ProceedingResumed',
    'PersonLeft',
    'OfficeAssigned',
  ];
  expect(tally.never(deep)).toEqual([]);
  const never = tally.never(commands.keys());
  expect({ never, enough: commands.size - never.length >= 45 }).toEqual({ never, enough: true });
});
