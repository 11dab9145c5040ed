import { commands } from './scene.js';
import { setting, Tally, walks } from './walks.js';

const tally = new Tally();

it('reports, cases and proceedings keep their guards, whoever tries what in whatever order', async () => {
  await walks('breadth', 20260302, await setting(), tally);
});

it('got far enough to say so', () => {
  const far = [
    'DeterminationIssued',
    'InvestigationReportReturned',
    'CaseSuspended',
    'CaseResumed',
    'CaseReopened',
    'ProceedingHeld',
    'ProceedingResumed',
    'ProceedingReopened',
    'ProceedingSettled',
    'EvidenceReceived',
    'EvidenceDisclosed',
    'InterviewPlanned',
    'InterimMeasureOrdered',
    'CaseEscalated',
    'RetaliationReported',
    'DisclosureAnnounced',
    'SenderWrote',
    'PersonLeft',
    'PersonReturned',
    'OfficeAssigned',
    'EmploymentTrackChanged',
    'GetReporter',
    'ListEvents',
    'walls',
    'closed cases',
    'a row with a gist',
    'a row without a gist',
    'a row of a case that is not read',
  ];
  expect(tally.never(far)).toEqual([]);
  expect(tally.refusals.length).toBeGreaterThan(85);
  expect(tally.never(['foretold open', 'foretold unlisted'])).toEqual([]);
  expect(tally.guards.length).toBeGreaterThan(30);
});
it('carried out nearly every command there is', () => {
  const never = tally.never(commands.keys());
  expect({ never, enough: commands.size - never.length >= 78 }).toEqual({ never, enough: true });
});
