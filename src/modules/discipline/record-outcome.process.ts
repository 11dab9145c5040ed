import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { DeterminationIssued } from '../cases/cases.public.js';
import {
  AllegationsSustained,
  NothingSustained,
  ProceedingReopened,
  proceedingId,
  ReturnedToInvestigation,
} from '../proceedings/proceedings.public.js';
import { RecordOutcome } from './record-outcome.js';

interface Outcome {
  readonly caseId: string;
  readonly subject: string;
  readonly sustained: string[];
}

const events = { DeterminationIssued, AllegationsSustained, NothingSustained, ReturnedToInvestigation, ProceedingReopened };

/**
 * Brings a determination into the proceeding of each of its subjects. Another determination of the
 * case names only subjects whose outcome does not stand any more.
 */
export const recordOutcome = process<Outcome, typeof events>({
  name: 'record_outcome',
  version: 4,
  events,
  keys: {
    DeterminationIssued: ({ stream, data }) => [
      ...new Set(data.outcomes.map(({ subject }) => proceedingId(streamParts(stream).id, subject))),
    ],
  },
  fold: {
    DeterminationIssued: (_, { stream, recordedAt, data }, key) => {
      const caseId = streamParts(stream).id;
      const own = data.outcomes.filter(({ subject }) => proceedingId(caseId, subject) === key);
      const subject = own[0]?.subject;
      if (subject === undefined) throw new Error(`the determination of case ${caseId} has no subject of proceeding ${key}`);
      const sustained = own.filter(({ outcome }) => outcome === 'sustained').map(({ allegationId }) => allegationId);
      return { dueAt: recordedAt, data: { caseId, subject, sustained } };
    },
    AllegationsSustained: () => null,
    NothingSustained: () => null,
    ReturnedToInvestigation: () => null,
    ProceedingReopened: () => null,
  },
  act: ({ caseId, subject, sustained }) => Object.assign(new RecordOutcome(), { caseId, subject, sustained }),
});
