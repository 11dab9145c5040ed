import { streamParts } from '../../platform/events/envelope.js';
import { type Due, process } from '../../platform/processes/process.js';
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
  /**
   * The proceeding has it. Another determination of the case does not bring it again, unless the
   * proceeding was sent back or reopened.
   */
  readonly done: boolean;
}

const brought = (row: Due<Outcome> | null): Due<Outcome> | null => row && { dueAt: null, data: { ...row.data, done: true } };

const events = { DeterminationIssued, AllegationsSustained, NothingSustained, ReturnedToInvestigation, ProceedingReopened };

/** Brings a determination into the proceeding of each of its subjects. */
export const recordOutcome = process<Outcome, typeof events>({
  name: 'record_outcome',
  version: 3,
  events,
  keys: {
    DeterminationIssued: ({ stream, data }) => [
      ...new Set(data.outcomes.map(({ subject }) => proceedingId(streamParts(stream).id, subject))),
    ],
  },
  fold: {
    DeterminationIssued: (row, { stream, recordedAt, data }, key) => {
      if (row?.data.done) return row;
      const caseId = streamParts(stream).id;
      const own = data.outcomes.filter(({ subject }) => proceedingId(caseId, subject) === key);
      const subject = own[0]?.subject;
      if (subject === undefined) throw new Error(`the determination of case ${caseId} has no subject of proceeding ${key}`);
      const sustained = own.filter(({ outcome }) => outcome === 'sustained').map(({ allegationId }) => allegationId);
      return { dueAt: recordedAt, data: { caseId, subject, sustained, done: false } };
    },
    AllegationsSustained: brought,
    NothingSustained: brought,
    ReturnedToInvestigation: () => null,
    ProceedingReopened: () => null,
  },
  act: ({ caseId, subject, sustained }) => Object.assign(new RecordOutcome(), { caseId, subject, sustained }),
});
